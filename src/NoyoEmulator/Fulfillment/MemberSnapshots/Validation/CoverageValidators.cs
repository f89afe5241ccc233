using FluentValidation;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using Terms = NoyoEmulator.Vocabulary.MemberSnapshotVocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots.Validation;

/// <summary>A coverage's fields. Source: OpenAPI.</summary>
internal sealed class CoverageValidator : AbstractValidator<InboundMemberSnapshotCoverage>
{
    public CoverageValidator()
    {
        RuleFor(coverage => coverage.CarrierId).IsRequired().IsUuid();
        RuleFor(coverage => coverage.LineOfCoverage).IsRequired().IsOneOf(Terms.LinesOfCoverage);
        RuleFor(coverage => coverage.PlanId).IsUuid();
        RuleFor(coverage => coverage.PlanName).HasText();
        RuleFor(coverage => coverage.CustomPlanId).HasText();
        RuleFor(coverage => coverage.SignatureDate).IsDate();
        RuleFor(coverage => coverage.CobraDetails).SetValidator(new CobraValidator()!);
        RuleFor(coverage => coverage.EnrolledMembers).IsRequired();
        RuleForEach(coverage => coverage.EnrolledMembers).SetValidator(new EnrolledMemberValidator());
    }

    private sealed class CobraValidator : AbstractValidator<InboundMemberSnapshotCOBRADetails>
    {
        public CobraValidator()
        {
            RuleFor(cobra => cobra.CobraEnrolled).IsRequired();
            RuleFor(cobra => cobra.EligibilityStartDate).IsRequired().IsDate();
            RuleFor(cobra => cobra.EligibilityEndDate).IsRequired().IsDate();
            RuleFor(cobra => cobra.QualifyingEventDate).IsDate();
            RuleFor(cobra => cobra.QualifyingEventReason).IsOneOf(Terms.QualifyingEventReasons);
        }
    }

    private sealed class EnrolledMemberValidator : AbstractValidator<InboundMemberSnapshotEnrolledMember>
    {
        public EnrolledMemberValidator()
        {
            RuleFor(member => member.IndividualType).IsRequired().IsOneOf(Terms.IndividualTypes);
            RuleFor(member => member.IndividualId).IsUuid();
            RuleFor(member => member.EffectiveStartDate).IsRequired().IsDate();
            RuleFor(member => member.EffectiveEndDate).IsRequired().IsDate();
            RuleFor(member => member.LatestChangeEffectiveDate).IsDate();
            RuleFor(member => member.EventId).HasText();
            RuleFor(member => member.PcpDetails).SetValidator(new PcpDetailsValidator()!);
        }
    }

    private sealed class PcpDetailsValidator : AbstractValidator<InboundMemberSnapshotPCPDetails>
    {
        public PcpDetailsValidator()
        {
            RuleFor(details => details.Providers).IsRequired();
            RuleForEach(details => details.Providers).SetValidator(new ProviderValidator());
        }
    }

    private sealed class ProviderValidator : AbstractValidator<InboundMemberSnapshotPrimaryCareProvider>
    {
        public ProviderValidator()
        {
            RuleFor(provider => provider.IdentificationCode).IsRequired();
            RuleFor(provider => provider.IdentificationCodeType).IsRequired().IsOneOf(Terms.IdentificationCodeTypes);
            RuleFor(provider => provider.EntityIdentifierCode).IsOneOf(Terms.EntityIdentifierCodes);
            RuleFor(provider => provider.EntityType).IsOneOf(Terms.EntityTypes);
            RuleFor(provider => provider.PatientRelationshipCode).IsOneOf(Terms.PatientRelationshipCodes);
        }
    }
}

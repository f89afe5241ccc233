using FluentValidation;
using NoyoEmulator.Fulfillment.MemberRequests.Contracts;
using Terms = NoyoEmulator.Fulfillment.MemberRequests.Validation.MemberRequestVocabulary;

namespace NoyoEmulator.Fulfillment.MemberRequests.Validation;

internal sealed class MemberRequestNewHireEnrollmentRequestValidator : AbstractValidator<MemberRequestNewHireEnrollmentRequest>
{
    public MemberRequestNewHireEnrollmentRequestValidator()
    {
        RuleFor(body => body.Coverages).HasOneAtLeast();
        RuleForEach(body => body.Coverages).SetValidator(new NewHireCoveragesValidator());
    }
}

internal sealed class MemberRequestEnrollmentSnapshotRequestValidator : AbstractValidator<MemberRequestEnrollmentSnapshotRequest>
{
    public MemberRequestEnrollmentSnapshotRequestValidator()
    {
        RuleFor(body => body.EnrollmentType).IsRequired().IsOneOf(Terms.EnrollmentTypes);
        RuleFor(body => body.TargetDate).IsDate();
        RuleFor(body => body.Coverages).HasOneAtLeast();
        RuleForEach(body => body.Coverages).SetValidator(new NewHireCoveragesValidator());
    }
}

internal sealed class MemberRequestTerminationRequestValidator : AbstractValidator<MemberRequestTerminationRequest>
{
    public MemberRequestTerminationRequestValidator()
    {
        RuleFor(body => body.LastWorkDate).IsRequired().IsDate();
        RuleFor(body => body.Reason).IsRequired().IsOneOf(Terms.TerminationReasons);
        RuleFor(body => body.SignatureDate).IsDate();
    }
}

internal sealed class MemberRequestOpenEnrollmentRequestValidator : AbstractValidator<MemberRequestOpenEnrollmentRequest>
{
    public MemberRequestOpenEnrollmentRequestValidator()
    {
        RuleFor(body => body.Event).SetValidator(new OpenEnrollmentEventValidator()!);
        RuleFor(body => body.Coverages).HasOneAtLeast();
        RuleForEach(body => body.Coverages).SetValidator(new CoveragesValidator());
    }

    private sealed class CoveragesValidator : AbstractValidator<ApiOpenEnrollmentCarrierCoverages>
    {
        public CoveragesValidator()
        {
            RuleFor(coverages => coverages.CarrierId).IsRequired().IsUuid();
            RuleFor(coverages => coverages.CarrierConfig).IsRequired();
            RuleFor(coverages => coverages.CoverageStartDate).IsDate();
            RuleFor(coverages => coverages.SignatureDate).IsDate();
            RuleFor(coverages => coverages.LinesOfCoverage).IsRequired().SetValidator(new ChangeLinesValidator()!);
        }
    }
}

internal sealed class MemberRequestQualifyingLifeEventRequestValidator : AbstractValidator<MemberRequestQualifyingLifeEventRequest>
{
    public MemberRequestQualifyingLifeEventRequestValidator()
    {
        RuleFor(body => body.Event).IsRequired().SetValidator(new EventValidator()!);
        RuleFor(body => body.Coverages).HasOneAtLeast();
        RuleForEach(body => body.Coverages).SetValidator(new CoveragesValidator());
    }

    private sealed class EventValidator : AbstractValidator<ApiBaseQualifyingLifeEventDetails>
    {
        public EventValidator()
        {
            RuleFor(details => details.EventDate).IsRequired().IsDate();
            RuleFor(details => details.EventType).IsRequired().IsOneOf(Terms.LifeEvents);
        }
    }

    private sealed class CoveragesValidator : AbstractValidator<ApiQualifyingLifeEventCarrierCoverages>
    {
        public CoveragesValidator()
        {
            RuleFor(coverages => coverages.CarrierId).IsRequired().IsUuid();
            RuleFor(coverages => coverages.CarrierConfig).IsRequired();
            RuleFor(coverages => coverages.SignatureDate).IsDate();
            RuleFor(coverages => coverages.LinesOfCoverage).IsRequired().SetValidator(new ChangeLinesValidator()!);
        }
    }
}

internal sealed class MemberRequestCOBRAEnrollmentRequestValidator : AbstractValidator<MemberRequestCOBRAEnrollmentRequest>
{
    public MemberRequestCOBRAEnrollmentRequestValidator()
    {
        RuleFor(body => body.TerminationInfo).SetValidator(new TerminationInfoValidator()!);
        RuleFor(body => body.Coverages).HasOneAtLeast();
        RuleForEach(body => body.Coverages).SetValidator(new NewHireCoveragesValidator());
    }

    private sealed class TerminationInfoValidator : AbstractValidator<PublicCOBRATerminationInfo>
    {
        public TerminationInfoValidator()
        {
            RuleFor(info => info.LastWorkDate).IsRequired().IsDate();
            RuleFor(info => info.Reason).IsRequired().IsOneOf(Terms.TerminationReasons);
        }
    }
}

internal sealed class MemberRequestCOBRAOpenEnrollmentRequestValidator : AbstractValidator<MemberRequestCOBRAOpenEnrollmentRequest>
{
    public MemberRequestCOBRAOpenEnrollmentRequestValidator()
    {
        RuleFor(body => body.Event).SetValidator(new OpenEnrollmentEventValidator()!);
        RuleFor(body => body.Coverages).HasOneAtLeast();
        RuleForEach(body => body.Coverages).SetValidator(new CoveragesValidator());
    }

    private sealed class CoveragesValidator : AbstractValidator<ApiCOBRAOpenEnrollmentCarrierCoverages>
    {
        public CoveragesValidator()
        {
            RuleFor(coverages => coverages.CarrierId).IsRequired().IsUuid();
            RuleFor(coverages => coverages.CarrierConfig).IsRequired();
            RuleFor(coverages => coverages.CoverageStartDate).IsDate();
            RuleFor(coverages => coverages.SignatureDate).IsDate();
            RuleFor(coverages => coverages.LinesOfCoverage).IsRequired().SetValidator(new CobraChangeLinesValidator()!);
        }
    }
}

internal sealed class MemberRequestCOBRAQualifyingLifeEventRequestValidator : AbstractValidator<MemberRequestCOBRAQualifyingLifeEventRequest>
{
    public MemberRequestCOBRAQualifyingLifeEventRequestValidator()
    {
        RuleFor(body => body.Event).IsRequired().SetValidator(new EventValidator()!);
        RuleFor(body => body.Coverages).HasOneAtLeast();
        RuleForEach(body => body.Coverages).SetValidator(new CoveragesValidator());
    }

    private sealed class EventValidator : AbstractValidator<ApiBaseCOBRAQualifyingLifeEventDetails>
    {
        public EventValidator()
        {
            RuleFor(details => details.EventDate).IsRequired().IsDate();
            RuleFor(details => details.EventType).IsRequired().IsOneOf(Terms.CobraLifeEvents);
        }
    }

    private sealed class CoveragesValidator : AbstractValidator<ApiCOBRAQualifyingLifeEventCarrierCoverages>
    {
        public CoveragesValidator()
        {
            RuleFor(coverages => coverages.CarrierId).IsRequired().IsUuid();
            RuleFor(coverages => coverages.CarrierConfig).IsRequired();
            RuleFor(coverages => coverages.SignatureDate).IsDate();
            RuleFor(coverages => coverages.LinesOfCoverage).IsRequired().SetValidator(new CobraChangeLinesValidator()!);
        }
    }
}

internal sealed class MemberRequestCOBRATerminationRequestValidator : AbstractValidator<MemberRequestCOBRATerminationRequest>
{
    public MemberRequestCOBRATerminationRequestValidator()
    {
        RuleFor(body => body.CobraTerminationDate).IsRequired().IsDate();
        RuleFor(body => body.Reason).IsRequired().IsOneOf(Terms.CobraTerminationReasons);
        RuleFor(body => body.SignatureDate).IsDate();
    }
}

internal sealed class OpenEnrollmentEventValidator : AbstractValidator<ApiBaseOpenEnrollmentEventDetails>
{
    public OpenEnrollmentEventValidator()
    {
        RuleFor(details => details.EventDate).IsDate();
        RuleFor(details => details.EventType).IsOneOf(Terms.OpenEnrollmentEvents);
    }
}

internal sealed class NewHireCoveragesValidator : AbstractValidator<ApiBaseNewHireChangeCarrierCoverages>
{
    public NewHireCoveragesValidator()
    {
        RuleFor(coverages => coverages.CarrierId).IsRequired().IsUuid();
        RuleFor(coverages => coverages.CarrierConfig).IsRequired();
        RuleFor(coverages => coverages.SignatureDate).IsDate();
        RuleFor(coverages => coverages.LinesOfCoverage).IsRequired().SetValidator(new NewHireLinesValidator()!);
    }
}

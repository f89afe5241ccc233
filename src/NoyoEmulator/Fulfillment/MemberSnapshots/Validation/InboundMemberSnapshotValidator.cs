using FluentValidation;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using Terms = NoyoEmulator.Vocabulary.MemberSnapshotVocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots.Validation;

/// <summary>
/// Everything that can be said about a snapshot from its body alone: the rules of OpenAPI field by field, then those that
/// compare fields with each other. Never throws, whatever the body holds.
/// </summary>
internal sealed class InboundMemberSnapshotValidator : AbstractValidator<InboundMemberSnapshot>
{
    /// <summary>For what a platform sends.</summary>
    public InboundMemberSnapshotValidator()
        : this(isHistory: false)
    {
    }

    private InboundMemberSnapshotValidator(bool isHistory)
    {
        RuleFor(snapshot => snapshot.SnapshotMode).IsRequired().IsOneOf(Terms.SnapshotModes);
        RuleFor(snapshot => snapshot.Employee).IsRequired().SetValidator(new EmployeeValidator()!);
        RuleForEach(snapshot => snapshot.Dependents).SetValidator(new DependentValidator());
        RuleForEach(snapshot => snapshot.Coverages).SetValidator(new CoverageValidator());
        RuleForEach(snapshot => snapshot.Events).SetValidator(new EventValidator());
        RuleFor(snapshot => snapshot.OmittedCoverageHandling).SetValidator(new OmittedCoverageValidator()!);

        RuleFor(snapshot => snapshot).Custom((snapshot, context) =>
        {
            var findings = new SnapshotFindings(context);
            var enrollees = SnapshotMembers.Check(snapshot, findings);
            SnapshotEvents.Check(snapshot, findings);
            SnapshotCoverages.Check(snapshot, findings);
            if (!isHistory)
                SnapshotPeriods.Check(snapshot, enrollees, findings);
        });
    }

    /// <summary>
    /// For what Noyo has of a family, written as a snapshot: the coverages it once had do not have to fit each other as those
    /// that are sent together do.
    /// </summary>
    public static InboundMemberSnapshotValidator OfHistory() => new(isHistory: true);

    private sealed class EventValidator : AbstractValidator<InboundMemberSnapshotEvent>
    {
        public EventValidator()
        {
            RuleFor(entry => entry.Id).IsRequired().HasText();
            RuleFor(entry => entry.Date).IsRequired().IsDate();
            RuleFor(entry => entry.Type).IsRequired().IsOneOf(Terms.EventTypes);
            RuleFor(entry => entry.Reason).IsRequired().IsOneOf(Terms.EventReasons);
        }
    }

    private sealed class OmittedCoverageValidator : AbstractValidator<InboundMemberSnapshotOmittedCoverage>
    {
        public OmittedCoverageValidator()
        {
            RuleFor(handling => handling.Policy).IsOneOf(Terms.OmittedCoveragePolicies);
            RuleFor(handling => handling.TerminationRule).IsOneOf(Terms.TerminationRules);
            RuleFor(handling => handling.Custom).SetValidator(new OmittedCoverageCustomValidator()!);
            RuleFor(handling => handling).Custom(static (handling, context) =>
            {
                if (handling is { Policy: Terms.PolicyTerminate, TerminationRule: null })
                {
                    context.AddFailure(
                        nameof(handling.TerminationRule),
                        $"is required under policy {Terms.PolicyTerminate}: one of {Terms.TerminationRules.Listing}");
                }

                if (handling is { TerminationRule: Terms.RuleCustom, Custom: null or { EffectiveEndDate: null } })
                {
                    context.AddFailure(
                        $"{nameof(handling.Custom)}.{nameof(handling.Custom.EffectiveEndDate)}",
                        $"is required under termination_rule {Terms.RuleCustom}");
                }
            });
        }
    }

    private sealed class OmittedCoverageCustomValidator : AbstractValidator<InboundMemberSnapshotOmittedCoverageCustom>
    {
        public OmittedCoverageCustomValidator() => RuleFor(custom => custom.EffectiveEndDate).IsDate();
    }
}

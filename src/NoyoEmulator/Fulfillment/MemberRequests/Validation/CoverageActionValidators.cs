using System.Linq.Expressions;
using FluentValidation;
using NoyoEmulator.Fulfillment.MemberRequests.Contracts;
using Terms = NoyoEmulator.Vocabulary.MemberSnapshotVocabulary;

namespace NoyoEmulator.Fulfillment.MemberRequests.Validation;

/// <summary>The rules that every action has. Source: OpenAPI.</summary>
internal abstract class MemberActionValidator<T> : AbstractValidator<T>
    where T : MemberAction
{
    protected MemberActionValidator()
    {
        RuleFor(action => action.Id).IsRequired().IsUuid();
        RuleFor(action => action.MemberType).IsRequired().IsOneOf(Terms.IndividualTypes);
        RuleFor(action => action.PlanId).IsUuid();
    }
}

internal sealed class ApiBaseMemberAddingCoverageWithVolumeValidator : MemberActionValidator<ApiBaseMemberAddingCoverageWithVolume>
{
    public ApiBaseMemberAddingCoverageWithVolumeValidator() => RuleFor(action => action.Volume).IsNotNegative();
}

internal sealed class BaseMemberWaivingCoverageValidator : MemberActionValidator<BaseMemberWaivingCoverage>
{
    public BaseMemberWaivingCoverageValidator() => RuleFor(action => action.Reason).IsRequired().IsOneOf(MemberRequestVocabulary.WaiverReasons);
}

internal sealed class ApiBaseMemberAddingCoveragePriorCoverageWithVolumeValidator : MemberActionValidator<ApiBaseMemberAddingCoveragePriorCoverageWithVolume>
{
    public ApiBaseMemberAddingCoveragePriorCoverageWithVolumeValidator()
    {
        RuleFor(action => action.Volume).IsNotNegative();
        RuleFor(action => action.PriorCoverage).SetValidator(new PriorCoverageValidator()!);
    }

    private sealed class PriorCoverageValidator : AbstractValidator<BaseAddingCoveragePriorCoverage>
    {
        public PriorCoverageValidator()
        {
            RuleFor(prior => prior.CarrierName).IsRequired();
            RuleFor(prior => prior.LastCoverageDate).IsRequired().IsDate();
        }
    }
}

internal sealed class ApiBaseMemberModifyingCoverageWithVolumeValidator : MemberActionValidator<ApiBaseMemberModifyingCoverageWithVolume>
{
    public ApiBaseMemberModifyingCoverageWithVolumeValidator() => RuleFor(action => action.Volume).IsNotNegative();
}

internal sealed class BaseMemberRemovingCoverageValidator : MemberActionValidator<BaseMemberRemovingCoverage>
{
    public BaseMemberRemovingCoverageValidator() => RuleFor(action => action.Reason).IsRequired().IsOneOf(MemberRequestVocabulary.WaiverReasons);
}

/// <summary>The actions of a new hire in the lines of coverage. Source: OpenAPI.</summary>
internal sealed class NewHireLinesValidator : AbstractValidator<ApiBaseNewHireMemberLinesOfCoverage>
{
    public NewHireLinesValidator()
    {
        var action = new ActionValidator();
        Expression<Func<ApiBaseNewHireMemberLinesOfCoverage, ApiBaseNewHireMemberCoverageActionWithVolume?>>[] lines =
        [
            lines => lines.Accident, lines => lines.Add, lines => lines.Cancer, lines => lines.CriticalIllness, lines => lines.Dental,
            lines => lines.HealthFund, lines => lines.HospitalIndemnity, lines => lines.Life, lines => lines.Ltd, lines => lines.Medical,
            lines => lines.Pharmacy, lines => lines.Std, lines => lines.Vision, lines => lines.Wellness,
        ];
        foreach (var line in lines)
            RuleFor(line).SetValidator(action!);
    }

    private sealed class ActionValidator : AbstractValidator<ApiBaseNewHireMemberCoverageActionWithVolume>
    {
        public ActionValidator()
        {
            RuleForEach(action => action.EnrollingMembers).SetValidator(new ApiBaseMemberAddingCoverageWithVolumeValidator());
            RuleForEach(action => action.WaivingMembers).SetValidator(new BaseMemberWaivingCoverageValidator());
        }
    }
}

/// <summary>The changes of a family in the lines of coverage. Source: OpenAPI.</summary>
internal sealed class ChangeLinesValidator : AbstractValidator<ApiMembersChangeLinesOfCoverage>
{
    public ChangeLinesValidator()
    {
        var action = new ChangeActionValidator();
        Expression<Func<ApiMembersChangeLinesOfCoverage, ApiMembersChangeCoverageActionWithVolume?>>[] lines =
        [
            lines => lines.Accident, lines => lines.Add, lines => lines.Cancer, lines => lines.CriticalIllness, lines => lines.Dental,
            lines => lines.HealthFund, lines => lines.HospitalIndemnity, lines => lines.Life, lines => lines.Ltd, lines => lines.Medical,
            lines => lines.Pharmacy, lines => lines.Std, lines => lines.Vision, lines => lines.Wellness,
        ];
        foreach (var line in lines)
            RuleFor(line).SetValidator(action!);
    }
}

/// <summary>The changes of a family in its COBRA coverage. Source: OpenAPI.</summary>
internal sealed class CobraChangeLinesValidator : AbstractValidator<ApiCOBRAMembersChangeLinesOfCoverage>
{
    public CobraChangeLinesValidator()
    {
        var action = new ChangeActionValidator();
        RuleFor(lines => lines.Dental).SetValidator(action!);
        RuleFor(lines => lines.Medical).SetValidator(action!);
        RuleFor(lines => lines.Vision).SetValidator(action!);
    }
}

internal sealed class ChangeActionValidator : AbstractValidator<ApiMembersChangeCoverageActionWithVolume>
{
    public ChangeActionValidator()
    {
        RuleForEach(action => action.AddingCoverage).SetValidator(new ApiBaseMemberAddingCoveragePriorCoverageWithVolumeValidator());
        RuleForEach(action => action.ModifyingCoverage).SetValidator(new ApiBaseMemberModifyingCoverageWithVolumeValidator());
        RuleForEach(action => action.RemovingCoverage).SetValidator(new BaseMemberRemovingCoverageValidator());
    }
}

/// <summary>Rules of single fields of member requests.</summary>
internal static class MemberRequestRules
{
    /// <summary>As in a snapshot, a volume is not negative (inferred).</summary>
    public static void IsNotNegative<T>(this IRuleBuilder<T, int?> rule) => rule.GreaterThanOrEqualTo(0).WithMessage("must not be negative");

    /// <summary>Source: <c>minItems: 1</c>.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyList<TItem>?> HasOneAtLeast<T, TItem>(this IRuleBuilder<T, IReadOnlyList<TItem>?> rule) =>
        rule.IsRequired().Must(items => items is not { Count: 0 }).WithMessage("must have one item at least");
}

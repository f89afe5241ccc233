using System.Text.Json;
using System.Text.RegularExpressions;
using FluentValidation;
using NoyoEmulator.Fulfillment;
using NoyoEmulator.Fulfillment.Plans;
using NoyoEmulator.Vocabulary;
using Terms = NoyoEmulator.Vocabulary.MemberSnapshotVocabulary;

namespace NoyoEmulator.Seeding;

/// <summary>A plan of a seed: what it states must fit into the answer that Noyo has for plans of its line.</summary>
internal sealed class SeedPlanValidator : AbstractValidator<SeedPlan>
{
    public SeedPlanValidator()
    {
        _ = RuleFor(plan => plan.Id).IsRequired().Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(plan => plan.CarrierId).IsRequired().Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(plan => plan.LineOfCoverage).IsRequired().Must(line => line is null || Terms.LinesOfCoverage.Find(line) is not null)
            .WithMessage($"must be one of: {Terms.LinesOfCoverage.Listing}");
        _ = RuleFor(plan => plan.Name).NotEmpty().WithMessage("is required");
        _ = RuleFor(plan => plan.EffectiveStartDate).IsDate();
        _ = RuleFor(plan => plan.EffectiveEndDate).IsDate();
        _ = RuleFor(plan => plan.EffectiveEndDate).Must((plan, end) => SeedIds.AreInOrder(plan.EffectiveStartDate, end)).WithMessage("must not be before effective_start_date");
        _ = RuleFor(plan => plan.MetalTier).IsOneOf(PlanTerms.MetalTiers);
        _ = RuleForEach(plan => plan.EligibleMemberTypes).IsOneOf(PlanTerms.MemberTypes);
        _ = RuleForEach(plan => plan.WaitingPeriods).Must(period => period.ValueKind == JsonValueKind.Object).WithMessage("must be an object");
        _ = RuleFor(plan => plan.TerminationPolicy).IsOneOf(PlanTerms.TerminationPolicies);
        _ = RuleForEach(plan => plan.DependentChildAgeLimits).SetValidator(new AgeLimitValidator());
        _ = RuleForEach(plan => plan.Rates).SetValidator(new PlanRateValidator());
        _ = RuleForEach(plan => plan.Premiums).SetValidator(new PlanPremiumValidator());
        _ = RuleFor(plan => plan.Premiums).Must(premiums => premiums is null || !PlanPremiumValidator.Overlap(premiums))
            .WithMessage("must have one premium of a member type, premium type and period at a time");
        AddRulesOfLine();
    }

    private void AddRulesOfLine()
    {
        _ = RuleFor(plan => plan.PlanType).Must((plan, type) => type is null || LineOf(plan) is not { } line || line.KnownTypes.Contains(type, StringComparer.Ordinal))
            .WithMessage(plan => $"must be one of: {string.Join(", ", LineOf(plan)!.KnownTypes)}");
        _ = RuleFor(plan => plan.MetalTier).Null().When(plan => LineOf(plan) is { HasMetalTier: false }).WithMessage(Lacking);
        _ = RuleFor(plan => plan.CobraRules).Null().When(plan => LineOf(plan) is { Cobra: null }).WithMessage(Lacking);
        _ = RuleFor(plan => plan.DependentChildAgeLimits).Null().When(plan => LineOf(plan) is { HasAgeLimits: false }).WithMessage(Lacking);
        _ = RuleFor(plan => plan.VolumeRules).Null().When(plan => LineOf(plan) is { HasVolumeRules: false }).WithMessage(Lacking);
        _ = RuleFor(plan => plan.Benefits).Null().When(plan => LineOf(plan) is { HasBenefits: false }).WithMessage(Lacking);
        _ = RuleFor(plan => plan.Benefits).Must(benefits => benefits is not { } stated || PlanBenefits.Misstated(stated) is null)
            .WithMessage(plan => plan.Benefits is { } stated ? PlanBenefits.Misstated(stated) ?? "" : "");
    }

    private static PlanLine? LineOf(SeedPlan plan) => PlanLine.Find(Terms.LinesOfCoverage.Find(plan.LineOfCoverage));

    private static string Lacking(SeedPlan plan) => $"is nothing that {plan.LineOfCoverage} plans have";

    private sealed class AgeLimitValidator : AbstractValidator<GroupPlanDependentChildAgeLimit>
    {
        public AgeLimitValidator()
        {
            _ = RuleFor(limit => limit.DependentChildAgeLimit).IsRequired();
            _ = RuleFor(limit => limit.DependentChildTerminationRule).IsRequired().IsOneOf(PlanTerms.ChildTerminationRules);
            _ = RuleFor(limit => limit.DependentChildType).IsRequired().IsOneOf(PlanTerms.ChildTypes);
        }
    }
}

/// <summary>A group enrollment of a seed.</summary>
internal sealed class SeedGroupEnrollmentValidator : AbstractValidator<SeedGroupEnrollment>
{
    public SeedGroupEnrollmentValidator()
    {
        _ = RuleFor(enrollment => enrollment.Id).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(enrollment => enrollment.CarrierId).IsRequired().Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(enrollment => enrollment.LineOfCoverage).IsRequired().Must(line => line is null || Terms.LinesOfCoverage.Find(line) is not null)
            .WithMessage($"must be one of: {Terms.LinesOfCoverage.Listing}");
        _ = RuleFor(enrollment => enrollment.EffectiveStartDate).IsDate();
        _ = RuleFor(enrollment => enrollment.EffectiveEndDate).IsDate();
        _ = RuleFor(enrollment => enrollment.EffectiveEndDate).Must((enrollment, end) => SeedIds.AreInOrder(enrollment.EffectiveStartDate, end))
            .WithMessage("must not be before effective_start_date");
        _ = RuleFor(enrollment => enrollment.OpenEnrollmentStartDate).IsDate();
        _ = RuleFor(enrollment => enrollment.OpenEnrollmentEndDate).IsDate();
        _ = RuleFor(enrollment => enrollment.OpenEnrollmentEndDate).Must((enrollment, end) => SeedIds.AreInOrder(enrollment.OpenEnrollmentStartDate, end))
            .WithMessage("must not be before open_enrollment_start_date");
        _ = RuleFor(enrollment => enrollment.OpenEnrollmentRenewalDate).IsDate();
    }
}

/// <summary>A plan's rate.</summary>
internal sealed class PlanRateValidator : AbstractValidator<PlanRate>
{
    public PlanRateValidator()
    {
        _ = RuleFor(rate => rate.StartDate).IsRequired().IsDate();
        _ = RuleFor(rate => rate.EndDate).IsDate();
        _ = RuleFor(rate => rate.EndDate).Must((rate, end) => SeedIds.AreInOrder(rate.StartDate, end)).WithMessage("must not be before start_date");
        _ = RuleFor(rate => rate.RateStructure).IsRequired();
        _ = RuleFor(rate => rate.RateStructure).SetValidator(new StructureValidator()!);
    }

    private sealed class StructureValidator : AbstractValidator<RateStructure>
    {
        public StructureValidator()
        {
            _ = RuleFor(structure => structure.CalculationType).IsRequired().IsOneOf(RateStructure.CalculationTypes);
            _ = RuleFor(structure => structure.Options).IsRequired();
        }
    }
}

/// <summary>A plan's premium.</summary>
internal sealed partial class PlanPremiumValidator : AbstractValidator<PlanPremium>
{
    public PlanPremiumValidator()
    {
        _ = RuleFor(premium => premium.MemberType).IsRequired().IsOneOf(Terms.IndividualTypes);
        _ = RuleFor(premium => premium.PremiumType).IsRequired().IsOneOf(PlanPremium.Types);
        _ = RuleFor(premium => premium.Amount).IsRequired();
        _ = RuleFor(premium => premium.Amount).Must(amount => amount is null || Dollars().IsMatch(amount))
            .WithMessage("must be dollars with two digits for the cents, such as 50.00");
        _ = RuleFor(premium => premium.Period).SetValidator(new PeriodValidator()!);
        _ = RuleFor(premium => premium.StartDate).IsDate();
        _ = RuleFor(premium => premium.EndDate).IsDate();
        _ = RuleFor(premium => premium.EndDate).Must((premium, end) => SeedIds.AreInOrder(premium.StartDate, end)).WithMessage("must not be before start_date");
    }

    /// <summary>Whether two of them would be paid for the same on one day. What is no date is told of elsewhere.</summary>
    public static bool Overlap(IReadOnlyList<PlanPremium> premiums) => premiums
        .Where(premium => SeedIds.IsDay(premium.StartDate) && SeedIds.IsDay(premium.EndDate))
        .GroupBy(premium => (premium.MemberType, premium.PremiumType, premium.Each))
        .Any(same => same.OrderBy(premium => premium.First).Pairwise().Any(pair => pair.Earlier.Last >= pair.Later.First));

    [GeneratedRegex(@"\A[0-9]{1,9}\.[0-9]{2}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Dollars();

    private sealed class PeriodValidator : AbstractValidator<MemberPremiumPeriod>
    {
        public PeriodValidator()
        {
            _ = RuleFor(period => period.Amount).IsRequired().GreaterThan(0).WithMessage("must be above 0");
            _ = RuleFor(period => period.Unit).IsRequired().IsOneOf(MemberPremiumPeriod.Units);
        }
    }
}

/// <summary>What the rules of a seed have in common.</summary>
internal static class SeedIds
{
    public const string Wanted = "must be a uuid";

    public static bool IsId(string? text) => Guid.TryParseExact(text, "D", out _);

    public static bool IsIdOrAbsent(string? text) => text is null || IsId(text);

    /// <summary>Nothing, or a date.</summary>
    public static bool IsDay(string? text) => text is null || IsoDate.TryParse(text, out _);

    /// <summary>Whether a day is not before another one; one that is absent is, and so is what is no date.</summary>
    public static bool AreInOrder(string? first, string? last) =>
        !IsoDate.TryParse(first, out var start) || !IsoDate.TryParse(last, out var end) || start <= end;

    /// <summary>Each with the one that follows it.</summary>
    public static IEnumerable<(T Earlier, T Later)> Pairwise<T>(this IEnumerable<T> items)
    {
        var list = items.ToList();
        return list.Zip(list.Skip(1));
    }
}

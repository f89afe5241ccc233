using System.Text.Json;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Plans;

/// <summary>Plans and group enrollments in Noyo's shapes.</summary>
internal static class PlanResults
{
    private static readonly JsonElement Nothing = WireJson.Read<JsonElement>("{}");

    // Health plans of employers can be continued by law.
    private static readonly GroupPlanCOBRARules Eligible = new() { Eligible = true };

    /// <summary>A group enrollment on a day.</summary>
    public static GroupEnrollmentPublicResult Of(GroupEnrollment enrollment, DateOnly day) => new()
    {
        Id = enrollment.Id,
        Version = enrollment.Version,
        Created = enrollment.Created.ToUnixTimeSeconds(),
        Modified = enrollment.Modified.ToUnixTimeSeconds(),
        GroupId = enrollment.GroupId,
        CarrierId = enrollment.CarrierId,
        LineOfCoverage = enrollment.LineOfCoverage,
        Status = EnumName.Of(enrollment.StatusOn(day)),
        EffectiveStartDate = enrollment.EffectiveStartDate,
        EffectiveEndDate = enrollment.EffectiveEndDate,
        OpenEnrollmentStartDate = enrollment.OpenEnrollmentStartDate,
        OpenEnrollmentEndDate = enrollment.OpenEnrollmentEndDate,
        OpenEnrollmentRenewalDate = enrollment.OpenEnrollmentRenewalDate,
    };

    /// <summary>A plan on a day, with what the schema of its line has.</summary>
    public static GroupPlanResult Of(Plan plan, Guid groupEnrollmentId, DateOnly day)
    {
        var line = PlanLine.Of(plan.LineOfCoverage);
        var terms = WireJson.Read<PlanTerms>(plan.Terms) ?? new PlanTerms();
        return new GroupPlanResult
        {
            Id = plan.Id,
            Version = plan.Version,
            Created = plan.Created.ToUnixTimeSeconds(),
            Modified = plan.Modified.ToUnixTimeSeconds(),
            CarrierId = plan.CarrierId,
            GroupEnrollmentId = groupEnrollmentId,
            LineOfCoverage = plan.LineOfCoverage,
            Name = plan.Name,
            Status = EnumName.Of(plan.StatusOn(day)),
            PlanType = line.TypeOf(plan.PlanType, plan.Voluntary),
            Code = plan.Code,
            Network = plan.Network,
            EffectiveStartDate = plan.EffectiveStartDate,
            EffectiveEndDate = plan.EffectiveEndDate,
            Voluntary = line.VoluntaryOf(plan.PlanType, plan.Voluntary),
            MetalTier = line.HasMetalTier ? terms.MetalTier : null,
            EligibleMemberTypes = terms.EligibleMemberTypes ?? ["all"],
            WaitingPeriods = terms.WaitingPeriods ?? [],
            TerminationPolicy = terms.TerminationPolicy ?? PlanTerms.TerminationPolicies[0],
            CobraRules = line.Cobra is { } isRequired ? terms.CobraRules ?? (isRequired ? Eligible : null) : null,
            Benefits = line.HasBenefits ? terms.Benefits : null,
            DependentChildAgeLimits = line.HasAgeLimits ? terms.DependentChildAgeLimits : null,
            VolumeRules = line.HasVolumeRules ? terms.VolumeRules ?? Nothing : null,
            PlanConfiguration = terms.PlanConfiguration ?? Nothing,
        };
    }

    /// <summary>A plan as Noyo's own pages list it.</summary>
    public static UIGroupPlanResult ForPage(Plan plan, Guid groupEnrollmentId) => new()
    {
        Id = plan.Id,
        CarrierId = plan.CarrierId,
        GroupEnrollmentId = groupEnrollmentId,
        LineOfCoverage = plan.LineOfCoverage,
        Name = plan.Name,
    };

    /// <summary>The rates of a plan that has any.</summary>
    public static PlanRateByPlanResult RatesOf(Plan plan)
    {
        var id = DerivedId.Of("plan_rate", plan.GroupId, plan.Id);
        return new PlanRateByPlanResult
        {
            PlanId = plan.Id,
            PlanRateId = id,
            TemporalRates =
            [
                .. WireJson.Read<IReadOnlyList<PlanRate>>(plan.Rates!).Index().Select(rate => new TemporalPlanRateResult
                {
                    Id = DerivedId.Of("temporal_plan_rate", id, rate.Index, rate.Item.StartDate),
                    PlanRateId = id,
                    StartDate = IsoDate.Parse(rate.Item.StartDate!),
                    EndDate = rate.Item.EndDate is { } end ? IsoDate.Parse(end) : null,
                    RateStructure = rate.Item.RateStructure!,
                }).OrderBy(rate => rate.StartDate),
            ],
        };
    }
}

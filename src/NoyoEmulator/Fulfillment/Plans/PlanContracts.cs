using System.Text.Json;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.Plans;

/// <summary>That a group has a line of coverage at a carrier (OpenAPI). Times are Unix seconds.</summary>
public sealed record GroupEnrollmentPublicResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid CarrierId { get; init; }

    public required string LineOfCoverage { get; init; }

    /// <summary>pending before its first day, completed after its last one, active otherwise.</summary>
    public required string Status { get; init; }

    public DateOnly? EffectiveStartDate { get; init; }

    public DateOnly? EffectiveEndDate { get; init; }

    public DateOnly? OpenEnrollmentStartDate { get; init; }

    public DateOnly? OpenEnrollmentEndDate { get; init; }

    public DateOnly? OpenEnrollmentRenewalDate { get; init; }
}

/// <summary>A plan of any line; what a line's plans do not have is left out (OpenAPI: each line has a schema of its own). Times are Unix seconds.</summary>
public sealed record GroupPlanResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required Guid CarrierId { get; init; }

    public required Guid GroupEnrollmentId { get; init; }

    public required string LineOfCoverage { get; init; }

    public required string Name { get; init; }

    /// <summary>pending before its first day, discontinued after its last one, active otherwise.</summary>
    public required string Status { get; init; }

    /// <summary>One of the line's types; where the line requires one and none is known, a likely one (inferred).</summary>
    public string? PlanType { get; init; }

    /// <summary>The carrier's code of the plan.</summary>
    public string? Code { get; init; }

    public string? Network { get; init; }

    public DateOnly? EffectiveStartDate { get; init; }

    public DateOnly? EffectiveEndDate { get; init; }

    /// <summary>Of dental, vision and pharmacy plans.</summary>
    public bool? Voluntary { get; init; }

    /// <summary>Of medical plans.</summary>
    public string? MetalTier { get; init; }

    public required IReadOnlyList<string> EligibleMemberTypes { get; init; }

    public required IReadOnlyList<JsonElement> WaitingPeriods { get; init; }

    public required string TerminationPolicy { get; init; }

    public GroupPlanCOBRARules? CobraRules { get; init; }

    [JsonFreeObject]
    public JsonElement? Benefits { get; init; }

    public IReadOnlyList<GroupPlanDependentChildAgeLimit>? DependentChildAgeLimits { get; init; }

    /// <summary>Of lines whose coverage has a volume.</summary>
    [JsonFreeObject]
    public JsonElement? VolumeRules { get; init; }

    [JsonFreeObject]
    public required JsonElement PlanConfiguration { get; init; }
}

/// <summary>One plan (OpenAPI).</summary>
public sealed record SingleGroupPlanResult
{
    public required GroupPlanResult Plan { get; init; }
}

/// <summary>A plan as Noyo's own pages list it (OpenAPI).</summary>
public sealed record UIGroupPlanResult
{
    public required Guid Id { get; init; }

    public required Guid CarrierId { get; init; }

    public required Guid GroupEnrollmentId { get; init; }

    public required string LineOfCoverage { get; init; }

    public required string Name { get; init; }
}

/// <summary>The rates of one plan (OpenAPI).</summary>
public sealed record PlanRateByPlanResult
{
    public required Guid PlanId { get; init; }

    public required Guid PlanRateId { get; init; }

    /// <summary>The oldest first.</summary>
    public required IReadOnlyList<TemporalPlanRateResult> TemporalRates { get; init; }
}

/// <summary>A plan's rate for some time (OpenAPI).</summary>
public sealed record TemporalPlanRateResult
{
    public required Guid Id { get; init; }

    public required Guid PlanRateId { get; init; }

    public required DateOnly StartDate { get; init; }

    /// <summary>The last day; absent when there is none.</summary>
    public DateOnly? EndDate { get; init; }

    public required RateStructure RateStructure { get; init; }
}

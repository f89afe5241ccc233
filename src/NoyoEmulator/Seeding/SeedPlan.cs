using System.Text.Json;
using System.Text.Json.Serialization;
using NoyoEmulator.Fulfillment.Plans;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Seeding;

/// <summary>A plan that a group offers.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedPlan
{
    public string? Id { get; init; }

    public string? CarrierId { get; init; }

    public string? LineOfCoverage { get; init; }

    public string? Name { get; init; }

    /// <summary>
    /// One of Noyo's plan types of the line, such as ppo or voluntary. Outside of medical, dental and vision, plans switch only within a
    /// type.
    /// </summary>
    public string? PlanType { get; init; }

    /// <summary>The carrier's code of it.</summary>
    public string? Code { get; init; }

    public string? Network { get; init; }

    /// <summary>Absent: it has always been offered.</summary>
    public string? EffectiveStartDate { get; init; }

    /// <summary>The last day; absent: there is none.</summary>
    public string? EffectiveEndDate { get; init; }

    public bool? Voluntary { get; init; }

    /// <summary>platinum, gold, silver or bronze; of a medical plan.</summary>
    public string? MetalTier { get; init; }

    /// <summary>Absent: all.</summary>
    public IReadOnlyList<string>? EligibleMemberTypes { get; init; }

    /// <summary>Objects as Noyo has them; absent: there are none.</summary>
    public IReadOnlyList<JsonElement>? WaitingPeriods { get; init; }

    /// <summary>Absent: end_of_month.</summary>
    public string? TerminationPolicy { get; init; }

    public GroupPlanCOBRARules? CobraRules { get; init; }

    /// <summary>What Noyo's schema of the line has: mostly texts.</summary>
    [JsonFreeObject]
    public JsonElement? Benefits { get; init; }

    public IReadOnlyList<GroupPlanDependentChildAgeLimit>? DependentChildAgeLimits { get; init; }

    /// <summary>Of a line whose coverage has a volume.</summary>
    [JsonFreeObject]
    public JsonElement? VolumeRules { get; init; }

    [JsonFreeObject]
    public JsonElement? PlanConfiguration { get; init; }

    public IReadOnlyList<PlanRate>? Rates { get; init; }

    /// <summary>What is paid for a member in the plan.</summary>
    public IReadOnlyList<PlanPremium>? Premiums { get; init; }
}

/// <summary>That a group has a line of coverage at a carrier. One is made for each carrier and line of its plans that has none.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedGroupEnrollment
{
    public string? Id { get; init; }

    public string? CarrierId { get; init; }

    public string? LineOfCoverage { get; init; }

    /// <summary>Absent: it has always been.</summary>
    public string? EffectiveStartDate { get; init; }

    /// <summary>The last day; absent: there is none.</summary>
    public string? EffectiveEndDate { get; init; }

    public string? OpenEnrollmentStartDate { get; init; }

    public string? OpenEnrollmentEndDate { get; init; }

    public string? OpenEnrollmentRenewalDate { get; init; }
}

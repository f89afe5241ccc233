using System.Text.Json;
using System.Text.Json.Serialization;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Plans;

/// <summary>What is known of a plan beyond what it is called and when it is offered; absent parts are not known.</summary>
internal sealed record PlanTerms
{
    public static readonly AllowedValues MemberTypes = new("all", "employee", "child", "spouse", "domestic-partner", "employee-with-dependents");

    public static readonly AllowedValues TerminationPolicies = new(
        "end_of_month", "last_work_date", "fifteenth_of_month", "first_of_following_month", "end_of_plan_year");

    public static readonly AllowedValues MetalTiers = new("platinum", "gold", "silver", "bronze");

    public static readonly AllowedValues ChildTypes = new("dependent_child", "student");

    public static readonly AllowedValues ChildTerminationRules = new("date_of_birth", "end_of_month_after_birthday", "end_of_year_after_birthday");

    public IReadOnlyList<string>? EligibleMemberTypes { get; init; }

    public IReadOnlyList<JsonElement>? WaitingPeriods { get; init; }

    public string? TerminationPolicy { get; init; }

    public GroupPlanCOBRARules? CobraRules { get; init; }

    [JsonFreeObject]
    public JsonElement? Benefits { get; init; }

    public IReadOnlyList<GroupPlanDependentChildAgeLimit>? DependentChildAgeLimits { get; init; }

    [JsonFreeObject]
    public JsonElement? VolumeRules { get; init; }

    [JsonFreeObject]
    public JsonElement? PlanConfiguration { get; init; }

    public string? MetalTier { get; init; }
}

/// <summary>Whether a plan can be continued under COBRA (OpenAPI).</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record GroupPlanCOBRARules
{
    public bool? Eligible { get; init; }
}

/// <summary>Up to which age children are covered (OpenAPI).</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record GroupPlanDependentChildAgeLimit
{
    /// <summary>In years.</summary>
    public int? DependentChildAgeLimit { get; init; }

    /// <summary>date_of_birth, end_of_month_after_birthday or end_of_year_after_birthday.</summary>
    public string? DependentChildTerminationRule { get; init; }

    /// <summary>dependent_child or student.</summary>
    public string? DependentChildType { get; init; }
}

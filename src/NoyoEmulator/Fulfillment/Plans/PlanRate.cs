using System.Text.Json.Serialization;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Plans;

/// <summary>What a plan costs for some time.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PlanRate
{
    /// <summary>The first day.</summary>
    public string? StartDate { get; init; }

    /// <summary>The last day; absent when there is none.</summary>
    public string? EndDate { get; init; }

    public RateStructure? RateStructure { get; init; }
}

/// <summary>How a plan's cost is told (OpenAPI).</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RateStructure
{
    internal static readonly AllowedValues CalculationTypes = new("member_based", "member_based_volume", "family_unit_based");

    /// <summary>member_based, member_based_volume or family_unit_based.</summary>
    public string? CalculationType { get; init; }

    /// <summary>What the cost depends on, in texts that Noyo does not define.</summary>
    public IReadOnlyList<string>? Options { get; init; }
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NoyoEmulator.Tracking;

/// <summary>A difference as lists show it (OpenAPI). Times are Unix seconds; what is not set is null, or absent where the options say so.</summary>
public record BasicDifferenceResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required Guid OrganizationId { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid CarrierId { get; init; }

    /// <summary>The employee whose family it is about.</summary>
    public required Guid EmployeeId { get; init; }

    /// <summary>employee, dependent or individual_enrollment.</summary>
    public required string ObjectType { get; init; }

    public required Guid ObjectId { get; init; }

    /// <summary>Always null: Noyo publishes no values.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? ImpactType { get; init; }

    /// <summary>1 to 5; 5 is worst.</summary>
    public required int ImpactScore { get; init; }

    /// <summary>missing_from_carrier, field_mismatch or missing_from_platform.</summary>
    public required string DifferenceClassification { get; init; }

    public required string DifferenceType { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? Resolved { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public Guid? ReplacedBy { get; init; }

    public required bool IsDismissed { get; init; }

    public required bool IsSuppressed { get; init; }

    /// <summary>When it became a discrepancy.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? DiscrepancyTime { get; init; }

    /// <summary>Who is to look at it; absent when nobody is.</summary>
    public string? AssigneeId { get; init; }

    /// <summary>What is not set is absent, not null.</summary>
    internal bool OmitsNulls { get; init; }

    /// <summary>What differs.</summary>
    public required IReadOnlyList<DifferenceField> Fields { get; init; }
}

/// <summary>A difference with where it was seen (OpenAPI).</summary>
public sealed record PublicSingleDifferenceResult : BasicDifferenceResult
{
    [SetsRequiredMembers]
    internal PublicSingleDifferenceResult(BasicDifferenceResult basics)
        : base(basics) => Sources = [];

    /// <summary>Oldest first. Last on the wire: a derived type's own properties would come before the id.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<DifferenceSourceResult> Sources { get; init; }
}

/// <summary>One field that differs (OpenAPI; the guide prints an object for the key <c>object</c>).</summary>
public sealed record DifferenceField
{
    public required string Key { get; init; }

    /// <summary>A string, an object, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public JsonElement? PlatformValue { get; init; }

    /// <summary>A string, an object, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public JsonElement? CarrierValue { get; init; }
}

/// <summary>One sighting of a difference (OpenAPI). Times are Unix seconds.</summary>
public sealed record DifferenceSourceResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    /// <summary>member_snapshot_sent_to_noyo or member_snapshot_confirm (published), or carrier_sync (inferred).</summary>
    public required string Stage { get; init; }

    /// <summary>member_transaction (published), or carrier_sync (inferred), whose id is the carrier's.</summary>
    public required string ObjectType { get; init; }

    public required Guid ObjectId { get; init; }

    public required bool IsDiscrepancy { get; init; }

    public required bool ResolvesDifference { get; init; }

    public required bool SuppressDiscrepancies { get; init; }

    public required long LastSeen { get; init; }

    public required long CarrierFetchTime { get; init; }

    /// <summary>The snapshot in connection with which it was seen; absent for a sync.</summary>
    public Guid? MemberSnapshotId { get; init; }
}

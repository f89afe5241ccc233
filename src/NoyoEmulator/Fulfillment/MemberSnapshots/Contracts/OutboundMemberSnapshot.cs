namespace NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;

/// <summary>A stored snapshot with its progress. Source: OpenAPI.</summary>
public sealed record OutboundMemberSnapshot
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long Created { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long Modified { get; init; }

    public required Guid EmployeeId { get; init; }

    public required string Status { get; init; }

    /// <summary>The members this snapshot made known to Noyo.</summary>
    public required IReadOnlyList<OutboundMemberSnapshotCreatedMember> CreatedMembers { get; init; }

    /// <summary>The snapshot after processing.</summary>
    public required MemberSnapshotDB MemberSnapshot { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>One entry per carrier.</summary>
    public IReadOnlyList<CarrierFulfillmentStatus>? FulfillmentSummary { get; init; }

    /// <summary>The body exactly as received, as text.</summary>
    public string? InboundSnapshot { get; init; }

    /// <summary>The newer snapshot that replaced this one before it was done.</summary>
    public Guid? ReplacedBy { get; init; }
}

/// <summary>A member that a snapshot made known to Noyo. Source: OpenAPI.</summary>
public sealed record OutboundMemberSnapshotCreatedMember
{
    public required Guid Id { get; init; }

    /// <summary>Employee or dependent.</summary>
    public required string Type { get; init; }

    public string? CustomIndividualId { get; init; }
}

/// <summary>A snapshot as lists show it: progress without contents. Source: OpenAPI.</summary>
public sealed record OutboundSimplifiedMemberSnapshot
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long Created { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long Modified { get; init; }

    public required Guid EmployeeId { get; init; }

    public required string Status { get; init; }

    /// <summary>One entry per carrier.</summary>
    public IReadOnlyList<CarrierFulfillmentStatus>? FulfillmentSummary { get; init; }
}

/// <summary>How far one carrier is with a snapshot. Source: OpenAPI.</summary>
public sealed record CarrierFulfillmentStatus
{
    public required Guid CarrierId { get; init; }

    public required string Status { get; init; }

    /// <summary>What the carrier refused; empty when nothing.</summary>
    public IReadOnlyList<string>? Errors { get; init; }
}

namespace NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;

/// <summary>How a family stands with each of its carriers (OpenAPI).</summary>
public sealed record EmployeeStatusResult
{
    /// <summary>One entry per carrier.</summary>
    public required IReadOnlyList<EmployeeCarrierStatus> CarrierStatuses { get; init; }
}

/// <summary>How a family stands with a carrier (OpenAPI).</summary>
public sealed record EmployeeCarrierStatus
{
    /// <summary>The carrier.</summary>
    public required Guid CarrierId { get; init; }

    /// <summary>pending_changes, stable or unable_to_fulfill.</summary>
    public required string Status { get; init; }

    /// <summary>What the carrier is still working on.</summary>
    public required IReadOnlyList<PlatformChange> PendingChanges { get; init; }

    /// <summary>The latest change that the carrier is done with.</summary>
    public LatestPlatformChange? LatestPlatformChange { get; init; }
}

/// <summary>A change that the platform asked for (OpenAPI).</summary>
public sealed record PlatformChange
{
    /// <summary>The snapshot or the member request.</summary>
    public required Guid Id { get; init; }

    /// <summary>How it stands.</summary>
    public required string Status { get; init; }

    /// <summary>member_snapshot or member_request.</summary>
    public required string Type { get; init; }
}

/// <summary>The latest change that the platform asked for (OpenAPI).</summary>
public sealed record LatestPlatformChange
{
    /// <summary>The snapshot or the member request.</summary>
    public required Guid Id { get; init; }

    /// <summary>completed, or failed when the carrier refused it.</summary>
    public required string Status { get; init; }

    /// <summary>member_snapshot or member_request.</summary>
    public required string Type { get; init; }

    /// <summary>Why it failed.</summary>
    public LatestChangeError? Error { get; init; }
}

/// <summary>Why a change failed (OpenAPI).</summary>
public sealed record LatestChangeError
{
    /// <summary>The carrier's words.</summary>
    public required string Message { get; init; }
}

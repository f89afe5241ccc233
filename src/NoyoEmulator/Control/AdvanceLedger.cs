using System.Text.Json.Serialization;

namespace NoyoEmulator.Control;

/// <summary>The ledger of an advance.</summary>
public sealed record AdvanceLedger
{
    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    /// <summary>What happened, in order.</summary>
    public required IReadOnlyList<LedgerEntry> Fired { get; init; }

    /// <summary>When the next scheduled work falls due; null when nothing is scheduled.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>What is still to be done, by kind.</summary>
    public required IReadOnlyList<PendingWork> Pending { get; init; }
}

/// <summary>One thing that happened. What does not belong to its kind is absent.</summary>
public sealed record LedgerEntry
{
    public required DateTimeOffset At { get; init; }

    /// <summary>submit, process, confirm, complete, terminate, sync, connect, disconnect, delivery or subscription_health.</summary>
    public required string Kind { get; init; }

    /// <summary>The transaction, snapshot, group connection, delivery or subscription it was about.</summary>
    public required Guid Id { get; init; }

    public required string Summary { get; init; }

    /// <summary>The carrier of a step.</summary>
    public Guid? CarrierId { get; init; }

    /// <summary>The group of a step.</summary>
    public Guid? GroupId { get; init; }

    /// <summary>The employee of a step of a snapshot.</summary>
    public Guid? EmployeeId { get; init; }

    /// <summary>The snapshot of a step.</summary>
    public Guid? SnapshotId { get; init; }

    /// <summary>How many differences were gone when records were compared.</summary>
    public int? Resolved { get; init; }

    /// <summary>How many differences were found.</summary>
    public int? Created { get; init; }

    /// <summary>How many differences became discrepancies, or were found as such.</summary>
    public int? Raised { get; init; }

    /// <summary>How many differences wait for the carrier to catch up.</summary>
    public int? Pending { get; init; }

    /// <summary>The event of a delivery.</summary>
    public Guid? EventId { get; init; }

    /// <summary>The type of a delivery's event.</summary>
    public string? EventType { get; init; }

    /// <summary>The object that a delivery's event is about.</summary>
    public Guid? ObjectId { get; init; }

    /// <summary>The receiver of a delivery, or the subscription that was judged.</summary>
    public Guid? SubscriptionId { get; init; }

    /// <summary>The number of the attempt to deliver, from 1; the second, where it was sent twice.</summary>
    public int? Attempt { get; init; }

    /// <summary>How a delivery stood after the attempt: pending, succeeded or failed.</summary>
    public string? Status { get; init; }

    /// <summary>The status that the receiver answered with.</summary>
    public int? ResponseStatus { get; init; }
}

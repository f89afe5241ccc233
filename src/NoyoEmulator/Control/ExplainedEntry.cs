using System.Runtime.InteropServices;
using NoyoEmulator.Journal;
using NoyoEmulator.Tracking;

namespace NoyoEmulator.Control;

/// <summary>What became of a difference when a family was compared with a carrier.</summary>
public enum DifferenceOutcome
{
    /// <summary>It is new, and a pending change.</summary>
    Found,

    /// <summary>It became a discrepancy, or was found as one.</summary>
    Discrepancy,

    /// <summary>It is gone.</summary>
    Resolved,

    /// <summary>It was there before, and is as it was.</summary>
    StillThere,
}

/// <summary>One thing that happened to an object, or because of it. What says nothing of an entry is absent.</summary>
public sealed record ExplainedEntry
{
    /// <summary>When, on the world's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When, in real time.</summary>
    public required DateTimeOffset RealAt { get; init; }

    /// <summary>
    /// request, snapshot, submit, process, confirm, complete, sync, connect, disconnect, difference, record, employee, dependent, group, group_connection,
    /// group_disconnection, renew, renewal_decision, guide, issue, partner_document, contact, carrier_configuration, organization_carrier, subscription_health, event or attempt.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>What it was about; of an attempt, the delivery.</summary>
    public required Guid Id { get; init; }

    /// <summary>What came of it, in words.</summary>
    public required string Summary { get; init; }

    /// <summary>
    /// Which entry brought it about: its place among the entries, from 0, and before this one. Absent where that is not on record, or no part of the story.
    /// </summary>
    public int? CausedBy { get; init; }

    /// <summary>The carrier whose step it is, whose record was changed, or at which the difference is.</summary>
    public Guid? CarrierId { get; init; }

    public Guid? GroupId { get; init; }

    public Guid? EmployeeId { get; init; }

    /// <summary>The snapshot that a step belongs to, or in connection with which a difference was seen.</summary>
    public Guid? SnapshotId { get; init; }

    /// <summary>The type of a difference.</summary>
    public string? DifferenceType { get; init; }

    /// <summary>What became of a difference; absent where somebody only assigned, dismissed or reopened it.</summary>
    public DifferenceOutcome? Outcome { get; init; }

    /// <summary>The type of an event.</summary>
    public string? EventType { get; init; }

    /// <summary>The object that an event is about.</summary>
    public Guid? ObjectId { get; init; }

    /// <summary>The event that an attempt was to deliver.</summary>
    public Guid? EventId { get; init; }

    /// <summary>The receiver of an attempt, or the subscription that was judged.</summary>
    public Guid? SubscriptionId { get; init; }

    /// <summary>The number of an attempt, from 1.</summary>
    public int? Attempt { get; init; }

    /// <summary>How an attempt ended: succeeded or failed.</summary>
    public string? Status { get; init; }

    /// <summary>The HTTP status of the answer to a request, or of a receiver's to an attempt; absent without an answer.</summary>
    public int? ResponseStatus { get; init; }

    /// <summary>The method of a request.</summary>
    public string? Method { get; init; }

    /// <summary>The path of a request, without the prefix of a world; what is no id in the place of one is masked.</summary>
    public string? Path { get; init; }
}

/// <summary>An entry with what is known beyond what it tells.</summary>
internal sealed record ToldEntry(ExplainedEntry Entry)
{
    /// <summary>The request that it tells of.</summary>
    public JournalEntry? Request { get; init; }

    /// <summary>The sighting of a difference that it tells of.</summary>
    public DifferenceSource? Sighting { get; init; }

    /// <summary>It tells of the sighting at which the difference was found.</summary>
    public bool IsFirstSighting { get; init; }

    /// <summary>The change that it was a part of.</summary>
    public Commit Commit => new(Entry.At, Entry.RealAt);
}

/// <summary>When something was committed: what was committed together has both times in common.</summary>
/// <param name="At">On the world's clock.</param>
/// <param name="RealAt">In real time.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Commit(DateTimeOffset At, DateTimeOffset RealAt);

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Simulation;

/// <summary>What a piece of scheduled work does when it falls due.</summary>
internal enum WorkKind
{
    /// <summary>A transaction is handed to its carrier.</summary>
    Submit,

    /// <summary>The carrier decides what it records of a transaction.</summary>
    Process,

    /// <summary>The carrier decides about a transaction that was released: what its rules would hold back is held no more.</summary>
    ProcessReleased,

    /// <summary>The carrier's records are fetched and compared, as a part of the round trip.</summary>
    Confirm,

    /// <summary>The carrier's records are fetched and compared on the day on which a change takes effect.</summary>
    ConfirmEffectiveDate,

    /// <summary>A snapshot that involves no connected carrier completes.</summary>
    Complete,

    /// <summary>An employee's last day of work has come.</summary>
    Terminate,

    /// <summary>A carrier's records of a group are fetched and compared, apart from any snapshot.</summary>
    Sync,

    /// <summary>A group connection comes to its next status.</summary>
    Connect,

    /// <summary>A group's connection to a carrier ends.</summary>
    Disconnect,

    /// <summary>A renewal decision is judged.</summary>
    Renew,

    /// <summary>The guidance of an issue is made anew.</summary>
    Guide,

    /// <summary>One attempt to deliver a webhook.</summary>
    Delivery,

    /// <summary>A subscription that has been failing is judged: unhealthy or failed.</summary>
    SubscriptionHealth,
}

/// <summary>The kinds of work as the ledger, the history and explanations name them.</summary>
internal static class WorkKinds
{
    /// <summary>All names, in the order of a snapshot's way.</summary>
    public static IReadOnlyList<string> LedgerNames { get; } = [.. Enum.GetValues<WorkKind>().Select(LedgerName).Distinct()];

    /// <summary>The kinds that raise events.</summary>
    public static IReadOnlyList<WorkKind> Steps { get; } =
        [.. Enum.GetValues<WorkKind>().Where(kind => kind is not (WorkKind.Delivery or WorkKind.SubscriptionHealth))];

    /// <summary>
    /// <c>submit</c>, <c>process</c>, <c>confirm</c>, <c>complete</c>, <c>terminate</c>, <c>sync</c>, <c>connect</c>, <c>disconnect</c>,
    /// <c>renew</c>, <c>guide</c>, <c>delivery</c> or <c>subscription_health</c>: a step has one name, whatever brought it about.
    /// </summary>
    public static string LedgerName(this WorkKind kind) => EnumName.Of(kind switch
    {
        WorkKind.ProcessReleased => WorkKind.Process,
        WorkKind.ConfirmEffectiveDate => WorkKind.Confirm,
        _ => kind,
    });
}

/// <summary>
/// One thing that happens at an instant of the world's clock. The row is deleted in the transaction that does the work:
/// after a crash it is either still due or done, never both and never neither.
/// </summary>
internal sealed class ScheduledWork
{
    /// <summary>What to say in the ledger of work whose subject was gone, or done already.</summary>
    public const string NothingLeftToDo = "nothing left to do";

    /// <summary>Order of creation; what falls due at the same instant runs in this order.</summary>
    public long Sequence { get; set; }

    /// <summary>When it falls due; null while it is held, or set aside, until somebody releases it.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public WorkKind Kind { get; set; }

    /// <summary>What it is about: a transaction, a snapshot, a group connection, a disconnection, a renewal decision, an issue, a delivery or a subscription, depending on the kind.</summary>
    public Guid SubjectId { get; set; }

    /// <summary>The number of a confirmation of the round trip, of a connection's step, of a renewal's verdict, or of an attempt since the delivery was last sent anew; else 1.</summary>
    public int Round { get; set; }

    /// <summary>When it failed and was set aside, on the world's clock; null unless it was.</summary>
    public DateTimeOffset? SetAsideAt { get; set; }

    /// <summary>What failed, without personal data; null unless it was set aside.</summary>
    public string? SetAsideReason { get; set; }
}

internal sealed class ScheduledWorkConfiguration : IEntityTypeConfiguration<ScheduledWork>
{
    public void Configure(EntityTypeBuilder<ScheduledWork> builder)
    {
        builder.HasKey(work => work.Sequence);
        builder.Property(work => work.Sequence).ValueGeneratedOnAdd();
        builder.HasIndex(work => new { work.DueAt, work.Sequence });
        builder.HasIndex(work => work.SubjectId);
        builder.HasIndex(work => work.SetAsideAt).HasFilter("set_aside_at IS NOT NULL");
    }
}

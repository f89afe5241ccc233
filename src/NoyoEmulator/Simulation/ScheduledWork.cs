using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NoyoEmulator.Simulation;

/// <summary>What a piece of scheduled work does when it falls due. The names are the <c>kind</c> of the clock's ledger.</summary>
internal enum WorkKind
{
    /// <summary>A transaction is handed to its carrier.</summary>
    Submit,

    /// <summary>The carrier decides what it records of a transaction.</summary>
    Process,

    /// <summary>The carrier's records are fetched and compared.</summary>
    Confirm,

    /// <summary>A snapshot that involves no connected carrier completes.</summary>
    Complete,

    /// <summary>A carrier's records of a group are fetched and compared, apart from any snapshot.</summary>
    Sync,

    /// <summary>One attempt to deliver a webhook.</summary>
    Delivery,

    /// <summary>A subscription that has been failing is judged: unhealthy or failed.</summary>
    SubscriptionHealth,
}

/// <summary>
/// One thing that happens at an instant of the world's clock. The row is deleted in the transaction that does the work:
/// after a crash it is either still due or done, never both and never neither.
/// </summary>
internal sealed class ScheduledWork
{
    /// <summary>Order of creation; what falls due at the same instant runs in this order.</summary>
    public long Sequence { get; set; }

    /// <summary>When it falls due; null while it is held until somebody releases it.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public WorkKind Kind { get; set; }

    /// <summary>What it is about: a transaction, a snapshot, a group connection, a delivery or a subscription, depending on the kind.</summary>
    public Guid SubjectId { get; set; }

    /// <summary>Which of several: the number of the confirmation or of the delivery attempt, from 1.</summary>
    public int Number { get; set; }
}

internal sealed class ScheduledWorkConfiguration : IEntityTypeConfiguration<ScheduledWork>
{
    public void Configure(EntityTypeBuilder<ScheduledWork> builder)
    {
        builder.HasKey(work => work.Sequence);
        builder.Property(work => work.Sequence).ValueGeneratedOnAdd();
        builder.HasIndex(work => new { work.DueAt, work.Sequence });
        builder.HasIndex(work => work.SubjectId);
    }
}

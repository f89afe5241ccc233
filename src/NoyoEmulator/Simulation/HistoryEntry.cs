using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>Something that was done to an object and has no record elsewhere: a step of the engine, or a change by hand.</summary>
internal sealed class HistoryEntry
{
    public long Sequence { get; set; }

    /// <summary>When, on the world's clock.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>When, in real time.</summary>
    public DateTimeOffset RealAt { get; set; }

    /// <summary>What kind of thing it was, in the words of the clock's ledger.</summary>
    public required string Kind { get; set; }

    /// <summary>What it was done to.</summary>
    public Guid SubjectId { get; set; }

    /// <summary>What came of it, in words, without personal data.</summary>
    public required string Summary { get; set; }
}

/// <summary>What a world keeps of its history: the newest.</summary>
internal sealed class RetainedHistory : IRetainedRecords
{
    public long Newest(RowStore rows) => rows.NewestRow<HistoryEntry>();

    public void Remove(RowStore rows, long after, long upTo) =>
        _ = rows.DeleteWhere<HistoryEntry>("sequence > ? AND sequence <= ?", after, upTo);

    public long LastLeftOver(RowStore rows, long upTo, int most) => rows.LastOfOldestRows<HistoryEntry>(upTo, most);
}

internal sealed class HistoryEntryConfiguration : IEntityTypeConfiguration<HistoryEntry>
{
    public void Configure(EntityTypeBuilder<HistoryEntry> builder)
    {
        builder.HasKey(entry => entry.Sequence);
        builder.Property(entry => entry.Sequence).ValueGeneratedOnAdd();
        builder.HasIndex(entry => entry.SubjectId);
    }
}

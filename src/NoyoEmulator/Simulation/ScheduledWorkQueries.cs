using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Simulation;

/// <summary>What the engine and those who look at it ask about the work that is scheduled, each time something was done.</summary>
internal static class ScheduledWorkQueries
{
    /// <summary>The earliest due instant after <paramref name="after"/>; null when nothing is scheduled.</summary>
    public static DateTimeOffset? NextDue(this SqlReader reader, DateTimeOffset after)
    {
        using var rows = reader.Query("SELECT min(due_at) FROM scheduled_work WHERE due_at > ?", after);
        return rows.Next() && !rows.IsNull(0) ? rows.Instant(0) : null;
    }

    /// <summary>The work that is due at an instant, in the order in which it is to be done.</summary>
    /// <param name="reader">Reads the world.</param>
    /// <param name="instant">The instant.</param>
    /// <param name="most">How much of it at most.</param>
    public static List<ScheduledWork> Due(this SqlReader reader, DateTimeOffset instant, int most) =>
        reader.Where<ScheduledWork>("due_at <= ? ORDER BY due_at, sequence LIMIT ?", instant, most);

    /// <summary>Whether work of a kind is due at an instant.</summary>
    public static bool IsDue(this SqlReader reader, WorkKind kind, DateTimeOffset instant)
    {
        using var rows = reader.Query("SELECT 1 FROM scheduled_work WHERE due_at <= ? AND kind = ? LIMIT 1", instant, EnumName.Of(kind));
        return rows.Next();
    }

    /// <summary>How much work is scheduled; what is held is not.</summary>
    public static int Pending(this SqlReader reader) =>
        (int)reader.Number("SELECT count(*) FROM scheduled_work WHERE due_at IS NOT NULL", SqlValues.None);

    /// <summary>How much work falls due until an instant.</summary>
    public static int PendingUntil(this SqlReader reader, DateTimeOffset instant)
    {
        using var rows = reader.Query("SELECT count(*) FROM scheduled_work WHERE due_at <= ?", instant);
        return rows.Next() ? (int)rows.Number(0) : 0;
    }

    /// <summary>How much work waits for somebody.</summary>
    public static int Held(this SqlReader reader) =>
        (int)reader.Number("SELECT count(*) FROM scheduled_work WHERE due_at IS NULL", SqlValues.None);
}

using System.Diagnostics;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>
/// Steps that failed for a reason that lies in what they work on, such as a row that was edited by hand. They wait aside, so that
/// they hold up no others, until somebody releases them.
/// </summary>
internal static class StepsSetAsideQueries
{
    /// <summary>How many there are.</summary>
    public static int StepsSetAside(this SqlReader reader) =>
        (int)reader.Number("SELECT count(*) FROM scheduled_work WHERE set_aside_at IS NOT NULL", SqlValues.None);

    /// <summary>Some of them, oldest first.</summary>
    /// <param name="reader">Reads the world.</param>
    /// <param name="offset">How many to leave out.</param>
    /// <param name="most">How many at most.</param>
    public static List<ScheduledWork> StepsSetAside(this SqlReader reader, int offset, int most) =>
        reader.Where<ScheduledWork>("set_aside_at IS NOT NULL ORDER BY sequence LIMIT ? OFFSET ?", most, offset);
}

/// <inheritdoc cref="StepsSetAsideQueries"/>
internal static class StepsSetAside
{
    // What a part of the emulator stumbled over when it read something says more than how it reads.
    private static readonly string Reading = typeof(WireJson).Namespace!;

    /// <summary>Sets a step aside.</summary>
    public static void Add(WorldSession session, ScheduledWork step, Exception exception)
    {
        step.DueAt = null;
        step.SetAsideAt = session.Now;
        step.SetAsideReason = ReasonOf(exception);
        session.Rows.Update(step, nameof(ScheduledWork.DueAt), nameof(ScheduledWork.SetAsideAt), nameof(ScheduledWork.SetAsideReason));
    }

    /// <summary>Makes steps due now, in their order.</summary>
    /// <param name="session">The session in which it happens.</param>
    /// <param name="number">The number of one; null for all.</param>
    /// <returns>What was set aside.</returns>
    public static List<ScheduledWork> Release(WorldSession session, long? number)
    {
        var steps = number is { } only
            ? session.Rows.Where<ScheduledWork>("set_aside_at IS NOT NULL AND sequence = ?", only)
            : session.Rows.Where<ScheduledWork>("set_aside_at IS NOT NULL ORDER BY sequence");
        foreach (var step in steps)
        {
            _ = session.Rows.Delete(step);
            session.Schedule(step.Kind, step.SubjectId, session.Now, step.Round);
            session.AddHistory(step.Kind.LedgerName(), step.SubjectId, "released after it was set aside");
        }

        return steps;
    }

    /// <summary>What happened, and in which part of the emulator. Messages of exceptions may quote what they stumbled over.</summary>
    private static string ReasonOf(Exception exception)
    {
        var place = new StackTrace(exception).GetFrames().Select(frame => frame.GetMethod()?.DeclaringType)
            .FirstOrDefault(type => type?.Assembly == typeof(StepsSetAside).Assembly && type.Namespace?.StartsWith(Reading, StringComparison.Ordinal) == false);
        // Closures and iterators are types within the one that was written.
        while (place?.DeclaringType is { } outer)
            place = outer;
        return place is null ? exception.GetType().Name : $"{exception.GetType().Name} in {place.Name}";
    }
}

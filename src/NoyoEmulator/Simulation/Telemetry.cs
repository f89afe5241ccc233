using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NoyoEmulator.Simulation;

/// <summary>
/// What the emulator tells of itself while it works, in the .NET runtime's own terms. Unless somebody listens, telling costs next to nothing.
/// No value has anything of a member in it.
/// </summary>
internal static class Telemetry
{
    /// <summary>The name of its meter and of its source of spans.</summary>
    public const string Name = "NoyoEmulator";

    private static readonly ActivitySource Spans = new(Name);

    /// <summary>Where further instruments are made.</summary>
    public static Meter Meter { get; } = new(Name);

    private static readonly Counter<long> Steps = Meter.CreateCounter<long>(
        "noyo_emulator.steps", "{step}", "Scheduled work that was done, by kind.");

    private static readonly Histogram<double> WriterWait = Meter.CreateHistogram<double>(
        "noyo_emulator.writer.wait", "s", "How long a change waited for its turn: a world makes one at a time.");

    private static readonly Histogram<double> AttemptDuration = Meter.CreateHistogram<double>(
        "noyo_emulator.webhook.attempt.duration", "s", "How long attempts to deliver webhooks took, by what came of them.");

    /// <summary>Begins a span; null where nobody listens. Dispose it.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="world">Where.</param>
    public static Activity? Begin(string name, string world) => Spans.StartActivity(name)?.SetTag("noyo_emulator.world", world);

    /// <summary>Tells of work that was done.</summary>
    public static void Did(IReadOnlyList<FiredWork> fired)
    {
        if (!Steps.Enabled)
            return;
        foreach (var kind in fired.GroupBy(work => work.Kind))
            Steps.Add(kind.Count(), KeyValuePair.Create<string, object?>("noyo_emulator.work.kind", kind.Key.LedgerName()));
    }

    /// <summary>The moment to give to <see cref="Waited"/> when the turn has come; null where nobody listens.</summary>
    public static long? BeginWait() => WriterWait.Enabled ? Stopwatch.GetTimestamp() : null;

    /// <summary>Tells of the end of a wait for the turn.</summary>
    public static void Waited(long? since)
    {
        if (since is { } began)
            WriterWait.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    /// <summary>Tells of an attempt to deliver a webhook.</summary>
    public static void Attempted(TimeSpan duration, bool succeeded) => AttemptDuration.Record(
        duration.TotalSeconds, KeyValuePair.Create<string, object?>("noyo_emulator.outcome", succeeded ? "succeeded" : "failed"));
}

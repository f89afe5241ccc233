using System.Text.Json;
using NoyoEmulator.Benchmarks.Load;
using NoyoEmulator.Benchmarks.Processes;
using NoyoEmulator.Benchmarks.Reporting;

namespace NoyoEmulator.Benchmarks.Rows;

/// <summary>Lets a frozen clock go on with many snapshots in flight: each is submitted, processed and confirmed.</summary>
internal static class AdvanceRow
{
    private const int StepsPerSnapshot = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    public static readonly Row Row = new("advance", "advance with many snapshots in flight", RunAsync);

    private static async Task RunAsync(Bench bench)
    {
        var counts = Counts(bench.Options.Advance, bench.Options.IsQuick ? [1_000, 2_000] : [10_000, 20_000]);
        var beforeCounts = Counts(bench.Options.BeforeAdvance, bench.Options.IsQuick ? [500, 1_000] : [5_000, 10_000]);
        var lines = counts.Select((count, i) => bench.Table.Add(
            $"advance with {count:#,##0} snapshots in flight ({count * StepsPerSnapshot:#,##0} steps)", i == 0 && count == 10_000 ? Goal.AtMost(10, "≤ 10 s") : null)).ToList();
        var growth = counts.Count < 2 ? null : bench.Table.Add(
            $"advance: {counts[^1]:#,##0} take so many times as long as {counts[0]:#,##0}",
            counts[^1] == 2 * counts[0] ? Goal.AtMost(2.2, "≤ 2.2 ×") : null);

        foreach (var emulator in bench.Emulators)
        {
            var own = emulator.Name == Subjects.Before ? beforeCounts : counts;
            var seconds = new List<double>();
            for (var i = 0; i < own.Count; i++)
            {
                seconds.Add(await MeasureAsync(bench, emulator, own[i]));
                var line = counts.IndexOf(own[i]) is >= 0 and var same ? lines[same] : bench.Table.Add($"advance with {own[i]:#,##0} snapshots in flight");
                line.Set(emulator.Name, Cell.Seconds(seconds[i]));
            }

            growth?.Set(emulator.Name, new Cell(seconds[^1] / seconds[0], $"{Cell.Rounded(seconds[^1] / seconds[0])} × ({own[^1]:#,##0} to {own[0]:#,##0})"));
        }
    }

    private static List<int> Counts(IReadOnlyList<int> asked, IReadOnlyList<int> otherwise) => [.. asked.Count > 0 ? asked : otherwise];

    private static async Task<double> MeasureAsync(Bench bench, Emulator emulator, int count)
    {
        var data = bench.Workspace.NewFolder($"advance-{count}");
        await using var server = await emulator.StartAsync(bench.Workspace, data, ("Emulator__Clock__Now", "2026-01-01T12:00:00Z"));
        bench.Post(emulator.Name, $"posting {count}", server, 0, 8, LoadLimit.Of(count));
        var processor = server.Process.ProcessorTime;
        var (answer, milliseconds) = server.Call("POST", "/_emulator/clock/advance", 200, """{"by": "PT10M"}"""u8, Limit);
        Bench.Say($"  {emulator.Name}, advance with {count}: {milliseconds / 1000:0.00} s, processor time {(server.Process.ProcessorTime - processor).TotalSeconds:0.00} s");
        var steps = answer.GetProperty("fired").EnumerateArray().Count(IsStep);
        if (steps != count * StepsPerSnapshot)
            throw new BenchmarkException($"{steps} steps were done in place of {count * StepsPerSnapshot}.");
        await server.DisposeAsync();
        Workspace.Remove(data);
        return milliseconds / 1000;
    }

    private static bool IsStep(JsonElement fired) => fired.GetProperty("kind").GetString() is "submit" or "process" or "confirm";
}

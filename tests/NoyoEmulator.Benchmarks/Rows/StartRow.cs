using NoyoEmulator.Benchmarks.Processes;
using NoyoEmulator.Benchmarks.Reporting;

namespace NoyoEmulator.Benchmarks.Rows;

/// <summary>Starts on an empty data folder again and again, in turn with a bare program.</summary>
internal static class StartRow
{
    public static readonly Row Row = new("start", "start to ready on an empty data folder", RunAsync);

    private static async Task RunAsync(Bench bench)
    {
        var runs = bench.Options.IsQuick ? 3 : 9;
        var line = bench.Table.Add($"start to ready, first run (median of {runs})", Goal.AtMostTimes(2, Subjects.Bare));
        var bare = await bench.BareAppAsync();
        var times = bench.Emulators.Select(emulator => emulator.Name).Append(Subjects.Bare).ToDictionary(name => name, _ => new List<double>());
        // The first round only fills the caches of files.
        for (var run = -1; run < runs; run++)
        {
            foreach (var emulator in bench.Emulators)
            {
                await using var server = await emulator.StartAsync(bench.Workspace, bench.Workspace.NewFolder("start-data"), Emulator.RunningClock);
                Add(emulator.Name, server);
            }

            await using var other = await bare.StartAsync(bench.Workspace);
            Add(Subjects.Bare, other);

            void Add(string name, Server server)
            {
                if (run >= 0)
                    times[name].Add(server.TimeToReady.TotalMilliseconds);
            }
        }

        foreach (var (name, measured) in times)
        {
            Bench.Say($"  {name}: {string.Join(", ", measured.Order().Select(time => $"{time:0}"))} ms");
            line.Set(name, Cell.Milliseconds(Bench.Median(measured)));
        }
    }
}

using NoyoEmulator.Benchmarks.Load;
using NoyoEmulator.Benchmarks.Processes;
using NoyoEmulator.Benchmarks.Reporting;

namespace NoyoEmulator.Benchmarks.Rows;

/// <summary>Posts the published example as a new family each time, all state committed before each answer.</summary>
internal static class PostRow
{
    private const int Connections = 8;

    public static readonly Row Row = new("post", "POST of a new family each time", RunAsync);

    private static async Task RunAsync(Bench bench)
    {
        var (earlyTime, warmUp, time) = (bench.Seconds(8, 4), bench.Seconds(15, 2), bench.Seconds(15, 4));
        var first = bench.Table.Add(
            $"POST of the example as a new family each time, {Connections} connections, in the first {earlyTime.TotalSeconds:0} s",
            Goal.AtLeastTimes(1.5, Subjects.Prism));
        var warm = bench.Table.Add(
            $"the same, warm ({(earlyTime + warmUp).TotalSeconds:0} s after ready, for {time.TotalSeconds:0} s)", Goal.AtLeastTimes(3, Subjects.Prism));
        var cost = bench.Table.Add("processor time of the server for one of these, warm");

        foreach (var emulator in bench.Emulators)
        {
            await using var server = await emulator.StartAsync(bench.Workspace, bench.Workspace.NewFolder("post-data"));
            Measure(emulator.Name, server);
        }

        await bench.WithPeersAsync("post", "/api/v1/groups/{group_id}/member_snapshots", (name, server) =>
        {
            Measure(name, server);
            return Task.CompletedTask;
        });

        void Measure(string name, Server server)
        {
            var (early, _) = bench.Post(name, "early", server, 0, Connections, LoadLimit.For(earlyTime));
            var (warming, _) = bench.Post(name, "warming up", server, early.Count, Connections, LoadLimit.For(warmUp));
            var (result, processorTime) = bench.Post(name, "warm", server, early.Count + warming.Count, Connections, LoadLimit.For(time));
            first.Set(name, Cell.Rate(early.Rate));
            warm.Set(name, Cell.Rate(result.Rate));
            cost.Set(name, processorTime);
        }
    }
}

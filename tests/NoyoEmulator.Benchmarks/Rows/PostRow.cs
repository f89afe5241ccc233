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
        var (early, warmUp, late) = (bench.Seconds(8, 4), bench.Seconds(15, 2), bench.Seconds(15, 4));
        var first = bench.Table.Add(
            $"POST of the example as a new family each time, {Connections} connections, in the first {early.TotalSeconds:0} s",
            Goal.AtLeastTimes(1.5, Subjects.Prism));
        var warm = bench.Table.Add(
            $"the same, warm ({(early + warmUp).TotalSeconds:0} s after ready, for {late.TotalSeconds:0} s)", Goal.AtLeastTimes(3, Subjects.Prism));

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
            var families = 0;
            first.Set(name, Cell.Rate(Post("early", early).Rate));
            _ = Post("warming up", warmUp);
            warm.Set(name, Cell.Rate(Post("warm", late).Rate));

            LoadResult Post(string what, TimeSpan time)
            {
                var before = server.Process.ProcessorTime;
                var result = LoadGenerator.Run(
                    server.Address,
                    _ => bench.Snapshot.Requests(server.Address, () => Interlocked.Increment(ref families)),
                    201,
                    Connections,
                    LoadLimit.For(time));
                Bench.Say(name, what, result, server.Process.ProcessorTime - before);
                return result;
            }
        }
    }
}

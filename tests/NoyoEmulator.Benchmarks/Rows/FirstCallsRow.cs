using NoyoEmulator.Benchmarks.Load;
using NoyoEmulator.Benchmarks.Reporting;

namespace NoyoEmulator.Benchmarks.Rows;

/// <summary>The first POST at once after the start, and then the first advance.</summary>
internal static class FirstCallsRow
{
    public static readonly Row Row = new("first", "first POST after ready, first advance", RunAsync);

    private static async Task RunAsync(Bench bench)
    {
        var runs = bench.Options.IsQuick ? 3 : 7;
        var post = bench.Table.Add($"first POST, at once after ready (median of {runs})", Goal.AtMost(100, "≤ 100 ms"));
        var advance = bench.Table.Add("first advance, at once after it", Goal.AtMost(200, "≤ 200 ms"));
        foreach (var emulator in bench.Emulators)
        {
            var (posts, advances) = (new List<double>(), new List<double>());
            for (var run = 0; run < runs; run++)
            {
                await using var server = await emulator.StartAsync(bench.Workspace, bench.Workspace.NewFolder("first-data"));
                posts.Add(server.Call("POST", SnapshotTemplate.Path, 201, bench.Snapshot.BodyOf(run)).Milliseconds);
                var (answer, milliseconds) = server.Call("POST", "/_emulator/clock/advance", 200, """{"by": "PT10M"}"""u8);
                if (answer.GetProperty("fired").GetArrayLength() < 3)
                    throw new BenchmarkException($"The advance did not do the steps of the snapshot: {answer}");
                advances.Add(milliseconds);
            }

            Bench.Say($"  {emulator.Name}: POST {string.Join(", ", posts.Select(time => $"{time:0}"))} ms; advance {string.Join(", ", advances.Select(time => $"{time:0}"))} ms");
            post.Set(emulator.Name, Cell.Milliseconds(Bench.Median(posts)));
            advance.Set(emulator.Name, Cell.Milliseconds(Bench.Median(advances)));
        }
    }
}

using NoyoEmulator.Benchmarks.Processes;
using NoyoEmulator.Benchmarks.Reporting;

namespace NoyoEmulator.Benchmarks.Rows;

/// <summary>Memory of a program that was started and then left alone.</summary>
internal static class IdleMemoryRow
{
    public static readonly Row Row = new("idle", "idle memory", RunAsync);

    private static async Task RunAsync(Bench bench)
    {
        var rest = bench.Seconds(20, 4);
        var line = bench.Table.Add($"idle memory (RSS) {rest.TotalSeconds:0} s after ready", Goal.AtMost(120, "≤ 120 MB"));
        foreach (var emulator in bench.Emulators)
        {
            await using var server = await emulator.StartAsync(bench.Workspace, bench.Workspace.NewFolder("idle-data"), Emulator.RunningClock);
            await MeasureAsync(emulator.Name, server);
        }

        await using (var bare = await (await bench.BareAppAsync()).StartAsync(bench.Workspace))
            await MeasureAsync(Subjects.Bare, bare);
        await bench.WithPeersAsync("post", "/api/v1/groups/{group_id}/member_snapshots", MeasureAsync);

        async Task MeasureAsync(string name, Server server)
        {
            await Task.Delay(rest, TimeProvider.System);
            line.Set(name, Cell.Megabytes(server.Process.Resident));
        }
    }
}

using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Benchmarks.Load;
using NoyoEmulator.Benchmarks.Reporting;

namespace NoyoEmulator.Benchmarks.Rows;

/// <summary>Posts very large snapshots, and looks at the memory after a while of rest.</summary>
internal static class LargeBodiesRow
{
    private const int Bytes = 5_000_000;
    private const int Classifications = 10_000;

    public static readonly Row Row = new("large", "memory after snapshots of 5 MB", RunAsync);

    private static async Task RunAsync(Bench bench)
    {
        var posts = bench.Options.IsQuick ? 5 : 15;
        var rest = bench.Seconds(60, 10);
        var line = bench.Table.Add($"memory (RSS) {rest.TotalSeconds:0} s after a snapshot of 5 MB was posted {posts} times", Goal.AtMost(250, "≤ 250 MB"));
        foreach (var emulator in bench.Emulators)
        {
            await using var server = await emulator.StartAsync(bench.Workspace, bench.Workspace.NewFolder("large-data"));
            var time = 0.0;
            for (var family = 0; family < posts; family++)
                time += server.Call("POST", SnapshotTemplate.Path, 201, Enlarge(bench.Snapshot.BodyOf(family))).Milliseconds;
            var busy = server.Process.Resident;
            await Task.Delay(rest, TimeProvider.System);
            var resting = Cell.Megabytes(server.Process.Resident);
            line.Set(emulator.Name, resting);
            Bench.Say($"  {emulator.Name}: {time / posts:0} ms each; {Cell.Megabytes(busy).Text} at the end, {resting.Text} after {rest.TotalSeconds:0} s");
        }
    }

    // By many long classifications: they are free text by the contract, and a family cannot have ten thousand members.
    private static byte[] Enlarge(byte[] snapshot)
    {
        var body = JsonNode.Parse(snapshot)!;
        var value = new string('x', (Bytes / Classifications) - """ "Classification00000":"", """.Length);
        var classifications = new JsonObject();
        for (var i = 0; i < Classifications; i++)
            classifications[$"Classification{i:00000}"] = value;
        body["employee"]!["classifications"] = classifications;
        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }
}

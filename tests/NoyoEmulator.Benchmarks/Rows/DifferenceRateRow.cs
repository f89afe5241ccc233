using NoyoEmulator.Benchmarks.Load;
using NoyoEmulator.Benchmarks.Processes;
using NoyoEmulator.Benchmarks.Reporting;
using NoyoEmulator.Benchmarks.Storage;

namespace NoyoEmulator.Benchmarks.Rows;

/// <summary>Gets the newest page of differences as often as it can.</summary>
internal static class DifferenceRateRow
{
    private const int Stored = 20_000;
    private const int Connections = 8;
    private const string Path = "/tracking/api/v1/differences?page_size=20";
    private const string PeerPath = "/api/v1/differences?page_size=20";

    public static readonly Row Row = new("differences", "GET of 20 differences", RunAsync);

    private static async Task RunAsync(Bench bench)
    {
        var line = bench.Table.Add($"GET of 20 differences, {Stored:#,##0} stored, {Connections} connections", Goal.AtLeastTimes(3, Subjects.Prism));
        var cost = bench.Table.Add("processor time of the server for one of these");
        var (warmUp, time) = (bench.Seconds(8, 2), bench.Seconds(12, 4));

        foreach (var emulator in bench.Emulators)
        {
            var data = await StoredDifferences.CreateAsync(bench, emulator, Stored);
            await using var server = await StoredDifferences.StartAsync(bench, emulator, data);
            var (page, _) = server.Call("GET", Path, 200, []);
            if (page.GetProperty("meta").GetProperty("total_records").GetInt32() != Stored || page.GetProperty("response").GetArrayLength() != 20)
                throw new BenchmarkException($"The page is not 20 of {Stored}: {page.GetProperty("meta")}");
            Measure(emulator.Name, server, Path);
        }

        await bench.WithPeersAsync("get", "/api/v1/differences", (name, server) =>
        {
            Measure(name, server, PeerPath);
            return Task.CompletedTask;
        });

        void Measure(string name, Server server, string path)
        {
            _ = LoadGenerator.Repeat(server.Address, path, Connections, LoadLimit.For(warmUp));
            var before = server.Process.ProcessorTime;
            var result = LoadGenerator.Repeat(server.Address, path, Connections, LoadLimit.For(time));
            var serverTime = server.Process.ProcessorTime - before;
            bench.Report(name, "differences", result, serverTime);
            cost.Set(name, Bench.CostOf(result, serverTime));
            line.Set(name, Cell.Rate(result.Rate));
        }
    }
}

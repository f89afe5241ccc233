using System.Diagnostics;
using System.Globalization;
using System.Text;
using NoyoEmulator.Benchmarks.Load;
using NoyoEmulator.Benchmarks.Processes;
using NoyoEmulator.Benchmarks.Reporting;

namespace NoyoEmulator.Benchmarks.Rows;

/// <summary>
/// Minutes of what a team's tests and screens do, at a steady pace: new families, changes to them, lists, single objects, webhooks
/// to an inbox, the clock running and carriers at work. Looks at the memory all along.
/// </summary>
internal static class MixedUseRow
{
    private const int PerSecond = 50;
    private const int Connections = 4;
    private const int Samples = 10;

    public static readonly Row Row = new("mixed", "memory in minutes of mixed use", RunAsync);

    private static async Task RunAsync(Bench bench)
    {
        var length = TimeSpan.FromMinutes(bench.Options.Minutes ?? (bench.Options.IsQuick ? 0.25 : 5));
        var text = length.TotalMinutes >= 1 ? $"{length.TotalMinutes:0.#} minutes" : $"{length.TotalSeconds:0} s";
        var line = bench.Table.Add($"memory (RSS) after {text} of mixed use, {PerSecond} requests/s", Goal.AtMost(180, "≤ 180 MB"));
        var course = bench.Table.Add(
            $"the same after each {(length / Samples).TotalSeconds:0.#} s; the end in ratio to two fifths of the time", length.TotalMinutes < 2 ? null : Goal.AtMost(1.1, "flat: ≤ 1.1 ×"));
        foreach (var emulator in bench.Emulators)
        {
            await using var server = await emulator.StartAsync(bench.Workspace, bench.Workspace.NewFolder("mixed-data"), Emulator.RunningClock);
            var subscription = $$"""{"url": "http://{{server.Address}}/_emulator/inbox/benchmark", "secret": "benchmark"}""";
            _ = server.Call("POST", "/_emulator/webhooks/subscriptions", 201, Encoding.UTF8.GetBytes(subscription));
            var (memory, done) = Use(bench, server, length);
            Bench.Say($"  {emulator.Name}: {string.Join(", ", memory.Select(sample => Cell.Megabytes(sample).Text))}; {done} requests");
            if (done < 0.98 * PerSecond * length.TotalSeconds)
                bench.Table.Note($"Mixed use: {emulator.Name} did not keep the pace; it answered {done} requests in {text}.");
            line.Set(emulator.Name, Cell.Megabytes(memory[^1]));
            var ratio = memory[^1] / memory[(Samples * 2 / 5) - 1];
            course.Set(emulator.Name, new Cell(
                ratio, $"{string.Join(" · ", memory.Select(sample => (sample / 1_000_000).ToString("0", CultureInfo.InvariantCulture)))} MB: {Cell.Rounded(ratio)} ×"));
        }
    }

    /// <returns>The memory at evenly spread instants, and the number of requests.</returns>
    private static (List<double> Memory, int Done) Use(Bench bench, Server server, TimeSpan length)
    {
        var work = new Work(bench.Snapshot, server);
        var count = (int)(PerSecond * length.TotalSeconds);
        var next = -1;
        var done = 0;
        var failure = default(Exception);
        using var failed = new ManualResetEventSlim();
        var began = Stopwatch.GetTimestamp();
        var threads = Enumerable.Range(0, Connections).Select(_ => new Thread(Run)).ToList();
        threads.ForEach(thread => thread.Start());
        var memory = new List<double>();
        for (var sample = 1; sample <= Samples; sample++)
        {
            WaitUntil(length * sample / Samples);
            memory.Add(server.Process.Resident);
        }

        threads.ForEach(thread => thread.Join());
        return failure is null ? (memory, done) : throw new BenchmarkException($"The mixed use failed: {failure.Message}", failure);

        void Run()
        {
            try
            {
                using var connection = new HttpConnection(server.Address, TimeSpan.FromSeconds(60));
                while (Interlocked.Increment(ref next) is var number && number < count && !failed.IsSet && Stopwatch.GetElapsedTime(began) < length)
                {
                    WaitUntil(TimeSpan.FromSeconds((double)number / PerSecond));
                    work.Do(connection, number);
                    _ = Interlocked.Increment(ref done);
                }
            }
            catch (Exception exception) when (exception is BenchmarkException or System.Net.Sockets.SocketException)
            {
                failure = exception;
                failed.Set();
            }
        }

        void WaitUntil(TimeSpan instant)
        {
            if (instant - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } rest)
                _ = failed.Wait(rest);
        }
    }

    /// <summary>The requests, ten in turn.</summary>
    private sealed class Work(SnapshotTemplate snapshot, Server server)
    {
        private readonly Lock _gate = new();
        private string? _snapshotId;
        private string? _employeeId;

        public void Do(HttpConnection connection, int number)
        {
            var (snapshotId, employeeId) = Latest();
            switch (number % 10)
            {
                case 0:
                    Send(connection, RequestBytes.Send(server.Address, "POST", SnapshotTemplate.Path, snapshot.BodyOf(number)), 201);
                    Remember(connection.Text);
                    break;
                case 5:
                    // The same family once more: its snapshot takes over from the former.
                    Send(connection, RequestBytes.Send(server.Address, "POST", SnapshotTemplate.Path, snapshot.BodyOf(number - 5)), 201);
                    break;
                case 1 when snapshotId is not null:
                    Get(connection, $"/fulfillment/api/v1/member_snapshots/{snapshotId}");
                    break;
                case 2 when employeeId is not null:
                    Get(connection, $"/tracking/api/v1/employees/{employeeId}/differences");
                    break;
                case 3:
                    Get(connection, "/tracking/api/v1/differences?is_open=true&is_discrepancy=true");
                    break;
                case 4:
                    Get(connection, $"/tracking/api/v1/differences?group_id={SnapshotTemplate.Group}&sort_by=modified&sort_direction=desc");
                    break;
                case 6:
                    Get(connection, "/fulfillment/api/v1/member_snapshots");
                    break;
                case 7:
                    Get(connection, "/_emulator/webhooks/events");
                    break;
                case 8:
                    Get(connection, "/_emulator/webhooks/deliveries?status=failed");
                    break;
                default:
                    Get(connection, "/tracking/api/v1/differences");
                    break;
            }
        }

        private (string? SnapshotId, string? EmployeeId) Latest()
        {
            lock (_gate)
                return (_snapshotId, _employeeId);
        }

        private void Remember(string answer)
        {
            using var created = System.Text.Json.JsonDocument.Parse(answer);
            lock (_gate)
            {
                _snapshotId = created.RootElement.GetProperty("id").GetString();
                _employeeId = created.RootElement.GetProperty("employee_id").GetString();
            }
        }

        private void Get(HttpConnection connection, string path) => Send(connection, RequestBytes.Get(server.Address, path), 200);

        private static void Send(HttpConnection connection, byte[] request, int expected)
        {
            if (connection.Exchange(request) is var status && status != expected)
                throw new BenchmarkException($"status {status} in place of {expected}: {connection.Excerpt}");
        }
    }
}

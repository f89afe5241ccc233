using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace NoyoEmulator.Benchmarks.Load;

/// <summary>When a load ends: after a time or after a number of requests, whichever is first.</summary>
internal sealed record LoadLimit(TimeSpan Time, int Requests)
{
    public static LoadLimit For(TimeSpan time) => new(time, int.MaxValue);

    public static LoadLimit Of(int requests) => new(TimeSpan.FromMinutes(20), requests);
}

/// <summary>
/// Keeps a number of connections busy, each on a thread of its own with one request under way. The same for the emulator
/// and for what it is compared with.
/// </summary>
internal static class LoadGenerator
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    /// <summary>Sends the same request again and again.</summary>
    public static LoadResult Repeat(IPEndPoint server, string path, int connections, LoadLimit limit)
    {
        var request = RequestBytes.Get(server, path);
        return Run(server, _ => () => request, 200, connections, limit);
    }

    /// <summary>Runs a load to its end.</summary>
    /// <param name="server">Where it goes.</param>
    /// <param name="requests">Makes what gives one connection's next request.</param>
    /// <param name="expected">The status of every answer.</param>
    /// <param name="connections">How many.</param>
    /// <param name="limit">When it ends.</param>
    /// <exception cref="BenchmarkException">An answer was missing, or had another status.</exception>
    public static LoadResult Run(IPEndPoint server, Func<int, Func<byte[]>> requests, int expected, int connections, LoadLimit limit)
    {
        var remaining = limit.Requests;
        var failure = default(Exception);
        var measured = new List<double>[connections];
        using var self = Process.GetCurrentProcess();
        var processor = self.TotalProcessorTime;
        var began = Stopwatch.GetTimestamp();
        var threads = Enumerable.Range(0, connections).Select(number => new Thread(() => measured[number] = Work(number))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        var elapsed = Stopwatch.GetElapsedTime(began);
        self.Refresh();
        return failure is null
            ? new LoadResult([.. measured.SelectMany(times => times).Order()], elapsed, self.TotalProcessorTime - processor)
            : throw new BenchmarkException($"The load on {server} failed: {failure.Message}", failure);

        List<double> Work(int number)
        {
            var times = new List<double>(4096);
            try
            {
                using var connection = new HttpConnection(server, AnswerLimit);
                var next = requests(number);
                while (Volatile.Read(ref failure) is null && Stopwatch.GetElapsedTime(began) < limit.Time && Interlocked.Decrement(ref remaining) >= 0)
                {
                    var request = next();
                    var sent = Stopwatch.GetTimestamp();
                    var status = connection.Exchange(request);
                    times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                    if (status != expected)
                        throw new BenchmarkException($"status {status} in place of {expected}: {connection.Excerpt}");
                }
            }
            catch (Exception exception) when (exception is BenchmarkException or SocketException)
            {
                _ = Interlocked.CompareExchange(ref failure, exception, null);
            }

            return times;
        }
    }
}

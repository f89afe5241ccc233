using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using NoyoEmulator.Benchmarks.Load;

namespace NoyoEmulator.Benchmarks.Processes;

/// <summary>A server that answers on a loopback port.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan PollGap = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan CallLimit = TimeSpan.FromMinutes(2);

    private Server(IPEndPoint address, ChildProcess process, TimeSpan timeToReady)
    {
        Address = address;
        Process = process;
        TimeToReady = timeToReady;
    }

    public IPEndPoint Address { get; }

    public ChildProcess Process { get; }

    /// <summary>From the start of the process to the first good answer.</summary>
    public TimeSpan TimeToReady { get; }

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="log">The file for its output.</param>
    /// <param name="environment">What its environment has beside this process's; the port is put into it for ASP.NET Core.</param>
    /// <param name="probe">A path that is answered with 200 or 404 when it is ready.</param>
    /// <param name="command">The program, given the address.</param>
    /// <exception cref="BenchmarkException">It ended, or did not become ready in time.</exception>
    public static async Task<Server> StartAsync(
        string log, IReadOnlyDictionary<string, string> environment, string probe, Func<IPEndPoint, IReadOnlyList<string>> command)
    {
        var address = ChildProcess.FreeAddress();
        var request = RequestBytes.Get(address, probe);
        var began = Stopwatch.GetTimestamp();
        var process = ChildProcess.Start(log, new Dictionary<string, string>(environment) { ["ASPNETCORE_URLS"] = $"http://{address}" }, command(address));
        while (true)
        {
            if (IsReady())
                return new Server(address, process, Stopwatch.GetElapsedTime(began));
            if (process.HasExited || Stopwatch.GetElapsedTime(began) > StartLimit)
            {
                var tail = process.LogTail;
                await process.DisposeAsync();
                throw new BenchmarkException($"{string.Join(' ', command(address))} did not start:\n{tail}");
            }

            await Task.Delay(PollGap, TimeProvider.System);
        }

        bool IsReady()
        {
            try
            {
                using var connection = new HttpConnection(address, CallLimit);
                return connection.Exchange(request) is 200 or 404;
            }
            catch (Exception exception) when (exception is SocketException or BenchmarkException)
            {
                return false;
            }
        }
    }

    /// <summary>Sends one request on a connection of its own.</summary>
    /// <returns>The answer, and milliseconds from sending to its end.</returns>
    /// <exception cref="BenchmarkException">There is no answer within the limit, or its status is not the expected one.</exception>
    public (JsonElement Answer, double Milliseconds) Call(string method, string path, int expected, ReadOnlySpan<byte> body, TimeSpan? limit = null)
    {
        var request = method == "GET" ? RequestBytes.Get(Address, path) : RequestBytes.Send(Address, method, path, body);
        using var connection = new HttpConnection(Address, limit ?? CallLimit);
        var sent = Stopwatch.GetTimestamp();
        try
        {
            var status = connection.Exchange(request);
            var milliseconds = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
            if (status != expected)
                throw new BenchmarkException($"{method} {path} answered {status}, not {expected}: {connection.Excerpt}");
            var reader = new Utf8JsonReader(connection.Body);
            return (connection.Body.Length == 0 ? default : JsonElement.ParseValue(ref reader), milliseconds);
        }
        catch (SocketException exception)
        {
            throw new BenchmarkException($"{method} {path} was not answered: {exception.Message}", exception);
        }
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}

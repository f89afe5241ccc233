using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NoyoEmulator.Benchmarks.Processes;

/// <summary>A server started to be measured. Its output goes to a file, so that nobody has to read it meanwhile.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly string _log;
    private bool _isDisposed;

    private ChildProcess(Process process, string log)
    {
        _process = process;
        _log = log;
        Watchdog.Watch(process.Id);
    }

    /// <summary>Memory that it has in RAM, in bytes.</summary>
    public long Resident
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Processor time that it took so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public bool HasExited => _process.HasExited;

    /// <summary>The end of what it wrote.</summary>
    public string LogTail => File.Exists(_log) ? string.Join('\n', File.ReadLines(_log).TakeLast(20)) : "";

    /// <summary>Starts a program.</summary>
    /// <param name="log">The file for its output.</param>
    /// <param name="environment">What its environment has beside this process's.</param>
    /// <param name="command">The program and its arguments.</param>
    public static ChildProcess Start(string log, IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> command)
    {
        // The shell is only there to redirect: the program takes its place and its id.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardInput = true, WorkingDirectory = Path.GetDirectoryName(log)! };
        foreach (var argument in (IEnumerable<string>)["-c", "exec \"$@\" >\"$BENCHMARK_LOG\" 2>&1 </dev/null", "sh", .. command])
            start.ArgumentList.Add(argument);
        start.Environment["BENCHMARK_LOG"] = log;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new ChildProcess(Process.Start(start)!, log);
    }

    /// <summary>A loopback port that nobody listens on at this moment.</summary>
    public static IPEndPoint FreeAddress()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>Asks it to end, and ends it if it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (!_process.HasExited)
        {
            using (var ask = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
                await ask.WaitForExitAsync();
            using var limit = new CancellationTokenSource(StopLimit, TimeProvider.System);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        Watchdog.Forget(_process.Id);
        _process.Dispose();
    }
}

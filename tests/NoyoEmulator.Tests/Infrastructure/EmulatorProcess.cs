using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using NoyoEmulator.Configuration;

namespace NoyoEmulator.Tests.Infrastructure;

/// <summary>The emulator as a process of its own, as people and containers start it.</summary>
internal sealed partial class EmulatorProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly List<string> _lines = [];

    private EmulatorProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it wrote to its standard output so far.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Its number on this machine.</summary>
    public int Id => _process.Id;

    /// <summary>The address it listens on; known once it is ready.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Starts one on a free port, with arguments such as <c>--Emulator:Storage=memory</c>.</summary>
    public static EmulatorProcess Start(params string[] arguments) => StartIn(Path.GetTempPath(), arguments);

    /// <summary>Starts one whose temporary files go to a folder of its own.</summary>
    public static EmulatorProcess StartIn(string temporaryFolder, params string[] arguments) => StartWith([("TMPDIR", temporaryFolder)], arguments);

    private static EmulatorProcess StartWith(IEnumerable<(string Name, string Value)> variables, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        start.ArgumentList.Add(typeof(EmulatorConfiguration).Assembly.Location);
        if (!arguments.Any(argument => argument.StartsWith("--urls=", StringComparison.Ordinal)))
            start.ArgumentList.Add("--urls=http://127.0.0.1:0");
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return new EmulatorProcess(Process.Start(start)!);
    }

    /// <summary>Starts one that is to serve, and waits until it does.</summary>
    public static Task<EmulatorProcess> StartReadyAsync(params string[] arguments) => StartReadyInAsync(Path.GetTempPath(), arguments);

    /// <summary>Starts one that is to serve, and whose temporary files go to a folder of its own; waits until it serves.</summary>
    public static Task<EmulatorProcess> StartReadyInAsync(string temporaryFolder, params string[] arguments) =>
        ReadyAsync(StartIn(temporaryFolder, arguments));

    /// <summary>Starts one with environment variables, and waits until it serves.</summary>
    public static Task<EmulatorProcess> StartReadyWithAsync(IEnumerable<(string Name, string Value)> variables, params string[] arguments) =>
        ReadyAsync(StartWith(variables, arguments));

    private static async Task<EmulatorProcess> ReadyAsync(EmulatorProcess process)
    {
        while (await process.ReadLineAsync() is { } line)
        {
            if (ListeningPattern().Match(line) is { Success: true } match)
                process.Url = match.Groups["url"].Value;
            if (line.Contains("Application started", StringComparison.Ordinal))
                return process;
        }

        throw new InvalidOperationException($"The emulator did not start: {await process._errors}");
    }

    /// <summary>Waits for the end; gives the exit code and what was written to the standard error stream.</summary>
    public async Task<(int Code, string Errors)> EndAsync()
    {
        while (await ReadLineAsync() is not null)
        {
        }

        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);
        return (_process.ExitCode, await _errors);
    }

    /// <summary>Asks it to end, as containers do.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Ends it without asking.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    // In text or in JSON.
    [GeneratedRegex("Now listening on: .*?(?<url>http://[0-9.]+:[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ListeningPattern();

    private async Task<string?> ReadLineAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask()
            .WaitAsync(Limit, TestContext.Current.CancellationToken);
        if (line is not null)
            _lines.Add(line);
        return line;
    }
}

using System.ComponentModel;
using System.Diagnostics;

namespace NoyoEmulator.Testing.Processes;

/// <summary>
/// An emulator that this process started. It ends with this process, however that ends: its standard input, which it watches, closes then.
/// </summary>
internal sealed class EmulatorProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private const string Started = "Application started";

    /// <summary>It has two seconds by its own promise.</summary>
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(4);

    private readonly Process _process;
    private readonly LogTail _log = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Uri? _address;
    private int _isDisposed;

    private EmulatorProcess(Process process) => _process = process;

    /// <summary>Where it listens, on a port that it found itself.</summary>
    public Uri Address => _address!;

    /// <summary>The number of the process.</summary>
    public int Id { get; private set; }

    /// <summary>The newest lines that it wrote.</summary>
    public IReadOnlyList<string> Log => _log.Lines;

    /// <summary>What became of the process, as the beginning of a sentence; null while it runs.</summary>
    public string? Ended => _isDisposed == 1 ? "The emulator was stopped" : _process.HasExited ? $"The emulator ended with exit code {_process.ExitCode}" : null;

    /// <summary>Starts one, and waits until it serves.</summary>
    /// <exception cref="NoyoEmulatorException">It cannot be started, or ended, or did not serve in time; with what it said.</exception>
    public static async Task<EmulatorProcess> StartAsync(NoyoEmulatorOptions options, CancellationToken cancellationToken)
    {
        var program = options.ProgramPath is { } path ? Path.GetFullPath(path) : EmulatorPayload.Find();
        var start = StartOf(options.DotnetPath ?? EmulatorPayload.FindDotnet(), program, options);
        var emulator = new EmulatorProcess(new Process { StartInfo = start });
        try
        {
            emulator.Begin();
            await emulator.WaitUntilStartedAsync(options.StartTimeout, cancellationToken).ConfigureAwait(false);
            return emulator;
        }
        catch
        {
            await emulator.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;
        AppDomain.CurrentDomain.ProcessExit -= EndWithThisProcess;
        if (Id == 0)
        {
            _process.Dispose();
            return;
        }

        TryCloseInput();
        using var limit = new CancellationTokenSource(EndTimeout);
        try
        {
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            TryKill();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo StartOf(string dotnet, string program, NoyoEmulatorOptions options)
    {
        var folder = Path.GetDirectoryName(program)!;
        var start = new ProcessStartInfo(dotnet)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Not that of the tests, which may have an appsettings.json.
            WorkingDirectory = folder,
        };
        ChildEnvironment.Clean(start.Environment);
        List<string> arguments =
        [
            "--roll-forward", "Major", program,
            "--urls=http://127.0.0.1:0", $"--contentRoot={folder}", "--environment=Production", "--Emulator:Storage=memory", "--Emulator:Clock:Mode=frozen",
        ];
        if (options.SeedFile is { } seed)
            arguments.Add($"--Emulator:SeedFile={Path.GetFullPath(seed)}");
        arguments.AddRange(options.Configuration.Select(setting => $"--{setting.Key}={setting.Value}"));
        arguments.Add("--Emulator:StopWithInput=true");
        arguments.ForEach(start.ArgumentList.Add);
        return start;
    }

    private void Begin()
    {
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        try
        {
            _ = _process.Start();
        }
        catch (Win32Exception exception)
        {
            throw new NoyoEmulatorException(
                $"{_process.StartInfo.FileName} cannot be started: {exception.Message}. The emulator runs on the ASP.NET Core runtime 10 or later; install it, "
                + $"or name its dotnet in {nameof(NoyoEmulatorOptions)}.{nameof(NoyoEmulatorOptions.DotnetPath)}.",
                exception);
        }

        Id = _process.Id;
        AppDomain.CurrentDomain.ProcessExit += EndWithThisProcess;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        _log.Add(line);
        if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var place && _address is null)
            _address = new Uri(line[(place + Listening.Length)..].Trim());
        else if (line.Contains(Started, StringComparison.Ordinal))
            _ = _started.TrySetResult();
    }

    private async Task WaitUntilStartedAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Not before all of its lines have been read.
        var exit = _process.WaitForExitAsync(limit.Token);
        try
        {
            var first = await Task.WhenAny(_started.Task, exit).WaitAsync(timeout, limit.Token).ConfigureAwait(false);
            if (first == exit)
                await exit.ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw new NoyoEmulatorException(
                $"The emulator did not serve within {timeout.TotalSeconds} s ({nameof(NoyoEmulatorOptions)}.{nameof(NoyoEmulatorOptions.StartTimeout)}). {_log.Told}", exception);
        }

        if (!_started.Task.IsCompletedSuccessfully || _address is null)
        {
            throw new NoyoEmulatorException(
                $"The emulator ended with exit code {_process.ExitCode} before it served. It was started with: {string.Join(' ', _process.StartInfo.ArgumentList.Prepend(_process.StartInfo.FileName))}\n{_log.Told}");
        }

        await limit.CancelAsync().ConfigureAwait(false);
    }

    // Nothing awaits here: the process is about to end, and the emulator is to be gone before.
    private void EndWithThisProcess(object? sender, EventArgs arguments)
    {
        try
        {
            TryCloseInput();
            if (!_process.WaitForExit(EndTimeout))
                TryKill();
        }
        catch (InvalidOperationException)
        {
            // It is disposed of meanwhile.
        }
    }

    private void TryCloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended.
        }
    }

    private void TryKill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }
}

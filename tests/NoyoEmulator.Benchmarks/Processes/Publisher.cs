using System.Diagnostics;

namespace NoyoEmulator.Benchmarks.Processes;

/// <summary>Runs other programs to their end, and publishes projects of the repository as CI does.</summary>
internal static class Publisher
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(9);

    /// <summary>The repository's root.</summary>
    public static string Repository { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>Publishes a project, given by its path in the repository, into a folder.</summary>
    public static async Task<string> PublishAsync(string project, string folder)
    {
        _ = await RunAsync(
            "dotnet", "publish", Path.Combine(Repository, project), "--configuration", "Release", "--use-current-runtime", "--no-self-contained",
            "-p:PublishReadyToRun=true", "--output", folder, "--disable-build-servers");
        return folder;
    }

    /// <summary>Runs a program and gives what it wrote.</summary>
    /// <exception cref="BenchmarkException">It failed, or is not there.</exception>
    public static async Task<string> RunAsync(params IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in command.Skip(1))
            start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            Watchdog.Watch(process.Id);
            process.StandardInput.Close();
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(Limit, TimeProvider.System);
            Watchdog.Forget(process.Id);
            return process.ExitCode == 0
                ? await output
                : throw new BenchmarkException($"{string.Join(' ', command)} failed:\n{await output}\n{await errors}");
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or TimeoutException)
        {
            throw new BenchmarkException($"{command[0]}: {exception.Message}", exception);
        }
    }

    private static string Find(DirectoryInfo? directory) => directory switch
    {
        null => throw new BenchmarkException($"{AppContext.BaseDirectory} is not below a folder with NoyoEmulator.sln."),
        _ when File.Exists(Path.Combine(directory.FullName, "NoyoEmulator.sln")) => directory.FullName,
        _ => Find(directory.Parent),
    };
}

using System.Diagnostics;
using System.Globalization;
using NoyoEmulator.Testing.Tests.Infrastructure;

namespace NoyoEmulator.Testing.Tests;

public sealed class HostTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task One_emulator_serves_the_whole_run_and_outlives_whoever_disposes_of_it()
    {
        var one = await NoyoEmulatorHost.SharedAsync();
        await one.DisposeAsync();
        var same = await NoyoEmulatorHost.SharedAsync();

        same.ShouldBeSameAs(one);
        await using var noyo = await same.CreateWorldAsync();
        noyo.Name.ShouldNotBe("default");
        same.Log.Count.ShouldBeInRange(1, 200);
    }

    [Fact]
    public async Task An_emulator_of_ones_own_has_its_own_configuration_and_ends_when_it_is_disposed_of()
    {
        var options = new NoyoEmulatorOptions
        {
            Configuration = new Dictionary<string, string> { ["Emulator:ControlKey"] = "key-of-this-test", ["Noyo:DifferenceList"] = "array" },
        };
        var host = await NoyoEmulatorHost.StartAsync(options);
        var id = host.ProcessId!.Value;
        await using (var noyo = await host.CreateWorldAsync(Guide.Now))
        {
            var snapshot = await noyo.EnrollAsync();
            (await noyo.OpenDifferencesAsync(snapshot.Id)).ShouldHaveSingleItem().Type.ShouldBe("missing_ie");
            await using var stranger = NoyoEmulatorHost.Connect(host.BaseAddress);
            (await Should.ThrowAsync<NoyoEmulatorException>(() => stranger.CreateWorldAsync())).Message.ShouldContain("Give NoyoEmulatorHost.Connect the emulator's control key.");
            await using var friend = NoyoEmulatorHost.Connect(host.BaseAddress, "key-of-this-test");
            await using var theirs = await friend.CreateWorldAsync(from: noyo.Name);
            (await theirs.SnapshotAsync(snapshot.Id)).Status.ShouldBe("processing");
        }

        await host.DisposeAsync();

        await EndOfAsync(id);
        (await Should.ThrowAsync<NoyoEmulatorException>(() => host.CreateWorldAsync())).Message.ShouldContain("The emulator was stopped.");
    }

    [Fact]
    public async Task A_test_run_that_ends_leaves_no_emulator_behind()
    {
        using var run = StartRun();
        var id = int.Parse((await run.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);

        run.StandardInput.Close();
        await run.WaitForExitAsync().WaitAsync(Limit);

        run.ExitCode.ShouldBe(0);
        await EndOfAsync(id);
    }

    [Fact]
    public async Task A_killed_test_run_leaves_no_emulator_behind_and_the_settings_of_its_platform_are_not_the_emulators()
    {
        var folder = Directory.CreateTempSubdirectory("noyo-platform-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "appsettings.json"), """{"Emulator": {"Clock": {"Mode": "bogus"}}, "Kestrel": {"Endpoints": {"A": {"Url": "bogus"}}}}""");
            using var run = StartRun(start =>
            {
                start.WorkingDirectory = folder.FullName;
                start.Environment["ASPNETCORE_URLS"] = "bogus";
                start.Environment["Emulator__Storage"] = "bogus";
                start.Environment["Serilog__MinimumLevel__Default"] = "Fatal";
                start.Environment["Kestrel__Endpoints__B__Url"] = "bogus";
                start.Environment["DOTNET_gcServer"] = "1";
            });

            var id = int.Parse((await run.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
            (await run.StandardOutput.ReadLineAsync())!.ShouldStartWith("http://127.0.0.1:");
            IsRunning(id).ShouldBeTrue();

            run.Kill();

            await EndOfAsync(id);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Process StartRun(Action<ProcessStartInfo>? change = null)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "KilledRun", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "KilledRun.dll")));
        change?.Invoke(start);
        return Process.Start(start)!;
    }

    /// <summary>Waits for the end of a process that is nobody's child here.</summary>
    private static async Task EndOfAsync(int id)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (IsRunning(id))
            _ = await look.WaitForNextTickAsync(limit.Token);
    }

    private static bool IsRunning(int id)
    {
        try
        {
            // Where nobody collects orphans, one that has ended stays in the list.
            var status = $"/proc/{id}/stat";
            if (OperatingSystem.IsLinux())
                return File.Exists(status) && !File.ReadAllText(status).Contains(") Z ", StringComparison.Ordinal);
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (Exception exception) when (exception is ArgumentException or IOException)
        {
            return false;
        }
    }
}

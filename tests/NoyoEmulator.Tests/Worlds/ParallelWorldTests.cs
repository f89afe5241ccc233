using System.Net;
using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Webhooks;

namespace NoyoEmulator.Tests.Worlds;

/// <summary>Many worlds in one emulator at the same time.</summary>
public sealed class ParallelWorldTests : IDisposable
{
    private const int Suites = 50;
    private const int Storms = 8;
    private const int StormLength = 60;

    /// <summary>
    /// The timers of an emulator at rest, however many worlds it has: one gives memory back, one looks after the worlds. The second
    /// is missing for the moment in which it looks.
    /// </summary>
    private const int TimersAtRest = 2;

    private readonly string _folder = Directory.CreateTempSubdirectory("noyo-worlds-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Fifty_suites_with_webhooks_share_one_emulator_and_none_notices_another()
    {
        // However busy the machine is, an attempt that is answered late is no failure here.
        await using var app = new EmulatorApp(("Webhooks:AttemptTimeout", "PT5M"));
        // Alone, with nobody to disturb it, a suite sees this.
        var alone = await RunSuiteAsync(app, 0);

        var together = await Task.WhenAll(Enumerable.Range(1, Suites).Select(number => Task.Run(() => RunSuiteAsync(app, number))));

        together.ShouldAllBe(seen => seen == alone);
        (await app.EventTypesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Worlds_are_reset_forked_and_deleted_under_load_without_a_failure_and_without_a_trace()
    {
        var timers = new CountedTimers();
        await using var app = EmulatorApp.WithRealTime(timers, ("Emulator:Storage", "file"), ("Emulator:DataDirectory", _folder));
        await RestAsync(app, timers);
        var answers = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);

        await Task.WhenAll(Enumerable.Range(0, Storms).Select(number => Task.Run(() => StormAsync(app, number, answers))));

        answers.Keys.Where(answer => answer.StartsWith('5')).ShouldBeEmpty();
        answers.Keys.ShouldContain(answer => answer.StartsWith("201 POST"));
        answers.Keys.ShouldContain(answer => answer.StartsWith("204 DELETE"));
        foreach (var world in (await app.GetAsync("/_emulator/worlds?page_size=100"))["response"]!.AsArray())
        {
            if (world!["name"]!.GetValue<string>() is var name && name != "default")
                _ = await app.DoAsync(HttpMethod.Delete, $"/_emulator/worlds/{name}");
        }

        Directory.EnumerateDirectories(Path.Combine(_folder, "worlds")).Select(Path.GetFileName).ShouldBe(["default"]);
        Directory.EnumerateFiles(_folder).Select(Path.GetFileName).Order().ShouldBe([".lock", "seed.db", "seed.db.stamp", "signing.key"]);
        await RestAsync(app, timers);
        _ = await app.ResetAsync();
        _ = await app.PostGuideAsync();
        _ = await app.AdvanceAsync("P2D");
        (await app.EventTypesAsync()).Count.ShouldBe(6);
    }

    [Fact]
    public async Task An_idle_world_has_no_timer()
    {
        var timers = new CountedTimers();
        await using var app = EmulatorApp.WithRealTime(timers, ("Emulator:Clock:Mode", "realtime"));

        for (var i = 0; i < 10; i++)
            _ = await app.CreateWorldAsync($"idle-{i}");

        await RestAsync(app, timers);
    }

    [Fact]
    public async Task Checkpoints_are_listed_while_others_are_saved_and_deleted()
    {
        var folder = new WorldFolder(_folder);
        var file = folder.CheckpointFile("point");
        _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var done = new CancellationTokenSource();
        var others = Task.Run(
            async () =>
            {
                while (!done.IsCancellationRequested)
                {
                    await File.WriteAllTextAsync(file, "", CancellationToken.None);
                    File.Delete(file);
                }
            },
            TestContext.Current.CancellationToken);

        for (var i = 0; i < 5_000; i++)
            folder.ListCheckpoints().Count.ShouldBeLessThan(2);

        await done.CancelAsync();
        await others;
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        folder.ListCheckpoints().ShouldBeEmpty();
    }

    [Fact]
    public async Task Worlds_survive_a_restart_with_their_clocks_work_and_checkpoints()
    {
        string snapshot, clock;
        await using (var first = EmulatorApp.On(_folder))
        {
            var world = await first.CreateWorldAsync("kept", new JsonObject { ["seed"] = "kept" });
            snapshot = (await world.PostGuideAsync()).Id();
            _ = await world.AdvanceAsync("PT2S");
            _ = await world.DoAsync(HttpMethod.Put, "/_emulator/checkpoints/two-seconds");
            clock = (await world.ClockAsync()).ToText();
            // What is left of a world whose creation was cut short is no world, and somebody else's folder is none either.
            await WriteAsync("half", ".unfinished");
            await WriteAsync("theirs", "notes.txt");
        }

        await using var second = EmulatorApp.On(_folder);

        (await second.GetAsync("/_emulator/worlds"))["response"]!.AsArray().Select(world => world!["name"]!.GetValue<string>())
            .ShouldBe(["default", "kept"]);
        (await second.GetAsync("/w/kept/_emulator/clock")).ToText().ShouldBe(clock);
        _ = await second.DoAsync(HttpMethod.Post, "/w/kept/_emulator/clock/advance", new JsonObject { ["by"] = "P2D" });
        (await second.GetAsync($"/w/kept/api/v1/member_snapshots/{snapshot}"))["status"]!.GetValue<string>().ShouldBe("completed");
        _ = await second.DoAsync(HttpMethod.Post, "/w/kept/_emulator/checkpoints/two-seconds/restore");
        (await second.GetAsync("/w/kept/_emulator/clock")).ToText().ShouldBe(clock);
        Directory.Exists(Path.Combine(_folder, "worlds", "half")).ShouldBeFalse();
        File.Exists(Path.Combine(_folder, "worlds", "theirs", "notes.txt")).ShouldBeTrue();
        var taken = await second.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, "/_emulator/worlds", new JsonObject { ["name"] = "theirs" });
        taken["message"]!.GetValue<string>().ShouldBe(
            "The name theirs is taken by a folder that is no world's; choose another name, or remove the folder");
    }

    /// <summary>Waits until no timer is left but those of an emulator at rest.</summary>
    private static Task RestAsync(EmulatorApp app, CountedTimers timers) => EmulatorApp.UntilAsync(async () =>
    {
        _ = await app.GetAsync("/_emulator/worlds");
        return timers.Active == TimersAtRest;
    });

    private Task WriteAsync(string world, string file) => File.WriteAllTextAsync(
        Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "worlds", world)).FullName, file), "", TestContext.Current.CancellationToken);

    /// <summary>What a test suite does in a world of its own; gives what it sees, which says nothing of which suite it is.</summary>
    private static async Task<string> RunSuiteAsync(EmulatorApp app, int number)
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        var world = await app.CreateWorldAsync($"suite-{number}", new JsonObject { ["seed"] = "suite" });
        var seen = new List<string>();
        for (var test = 0; test < 2; test++)
        {
            _ = await world.ResetAsync();
            _ = await world.SubscribeAsync(receiver.Url);
            var posted = await world.PostGuideAsync();
            seen.Add(posted.ToText());
            var ledger = await world.AdvanceAsync("P2D");
            seen.Add(string.Join(' ', ledger["fired"]!.AsArray().Select(entry => entry!["kind"]!.GetValue<string>())));
            seen.AddRange((await world.DifferencesAsync("is_open=true")).Select(difference => difference.ToText()));
            seen.Add(string.Join(' ', await world.EventTypesAsync()));
        }

        seen.AddRange(receiver.Received.Select(webhook => webhook.Json.ToText()).Order(StringComparer.Ordinal));
        return string.Join('\n', seen);
    }

    /// <summary>Random operations on a few worlds that others are working on too.</summary>
    private static async Task StormAsync(EmulatorApp app, int number, ConcurrentDictionary<string, int> answers)
    {
        var dice = new Dice(number);
        string World() => $"storm-{dice.Next(4)}";
        async Task SendAsync(HttpMethod method, string path, JsonNode? body = null)
        {
            using var response = await app.SendAsync(method, path, body);
            var text = (int)response.StatusCode >= 500
                ? await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
                : "";
            _ = answers.AddOrUpdate($"{(int)response.StatusCode} {method} {path.Split('/')[^1]} {text}", 1, (_, count) => count + 1);
        }

        for (var i = 0; i < StormLength; i++)
        {
            await (dice.Next(13) switch
            {
                10 => SendAsync(HttpMethod.Delete, $"/w/{World()}/_emulator/checkpoints/point"),
                11 => SendAsync(HttpMethod.Get, $"/w/{World()}/_emulator/checkpoints"),
                12 => SendAsync(HttpMethod.Post, "/_emulator/worlds", new JsonObject
                {
                    ["name"] = World(),
                    ["from"] = World(),
                    ["checkpoint"] = "point",
                }),
                0 or 1 => SendAsync(HttpMethod.Post, "/_emulator/worlds", new JsonObject { ["name"] = World() }),
                2 => SendAsync(HttpMethod.Post, "/_emulator/worlds", new JsonObject { ["name"] = World(), ["from"] = World() }),
                3 => SendAsync(HttpMethod.Delete, $"/_emulator/worlds/{World()}"),
                4 => SendAsync(HttpMethod.Post, $"/w/{World()}/_emulator/reset"),
                5 => SendAsync(HttpMethod.Put, $"/w/{World()}/_emulator/checkpoints/point"),
                6 => SendAsync(HttpMethod.Post, $"/w/{World()}/_emulator/checkpoints/point/restore"),
                7 => SendAsync(HttpMethod.Post, $"/w/{World()}/_emulator/clock/advance", new JsonObject { ["by"] = "PT5S" }),
                8 => SendAsync(HttpMethod.Get, $"/w/{World()}/tracking/api/v1/differences"),
                _ => SendAsync(HttpMethod.Post, $"/w/{World()}/api/v1/groups/{Defaults.GuideGroup}/member_snapshots", SnapshotBody.FromFile(
                    "guide-enroll-dependent.json")),
            });
        }
    }
}

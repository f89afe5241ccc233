using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Webhooks;

namespace NoyoEmulator.Tests.Worlds;

/// <summary>When worlds are opened, rest, cannot be opened, and end.</summary>
public sealed class WorldLifecycleTests : IDisposable
{
    private const string Worlds = "/_emulator/worlds";

    private readonly FakeTimeProvider _machine = new(DateTimeOffset.Parse("2026-03-01T08:00:00Z"));
    private readonly string _folder = Directory.CreateTempSubdirectory("noyo-lifecycle-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_idle_world_has_no_file_open_and_goes_on_where_it_was_with_all_that_it_keeps_in_memory()
    {
        await using var app = Start();
        var world = await app.CreateWorldAsync("tests", new JsonObject { ["seed"] = "tests" });
        var snapshot = (await world.PostGuideAsync()).Id();
        _ = await world.DoAsync(HttpMethod.Post, "/_emulator/faults", new JsonObject { ["path"] = "/ping", ["status"] = 500 });
        _ = await world.DoAsync(HttpMethod.Post, "/_emulator/inbox/mine", new JsonObject { ["kept"] = true });
        var state = await world.StateAsync();
        OpenFiles("tests").ShouldBeGreaterThan(0);

        await RestAsync(app, "tests");
        await RestAsync(app, "default");

        (await world.StateAsync()).ShouldBe(state);
        (await world.GetAsync("/_emulator/requests")).Total().ShouldBeGreaterThan(0);
        (await world.GetAsync("/_emulator/faults")).Total().ShouldBe(1);
        (await world.GetAsync("/_emulator/inbox/mine/messages")).Total().ShouldBe(1);
        _ = await world.AdvanceAsync("P2D");
        (await world.GetSnapshotAsync(snapshot)).Text("status").ShouldBe("completed");

        // And again: what a rest let go is let go each time.
        await RestAsync(app, "tests");
        (await world.GetSnapshotAsync(snapshot)).Text("status").ShouldBe("completed");
    }

    [Fact]
    public async Task A_world_in_which_something_is_due_soon_does_not_rest_and_one_that_rests_does_it_at_its_time()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var app = Start(("Emulator:Clock:Mode", "realtime"));
        var world = await app.CreateWorldAsync("tests");
        _ = await world.DoAsync(
            HttpMethod.Put, $"/_emulator/carriers/{Defaults.AcceptingCarrier}/behavior", new JsonObject { ["delays"] = new JsonObject { ["submit"] = "PT1H", ["process"] = "PT1S", ["confirm"] = "PT1S" } });
        _ = await world.SubscribeAsync(receiver.Url, events: "member_snapshot.status_change");
        _ = await world.PostExampleAsync();

        await RestAsync(app, "tests");
        _machine.Advance(TimeSpan.FromHours(1));
        await EmulatorApp.UntilAsync(async () =>
        {
            // Each step schedules the next one, some seconds later.
            await PassAsync(app, TimeSpan.FromSeconds(1));
            return receiver.Received.Count > 0;
        });
    }

    [Fact]
    public async Task A_start_opens_no_world_but_the_default_one_and_each_is_there_when_it_is_asked_for()
    {
        var states = new List<string>();
        await using (var first = Start())
        {
            for (var number = 1; number <= 5; number++)
            {
                var world = await first.CreateWorldAsync($"world-{number}", new JsonObject { ["seed"] = $"{number}" });
                _ = await world.PostExampleAsync();
                states.Add(await world.StateAsync());
            }
        }

        await using var second = Start();
        // When each is to wake is looked up beside the start; what is opened for good stays open while the clock stands.
        await EmulatorApp.UntilAsync(() => Task.FromResult(Enumerable.Range(1, 5).Sum(number => OpenFiles($"world-{number}")) == 0));
        var third = await second.GetAsync("/w/world-3/_emulator/clock");
        third.Text("mode").ShouldBe("frozen");
        OpenFiles("world-3").ShouldBeGreaterThan(0);
        OpenFiles("world-4").ShouldBe(0);
        (await second.GetAsync(Worlds)).Total().ShouldBe(6);
        (await second.GetAsync("/w/world-1/api/v1/member_snapshots")).Total().ShouldBe(6);
        _ = await second.DoAsync(HttpMethod.Delete, $"{Worlds}/world-5");
        Directory.Exists(Path.Combine(_folder, "worlds", "world-5")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_world_that_nobody_asks_for_after_a_start_does_what_falls_due_all_the_same()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using (var first = Start(("Emulator:Clock:Mode", "realtime")))
        {
            var world = await first.CreateWorldAsync("tests");
            _ = await world.SubscribeAsync(receiver.Url, events: "member_snapshot.status_change");
            _ = await world.PostExampleAsync();
        }

        await using var second = Start(("Emulator:Clock:Mode", "realtime"));
        await EmulatorApp.UntilAsync(async () =>
        {
            await PassAsync(second, TimeSpan.FromSeconds(1));
            return receiver.Received.Count == 1;
        });
    }

    [Fact]
    public async Task There_are_as_many_worlds_as_there_may_be_and_a_refused_one_leaves_nothing()
    {
        await using var app = Start(("Emulator:MaxWorlds", "3"));
        _ = await app.CreateWorldAsync("one");
        _ = await app.CreateWorldAsync("two");

        (await app.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, Worlds, new JsonObject { ["name"] = "three" })).Text("message")
            .ShouldStartWith("There are 3 worlds, which is as many as there may be; delete one,");
        Directory.Exists(Path.Combine(_folder, "worlds", "three")).ShouldBeFalse();
        _ = await app.DoAsync(HttpMethod.Delete, $"{Worlds}/one");
        _ = await app.CreateWorldAsync("three");
    }

    [Fact]
    public async Task A_world_has_as_many_checkpoints_as_it_may_have_and_any_of_them_can_be_saved_anew()
    {
        await using var app = Start(("Emulator:MaxCheckpoints", "2"));
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/checkpoints/one");
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/checkpoints/two");

        (await app.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Put, "/_emulator/checkpoints/three")).Text("message")
            .ShouldBe("The world default has 2 checkpoints, which is as many as it may have; delete one, or raise Emulator:MaxCheckpoints");
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/checkpoints/two");
        (await app.GetAsync("/_emulator/checkpoints")).Total().ShouldBe(2);
    }

    [Fact]
    public async Task A_damaged_world_is_named_with_its_file_keeps_nobody_from_starting_and_can_be_deleted()
    {
        await using (var first = Start())
        {
            _ = await first.CreateWorldAsync("damaged");
            _ = await first.CreateWorldAsync("empty");
            _ = await first.CreateWorldAsync("whole");
        }

        // In the middle, where nothing but a look at all of it finds it.
        await using (var file = File.OpenWrite(FileOf("damaged", "world.db")))
        {
            file.Position = file.Length / 2 / 4096 * 4096;
            file.Write(Encoding.UTF8.GetBytes(new string('!', 4096)));
        }

        await File.WriteAllBytesAsync(FileOf("empty", "world.db"), [], Token);
        await using var app = Start();
        (await ReasonAsync(app, "damaged")).ShouldStartWith($"The world damaged cannot be used: {FileOf("damaged", "world.db")} is damaged: ");
        (await ReasonAsync(app, "empty")).ShouldBe(
            $"The world empty cannot be used: {FileOf("empty", "world.db")} is empty. Put a copy in its place, or delete the file to start over with the seed.");
        (await app.GetAsync("/w/whole/_emulator/clock")).Text("mode").ShouldBe("frozen");
        var ready = await app.GetAsync("/_emulator/health/ready");
        ready["problems"]!.AsArray().Select(problem => problem!.Text("world")).ShouldBe(["damaged", "empty"]);
        (await app.GetAsync($"{Worlds}/empty")).Text("broken").ShouldContain("is empty");

        _ = await app.DoAsync(HttpMethod.Delete, $"{Worlds}/damaged");
        File.Delete(FileOf("empty", "world.db"));
        (await app.GetAsync("/w/empty/_emulator/clock")).Text("mode").ShouldBe("frozen");
        (await app.GetAsync("/_emulator/health/ready"))["problems"].ShouldBeNull();
    }

    [Fact]
    public async Task Damage_that_is_found_while_a_world_is_used_is_told_until_the_world_is_put_back()
    {
        await using (var first = Start())
            _ = await first.CreateWorldAsync("damaged");
        var database = FileOf("damaged", "world.db");
        var page = RootPage(database, "member_snapshots");
        await using (var file = File.OpenWrite(database))
        {
            file.Position = (page - 1) * 4096;
            file.Write(Encoding.UTF8.GetBytes(new string('!', 4096)));
        }

        // Nobody looks at all of it here.
        await using var app = Start(("Emulator:CheckDatabases", "false"));
        using var client = app.UncheckedClient();
        client.DefaultRequestHeaders.Authorization = app.Client.DefaultRequestHeaders.Authorization;
        using var answer = await client.GetAsync("/w/damaged/api/v1/member_snapshots", Token);
        ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!.Text("message")).ShouldBe(
            (503, "The storage fails: the database is damaged. Reset the world, restore a checkpoint, or delete it."));
        using var ready = await client.GetAsync("/w/damaged/_emulator/health/ready", Token);
        (await ready.Content.ReadAsStringAsync(Token)).ShouldContain("Not ready: world damaged: the database is damaged");
        using var reset = await client.PostAsync("/w/damaged/_emulator/reset", content: null, Token);
        reset.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var again = await client.GetAsync("/w/damaged/_emulator/health/ready", Token);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"created_at\": 5}")]
    [InlineData("[]")]
    public async Task A_world_whose_registration_is_damaged_is_named_and_its_data_stays(string content)
    {
        string state;
        await using (var first = Start())
        {
            var world = await first.CreateWorldAsync("tests");
            _ = await world.PostExampleAsync();
            state = (await world.GetAsync("/api/v1/member_snapshots")).ToText();
        }

        await File.WriteAllTextAsync(FileOf("tests", "world.json"), content, Token);
        await using var app = Start();
        (await ReasonAsync(app, "tests")).ShouldStartWith($"The world tests cannot be used: {FileOf("tests", "world.json")} cannot be read. Delete it to keep");

        File.Delete(FileOf("tests", "world.json"));
        (await app.GetAsync("/w/tests/api/v1/member_snapshots")).ToText().ShouldBe(state);
    }

    [Fact]
    public async Task A_world_without_a_registration_is_kept()
    {
        string state;
        await using (var first = Start())
        {
            var world = await first.CreateWorldAsync("tests");
            _ = await world.PostExampleAsync();
            state = (await world.GetAsync("/api/v1/member_snapshots")).ToText();
        }

        File.Delete(FileOf("tests", "world.json"));
        await using var app = Start();
        (await app.GetAsync("/w/tests/api/v1/member_snapshots")).ToText().ShouldBe(state);
        (await app.GetAsync($"{Worlds}/tests"))["expires_at"].ShouldBeNull();
    }

    [Fact]
    public async Task A_reset_breaks_off_an_advance_at_a_receiver_that_does_not_answer()
    {
        await using var receiver = await RecordingReceiver.StartStuckAsync(new TaskCompletionSource().Task);
        await using var app = Start(("Webhooks:AttemptTimeout", "PT1H"));
        _ = await app.TestSubscriptionAsync((await app.SubscribeAsync(receiver.Url)).Id());
        var advance = app.SendAsync(HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["by"] = "P1D" });
        await receiver.ReceivedAsync(1);
        var waiting = app.SendAsync(HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["by"] = "P3D" });

        _ = await app.ResetAsync();

        using var broken = await advance;
        broken.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await broken.Content.ReadAsStringAsync(Token)).ShouldContain("It was broken off: the world default was put back while time passed");
        // One that had not begun takes place in the world as it is now.
        using var begun = await waiting;
        begun.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.ClockAsync()).Text("now").ShouldStartWith("2024-08-23T12:00:00");
    }

    [Fact]
    public async Task Deleting_a_world_breaks_off_its_advance()
    {
        await using var receiver = await RecordingReceiver.StartStuckAsync(new TaskCompletionSource().Task);
        await using var app = Start(("Webhooks:AttemptTimeout", "PT1H"));
        var world = await app.CreateWorldAsync("tests");
        _ = await world.TestSubscriptionAsync((await world.SubscribeAsync(receiver.Url)).Id());
        var advance = app.UncheckedClient().PostAsync("/w/tests/_emulator/clock/advance", new StringContent("{\"by\": \"P1D\"}", Encoding.UTF8, "application/json"), Token);
        await receiver.ReceivedAsync(1);

        _ = await app.DoAsync(HttpMethod.Delete, $"{Worlds}/tests");

        using var answer = await advance;
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain("The world named tests was deleted while it worked on this request");
    }

    [Fact]
    public async Task Databases_checkpoints_and_their_folders_are_closed_to_other_users()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such rights.");
        // As earlier versions, or a restored backup, left them.
        await using (var first = Start())
        {
            _ = await first.CreateWorldAsync("tests");
            _ = await first.DoAsync(HttpMethod.Put, "/_emulator/checkpoints/old");
        }

        if (!OperatingSystem.IsWindows())
        {
            foreach (var path in new[] { Path.Combine(_folder, "worlds", "default"), FileOf("default", "world.db"), FileOf("default", "checkpoints/old.db") })
                File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("755", 8));
        }

        await using var app = Start();
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/checkpoints/new");
        _ = await app.CreateWorldAsync("fork", new JsonObject { ["from"] = "default" });
        _ = await app.PostExampleAsync();

        foreach (var entry in new DirectoryInfo(_folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            var wanted = entry is DirectoryInfo ? "700" : "600";
            Convert.ToString((int)entry.UnixFileMode, 8).ShouldBe(wanted, entry.FullName);
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private EmulatorApp Start(params (string Key, string? Value)[] settings) => EmulatorApp.WithRealTime(
        _machine, [("Emulator:Storage", "file"), ("Emulator:DataDirectory", _folder), .. settings]);

    private string FileOf(string world, string file) => Path.Combine(_folder, "worlds", world, file);

    /// <summary>Lets the world be idle until it rests.</summary>
    private Task RestAsync(EmulatorApp app, string world) => EmulatorApp.UntilAsync(async () =>
    {
        if (OpenFiles(world) == 0)
            return true;
        await PassAsync(app, TimeSpan.FromSeconds(31));
        return OpenFiles(world) == 0;
    });

    /// <summary>Lets real time pass, no faster than the emulator answers: what is due in a moment must not find years gone by.</summary>
    private async Task PassAsync(EmulatorApp app, TimeSpan time)
    {
        _machine.Advance(time);
        _ = await app.GetAsync("/_emulator/health/live");
    }

    private static long RootPage(string database, string table)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT rootpage FROM sqlite_master WHERE name = '{table}'";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>How many files of a world this process has open.</summary>
    private int OpenFiles(string world) => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(link =>
        new FileInfo(link).LinkTarget?.StartsWith(Path.Combine(_folder, "worlds", world) + "/", StringComparison.Ordinal) == true);

    private static async Task<string> ReasonAsync(EmulatorApp app, string world)
    {
        using var client = app.UncheckedClient();
        using var response = await client.GetAsync($"/w/{world}/_emulator/clock", Token);
        var message = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!.Text("message");
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, message);
        return message;
    }
}

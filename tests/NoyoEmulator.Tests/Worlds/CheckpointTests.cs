using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Webhooks;

namespace NoyoEmulator.Tests.Worlds;

/// <summary>Saving a world, going back to it, and forking it from there.</summary>
public sealed class CheckpointTests(FrozenWorld shared) : FrozenWorldTests(shared)
{
    private const string Checkpoints = "/_emulator/checkpoints";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync() => await App.CleanAsync();

    [Fact]
    public async Task A_restore_brings_back_data_clock_due_work_queued_deliveries_and_ids()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        _ = await App.SubscribeAsync(receiver.Url);
        var snapshot = await App.PostGuideAsync();
        _ = await SaveAsync("posted");
        var clock = (await App.ClockAsync()).ToText();
        var future = await LiveOnAsync();
        var received = receiver.Received.Count;
        received.ShouldBeGreaterThan(0);

        var restored = await App.DoAsync(HttpMethod.Post, $"{Checkpoints}/posted/restore");

        restored.ToText().ShouldBe("""{"world":"default","checkpoint":"posted","now":"2024-08-20T12:00:00+00:00"}""");
        (await App.ClockAsync()).ToText().ShouldBe(clock);
        (await App.GetSnapshotAsync(snapshot.Id()))["status"]!.GetValue<string>().ShouldBe("processing");
        // The same future follows, deliveries included.
        (await LiveOnAsync()).ShouldBe(future);
        receiver.Received.Count.ShouldBe(2 * received);
    }

    [Fact]
    public async Task A_checkpoint_of_that_name_is_replaced_and_a_reset_keeps_it()
    {
        using (var first = await App.SendAsync(HttpMethod.Put, $"{Checkpoints}/state"))
            first.StatusCode.ShouldBe(HttpStatusCode.Created);
        _ = await App.AdvanceAsync("PT1H");
        using (var second = await App.SendAsync(HttpMethod.Put, $"{Checkpoints}/State"))
            second.StatusCode.ShouldBe(HttpStatusCode.OK);

        _ = await App.ResetAsync();

        (await App.GetAsync(Checkpoints))["response"]!.AsArray().Select(checkpoint => checkpoint!["name"]!.GetValue<string>()).ShouldBe(["state"]);
        (await App.DoAsync(HttpMethod.Post, $"{Checkpoints}/state/restore"))["now"]!.GetValue<string>().ShouldStartWith("2024-08-20T13:00:00");
    }

    [Fact]
    public async Task Checkpoints_belong_to_their_world_and_end_with_it()
    {
        var world = await App.CreateWorldAsync("one");
        _ = await world.DoAsync(HttpMethod.Put, $"{Checkpoints}/mine");

        (await world.GetAsync(Checkpoints)).Total().ShouldBe(1);
        (await App.GetAsync(Checkpoints)).Total().ShouldBe(0);
        (await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, $"{Checkpoints}/mine/restore"))["message"]!.GetValue<string>()
            .ShouldBe("The world default has no checkpoint named mine");
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/one");
        world = await App.CreateWorldAsync("one");
        (await world.GetAsync(Checkpoints)).Total().ShouldBe(0);
    }

    [Fact]
    public async Task A_world_can_be_forked_from_a_checkpoint()
    {
        var snapshot = await App.PostGuideAsync();
        _ = await SaveAsync("posted");
        _ = await App.AdvanceAsync("P2D");

        var fork = await App.CreateWorldAsync("fork", new JsonObject { ["from"] = "default", ["checkpoint"] = "posted" });

        (await fork.ClockAsync())["now"]!.GetValue<string>().ShouldStartWith("2024-08-20T12:00:00");
        (await fork.GetSnapshotAsync(snapshot.Id()))["status"]!.GetValue<string>().ShouldBe("processing");
        (await App.RefusedAsync(
            HttpStatusCode.NotFound,
            HttpMethod.Post,
            "/_emulator/worlds",
            new JsonObject { ["from"] = "default", ["checkpoint"] = "pasted" }))["message"]!.GetValue<string>()
            .ShouldBe("The world default has no checkpoint named pasted; it has: posted");
    }

    [Fact]
    public async Task A_world_whose_creation_failed_for_a_missing_checkpoint_leaves_its_name_free()
    {
        _ = await App.RefusedAsync(
            HttpStatusCode.NotFound,
            HttpMethod.Post,
            "/_emulator/worlds",
            new JsonObject { ["name"] = "wanted", ["from"] = "default", ["checkpoint"] = "missing" });
        (await App.GetAsync("/_emulator/worlds")).Total().ShouldBe(1);

        var world = await App.CreateWorldAsync("wanted", new JsonObject { ["from"] = "default" });

        (await world.GetAsync("/_emulator/info"))["world"]!.GetValue<string>().ShouldBe("wanted");
        (await world.PostGuideAsync())["status"]!.GetValue<string>().ShouldBe("processing");
    }

    [Fact]
    public async Task A_checkpoint_can_be_downloaded_as_a_database_and_deleted()
    {
        _ = await SaveAsync("state");
        using (var file = await App.SendAsync(HttpMethod.Get, $"{Checkpoints}/state/file"))
        {
            file.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.sqlite3");
            file.Content.Headers.ContentDisposition!.FileName.ShouldBe("default-state.db");
            var path = Path.GetTempFileName();
            await File.WriteAllBytesAsync(path, await file.Content.ReadAsByteArrayAsync(Token), Token);
            GroupsIn(path).ShouldBe(5);
            File.Delete(path);
        }

        _ = await App.DoAsync(HttpMethod.Delete, $"{Checkpoints}/state");

        foreach (var (method, path) in new[]
        {
            (HttpMethod.Delete, $"{Checkpoints}/state"), (HttpMethod.Get, $"{Checkpoints}/state/file"), (HttpMethod.Post, $"{Checkpoints}/state/restore"),
        })
        {
            _ = await App.RefusedAsync(HttpStatusCode.NotFound, method, path);
        }
    }

    [Theory]
    [InlineData("-x")]
    [InlineData(".hidden")]
    [InlineData("a b")]
    [InlineData("..%2Fworld")]
    public async Task A_checkpoint_whose_name_is_no_name_is_refused(string name)
    {
        using var response = await App.SendAsync(HttpMethod.Put, $"{Checkpoints}/{name}");

        response.StatusCode.ShouldBeOneOf(HttpStatusCode.UnprocessableEntity, HttpStatusCode.NotFound);
        (await App.GetAsync(Checkpoints)).Total().ShouldBe(0);
    }

    [Fact]
    public async Task A_running_clock_goes_on_from_the_time_of_the_checkpoint()
    {
        var world = await App.CreateWorldAsync(
            "running", new JsonObject { ["clock"] = new JsonObject { ["mode"] = "realtime", ["now"] = "2024-01-01T00:00:00Z", ["speed"] = 0.001 } });
        _ = await world.DoAsync(HttpMethod.Put, $"{Checkpoints}/early");
        _ = await world.DoAsync(HttpMethod.Put, "/_emulator/clock", new JsonObject { ["mode"] = "frozen", ["now"] = "2025-01-01T00:00:00Z" });

        _ = await world.DoAsync(HttpMethod.Post, $"{Checkpoints}/early/restore");

        var clock = await world.ClockAsync();
        clock["mode"]!.GetValue<string>().ShouldBe("realtime");
        clock["speed"]!.GetValue<double>().ShouldBe(0.001);
        clock["now"]!.GetValue<string>().ShouldStartWith("2024-01-01T00:00:0");
    }

    private static long GroupsIn(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM groups";
        return (long)command.ExecuteScalar()!;
    }

    private Task<JsonNode> SaveAsync(string name) => App.DoAsync(HttpMethod.Put, $"{Checkpoints}/{name}");

    private async Task<string> LiveOnAsync()
    {
        var posted = await App.PostExampleAsync();
        var ledger = await App.AdvanceAsync("P2D");
        var events = await App.GetAsync("/_emulator/webhooks/events?page_size=100");
        return string.Join('\n', posted.ToText(), ledger.ToText(), events.ToText());
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using NoyoEmulator.Tests.Builders;
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
    public async Task Faults_go_on_from_where_they_were_in_what_is_restored_and_in_what_is_forked()
    {
        await using var app = new EmulatorApp();
        _ = await app.DoAsync(HttpMethod.Post, "/_emulator/faults", JsonNode.Parse("""{"path": "/api/v1/groups/*", "status": 503, "probability": 0.5, "seed": 7, "times": 20}"""));
        _ = await app.DoAsync(HttpMethod.Post, "/_emulator/faults", JsonNode.Parse("""{"operation": "getDifferenceList", "delay": "PT0.01S", "times": 2}"""));
        _ = await HitsAsync(app, 5);
        var saved = await StateOfAsync(app);
        _ = await app.DoAsync(HttpMethod.Put, $"{Checkpoints}/faults");
        var future = await HitsAsync(app, 12);
        var later = await FaultAsync(app);
        future.ShouldContain(true);
        future.ShouldContain(false);

        await using var fork = await app.CreateWorldAsync("fork", new JsonObject { ["from"] = "default", ["checkpoint"] = "faults" });
        (await StateOfAsync(fork)).ShouldBe(saved);
        (await HitsAsync(fork, 12)).ShouldBe(future);
        (await FaultAsync(fork)).ShouldBe(later);
        _ = await app.DoAsync(HttpMethod.Post, $"{Checkpoints}/faults/restore");
        (await StateOfAsync(app)).ShouldBe(saved);
        (await HitsAsync(app, 12)).ShouldBe(future);
        (await FaultAsync(app)).ShouldBe(later);

        _ = await app.ResetAsync();
        (await app.GetAsync("/_emulator/faults")).Total().ShouldBe(0);
        _ = await fork.ResetAsync();
        (await StateOfAsync(fork)).ShouldBe(saved);

        static async Task<string> StateOfAsync(EmulatorApp app) => (await app.GetAsync("/_emulator/faults")).ToText();
        static async Task<string> FaultAsync(EmulatorApp app) =>
            (await app.DoAsync(HttpMethod.Post, "/_emulator/faults", JsonNode.Parse("""{"path": "/api/v1/plans/*", "abort": true}"""))).Id();
        static async Task<List<bool>> HitsAsync(EmulatorApp app, int requests)
        {
            var hits = new List<bool>();
            for (var i = 0; i < requests; i++)
            {
                using var answer = await app.SendAsync(HttpMethod.Get, $"/api/v1/groups/{Defaults.ExampleGroup}");
                hits.Add(answer.StatusCode == HttpStatusCode.ServiceUnavailable);
            }

            return hits;
        }
    }

    [Fact]
    public async Task What_happened_since_a_checkpoint_is_told_by_kind()
    {
        await using var app = new EmulatorApp();
        var open = (await app.AllDifferencesAsync("is_open=true"))[0];
        _ = await SaveAsync(app, "before");
        (await ChangesAsync("before")).ShouldBeEmpty();

        var snapshot = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        var contact = await app.DoAsync(HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/contacts", NewContact());
        string[] ofPosting =
        [
            "group_contact created 1", "employee created 1", "individual_enrollment created 1", "member_snapshot created 1", "member_transaction created 1", "difference created 2", "event created 2",
        ];
        (await ChangesAsync("before")).ShouldBe(ofPosting, ignoreOrder: true);
        _ = await SaveAsync(app, "posted");
        _ = await app.AdvanceAsync("P2D");
        _ = await app.DoAsync(HttpMethod.Delete, $"/_emulator/carriers/{Defaults.AcceptingCarrier}/records/{FamilyBody.Id(1)}");
        _ = await app.DoAsync(HttpMethod.Put, $"/tracking/api/v1/differences/{open.Id()}/dismiss");

        var answer = await app.GetAsync($"{Checkpoints}/posted/changes");
        answer.Text("from").ShouldStartWith("2024-08-20T12:00:00");
        answer.Text("to").ShouldStartWith("2024-08-22T12:00:00");
        var kinds = answer["changes"]!.AsArray().ToDictionary(kind => kind!.Text("kind"), kind => kind!);
        kinds["member_snapshot"]["changed"]!["ids"]!.AsArray().Select(id => id!.GetValue<string>()).ShouldBe([snapshot.Id()]);
        kinds["difference"]["resolved"]!["count"]!.GetValue<int>().ShouldBe(2);
        kinds["difference"]["changed"]!["ids"]!.AsArray().Select(id => id!.GetValue<string>()).ShouldBe([open.Id()]);
        kinds.ShouldNotContainKey("carrier_record");
        kinds.ShouldNotContainKey("group_contact");
        (await app.GetAsync($"{Checkpoints}/before/changes?ids=0"))["changes"]![0]!["created"]!.ToText().ShouldBe("""{"count":1,"ids":[]}""");
        contact.Text("version").ShouldNotBeEmpty();
        (await ChangesAsync("before", "?to=posted")).ShouldBe(ofPosting, ignoreOrder: true);
        (await ChangesAsync("posted", "?to=posted")).ShouldBeEmpty();
        var between = await app.GetAsync($"{Checkpoints}/before/changes?to=posted");
        (between.Text("to_checkpoint"), between.Text("from"), between.Text("to")).ShouldBe(("posted", "2024-08-20T12:00:00+00:00", "2024-08-20T12:00:00+00:00"));

        (await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Checkpoints}/posted/changes?to=other")).Text("message").ShouldBe("to must be one of: before, posted");
        (await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"{Checkpoints}/other/changes")).Text("message").ShouldContain("it has: before, posted");
        _ = await app.DoAsync(HttpMethod.Post, $"{Checkpoints}/posted/restore");
        (await ChangesAsync("posted")).ShouldBeEmpty();

        async Task<List<string>> ChangesAsync(string checkpoint, string query = "") =>
        [
            .. from kind in (await app.GetAsync($"{Checkpoints}/{checkpoint}/changes{query}"))["changes"]!.AsArray()
               from sort in kind.AsObject().Where(property => property.Key != "kind")
               select $"{kind!.Text("kind")} {sort.Key} {sort.Value!["count"]}",
        ];
    }

    private static JsonObject NewContact() => new()
    {
        ["first_name"] = "Ines",
        ["last_name"] = "Okafor",
        ["email"] = "ines@example.test",
        ["types"] = new JsonArray("company"),
    };

    private static Task<JsonNode> SaveAsync(EmulatorApp app, string name) => app.DoAsync(HttpMethod.Put, $"{Checkpoints}/{name}");

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

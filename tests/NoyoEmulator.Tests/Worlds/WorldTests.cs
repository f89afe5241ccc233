using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Webhooks;

namespace NoyoEmulator.Tests.Worlds;

/// <summary>Creating, choosing, listing, forking and deleting worlds.</summary>
public sealed class WorldTests(FrozenWorld shared) : FrozenWorldTests(shared)
{
    private const string Worlds = "/_emulator/worlds";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync() => await App.CleanAsync();

    [Fact]
    public async Task What_happens_in_one_world_is_seen_in_no_other()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        var one = await App.CreateWorldAsync("one");
        var two = await App.CreateWorldAsync("two");
        _ = await one.SubscribeAsync(receiver.Url);
        _ = await one.BehaveAsync(Defaults.ShiftingCarrier, new JsonObject { ["effect"] = "drop" });

        var snapshot = await one.PostGuideAsync();
        _ = await one.AdvanceAsync("P2D");

        (await one.EventTypesAsync()).ShouldNotBeEmpty();
        receiver.Received.ShouldNotBeEmpty();
        foreach (var other in new[] { two, App })
        {
            (await other.EventTypesAsync()).ShouldBeEmpty();
            (await other.ClockAsync())["now"]!.GetValue<string>().ShouldStartWith("2024-08-20T12:00:00");
            _ = await other.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/api/v1/member_snapshots/{snapshot.Id()}");
            (await other.GetAsync("/_emulator/webhooks/subscriptions")).Total().ShouldBe(0);
            (await other.GetAsync($"/_emulator/carriers/{Defaults.ShiftingCarrier}/behavior"))["rules"]![0]!["effect"]!.ToText()
                .ShouldBe("""{"effective_start_date":"first_of_next_month"}""");
        }
    }

    [Fact]
    public async Task A_client_chooses_its_world_by_the_client_id_of_its_token_by_header_or_by_path()
    {
        var world = await App.DoAsync(HttpMethod.Post, Worlds, new JsonObject { ["name"] = "Chosen.World-1" });
        world["client_id"]!.GetValue<string>().ShouldBe("Chosen.World-1");
        using var token = new HttpRequestMessage(HttpMethod.Post, "/auth/public/token");
        var credentials = $"{world["client_id"]}:{world["client_secret"]}";
        token.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        token.Content = JsonContent.Create(new { grant_type = "client_credentials" });
        using var issued = await App.Client.SendAsync(token, Token);
        var accessToken = (await issued.Content.ReadFromJsonAsync<JsonNode>(Token))!["access_token"]!.GetValue<string>();

        (await WorldOfAsync("/_emulator/info", ("Authorization", $"Bearer {accessToken}"))).ShouldBe("Chosen.World-1");
        (await WorldOfAsync("/_emulator/info", ("Authorization", $"Bearer {world["access_token"]}"))).ShouldBe("Chosen.World-1");
        (await WorldOfAsync("/_emulator/info", ("X-Emulator-World", "Chosen.World-1"))).ShouldBe("Chosen.World-1");
        (await WorldOfAsync("/w/Chosen.World-1/_emulator/info")).ShouldBe("Chosen.World-1");
        (await WorldOfAsync("/_emulator/info")).ShouldBe("default");
        // What is said outright goes before what the token says.
        (await WorldOfAsync("/w/default/_emulator/info", ("Authorization", $"Bearer {accessToken}"))).ShouldBe("default");
    }

    [Fact]
    public async Task The_urls_of_a_world_lead_into_it()
    {
        var world = await App.DoAsync(HttpMethod.Post, Worlds, new JsonObject { ["name"] = "urls" });
        var inWorld = await App.CreateWorldAsync("same", new JsonObject { ["from"] = "urls" });
        _ = await inWorld.PostGuideAsync();

        var fulfillment = world["urls"]!["fulfillment"]!.GetValue<string>();
        (await App.GetAsync($"{fulfillment}/api/v1/member_snapshots")).Total().ShouldBe(await SeededSnapshotsAsync());
        _ = await App.DoAsync(
            HttpMethod.Post, $"{fulfillment}/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", SnapshotBody.Example());
        (await App.GetAsync($"{fulfillment}/api/v1/member_snapshots")).Total().ShouldBe(1 + await SeededSnapshotsAsync());
    }

    [Fact]
    public async Task An_unknown_world_is_refused_with_those_that_exist()
    {
        _ = await App.CreateWorldAsync("here");

        foreach (var path in new[] { "/w/gone/api/v1/member_snapshots", "/w/gone/_emulator/clock" })
        {
            (await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, path))["message"]!.GetValue<string>()
                .ShouldBe("There is no world named gone. These exist: default, here");
        }

        (await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Delete, $"{Worlds}/gone"))["message"]!.GetValue<string>()
            .ShouldContain("default, here");
        (await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, Worlds, new JsonObject
        {
            ["from"] = "gone",
        }))["message"]!.GetValue<string>()
            .ShouldBe("from names no world: gone. These exist: default, here");
    }

    [Fact]
    public async Task A_world_begins_with_the_seed_and_a_clock_of_its_own()
    {
        var world = await App.CreateWorldAsync(
            "clocked", new JsonObject { ["clock"] = new JsonObject { ["mode"] = "frozen", ["now"] = "2030-02-03T04:05:06Z" } });

        (await world.ClockAsync())["now"]!.GetValue<string>().ShouldBe("2030-02-03T04:05:06+00:00");
        _ = await world.PostGuideAsync();
        _ = await world.AdvanceAsync("P1D");
        _ = await world.ResetAsync();
        (await world.ClockAsync())["now"]!.GetValue<string>().ShouldBe("2030-02-03T04:05:06+00:00");
        (await world.EventTypesAsync()).ShouldBeEmpty();
        (await world.GetAsync("/api/v1/member_snapshots")).Total().ShouldBe(await SeededSnapshotsAsync());
    }

    [Fact]
    public async Task A_fork_goes_on_from_where_its_source_is_and_apart_from_it()
    {
        var source = await App.CreateWorldAsync("source");
        var snapshot = await source.PostGuideAsync();
        _ = await source.AdvanceAsync("PT2S");

        var fork = await App.CreateWorldAsync("fork", new JsonObject { ["from"] = "source" });

        (await fork.ClockAsync()).ToText().ShouldBe((await source.ClockAsync()).ToText());
        var ledger = await fork.AdvanceAsync("P2D");
        (await source.GetSnapshotAsync(snapshot.Id()))["status"]!.GetValue<string>().ShouldBe("processing");
        (await fork.GetSnapshotAsync(snapshot.Id()))["status"]!.GetValue<string>().ShouldBe("completed");
        // The source has the same future, ids included.
        (await source.AdvanceAsync("P2D")).ToText().ShouldBe(ledger.ToText());
        (await source.DifferencesAsync("")).Select(difference => difference.ToText())
            .ShouldBe((await fork.DifferencesAsync("")).Select(difference => difference.ToText()));
    }

    [Fact]
    public async Task A_reset_takes_a_fork_back_to_what_it_was_forked_from()
    {
        var snapshot = await App.PostGuideAsync();
        _ = await App.AdvanceAsync("PT1S");
        var fork = await App.CreateWorldAsync("fork", new JsonObject { ["from"] = "default" });
        var before = (await fork.ClockAsync()).ToText();
        _ = await App.ResetAsync();
        _ = await fork.AdvanceAsync("P2D");

        _ = await fork.ResetAsync();

        (await fork.ClockAsync()).ToText().ShouldBe(before);
        (await fork.GetSnapshotAsync(snapshot.Id()))["status"]!.GetValue<string>().ShouldBe("processing");
        _ = await fork.AdvanceAsync("P2D");
        (await fork.GetSnapshotAsync(snapshot.Id()))["status"]!.GetValue<string>().ShouldBe("completed");
    }

    [Fact]
    public async Task A_fork_can_be_given_a_clock_and_a_seed_of_its_own()
    {
        var fork = await App.CreateWorldAsync(
            "fork",
            new JsonObject
            {
                ["from"] = "default",
                ["clock"] = new JsonObject { ["mode"] = "frozen", ["now"] = "2031-01-01T00:00:00Z" },
                ["seed"] = "mine",
            });

        (await fork.ClockAsync())["now"]!.GetValue<string>().ShouldBe("2031-01-01T00:00:00+00:00");
        (await fork.PostGuideAsync()).Id().ShouldNotBe((await App.PostGuideAsync()).Id());
    }

    [Fact]
    public async Task A_deleted_world_is_gone_with_its_work_and_its_name_is_free_again()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        var world = await App.CreateWorldAsync(
            "short", new JsonObject { ["clock"] = new JsonObject { ["mode"] = "realtime", ["speed"] = 0.001 } });
        _ = await world.SubscribeAsync(receiver.Url);
        _ = await world.PostGuideAsync();

        using (var deleted = await App.SendAsync(HttpMethod.Delete, $"{Worlds}/short"))
            deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        _ = await world.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/api/v1/member_snapshots");
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"{Worlds}/short");
        var again = await App.CreateWorldAsync("short");
        (await again.EventTypesAsync()).ShouldBeEmpty();
        (await again.GetAsync("/_emulator/webhooks/subscriptions")).Total().ShouldBe(0);
    }

    [Fact]
    public async Task A_request_under_way_in_a_world_that_is_deleted_is_answered()
    {
        var world = await App.CreateWorldAsync("short", new JsonObject { ["clock"] = new JsonObject { ["mode"] = "realtime" } });
        var waiting = world.SendAsync(HttpMethod.Get, "/_emulator/webhooks/events/await?timeout=PT5M");
        await EmulatorApp.UntilAsync(async () => (await App.GetAsync(Worlds)).Total() == 2);

        _ = await App.DoAsync(HttpMethod.Delete, $"{Worlds}/short");

        using var answer = await waiting.WaitAsync(TimeSpan.FromSeconds(30), Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain("short");
    }

    [Fact]
    public async Task An_answer_that_has_begun_is_given_whole_though_its_world_is_deleted()
    {
        const int Snapshots = 60;
        var world = await App.CreateWorldAsync("ending");
        for (var i = 0; i < Snapshots; i++)
            _ = await world.PostExampleAsync();
        using var client = App.UncheckedClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "any");
        // Too long to be written before anybody reads it.
        using var answer = await client.GetAsync(
            "/w/ending/_emulator/requests?page_size=100", HttpCompletionOption.ResponseHeadersRead, Token);

        var deleting = App.SendAsync(HttpMethod.Delete, $"{Worlds}/ending");
        await EmulatorApp.UntilAsync(async () => (await App.GetAsync(Worlds)).Total() == 1);

        deleting.IsCompleted.ShouldBeFalse();
        (await answer.Content.ReadFromJsonAsync<JsonNode>(Token))!["response"]!.AsArray().Count.ShouldBe(Snapshots);
        using var deleted = await deleting;
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task The_default_world_cannot_be_deleted_and_a_name_is_given_once()
    {
        (await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Delete, $"{Worlds}/default"))["message"]!.GetValue<string>()
            .ShouldContain("reset it instead");
        _ = await App.CreateWorldAsync("taken");
        foreach (var name in new[] { "taken", "TAKEN", "default" })
        {
            (await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, Worlds, new JsonObject
            {
                ["name"] = name,
            }))["message"]!.GetValue<string>().ShouldContain(name);
        }
    }

    [Fact]
    public async Task A_world_without_a_name_gets_one_and_all_are_listed()
    {
        var nameless = await App.DoAsync(HttpMethod.Post, Worlds);
        _ = await App.CreateWorldAsync("alpha");

        var list = await App.GetAsync($"{Worlds}?page_size=2");

        list.Total().ShouldBe(3);
        list["response"]!.AsArray().Select(world => world!["name"]!.GetValue<string>()).ShouldBe(["alpha", "default"]);
        var one = await App.GetAsync($"{Worlds}/{nameless["name"]}");
        one["clock"]!["mode"]!.GetValue<string>().ShouldBe("frozen");
        one["expires_at"].ShouldBeNull();
        one.AsObject().ContainsKey("access_token").ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"name": "../etc"}""", "name")]
    [InlineData("""{"name": ""}""", "name")]
    [InlineData("""{"name": "-x"}""", "name")]
    [InlineData("""{"checkpoint": "c"}""", "checkpoint")]
    [InlineData("""{"clock": {"mode": "slow"}}""", "clock.mode")]
    [InlineData("""{"clock": {"mode": "frozen", "nov": "2024-01-01"}}""", "clock.nov")]
    [InlineData("""{"seed": ""}""", "seed")]
    [InlineData("""{"time_to_live": "soon"}""", "time_to_live")]
    [InlineData("""{"time_to_live": "PT0S"}""", "time_to_live")]
    [InlineData("""{"nam": "x"}""", "nam")]
    public async Task A_world_that_cannot_be_is_refused_by_the_name_of_the_field(string body, string field)
    {
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Worlds, JsonNode.Parse(body));

        error["errors"]![0]!["field"]!.GetValue<string>().ShouldBe($"$.{field}");
        error["message"]!.GetValue<string>().ShouldStartWith(field);
        (await App.GetAsync(Worlds)).Total().ShouldBe(1);
    }

    [Fact]
    public async Task A_world_that_nobody_uses_for_its_time_to_live_is_deleted()
    {
        _ = await App.CreateWorldAsync("brief", new JsonObject { ["time_to_live"] = "PT0.2S" });
        _ = await App.CreateWorldAsync("lasting", new JsonObject { ["time_to_live"] = "P1D" });

        await EmulatorApp.UntilAsync(async () => (await App.GetAsync(Worlds)).Total() == 2);

        (await App.GetAsync($"{Worlds}/lasting"))["expires_at"].ShouldNotBeNull();
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"{Worlds}/brief");
    }

    private async Task<string> WorldOfAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var client = App.AnonymousClient();
        using var response = await client.SendAsync(request, Token);
        return (await response.Content.ReadFromJsonAsync<JsonNode>(Token))!["world"]!.GetValue<string>();
    }

    private async Task<int> SeededSnapshotsAsync()
    {
        _ = await App.ResetAsync();
        return (await App.GetAsync("/api/v1/member_snapshots")).Total();
    }
}

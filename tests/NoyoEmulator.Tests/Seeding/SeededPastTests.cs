using System.Globalization;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Seeding;

/// <summary>What a seed posted is the past of every world that begins with it, and nothing but that.</summary>
public sealed class SeededPastTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private static readonly long Posted = DateTimeOffset.Parse("2024-01-10T15:00:00Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds();

    [Theory]
    [InlineData("2023-06-01T00:00:00Z")]
    [InlineData("2024-01-10T14:59:59Z")]
    [InlineData("2024-01-10T15:00:03Z")]
    [InlineData("1970-01-01T00:00:00Z")]
    public async Task A_world_that_begins_earlier_has_it_behind_itself(string start)
    {
        await using var app = await CreateWorldAsync($"early-{start.Replace(':', '-').ToLowerInvariant()}", start);
        var now = DateTimeOffset.Parse(start, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        (await app.ClockAsync()).Text("now").ShouldBe(DateTimeOffset.Parse(start, CultureInfo.InvariantCulture).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture));

        foreach (var path in new[]
        {
            "/api/v1/member_snapshots", "/fulfillment/api/v1/member_transactions", "/tracking/api/v1/differences", "/tracking/api/v1/member_transactions",
        })
        {
            // All is there that is there at any other time.
            var (early, usual) = (await app.GetAsync(path), await App.GetAsync(path));
            early.Total().ShouldBe(usual.Total());
            Instants(early).ShouldAllBe(instant => instant < now);
        }

        foreach (var transaction in await app.AllAsync("/fulfillment/api/v1/member_transactions"))
            Instants(await app.GetAsync($"/fulfillment/api/v1/member_transactions/{transaction.Id()}/status_details")).ShouldAllBe(instant => instant < now);
        foreach (var difference in await app.AllDifferencesAsync())
            Instants(await app.DifferenceAsync(difference.Id())).ShouldAllBe(instant => instant < now);
        var snapshots = await app.AllAsync("/api/v1/member_snapshots");
        var snapshot = snapshots[^1];
        snapshot.Text("status").ShouldBe("completed");
        ((Posted - snapshot.Number("created")!.Value) % 86_400).ShouldBe(0);
        // By no more days than it takes: the last that happened is that the change took effect.
        var last = long.MinValue;
        foreach (var one in snapshots)
        {
            last = (await app.GetAsync($"/_emulator/explain/{one.Id()}"))["entries"]!.AsArray().Where(entry => entry!.Text("kind") != "request")
                .Select(entry => DateTimeOffset.Parse(entry!.Text("at"), CultureInfo.InvariantCulture).ToUnixTimeSeconds()).Append(last).Max();
        }

        last.ShouldBeInRange(now - 86_400, now - 1);
    }

    [Fact]
    public async Task Lists_by_time_find_it_where_it_lies()
    {
        await using var app = await CreateWorldAsync("early-lists", "2023-06-01T00:00:00Z");
        var body = Seed();
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/seed", body);

        var all = await app.AllDifferencesAsync();

        all.ShouldNotBeEmpty();
        (await app.AllDifferencesAsync("created_before=2023-6-1")).Count.ShouldBe(all.Count);
        (await app.AllDifferencesAsync("created_after=2023-6-1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reset_lays_it_there_again_and_a_later_world_leaves_it_where_it_was()
    {
        await using var app = await CreateWorldAsync("early-reset", "2023-06-01T00:00:00Z");
        var before = (await app.GetAsync("/api/v1/member_snapshots")).ToText();
        _ = await app.PostGuideAsync();

        _ = await app.ResetAsync();

        (await app.GetAsync("/api/v1/member_snapshots")).ToText().ShouldBe(before);
        (await App.AllAsync("/api/v1/member_snapshots"))[^1].Number("created").ShouldBe(Posted);
    }

    [Fact]
    public async Task The_configured_start_counts_as_well()
    {
        await using var app = new EmulatorApp(("Emulator:Clock:Now", "2020-02-29"));
        var now = new DateTimeOffset(2020, 2, 29, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

        (await app.AllAsync("/api/v1/member_snapshots")).ShouldAllBe(snapshot => snapshot.Number("created") < now);
        await app.PostGuideAsync();
        (await app.AllAsync("/api/v1/member_snapshots"))[0].Number("created").ShouldBe(now);
    }

    [Fact]
    public async Task Round_trips_of_the_past_use_up_no_rules()
    {
        await using var app = await CreateWorldAsync("ruled", EmulatorApp.Start);
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/seed", Seed());

        var behavior = await app.GetAsync($"/_emulator/carriers/{Defaults.ShiftingCarrier}/behavior");
        behavior["rules"]!.AsArray().Count.ShouldBe(1);
        behavior["rules"]![0]!.Number("used").ShouldBe(0);
        (await app.AllDifferencesAsync("type=ie_effective_start_date")).ShouldNotBeEmpty();

        _ = await app.PostSnapshotAsync(Defaults.GuideGroup, Builders.SnapshotBody.FromFile("guide-enroll-dependent.json"));
        _ = await app.AdvanceAsync("PT1H");
        (await app.GetAsync($"/_emulator/carriers/{Defaults.ShiftingCarrier}/behavior"))["rules"]![0]!.Number("used").ShouldBe(1);
        _ = await app.ResetAsync();
        (await app.GetAsync($"/_emulator/carriers/{Defaults.ShiftingCarrier}/behavior"))["rules"]![0]!.Number("used").ShouldBe(0);
        foreach (var carrier in await App.AllAsync("/_emulator/carriers"))
            (carrier["behavior"]?["rules"]?.AsArray() ?? []).ShouldAllBe(rule => rule!.Number("used") == 0);
    }

    private Task<EmulatorApp> CreateWorldAsync(string name, string now) => App.CreateWorldAsync(
        name, new JsonObject { ["time_to_live"] = "PT1M", ["clock"] = new JsonObject { ["mode"] = "frozen", ["now"] = now } });

    /// <summary>A seed in which a snapshot of the past met a rule that is for once.</summary>
    private static JsonObject Seed()
    {
        var seed = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src", "NoyoEmulator", "Seeding", "default-seed.json")))!.AsObject();
        var carrier = seed["carriers"]!.AsArray().Single(item => item!.Text("id") == Defaults.ShiftingCarrier)!;
        carrier["behavior"] = new JsonObject
        {
            ["rules"] = new JsonArray(WorldIntents.Rule(WorldIntents.Starting("first_of_next_month"), times: 1)),
        };
        _ = seed.Remove("member_requests");
        seed["snapshots"] = new JsonArray(new JsonObject
        {
            ["group_id"] = Defaults.GuideGroup,
            ["posted_at"] = "2024-02-05T09:00:00Z",
            ["snapshot"] = Builders.SnapshotBody.FromFile("guide-enroll-dependent.json"),
        });
        return seed;
    }

    /// <summary>Every instant in an answer.</summary>
    private static IEnumerable<long> Instants(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Key is "created" or "modified" or "event_created" or "resolved" or "discrepancy_time" or "carrier_fetch_time"
            or "last_seen" && member.Value is JsonValue value && value.TryGetValue<long>(out var seconds) ? [seconds] : Instants(member.Value)),
        JsonArray items => items.SelectMany(Instants),
        _ => [],
    };
}

using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Configuration;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Webhooks;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Worlds;

/// <summary>A world that lives long keeps the newest of its past, and what somebody still needs of the rest.</summary>
public sealed class RetentionTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Key = "Emulator:Retention";
    private const string Events = "/_emulator/webhooks/events";

    [Fact]
    public async Task The_newest_events_stay_older_ones_are_gone_and_nothing_else_is_different()
    {
        await using var limited = new EmulatorApp((Key, "4"));
        var ledgers = new List<string>();
        foreach (var app in new[] { App, limited })
        {
            _ = await app.PostGuideAsync();
            _ = await app.PostExampleAsync();
            ledgers.Add((await app.AdvanceAsync("P2D")).ToText());
        }

        var all = await App.AllAsync(Events);
        var kept = await limited.AllAsync(Events);

        ledgers[1].ShouldBe(ledgers[0]);
        all.Count.ShouldBeGreaterThan(10);
        kept.Select(item => item.ToText()).ShouldBe(all.TakeLast(4).Select(item => item.ToText()));
        (await limited.GetAsync($"{Events}?object_id={all[0].Text("object_id")}"))["meta"]!["total_records"]!.GetValue<int>()
            .ShouldBe(kept.Count(item => item.Text("object_id") == all[0].Text("object_id")));
        _ = await limited.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/_emulator/explain/{all[0].Id()}");
        // What happens next gets the ids that it would have got.
        foreach (var app in new[] { App, limited })
            _ = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15"));
        (await limited.AllAsync(Events))[^1].ToText().ShouldBe((await App.AllAsync(Events))[^1].ToText());
    }

    [Fact]
    public async Task An_event_stays_until_it_is_delivered_and_then_goes_with_its_deliveries()
    {
        await using var app = new EmulatorApp((Key, "2"));
        await using var receiver = await RecordingReceiver.StartAsync();
        var subscription = (await app.SubscribeAsync(receiver.Url)).Id();
        for (var i = 0; i < 5; i++)
            _ = await app.TestSubscriptionAsync(subscription);
        var events = (await app.AllAsync(Events)).Select(item => item.Id()).ToList();
        events.Count.ShouldBe(5);
        var deliveries = (await app.DeliveriesAsync("status=pending")).Select(delivery => delivery.Id()).ToList();
        deliveries.Count.ShouldBe(5);

        _ = await app.DrainAsync();
        receiver.Received.Select(webhook => webhook.EventId).ShouldBe(events);
        var last = (await app.TestSubscriptionAsync(subscription)).Text("delivery_id");
        _ = await app.DrainAsync();

        (await app.AllAsync(Events)).Select(item => item.Id()).ShouldBe([events[4], receiver.Received[^1].EventId]);
        (await app.DeliveriesAsync("status=succeeded")).Select(delivery => delivery.Id()).ShouldBe([deliveries[4], last]);
        foreach (var gone in deliveries.Take(4))
            _ = await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/_emulator/webhooks/deliveries/{gone}");
        (await app.DeliveryAsync(deliveries[4]))["attempts"]!.AsArray().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_difference_keeps_its_first_its_deciding_and_its_latest_sighting_and_stays_in_every_list()
    {
        await using var limited = new EmulatorApp((Key, "1"));
        var (id, snapshot, midway) = await LoseDentalAsync(limited);
        var (sameId, _, whole) = await LoseDentalAsync(App);

        sameId.ShouldBe(id);
        whole.ShouldBe(["+0", "+6", "+8", "+10 raised", "+3600", "+7200", "+10800"]);
        midway.ShouldBe(["+0", "+10 raised", "+10800"]);
        foreach (var app in new[] { App, limited })
            await FindDentalAsync(app);
        (await SightingsAsync(App, id)).ShouldBe([.. whole, "+10800 resolved"]);
        (await SightingsAsync(limited, id)).ShouldBe(["+0", "+10 raised", "+10800 resolved"]);
        foreach (var query in new[] { "", $"member_snapshot_id={snapshot}", "is_open=false" })
            (await TextsAsync(limited, query)).ShouldBe(await TextsAsync(App, query));
    }

    [Fact]
    public async Task An_explanation_tells_what_is_still_known()
    {
        await using var limited = new EmulatorApp((Key, "1"));
        var (_, snapshot, _) = await LoseDentalAsync(App);
        _ = await LoseDentalAsync(limited);

        var whole = await SummariesAsync(App, snapshot);
        var known = await SummariesAsync(limited, snapshot);

        known.ShouldBeSubsetOf(whole);
        whole.ShouldContain(line => line.StartsWith("submit ", StringComparison.Ordinal));
        known.ShouldNotContain(line => line.StartsWith("submit ", StringComparison.Ordinal));
        known.Count(line => line.StartsWith("snapshot ", StringComparison.Ordinal)).ShouldBe(1);
        known.Count(line => line.Contains(": found (", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_world_that_was_to_keep_everything_loses_its_past_once_it_is_to_keep_less()
    {
        var directory = Directory.CreateTempSubdirectory("noyo-retention-").FullName;
        try
        {
            List<string> all;
            await using (var unlimited = EmulatorApp.On(directory, (Key, "all")))
            {
                _ = await unlimited.PostGuideAsync();
                _ = await unlimited.AdvanceAsync("P1D");
                all = [.. (await unlimited.AllAsync(Events)).Select(item => item.Id())];
            }

            await using var limited = EmulatorApp.On(directory, (Key, "3"));
            (await limited.AllAsync(Events)).Select(item => item.Id()).ShouldBe(all);
            await using var receiver = await RecordingReceiver.StartAsync();
            var subscription = (await limited.SubscribeAsync(receiver.Url)).Id();
            _ = await limited.TestSubscriptionAsync(subscription);

            (await limited.AllAsync(Events)).Select(item => item.Id()).SkipLast(1).ShouldBe(all.TakeLast(2));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void What_falls_out_goes_in_portions_and_what_was_left_over_is_looked_at_a_little_at_a_time()
    {
        var records = new Recorded();
        var retention = new Retention(new EmulatorOptions { Retention = 1_000 }, [records]);

        foreach (var (before, after) in new[] { (0, 1_099), (1_099, 1_100), (1_100, 1_199), (1_199, 1_450) })
        {
            records.Last = after;
            retention.Trim(null!, [before]);
        }

        records.Removed.ShouldBe([(0, 100), (100, 400), (0, 30)]);
        records.Asked.ShouldBe([(100, 200), (400, 200)]);
    }

    /// <summary>Posts a change that the carrier loses, and lets three syncs see it.</summary>
    /// <returns>The difference, the snapshot and the sightings.</returns>
    private static async Task<(string Id, string Snapshot, IReadOnlyList<string> Sightings)> LoseDentalAsync(EmulatorApp app)
    {
        _ = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-09-01"));
        _ = await app.AdvanceAsync("P1D");
        _ = await app.BehaveAsync(Defaults.AcceptingCarrier, Rule("drop"));
        var snapshot = await app.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-09-01").Enroll(Offer.Dental, "2024-09-15"));
        var id = (await app.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem().Id();
        for (var i = 0; i < 3; i++)
        {
            _ = await app.AdvanceAsync("PT1H");
            _ = await app.SyncAsync(Defaults.AcceptingCarrier, new JsonObject { ["employee_id"] = FamilyBody.Id(1) });
        }

        return (id, snapshot.Id(), await SightingsAsync(app, id));
    }

    private static async Task FindDentalAsync(EmulatorApp app)
    {
        var medical = (await app.RecordsAsync(Defaults.AcceptingCarrier))[FamilyBody.Id(1)]["enrollments"]![0]!.DeepClone();
        var dental = new JsonObject
        {
            ["line_of_coverage"] = "dental",
            ["plan_name"] = Offer.Dental.PlanName,
            ["effective_start_date"] = "2024-09-15",
            ["effective_end_date"] = OpenEnd,
        };
        var found = new JsonObject { ["enrollments"] = new JsonArray(medical, dental) };
        _ = await app.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), found);
        _ = await app.SyncAsync(Defaults.AcceptingCarrier, new JsonObject { ["employee_id"] = FamilyBody.Id(1) });
    }

    /// <summary>When a difference was seen, in seconds since the change that it is about, and what followed.</summary>
    private static async Task<IReadOnlyList<string>> SightingsAsync(EmulatorApp app, string id) =>
    [
        .. (await app.DifferenceAsync(id))["sources"]!.AsArray().Select(source =>
            $"+{source!.Number("carrier_fetch_time") - StartSeconds - 86_400}"
            + (source!["is_discrepancy"]!.GetValue<bool>() ? " raised" : "")
            + (source!["resolves_difference"]!.GetValue<bool>() ? " resolved" : "")),
    ];

    private static async Task<IReadOnlyList<string>> TextsAsync(EmulatorApp app, string query) =>
        [.. (await app.AllDifferencesAsync(query)).Select(difference => difference.ToText())];

    private static async Task<IReadOnlyList<string>> SummariesAsync(EmulatorApp app, string id) =>
        [.. (await app.GetAsync($"/_emulator/explain/{id}"))["entries"]!.AsArray().Where(entry => entry!.Text("kind") != "request")
            .Select(entry => $"{entry!.Text("kind")} {entry!.Text("at")} {entry!.Id()} {entry!.Text("summary")}")];

    /// <summary>Records that tell what is asked of them; the oldest left over is number 30.</summary>
    private sealed class Recorded : IRetainedRecords
    {
        public long Last { get; set; }

        public List<(long After, long UpTo)> Removed { get; } = [];

        public List<(long UpTo, int Most)> Asked { get; } = [];

        public long Newest(RowStore rows) => Last;

        public void Remove(RowStore rows, long after, long upTo) => Removed.Add((after, upTo));

        public long LastLeftOver(RowStore rows, long upTo, int most)
        {
            Asked.Add((upTo, most));
            return upTo == 400 ? 30 : 0;
        }
    }
}

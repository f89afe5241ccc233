using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>Fills a world so that every view of the dashboard has something to show; knows the places where that is.</summary>
internal static class Furnished
{
    public const string Secret = "s3cret";

    /// <summary>The views that need nothing to be there, with what shows that they are.</summary>
    public static readonly IReadOnlyList<(string Place, string Shows)> EmptyPlaces =
    [
        ("snapshots", "No snapshot yet"), ("differences", "No differences"), ("webhooks", "Nobody is subscribed"), ("events", "No events"),
        ("deliveries", "No deliveries"), ("inboxes", "No subscription goes to an inbox"), ("inboxes/none", "Nothing has arrived"), ("gauntlet", "No report yet"),
        ("requests", "No requests"), ("requests?matched=false", "Every request was answered by an operation"), ("faults", "Another one"),
        ("carriers", "What a carrier makes of what it is sent"), ("worlds", "No checkpoint"), ("find", "Paste an id"),
    ];

    /// <summary>Makes a world that has nothing but a group and its carriers.</summary>
    public static Task EmptyAsync(EmulatorApp world) => world.DoAsync(HttpMethod.Put, "/_emulator/seed", PlanSeed.Of([]));

    /// <summary>The guide, webhooks that arrive and one that fails, a checkpoint, a fault and requests; gives the places, with what shows that they are.</summary>
    public static async Task<IReadOnlyList<(string Place, string Shows)>> FillAsync(EmulatorApp world)
    {
        _ = await world.DoAsync(HttpMethod.Put, "/_emulator/inbox/hooks/behavior", new JsonObject { ["secret"] = Secret });
        _ = await world.DoAsync(HttpMethod.Put, "/_emulator/inbox/down/behavior", new JsonObject { ["statuses"] = new JsonArray(500) });
        var subscription = await SubscribeAsync("hooks", "Orders");
        _ = await SubscribeAsync("down", "Down");
        _ = await world.DoAsync(HttpMethod.Put, "/_emulator/checkpoints/before");
        var snapshot = (await world.PostGuideAsync()).Id();
        _ = await world.AdvanceAsync("P2D");
        _ = await world.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/tracking/api/v1/diferences");
        _ = await world.DoAsync(HttpMethod.Post, "/_emulator/faults", JsonNode.Parse("""{"operation": "getDifferenceList", "status": 503}"""));
        _ = await world.RefusedAsync(HttpStatusCode.ServiceUnavailable, HttpMethod.Get, "/tracking/api/v1/differences");
        _ = await world.DoAsync(HttpMethod.Delete, "/_emulator/faults");
        _ = await world.DoAsync(HttpMethod.Post, "/_emulator/faults", JsonNode.Parse("""{"operation": "createMemberSnapshot", "status": 429, "retry_after": "PT5S"}"""));
        var difference = (await world.DifferencesAsync($"member_snapshot_id={snapshot}&is_open=true"))[0].Id();
        var missed = (await world.DeliveriesAsync("type=difference.created")).First(delivery => delivery.Text("subscription_id") != subscription).Id();
        var requests = await world.GetAsync("/_emulator/requests?page_size=100");
        var request = requests["response"]!.AsArray().First(one => one!.Text("method") == "POST")!.Id();
        var given = (await world.GetAsync("/_emulator/webhooks/events?page_size=1"))["response"]![0]!.Id();
        return
        [
            ("snapshots", "Cornwall, Opal"), ($"snapshots/{snapshot}", "Platform and carriers now"), ($"snapshots/{snapshot}/document", "As it was sent"),
            ($"snapshots/{snapshot}/transactions", "vision"), ($"families/{Defaults.GuideEmployee}", "more fields"), ("differences", "missing_ie"),
            ($"differences/{difference}", "Sightings"), ("webhooks", "Orders"), ($"webhooks/{subscription}", "Send a test"), ("events", "difference.created"),
            ($"events/{given}", "About"), ("deliveries", "difference.created"), ($"deliveries/{missed}", "Answered 500"), ("inboxes", "hooks"),
            ("inboxes/hooks", "difference.created"), ("gauntlet", "Run it"), ("requests", "createMemberSnapshot"), ($"requests/{request}", "Copy as curl"),
            ("requests?matched=false", "diferences"), ("faults", "0 hit"), ("carriers", "Harbor Mutual"), ($"carriers/{Defaults.ShiftingCarrier}", "Rule 1"),
            ("worlds", "Restore"), ($"find/{Defaults.GuideGroup}", "What happened"),
        ];

        async Task<string> SubscribeAsync(string inbox, string name) => (await world.DoAsync(
            HttpMethod.Post, "/_emulator/webhooks/subscriptions", new JsonObject { ["inbox"] = inbox, ["secret"] = Secret, ["name"] = name })).Id();
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Workflows;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>Which events there are: those of what changed, each once, worked out here from the objects alone.</summary>
public sealed class EventTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string SnapshotChange = "member_snapshot.status_change";
    private const string CarrierChange = "member_snapshot_carrier_fulfillment_status.status_change";
    private const int Steps = 40;

    private static readonly int[] Seeds = [201, 202, 203];

    [Fact]
    public async Task Every_change_of_a_history_is_sent_once_and_nothing_else_is()
    {
        var types = new HashSet<string>();
        foreach (var seed in Seeds)
        {
            _ = await App.ResetAsync();
            types.UnionWith(await LiveAsync(seed));
        }

        // Were one missing, nothing would have been shown of it.
        types.Order(StringComparer.Ordinal).ShouldBe(
        [
            "difference.created", "difference.discrepancy", "difference.replaced", "difference.resolved", SnapshotChange, CarrierChange,
                "test.hello_world",
        ]);
    }

    [Fact]
    public async Task An_event_says_what_happened_to_what_and_when_and_nothing_more()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        _ = await App.SubscribeAsync(receiver.Url);
        await new RandomHistory(Seeds[0], App).RunAsync(Steps / 2);
        _ = await App.DrainAsync();

        receiver.Received.ShouldNotBeEmpty();
        foreach (var webhook in receiver.Received)
        {
            var sent = webhook.Json;
            Keys(sent).ShouldBe(["data", "event"]);
            Keys(sent["data"]!).ShouldBe(["id"]);
            Keys(sent["event"]!).ShouldBe(["id", "created", "type"]);
            Guid.TryParseExact(webhook.ObjectId, "D", out _).ShouldBeTrue();
            Guid.TryParseExact(webhook.EventId, "D", out _).ShouldBeTrue();
            var known = await App.GetAsync($"/_emulator/webhooks/events?object_id={webhook.ObjectId}&page_size=100");
            var entry = known["response"]!.AsArray().Single(it => it!.Id() == webhook.EventId)!;
            DateTimeOffset.Parse(entry.Text("created"), CultureInfo.InvariantCulture).ToUnixTimeSeconds()
                .ShouldBe(sent["event"]!["created"]!.GetValue<long>());
            entry.Text("type").ShouldBe(webhook.Type);
        }
    }

    /// <summary>Lives through a history, checks what was sent of it, and gives the types of it.</summary>
    private async Task<IEnumerable<string>> LiveAsync(int seed)
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        var subscription = await App.SubscribeAsync(receiver.Url);
        var known = Details(await App.AllDifferencesAsync());
        var history = new RandomHistory(seed, App);
        await history.RunAsync(Steps);
        await history.SettleAsync();
        _ = await App.DrainAsync();
        var test = await App.TestSubscriptionAsync(subscription.Id());
        _ = await App.DrainAsync();

        var posted = history.Posted.ToDictionary(snapshot => snapshot.Id());
        var expected = new List<(string Type, string Id)> { ("test.hello_world", subscription.Id()) };
        foreach (var snapshot in (await App.AllAsync("/api/v1/member_snapshots?")).Where(snapshot => posted.ContainsKey(snapshot.Id())))
            expected.AddRange(Changes(posted[snapshot.Id()], snapshot));
        foreach (var (id, now) in Details(await App.AllDifferencesAsync()))
            expected.AddRange(now.Except(known.GetValueOrDefault(id, [])).Select(type => (type, id)));

        receiver.Received.Select(webhook => (webhook.Type, webhook.ObjectId)).Order().ShouldBe(expected.Order(), $"seed {seed}");
        receiver.Received.Select(webhook => webhook.EventId).ShouldBeUnique();
        receiver.Received.ShouldContain(webhook => webhook.EventId == test.Text("event_id"));
        return expected.Select(it => it.Type);
    }

    /// <summary>What happened to a snapshot between the answer to its post and now.</summary>
    private static IEnumerable<(string Type, string Id)> Changes(JsonNode posted, JsonNode now)
    {
        // From processing there is one step, to whatever it is now.
        posted.Text("status").ShouldBeOneOf("processing", now.Text("status"));
        if (posted.Text("status") != now.Text("status"))
            yield return (SnapshotChange, now.Id());
        var before = Carriers(posted);
        foreach (var (carrier, status) in Carriers(now).Where(entry => entry.Value != before[entry.Key]))
        {
            before[carrier].ShouldBe("processing", $"{carrier} went on to {status}");
            yield return (CarrierChange, now.Id());
        }
    }

    private static Dictionary<string, string> Carriers(JsonNode snapshot) =>
        snapshot["fulfillment_summary"]!.AsArray().ToDictionary(entry => entry!.Text("carrier_id"), entry => entry!.Text("status"));

    /// <summary>What has happened to each difference so far, in the words of events.</summary>
    private static Dictionary<string, List<string>> Details(IReadOnlyList<JsonNode> differences) => differences.ToDictionary(
        difference => difference.Id(),
        difference => new (string Type, bool Has)[]
        {
            ("difference.created", true),
            ("difference.discrepancy", difference["discrepancy_time"] is not null),
            ("difference.resolved", difference["resolved"] is not null),
            ("difference.replaced", difference["replaced_by"] is not null),
        }.Where(it => it.Has).Select(it => it.Type).ToList());

    private static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(property => property.Key);
}

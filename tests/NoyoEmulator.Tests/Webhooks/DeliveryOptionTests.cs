using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>Deliveries out of order, more than once, and several at a time, in an advance and while the clock runs.</summary>
public sealed class DeliveryOptionTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const int Events = 12;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_shuffle_sends_each_event_once_in_an_order_that_the_seed_chooses(bool isRealtime)
    {
        var first = await SendAsync(isRealtime, new JsonObject { ["order"] = "shuffle", ["seed"] = 7 });
        var again = await SendAsync(isRealtime: false, new JsonObject { ["order"] = "shuffle", ["seed"] = 7 });
        var other = await SendAsync(isRealtime, new JsonObject { ["order"] = "shuffle", ["seed"] = 8 });

        first.Order().ShouldBe(Enumerable.Range(0, Events));
        first.ShouldNotBe(Enumerable.Range(0, Events));
        again.ShouldBe(first);
        other.ShouldNotBe(first);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_share_of_events_arrives_twice_and_the_seed_chooses_which(bool isRealtime)
    {
        var first = await SendAsync(isRealtime, new JsonObject { ["duplicate"] = 0.5, ["seed"] = 3 });
        var again = await SendAsync(isRealtime: false, new JsonObject { ["duplicate"] = 0.5, ["seed"] = 3 });
        var other = await SendAsync(isRealtime, new JsonObject { ["duplicate"] = 0.5, ["seed"] = 4 });

        first.Distinct().ShouldBe(Enumerable.Range(0, Events));
        first.Count.ShouldBeInRange(Events + 1, 2 * Events - 1);
        again.ShouldBe(first);
        other.ShouldNotBe(first);
    }

    [Fact]
    public async Task A_duplicate_has_the_same_bytes_and_both_attempts_are_on_record()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await RecordingReceiver.StartAsync();
        var id = await SubscribeAsync(app, receiver, new JsonObject { ["duplicate"] = 1 });
        var delivery = (await app.TestSubscriptionAsync(id))["delivery_id"]!.GetValue<string>();

        var ledger = await app.AdvanceAsync("P1D");

        receiver.Received.Count.ShouldBe(2);
        receiver.Received[1].Body.ShouldBe(receiver.Received[0].Body);
        receiver.Received[1].Headers["x-cloud-trace-context"].ShouldNotBe(receiver.Received[0].Headers["x-cloud-trace-context"]);
        foreach (var webhook in receiver.Received)
            webhook.ShouldBeSignedWith("s3cret");
        var record = await app.DeliveryAsync(delivery);
        record["status"]!.GetValue<string>().ShouldBe("succeeded");
        record["attempt_count"]!.GetValue<int>().ShouldBe(2);
        record["attempts"]!.AsArray().Select(attempt => attempt!["number"]!.GetValue<int>()).ShouldBe([1, 2]);
        ledger["fired"]!.AsArray().ShouldHaveSingleItem()!["summary"]!.GetValue<string>()
            .ShouldBe("attempt 1 succeeded with 200; attempt 2, a duplicate, succeeded with 200");
    }

    [Fact]
    public async Task A_duplicate_of_what_was_refused_does_not_change_the_schedule_of_retries()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await RecordingReceiver.StartAsync(500);
        var id = await SubscribeAsync(app, receiver, new JsonObject { ["duplicate"] = 1 });
        _ = await app.TestSubscriptionAsync(id);

        var ledger = await app.AdvanceAsync("P4D");

        // Two at the start, and the fifteen retries.
        receiver.Received.Count.ShouldBe(17);
        ledger["fired"]!.AsArray().Where(entry => entry!["kind"]!.GetValue<string>() == "delivery")
            .Select(entry => entry!["at"]!.GetValue<DateTimeOffset>()).Last()
            .ShouldBe(DateTimeOffset.Parse(EmulatorApp.Start).AddDays(3));
        (await app.DeliveriesAsync()).ShouldHaveSingleItem()["status"]!.GetValue<string>().ShouldBe("failed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task As_many_attempts_are_under_way_at_once_as_the_concurrency_says_and_no_more(bool isRealtime)
    {
        await using var app = new EmulatorApp();
        await using var receiver = await RecordingReceiver.StartAsync();
        using var gate = new Barrier(4);
        var underWay = 0;
        var most = 0;
        receiver.Answer = async (_, _) =>
        {
            lock (gate)
                most = Math.Max(most, ++underWay);
            // Only four at once get through.
            await Task.Run(() => gate.SignalAndWait(TimeSpan.FromSeconds(30)).ShouldBeTrue());
            lock (gate)
                underWay--;
            return 200;
        };
        var id = await SubscribeAsync(app, receiver, new JsonObject { ["concurrency"] = 4 });
        for (var i = 0; i < Events; i++)
            _ = await app.TestSubscriptionAsync(id);

        await DeliverAsync(app, isRealtime);

        most.ShouldBe(4);
        (await app.DeliveriesAsync("status=succeeded")).Count.ShouldBe(Events);
        (await app.DeliveriesAsync()).ShouldAllBe(delivery => delivery["attempt_count"]!.GetValue<int>() == 1);
    }

    [Fact]
    public async Task Options_are_read_back_and_a_put_without_them_takes_them_away()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await RecordingReceiver.StartAsync();
        var id = await SubscribeAsync(
            app, receiver, new JsonObject { ["concurrency"] = 3, ["order"] = "shuffle", ["duplicate"] = 0.25, ["seed"] = 9 });

        Options(await app.SubscriptionAsync(id)).ShouldBe("3 shuffle 0.25 9");
        Options(await app.DoAsync(HttpMethod.Put, $"/_emulator/webhooks/subscriptions/{id}", new JsonObject { ["url"] = receiver.Url }))
            .ShouldBe("1 fifo 0 ");
        Options(await app.SubscriptionAsync(id)).ShouldBe("1 fifo 0 ");
    }

    [Theory]
    [InlineData("concurrency", "0")]
    [InlineData("concurrency", "101")]
    [InlineData("concurrency", "1.5")]
    [InlineData("order", "\"lifo\"")]
    [InlineData("duplicate", "1.01")]
    [InlineData("duplicate", "-0.1")]
    [InlineData("seed", "7")]
    [InlineData("speed", "7")]
    public async Task What_makes_no_sense_is_refused_by_name(string field, string value)
    {
        var app = await shared.FreshAsync();
        var body = new JsonObject { ["url"] = "http://localhost:9000/", ["secret"] = "s", [field] = JsonNode.Parse(value) };

        var error = await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, "/_emulator/webhooks/subscriptions", body);

        error["errors"]!.AsArray().ShouldHaveSingleItem()!["field"]!.GetValue<string>().ShouldBe($"$.{field}");
        (await app.GetAsync("/_emulator/webhooks/subscriptions"))["response"]!.AsArray().ShouldBeEmpty();
    }

    private static string Options(JsonNode subscription) =>
        $"{subscription["concurrency"]} {subscription["order"]} {subscription["duplicate"]} {subscription["seed"]}";

    private static async Task<string> SubscribeAsync(EmulatorApp app, RecordingReceiver receiver, JsonObject options)
    {
        options["url"] = receiver.Url;
        options["secret"] = "s3cret";
        return (await app.DoAsync(HttpMethod.Post, "/_emulator/webhooks/subscriptions", options))["id"]!.GetValue<string>();
    }

    /// <summary>Sends what has gathered while the clock stood still: by an advance, or by letting the clock run.</summary>
    private static async Task DeliverAsync(EmulatorApp app, bool isRealtime)
    {
        if (!isRealtime)
        {
            _ = await app.DrainAsync();
            return;
        }

        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/clock", new JsonObject { ["mode"] = "realtime" });
        await EmulatorApp.UntilAsync(async () => (await app.DeliveriesAsync("status=pending")).Count == 0);
    }

    /// <summary>The events in the order in which they arrive, each as its place in the order of creation.</summary>
    private static async Task<IReadOnlyList<int>> SendAsync(bool isRealtime, JsonObject options)
    {
        await using var app = new EmulatorApp();
        await using var receiver = await RecordingReceiver.StartAsync();
        var id = await SubscribeAsync(app, receiver, options);
        var events = new List<string>();
        for (var i = 0; i < Events; i++)
            events.Add((await app.TestSubscriptionAsync(id))["event_id"]!.GetValue<string>());
        await DeliverAsync(app, isRealtime);
        return [.. receiver.Received.Select(webhook => events.IndexOf(webhook.EventId))];
    }
}

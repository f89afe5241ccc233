using System.Net;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>Waiting for deliveries, and what is told in place of waiting in vain.</summary>
public sealed class DeliveryAwaitTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Await = "/_emulator/webhooks/deliveries/await";

    [Fact]
    public async Task Waiting_ends_when_receivers_have_accepted_what_was_sent()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var app = new EmulatorApp(("Emulator:Clock:Mode", "realtime"));
        var id = (await app.SubscribeAsync(receiver.Url))["id"]!.GetValue<string>();

        var waiting = app.GetAsync($"{Await}?status=succeeded&type=test.hello_world&subscription_id={id}&object_id={id}&count=2&timeout=PT30S");
        _ = await app.TestSubscriptionAsync(id);
        var second = await app.TestSubscriptionAsync(id);

        var found = (await waiting)["response"]!.AsArray();
        found.Count.ShouldBe(2);
        found[1]!["id"]!.GetValue<string>().ShouldBe(second["delivery_id"]!.GetValue<string>());
        found.ShouldAllBe(delivery => delivery!["status"]!.GetValue<string>() == "succeeded");
        receiver.Received.Count.ShouldBe(2);
    }

    [Fact]
    public async Task In_a_frozen_world_it_waits_for_somebody_to_send_what_is_due()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        var id = (await App.SubscribeAsync(receiver.Url))["id"]!.GetValue<string>();
        _ = await App.TestSubscriptionAsync(id);

        var waiting = App.GetAsync($"{Await}?status=succeeded&timeout=PT30S");
        _ = await App.DrainAsync();

        _ = (await waiting)["response"]!.AsArray().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task In_a_frozen_world_it_says_in_the_end_that_nobody_sent_what_is_due()
    {
        var id = (await App.SubscribeAsync("http://127.0.0.1:9/"))["id"]!.GetValue<string>();
        _ = await App.TestSubscriptionAsync(id);

        var error = await App.RefusedAsync(HttpStatusCode.RequestTimeout, HttpMethod.Get, $"{Await}?status=succeeded&timeout=PT0.05S");

        error["message"]!.GetValue<string>().ShouldBe(
            "Waited PT0.05S for 1 delivery; 0 arrived. What is due is not done by itself: the clock is frozen; the next work is due at "
            + "2024-08-20T12:00:00.0000000+00:00: run it with POST /_emulator/drain");
    }

    [Theory]
    [InlineData("deliveries/await?status=succeeded", "Of 1 delivery, 0 arrived")]
    [InlineData("deliveries/await?status=failed&count=3", "Of 3 deliveries, 0 arrived")]
    [InlineData("deliveries/await?count=2", "Of 2 deliveries, 1 arrived")]
    [InlineData("events/await?type=test.hello_world", "Of 1 event, 0 arrived")]
    public async Task Nothing_is_waited_for_that_cannot_come_while_time_stands_still(string call, string missing)
    {
        await using var receiver = await RecordingReceiver.StartAsync(500);
        _ = await App.SubscribeAsync(receiver.Url);
        _ = await App.PostGuideAsync();
        _ = await App.DrainAsync();

        var error = await App.RefusedAsync(HttpStatusCode.RequestTimeout, HttpMethod.Get, $"/_emulator/webhooks/{call}{(call.Contains('?', StringComparison.Ordinal) ? '&' : '?')}timeout=PT10M")
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        error["message"]!.GetValue<string>().ShouldBe(
            $"{missing}. Nothing that is due brings more, and the clock is frozen; the next work is due at 2024-08-20T12:00:01.0000000+00:00: "
            + "advance it with POST /_emulator/clock/advance");
    }

    [Fact]
    public async Task A_world_with_nothing_scheduled_says_so()
    {
        var error = await App.RefusedAsync(HttpStatusCode.RequestTimeout, HttpMethod.Get, "/_emulator/webhooks/events/await?timeout=PT10M");

        error["message"]!.GetValue<string>()
            .ShouldBe("Of 1 event, 0 arrived. Nothing that is due brings more, and the clock is frozen with nothing scheduled but 1 held: POST /_emulator/drain lists what is, and docs/troubleshooting.md says how to let it go");
    }

    [Fact]
    public async Task An_advance_and_a_drain_tell_what_is_still_to_be_done_and_when()
    {
        await using var receiver = await RecordingReceiver.StartAsync(500);
        _ = await App.SubscribeAsync(receiver.Url);
        _ = await App.PostGuideAsync();

        var drained = await App.DrainAsync();
        var advanced = await App.AdvanceAsync("PT1S");
        receiver.Answer = (_, _) => Task.FromResult(200);
        var over = await App.AdvanceAsync("P30D");

        drained["idle"]!.GetValue<bool>().ShouldBeTrue();
        drained["next_due"]!.GetValue<string>().ShouldBe("2024-08-20T12:00:01+00:00");
        drained["pending"]!.AsArray().Select(work => $"{work!["kind"]} {work["count"]} {work["held"]} {work["next_due"]}").ShouldBe(
        [
            "submit 1 1 2024-08-20T12:00:01+00:00", "delivery 1 0 2024-08-20T12:00:05+00:00", "subscription_health 2 0 2024-08-21T12:00:00+00:00",
        ]);
        advanced["next_due"]!.GetValue<string>().ShouldBe("2024-08-20T12:00:04+00:00");
        advanced["pending"]!.AsArray().Select(work => work!["kind"]!.GetValue<string>()).ShouldBe(["submit", "process", "delivery", "subscription_health"]);
        over["pending"]!.ToJsonString().ShouldBe("""[{"kind":"submit","count":0,"held":1,"next_due":null}]""");
        over["next_due"].ShouldBeNull();
    }

    [Theory]
    [InlineData("count=0")]
    [InlineData("timeout=soon")]
    [InlineData("type=x")]
    [InlineData("object_id=x")]
    [InlineData("subscription_id=x")]
    [InlineData("status=x")]
    public async Task What_makes_no_sense_is_refused(string query) =>
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Await}?{query}");
}

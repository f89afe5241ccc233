using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>How a subscription is judged, and what a change of it does to what waits.</summary>
public sealed class SubscriptionHealthTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    [Fact]
    public async Task A_success_in_between_begins_the_day_anew_after_which_a_subscription_is_unhealthy()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await RecordingReceiver.StartAsync(503);
        var id = (await app.SubscribeAsync(receiver.Url)).Id();
        _ = await app.TestSubscriptionAsync(id);
        _ = await app.AdvanceAsync("PT1H");
        receiver.Answer = (_, _) => Task.FromResult(200);
        _ = await app.AdvanceAsync("PT1H");
        (await app.SubscriptionAsync(id))["failing_since"].ShouldBeNull();
        receiver.Answer = (_, _) => Task.FromResult(503);
        _ = await app.TestSubscriptionAsync(id);

        // A day after the first failure, but not after the one since the success.
        _ = await app.AdvanceAsync("PT23H");
        (await app.SubscriptionAsync(id)).Text("status").ShouldBe("active");
        _ = await app.AdvanceAsync("PT1H");

        (await app.SubscriptionAsync(id)).Text("status").ShouldBe("unhealthy");
    }

    [Fact]
    public async Task A_change_of_a_subscription_leaves_the_retries_of_its_deliveries_where_they_are()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await RecordingReceiver.StartAsync(503);
        var id = (await app.SubscribeAsync(receiver.Url)).Id();
        var delivery = (await app.TestSubscriptionAsync(id)).Text("delivery_id");
        _ = await app.AdvanceAsync("PT1H");
        var before = await app.DeliveryAsync(delivery);
        var attempts = receiver.Received.Count;

        var terms = new JsonObject { ["url"] = receiver.Url, ["name"] = "renamed" };
        _ = await app.DoAsync(HttpMethod.Put, $"/_emulator/webhooks/subscriptions/{id}", terms);
        _ = await app.DrainAsync();

        (await app.DeliveryAsync(delivery)).ToJsonString().ShouldBe(before.ToJsonString());
        receiver.Received.Count.ShouldBe(attempts);
        (await app.ClockAsync())["next_due"]!.GetValue<DateTimeOffset>().ShouldBe(before["next_attempt_at"]!.GetValue<DateTimeOffset>());
    }
}

using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>Attempts whose outcome comes when their subscription is no longer what it was when they began.</summary>
public sealed class LateOutcomeTests : IAsyncLifetime
{
    private readonly TaskCompletionSource<int> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly EmulatorApp _app = new(
        ("Emulator:Clock:Mode", "realtime"),
        ("Emulator:Clock:Now", null),
        // An hour a second: the retry begins long before the hour is over after which the subscription is failed.
        ("Emulator:Clock:Speed", "3600"),
        ("Webhooks:RetryGaps", "PT1S,P30D"),
        ("Webhooks:UnhealthyAfter", "PT30M"),
        ("Webhooks:FailedAfter", "PT1H"),
        ("Webhooks:AttemptTimeout", "PT1H"));

    private RecordingReceiver _receiver = null!;
    private string _subscription = "";

    /// <summary>Brings about a failed subscription with a second attempt under way.</summary>
    public async ValueTask InitializeAsync()
    {
        _receiver = await RecordingReceiver.StartAsync();
        _receiver.Answer = (before, _) => before switch { 0 => Task.FromResult(500), 1 => _answer.Task, _ => Task.FromResult(200) };
        _subscription = (await _app.SubscribeAsync(_receiver.Url)).Id();
        _ = await _app.TestSubscriptionAsync(_subscription);
        await _receiver.ReceivedAsync(2);
        await EmulatorApp.UntilAsync(async () => await StatusAsync() == "failed");
    }

    public async ValueTask DisposeAsync()
    {
        _ = _answer.TrySetResult(200);
        await _app.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_success_does_not_make_a_failed_subscription_active_and_what_waits_is_sent_once_its_owner_does()
    {
        _ = await _app.TestSubscriptionAsync(_subscription);
        _answer.SetResult(200);
        await EmulatorApp.UntilAsync(async () => (await _app.DeliveriesAsync("status=succeeded")).Count == 1);

        (await StatusAsync()).ShouldBe("failed");
        _receiver.Received.Count.ShouldBe(2);
        _ = await UpdateAsync();
        await _receiver.ReceivedAsync(3);
        await EmulatorApp.UntilAsync(async () => (await _app.DeliveriesAsync("status=succeeded")).Count == 2);
        (await StatusAsync()).ShouldBe("active");
        (await _app.ClockAsync()).Number("pending").ShouldBe(0);
    }

    [Fact]
    public async Task A_success_is_on_record_and_final_though_the_delivery_was_scheduled_anew_meanwhile()
    {
        _ = await UpdateAsync();
        _answer.SetResult(200);
        await EmulatorApp.UntilAsync(async () => (await _app.DeliveriesAsync("status=succeeded")).Count == 1);

        var delivery = await _app.DeliveryAsync("latest");
        delivery["attempts"]!.AsArray().Select(attempt => attempt!["response"]!.Number("status")).ShouldBe([500, 200]);
        (await StatusAsync()).ShouldBe("active");
        (await _app.ClockAsync()).Number("pending").ShouldBe(0);
        _receiver.Received.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_failure_is_on_record_and_the_delivery_is_sent_as_it_was_scheduled_anew()
    {
        _ = await UpdateAsync();
        _answer.SetResult(503);
        await _receiver.ReceivedAsync(3);
        await EmulatorApp.UntilAsync(async () => (await _app.DeliveriesAsync("status=succeeded")).Count == 1);

        var delivery = await _app.DeliveryAsync("latest");
        delivery["attempts"]!.AsArray().Select(attempt => attempt!["response"]!.Number("status")).ShouldBe([500, 503, 200]);
    }

    private Task<JsonNode> UpdateAsync() =>
        _app.DoAsync(HttpMethod.Put, $"/_emulator/webhooks/subscriptions/{_subscription}", new JsonObject { ["url"] = _receiver.Url });

    private async Task<string> StatusAsync() => (await _app.SubscriptionAsync(_subscription)).Text("status");
}

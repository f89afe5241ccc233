using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>Webhooks on the world's clock, over real sockets.</summary>
public sealed class DeliveryTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const string Secret = "a secret with a space and an é";

    private static readonly string[] GuideEvents =
    [
        "difference.created",
        "difference.resolved",
        "difference.created",
        "difference.discrepancy",
        "member_snapshot.status_change",
        "member_snapshot_carrier_fulfillment_status.status_change",
    ];

    [Fact]
    public async Task The_guides_events_arrive_in_order_signed_and_without_anything_personal()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await RecordingReceiver.StartAsync();
        _ = await app.SubscribeAsync(receiver.Url, Secret);

        var snapshot = (await app.PostGuideAsync())["id"]!.GetValue<string>();
        var ledger = await app.AdvanceAsync("P2D");

        receiver.Received.Select(webhook => webhook.Type).ShouldBe(GuideEvents);
        receiver.Received.Select(webhook => webhook.EventId).Distinct().Count().ShouldBe(6);
        receiver.Received.Where(webhook => webhook.Type.StartsWith("member_snapshot", StringComparison.Ordinal))
            .ShouldAllBe(webhook => webhook.ObjectId == snapshot);
        foreach (var webhook in receiver.Received)
        {
            webhook.ShouldBeSignedWith(Secret);
            webhook.Headers.Keys.Order(StringComparer.Ordinal).ShouldBe(
                ["content-length", "content-type", "host", "x-cloud-trace-context", "x-noyo-signature", "x-noyo-timestamp"]);
            webhook.Headers["content-type"].ShouldBe("application/json");
            webhook.Headers["x-noyo-timestamp"].ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$");
            webhook.Headers["x-cloud-trace-context"].ShouldMatch("^[0-9a-f]{32}/[0-9]+$");
            webhook.Json["event"]!["created"]!.GetValue<long>().ShouldBe(webhook.Timestamp.ToUnixTimeSeconds());
            webhook.Json.AsObject().Select(part => part.Key).ShouldBe(["data", "event"]);
            webhook.Json["data"]!.AsObject().Select(part => part.Key).ShouldBe(["id"]);
            webhook.Json["event"]!.AsObject().Select(part => part.Key).ShouldBe(["id", "created", "type"]);
            PersonalData.In(Encoding.UTF8.GetString(webhook.Body)).ShouldBeEmpty();
            PersonalData.In(string.Join('\n', webhook.Headers.Values)).ShouldBeEmpty();
        }

        ledger["fired"]!.AsArray().Count(entry => entry!["kind"]!.GetValue<string>() == "delivery").ShouldBe(6);
        (await app.DeliveriesAsync()).ShouldAllBe(delivery => delivery["status"]!.GetValue<string>() == "succeeded");
    }

    [Fact]
    public async Task Nothing_is_sent_before_the_clock_moves()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await RecordingReceiver.StartAsync();
        _ = await app.SubscribeAsync(receiver.Url, Secret);

        _ = await app.PostGuideAsync();

        receiver.Received.ShouldBeEmpty();
        (await app.DeliveriesAsync()).ShouldHaveSingleItem()["status"]!.GetValue<string>().ShouldBe("pending");
        _ = await app.DrainAsync();
        receiver.Received.ShouldHaveSingleItem().Type.ShouldBe("difference.created");
    }

    [Fact]
    public async Task A_failing_receiver_gets_sixteen_attempts_over_seventy_two_hours_with_the_same_bytes()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await RecordingReceiver.StartAsync(500);
        var subscription = (await app.SubscribeAsync(receiver.Url, Secret))["id"]!.GetValue<string>();
        _ = await app.TestSubscriptionAsync(subscription);

        _ = await app.AdvanceAsync("PT71H59M59S");
        receiver.Received.Count.ShouldBe(15);
        (await app.DeliveriesAsync()).ShouldHaveSingleItem()["status"]!.GetValue<string>().ShouldBe("pending");
        _ = await app.AdvanceAsync("PT1S");
        receiver.Received.Count.ShouldBe(16);

        var attempts = receiver.Received;
        var start = DateTimeOffset.Parse(EmulatorApp.Start, CultureInfo.InvariantCulture);
        attempts.Select(attempt => (attempt.Timestamp - start).TotalSeconds).ShouldBe(
        [
            0, 5, 35, 155, 455, 1_055, 2_855, 6_455, 13_655, 28_055, 49_655, 91_564, 133_473, 175_382, 217_291, 259_200,
        ]);
        attempts.ShouldAllBe(attempt => attempt.Body.SequenceEqual(attempts[0].Body));
        attempts.Select(attempt => attempt.Headers["x-noyo-signature"]).Distinct(StringComparer.Ordinal).Count().ShouldBe(16);
        attempts.Select(attempt => attempt.Headers["x-cloud-trace-context"]).Distinct(StringComparer.Ordinal).Count().ShouldBe(16);
        foreach (var attempt in attempts)
            attempt.ShouldBeSignedWith(Secret);

        var delivery = (await app.DeliveriesAsync()).ShouldHaveSingleItem();
        delivery["status"]!.GetValue<string>().ShouldBe("failed");
        delivery["attempt_count"]!.GetValue<int>().ShouldBe(16);
        delivery["next_attempt_at"].ShouldBeNull();
        (await app.SubscriptionAsync(subscription))["status"]!.GetValue<string>().ShouldBe("unhealthy");

        _ = await app.AdvanceAsync("P3D");
        receiver.Received.Count.ShouldBe(16);
    }

    [Fact]
    public async Task A_subscription_is_unhealthy_after_a_day_without_success_and_active_again_after_one()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await RecordingReceiver.StartAsync(503);
        var subscription = (await app.SubscribeAsync(receiver.Url))["id"]!.GetValue<string>();
        _ = await app.TestSubscriptionAsync(subscription);

        _ = await app.AdvanceAsync("PT23H59M59S");
        var before = await app.SubscriptionAsync(subscription);
        before["status"]!.GetValue<string>().ShouldBe("active");
        before["failing_since"]!.GetValue<DateTimeOffset>().ShouldBe(DateTimeOffset.Parse(EmulatorApp.Start, CultureInfo.InvariantCulture));
        _ = await app.AdvanceAsync("PT1S");
        (await app.SubscriptionAsync(subscription))["status"]!.GetValue<string>().ShouldBe("unhealthy");

        receiver.Answer = (_, _) => Task.FromResult(200);
        _ = await app.AdvanceAsync("P1D");

        var after = await app.SubscriptionAsync(subscription);
        after["status"]!.GetValue<string>().ShouldBe("active");
        after["failing_since"].ShouldBeNull();
        (await app.DeliveriesAsync()).ShouldHaveSingleItem()["status"]!.GetValue<string>().ShouldBe("succeeded");
        _ = await app.AdvanceAsync("P10D");
        (await app.SubscriptionAsync(subscription))["status"]!.GetValue<string>().ShouldBe("active");
    }

    [Fact]
    public async Task A_subscription_fails_after_seven_days_and_gets_nothing_until_it_is_put_back()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await RecordingReceiver.StartAsync(500);
        var subscription = (await app.SubscribeAsync(receiver.Url, Secret))["id"]!.GetValue<string>();
        _ = await app.TestSubscriptionAsync(subscription);
        _ = await app.AdvanceAsync("P6D");
        // Still in its retries when the subscription fails.
        var midway = (await app.TestSubscriptionAsync(subscription))["event_id"]!.GetValue<string>();
        _ = await app.AdvanceAsync("PT23H59M59S");
        (await app.SubscriptionAsync(subscription))["status"]!.GetValue<string>().ShouldBe("unhealthy");
        _ = await app.AdvanceAsync("PT1S");
        (await app.SubscriptionAsync(subscription))["status"]!.GetValue<string>().ShouldBe("failed");

        var attempts = receiver.Received.Count;
        var late = (await app.TestSubscriptionAsync(subscription))["event_id"]!.GetValue<string>();
        _ = await app.PostGuideAsync();
        _ = await app.AdvanceAsync("P30D");
        receiver.Received.Count.ShouldBe(attempts);
        var waiting = await app.DeliveriesAsync("status=pending");
        waiting.Count.ShouldBe(8);
        waiting.ShouldAllBe(delivery => delivery["next_attempt_at"] == null);

        receiver.Answer = (_, _) => Task.FromResult(200);
        var put = await app.DoAsync(
            HttpMethod.Put, $"/_emulator/webhooks/subscriptions/{subscription}", new JsonObject { ["url"] = receiver.Url });
        put["status"]!.GetValue<string>().ShouldBe("active");
        _ = await app.DrainAsync();

        receiver.Received.Skip(attempts).Select(webhook => webhook.Type).ShouldBe(["test.hello_world", "test.hello_world", .. GuideEvents]);
        receiver.Received.Skip(attempts).Take(2).Select(webhook => webhook.EventId).ShouldBe([midway, late]);
        receiver.Received[^1].ShouldBeSignedWith(Secret);
        (await app.DeliveriesAsync("status=pending")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_subscription_gets_the_events_it_asked_for_and_no_others()
    {
        var app = await shared.FreshAsync();
        await using var resolved = await RecordingReceiver.StartAsync();
        await using var all = await RecordingReceiver.StartAsync();
        await using var nothing = await RecordingReceiver.StartAsync();
        _ = await app.SubscribeAsync(resolved.Url, "one", "difference.resolved", "difference.discrepancy");
        _ = await app.SubscribeAsync(all.Url, "two");
        var other = await app.SubscribeAsync(nothing.Url, "three", "group.created");

        _ = await app.PostGuideAsync();
        _ = await app.AdvanceAsync("P2D");

        resolved.Received.Select(webhook => webhook.Type).ShouldBe(["difference.resolved", "difference.discrepancy"]);
        all.Received.Select(webhook => webhook.Type).ShouldBe(GuideEvents);
        nothing.Received.ShouldBeEmpty();
        (await app.DeliveriesAsync($"subscription_id={other["id"]}")).ShouldBeEmpty();
        foreach (var webhook in resolved.Received)
            webhook.ShouldBeSignedWith("one");
        foreach (var webhook in all.Received)
            webhook.ShouldBeSignedWith("two");
    }

    [Fact]
    public async Task A_dead_receiver_takes_nothing_from_another()
    {
        var app = await shared.FreshAsync();
        await using var alive = await RecordingReceiver.StartAsync();
        var dead = await RecordingReceiver.StartAsync();
        var deadUrl = dead.Url;
        await dead.DisposeAsync();
        var deadId = (await app.SubscribeAsync(deadUrl))["id"]!.GetValue<string>();
        _ = await app.SubscribeAsync(alive.Url);

        _ = await app.PostGuideAsync();
        _ = await app.AdvanceAsync("P2D");

        alive.Received.Select(webhook => webhook.Type).ShouldBe(GuideEvents);
        var failing = await app.DeliveriesAsync($"subscription_id={deadId}");
        failing.Count.ShouldBe(6);
        failing.ShouldAllBe(delivery => delivery["status"]!.GetValue<string>() == "pending");
        var attempt = (await app.DeliveryAsync(failing[0]["id"]!.GetValue<string>()))["attempts"]![0]!;
        attempt["error"]!.GetValue<string>().ShouldContain("refused");
        attempt["response"].ShouldBeNull();
    }

    [Fact]
    public async Task Deleting_a_subscription_takes_its_deliveries_and_what_is_due_for_it()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await RecordingReceiver.StartAsync(500);
        var subscription = (await app.SubscribeAsync(receiver.Url))["id"]!.GetValue<string>();
        var delivery = (await app.TestSubscriptionAsync(subscription))["delivery_id"]!.GetValue<string>();
        _ = await app.DrainAsync();
        (await app.ClockAsync())["pending"]!.GetValue<int>().ShouldBe(3);

        using (var deleted = await app.SendAsync(HttpMethod.Delete, $"/_emulator/webhooks/subscriptions/{subscription}"))
            deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await app.ClockAsync())["pending"]!.GetValue<int>().ShouldBe(0);
        (await app.DeliveriesAsync()).ShouldBeEmpty();
        (await app.AdvanceAsync("P10D"))["fired"]!.AsArray().ShouldBeEmpty();
        receiver.Received.Count.ShouldBe(1);
        foreach (var path in new[] { $"/_emulator/webhooks/subscriptions/{subscription}", $"/_emulator/webhooks/deliveries/{delivery}" })
            _ = await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, path);
        _ = await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Delete, $"/_emulator/webhooks/subscriptions/{subscription}");
        // What happened stays known.
        (await app.EventTypesAsync()).ShouldBe(["test.hello_world"]);
    }

    [Fact]
    public async Task A_test_event_goes_to_its_subscription_only_whatever_it_asked_for()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var other = await RecordingReceiver.StartAsync();
        var subscription = (await app.SubscribeAsync(receiver.Url, Secret, "group.created"))["id"]!.GetValue<string>();
        _ = await app.SubscribeAsync(other.Url);

        using var response = await app.SendAsync(HttpMethod.Post, $"/_emulator/webhooks/subscriptions/{subscription}/test");
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var sent = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        response.Headers.Location!.ToString().ShouldBe($"/_emulator/webhooks/deliveries/{sent["delivery_id"]}");
        _ = await app.DrainAsync();

        var webhook = receiver.Received.ShouldHaveSingleItem();
        webhook.Type.ShouldBe("test.hello_world");
        webhook.ObjectId.ShouldBe(subscription);
        webhook.EventId.ShouldBe(sent["event_id"]!.GetValue<string>());
        webhook.ShouldBeSignedWith(Secret);
        other.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_a_failure_and_is_not_followed(int status)
    {
        var app = await shared.FreshAsync();
        await using var target = await RecordingReceiver.StartAsync();
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = (_, context) =>
        {
            context.Response.Headers.Location = target.Url;
            return Task.FromResult(status);
        };
        var subscription = (await app.SubscribeAsync(receiver.Url))["id"]!.GetValue<string>();
        var delivery = (await app.TestSubscriptionAsync(subscription))["delivery_id"]!.GetValue<string>();

        _ = await app.DrainAsync();

        receiver.Received.Count.ShouldBe(1);
        target.Received.ShouldBeEmpty();
        var attempt = (await app.DeliveryAsync(delivery))["attempts"]!.AsArray().ShouldHaveSingleItem()!;
        attempt["response"]!["status"]!.GetValue<int>().ShouldBe(status);
        attempt["error"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
    }

    [Theory]
    [InlineData("Noyo:WebhookSignature", "timestamped")]
    [InlineData("Noyo:WebhookSignature", "body")]
    public async Task The_signature_covers_what_is_configured(string key, string mode)
    {
        await using var app = new EmulatorApp((key, mode));
        await using var receiver = await RecordingReceiver.StartAsync();
        var subscription = (await app.SubscribeAsync(receiver.Url))["id"]!.GetValue<string>();
        _ = await app.TestSubscriptionAsync(subscription);
        _ = await app.DrainAsync();

        receiver.Received.ShouldHaveSingleItem().Headers["x-noyo-signature"].Length.ShouldBe(64);
    }

    [Fact]
    public async Task Retries_go_on_after_a_restart_and_what_succeeded_is_not_sent_again()
    {
        var folder = Directory.CreateTempSubdirectory("noyo-restart-");
        try
        {
            await using var good = await RecordingReceiver.StartAsync();
            await using var bad = await RecordingReceiver.StartAsync(500);
            string goodId, badId;
            await using (var app = EmulatorApp.On(folder.FullName))
            {
                goodId = (await app.SubscribeAsync(good.Url, Secret))["id"]!.GetValue<string>();
                badId = (await app.SubscribeAsync(bad.Url, Secret))["id"]!.GetValue<string>();
                _ = await app.PostGuideAsync();
                _ = await app.AdvanceAsync("PT30S");
            }

            var sent = good.Received.Select(webhook => webhook.EventId).ToList();
            sent.Count.ShouldBe(6);
            var tried = bad.Received.Count;
            await using (var app = EmulatorApp.On(folder.FullName))
            {
                (await app.ClockAsync())["now"]!.GetValue<DateTimeOffset>()
                    .ShouldBe(DateTimeOffset.Parse(EmulatorApp.Start, CultureInfo.InvariantCulture).AddSeconds(30));
                bad.Answer = (_, _) => Task.FromResult(200);
                _ = await app.AdvanceAsync("P4D");

                good.Received.Select(webhook => webhook.EventId).ShouldBe(sent);
                bad.Received.Skip(tried).Select(webhook => webhook.EventId).Order(StringComparer.Ordinal)
                    .ShouldBe(sent.Order(StringComparer.Ordinal));
                foreach (var webhook in bad.Received)
                    webhook.ShouldBeSignedWith(Secret);
                (await app.DeliveriesAsync($"subscription_id={badId}"))
                    .ShouldAllBe(delivery => delivery["status"]!.GetValue<string>() == "succeeded");
                (await app.DeliveriesAsync($"subscription_id={goodId}"))
                    .ShouldAllBe(delivery => delivery["attempt_count"]!.GetValue<int>() == 1);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

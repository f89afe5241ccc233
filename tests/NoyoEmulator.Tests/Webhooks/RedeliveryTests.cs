using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>Deliveries that are sent again because somebody asks for it.</summary>
public sealed class RedeliveryTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    [Fact]
    public async Task What_succeeded_is_sent_again_with_the_same_bytes()
    {
        var (app, receiver, id) = await BeginAsync(200);
        await using var open = receiver;
        var delivery = await SendAsync(app, id);
        _ = await app.AdvanceAsync("PT1H");

        using (var response = await app.SendAsync(HttpMethod.Post, $"/_emulator/webhooks/deliveries/{delivery}/resend"))
        {
            response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            response.Headers.Location!.ToString().ShouldBe($"/_emulator/webhooks/deliveries/{delivery}");
        }

        receiver.Received.Count.ShouldBe(1);
        _ = await app.DrainAsync();
        receiver.Received.Count.ShouldBe(2);
        receiver.Received[1].Body.ShouldBe(receiver.Received[0].Body);
        receiver.Received[1].Headers["x-noyo-signature"].ShouldNotBe(receiver.Received[0].Headers["x-noyo-signature"]);
        receiver.Received[1].ShouldBeSignedWith("s3cret");
        var record = await app.DeliveryAsync(delivery);
        record["status"]!.GetValue<string>().ShouldBe("succeeded");
        record["attempts"]!.AsArray().Select(attempt => attempt!["number"]!.GetValue<int>()).ShouldBe([1, 2]);
        (await app.EventTypesAsync()).ShouldBe(["test.hello_world"]);
    }

    [Fact]
    public async Task What_failed_is_sent_again_with_all_retries_anew()
    {
        var (app, receiver, id) = await BeginAsync(500);
        await using var open = receiver;
        var delivery = await SendAsync(app, id);
        _ = await app.AdvanceAsync("P3D");
        receiver.Received.Count.ShouldBe(16);

        (await ResendAsync(app, delivery))["status"]!.GetValue<string>().ShouldBe("pending");
        var ledger = await app.AdvanceAsync("P2D");
        (await app.DeliveryAsync(delivery))["status"]!.GetValue<string>().ShouldBe("pending");
        _ = await app.AdvanceAsync("P1D");

        receiver.Received.Count.ShouldBe(32);
        ledger["fired"]!.AsArray().Select(entry => entry!["at"]!.GetValue<DateTimeOffset>()).Take(2)
            .ShouldBe([DateTimeOffset.Parse(EmulatorApp.Start).AddDays(3), DateTimeOffset.Parse(EmulatorApp.Start).AddDays(3).AddSeconds(5)]);
        (await app.DeliveryAsync(delivery))["status"]!.GetValue<string>().ShouldBe("failed");
    }

    [Fact]
    public async Task What_is_pending_is_sent_sooner_and_not_once_more()
    {
        var (app, receiver, id) = await BeginAsync(500);
        await using var open = receiver;
        var delivery = await SendAsync(app, id);
        _ = await app.AdvanceAsync("PT1H");
        var before = receiver.Received.Count;
        receiver.Answer = (_, _) => Task.FromResult(200);

        _ = await ResendAsync(app, delivery);
        _ = await ResendAsync(app, delivery);
        _ = await app.DrainAsync();

        receiver.Received.Count.ShouldBe(before + 1);
        _ = await app.AdvanceAsync("P10D");
        receiver.Received.Count.ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_pending_delivery_that_is_resent_goes_on_with_its_retries_where_it_was()
    {
        var (app, receiver, id) = await BeginAsync(500);
        await using var open = receiver;
        var delivery = await SendAsync(app, id);
        // After the seventh attempt the next gap is an hour.
        _ = await app.AdvanceAsync("PT1H");
        receiver.Received.Count.ShouldBe(7);

        NextAttempt(await ResendAsync(app, delivery)).ShouldBe(DateTimeOffset.Parse(EmulatorApp.Start).AddHours(1));
        _ = await app.DrainAsync();

        // The eighth attempt came sooner; the gap after it is that of the eighth.
        receiver.Received.Count.ShouldBe(8);
        NextAttempt(await app.DeliveryAsync(delivery)).ShouldBe(DateTimeOffset.Parse(EmulatorApp.Start).AddHours(3));
        _ = await app.AdvanceAsync("P10D");
        receiver.Received.Count.ShouldBe(16);
        (await app.DeliveryAsync(delivery))["status"]!.GetValue<string>().ShouldBe("failed");

        static DateTimeOffset NextAttempt(JsonNode delivery) => delivery["next_attempt_at"]!.GetValue<DateTimeOffset>();
    }

    [Fact]
    public async Task What_is_resent_to_a_failed_subscription_waits_until_it_is_active_again()
    {
        var (app, receiver, id) = await BeginAsync(500);
        await using var open = receiver;
        var delivery = await SendAsync(app, id);
        _ = await app.AdvanceAsync("P8D");
        (await app.SubscriptionAsync(id))["status"]!.GetValue<string>().ShouldBe("failed");
        receiver.Answer = (_, _) => Task.FromResult(200);

        const string Waits = "its subscription is failed: it is sent when that is active again, which PUT /_emulator/webhooks/subscriptions/{id} makes it";
        var resent = await ResendAsync(app, delivery);
        resent["next_attempt_at"].ShouldBeNull();
        resent["waits_for"]!.GetValue<string>().ShouldBe(Waits);
        (await RecoverAsync(app, id, """{"since": "2024-08-20", "status": "all"}"""))["waits_for"]!.GetValue<string>().ShouldBe(Waits);
        (await app.DrainAsync())["pending"]!.ToJsonString().ShouldBe("""[{"kind":"submit","count":0,"held":1,"next_due":null},{"kind":"delivery","count":0,"held":1,"next_due":null}]""");
        _ = await app.AdvanceAsync("P1D");
        receiver.Received.Count.ShouldBe(16);
        _ = await app.DoAsync(HttpMethod.Put, $"/_emulator/webhooks/subscriptions/{id}", new JsonObject { ["url"] = receiver.Url });
        _ = await app.DrainAsync();

        receiver.Received.Count.ShouldBe(17);
        (await app.DeliveryAsync(delivery))["waits_for"].ShouldBeNull();
        (await app.DeliveryAsync(delivery))["status"]!.GetValue<string>().ShouldBe("succeeded");
    }

    [Fact]
    public async Task What_failed_in_a_time_is_recovered_in_order_and_nothing_else()
    {
        var (app, receiver, id) = await BeginAsync(500);
        await using var open = receiver;
        var deliveries = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            deliveries.Add(await SendAsync(app, id));
            _ = await app.AdvanceAsync("PT1H");
        }

        receiver.Answer = (_, _) => Task.FromResult(200);
        var fine = await SendAsync(app, id);
        receiver.Answer = (_, _) => Task.FromResult(500);
        _ = await app.AdvanceAsync("P4D");
        (await app.DeliveriesAsync("status=failed")).Count.ShouldBe(4);
        receiver.Answer = (_, _) => Task.FromResult(200);
        var before = receiver.Received.Count;

        (await RecoverAsync(app, id, """{"since": "2024-08-20T13:00:00Z", "until": "2024-08-20T14:00:00Z"}""")).ToJsonString().ShouldBe("""{"resent":2}""");
        _ = await app.DrainAsync();

        receiver.Received.Skip(before).Select(webhook => webhook.EventId).ShouldBe([await EventOfAsync(app, deliveries[1]), await EventOfAsync(app, deliveries[2])]);
        (await RecoverAsync(app, id, """{"since": "2024-08-20"}""")).ToJsonString().ShouldBe("""{"resent":2}""");
        _ = await app.DrainAsync();
        (await app.DeliveriesAsync("status=failed")).ShouldBeEmpty();
        (await RecoverAsync(app, id, """{"since": "2024-08-20"}""")).ToJsonString().ShouldBe("""{"resent":0}""");
        (await RecoverAsync(app, id, """{"since": "2024-08-20", "status": "all"}""")).ToJsonString().ShouldBe("""{"resent":5}""");
        _ = await app.DrainAsync();
        receiver.Received.TakeLast(5).Select(webhook => webhook.EventId).Last().ShouldBe(await EventOfAsync(app, fine));
    }

    [Fact]
    public async Task What_cannot_be_recovered_is_refused_by_name()
    {
        var (app, receiver, id) = await BeginAsync(200);
        await using var open = receiver;
        foreach (var (body, field) in new[]
        {
            ("{}", "$.since"), ("""{"since": "yesterday"}""", "$.since"), ("""{"since": "2024-08-20", "until": "2024-08-19"}""", "$.until"),
            ("""{"since": "2024-08-20", "until": "now"}""", "$.until"), ("""{"since": "2024-08-20", "until": ""}""", "$.until"), ("""{"since": "2024-08-20", "status": "lost"}""", "$.status"), ("""{"since": "2024-08-20", "count": 1}""", "$.count"),
        })
        {
            var error = await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, $"/_emulator/webhooks/subscriptions/{id}/recover", JsonNode.Parse(body));
            error["errors"]!.AsArray().ShouldHaveSingleItem()!["field"]!.GetValue<string>().ShouldBe(field);
        }

        _ = await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, $"/_emulator/webhooks/subscriptions/{Guid.Empty}/recover", new JsonObject { ["since"] = "2024-08-20" });
        _ = await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, $"/_emulator/webhooks/deliveries/{Guid.Empty}/resend");
    }

    private static Task<JsonNode> ResendAsync(EmulatorApp app, string delivery) => app.DoAsync(HttpMethod.Post, $"/_emulator/webhooks/deliveries/{delivery}/resend");

    private static Task<JsonNode> RecoverAsync(EmulatorApp app, string id, string body) =>
        app.DoAsync(HttpMethod.Post, $"/_emulator/webhooks/subscriptions/{id}/recover", JsonNode.Parse(body));

    private static async Task<string> EventOfAsync(EmulatorApp app, string delivery) => (await app.DeliveryAsync(delivery))["event_id"]!.GetValue<string>();

    private static async Task<string> SendAsync(EmulatorApp app, string id)
    {
        var delivery = (await app.TestSubscriptionAsync(id))["delivery_id"]!.GetValue<string>();
        _ = await app.DrainAsync();
        return delivery;
    }

    private async Task<(EmulatorApp App, RecordingReceiver Receiver, string Id)> BeginAsync(int status)
    {
        var app = await shared.FreshAsync();
        var receiver = await RecordingReceiver.StartAsync(status);
        return (app, receiver, (await app.SubscribeAsync(receiver.Url))["id"]!.GetValue<string>());
    }
}

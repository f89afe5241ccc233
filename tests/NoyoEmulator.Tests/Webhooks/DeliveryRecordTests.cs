using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>What is on record of deliveries, and how it is found.</summary>
public sealed class DeliveryRecordTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const string Secret = "a secret with a space and an é";

    [Fact]
    public async Task Every_attempt_is_on_record_as_it_went_over_the_wire()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = async (before, context) =>
        {
            context.Response.Headers["X-Receipt"] = "r-1";
            context.Response.StatusCode = before == 0 ? 503 : 202;
            await context.Response.WriteAsync(before == 0 ? "try later" : "thanks");
            return context.Response.StatusCode;
        };
        var subscription = (await app.SubscribeAsync(receiver.Url, Secret))["id"]!.GetValue<string>();
        var id = (await app.TestSubscriptionAsync(subscription))["delivery_id"]!.GetValue<string>();
        _ = await app.AdvanceAsync("PT5S");

        var delivery = await app.DeliveryAsync(id);
        delivery["status"]!.GetValue<string>().ShouldBe("succeeded");
        delivery["subscription_id"]!.GetValue<string>().ShouldBe(subscription);
        delivery["object_id"]!.GetValue<string>().ShouldBe(subscription);
        delivery["type"]!.GetValue<string>().ShouldBe("test.hello_world");
        var attempts = delivery["attempts"]!.AsArray();
        attempts.Count.ShouldBe(2);
        for (var i = 0; i < 2; i++)
        {
            var attempt = attempts[i]!;
            var webhook = receiver.Received[i];
            attempt["number"]!.GetValue<int>().ShouldBe(i + 1);
            attempt["started_at"]!.GetValue<DateTimeOffset>().ShouldBe(webhook.Timestamp);
            attempt["duration_ms"]!.GetValue<double>().ShouldBeGreaterThan(0);
            attempt["request"]!["body"]!.GetValue<string>().ShouldBe(Encoding.UTF8.GetString(webhook.Body));
            foreach (var (name, value) in attempt["request"]!["headers"]!.AsObject())
                webhook.Headers[name].ShouldBe(value!.GetValue<string>());
            attempt["response"]!["headers"]!["x-receipt"]!.GetValue<string>().ShouldBe("r-1");
        }

        attempts[0]!["response"]!["status"]!.GetValue<int>().ShouldBe(503);
        attempts[0]!["response"]!["body"]!.GetValue<string>().ShouldBe("try later");
        attempts[0]!["error"]!.GetValue<string>().ShouldContain("503");
        attempts[1]!["response"]!["status"]!.GetValue<int>().ShouldBe(202);
        attempts[1]!["response"]!["body"]!.GetValue<string>().ShouldBe("thanks");
        attempts[1]!["error"].ShouldBeNull();
        delivery.ToJsonString().ShouldNotContain(Secret);
    }

    [Fact]
    public async Task Deliveries_can_be_filtered_and_paged()
    {
        var app = await shared.FreshAsync();
        await using var good = await RecordingReceiver.StartAsync();
        await using var bad = await RecordingReceiver.StartAsync(500);
        var goodId = (await app.SubscribeAsync(good.Url))["id"]!.GetValue<string>();
        _ = await app.SubscribeAsync(bad.Url);
        var snapshot = (await app.PostGuideAsync())["id"]!.GetValue<string>();
        _ = await app.AdvanceAsync("P1D");

        (await app.DeliveriesAsync()).Count.ShouldBe(12);
        (await app.DeliveriesAsync($"subscription_id={goodId}")).Count.ShouldBe(6);
        (await app.DeliveriesAsync("status=succeeded")).ShouldAllBe(delivery => delivery["subscription_id"]!.GetValue<string>() == goodId);
        (await app.DeliveriesAsync("status=pending,succeeded")).Count.ShouldBe(12);
        (await app.DeliveriesAsync("status=failed")).ShouldBeEmpty();
        (await app.DeliveriesAsync("type=difference.created")).Count.ShouldBe(4);
        (await app.DeliveriesAsync($"object_id={snapshot}")).Count.ShouldBe(4);
        (await app.DeliveriesAsync($"object_id={snapshot}&type=member_snapshot.status_change&subscription_id={goodId}")).Count.ShouldBe(1);

        var all = await app.DeliveriesAsync();
        var page = await app.GetAsync("/_emulator/webhooks/deliveries?page_size=5&offset=5");
        page["meta"]!.ToJsonString().ShouldBe("""{"offset":5,"page_num":2,"page_size":5,"total_records":12}""");
        page["response"]!.AsArray().Select(item => item!["id"]!.GetValue<string>())
            .ShouldBe(all.Skip(5).Take(5).Select(item => item["id"]!.GetValue<string>()));
        foreach (var query in new[] { "status=lost", "type=no.such", "object_id=1", "subscription_id=x", "page_size=0", "offset=-1" })
            _ = await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"/_emulator/webhooks/deliveries?{query}");
        _ = await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/_emulator/webhooks/deliveries/nonsense");
    }
}

using System.Net;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Control;

/// <summary>The word that stands for the newest subscription or delivery.</summary>
public sealed class LatestTests
{
    private const string Subscriptions = "/_emulator/webhooks/subscriptions";
    private const string Deliveries = "/_emulator/webhooks/deliveries";

    [Fact]
    public async Task While_there_is_none_the_answer_says_how_to_get_one()
    {
        await using var app = new EmulatorApp();

        var subscription = await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"{Subscriptions}/latest");
        var delivery = await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"{Deliveries}/latest");

        ((string?)subscription["message"]).ShouldBe("There is no subscription: register one with POST /_emulator/webhooks/subscriptions");
        ((string?)delivery["message"])!.ShouldContain("POST /_emulator/webhooks/subscriptions/latest/test");
    }

    [Fact]
    public async Task It_is_the_newest_even_when_time_stands_still()
    {
        await using var app = new EmulatorApp();
        for (var i = 1; i <= 10; i++)
        {
            var id = (string?)(await app.SubscribeAsync($"http://localhost:9/{i}"))["id"];
            ((string?)(await app.GetAsync($"{Subscriptions}/latest"))["id"]).ShouldBe(id);

            var test = await app.DoAsync(HttpMethod.Post, $"{Subscriptions}/latest/test");
            var delivery = await app.GetAsync($"{Deliveries}/latest");
            ((string?)delivery["id"]).ShouldBe((string?)test["delivery_id"]);
            ((string?)delivery["subscription_id"]).ShouldBe(id);
        }

        await app.DoAsync(HttpMethod.Delete, $"{Subscriptions}/latest");

        ((string?)(await app.GetAsync($"{Subscriptions}/latest"))["url"]).ShouldBe("http://localhost:9/9");
    }
}

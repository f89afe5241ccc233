using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>How much a world lets itself be asked to remember and to send.</summary>
public sealed class SubscriptionLimitTests
{
    private const string Subscriptions = "/_emulator/webhooks/subscriptions";

    [Fact]
    public async Task A_world_has_no_more_subscriptions_than_it_can()
    {
        await using var app = new EmulatorApp(("Emulator:Webhooks:MaxSubscriptions", "2"));
        _ = await app.SubscribeAsync("http://127.0.0.1:9/1");
        _ = await app.SubscribeAsync("http://127.0.0.1:9/2");
        var body = new JsonObject { ["url"] = "http://127.0.0.1:9/3", ["secret"] = "s3cret" };

        (await app.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, Subscriptions, body))["message"]!.GetValue<string>().ShouldBe(
            "The world has 2 subscriptions already, the most there can be (Emulator:Webhooks:MaxSubscriptions): "
            + "delete some, reset the world, or use another one");

        (await app.GetAsync(Subscriptions))["meta"]!["total_records"]!.GetValue<int>().ShouldBe(2);
        _ = await (await app.CreateWorldAsync("other")).SubscribeAsync("http://127.0.0.1:9/1");
        _ = await app.DoAsync(HttpMethod.Put, $"{Subscriptions}/latest", new JsonObject { ["url"] = "http://127.0.0.1:9/4" });
        _ = await app.DoAsync(HttpMethod.Delete, $"{Subscriptions}/latest");
        _ = await app.SubscribeAsync("http://127.0.0.1:9/3");
    }

    [Fact]
    public async Task A_seed_cannot_have_more_of_them_either()
    {
        await using var app = new EmulatorApp(("Emulator:Webhooks:MaxSubscriptions", "1"));

        var error = await app.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Put, "/_emulator/seed",
            JsonNode.Parse("""{"subscriptions": [{"url": "http://127.0.0.1:9/", "secret": "a"}, {"url": "http://127.0.0.1:9/", "secret": "b"}]}"""));

        error["message"]!.GetValue<string>().ShouldBe("subscriptions must be at most 1, as Emulator:Webhooks:MaxSubscriptions says");
    }

    [Fact]
    public async Task A_subscription_has_no_more_secrets_at_once_than_it_can()
    {
        await using var app = new EmulatorApp(("Emulator:Webhooks:MaxSecrets", "2"));
        var id = (await app.SubscribeAsync("http://127.0.0.1:9/", "one"))["id"]!.GetValue<string>();
        _ = await RotateAsync("two", "PT1H");

        (await app.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, $"{Subscriptions}/{id}/secrets", Secret("three", "PT1H")))["message"]!
            .GetValue<string>().ShouldBe(
                "The subscription signs with 2 secrets, and can with 2 (Emulator:Webhooks:MaxSecrets): wait until one of them ceases, "
                + "or let them all cease now with an overlap of PT0S");
        (await app.SubscriptionAsync(id))["secrets"]!.AsArray().Count.ShouldBe(2);

        (await RotateAsync("three", "PT0S"))["secrets"]!.AsArray().Count.ShouldBe(1);
        _ = await RotateAsync("four", "PT1H");
        _ = await app.AdvanceAsync("PT1H");
        (await RotateAsync("five", "PT1H"))["secrets"]!.AsArray().Count.ShouldBe(2);

        Task<JsonNode> RotateAsync(string secret, string overlap) =>
            app.DoAsync(HttpMethod.Post, $"{Subscriptions}/{id}/secrets", Secret(secret, overlap));
    }

    private static JsonObject Secret(string secret, string overlap) => new() { ["secret"] = secret, ["overlap"] = overlap };
}

using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>The emulator's own inboxes as receivers where nobody can call the emulator: here it listens nowhere.</summary>
public sealed class OwnInboxTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const string Subscriptions = "/_emulator/webhooks/subscriptions";

    [Fact]
    public async Task An_inbox_is_subscribed_by_its_name()
    {
        var app = await shared.FreshAsync();
        _ = await BehaveAsync(app, "my orders", """{"secret": "s3cret", "statuses": [500, 200]}""");

        var subscription = await SubscribeAsync(app, """{"inbox": "my orders", "secret": "s3cret"}""");
        _ = await app.PostGuideAsync();
        _ = await app.AdvanceAsync("P2D");

        subscription["inbox"]!.GetValue<string>().ShouldBe("my orders");
        subscription["url"].ShouldBeNull();
        var messages = subscription["messages_url"]!.GetValue<string>();
        messages.ShouldBe("http://localhost/_emulator/inbox/my%20orders/messages");
        var received = (await app.GetAsync(messages))["response"]!.AsArray();
        received.Select(message => $"{message!["signature"]} {message["status"]} {message["method"]}")
            .ShouldBe(["valid 500 POST", .. Enumerable.Repeat("valid 200 POST", 6)]);
        received.ShouldAllBe(message => message!["headers"]!["content-type"]!.GetValue<string>() == "application/json"
            && message["headers"]!["x-cloud-trace-context"] != null);
        var first = (await app.DeliveriesAsync())[0]["id"]!.GetValue<string>();
        var attempts = (await app.DeliveryAsync(first))["attempts"]!.AsArray();
        attempts.Select(attempt => $"{attempt!["response"]!["status"]} {attempt["error"]}").ShouldBe(["500 status 500", "200 "]);
        (await app.GetAsync($"/_emulator/explain/{first}"))["entries"]!.AsArray().ShouldContain(
            entry => entry!["summary"]!.GetValue<string>().Contains("deliver to inbox my orders", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_behavior_of_an_inbox_can_be_put_back_as_it_is_read_and_its_secret_stays()
    {
        var app = await shared.FreshAsync();
        _ = await BehaveAsync(app, "orders", """{"secret": "s3cret", "statuses": [500, 200], "delay": 0}""");
        var behavior = await app.GetAsync("/_emulator/inbox/orders/behavior");

        (await BehaveAsync(app, "orders", behavior.ToJsonString())).ToJsonString().ShouldBe(behavior.ToJsonString());

        _ = await SubscribeAsync(app, """{"inbox": "orders", "secret": "s3cret"}""");
        _ = await app.TestSubscriptionAsync("latest");
        _ = await app.DrainAsync();
        var message = (await app.GetAsync("/_emulator/inbox/orders/messages"))["response"]!.AsArray().ShouldHaveSingleItem()!;
        $"{message["signature"]} {message["status"]}".ShouldBe("valid 500");
    }

    [Theory]
    [InlineData("http://localhost:18080/_emulator/inbox/orders", "localhost:18080")]
    [InlineData("http://127.0.0.1:18080/_emulator/inbox/orders", "localhost:18080")]
    [InlineData("http://[::1]:18080/_emulator/inbox/orders/below?a=b", "127.0.0.1:18080")]
    [InlineData("http://0.0.0.0:18080/_emulator/inbox/orders", "localhost:18080")]
    [InlineData("http://localhost:18080/w/default/_emulator/inbox/orders", "localhost:18080")]
    [InlineData("http://localhost/_emulator/inbox/orders", "localhost")]
    public async Task A_url_by_which_the_emulator_was_called_is_recognised(string url, string host)
    {
        var app = await shared.FreshAsync();

        var subscription = await SubscribeAsync(app, new JsonObject { ["url"] = url, ["secret"] = "s3cret" }.ToJsonString(), host);
        _ = await app.TestSubscriptionAsync("latest");
        _ = await app.DrainAsync();

        subscription["url"]!.GetValue<string>().ShouldBe(url.Replace("a=b", "***", StringComparison.Ordinal));
        subscription["messages_url"]!.GetValue<string>().ShouldBe($"http://{host}/_emulator/inbox/orders/messages");
        var message = (await app.GetAsync("/_emulator/inbox/orders/messages"))["response"]!.AsArray().ShouldHaveSingleItem()!;
        message["path"]!.GetValue<string>().ShouldBe(url.Contains("below", StringComparison.Ordinal) ? "/below" : "");
        message["query"]!.GetValue<string>().ShouldBe(url.Contains("a=b", StringComparison.Ordinal) ? "?a=b" : "");
        message["headers"]!["host"]!.GetValue<string>().ShouldBe(new Uri(url).Authority);
        // So it is where a receiver is put to the test.
        (await app.DoAsync(HttpMethod.Post, "/_emulator/webhooks/gauntlet", new JsonObject { ["url"] = url.Replace(":18080", "", StringComparison.Ordinal), ["secret"] = "s3cret" }))
            ["trials"]![0]!["verdict"]!.GetValue<string>().ShouldBe("pass");
    }

    [Fact]
    public async Task A_url_of_another_host_is_called_as_it_is()
    {
        var app = await shared.FreshAsync();

        var subscription = await SubscribeAsync(app, """{"url": "http://127.0.0.1:9/_emulator/inbox/orders", "secret": "s3cret"}""");
        var delivery = (await app.TestSubscriptionAsync("latest"))["delivery_id"]!.GetValue<string>();
        _ = await app.DrainAsync();

        subscription["messages_url"].ShouldBeNull();
        (await app.DeliveryAsync(delivery))["attempts"]![0]!["error"]!.GetValue<string>().ShouldBe("connection refused");
    }

    [Fact]
    public async Task What_is_read_can_be_put_back()
    {
        var app = await shared.FreshAsync();
        foreach (var body in new[]
        {
            """{"inbox": "orders", "secret": "s3cret"}""", """{"url": "http://localhost/_emulator/inbox/orders?a=b", "secret": "s3cret"}""",
            """{"url": "http://127.0.0.1:9/?a=b", "secret": "s3cret", "events": ["test.hello_world"]}""",
        })
        {
            _ = await SubscribeAsync(app, body);
            var known = await app.GetAsync($"{Subscriptions}/latest");

            var put = await app.DoAsync(HttpMethod.Put, $"{Subscriptions}/latest", known.DeepClone());

            put.ToJsonString().ShouldBe(known.ToJsonString());
        }
    }

    [Fact]
    public async Task A_url_becomes_an_inbox_and_an_inbox_a_url()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await RecordingReceiver.StartAsync();
        _ = await SubscribeAsync(app, new JsonObject { ["url"] = receiver.Url, ["secret"] = "s3cret" }.ToJsonString());

        _ = await app.DoAsync(HttpMethod.Put, $"{Subscriptions}/latest", new JsonObject { ["inbox"] = "orders" });
        _ = await app.TestSubscriptionAsync("latest");
        _ = await app.DrainAsync();
        receiver.Received.ShouldBeEmpty();
        _ = await app.DoAsync(HttpMethod.Put, $"{Subscriptions}/latest", new JsonObject { ["url"] = receiver.Url });
        _ = await app.TestSubscriptionAsync("latest");
        _ = await app.DrainAsync();

        receiver.Received.Count.ShouldBe(1);
        (await app.GetAsync("/_emulator/inbox/orders/messages"))["meta"]!["total_records"]!.GetValue<int>().ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"secret": "s"}""", "$.url")]
    [InlineData("""{"secret": "s", "url": "http://127.0.0.1/", "inbox": "orders"}""", "$.inbox")]
    [InlineData("""{"secret": "s", "inbox": ""}""", "$.inbox")]
    [InlineData("""{"secret": "s", "inbox": "a/b"}""", "$.inbox")]
    [InlineData("""{"secret": "s", "inbox": " a"}""", "$.inbox")]
    [InlineData("""{"secret": "s", "inbox": ".."}""", "$.inbox")]
    public async Task Exactly_one_of_url_and_inbox_says_where_events_go(string body, string field)
    {
        var app = await shared.FreshAsync();
        _ = await SubscribeAsync(app, """{"inbox": "orders", "secret": "s3cret"}""");

        foreach (var (method, path) in new[] { (HttpMethod.Post, Subscriptions), (HttpMethod.Put, $"{Subscriptions}/latest") })
        {
            var error = await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, method, path, JsonNode.Parse(body));
            error["errors"]!.AsArray().ShouldHaveSingleItem()!["field"]!.GetValue<string>().ShouldBe(field);
        }
    }

    [Fact]
    public async Task A_seed_has_inboxes_too_and_a_fork_its_own()
    {
        await using var app = new EmulatorApp();
        _ = await app.DoAsync(
            HttpMethod.Put, "/_emulator/seed",
            JsonNode.Parse("""{"extends_default": true, "subscriptions": [{"inbox": "orders", "secret": "s3cret"}]}"""));
        (await app.GetAsync("/_emulator/seed"))["subscriptions"]![0]!["inbox"]!.GetValue<string>().ShouldBe("orders");
        var other = await app.CreateWorldAsync("other", new JsonObject { ["from"] = "default" });

        _ = await other.TestSubscriptionAsync("latest");
        _ = await other.DrainAsync();

        (await other.GetAsync($"{Subscriptions}/latest"))["messages_url"]!.GetValue<string>().ShouldEndWith("/w/other/_emulator/inbox/orders/messages");
        (await other.GetAsync("/_emulator/inbox/orders/messages"))["meta"]!["total_records"]!.GetValue<int>().ShouldBe(1);
        (await app.GetAsync("/_emulator/inbox/orders/messages"))["meta"]!["total_records"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task An_inbox_that_takes_longer_than_an_attempt_may_is_a_failure()
    {
        await using var app = new EmulatorApp(("Webhooks:AttemptTimeout", "PT0.2S"));
        _ = await BehaveAsync(app, "orders", """{"delay": "PT10M"}""");
        _ = await SubscribeAsync(app, """{"inbox": "orders", "secret": "s3cret"}""");
        var delivery = (await app.TestSubscriptionAsync("latest"))["delivery_id"]!.GetValue<string>();

        _ = await app.DrainAsync();

        (await app.DeliveryAsync(delivery))["attempts"]![0]!["error"]!.GetValue<string>().ShouldBe("no answer in 0.2 s");
    }

    [Fact]
    public async Task The_inbox_of_a_world_that_is_gone_is_told_as_that()
    {
        await using var app = new EmulatorApp();
        _ = await app.CreateWorldAsync("other");
        _ = await SubscribeAsync(app, """{"url": "http://localhost/w/other/_emulator/inbox/orders", "secret": "s3cret"}""");
        _ = await app.DoAsync(HttpMethod.Delete, "/_emulator/worlds/other");
        var delivery = (await app.TestSubscriptionAsync("latest"))["delivery_id"]!.GetValue<string>();

        _ = await app.DrainAsync();

        var attempt = (await app.DeliveryAsync(delivery))["attempts"]![0]!;
        attempt["error"]!.GetValue<string>().ShouldBe("status 404");
        attempt["response"]!["body"]!.GetValue<string>().ShouldContain("There is no world named other");
    }

    [Fact]
    public async Task With_a_control_key_a_subscription_by_name_opens_its_inbox_and_no_other()
    {
        await using var app = new EmulatorApp(("Emulator:ControlKey", "key"));
        app.Client.DefaultRequestHeaders.Add("X-Emulator-Key", "key");
        _ = await SubscribeAsync(app, """{"inbox": "orders", "secret": "s3cret"}""");
        var delivery = (await app.TestSubscriptionAsync("latest"))["delivery_id"]!.GetValue<string>();

        _ = await app.DrainAsync();

        (await app.DeliveryAsync(delivery))["status"]!.GetValue<string>().ShouldBe("succeeded");
        using var taken = await app.SendAsync(HttpMethod.Post, "/_emulator/inbox/orders", new JsonObject());
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var refused = await app.SendAsync(HttpMethod.Post, "/_emulator/inbox/order", new JsonObject());
        refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static Task<JsonNode> BehaveAsync(EmulatorApp app, string inbox, string behavior) =>
        app.DoAsync(HttpMethod.Put, $"/_emulator/inbox/{inbox}/behavior", JsonNode.Parse(behavior));

    private static async Task<JsonNode> SubscribeAsync(EmulatorApp app, string body, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Subscriptions);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Host = host;
        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }
}

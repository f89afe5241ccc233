using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>Receivers inside the emulator, over real sockets.</summary>
public sealed class InboxTests
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_advance_delivers_to_the_emulator_itself_and_the_signatures_are_verified()
    {
        await using var app = EmulatorApp.OnSocket();
        _ = await BehaveAsync(app, "orders", """{"secret": "a secret with an é", "statuses": [500, 200]}""");
        _ = await app.SubscribeAsync(UrlOf(app, "orders"), "a secret with an é");

        _ = await app.PostGuideAsync();
        _ = await app.AdvanceAsync("P2D").WaitAsync(LongEnough, TestContext.Current.CancellationToken);

        var messages = await MessagesAsync(app, "orders");
        messages.Count.ShouldBe(7);
        messages.ShouldAllBe(message => message["signature"]!.GetValue<string>() == "valid");
        messages.Select(message => message["status"]!.GetValue<int>()).ShouldBe([500, 200, 200, 200, 200, 200, 200]);
        messages.Select(message => message["number"]!.GetValue<int>()).ShouldBe(Enumerable.Range(1, 7));
        messages[0]["type"]!.GetValue<string>().ShouldBe("difference.created");
        messages.Count(message => message["event_id"]!.GetValue<string>() == messages[0]["event_id"]!.GetValue<string>()).ShouldBe(2);
        messages[0]["at"]!.GetValue<DateTimeOffset>().ShouldBe(DateTimeOffset.Parse(EmulatorApp.Start));
        messages[0]["headers"]!["x-noyo-signature"]!.GetValue<string>().Split(',').Length.ShouldBe(2);
        (await app.DeliveriesAsync()).ShouldAllBe(delivery => delivery["status"]!.GetValue<string>() == "succeeded");
        (await app.GetAsync("/_emulator/inbox/orders/messages?type=difference.resolved"))["meta"]!["total_records"]!.GetValue<int>()
            .ShouldBe(1);
        (await app.GetAsync("/_emulator/inbox/orders/messages?page_size=2&offset=6"))["response"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_is_kept_whatever_its_type_is()
    {
        await using var app = EmulatorApp.OnSocket();
        using var client = new HttpClient();

        foreach (var type in new[] { """ "\ud800" """, "5", "null", "[]", """ "a" """ })
        {
            (await SendAsync(client, HttpMethod.Post, UrlOf(app, "orders"), $$"""{"event": {"type": {{type}}, "id": "\udc00"} }"""))
                .ShouldBe(200);
        }

        (await MessagesAsync(app, "orders")).Select(message => (string?)message["type"]).ShouldBe([null, null, null, null, "a"]);
    }

    [Fact]
    public async Task Every_world_has_inboxes_of_its_own()
    {
        await using var app = EmulatorApp.OnSocket();
        var other = await app.CreateWorldAsync("other");
        _ = await other.SubscribeAsync(UrlOf(app, "orders", "/w/other"));
        _ = await other.PostGuideAsync();

        _ = await other.DrainAsync();

        (await MessagesAsync(other, "orders")).Count.ShouldBe(1);
        (await MessagesAsync(app, "orders")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_answer_to_an_await_comes_with_the_last_message_it_waits_for()
    {
        await using var app = EmulatorApp.OnSocket();
        using var client = new HttpClient();

        var waiting = app.GetAsync("/_emulator/inbox/orders/messages/await?count=2&type=b&timeout=PT30S");
        foreach (var type in new[] { "b", "a" })
            (await SendAsync(client, HttpMethod.Post, UrlOf(app, "orders"), $$"""{"event": {"type": "{{type}}"} }""")).ShouldBe(200);
        waiting.IsCompleted.ShouldBeFalse();
        (await SendAsync(client, HttpMethod.Post, UrlOf(app, "orders"), """{"event": {"type": "b"}}""")).ShouldBe(200);

        (await waiting)["response"]!.AsArray().Select(message => message!["number"]!.GetValue<int>()).ShouldBe([1, 3]);
        var error = await app.RefusedAsync(
            HttpStatusCode.RequestTimeout, HttpMethod.Get, "/_emulator/inbox/orders/messages/await?count=4&timeout=PT0.05S");
        error["response"]!.AsArray().Count.ShouldBe(3);
        error["message"]!.GetValue<string>().ShouldContain("3 arrived");
        foreach (var query in new[] { "count=0", "timeout=soon" })
        {
            _ = await app.RefusedAsync(
                HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"/_emulator/inbox/orders/messages/await?{query}");
        }
    }

    [Fact]
    public async Task A_reset_does_not_wait_for_an_inbox_that_takes_its_time()
    {
        await using var app = EmulatorApp.OnSocket(
            ("Emulator:Clock:Mode", "realtime"), ("Emulator:Clock:Now", null), ("Webhooks:AttemptTimeout", "PT1H"));
        _ = await BehaveAsync(app, "slow", """{"delay": "PT10M"}""");
        var id = (await app.SubscribeAsync(UrlOf(app, "slow")))["id"]!.GetValue<string>();
        _ = await app.TestSubscriptionAsync(id);
        _ = await app.GetAsync("/_emulator/inbox/slow/messages/await?timeout=PT30S");

        _ = await app.ResetAsync().WaitAsync(LongEnough, TestContext.Current.CancellationToken);

        (await MessagesAsync(app, "slow")).ShouldBeEmpty();
        (await app.GetAsync("/_emulator/inbox/slow/behavior")).ToJsonString()
            .ShouldBe("""{"verifies":false,"statuses":[200],"delay":"PT0S"}""");
    }

    [Fact]
    public async Task A_world_can_be_deleted_while_one_of_its_inboxes_takes_its_time()
    {
        await using var app = EmulatorApp.OnSocket(("Webhooks:AttemptTimeout", "PT1H"));
        var other = await app.CreateWorldAsync("other", new JsonObject { ["clock"] = new JsonObject { ["mode"] = "realtime" } });
        _ = await BehaveAsync(other, "slow", """{"delay": "PT10M"}""");
        var id = (await other.SubscribeAsync(UrlOf(app, "slow", "/w/other")))["id"]!.GetValue<string>();
        _ = await other.TestSubscriptionAsync(id);
        _ = await other.GetAsync("/_emulator/inbox/slow/messages/await?timeout=PT30S");

        _ = await app.DoAsync(HttpMethod.Delete, "/_emulator/worlds/other").WaitAsync(LongEnough, TestContext.Current.CancellationToken);

        _ = await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/w/other/_emulator/clock");
    }

    [Fact]
    public async Task Senders_need_no_control_key_and_readers_do()
    {
        await using var app = EmulatorApp.OnSocket(("Emulator:ControlKey", "key"));
        using var owner = WithKey();
        (await SendAsync(owner, HttpMethod.Put, UrlOf(app, "orders") + "/behavior", "{}")).ShouldBe(200);
        using var client = new HttpClient();

        (await SendAsync(client, HttpMethod.Post, UrlOf(app, "orders"), "{}")).ShouldBe(200);
        (await SendAsync(client, HttpMethod.Post, UrlOf(app, "orders") + "/behavior", "{}")).ShouldBe(200);
        (await SendAsync(client, HttpMethod.Get, UrlOf(app, "orders") + "/messages")).ShouldBe(401);
        (await SendAsync(client, HttpMethod.Put, UrlOf(app, "orders") + "/behavior", "{}")).ShouldBe(401);
        (await SendAsync(client, HttpMethod.Delete, UrlOf(app, "orders") + "/messages")).ShouldBe(401);
        (await CountAsync(owner, UrlOf(app, "orders"))).ShouldBe(2);
    }

    [Fact]
    public async Task With_a_control_key_nobody_else_can_fill_an_inbox_that_was_not_wanted()
    {
        await using var app = EmulatorApp.OnSocket(("Emulator:ControlKey", "key"));
        using var owner = WithKey();
        var urls = new List<string>();
        foreach (var name in new[] { "plain", "with%20blank", "below" })
        {
            urls.Add(UrlOf(app, name) + (name == "below" ? "/a/b?c=d" : ""));
            (await SubscribeAsync(owner, app, urls[^1].Replace("127.0.0.1", "host.docker.internal", StringComparison.Ordinal))).ShouldBe(201);
        }

        (await SubscribeAsync(owner, app, UrlOf(app, "elsewhere", "/w/other"))).ShouldBe(201);
        (await SendAsync(owner, HttpMethod.Post, app.Client.BaseAddress + "_emulator/worlds", """{"name": "other"}""")).ShouldBe(201);
        using var client = new HttpClient();

        foreach (var url in urls)
            (await SendAsync(client, HttpMethod.Post, url, "{}")).ShouldBe(200, url);
        foreach (var (name, world) in new[] { ("plain2", ""), ("pla", ""), ("elsewhere", ""), ("messages", ""), ("elsewhere", "/w/other"), ("plain", "/w/other") })
        {
            using var refused = await client.PostAsync(UrlOf(app, name, world), new StringContent("{}"), TestContext.Current.CancellationToken);
            refused.StatusCode.ShouldBe(HttpStatusCode.NotFound, name);
            (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(
                """{"message":"This inbox takes nothing: the emulator has a control key, and nobody with the key has given the inbox a behavior or subscribed its URL. Do one of these first, with X-Emulator-Key","status":404}""");
            (await CountAsync(owner, UrlOf(app, name, world))).ShouldBe(0);
        }
    }

    [Fact]
    public async Task With_a_control_key_an_inbox_is_closed_again_when_nothing_wants_it_any_more()
    {
        await using var app = EmulatorApp.OnSocket(("Emulator:ControlKey", "key"));
        using var owner = WithKey();
        using var client = new HttpClient();
        (await SubscribeAsync(owner, app, UrlOf(app, "subscribed"))).ShouldBe(201);
        (await SendAsync(owner, HttpMethod.Put, UrlOf(app, "behaved") + "/behavior", "{}")).ShouldBe(200);
        (await SendAsync(client, HttpMethod.Post, UrlOf(app, "subscribed"), "{}")).ShouldBe(200);

        (await SendAsync(owner, HttpMethod.Delete, app.Client.BaseAddress + "_emulator/webhooks/subscriptions/latest")).ShouldBe(204);
        (await SendAsync(client, HttpMethod.Post, UrlOf(app, "subscribed"), "{}")).ShouldBe(404);
        (await SendAsync(client, HttpMethod.Post, UrlOf(app, "behaved"), "{}")).ShouldBe(200);

        (await SendAsync(owner, HttpMethod.Post, app.Client.BaseAddress + "_emulator/reset")).ShouldBe(200);
        (await SendAsync(client, HttpMethod.Post, UrlOf(app, "behaved"), "{}")).ShouldBe(404);
    }

    [Fact]
    public async Task Any_method_and_path_is_received_as_it_came()
    {
        await using var app = EmulatorApp.OnSocket();
        using var client = new HttpClient();

        (await SendAsync(client, HttpMethod.Put, UrlOf(app, "orders") + "/a/b%20c?x=1", "not json, é")).ShouldBe(200);
        (await SendAsync(client, HttpMethod.Get, UrlOf(app, "orders"))).ShouldBe(200);
        (await SendAsync(client, HttpMethod.Post, UrlOf(app, "orders") + "/messages", "[]")).ShouldBe(200);

        var messages = await MessagesAsync(app, "orders");
        messages.Select(message => $"{message["method"]} {message["path"]} {message["query"]} {message["body"]} {message["signature"]}")
            .ShouldBe(["PUT /a/b c ?x=1 not json, é unchecked", "GET    unchecked", "POST /messages  [] unchecked"]);
        messages.ShouldAllBe(message => message["type"] == null && message["truncated"] == null);
    }

    [Theory]
    [InlineData("GET", "messages/awiat?count=2")]
    [InlineData("GET", "messages/latest")]
    [InlineData("DELETE", "behavior")]
    public async Task A_slip_in_a_path_of_the_control_plane_is_no_message(string method, string path)
    {
        await using var app = EmulatorApp.OnSocket();
        using var client = new HttpClient();

        (await SendAsync(client, new HttpMethod(method), $"{UrlOf(app, "orders")}/{path}")).ShouldBe(404);

        (await MessagesAsync(app, "orders")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_await_in_vain_says_what_is_missing()
    {
        await using var app = new EmulatorApp();

        var lack = await app.RefusedAsync(HttpStatusCode.RequestTimeout, HttpMethod.Get, "/_emulator/inbox/orders/messages/await?timeout=0.01");

        lack["message"]!.GetValue<string>().ShouldBe(
            "Waited PT0.01S for 1 messages; 0 arrived; no subscription of this world sends to this inbox; the clock is frozen: what falls due later comes with POST /_emulator/clock/advance, or with advance=auto");
    }

    [Fact]
    public async Task A_signature_is_valid_invalid_or_missing()
    {
        await using var app = EmulatorApp.OnSocket();
        _ = await BehaveAsync(app, "orders", """{"secret": "right"}""");
        var right = (await app.SubscribeAsync(UrlOf(app, "orders"), "right"))["id"]!.GetValue<string>();
        var wrong = (await app.SubscribeAsync(UrlOf(app, "orders"), "wrong"))["id"]!.GetValue<string>();
        _ = await app.TestSubscriptionAsync(right);
        _ = await app.DrainAsync();
        _ = await app.TestSubscriptionAsync(wrong);
        _ = await app.DrainAsync();
        using var client = new HttpClient();
        _ = await SendAsync(client, HttpMethod.Post, UrlOf(app, "orders"), "{}");

        (await MessagesAsync(app, "orders")).Select(message => (string?)message["signature"]).ShouldBe(["valid", "invalid", "missing"]);
        (await app.GetAsync("/_emulator/inbox/orders/behavior")).ToJsonString().ShouldNotContain("right");
    }

    [Fact]
    public async Task An_inbox_keeps_the_latest_thousand_and_of_a_large_body_the_beginning()
    {
        await using var app = EmulatorApp.OnSocket();
        using var client = new HttpClient();
        _ = await SendAsync(client, HttpMethod.Post, UrlOf(app, "large"), new string('x', 100_000));
        for (var i = 0; i < 1_002; i++)
            _ = await SendAsync(client, HttpMethod.Post, UrlOf(app, "many"), "{}");

        var large = (await MessagesAsync(app, "large")).ShouldHaveSingleItem();
        large["body"]!.GetValue<string>().Length.ShouldBe(64 * 1024);
        large["truncated"]!.GetValue<bool>().ShouldBeTrue();
        var many = await app.GetAsync("/_emulator/inbox/many/messages?page_size=1");
        many["meta"]!["total_records"]!.GetValue<int>().ShouldBe(1_000);
        many["response"]![0]!["number"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public async Task Messages_go_when_they_are_deleted_and_with_a_restore_and_behavior_only_with_the_latter()
    {
        await using var app = EmulatorApp.OnSocket();
        using var client = new HttpClient();
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/checkpoints/before");
        _ = await BehaveAsync(app, "orders", """{"statuses": [503]}""");
        (await SendAsync(client, HttpMethod.Post, UrlOf(app, "orders"), "{}")).ShouldBe(503);

        _ = await app.DoAsync(HttpMethod.Delete, "/_emulator/inbox/orders/messages");
        (await MessagesAsync(app, "orders")).ShouldBeEmpty();
        (await SendAsync(client, HttpMethod.Post, UrlOf(app, "orders"), "{}")).ShouldBe(503);
        _ = await app.DoAsync(HttpMethod.Post, "/_emulator/checkpoints/before/restore");

        (await MessagesAsync(app, "orders")).ShouldBeEmpty();
        (await SendAsync(client, HttpMethod.Post, UrlOf(app, "orders"), "{}")).ShouldBe(200);
    }

    [Theory]
    [InlineData("""{"secret": ""}""", "$.secret")]
    [InlineData("""{"secret": " "}""", "$.secret")]
    [InlineData("""{"statuses": []}""", "$.statuses")]
    [InlineData("""{"statuses": [200, 199]}""", "$.statuses[1]")]
    [InlineData("""{"statuses": [600]}""", "$.statuses[0]")]
    [InlineData("""{"delay": "soon"}""", "$.delay")]
    [InlineData("""{"delay": "PT11M"}""", "$.delay")]
    [InlineData("""{"status": 200}""", "$.status")]
    public async Task A_behavior_that_makes_no_sense_is_refused_by_name(string body, string field)
    {
        await using var app = new EmulatorApp();

        var error = await app.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Put, "/_emulator/inbox/orders/behavior", JsonNode.Parse(body));

        error["errors"]!.AsArray().ShouldHaveSingleItem()!["field"]!.GetValue<string>().ShouldBe(field);
    }

    private static HttpClient WithKey() => new() { DefaultRequestHeaders = { { "X-Emulator-Key", "key" } } };

    private static Task<int> SubscribeAsync(HttpClient owner, EmulatorApp app, string url) => SendAsync(
        owner, HttpMethod.Post, app.Client.BaseAddress + "_emulator/webhooks/subscriptions", $$"""{"url": "{{url}}", "secret": "s3cret"}""");

    private static async Task<int> CountAsync(HttpClient owner, string inbox) =>
        JsonNode.Parse(await owner.GetStringAsync(inbox + "/messages", TestContext.Current.CancellationToken))!["meta"]!["total_records"]!.GetValue<int>();

    private static string UrlOf(EmulatorApp app, string name, string world = "") =>
        $"{app.Client.BaseAddress!.ToString().TrimEnd('/')}{world}/_emulator/inbox/{name}";

    private static Task<JsonNode> BehaveAsync(EmulatorApp app, string name, string behavior) =>
        app.DoAsync(HttpMethod.Put, $"/_emulator/inbox/{name}/behavior", JsonNode.Parse(behavior));

    private static async Task<IReadOnlyList<JsonNode>> MessagesAsync(EmulatorApp app, string name) =>
        [.. (await app.GetAsync($"/_emulator/inbox/{name}/messages?page_size=100"))["response"]!.AsArray().Select(message => message!)];

    private static async Task<int> SendAsync(HttpClient client, HttpMethod method, string url, string? body = null)
    {
        using var request = new HttpRequestMessage(method, url);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}

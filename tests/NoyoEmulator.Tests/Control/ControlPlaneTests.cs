using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using System.Xml;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Control;

public sealed class ControlPlaneTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const string ControlKey = "k3y-that-must-not-show";

    [Fact]
    public async Task A_running_emulator_is_live_and_ready_without_a_token()
    {
        var app = await shared.FreshAsync();
        using var client = app.AnonymousClient();

        foreach (var state in new[] { "live", "ready" })
        {
            (await client.GetStringAsync($"/_emulator/health/{state}", TestContext.Current.CancellationToken))
                .ShouldBe($$"""{"status":"{{state}}"}""");
        }
    }

    [Fact]
    public async Task The_information_tells_version_uptime_addresses_and_configuration()
    {
        await using var app = new EmulatorApp(("Webhooks:RetryGaps", "PT1S,PT2S"));
        var started = Stopwatch.StartNew();
        _ = await app.ClockAsync();
        var atLeast = started.Elapsed;

        var info = await app.GetAsync("/_emulator/info");

        info["version"]!.GetValue<string>().ShouldStartWith("0.");
        XmlConvert.ToTimeSpan(info["uptime"]!.GetValue<string>()).ShouldBeGreaterThanOrEqualTo(atLeast);
        info["world"]!.GetValue<string>().ShouldBe("default");
        info["urls"]!["tracking"]!.GetValue<string>().ShouldBe("http://localhost/tracking");
        info["urls"]!.AsObject().Select(url => url.Key).ShouldBe(["fulfillment", "tracking", "accounts", "carrier"]);
        info["configuration"]!["Webhooks:RetryGaps"]!.GetValue<string>().ShouldBe("PT1S,PT2S");
        info["configuration"]!["Emulator:Clock:Mode"]!.GetValue<string>().ShouldBe("frozen");
        info["configuration"]!.AsObject().ContainsKey("Emulator:ControlKey").ShouldBeTrue();
        info["configuration"]!["Emulator:ControlKey"].ShouldBeNull();
        foreach (var url in info["urls"]!.AsObject().Where(url => url.Key != "accounts"))
            (await app.Client.GetStringAsync($"{url.Value}/ping", TestContext.Current.CancellationToken)).ShouldBe("OK");
    }

    [Fact]
    public async Task The_addresses_name_the_world_that_was_asked_by_its_path()
    {
        var app = await shared.FreshAsync();

        var urls = (await app.GetAsync("/w/default/_emulator/info"))["urls"]!;

        urls["fulfillment"]!.GetValue<string>().ShouldBe("http://localhost/w/default/fulfillment");
    }

    [Fact]
    public async Task With_a_control_key_only_those_who_have_it_get_in()
    {
        await using var app = new EmulatorApp(("Emulator:ControlKey", ControlKey));

        foreach (var (method, path) in new[]
        {
            (HttpMethod.Get, "/_emulator/info"), (HttpMethod.Post, "/_emulator/reset"), (HttpMethod.Get, "/_emulator/clock"),
            (HttpMethod.Put, "/_emulator/clock"), (HttpMethod.Post, "/_emulator/clock/advance"), (HttpMethod.Post, "/_emulator/drain"),
            (HttpMethod.Get, "/_emulator/carriers"), (HttpMethod.Delete, $"/_emulator/carriers/{Defaults.ShiftingCarrier}/behavior"),
            (HttpMethod.Get, $"/_emulator/carriers/{Defaults.ShiftingCarrier}/records"),
            (HttpMethod.Post, $"/_emulator/carriers/{Defaults.ShiftingCarrier}/sync"),
            (HttpMethod.Get, "/_emulator/webhooks/subscriptions"), (HttpMethod.Post, "/_emulator/webhooks/subscriptions"),
            (HttpMethod.Get, "/_emulator/webhooks/events"), (HttpMethod.Get, "/_emulator/webhooks/events/await"),
            (HttpMethod.Get, "/_emulator/webhooks/deliveries"), (HttpMethod.Get, "/w/default/_emulator/info"),
        })
        {
            var error = await app.RefusedAsync(HttpStatusCode.Unauthorized, method, path);
            error.ToText().ShouldBe("""{"message":"Unauthorized","status":401}""", path);
        }

        app.Client.DefaultRequestHeaders.Add("X-Emulator-Key", ControlKey.ToUpperInvariant());
        _ = await app.RefusedAsync(HttpStatusCode.Unauthorized, HttpMethod.Get, "/_emulator/info");
        _ = await app.GetAsync("/_emulator/health/live");
        _ = await app.GetAsync("/_emulator/health/ready");
        _ = await app.GetAsync("/api/v1/member_snapshots");

        app.Client.DefaultRequestHeaders.Remove("X-Emulator-Key");
        app.Client.DefaultRequestHeaders.Add("X-Emulator-Key", ControlKey);
        var info = await app.GetAsync("/_emulator/info");
        info.ToText().ShouldNotContain(ControlKey);
        info["configuration"]!["Emulator:ControlKey"]!.GetValue<string>().ShouldBe("***");
    }

    [Theory]
    [InlineData("/_emulator/carriers")]
    [InlineData($"/_emulator/carriers/{Defaults.ShiftingCarrier}/records")]
    [InlineData("/_emulator/webhooks/subscriptions")]
    [InlineData("/_emulator/webhooks/events")]
    [InlineData("/_emulator/webhooks/deliveries")]
    [InlineData("/api/v1/member_snapshots")]
    [InlineData("/tracking/api/v1/differences")]
    public async Task Every_list_is_paged_alike(string path)
    {
        var app = await shared.FreshAsync();
        _ = await app.SubscribeAsync("http://127.0.0.1:1/");
        _ = await app.PostGuideAsync();

        var all = await app.GetAsync(path);
        var total = all["meta"]!["total_records"]!.GetValue<int>();
        total.ShouldBeGreaterThan(0);
        all["meta"]!.ToText().ShouldBe($$"""{"offset":0,"page_num":1,"page_size":20,"total_records":{{total}}}""");
        all["response"]!.AsArray().Count.ShouldBe(total);

        (await app.GetAsync($"{path}?page_size=1"))["response"]!.AsArray().ShouldHaveSingleItem()!.ToText()
            .ShouldBe(all["response"]![0]!.ToText());
        var past = await app.GetAsync($"{path}?page_size=1&offset=1000");
        past["meta"]!.ToText().ShouldBe($$"""{"offset":1000,"page_num":1001,"page_size":1,"total_records":{{total}}}""");
        past["response"]!.AsArray().ShouldBeEmpty();
        foreach (var query in new[]
        {
            "page_size=0", "page_size=101", "page_size=-1", "page_size=many", "page_size=1.5", "page_size=", "page_size=99999999999",
            "offset=-1", "offset=x", "offset=2147483648", "page_size=5&page_size=6",
        })
        {
            var error = await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{path}?{query}");
            error["errors"]![0]!["field"]!.GetValue<string>().ShouldBe(query[..query.IndexOf('=', StringComparison.Ordinal)]);
        }
    }

    [Fact]
    public async Task A_subscription_is_registered_read_changed_and_never_tells_its_secret()
    {
        var app = await shared.FreshAsync();
        const string secret = "whsec-never-read-back";

        using var response = await app.SendAsync(HttpMethod.Post, "/_emulator/webhooks/subscriptions", new JsonObject
        {
            ["url"] = "http://127.0.0.1:1/hooks",
            ["secret"] = secret,
            ["name"] = "mine",
            ["events"] = new JsonArray("difference.created"),
        });
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var created = JsonNode.Parse(text)!;
        var id = created["id"]!.GetValue<string>();
        response.Headers.Location!.ToString().ShouldBe($"/_emulator/webhooks/subscriptions/{id}");
        created["status"]!.GetValue<string>().ShouldBe("active");
        created["name"]!.GetValue<string>().ShouldBe("mine");
        created["events"]!.ToText().ShouldBe("""["difference.created"]""");

        (await app.SubscriptionAsync(id)).ToText().ShouldBe(text);
        (await app.GetAsync("/_emulator/webhooks/subscriptions"))["response"]!.AsArray().ShouldHaveSingleItem()!.ToText().ShouldBe(text);
        var changed = await app.DoAsync(
            HttpMethod.Put, $"/_emulator/webhooks/subscriptions/{id}", new JsonObject
            {
                ["url"] = "https://example.test/",
                ["secret"] = secret + "2",
            });
        changed["url"]!.GetValue<string>().ShouldBe("https://example.test/");
        changed["events"].ShouldBeNull();
        changed["name"].ShouldBeNull();
        foreach (var answer in new[] { text, changed.ToText() })
            answer.ShouldNotContain(secret);
    }

    [Theory]
    [InlineData("""{"secret": "s"}""", "$.url")]
    [InlineData("""{"url": "", "secret": "s"}""", "$.url")]
    [InlineData("""{"url": "/hooks", "secret": "s"}""", "$.url")]
    [InlineData("""{"url": "ftp://example.test", "secret": "s"}""", "$.url")]
    [InlineData("""{"url": "http://", "secret": "s"}""", "$.url")]
    [InlineData("""{"url": "http://me:word@a.test/", "secret": "s"}""", "$.url")]
    [InlineData("""{"url": "http://a.test:0/", "secret": "s"}""", "$.url")]
    [InlineData("""{"url": " http://a.test/", "secret": "s"}""", "$.url")]
    [InlineData("""{"url": "http://a.test/\r\nb", "secret": "s"}""", "$.url")]
    [InlineData("""{"url": "http://a.test", "secret": "  "}""", "$.secret")]
    [InlineData("""{"url": "file:///etc/passwd", "secret": "s"}""", "$.url")]
    [InlineData("""{"url": 5, "secret": "s"}""", "$.url")]
    [InlineData("""{"url": "http://a.test"}""", "$.secret")]
    [InlineData("""{"url": "http://a.test", "secret": ""}""", "$.secret")]
    [InlineData("""{"url": "http://a.test", "secret": "s", "events": ["difference.exploded"]}""", "$.events[0]")]
    [InlineData("""{"url": "http://a.test", "secret": "s", "events": [null]}""", "$.events[0]")]
    [InlineData("""{"url": "http://a.test", "secret": "s", "events": "difference.created"}""", "$.events")]
    public async Task A_subscription_that_makes_no_sense_is_refused(string body, string field)
    {
        var app = await shared.FreshAsync();

        var error = await app.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, "/_emulator/webhooks/subscriptions", JsonNode.Parse(body));

        error["errors"]![0]!["field"]!.GetValue<string>().ShouldBe(field);
        (await app.GetAsync("/_emulator/webhooks/subscriptions"))["meta"]!["total_records"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task An_unknown_subscription_is_a_404()
    {
        var app = await shared.FreshAsync();

        foreach (var id in new[] { "00000000-0000-4000-8000-000000000000", "mine" })
        {
            var path = $"/_emulator/webhooks/subscriptions/{id}";
            _ = await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, path);
            _ = await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Delete, path);
            _ = await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, path + "/test");
            _ = await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Put, path, new JsonObject { ["url"] = "http://a.test" });
        }
    }

    [Fact]
    public async Task Events_are_listed_with_the_bodies_that_are_sent()
    {
        var app = await shared.FreshAsync();
        var snapshot = (await app.PostGuideAsync())["id"]!.GetValue<string>();
        _ = await app.AdvanceAsync("P1D");

        var events = (await app.GetAsync("/_emulator/webhooks/events"))["response"]!.AsArray();
        events.Count.ShouldBe(6);
        foreach (var item in events)
        {
            item!["body"]!["event"]!["id"]!.GetValue<string>().ShouldBe(item["id"]!.GetValue<string>());
            item["body"]!["data"]!["id"]!.GetValue<string>().ShouldBe(item["object_id"]!.GetValue<string>());
            item["body"]!["event"]!["type"]!.GetValue<string>().ShouldBe(item["type"]!.GetValue<string>());
        }

        (await app.EventTypesAsync(snapshot)).Count.ShouldBe(2);
        (await app.GetAsync("/_emulator/webhooks/events?type=difference.created"))["response"]!.AsArray().Count.ShouldBe(2);
        foreach (var query in new[] { "type=x", "object_id=x" })
            _ = await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"/_emulator/webhooks/events?{query}");
    }
}

using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Http;

/// <summary>What web pages may ask of the control plane.</summary>
public sealed class OriginCheckTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const string Dashboard = "https://dashboard.example.org";

    [Theory]
    [InlineData("POST", "/_emulator/reset")]
    [InlineData("POST", "/_emulator/drain")]
    [InlineData("DELETE", "/_emulator/faults")]
    [InlineData("GET", "/_emulator/info")]
    [InlineData("GET", "/_emulator/health/live")]
    [InlineData("GET", "/_emulator/health/ready")]
    [InlineData("POST", "/_emulator/inbox/orders")]
    [InlineData("GET", "/_emulator/inbox/orders/a/b")]
    [InlineData("OPTIONS", "/_emulator/reset")]
    [InlineData("POST", "/_EMULATOR/reset")]
    [InlineData("POST", "/%5Femulator/reset")]
    [InlineData("POST", "/w/default/_emulator/reset")]
    [InlineData("POST", "/tracking/_emulator/reset")]
    [InlineData("POST", "/w/default/fulfillment/_emulator/reset")]
    [InlineData("GET", "/_emulator")]
    [InlineData("GET", "/_emulator/no_such")]
    public async Task A_page_of_another_origin_gets_nothing_done(string method, string path)
    {
        var app = await shared.FreshAsync();
        _ = await app.DoAsync(HttpMethod.Post, "/_emulator/faults", new JsonObject { ["path"] = "/a", ["status"] = 503 });

        foreach (var (name, value) in new[]
        {
            ("Origin", "https://evil.example.org"), ("Origin", "null"), ("Origin", "http://localhost:3000"), ("Origin", "https://localhost"),
            ("Origin", "http://localhost.example.org"), ("Sec-Fetch-Site", "cross-site"),
        })
        {
            var (status, body, headers) = await AskAsync(app, method, path, (name, value));
            status.ShouldBe(HttpStatusCode.Forbidden, value);
            headers.Keys.ShouldNotContain(header => header.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
            var error = JsonNode.Parse(body)!;
            error["status"]!.GetValue<int>().ShouldBe(403);
            error["message"]!.GetValue<string>().ShouldContain("Emulator:AllowedOrigins");
        }

        (await app.GetAsync("/_emulator/faults"))["meta"]!["total_records"]!.GetValue<int>().ShouldBe(1);
        (await app.GetAsync("/_emulator/inbox/orders/messages"))["meta"]!["total_records"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task The_refusal_says_what_to_put_where()
    {
        var app = await shared.FreshAsync();

        (await AskAsync(app, "POST", "/_emulator/reset", ("Origin", Dashboard))).Body.ShouldBe(
            """{"message":"The control plane is closed to web pages of other origins, and this request comes from https://dashboard.example.org. If that is a dashboard of yours, put https://dashboard.example.org into the option Emulator:AllowedOrigins","status":403}""");
    }

    [Fact]
    public async Task Pages_of_its_own_and_people_and_programs_are_served()
    {
        var app = await shared.FreshAsync();

        foreach (var headers in new (string Name, string Value)[][]
        {
            [],
            [("Origin", "http://localhost"), ("Sec-Fetch-Site", "same-origin")],
            [("Origin", "HTTP://LocalHost")],
            [("Host", "tracking.localhost:8080"), ("Origin", "http://tracking.localhost:8080")],
            [("Sec-Fetch-Site", "none")],
            [("Sec-Fetch-Site", "same-origin")],
        })
        {
            (await AskAsync(app, "POST", "/_emulator/reset", headers)).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await AskAsync(app, "POST", "/_emulator/reset", ("Origin", "http://localhost"), ("Sec-Fetch-Site", "cross-site"))).Status
            .ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("/_emulator/info")]
    [InlineData("/_emulator/no_such")]
    [InlineData("/tracking/api/v1/differences")]
    public async Task A_dashboard_whose_origin_is_allowed_may_ask_and_read(string path)
    {
        await using var app = new EmulatorApp(("Emulator:AllowedOrigins", $"{Dashboard.ToUpperInvariant()}/, http://localhost:3000"));
        var plain = (await AskAsync(app, "GET", path)).Status;

        foreach (var origin in new[] { Dashboard, "http://localhost:3000" })
        {
            var (status, _, headers) = await AskAsync(app, "GET", path, ("Origin", origin), ("Sec-Fetch-Site", "cross-site"));
            status.ShouldBe(plain);
            headers["Access-Control-Allow-Origin"].ShouldBe(origin);
            headers["Access-Control-Expose-Headers"].ShouldBe("*");
            headers.ShouldNotContainKey("Access-Control-Allow-Credentials");

            (status, _, headers) = await AskAsync(
                app, "OPTIONS", path, ("Origin", origin), ("Access-Control-Request-Method", "PUT"), ("Access-Control-Request-Headers", "x-emulator-key,content-type"));
            status.ShouldBe(HttpStatusCode.NoContent);
            headers["Access-Control-Allow-Origin"].ShouldBe(origin);
            headers["Access-Control-Allow-Methods"].ShouldBe("PUT");
            headers["Access-Control-Allow-Headers"].ShouldBe("x-emulator-key,content-type");
        }
    }

    [Fact]
    public async Task Beside_an_allowed_origin_the_others_are_as_they_were()
    {
        await using var app = new EmulatorApp(("Emulator:AllowedOrigins", Dashboard));

        foreach (var origin in new[] { "null", "https://evil.example.org", "http://dashboard.example.org", Dashboard + ":8443" })
        {
            var (status, _, headers) = await AskAsync(app, "POST", "/_emulator/reset", ("Origin", origin));
            status.ShouldBe(HttpStatusCode.Forbidden);
            headers.ShouldNotContainKey("Access-Control-Allow-Origin");
        }

        (await AskAsync(app, "POST", "/_emulator/reset", ("Sec-Fetch-Site", "cross-site"))).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Without_allowed_origins_no_answer_speaks_of_them()
    {
        var app = await shared.FreshAsync();

        (await AskAsync(app, "GET", "/tracking/api/v1/differences", ("Origin", Dashboard))).Headers
            .Keys.ShouldNotContain(header => header.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        (await AskAsync(app, "OPTIONS", "/tracking/api/v1/differences", ("Origin", Dashboard), ("Access-Control-Request-Method", "GET"))).Status
            .ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Browsers_are_told_to_take_every_answer_for_what_it_says_it_is()
    {
        var app = await shared.FreshAsync();
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/checkpoints/one");
        _ = await app.DoAsync(HttpMethod.Post, "/_emulator/faults", new JsonObject { ["operation"] = "getDifferenceList", ["status"] = 503 });
        _ = await app.DoAsync(HttpMethod.Post, "/_emulator/faults", new JsonObject { ["path"] = "/api/v1/member_snapshots", ["truncate"] = true });

        foreach (var (method, path, status) in new[]
        {
            ("GET", "/", 200), ("GET", "/dashboard/app.js", 200), ("GET", "/ping", 200), ("GET", "/api/v1/member_transactions", 401), ("GET", "/tracking/api/v1/differences", 503),
            ("GET", "/fulfillment/api/v1/no_such", 404), ("PATCH", "/ping", 405), ("GET", "/carrier/api/v1/carrier_configurations", 404),
            ("GET", "/swagger/index.html", 200), ("GET", "/swagger/swagger-ui.css", 200), ("GET", "/swagger/emulator.js", 200),
            ("GET", "/swagger/control/swagger.json", 200), ("GET", "/_emulator/info", 200), ("GET", "/_emulator/checkpoints/one/file", 200),
            ("DELETE", "/_emulator/faults", 204),
        })
        {
            var answer = await AskAsync(app, method, path);
            ((int)answer.Status).ShouldBe(status, path);
            answer.Headers["X-Content-Type-Options"].ShouldBe("nosniff", path);
        }

        (await AskAsync(app, "GET", "/ping", ("Host", "example.org"))).Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        (await AskAsync(app, "POST", "/_emulator/reset", ("Origin", "null"))).Headers["X-Content-Type-Options"].ShouldBe("nosniff");
    }

    private static async Task<(HttpStatusCode Status, string Body, Dictionary<string, string> Headers)> AskAsync(
        EmulatorApp app, string method, string path, params (string Name, string Value)[] headers)
    {
        using var client = app.UncheckedClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase));
    }
}

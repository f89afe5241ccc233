using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Http;

public sealed class BaseUrlTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    [Fact]
    public async Task Prefix_host_and_root_give_the_same_answers()
    {
        var app = await shared.FreshAsync();
        var snapshot = (await app.PostGuideAsync())["id"]!.GetValue<string>();

        foreach (var (family, path) in new[]
        {
            ("fulfillment", $"/api/v1/member_snapshots/{snapshot}"), ("fulfillment", "/api/v1/member_snapshots"),
            ("tracking", $"/api/v1/differences?member_snapshot_id={snapshot}"), ("tracking", "/ping"), ("fulfillment", "/ping"),
            ("carrier", "/ping"),
        })
        {
            var root = await AskAsync(app, path);
            root.Status.ShouldBe(HttpStatusCode.OK, path);
            (await AskAsync(app, $"/{family}{path}")).ShouldBe(root);
            (await AskAsync(app, $"/{family.ToUpperInvariant()}{path}")).ShouldBe(root);
            (await AskAsync(app, path, $"{family}.noyo.com")).ShouldBe(root);
            (await AskAsync(app, path, $"{family}-sandbox.noyo.com")).ShouldBe(root);
            (await AskAsync(app, path, $"{family.ToUpperInvariant()}-Sandbox.localhost:8080")).ShouldBe(root);
            (await AskAsync(app, path, $"{family}.localhost:8080")).ShouldBe(root);
            (await AskAsync(app, path, "localhost")).ShouldBe(root);
            (await AskAsync(app, $"/w/default/{family}{path}")).ShouldBe(root);
            (await AskAsync(app, $"/w/default{path}", $"{family}.localhost")).ShouldBe(root);
            (await AskAsync(app, $"/w/default{path}")).ShouldBe(root);
            // The prefix says more than the host does.
            (await AskAsync(app, $"/{family}{path}", "accounts.localhost")).ShouldBe(root);
        }
    }

    [Fact]
    public async Task One_api_does_not_answer_for_another()
    {
        var app = await shared.FreshAsync();

        foreach (var (path, host) in new (string, string?)[]
        {
            ("/fulfillment/api/v1/differences", null), ("/api/v1/differences", "fulfillment.localhost"),
                ("/carrier/api/v1/differences", null),
            ("/tracking/api/v1/member_snapshots", null), ("/api/v1/member_snapshots", "tracking.localhost"), ("/accounts/ping", null),
        })
        {
            (await AskAsync(app, path, host)).Status.ShouldBe(HttpStatusCode.NotFound, $"{path} {host}");
        }
    }

    [Theory]
    [InlineData("/api/v1/member_snapshot", "GET /api/v1/member_snapshots")]
    [InlineData("/api/v1/members_snapshots/2613a221-d3c8-4c8a-86d5-e7e885fd1da9", "GET /api/v1/member_snapshots/{snapshot_id}")]
    [InlineData("/tracking/api/v1/diferences", "GET /api/v1/differences")]
    [InlineData("/fulfillment/api/v1/differences", "GET /tracking/api/v1/differences")]
    [InlineData("/fulfillment/api/v1/carriers", "GET /carrier/api/v1/carriers")]
    [InlineData("/tracking/api/v1/group_connections", "GET /fulfillment/api/v1/group_connections")]
    [InlineData("/carrier/api/v1/diferences", "GET /tracking/api/v1/differences")]
    [InlineData("/_emulator/explain", "GET /_emulator/explain/{id}")]
    [InlineData("/_emulator/clok", "GET /_emulator/clock")]
    [InlineData("/_emulator/webhooks/subscription", "/_emulator/webhooks/subscriptions")]
    [InlineData("/differences", "/api/v1/differences")]
    public async Task An_unknown_path_is_a_404_that_names_the_route_that_was_meant(string path, string hint)
    {
        var app = await shared.FreshAsync();

        using var response = await app.SendAsync(HttpMethod.Get, path);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Headers.GetValues("X-Emulator-Hint").ShouldHaveSingleItem().ShouldEndWith(hint);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        error["status"]!.GetValue<int>().ShouldBe(404);
        error["message"]!.GetValue<string>().ShouldBe($"No such path: GET {path}"
            + (path.StartsWith("/_emulator", StringComparison.Ordinal) || hint.Contains("/tracking/", StringComparison.Ordinal)
                || hint.Contains("/carrier/", StringComparison.Ordinal) || hint.Contains("/fulfillment/", StringComparison.Ordinal) ? $"; the nearest is {response.Headers.GetValues("X-Emulator-Hint").Single()}" : ""));
    }

    [Fact]
    public async Task Every_operation_of_Noyos_is_here_or_said_not_to_be()
    {
        var app = await shared.FreshAsync();
        var missing = 0;
        foreach (var operation in NoyoOperations.All)
        {
            var path = Regex.Replace(
                operation.Template, @"\{[^}]+\}", "00000000-0000-4000-8000-000000000000", RegexOptions.None, TimeSpan.FromSeconds(1));
            using var response = await app.SendAsync(new HttpMethod(operation.Method), $"/{operation.Family}{path}");
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            response.StatusCode.ShouldNotBe(HttpStatusCode.MethodNotAllowed, $"{operation} {text}");
            response.Headers.Contains("X-Emulator-Hint").ShouldBeFalse($"{operation} {text}");
            if ((int)response.StatusCode < 500)
                continue;
            missing++;
            var error = JsonNode.Parse(text)!;
            error["status"]!.GetValue<int>().ShouldBe(501);
            error["message"]!.GetValue<string>().ShouldBe(
                $"{operation.Method} {operation.Template} is an operation of Noyo's {operation.Family} API that this emulator does not have.");
        }

        missing.ShouldBeLessThan(NoyoOperations.All.Count);
    }

    [Fact]
    public async Task A_method_that_the_path_of_another_API_does_not_have_is_a_404()
    {
        var app = await shared.FreshAsync();

        using var response = await app.SendAsync(HttpMethod.Delete, "/fulfillment/api/v1/differences");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.Text("message")
            .ShouldBe("No such path: DELETE /fulfillment/api/v1/differences; the nearest is GET /tracking/api/v1/differences");
    }

    [Theory]
    [InlineData("DELETE", "/api/v1/member_snapshots", "GET")]
    [InlineData("POST", "/_emulator/clock", "GET, PUT")]
    [InlineData("GET", "/_emulator/reset", "POST")]
    [InlineData("PATCH", "/accounts/auth/public/token", "POST")]
    [InlineData("POST", "/fulfillment/api/v1/groups/a1b6fe36-ccc5-41e3-bcc0-e6488d7e031e/locations", "GET")]
    [InlineData("DELETE", "/fulfillment/api/v1/groups/a1b6fe36-ccc5-41e3-bcc0-e6488d7e031e/contacts", "GET, POST")]
    [InlineData("POST", "/fulfillment/api/v1/groups/a1b6fe36-ccc5-41e3-bcc0-e6488d7e031e/3f0a8b92-c9e5-4164-ab2d-e7f1c4a5d068", "PUT")]
    public async Task A_method_that_a_path_does_not_have_is_a_405_with_those_of_its_most_literal_route(string method, string path, string allowed)
    {
        var app = await shared.FreshAsync();

        using var response = await app.SendAsync(new HttpMethod(method), path);

        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.Order(StringComparer.Ordinal).ShouldBe(allowed.Split(", "));
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        error["status"]!.GetValue<int>().ShouldBe(405);
    }

    [Theory]
    [InlineData("/w/nowhere/api/v1/member_snapshots", null)]
    [InlineData("/w/defaults/_emulator/clock", null)]
    [InlineData("/api/v1/member_snapshots", "nowhere")]
    [InlineData("/_emulator/clock", "nowhere")]
    // The header says more than the path does.
    [InlineData("/w/default/_emulator/clock", "nowhere")]
    public async Task An_unknown_world_is_a_404_that_lists_those_that_exist(string path, string? header)
    {
        var app = await shared.FreshAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (header is not null)
            request.Headers.Add("X-Emulator-World", header);

        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        error["message"]!.GetValue<string>().ShouldMatch("^There is no world named (nowhere|defaults)\\. These exist: default$");
    }

    [Theory]
    [InlineData("/w/nowhere/api/v1/member_snapshots")]
    [InlineData("/w/nowhere/_emulator/inbox/orders")]
    [InlineData("/w/nowhere/swagger/control/swagger.json")]
    public async Task Where_there_is_a_control_key_only_those_who_have_it_are_told_which_worlds_exist(string path)
    {
        await using var app = new EmulatorApp(("Emulator:ControlKey", "key"));
        using var client = app.UncheckedClient();
        client.DefaultRequestHeaders.Add("Authorization", "Bearer any");

        foreach (var (key, message) in new[]
        {
            (null, "There is no world named nowhere"), ("wrong", "There is no world named nowhere"),
            ("key", "There is no world named nowhere. These exist: default"),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("X-Emulator-Key", key);
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["message"]!.GetValue<string>().ShouldBe(message);
        }
    }

    [Fact]
    public async Task The_header_chooses_the_world()
    {
        var app = await shared.FreshAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/w/nowhere/_emulator/clock");
        request.Headers.Add("X-Emulator-World", "default");

        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Odd_paths_are_answered_in_json_and_never_with_a_server_error()
    {
        var app = await shared.FreshAsync();
        foreach (var path in OddPaths())
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Options,
                new HttpMethod("BREW") })
            {
                using var response = await app.SendAsync(method, path);
                if (response.StatusCode != HttpStatusCode.NotImplemented)
                    ((int)response.StatusCode).ShouldBeInRange(400, 499, $"{method} {Shortened(path)}");
                var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
                error["status"]!.GetValue<int>().ShouldBe((int)response.StatusCode);
            }
        }
    }

    [Fact]
    public async Task Odd_request_lines_on_the_wire_get_no_server_error()
    {
        await using var app = EmulatorApp.OnSocket();
        foreach (var target in new[]
        {
            "/a%00b", "/%2e%2e/%2e%2e/etc/passwd", "/../../etc/passwd", "//", "/%", "/%zz", "/%ff%fe", "/a\u0001b", "*", "a",
                "http://x/ping", "/a?" + new string('b', 4_000),
            "/" + new string('a', 6_000), "/" + string.Join('/', Enumerable.Repeat("a", 3_000)), "/"
                + new string('a', 20_000), "/w/%2F/ping", "/w/%3F%23/_emulator/clock",
        })
        {
            var status = await SendRawAsync(
                app, $"GET {target} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\nConnection: close\r\n\r\n");
            status.ShouldBeInRange(200, 499, Shortened(target));
        }

        foreach (var head in new[] { "GET /ping HTTP/1.1\r\n\r\n", "GET /ping HTTP/1.1\r\nHost: a b\r\n\r\n",
            "GET /ping HTTP/9.9\r\nHost: a\r\n\r\n", "\0\0\0\0\r\n\r\n" })
        {
            (await SendRawAsync(app, head)).ShouldBeInRange(400, 505);
        }

        _ = await app.ClockAsync();
    }

    private static IEnumerable<string> OddPaths() =>
    [
        "/a%2Fb/c%2f..%2f", "/api/v1/member_snapshots/a%2Fb", "/api%2Fv1%2Fdifferences", "//api//v1//differences",
        "/%E2%80%AE/%F0%9F%92%A9", "/api/v1/%20", "/" + string.Join('/', Enumerable.Repeat("a", 10_000)), "/" + new string('x', 100_000),
        "/api/v1/member_snapshots/"
            + new string('1', 50_000), "/w", "/w/", "/w//", "/w//api/v1/x", "/w/%2F/x", "/w/%25%3F/_emulator/x", "/w/"
            + new string('w', 10_000) + "/x",
        "/tracking/tracking/api/v1/differences", "/fulfillment/tracking/api/v1/differences", "/{group_id}",
        "/api/v1/groups/{group_id}/member_snapshot", "/api/v1/groups//member_snapshots", "/.well-known/../api", "/%5C%5Chost%5Cshare",
    ];

    private static string Shortened(string text) => text.Length <= 80 ? text : $"{text[..80]}… ({text.Length})";

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(EmulatorApp app, string path, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<int> SendRawAsync(EmulatorApp app, string request)
    {
        using var client = new TcpClient();
        var address = app.Client.BaseAddress!;
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        return int.Parse(line!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_body_that_is_no_JSON_is_refused_as_such_and_not_as_an_operation_that_is_missing()
    {
        await using var app = new EmulatorApp();
        using var content = new StringContent(
            "grant_type=client_credentials", System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await app.Client.PostAsync(
            $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", content, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .ShouldContain("Content-Type must be application/json");
    }
}

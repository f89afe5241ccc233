using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Hosting;

public sealed class LogTests
{
    private const string Secret = "whsec-not-to-be-logged";
    private const string ClientSecret = "client-secret-not-to-be-logged";

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task The_log_has_a_line_for_each_request_and_nothing_personal_or_secret(string format)
    {
        await using var process = await EmulatorProcess.StartReadyAsync(
            "--Emulator:Storage=memory", "--Emulator:Clock:Mode=frozen", "--Emulator:Authentication=strict", $"--Emulator:LogFormat={format}");
        using var client = new HttpClient { BaseAddress = new Uri(process.Url) };
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"client:{ClientSecret}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/accounts/auth/public/token") { Content = Json("""{"grant_type": "client_credentials"}""") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic);
        using var answer = await client.SendAsync(request, Token);
        var token = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["access_token"]!.GetValue<string>();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        var statuses = new List<int>();
        var broken = SnapshotBody.Example();
        broken["employee"]!["person"]!["ssn"] = 123456789;
        foreach (var (path, body) in new (string, string)[]
        {
            ("/_emulator/webhooks/subscriptions", $$"""{"url": "http://127.0.0.1:1/", "secret": "{{Secret}}"}"""),
            ($"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", SnapshotBody.Example().ToJsonString()),
            ($"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", broken.ToJsonString()),
            ($"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", "{\"first_name\": \"David\","),
            ("/_emulator/clock/advance", """{"by": "P1D"}"""),
            ("/api/v1/no_such?first_name=David&ssn=123456789", "{}"),
        })
        {
            using var response = await client.PostAsync(path, Json(body), Token);
            statuses.Add((int)response.StatusCode);
        }

        statuses.ShouldBe([201, 201, 422, 400, 200, 404]);
        process.Terminate();
        (await process.EndAsync()).ShouldBe((0, ""));

        var lines = process.Lines.ToList();
        var all = string.Join('\n', lines);
        PersonalData.In(all).ShouldBeEmpty();
        foreach (var secret in new[] { Secret, ClientSecret, basic, token, token.Split('.')[1] })
            all.ShouldNotContain(secret);
        lines.Count(line => line.Contains(" 201 ", StringComparison.Ordinal) && line.Contains("/member_snapshots", StringComparison.Ordinal)).ShouldBe(1);
        lines.Count(line => line.Contains("POST", StringComparison.Ordinal)).ShouldBe(7);
        lines.Count(line => line.Contains(" WRN ", StringComparison.Ordinal) || line.Contains(" ERR ", StringComparison.Ordinal)
            || line.Contains("\"Level\":\"Error\"", StringComparison.Ordinal) || line.Contains("\"Level\":\"Warning\"", StringComparison.Ordinal)).ShouldBe(0);
        if (format == "json")
            lines.ShouldAllBe(line => JsonNode.Parse(line)!["RenderedMessage"] != null);
    }

    [Fact]
    public async Task The_line_of_a_request_has_its_whole_path_and_nothing_of_what_cut_its_answer()
    {
        await using var process = await EmulatorProcess.StartReadyAsync("--Emulator:Storage=memory");
        using var client = new HttpClient { BaseAddress = new Uri(process.Url), DefaultRequestHeaders = { { "Authorization", "Bearer any" } } };
        using var fault = await client.PostAsync("/_emulator/faults", Json("""{"path": "/api/v1/differences", "truncate": true}"""), Token);
        _ = fault.EnsureSuccessStatusCode();

        _ = await Should.ThrowAsync<HttpRequestException>(() => client.GetStringAsync("/w/default/tracking/api/v1/differences?page_size=1", Token));
        process.Terminate();
        (await process.EndAsync()).ShouldBe((0, ""));

        var lines = process.Lines.Where(line => line.Contains("differences", StringComparison.Ordinal)).ToList();
        lines.ShouldHaveSingleItem().ShouldContain(" INF GET /w/default/tracking/api/v1/differences 200 ");
        process.Lines.ShouldAllBe(line => !line.Contains("Exception", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_path_of_a_line_is_words_of_routes_and_ids_and_nothing_else()
    {
        const string id = "2613a221-d3c8-4c8a-86d5-e7e885fd1da9";
        await using var process = await EmulatorProcess.StartReadyAsync("--Emulator:Storage=memory");
        using var client = new HttpClient { BaseAddress = new Uri(process.Url), DefaultRequestHeaders = { { "Authorization", "Bearer any" } } };
        using var world = await client.PostAsync("/_emulator/worlds", Json("""{"name": "orders"}"""), Token);
        _ = world.EnsureSuccessStatusCode();
        var expected = new List<string> { "POST /_emulator/worlds 201" };

        foreach (var (method, path, shown) in new[]
        {
            ("GET", $"/api/v1/member_snapshots/{id}", $"/api/v1/member_snapshots/{id} 404"),
            ("GET", "/api/v1/member_snapshots/123-45-6789?ssn=123456789", "/api/v1/member_snapshots/*** 422"),
            ("GET", "/API/v1/Member_Snapshots/Jane%20Doe", "/api/v1/member_snapshots/*** 404"),
            ("GET", "/api/v1/member_snapshots/clock/", "/api/v1/member_snapshots/***/ 404"),
            ("GET", "/_emulator/webhooks/subscriptions/latest", "/_emulator/webhooks/subscriptions/latest 404"),
            ("GET", "/_emulator/inbox/jane.doe%40example.org/messages", "/_emulator/inbox/***/messages 200"),
            ("POST", "/_emulator/inbox/jane/a/b", "/_emulator/inbox/***/*** 200"),
            ("GET", $"/w/orders/tracking/api/v1/differences/{id}", $"/w/orders/tracking/api/v1/differences/{id} 404"),
            ("GET", "/w/orders/_emulator/clock", "/w/orders/_emulator/clock 200"),
            ("GET", "/w/Jane/_emulator/clock", "/w/***/_emulator/clock 404"),
            ("GET", "/w/Jane", "/w/***/ 302"),
            ("GET", $"/Tracking/api/v1/jane/{id}/differences/%0A2/latest", $"/tracking/api/v1/***/{id}/differences/***/latest 404"),
            ("GET", $"/jane/{id}x/{id.Replace("-", "", StringComparison.Ordinal)}", "/***/***/*** 404"),
            ("DELETE", "/api/v1/member_snapshots/jane", "/api/v1/member_snapshots/*** 405"),
            ("GET", $"/carrier/api/v1/carrier_configurations/{id}/jane", $"/carrier/api/v1/carrier_configurations/{id}/*** 404"),
            ("GET", "/swagger/index.html", "/swagger/*** 200"),
            ("GET", "/", "/ 200"),
        })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
            using var sender = new HttpClient(handler) { BaseAddress = client.BaseAddress, DefaultRequestHeaders = { { "Authorization", "Bearer any" } } };
            using var response = await sender.SendAsync(request, Token);
            expected.Add($"{method} {shown}");
        }

        process.Terminate();
        (await process.EndAsync()).ShouldBe((0, ""));
        process.Lines.Where(line => line.EndsWith(" ms", StringComparison.Ordinal))
            .Select(line => string.Join(' ', line.Split(' ')[2..^2])).ShouldBe(expected);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}

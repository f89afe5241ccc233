using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Control;

public sealed class FaultTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Faults = "/_emulator/faults";
    private const string Differences = "/tracking/api/v1/differences";
    private const string Header = "X-Emulator-Fault";

    [Fact]
    public async Task A_status_is_answered_in_Noyos_form_with_the_faults_id_as_often_as_it_was_told()
    {
        var id = await FaultAsync(
            """{"operation": "getDifferenceList", "status": 503, "message": "Down for a while", "retry_after": "PT1M30S", "times": 2}""");

        for (var i = 0; i < 2; i++)
        {
            using var hit = await App.SendAsync(HttpMethod.Get, Differences);
            hit.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await TextAsync(hit)).ShouldBe("""{"message":"Down for a while","status":503}""");
            Single(hit, "Retry-After").ShouldBe("90");
            Single(hit, Header).ShouldBe(id);
        }

        using var next = await App.SendAsync(HttpMethod.Get, Differences);
        next.StatusCode.ShouldBe(HttpStatusCode.OK);
        next.Headers.Contains(Header).ShouldBeFalse();
        var fault = await App.GetAsync($"{Faults}/{id}");
        ((int?)fault["hits"]).ShouldBe(2);
        ((int?)fault["remaining"]).ShouldBe(0);
    }

    [Theory]
    [InlineData(400, "Bad Request")]
    [InlineData(401, "Unauthorized")]
    [InlineData(429, "Too Many Requests")]
    [InlineData(599, "Error")]
    public async Task Without_a_message_the_answer_names_the_status(int status, string message)
    {
        _ = await FaultAsync($$"""{"path": "/**", "status": {{status}}}""");

        var error = await App.RefusedAsync((HttpStatusCode)status, HttpMethod.Get, Differences);

        error.ToText().ShouldBe($$"""{"message":"{{message}}","status":{{status}}}""");
    }

    [Fact]
    public async Task An_expired_token_is_answered_as_one_that_really_has_expired()
    {
        await using var strict = new EmulatorApp(("Emulator:Authentication", "strict"));
        using var refused = await strict.SendAsync(HttpMethod.Get, Differences);

        _ = await FaultAsync("""{"operation": "getDifferenceList", "expired_token": true, "times": 1}""");
        using var answer = await App.SendAsync(HttpMethod.Get, Differences);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await TextAsync(answer)).ShouldBe(await TextAsync(refused));
        _ = await App.GetAsync(Differences);
    }

    [Fact]
    public async Task A_request_that_is_hit_changes_nothing()
    {
        var before = await App.StateAsync();
        _ = await FaultAsync("""{"operation": "createMemberSnapshot", "status": 500}""");

        _ = await App.RefusedAsync(
            HttpStatusCode.InternalServerError, HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots",
            SnapshotBody.Example());

        (await App.StateAsync()).ShouldBe(before);
        _ = await App.DoAsync(HttpMethod.Delete, Faults);
        _ = await App.PostExampleAsync();
        (await App.StateAsync()).ShouldNotBe(before);
    }

    [Fact]
    public async Task Faults_do_not_change_the_ids_of_what_the_world_makes()
    {
        var plain = (string?)(await App.PostExampleAsync())["id"];
        _ = await App.ResetAsync();

        _ = await FaultAsync("""{"operation": "createMemberSnapshot", "status": 500, "times": 1}""");
        using var hit = await App.SendAsync(
            HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", SnapshotBody.Example());

        ((string?)(await App.PostExampleAsync())["id"]).ShouldBe(plain);
    }

    [Fact]
    public async Task A_delay_alone_gives_the_real_answer_later_and_beside_a_status_that_one()
    {
        var real = await TextAsync(Differences);
        var id = await FaultAsync("""{"operation": "getDifferenceList", "delay": "PT0.2S", "times": 1}""");
        _ = await FaultAsync("""{"operation": "getDifferenceList", "delay": "PT0.2S", "status": 502}""");

        var watch = Stopwatch.StartNew();
        using var slow = await App.SendAsync(HttpMethod.Get, Differences);
        watch.Elapsed.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(190));
        (await TextAsync(slow)).ShouldBe(real);
        Single(slow, Header).ShouldBe(id);

        watch.Restart();
        _ = await App.RefusedAsync(HttpStatusCode.BadGateway, HttpMethod.Get, Differences);
        watch.Elapsed.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(190));
    }

    [Fact]
    public async Task A_refusal_that_was_only_delayed_bears_the_faults_id_too()
    {
        var id = await FaultAsync("""{"path": "/api/v1/**", "delay": "PT0.01S"}""");

        foreach (var (method, path, status) in new[]
        {
            (HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", HttpStatusCode.BadRequest),
            (HttpMethod.Get, "/api/v1/no_such", HttpStatusCode.NotFound),
            (HttpMethod.Get, "/api/v1/rule_sets", HttpStatusCode.NotImplemented),
            (HttpMethod.Put, "/api/v1/member_snapshots", HttpStatusCode.MethodNotAllowed),
        })
        {
            using var answer = await App.SendAsync(method, path);
            answer.StatusCode.ShouldBe(status, path);
            Single(answer, Header).ShouldBe(id, path);
        }
    }

    [Fact]
    public async Task An_aborted_connection_has_no_answer_at_all()
    {
        await using var app = EmulatorApp.OnSocket();
        _ = await app.DoAsync(HttpMethod.Post, Faults, JsonNode.Parse("""{"operation": "getDifferenceList", "abort": true, "times": 1}"""));

        (await RawSocket.GetAsync(app.Client.BaseAddress!, Differences)).ShouldBe("");
        _ = await app.GetAsync(Differences);
    }

    [Fact]
    public async Task A_truncated_answer_announces_all_of_its_body_and_sends_half()
    {
        await using var app = EmulatorApp.OnSocket();
        var whole = Encoding.UTF8.GetBytes(await app.Client.GetStringAsync(Differences, TestContext.Current.CancellationToken));
        var fault = await app.DoAsync(
            HttpMethod.Post, Faults, JsonNode.Parse("""{"operation": "getDifferenceList", "truncate": true, "times": 1}"""));

        var answer = await RawSocket.GetAsync(app.Client.BaseAddress!, Differences);

        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = answer[..end];
        head.ShouldStartWith("HTTP/1.1 200 OK\r\n");
        head.ShouldContain("Content-Type: application/json; charset=utf-8\r\n");
        head.ShouldContain($"Content-Length: {whole.Length}");
        head.ShouldContain($"{Header}: {fault["id"]}");
        answer[(end + 4)..].ShouldBe(Encoding.UTF8.GetString(whole.AsSpan(0, whole.Length / 2)));
        _ = await app.GetAsync(Differences);
    }

    [Fact]
    public async Task A_request_whose_answer_is_truncated_is_carried_out()
    {
        await using var app = EmulatorApp.OnSocket();
        _ = await app.DoAsync(
            HttpMethod.Post, Faults, JsonNode.Parse("""{"operation": "createMemberSnapshot", "truncate": true, "times": 1}"""));

        _ = await Should.ThrowAsync<HttpRequestException>(app.PostExampleAsync);

        (await app.GetAsync($"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots"))["meta"]!.Number("total_records").ShouldBe(1);
    }

    [Fact]
    public async Task A_request_whose_answer_is_lost_is_carried_out_and_its_connection_closed()
    {
        await using var app = EmulatorApp.OnSocket();
        var fault = await app.DoAsync(HttpMethod.Post, Faults, JsonNode.Parse("""{"operation": "createMemberSnapshot", "lose_answer": true, "times": 1}"""));
        fault["lose_answer"]!.GetValue<bool>().ShouldBeTrue();

        _ = await Should.ThrowAsync<HttpRequestException>(app.PostExampleAsync);

        (await app.GetAsync($"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots")).Total().ShouldBe(1);
        var request = (await app.GetAsync("/_emulator/requests?operation=createMemberSnapshot"))["response"]![0]!;
        request["fault"]!.GetValue<string>().ShouldBe(fault.Id());
        request.AsObject().ShouldNotContainKey("response");
    }

    [Fact]
    public async Task A_truncated_refusal_is_cut_as_well_and_an_answer_without_a_body_is_whole()
    {
        await using var app = EmulatorApp.OnSocket();
        _ = await app.DoAsync(HttpMethod.Post, Faults, JsonNode.Parse("""{"path": "/**", "truncate": true}"""));

        var refusal = await RawSocket.GetAsync(app.Client.BaseAddress!, "/api/v1/no_such");

        refusal.ShouldStartWith("HTTP/1.1 404 Not Found");
        refusal.ShouldEndWith("""{"message":"No such path: GET """);
        using var head = await app.SendAsync(HttpMethod.Head, "/ping");
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Headers.GetValues(Header).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_first_fault_that_matches_and_can_still_hit_wins()
    {
        _ = await FaultAsync("""{"operation": "getDifference", "status": 500}""");
        _ = await FaultAsync("""{"path": "/tracking/**", "method": "post", "status": 501}""");
        _ = await FaultAsync("""{"path": "/api/v1/differences", "method": "GET", "status": 502, "times": 1}""");
        _ = await FaultAsync("""{"path": "/tracking/**", "status": 504}""");

        _ = await App.RefusedAsync(HttpStatusCode.BadGateway, HttpMethod.Get, Differences);
        _ = await App.RefusedAsync(HttpStatusCode.GatewayTimeout, HttpMethod.Get, Differences);

        var list = (await App.GetAsync(Faults))["response"]!.AsArray();
        list.Select(fault => (int)fault!["hits"]!).ShouldBe([0, 0, 1, 1]);
        list.Select(fault => fault!.Number("remaining")).ShouldBe([null, null, 0, null]);
        list.Select(fault => (string?)fault!["method"]).ShouldBe([null, "POST", "GET", null]);
    }

    [Theory]
    [InlineData("/api/v1/differences")]
    [InlineData("/tracking/api/v1/differences")]
    public async Task A_path_is_meant_with_its_prefix_and_without(string pattern)
    {
        _ = await FaultAsync($$"""{"path": "{{pattern}}", "status": 500}""");

        foreach (var path in new[] { "/api/v1/differences", Differences, "/w/default/tracking/api/v1/differences" })
            _ = await App.RefusedAsync(HttpStatusCode.InternalServerError, HttpMethod.Get, path);
    }

    [Fact]
    public async Task Paths_that_nothing_answers_can_be_hit_and_so_can_tokens()
    {
        _ = await FaultAsync("""{"path": "/api/v1/labels", "status": 418}""");
        _ = await FaultAsync("""{"operation": "createToken", "status": 429, "retry_after": "PT1S"}""");
        _ = await FaultAsync("""{"operation": "ping", "status": 500}""");

        _ = await App.RefusedAsync((HttpStatusCode)418, HttpMethod.Get, "/fulfillment/api/v1/labels");
        _ = await App.RefusedAsync(HttpStatusCode.TooManyRequests, HttpMethod.Post, "/accounts/auth/public/token");
        _ = await App.RefusedAsync(HttpStatusCode.InternalServerError, HttpMethod.Get, "/tracking/ping");
    }

    [Fact]
    public async Task The_control_plane_and_Swagger_are_never_hit()
    {
        _ = await FaultAsync("""{"path": "**", "status": 500}""");

        foreach (var path in new[] { "/_emulator/clock", "/_emulator/health/live", "/w/default/_emulator/info",
            "/swagger/control/swagger.json", "/swagger/index.html" })
        {
            using var answer = await App.SendAsync(HttpMethod.Get, path);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/_emulator/no_such");
        ((int?)(await App.GetAsync($"{Faults}/latest"))["hits"]).ShouldBe(0);
    }

    [Fact]
    public async Task A_probability_hits_about_its_share_and_a_seed_repeats_the_sequence()
    {
        var sequences = new List<string>();
        foreach (var seed in new[] { 7, 7, 8 })
        {
            _ = await App.DoAsync(HttpMethod.Delete, Faults);
            _ = await FaultAsync($$"""{"operation": "ping", "status": 500, "probability": 0.5, "seed": {{seed}}}""");
            var sequence = "";
            for (var i = 0; i < 100; i++)
            {
                using var answer = await App.SendAsync(HttpMethod.Get, "/ping");
                sequence += answer.IsSuccessStatusCode ? "." : "x";
            }

            sequences.Add(sequence);
            var hits = sequence.Count(letter => letter == 'x');
            hits.ShouldBeInRange(30, 70);
            ((int?)(await App.GetAsync($"{Faults}/latest"))["hits"]).ShouldBe(hits);
        }

        sequences[1].ShouldBe(sequences[0]);
        sequences[2].ShouldNotBe(sequences[0]);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 5)]
    public async Task The_ends_of_probability_are_never_and_always(string probability, int hits)
    {
        _ = await FaultAsync($$"""{"operation": "ping", "status": 500, "probability": {{probability}}}""");

        for (var i = 0; i < 5; i++)
            (await App.SendAsync(HttpMethod.Get, "/ping")).Dispose();

        ((int?)(await App.GetAsync($"{Faults}/latest"))["hits"]).ShouldBe(hits);
    }

    [Fact]
    public async Task A_fault_is_listed_read_and_removed_as_it_was_made()
    {
        using var response = await App.SendAsync(
            HttpMethod.Post, Faults, JsonNode.Parse(
                """{"path": "/api/v1/differences/*", "status": 429, "retry_after": "PT5S", "times": 3, "probability": 0.5, "seed": 1}"""));
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var text = await TextAsync(response);
        var id = (string)JsonNode.Parse(text)!["id"]!;

        response.Headers.Location!.OriginalString.ShouldBe($"{Faults}/{id}");
        text.ShouldBe(
            $$"""{"id":"{{id}}","created":"2024-08-20T12:00:00+00:00","path":"/api/v1/differences/*","status":429,"retry_after":"PT5S","times":3,"probability":0.5,"seed":1,"hits":0,"remaining":3}""");
        (await TextAsync($"{Faults}/{id}")).ShouldBe(text);
        (await TextAsync($"{Faults}/latest")).ShouldBe(text);
        (await App.GetAsync(Faults))["response"]!.ToText().ShouldBe($"[{text}]");

        var other = await FaultAsync("""{"operation": "ping", "delay": "PT1S"}""");
        other.ShouldNotBe(id);
        _ = await App.DoAsync(HttpMethod.Delete, $"{Faults}/{id}");
        (await App.GetAsync(Faults))["response"]!.AsArray().Select(fault => (string?)fault!["id"]).ShouldBe([other]);
        _ = await App.DoAsync(HttpMethod.Delete, Faults);
        (await App.GetAsync(Faults))["meta"]!.Number("total_records").ShouldBe(0);
        foreach (var missing in new[] { id, "latest", "x" })
        {
            _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"{Faults}/{missing}");
            _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Delete, $"{Faults}/{missing}");
        }
    }

    [Fact]
    public async Task A_reset_removes_faults_and_begins_their_ids_anew()
    {
        var id = await FaultAsync("""{"operation": "ping", "status": 500}""");

        _ = await App.ResetAsync();

        (await App.GetAsync(Faults))["response"]!.AsArray().ShouldBeEmpty();
        _ = await App.GetAsync("/api/v1/member_snapshots");
        (await FaultAsync("""{"operation": "ping", "status": 500}""")).ShouldBe(id);
    }

    [Fact]
    public async Task A_delay_ends_when_the_emulator_does()
    {
        await using var app = new EmulatorApp();
        _ = await app.DoAsync(HttpMethod.Post, Faults, JsonNode.Parse("""{"operation": "ping", "delay": "PT10M"}"""));
        var waiting = app.SendAsync(HttpMethod.Get, "/ping");
        await EmulatorApp.UntilAsync(async () => (int?)(await app.GetAsync($"{Faults}/latest"))["hits"] == 1);

        await app.StopAsync();

        using var answer = await waiting;
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    private async Task<string> FaultAsync(string body) => (await App.DoAsync(HttpMethod.Post, Faults, JsonNode.Parse(body))).Text("id");

    private static string Single(HttpResponseMessage response, string header) => response.Headers.GetValues(header).ShouldHaveSingleItem();

    private static Task<string> TextAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private Task<string> TextAsync(string path) => App.TextAsync(path);
}

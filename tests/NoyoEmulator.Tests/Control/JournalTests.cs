using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Control;

public sealed class JournalTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Requests = "/_emulator/requests";
    private const string Differences = "/tracking/api/v1/differences";
    private const string Snapshots = $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots";

    [Fact]
    public async Task A_request_is_written_down_with_what_was_answered()
    {
        _ = await App.GetAsync($"{Differences}?page_size=1&is_open=true");

        var entry = await LatestAsync();
        entry["at"]!.GetValue<string>().ShouldBe("2024-08-20T12:00:00+00:00");
        entry["real_at"]!.GetValue<DateTimeOffset>().ShouldBeGreaterThan(DateTimeOffset.Parse("2025-01-01T00:00:00Z"));
        entry["duration_ms"]!.GetValue<double>().ShouldBeGreaterThan(0);
        entry.Text("method").ShouldBe("GET");
        entry.Text("path").ShouldBe(Differences);
        entry.Text("query").ShouldBe("?page_size=1&is_open=true");
        entry.Text("operation_id").ShouldBe("getDifferenceList");
        entry.Number("status").ShouldBe(200);
        entry["matched"]!.GetValue<bool>().ShouldBeTrue();
        entry["nearest"].ShouldBeNull();
        entry["fault"].ShouldBeNull();
        entry["request"]!.AsObject().ContainsKey("body").ShouldBeFalse();
        entry["request"]!.Number("length").ShouldBe(0);
        entry["request"]!["headers"]!.Text("Authorization").ShouldBe("***");
        entry["response"]!["headers"]!.Text("Content-Type").ShouldBe("application/json; charset=utf-8");
        entry["response"]!["body"]!["meta"]!.Number("page_size").ShouldBe(1);
        (await App.GetAsync($"{Requests}/{entry["id"]}")).ToText().ShouldBe(entry.ToText());
    }

    [Fact]
    public async Task The_newest_comes_first_and_ids_are_the_same_after_a_reset()
    {
        var first = await IdsAfterTwoRequestsAsync();
        _ = await App.ResetAsync();
        (await ListAsync()).ShouldBeEmpty();

        (await IdsAfterTwoRequestsAsync()).ShouldBe(first);
        (await ListAsync()).Select(entry => entry.Text("path")).ShouldBe(["/tracking/ping", "/ping"]);
    }

    [Fact]
    public async Task Looking_does_not_change_the_ids_of_what_the_world_makes()
    {
        await using var without = new EmulatorApp(("Emulator:JournalCapacity", "0"));
        _ = await App.GetAsync(Differences);

        (await App.PostExampleAsync()).Text("id").ShouldBe((await without.PostExampleAsync()).Text("id"));
        (await without.GetAsync(Requests))["response"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_no_operation_answers_is_told_with_the_nearest_route()
    {
        _ = await App.GetAsync("/api/v1/member_snapshots");
        _ = await App.SendAsync(HttpMethod.Get, "/api/v1/member_snapshot");
        _ = await App.SendAsync(HttpMethod.Post, "/fulfillment/api/v1/rsp", new JsonObject { ["id"] = "7" });
        _ = await App.SendAsync(HttpMethod.Delete, "/api/v1/member_snapshots");

        var unmatched = (await App.GetAsync($"{Requests}/unmatched"))["response"]!.AsArray().Select(entry => entry!).ToList();
        unmatched.Select(entry => $"{entry.Text("method")} {entry.Text("path")} {entry["status"]}").ShouldBe(
            ["DELETE /api/v1/member_snapshots 405", "POST /fulfillment/api/v1/rsp 501", "GET /api/v1/member_snapshot 404"]);
        unmatched[2].Text("nearest").ShouldBe("GET /api/v1/member_snapshots");
        unmatched[0].Text("nearest").ShouldBe("GET /api/v1/member_snapshots");
        unmatched[1]["request"]!["body"]!.ToText().ShouldBe("""{"id":"7"}""");
        unmatched.ShouldAllBe(entry => entry["operation_id"] == null && !entry["matched"]!.GetValue<bool>());
        (await App.GetAsync($"{Requests}/unmatched?method=post"))["meta"]!.Number("total_records").ShouldBe(1);
    }

    [Fact]
    public async Task What_is_no_id_in_the_place_of_one_is_masked_also_where_the_refusal_repeats_it()
    {
        const string id = "2613a221-d3c8-4c8a-86d5-e7e885fd1da9";
        _ = await App.SendAsync(HttpMethod.Get, $"/tracking/api/v1/differences/{id}");
        (await LatestAsync()).Text("path").ShouldBe($"/tracking/api/v1/differences/{id}");

        _ = await App.SendAsync(HttpMethod.Get, "/fulfillment/api/v1/member_snapshots/Jane%20Cornwall");
        var entry = await LatestAsync();
        entry.Text("path").ShouldBe("/fulfillment/api/v1/member_snapshots/***");
        entry["response"]!["body"]!.Text("message").ShouldContain("***");
        entry.ToText().ShouldNotContain("Cornwall");
        (await App.GetAsync($"{Requests}?path=/api/v1/member_snapshots/*"))["meta"]!.Number("total_records").ShouldBe(1);
    }

    [Fact]
    public async Task Faults_and_refusals_are_written_down_with_the_body_that_was_sent()
    {
        _ = await App.DoAsync(
            HttpMethod.Post, "/_emulator/faults", JsonNode.Parse("""{"operation": "createMemberSnapshot", "status": 503, "times": 1}"""));
        var fault = (await App.GetAsync("/_emulator/faults/latest")).Text("id");
        _ = await App.SendAsync(HttpMethod.Post, Snapshots, SnapshotBody.Example());
        var entry = await LatestAsync();
        entry.Text("fault").ShouldBe(fault);
        entry.Number("status").ShouldBe(503);
        entry["request"]!["body"]!["coverages"]!.AsArray().Count.ShouldBe(SnapshotBody.Example()["coverages"]!.AsArray().Count);
        entry["response"]!["body"]!.ToText().ShouldBe("""{"message":"Service Unavailable","status":503}""");

        using var anonymous = App.AnonymousClient();
        _ = await anonymous.PostAsync(Snapshots, Json("""{"snapshot_mode": "x"}"""), TestContext.Current.CancellationToken);
        entry = await LatestAsync();
        entry.Number("status").ShouldBe(401);
        entry.Text("operation_id").ShouldBe("createMemberSnapshot");
        entry["request"]!["body"]!.ToText().ShouldBe("""{"snapshot_mode":"x"}""");

        _ = await App.Client.PostAsync(Snapshots, Json("""{"snapshot_mode": """), TestContext.Current.CancellationToken);
        entry = await LatestAsync();
        entry.Number("status").ShouldBe(400);
        entry.Text("operation_id").ShouldBe("createMemberSnapshot");
        entry["request"]!["body"]!.GetValue<string>().TrimEnd().ShouldBe("""{"snapshot_mode":""");
        entry["request"]!["truncated"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Over_a_socket_a_request_is_there_as_soon_as_its_answer_is()
    {
        await using var app = EmulatorApp.OnSocket();
        for (var i = 1; i <= 50; i++)
        {
            (await app.Client.GetStringAsync("/ping", TestContext.Current.CancellationToken)).ShouldBe("OK");
            (await app.GetAsync(Requests))["meta"]!.Number("total_records").ShouldBe(i);
        }
    }

    [Fact]
    public async Task A_lost_connection_has_no_status_and_a_cut_answer_the_part_that_was_sent()
    {
        await using var app = EmulatorApp.OnSocket();
        _ = await app.DoAsync(
            HttpMethod.Post, "/_emulator/faults", JsonNode.Parse("""{"operation": "getDifferenceList", "abort": true, "times": 1}"""));
        _ = await app.DoAsync(
            HttpMethod.Post, "/_emulator/faults", JsonNode.Parse("""{"operation": "getDifferenceList", "truncate": true, "times": 1}"""));

        (await RawSocket.GetAsync(app.Client.BaseAddress!, Differences)).ShouldBe("");
        var lost = await app.GetAsync($"{Requests}/latest");
        lost.AsObject().ContainsKey("status").ShouldBeFalse();
        lost.AsObject().ContainsKey("response").ShouldBeFalse();
        lost.AsObject().ContainsKey("fault").ShouldBeTrue();

        _ = await RawSocket.GetAsync(app.Client.BaseAddress!, Differences);
        var cut = await app.GetAsync($"{Requests}/latest");
        cut.Number("status").ShouldBe(200);
        cut["response"]!["truncated"]!.GetValue<bool>().ShouldBeTrue();
        cut["response"]!.Number("length").ShouldBe(long.Parse(cut["response"]!["headers"]!.Text("Content-Length")) / 2);
    }

    [Theory]
    [InlineData("Content-Length: 10485761\r\n\r\n{", 413, 10485761L)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400, null)]
    public async Task A_body_that_cannot_be_read_is_still_answered_and_written_down(string rest, int status, long? length)
    {
        await using var app = EmulatorApp.OnSocket();

        var answer = await RawSocket.SendAsync(
            app.Client.BaseAddress!,
            $"POST {Snapshots} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer any\r\nContent-Type: application/json\r\n{rest}");

        answer.ShouldStartWith($"HTTP/1.1 {status} ");
        answer.ShouldContain($"\"status\":{status}");
        var entry = await app.GetAsync($"{Requests}/latest");
        entry.Number("status").ShouldBe(status);
        entry["request"]!.Number("length").ShouldBe(length);
        entry["request"]!.AsObject().ContainsKey("body").ShouldBeFalse();
    }

    [Fact]
    public async Task Neither_the_control_plane_nor_Swagger_nor_an_unknown_world_is_written_down()
    {
        foreach (var path in new[] { "/_emulator/clock", "/_emulator/no_such", "/w/default/_emulator/info", "/swagger/index.html",
            "/swagger/none", "/", "/dashboard/app.js", "/dashboard/none", "/w/none/api/v1/member_snapshots" })
        {
            (await App.SendAsync(HttpMethod.Get, path)).Dispose();
        }

        (await ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Lists_are_filtered()
    {
        _ = await App.GetAsync(Differences);
        _ = await App.GetAsync("/api/v1/member_snapshots?page_size=1");
        _ = await App.PostExampleAsync();
        _ = await App.SendAsync(HttpMethod.Post, Snapshots, new JsonObject());
        _ = await App.SendAsync(HttpMethod.Get, "/api/v1/no_such");

        foreach (var (query, count) in new[]
        {
            ("", 5), ("method=get", 3), ("method=PATCH", 0), ("status=422", 1), ("status=201", 1), ("operation=createMemberSnapshot", 2),
                ("matched=false", 1), ("matched=true", 4),
            ("path=/api/v1/groups/*/member_snapshots", 2), ("path=/tracking/**", 1), ("path=/api/v1/differences", 1),
            ("path=/api/**&status=200&method=GET", 2), ("page_size=2", 5),
        })
        {
            (await App.GetAsync($"{Requests}?{query}"))["meta"]!.Number("total_records").ShouldBe(count, query);
        }

        (await App.GetAsync($"{Requests}?page_size=2&offset=4"))["response"]!.AsArray().Single()!.Text("path").ShouldBe(Differences);
    }

    [Theory]
    [InlineData("status=99", "status")]
    [InlineData("status=ok", "status")]
    [InlineData("operation=getDiference", "operation")]
    [InlineData("matched=maybe", "matched")]
    [InlineData("path=api", "path")]
    [InlineData("methd=GET", "methd")]
    public async Task A_filter_that_makes_no_sense_is_refused_by_name(string query, string field)
    {
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Requests}?{query}");

        error["errors"]![0]!.Text("field").ShouldBe(field);
    }

    [Fact]
    public async Task Nothing_personal_is_kept_of_anything_that_the_examples_send_and_get()
    {
        var id = (await App.PostExampleAsync()).Text("id");
        var guide = (await App.PostGuideAsync()).Text("id");
        _ = await App.AdvanceAsync("P2D");
        foreach (var snapshot in new[] { id, guide })
        {
            _ = await App.GetSnapshotAsync(snapshot);
            _ = await App.GetAsync($"/api/v1/member_snapshots/{snapshot}");
            _ = await App.DifferencesAsync($"member_snapshot_id={snapshot}");
        }

        var employee = (await App.GetSnapshotAsync(id)).Text("employee_id");
        _ = await App.GetAsync($"/api/v1/employees/{employee}/member_snapshot");
        _ = await App.GetAsync("/api/v1/member_transactions");
        var broken = SnapshotBody.Example();
        broken["employee"]!["person"]!["ssn"] = 123456789;
        _ = await App.SendAsync(HttpMethod.Post, Snapshots, broken);
        _ = await App.SendAsync(
            HttpMethod.Get,
            "/api/v1/employees?first_name=David&Last-Name=Rivera&name=D%20R&date_of_birth=1983-05-11&ssn=123456789&q=123-45-6789&e=a%40b.test&page_size=5");
        _ = await App.SendAsync(HttpMethod.Get, "/api/v1/employees/123-45-6789/nobody@example.test");
        _ = await App.Client.PostAsync(
            Snapshots, new StringContent("first_name=David&ssn=123456789"), TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ping");
        request.Headers.Add("Cookie", "session=s3cret");
        request.Headers.Add("From", "nobody@example.test");
        request.Headers.Add("X-Emulator-Key", "s3cret");
        _ = await App.Client.SendAsync(request, TestContext.Current.CancellationToken);

        var text = await App.TextAsync($"{Requests}?page_size=100");
        PersonalData.In(text).ShouldBeEmpty();
        foreach (var value in new[] { "123-45-6789", "a%40b", "D%20R", "nobody@", "s3cret", "Bearer any" })
            text.ShouldNotContain(value);
        text.ShouldContain("?first_name=***&Last-Name=***&name=***&date_of_birth=***&ssn=***&q=***&e=***&page_size=5");
        text.ShouldContain("/api/v1/employees/***/***");
        var form = (await App.GetAsync($"{Requests}?status=415"))["response"]!.AsArray().Single()!;
        form["request"]!.AsObject().ContainsKey("body").ShouldBeFalse();
        form["request"]!.Number("length").ShouldBe(30);
        form["matched"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_long_body_is_kept_up_to_a_bound()
    {
        var body = SnapshotBody.Example();
        body["padding"] = new JsonArray([.. Enumerable.Range(0, 20_000).Select(i => (JsonNode)i)]);
        _ = await App.SendAsync(HttpMethod.Post, Snapshots, body);

        var request = (await LatestAsync())["request"]!;
        request["truncated"]!.GetValue<bool>().ShouldBeTrue();
        request.Number("length").ShouldBe(Encoding.UTF8.GetByteCount(body.ToJsonString()));
        request["body"]!.GetValue<string>().Length.ShouldBeInRange(60_000, 64 * 1024);
        PersonalData.In(request.ToText()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_latest_are_kept()
    {
        await using var app = new EmulatorApp(("Emulator:JournalCapacity", "3"));
        for (var i = 1; i <= 5; i++)
            _ = await app.SendAsync(HttpMethod.Get, $"/ping?n={i}");

        (await app.GetAsync(Requests))["response"]!.AsArray().Select(entry => entry!.Text("query")).ShouldBe(["?n=5", "?n=4", "?n=3"]);
    }

    [Fact]
    public async Task Requests_can_be_forgotten_and_an_unknown_one_is_a_404()
    {
        _ = await App.SendAsync(HttpMethod.Get, "/ping");
        var id = (await LatestAsync()).Text("id");

        _ = await App.DoAsync(HttpMethod.Delete, Requests);

        (await ListAsync()).ShouldBeEmpty();
        foreach (var missing in new[] { id, "latest", "x" })
            _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"{Requests}/{missing}");
        _ = await App.SendAsync(HttpMethod.Get, "/ping");
        (await LatestAsync()).Text("id").ShouldNotBe(id);
    }

    [Fact]
    public async Task A_token_is_written_down_without_the_secret_and_without_the_token()
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, "/accounts/auth/public/token")
        { Content = Json("""{"grant_type": "client_credentials"}""") };
        request.Headers.TryAddWithoutValidation("Authorization", "Basic Y2xpZW50OnMzY3JldA==").ShouldBeTrue();
        using var client = App.AnonymousClient();
        _ = await client.SendAsync(request, TestContext.Current.CancellationToken);

        var entry = await LatestAsync();
        entry["response"]!["body"]!.Text("access_token").ShouldBe("***");
        entry["request"]!["headers"]!.Text("Authorization").ShouldBe("***");
        entry.Number("status").ShouldBe(200);
    }

    private async Task<JsonNode> LatestAsync() => await App.GetAsync($"{Requests}/latest");

    private async Task<IReadOnlyList<JsonNode>> ListAsync() =>
        [.. (await App.GetAsync(Requests))["response"]!.AsArray().Select(entry => entry!)];

    private async Task<IReadOnlyList<string>> IdsAfterTwoRequestsAsync()
    {
        _ = await App.SendAsync(HttpMethod.Get, "/ping");
        _ = await App.SendAsync(HttpMethod.Get, "/tracking/ping");
        return [.. (await ListAsync()).Select(entry => entry.Text("id"))];
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}

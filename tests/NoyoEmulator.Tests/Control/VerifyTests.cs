using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Control;

public sealed class VerifyTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Verify = "/_emulator/verify";
    private const string Snapshots = $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots";
    private const string Absent = "00000000-0000-4000-8000-000000000000";

    [Fact]
    public async Task A_request_that_was_made_as_expected_is_verified()
    {
        _ = await App.PostExampleAsync();

        var result = await VerifyAsync(
            """{"requests": [{"method": "post", "path": "/api/v1/groups/*/member_snapshots", "status": 201, "body": {"coverages": [{"line_of_coverage": "dental"}]}, "count": 1}]}""");

        result["verified"]!.GetValue<bool>().ShouldBeTrue();
        var verdict = result["requests"]!.AsArray().Single()!;
        verdict["verified"]!.GetValue<bool>().ShouldBeTrue();
        verdict.Text("expected").ShouldBe("exactly 1 POST /api/v1/groups/*/member_snapshots answered with 201 with the body");
        verdict.Number("matched").ShouldBe(1);
        verdict["ids"]![0]!.GetValue<string>().ShouldBe((await App.GetAsync("/_emulator/requests/latest")).Text("id"));
        verdict.AsObject().ContainsKey("closest").ShouldBeFalse();
        result["webhooks"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"operation": "ping"}""", true)]
    [InlineData("""{"operation": "ping", "count": 2}""", true)]
    [InlineData("""{"operation": "ping", "count": 1}""", false)]
    [InlineData("""{"operation": "ping", "count": 0}""", false)]
    [InlineData("""{"operation": "ping", "count": {"at_least": 2}}""", true)]
    [InlineData("""{"operation": "ping", "count": {"at_least": 3}}""", false)]
    [InlineData("""{"operation": "ping", "count": {"at_most": 2}}""", true)]
    [InlineData("""{"operation": "ping", "count": {"at_most": 1}}""", false)]
    [InlineData("""{"operation": "ping", "count": {"at_least": 1, "at_most": 3}}""", true)]
    [InlineData("""{"operation": "ping", "count": null}""", true)]
    [InlineData("""{"operation": "ping", "count": {"at_least": null, "at_most": 9}}""", true)]
    [InlineData("""{"operation": "ping", "count": {"at_least": 3, "at_most": null}}""", false)]
    [InlineData("""{"operation": "ping", "count": {"at_least": null, "at_most": null}}""", true)]
    [InlineData("""{"operation": "Ping", "count": "2", "status": "200", "body": null, "none": false}""", true)]
    [InlineData("""{"operation": "ping", "none": true, "count": null}""", false)]
    [InlineData("""{"operation": "ping", "none": true}""", false)]
    [InlineData("""{"operation": "createToken", "none": true}""", true)]
    [InlineData("""{"operation": "createToken", "count": {"at_most": 5}}""", true)]
    [InlineData("""{"operation": "createToken"}""", false)]
    [InlineData("""{"path": "/tracking/**"}""", true)]
    [InlineData("""{"path": "/ping", "count": 2}""", true)]
    [InlineData("""{"method": "POST", "path": "/ping", "none": true}""", true)]
    [InlineData("""{"status": 200, "count": 2}""", true)]
    [InlineData("""{"status": 404}""", true)]
    [InlineData("""{"count": 3}""", true)]
    [InlineData("""{"body": {}}""", false)]
    public async Task How_many_are_expected_can_be_said(string expectation, bool isVerified)
    {
        _ = await App.SendAsync(HttpMethod.Get, "/fulfillment/ping");
        _ = await App.SendAsync(HttpMethod.Get, "/tracking/ping");
        _ = await App.SendAsync(HttpMethod.Get, "/api/v1/no_such");

        (await VerifyAsync($$"""{"requests": [{{expectation}}]}"""))["verified"]!.GetValue<bool>().ShouldBe(isVerified);
    }

    [Fact]
    public async Task What_is_missing_is_told_with_the_request_that_came_closest_and_why_it_did_not_match()
    {
        _ = await App.SendAsync(HttpMethod.Get, "/ping");
        var body = SnapshotBody.Example();
        body["coverages"]![0]!["carrier_id"] = 7;
        _ = await App.SendAsync(HttpMethod.Post, Snapshots, body);
        var refused = (await App.GetAsync("/_emulator/requests/latest")).Text("id");
        _ = await App.GetAsync(Snapshots);

        var first = SnapshotBody.Example()["coverages"]![0]!;
        var carrier = first["carrier_id"]!.ToJsonString();
        var coverage = $$"""{"carrier_id": {{carrier}}, "line_of_coverage": "{{first.Text("line_of_coverage")}}"}""";
        var verdict = (await VerifyAsync(
            $$$"""{"requests": [{"operation": "createMemberSnapshot", "status": 201, "body": {"coverages": [{{{coverage}}}], "enable": true}}]}"""))["requests"]![0]!;

        verdict["verified"]!.GetValue<bool>().ShouldBeFalse();
        verdict.Number("matched").ShouldBe(0);
        verdict.Text("expected").ShouldBe("at least 1 createMemberSnapshot answered with 201 with the body");
        verdict["closest"]!.Text("id").ShouldBe(refused);
        verdict["closest"]!.Text("method").ShouldBe("POST");
        verdict["closest"]!.Text("path").ShouldBe(Snapshots);
        verdict["closest"]!.Number("status").ShouldBe(422);
        verdict["closest"]!["mismatches"]!.AsArray().Select(text => (string)text!).ShouldBe(
            ["status is 422, not 201", $"body: $.coverages[0].carrier_id is 7, not {carrier}", "body: $.enable is missing"]);
    }

    [Fact]
    public async Task With_an_empty_journal_nothing_is_closest()
    {
        var verdict = (await VerifyAsync("""{"requests": [{"operation": "ping"}]}"""))["requests"]![0]!;

        verdict.AsObject().Select(property => property.Key).ShouldBe(["verified", "expected", "matched", "ids"], ignoreOrder: true);
        verdict["verified"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"a": 1}""", true)]
    [InlineData("""{"a": 1.0}""", true)]
    [InlineData("""{"a": "1"}""", false)]
    [InlineData("""{"b": {"c": null}}""", true)]
    [InlineData("""{"b": {"d": null}}""", false)]
    [InlineData("""{"list": [3, 1]}""", true)]
    [InlineData("""{"list": [4]}""", false)]
    [InlineData("""{"list": []}""", true)]
    [InlineData("""{"list": {}}""", false)]
    [InlineData("""{"items": [{"x": 2}]}""", true)]
    [InlineData("""{"items": [{"x": 1, "y": 2}]}""", false)]
    [InlineData("""{"first_name": "***"}""", true)]
    [InlineData("""{"ssn": "***"}""", false)]
    public async Task A_body_is_compared_with_as_much_of_it_as_is_stated(string body, bool isVerified)
    {
        _ = await App.SendAsync(HttpMethod.Post, Snapshots, JsonNode.Parse(
            """{"a": 1, "b": {"c": null}, "list": [1, 2, 3], "items": [{"x": 1}, {"x": 2, "y": 2}], "first_name": "Jane"}"""));

        (await VerifyAsync($"{{\"requests\": [{{\"body\": {body}}}]}}"))["verified"]!.GetValue<bool>().ShouldBe(isVerified);
    }

    [Fact]
    public async Task Events_are_verified_and_what_came_closest_to_a_missing_one_is_told()
    {
        var id = (await App.PostGuideAsync()).Text("id");
        _ = await App.AdvanceAsync("P2D");

        var result = await VerifyAsync(
            $$$"""
            {"webhooks": [
              {"type": "difference.created", "count": 2},
              {"type": "difference.discrepancy", "count": {"at_least": 1}},
              {"type": "member_snapshot.status_change", "object_id": "{{{id}}}", "count": 1},
              {"type": "difference.replaced", "none": true},
              {"type": "difference.resolved", "object_id": "{{{id}}}"}]}
            """);

        result["verified"]!.GetValue<bool>().ShouldBeFalse();
        var verdicts = result["webhooks"]!.AsArray();
        verdicts.Select(verdict => verdict!["verified"]!.GetValue<bool>()).ShouldBe([true, true, true, true, false]);
        verdicts.Select(verdict => verdict!.Text("expected")).ShouldBe(
        [
            "exactly 2 difference.created", "at least 1 difference.discrepancy", $"exactly 1 member_snapshot.status_change about {id}",
                "no difference.replaced",
            $"at least 1 difference.resolved about {id}",
        ]);
        verdicts[0]!["ids"]!.AsArray().Count.ShouldBe(2);
        var closest = verdicts[4]!["closest"]!;
        closest.Text("object_id").ShouldBe(id);
        closest["mismatches"]!.AsArray().Single()!.GetValue<string>().ShouldBe($"type is {closest.Text("type")}, not difference.resolved");
    }

    [Fact]
    public async Task Deliveries_are_verified_by_their_status_and_subscription()
    {
        var subscription = (await App.SubscribeAsync("http://127.0.0.1:1/", "s", "difference.created")).Text("id");
        _ = await App.PostGuideAsync();

        var result = await VerifyAsync(
            $$"""
            {"webhooks": [
              {"subscription_id": "{{subscription}}", "count": 1},
              {"type": "difference.created", "status": "pending", "count": 1},
              {"subscription_id": "{{Absent}}", "none": true},
              {"type": "difference.created", "status": "succeeded"}]}
            """);

        var verdicts = result["webhooks"]!.AsArray();
        verdicts.Select(verdict => verdict!["verified"]!.GetValue<bool>()).ShouldBe([true, true, true, false]);
        verdicts[3]!.Text("expected").ShouldBe("at least 1 succeeded delivery of difference.created");
        verdicts[3]!["closest"]!.Text("id").ShouldBe((await App.DeliveriesAsync()).Single().Text("id"));
        verdicts[3]!["closest"]!["mismatches"]!.ToText().ShouldBe("""["status is pending, not succeeded"]""");
    }

    [Fact]
    public async Task What_is_expected_is_told_in_the_number_that_goes_with_how_often()
    {
        var result = await VerifyAsync(
            """
            {"requests": [{}, {"count": 1}, {"count": 2}, {"none": true}, {"count": {"at_most": 1}}, {"count": {"at_least": 1, "at_most": 3}}],
             "webhooks": [{}, {"count": 2}, {"status": "PENDING"}, {"status": "Failed", "type": "Difference.Created", "count": 2}]}
            """);

        result["requests"]!.AsArray().Select(verdict => verdict!.Text("expected")).ShouldBe(
            ["at least 1 request", "exactly 1 request", "exactly 2 requests", "no requests", "at most 1 request", "1 to 3 requests"]);
        result["webhooks"]!.AsArray().Select(verdict => verdict!.Text("expected")).ShouldBe(
            ["at least 1 event", "exactly 2 events", "at least 1 pending delivery of an event", "exactly 2 failed deliveries of difference.created"]);
    }

    [Fact]
    public async Task An_event_is_found_by_its_type_in_any_case()
    {
        _ = await App.PostGuideAsync();
        _ = await App.AdvanceAsync("P2D");

        (await VerifyAsync("""{"webhooks": [{"type": "Difference.created", "count": {"at_least": 1}}]}"""))["verified"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Of_a_list_of_the_wrong_kind_only_that_is_told()
    {
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Verify, JsonNode.Parse("""{"requests": {"operation": "ping"}}"""));

        error.Text("message").ShouldBe("requests must be an array, not an object");
    }

    [Theory]
    [InlineData("""{}""", "$")]
    [InlineData("""{"requests": [], "webhooks": []}""", "$")]
    [InlineData("""{"request": [{}]}""", "$.request")]
    [InlineData("""{"requests": [null]}""", "$.requests[0]")]
    [InlineData("""{"requests": [{"verb": "GET"}]}""", "$.requests[0].verb")]
    [InlineData("""{"requests": [{"operation": "getDiference"}]}""", "$.requests[0].operation")]
    [InlineData("""{"requests": [{}, {"operation": "ping", "path": "/ping"}]}""", "$.requests[1].path")]
    [InlineData("""{"requests": [{"operation": "ping", "method": "GET"}]}""", "$.requests[0].method")]
    [InlineData("""{"requests": [{"path": "ping"}]}""", "$.requests[0].path")]
    [InlineData("""{"requests": [{"path": "/_emulator/clock"}]}""", "$.requests[0].path")]
    [InlineData("""{"requests": [{"status": 42}]}""", "$.requests[0].status")]
    [InlineData("""{"requests": [{"body": "x"}]}""", "$.requests[0].body")]
    [InlineData("""{"requests": [{"path": "/w/x/ping"}]}""", "$.requests[0].path")]
    [InlineData("""{"requests": [{"body": {"employee": {"person": {"ssn": "123456789"}}}}]}""", "$.requests[0].body.employee.person.ssn")]
    [InlineData("""{"requests": [{"body": {"people": [{"id": 1, "first_name": {"a": 1}}]}}]}""", "$.requests[0].body.people[0].first_name")]
    [InlineData("""{"requests": [{"body": {"note": "a@b.test"}}]}""", "$.requests[0].body.note")]
    [InlineData("""{"requests": [{"count": -1}]}""", "$.requests[0].count")]
    [InlineData("""{"requests": [{"count": 1.5}]}""", "$.requests[0].count")]
    [InlineData("""{"requests": [{"count": "once"}]}""", "$.requests[0].count")]
    [InlineData("""{"requests": [{"count": {}}]}""", "$.requests[0].count")]
    [InlineData("""{"requests": [{"count": {"atleast": 1}}]}""", "$.requests[0].count")]
    [InlineData("""{"requests": [{"count": {"at_least": 2, "at_most": 1}}]}""", "$.requests[0].count")]
    [InlineData("""{"requests": [{"count": 1, "none": true}]}""", "$.requests[0].count")]
    [InlineData("""{"webhooks": [{"type": "difference.exploded"}]}""", "$.webhooks[0].type")]
    [InlineData("""{"webhooks": [{"object_id": "x"}]}""", "$.webhooks[0].object_id")]
    [InlineData("""{"webhooks": [{"status": "lost"}]}""", "$.webhooks[0].status")]
    [InlineData("""{"webhooks": [{"subscription_id": "x"}]}""", "$.webhooks[0].subscription_id")]
    [InlineData("""{"webhooks": [{"id": "x"}]}""", "$.webhooks[0].id")]
    [InlineData("""{"webhooks": {}}""", "$.webhooks")]
    public async Task An_expectation_that_makes_no_sense_is_refused_by_the_name_of_its_field(string body, string field)
    {
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Verify, JsonNode.Parse(body));

        error["errors"]!.AsArray().Select(failure => (string?)failure!["field"]).ShouldContain(field);
    }

    private Task<JsonNode> VerifyAsync(string body) => App.DoAsync(HttpMethod.Post, Verify, JsonNode.Parse(body));
}

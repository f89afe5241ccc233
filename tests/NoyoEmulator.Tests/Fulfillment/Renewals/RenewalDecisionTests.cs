using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Fulfillment.Renewals;

/// <summary>New plan years: what is expected of carriers, and whether they are ready.</summary>
public sealed class RenewalDecisionTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string All = "/api/v1/renewal_decisions";
    private const string OfUI = "/ui/v1/renewal_decisions";
    private const string OfGroup = $"/api/v1/groups/{Defaults.SnapshotGroup}/renewal_decisions";
    private const string Medical = "4bf04f73-0aad-48ac-b28a-e5f4def7c5e9";

    // The clock starts on 2024-08-20.
    private const string Ready = "2024-10-01";

    public static TheoryData<string, string, string> Days => new()
    {
        { "2024-10-01", "ready", "" },
        { "2024-10-02", "not_ready", "error" },
        { "2024-10-03", "not_ready", "warning" },
        { "2024-10-04", "not_ready", "error,warning" },
        { "2024-10-07", "submitted", "" },
        { "2024-10-08", "ready", "" },
        { "2024-10-31", "ready", "" },
    };

    [Theory]
    [MemberData(nameof(Days))]
    public async Task The_day_of_the_month_decides_within_fifteen_seconds(string date, string status, string levels)
    {
        var submitted = await SubmitAsync(date);
        submitted.Text("status").ShouldBe("submitted");
        submitted["issues"]!.AsArray().ShouldBeEmpty();

        var steps = (await App.AdvanceAsync("PT15S")).Steps();

        steps.Count(step => step.EndsWith(" renew", StringComparison.Ordinal)).ShouldBe(status == "submitted" ? 0 : 1);
        var judged = await ReadAsync(submitted);
        judged.Text("status").ShouldBe(status);
        string.Join(',', judged["issues"]!.AsArray().Select(issue => issue!.Text("level"))).ShouldBe(levels);
        foreach (var issue in judged["issues"]!.AsArray())
        {
            issue!.Text("carrier_id").ShouldBe(Defaults.AcceptingCarrier);
            issue!.Text("line_of_coverage").ShouldBe("medical");
        }
    }

    [Theory]
    [InlineData("2024-10-05", "not_ready", "ready")]
    [InlineData("2024-10-06", "ready", "not_ready")]
    public async Task A_verdict_may_change_a_day_later(string date, string first, string second)
    {
        var submitted = await SubmitAsync(date);
        _ = await App.AdvanceAsync("PT15S");
        (await ReadAsync(submitted)).Text("status").ShouldBe(first);

        _ = await App.AdvanceAsync("P1D");

        (await ReadAsync(submitted)).Text("status").ShouldBe(second);
    }

    [Fact]
    public async Task A_world_draws_the_same_delays_again()
    {
        _ = await SubmitAsync(Ready);
        var steps = (await App.AdvanceAsync("PT15S")).Steps();

        _ = await App.ResetAsync();
        _ = await SubmitAsync(Ready);
        (await App.AdvanceAsync("PT15S")).Steps().ShouldBe(steps);
    }

    [Theory]
    [InlineData("2024-07-21", true)]
    [InlineData("2024-07-20", false)]
    [InlineData("2025-02-20", true)]
    [InlineData("2025-02-21", false)]
    public async Task A_renewal_date_is_from_30_days_ago_to_6_months_ahead(string date, bool isTaken)
    {
        if (isTaken)
        {
            (await SubmitAsync(date)).Text("renewal_date").ShouldBe(date);
            return;
        }

        var refused = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, OfGroup, Body(date));
        refused["errors"]![0]!.Text("field").ShouldBe("$.renewal_date");
        refused.Text("message").ShouldBe("renewal_date must be from 2024-07-21, 30 days ago, to 2025-02-20, 6 months ahead");
    }

    [Fact]
    public async Task A_body_that_lacks_something_is_refused_with_all_that_is_wrong()
    {
        var body = new JsonObject
        {
            ["body"] = JsonNode.Parse("""{"carriers": [{"lines_of_coverage": {"dental": {"open_enrollment_start_date": "soon", "plans": [{"plan_id": "x"}]}, "life": {"plans": []}}}]}"""),
        };

        var refused = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, OfGroup, body);

        refused["errors"]!.AsArray().Select(error => error!.Text("field")).Order(StringComparer.Ordinal).ShouldBe(
        [
            "$.body.carriers[0].carrier_id", "$.body.carriers[0].lines_of_coverage.dental.open_enrollment_start_date",
            "$.body.carriers[0].lines_of_coverage.dental.plans[0].plan_id", "$.body.carriers[0].lines_of_coverage.life.plans", "$.renewal_date",
        ]);
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, "/api/v1/groups/00000000-0000-4000-8000-000000000000/renewal_decisions", Body(Ready));
    }

    [Fact]
    public async Task A_plan_that_the_group_has_is_answered_with_id_and_name()
    {
        var body = Body(Ready);
        body["body"]!["carriers"]![0]!["lines_of_coverage"]!["dental"] = JsonNode.Parse("""{"plans": [{"name": "dhmo smile plus"}, {"name": "Unheard of"}]}""");

        var lines = (await App.DoAsync(HttpMethod.Post, OfGroup, body))["body"]!["carriers"]![0]!["lines_of_coverage"]!;

        lines["medical"]!["plans"]![0]!.Text("plan_id").ShouldBe(Medical);
        lines["medical"]!["plans"]![0]!.Text("name").ShouldNotBeEmpty();
        lines["dental"]!["plans"]![0]!.Text("name").ShouldBe("dhmo smile plus");
        lines["dental"]!["plans"]![0]!["plan_id"].ShouldNotBeNull();
        lines["dental"]!["plans"]![1]!.ToText().ShouldBe("""{"name":"Unheard of"}""");
    }

    [Fact]
    public async Task An_edit_is_judged_anew_and_needs_the_latest_version()
    {
        var submitted = await SubmitAsync("2024-10-02");
        _ = await App.AdvanceAsync("PT15S");
        var judged = await ReadAsync(submitted);
        judged.Text("version").ShouldNotBe(submitted.Text("version"));

        _ = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Put, $"{All}/{submitted.Id()}/{submitted.Text("version")}", new JsonObject());
        var edited = await App.DoAsync(HttpMethod.Put, $"{All}/{submitted.Id()}/{judged.Text("version")}", new JsonObject { ["renewal_date"] = Ready });
        edited.Text("status").ShouldBe("submitted");
        edited["issues"]!.AsArray().ShouldBeEmpty();
        edited["body"]!.ToText().ShouldBe(submitted["body"]!.ToText());

        (await App.AdvanceAsync("PT15S")).Steps().Count.ShouldBe(1);
        (await ReadAsync(submitted)).Text("status").ShouldBe("ready");
        var late = await App.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Put, $"{All}/{submitted.Id()}/{(await ReadAsync(submitted)).Text("version")}", new JsonObject { ["renewal_date"] = "2026-01-01" });
        late["errors"]![0]!.Text("field").ShouldBe("$.renewal_date");
    }

    [Fact]
    public async Task Only_one_that_is_ready_can_be_done_and_then_it_stays_so()
    {
        var submitted = await SubmitAsync("2024-10-06");
        var early = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Put, $"{OfUI}/{submitted.Id()}/{submitted.Text("version")}/done");
        early.Text("message").ShouldBe("The renewal decision is submitted: only one that is ready can be marked as done");
        _ = await App.AdvanceAsync("PT15S");

        var done = await App.DoAsync(HttpMethod.Put, $"{OfUI}/{submitted.Id()}/{(await ReadAsync(submitted)).Text("version")}/done");

        done.Text("status").ShouldBe("done");
        _ = await App.AdvanceAsync("P2D");
        (await ReadAsync(submitted)).Text("status").ShouldBe("done");
        var edit = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Put, $"{All}/{submitted.Id()}/{done.Text("version")}", new JsonObject());
        edit.Text("message").ShouldBe("The renewal decision is done: there is nothing to edit any more");
    }

    [Fact]
    public async Task Lists_are_newest_first_and_each_filter_works_alone_and_with_others()
    {
        var first = (await SubmitAsync("2024-10-01")).Id();
        _ = await App.AdvanceAsync("PT15S");
        var second = (await SubmitAsync("2024-10-02")).Id();
        var name = (await App.GetAsync($"/api/v1/groups/{Defaults.SnapshotGroup}")).Text("name");
        var group = Uri.EscapeDataString(name);

        (await IdsAsync(OfGroup)).ShouldBe([second, first]);
        (await IdsAsync($"{OfGroup}?renewal_date=2024-10-01")).ShouldBe([first]);
        (await IdsAsync($"{OfGroup}?renewal_date=Tue,%2001%20Oct%202024%2000:00:00%20GMT")).ShouldBe([first]);
        (await IdsAsync($"{OfGroup}?start_date=2024-10-02")).ShouldBe([second]);
        (await IdsAsync($"{OfGroup}?start_date=2024-10-01&end_date=2024-10-01")).ShouldBe([first]);
        (await IdsAsync($"{All}?group_name={group}")).ShouldBe([second, first]);
        (await IdsAsync($"{All}?group_name={group[..4]}")).ShouldBeEmpty();
        (await IdsAsync($"{All}?status=submitted")).ShouldBe([second]);
        (await IdsAsync($"{All}?status=submitted,ready&group_name={group}&end_date=2024-10-01")).ShouldBe([first]);
        (await App.GetAsync($"{OfUI}?group_name={group[..4].ToUpperInvariant()}"))["response"]!.AsArray()
            .Select(entry => $"{entry!["group"]!.Text("name")} {entry!["renewal_decision"]!.Id()}").ShouldBe([$"{name} {second}", $"{name} {first}"]);
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{All}?status=pending");
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{All}?start_date=tomorrow");
    }

    [Fact]
    public async Task Counts_are_by_the_attributes_that_are_asked_for()
    {
        _ = await SubmitAsync("2024-10-01");
        _ = await SubmitAsync("2024-10-02");
        _ = await SubmitAsync("2024-10-03");
        _ = await App.AdvanceAsync("PT15S");
        var name = Uri.EscapeDataString((await App.GetAsync($"/api/v1/groups/{Defaults.SnapshotGroup}")).Text("name"));

        (await App.GetAsync($"{OfUI}/counts?group_name={name}")).ToText().ShouldBe("""{"response":[{"count":3}]}""");
        (await App.GetAsync($"{OfUI}/counts?group_name={name}&counts_by=status")).ToText()
            .ShouldBe("""{"response":[{"status":"not_ready","count":2},{"status":"ready","count":1}]}""");
        (await App.GetAsync($"{OfUI}/counts?status=ready&counts_by=group_id,status"))["response"]!.AsArray()
            .Select(entry => entry!.Text("group_id")).ShouldContain(Defaults.SnapshotGroup);
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{OfUI}/counts?counts_by=body");
    }

    [Fact]
    public async Task What_happened_to_it_is_told()
    {
        var id = (await SubmitAsync("2024-10-02")).Id();
        _ = await App.AdvanceAsync("PT15S");

        var explained = await App.GetAsync($"/_emulator/explain/{id}");

        explained.Text("what").ShouldBe($"the renewal decision of group {Defaults.SnapshotGroup} for 2024-10-02: not_ready");
        explained["entries"]!.AsArray().Select(entry => entry!.Text("kind")).ShouldBe(["request", "renewal_decision", "renew"]);
        explained["entries"]![2]!.Number("caused_by").ShouldBe(1);
    }

    private Task<JsonNode> SubmitAsync(string date) => App.DoAsync(HttpMethod.Post, OfGroup, Body(date));

    private Task<JsonNode> ReadAsync(JsonNode decision) => App.GetAsync($"{OfGroup}/{decision.Id()}");

    private async Task<IReadOnlyList<string>> IdsAsync(string path) => [.. (await App.GetAsync(path))["response"]!.AsArray().Select(item => item!.Id())];

    private static JsonObject Body(string date) => new()
    {
        ["renewal_date"] = date,
        ["body"] = JsonNode.Parse(
            $$"""
            {"carriers": [{"carrier_id": "{{Defaults.AcceptingCarrier}}", "lines_of_coverage": {"medical":
              {"open_enrollment_start_date": "2024-09-01", "open_enrollment_end_date": "2024-09-15", "plans": [{"plan_id": "{{Medical}}"}] } } }]}
            """),
    };
}

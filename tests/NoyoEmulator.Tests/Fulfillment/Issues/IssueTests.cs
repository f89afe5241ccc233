using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Fulfillment.Issues;

/// <summary>What keeps data from being as it should be at a carrier: found, seen again, resolved, and looked at by people.</summary>
public sealed class IssueTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string All = "/api/v1/issues";
    private const string OfUI = "/ui/v1/issues";
    private const string Mine = $"{OfUI}?group_id={Defaults.ExampleGroup}";

    [Fact]
    public async Task A_rejection_is_an_issue_until_the_carrier_takes_the_change()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule(Rejecting("Salary effective date needed for volume change", "The volume is too high", "Call us")));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        _ = await App.AdvanceAsync("PT1M");

        var issues = await App.AllAsync(Mine);
        issues.Select(issue => issue.Text("category")).Order(StringComparer.Ordinal).ShouldBe(["enrollment_conflict", "invalid_volume"]);
        var volume = issues.Single(issue => issue.Text("category") == "invalid_volume");
        volume.Text("source").ShouldBe("async_carrier_transaction_detail");
        volume.Text("partner_id").ShouldBe(Defaults.AcceptingCarrier);
        volume.Text("partner_type").ShouldBe("carrier");
        volume.Text("employee_id").ShouldBe(FamilyBody.Id(1));
        volume.Text("member_type").ShouldBe("employee");
        volume.Text("status").ShouldBe("open");
        volume.Text("issue_key").Length.ShouldBe(64);
        volume.Text("resolution_guidance").ShouldBe("Check the volume and the salary with its effective date, and send the member snapshot again");
        volume.Number("last_seen").ShouldBe(StartSeconds + 4);
        volume["resolved_at"].ShouldBeNull();

        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        _ = await App.AdvanceAsync("PT1M");
        var again = await App.GetAsync($"{OfUI}/{volume.Id()}");
        (await App.AllAsync(Mine)).Count.ShouldBe(2);
        again.Number("last_seen").ShouldBe(StartSeconds + 64);
        again.Text("version").ShouldNotBe(volume.Text("version"));
        var transaction = (await App.AllAsync("/api/v1/member_transactions"))[0].Id();
        (await IdsAsync($"{Mine}&originating_record_ids={transaction}")).ShouldContain(volume.Id());

        _ = await App.SetBehaviorAsync(Defaults.AcceptingCarrier, []);
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        _ = await App.AdvanceAsync("PT1M");
        foreach (var issue in await App.AllAsync(Mine))
        {
            issue.Text("status").ShouldBe("resolved");
            issue.Text("resolution_method").ShouldBe("transaction_completed");
            issue.Number("resolved_at").ShouldBe(StartSeconds + 120 + 6);
        }
    }

    [Fact]
    public async Task What_comes_back_after_it_was_resolved_is_open_again_under_the_same_id()
    {
        var body = FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01");
        body["coverages"]![0]!["plan_id"] = "5e1ec7ed-0000-4000-8000-00000000000a";
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        var issue = (await App.AllAsync(Mine)).ShouldHaveSingleItem();
        issue.Text("category").ShouldBe("invalid_coverage");
        issue.Text("source").ShouldBe("member_snapshot_creation");
        issue["data"]!["plan_ids"]!.ToText().ShouldBe("""["5e1ec7ed-0000-4000-8000-00000000000a"]""");
        issue["data"]!.Text("plan_id_for_key").ShouldBe("5e1ec7ed-0000-4000-8000-00000000000a");
        _ = await App.AdvanceAsync("PT1M");

        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        (await App.GetAsync($"{OfUI}/{issue.Id()}")).Text("resolution_method").ShouldBe("plan_mapped");
        _ = await App.AdvanceAsync("PT1M");
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);

        var again = (await App.AllAsync(Mine)).ShouldHaveSingleItem();
        again.Id().ShouldBe(issue.Id());
        again.Text("status").ShouldBe("open");
        again["resolved_at"].ShouldBeNull();
        again["resolution_method"].ShouldBeNull();
        again.Number("last_seen").ShouldBe(StartSeconds + 120);
    }

    [Fact]
    public async Task A_plan_that_is_unknown_by_name_is_an_issue_and_one_at_a_carrier_without_a_connection_is_none()
    {
        var body = FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01");
        body["coverages"]![0]!.AsObject().Remove("plan_id");
        body["coverages"]![0]!["plan_name"] = "Secret plan";
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        var issue = (await App.AllAsync(Mine)).ShouldHaveSingleItem();
        issue["data"]!.Text("error_key").ShouldBe("unmapped_plan");
        issue.ToText().ShouldNotContain("Secret plan");

        var elsewhere = FamilyBody.Of(2).Enroll(Offer.Medical, "2024-01-01");
        elsewhere["coverages"]![0]!["carrier_id"] = Defaults.SendCarrier;
        elsewhere["coverages"]![0]!["plan_id"] = "5e1ec7ed-0000-4000-8000-00000000000a";
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, elsewhere);
        (await App.AllAsync(Mine)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_issue_that_is_stated_by_hand_is_shown_by_the_API_only_when_it_is_external()
    {
        var example = ByHand();
        var hidden = await App.DoAsync(HttpMethod.Post, OfUI, example);
        hidden.Text("status").ShouldBe("open");
        hidden.Text("source").ShouldBe("edi_error_report");
        hidden.Text("issue_key").Length.ShouldBe(64);
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"{All}/{hidden.Id()}");
        (await IdsAsync(All)).ShouldNotContain(hidden.Id());

        example["is_external"] = true;
        var shown = await App.DoAsync(HttpMethod.Post, OfUI, example);
        (await App.GetAsync($"{All}/{shown.Id()}")).Text("issue_key").ShouldBe(shown.Text("issue_key"));
        (await IdsAsync(All)).ShouldContain(shown.Id());

        example["issue_key"] = shown.Text("issue_key");
        var again = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, OfUI, example);
        again.Text("message").ShouldBe($"There is an issue with this issue_key already: {shown.Id()}, open");
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, OfUI, ByHand(("group_id", "00000000-0000-4000-8000-000000000000")));
        var lacking = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, OfUI, new JsonObject { ["category"] = "no_such", ["source"] = "x" });
        lacking["errors"]!.AsArray().Select(error => error!.Text("field")).Order(StringComparer.Ordinal)
            .ShouldBe(["$.category", "$.organization_id", "$.originating_record_ids", "$.originating_record_type", "$.source"]);
    }

    [Fact]
    public async Task An_edit_changes_what_it_states_and_needs_the_latest_version()
    {
        var issue = await App.DoAsync(HttpMethod.Post, OfUI, ByHand());
        _ = await App.AdvanceAsync("PT10S");

        var pending = await App.DoAsync(HttpMethod.Put, $"{OfUI}/{issue.Id()}/{issue.Text("version")}", new JsonObject
        {
            ["status"] = "pending_resolution",
            ["internal_notes"] = "asked",
            ["dismissed"] = true,
            ["last_seen"] = "2024-08-19T00:00:00Z",
        });
        pending["data"]!["resolution"]!.Text("pending_time").ShouldBe($"{DateTimeOffset.FromUnixTimeSeconds(StartSeconds + 10).UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");
        pending.Number("last_seen").ShouldBe(DateTimeOffset.Parse("2024-08-19T00:00:00Z").ToUnixTimeSeconds());
        pending.Text("internal_notes").ShouldBe("asked");
        pending["dismissed"]!.GetValue<bool>().ShouldBeTrue();
        pending.Text("issue_key").ShouldBe(issue.Text("issue_key"));

        _ = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Put, $"{OfUI}/{issue.Id()}/{issue.Text("version")}", new JsonObject());
        var resolved = await App.DoAsync(HttpMethod.Put, $"{OfUI}/{issue.Id()}/{pending.Text("version")}", JsonNode.Parse("""
            {"status": "resolved", "resolution_method": "manual_correction",
             "data": {"resolution": {"action": {"completed_at": "2024-08-20T00:00:00Z", "completed_by": "somebody", "explanation": "updated_carrier"}}}}
            """));
        resolved.Number("resolved_at").ShouldBe(StartSeconds + 10);
        (await IdsAsync($"{OfUI}?resolution_action=updated_carrier")).ShouldBe([issue.Id()]);
        (await IdsAsync($"{OfUI}?resolution_action=updated_noyo")).ShouldBeEmpty();
        var reopened = await App.DoAsync(HttpMethod.Put, $"{OfUI}/{issue.Id()}/{resolved.Text("version")}", new JsonObject { ["status"] = "open" });
        reopened["resolved_at"].ShouldBeNull();
        var wrong = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, $"{OfUI}/{issue.Id()}/{reopened.Text("version")}", JsonNode.Parse(
            """{"status": "gone", "last_seen": "soon", "data": {"resolution": {"action": {"explanation": "x"}}, "resolution_guidance": {"context": []}}}"""));
        wrong["errors"]!.AsArray().Select(error => error!.Text("field")).Order(StringComparer.Ordinal).ShouldBe(
        [
            "$.data.resolution.action.completed_at", "$.data.resolution.action.completed_by", "$.data.resolution.action.explanation",
            "$.data.resolution_guidance.context", "$.last_seen", "$.status",
        ]);
    }

    [Fact]
    public async Task Guidance_is_made_anew_a_second_later()
    {
        var issue = await App.DoAsync(HttpMethod.Post, OfUI, ByHand(("resolution_guidance", "Ask Robin")));
        issue.Text("resolution_guidance").ShouldBe("Ask Robin");

        using var accepted = await App.SendAsync(HttpMethod.Put, $"{OfUI}/{issue.Id()}/guidance");
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await App.GetAsync($"{OfUI}/{issue.Id()}")).Text("resolution_guidance").ShouldBe("Ask Robin");
        (await App.AdvanceAsync("PT1S")).Steps().ShouldBe(["+1 guide"]);

        (await App.GetAsync($"{OfUI}/{issue.Id()}")).Text("resolution_guidance").ShouldBe("Send a member snapshot that states the coverage, or ask the carrier to add it");
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Put, $"{OfUI}/00000000-0000-4000-8000-000000000000/guidance");
    }

    [Fact]
    public async Task Each_filter_works_alone_and_with_others()
    {
        var one = await App.DoAsync(HttpMethod.Post, OfUI, ByHand(("is_external", true), ("dismissed", true)));
        var other = await App.DoAsync(HttpMethod.Post, OfUI, ByHand(("source", "transaction_to_partner"), ("category", "eoi_pending"), ("originating_record_type", "manual_entry")));
        var (first, second) = (one.Id(), other.Id());

        (await IdsAsync(Mine)).ShouldBe([second, first]);
        (await IdsAsync($"{Mine}&is_external=true")).ShouldBe([first]);
        (await IdsAsync($"{Mine}&dismissed=false")).ShouldBe([second]);
        (await IdsAsync($"{Mine}&source=edi_error_report")).ShouldBe([first]);
        (await IdsAsync($"{Mine}&category=eoi_pending")).ShouldBe([second]);
        (await IdsAsync($"{Mine}&originating_record_type=manual_entry")).ShouldBe([second]);
        (await IdsAsync($"{Mine}&issue_key={one.Text("issue_key")}")).ShouldBe([first]);
        (await IdsAsync($"{Mine}&status=open,resolved&organization_id={one.Text("organization_id")}&partner_id={Defaults.AcceptingCarrier}")).ShouldBe([second, first]);
        (await IdsAsync($"{Mine}&status=resolved")).ShouldBeEmpty();
        (await IdsAsync($"{Mine}&originating_record_ids={Defaults.GuideEmployee}")).ShouldBe([second, first]);
        (await IdsAsync($"{Mine}&originating_record_ids={Defaults.GuideEmployee},{Defaults.Jade}")).ShouldBeEmpty();
        (await IdsAsync($"{Mine}&member_id={Defaults.Jade}")).ShouldBeEmpty();
        (await IdsAsync($"{Mine}&employee_id={Defaults.Jade}")).ShouldBeEmpty();
        (await IdsAsync($"{Mine}&partner_document_source_id={Defaults.Jade}")).ShouldBe([second, first]);
        (await IdsAsync($"{All}?group_id={Defaults.ExampleGroup}&category=missing_coverage")).ShouldBe([first]);
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{OfUI}?originating_record_type=api_request");
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{All}?is_external=true");
    }

    [Fact]
    public async Task Whom_an_issue_is_about_can_be_read_without_the_Social_Security_number()
    {
        var body = FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01");
        body["coverages"]![0]!["plan_id"] = "5e1ec7ed-0000-4000-8000-00000000000a";
        body["employee"]!["person"]!["ssn"] = "219099999";
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        var issue = (await App.AllAsync(Mine)).ShouldHaveSingleItem();

        var person = await App.GetAsync($"/ui/v1/issue_persons/{issue.Text("issue_person_id")}");

        person.Id().ShouldBe(issue.Text("issue_person_id"));
        person.Text("group_id").ShouldBe(Defaults.ExampleGroup);
        person.Text("last_name").ShouldBe(body["employee"]!["person"]!.Text("last_name"));
        person.Text("date_of_birth").ShouldBe(body["employee"]!["person"]!.Text("date_of_birth"));
        person.ToText().ShouldNotContain("219099999");
        var missing = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/ui/v1/issue_persons/00000000-0000-4000-8000-000000000000");
        missing.Text("message").ShouldBe("IssuePerson not found with UUID 00000000-0000-4000-8000-000000000000");
    }

    private static JsonObject ByHand(params ReadOnlySpan<(string Name, JsonNode Value)> others)
    {
        var body = new JsonObject
        {
            ["organization_id"] = "34a3ac5b-fa32-4714-b2fe-2ff5a6a3e68c",
            ["group_id"] = Defaults.ExampleGroup,
            ["partner_id"] = Defaults.AcceptingCarrier,
            ["partner_type"] = "carrier",
            ["category"] = "missing_coverage",
            ["originating_record_type"] = "partner_document",
            ["originating_record_ids"] = new JsonArray(Defaults.GuideEmployee),
            ["partner_document_source_id"] = Defaults.Jade,
        };
        foreach (var (name, value) in others)
            body[name] = value;
        return body;
    }

    private async Task<IReadOnlyList<string>> IdsAsync(string path) => [.. (await App.GetAsync(path))["response"]!.AsArray().Select(item => item!.Id())];
}

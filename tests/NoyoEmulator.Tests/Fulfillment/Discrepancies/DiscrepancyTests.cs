using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Fulfillment.Discrepancies;

/// <summary>Differences that became discrepancies, by the operations from before the Tracking API.</summary>
public sealed class DiscrepancyTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string All = "/api/v1/discrepancies";
    private const string Issues = "/api/v1/reconciliation_issues";

    [Fact]
    public async Task A_difference_is_one_once_it_is_a_discrepancy_and_under_the_same_id()
    {
        _ = await App.PostGuideAsync();
        (await App.AllAsync($"{All}?group_id={Defaults.GuideGroup}")).ShouldBeEmpty();
        _ = await App.AdvanceAsync("PT1M");

        var discrepancy = (await App.AllAsync($"{All}?group_id={Defaults.GuideGroup}")).ShouldHaveSingleItem();
        var difference = await App.DifferenceAsync(discrepancy.Id());
        discrepancy.Text("discrepancy_type").ShouldBe("individual_enrollment_effective_start_date_mismatch");
        discrepancy.Text("subject_type").ShouldBe("IndividualEnrollment");
        discrepancy.Text("subject_id").ShouldBe(difference.Text("object_id"));
        discrepancy.Text("status").ShouldBe("needs_review");
        discrepancy.Text("version").ShouldBe(difference.Text("version"));
        discrepancy["body"]!.ToText().ShouldBe("""{"carrier_value":"2024-09-01","distributor_value":"2024-08-22"}""");
        (await App.GetAsync($"{All}/{discrepancy.Id()}")).ToText().ShouldBe(discrepancy.ToText());
        (await App.GetAsync($"/ui/v1/discrepancies/{discrepancy.Id()}")).ToText().ShouldBe(discrepancy.ToText());
        (await App.AllAsync($"/ui/v1/employees/{Defaults.GuideEmployee}/discrepancies")).ShouldHaveSingleItem().ToText().ShouldBe(discrepancy.ToText());
        var issue = await App.GetAsync($"{Issues}/{discrepancy.Id()}");
        issue.Text("reconciliation_issue_type").ShouldBe(discrepancy.Text("discrepancy_type"));

        var pending = (await App.AllDifferencesAsync("is_discrepancy=false"))[0].Id();
        (await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"{All}/{pending}")).Text("message").ShouldBe($"Discrepancy not found with UUID {pending}");
        (await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"{Issues}/{pending}")).Text("message").ShouldBe($"ReconciliationIssue not found with UUID {pending}");
    }

    [Fact]
    public async Task Its_status_follows_what_is_done_about_it()
    {
        var id = await RaiseAsync();
        var seen = await App.GetAsync($"{All}/{id}");

        var acknowledged = await App.DoAsync(HttpMethod.Put, $"{All}/{id}/ack", new JsonObject());
        acknowledged.Text("status").ShouldBe("needs_review");
        acknowledged.Text("version").ShouldNotBe(seen.Text("version"));
        (await App.DoAsync(HttpMethod.Put, $"{Issues}/{id}/ack")).Text("version").ShouldBe(acknowledged.Text("version"));

        var asked = await App.DoAsync(HttpMethod.Put, $"{All}/{id}/request_outcome", new JsonObject { ["outcome"] = "distributor_change", ["request_context"] = "our mistake" });
        asked.Text("distributor_action").ShouldBe("will_update");
        asked.Text("resolution_type").ShouldBe("offline");
        asked.Text("discrepancy_id").ShouldBe(id);
        var processing = await App.GetAsync($"{All}/{id}");
        processing.Text("status").ShouldBe("processing");
        processing.Text("context").ShouldBe("our mistake");

        _ = await App.DoAsync(HttpMethod.Put, $"/tracking/api/v1/differences/{id}/dismiss");
        (await App.GetAsync($"{All}/{id}")).Text("status").ShouldBe("dismissed");
        _ = await App.DoAsync(HttpMethod.Put, $"/tracking/api/v1/differences/{id}/reopen");
        _ = await App.PatchRecordAsync(Defaults.ShiftingCarrier, Defaults.Jade, JsonNode.Parse(
            $$"""{"enrollments": [{"line_of_coverage": "vision", "plan_id": "{{Defaults.VisionPlan}}", "effective_start_date": "2024-08-22", "effective_end_date": "9999-12-31"}]}""")!);
        _ = await App.SyncAsync(Defaults.ShiftingCarrier);
        (await App.GetAsync($"{All}/{id}")).Text("status").ShouldBe("resolved");
        var late = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Put, $"{Issues}/{id}/request_outcome", new JsonObject { ["outcome"] = "no_change" });
        late.Text("message").ShouldBe("It is resolved: there is no outcome to ask for any more");
    }

    [Fact]
    public async Task Outcomes_are_kept_newest_first_and_what_was_said_with_them_is_a_note()
    {
        var id = await RaiseAsync();
        var first = await App.DoAsync(HttpMethod.Put, $"{All}/{id}/request_outcome", new JsonObject { ["outcome"] = "carrier_change", ["request_context"] = "please look" });
        var second = await App.DoAsync(HttpMethod.Put, $"{Issues}/{id}/request_outcome", new JsonObject { ["outcome"] = "no_change" });
        second.Text("resolution_type").ShouldBe("no_action");
        second.Text("request_context").ShouldBe("");

        (await App.AllAsync($"{All}/{id}/resolutions")).Select(resolution => resolution.Id()).ShouldBe([second.Id(), first.Id()]);
        (await App.AllAsync($"{Issues}/{id}/resolutions")).Select(resolution => resolution.Text("reconciliation_issue_id")).ShouldBe([id, id]);
        var note = (await App.AllAsync($"{All}/{id}/notes")).ShouldHaveSingleItem();
        note.Text("content").ShouldBe("please look");
        note.Text("author_type").ShouldBe("organization");
        (await App.GetAsync($"/_emulator/explain/{first.Id()}")).Text("kind").ShouldBe("discrepancy_resolution");
        (await App.GetAsync($"/_emulator/explain/{note.Id()}")).Text("kind").ShouldBe("discrepancy_note");
        var wrong = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, $"{All}/{id}/request_outcome", new JsonObject { ["resolution_type"] = "magic" });
        wrong["errors"]!.AsArray().Select(error => error!.Text("field")).Order(StringComparer.Ordinal).ShouldBe(["$.outcome", "$.resolution_type"]);
    }

    [Theory]
    [InlineData("{\"person\": {\"date_of_birth\": \"1980-01-01\"}}", "person_dob_mismatch", "Employee", "member_demographic_mismatch")]
    [InlineData("{\"person\": {\"first_name\": \"Ida\", \"last_name\": \"Other\"}}", "person_name_mismatch", "Employee", "member_demographic_mismatch")]
    [InlineData("{\"enrollments\": []}", "individual_enrollment_missing_from_carrier", "Employee", "member_enrollment_status_mismatch")]
    public async Task What_a_carrier_holds_otherwise_has_the_older_type(string patch, string type, string subject, string grouping)
    {
        var body = FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01");
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        _ = await App.AdvanceAsync("PT1M");
        _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), JsonNode.Parse(patch)!);
        _ = await App.SyncAsync(Defaults.AcceptingCarrier);

        var found = (await App.AllAsync($"{All}?group_id={Defaults.ExampleGroup}&type_grouping={grouping}")).ShouldHaveSingleItem();

        found.Text("discrepancy_type").ShouldBe(type);
        found.Text("subject_type").ShouldBe(subject);
        found["body"]!["distributor_value"].ShouldNotBeNull();
    }

    [Fact]
    public async Task The_journal_has_no_values_of_it()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        _ = await App.AdvanceAsync("PT1M");
        _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), JsonNode.Parse("""{"person": {"date_of_birth": "1980-01-01"}}""")!);
        _ = await App.SyncAsync(Defaults.AcceptingCarrier);
        var body = (await App.AllAsync($"{All}?group_id={Defaults.ExampleGroup}")).ShouldHaveSingleItem()["body"]!;
        body.Text("carrier_value").ShouldBe("1980-01-01");

        var kept = (await App.GetAsync("/_emulator/requests?page_size=1"))["response"]![0]!.ToText();

        kept.ShouldContain("person_dob_mismatch");
        kept.ShouldNotContain("1980-01-01");
        kept.ShouldNotContain(body.Text("distributor_value"));
    }

    [Fact]
    public async Task What_has_no_older_type_is_not_listed()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        _ = await App.AdvanceAsync("PT1M");
        _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), JsonNode.Parse("""{"employment": {"employment_status": "part-time"}}""")!);
        _ = await App.SyncAsync(Defaults.AcceptingCarrier);
        var difference = (await App.ExampleDifferencesAsync("is_discrepancy=true")).ShouldHaveSingleItem();
        difference.Text("difference_type").ShouldBe("employment_status");

        (await App.AllAsync($"{All}?group_id={Defaults.ExampleGroup}")).ShouldBeEmpty();
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Put, $"{All}/{difference.Id()}/ack");
    }

    [Fact]
    public async Task Each_filter_works_alone_and_with_others()
    {
        var id = await RaiseAsync();
        var subject = (await App.GetAsync($"{All}/{id}")).Text("subject_id");
        const string Mine = $"group_id={Defaults.GuideGroup}";

        foreach (var found in new[]
        {
            "status=needs_review", "status=needs_review,resolved", "status_grouping=open", "type_grouping=member_enrollment_details_mismatch", $"carrier_id={Defaults.ShiftingCarrier}",
            $"subject_id={subject}", "subject_type=IndividualEnrollment", $"status=needs_review&status_grouping=open&subject_id={subject}",
        })
        {
            (await IdsAsync($"{All}?{Mine}&{found}")).ShouldBe([id], found);
            (await IdsAsync($"{Issues}?{Mine}&{found}")).ShouldBe([id], found);
            (await IdsAsync($"/ui/v1/employees/{Defaults.GuideEmployee}/discrepancies?{found}")).ShouldBe([id], found);
        }

        foreach (var other in new[]
        {
            "status=processing", "status=resolved,dismissed", "status_grouping=closed", "type_grouping=group_demographic_mismatch", $"carrier_id={Defaults.AcceptingCarrier}",
            $"subject_id={Defaults.Jade}", "subject_type=Group", "status=needs_review&status_grouping=closed",
        })
        {
            (await IdsAsync($"{All}?{Mine}&{other}")).ShouldBeEmpty(other);
        }

        (await IdsAsync($"{All}?{Mine}&discrepancy_type=individual_enrollment_effective_start_date_mismatch")).ShouldBe([id]);
        (await IdsAsync($"{All}?{Mine}&discrepancy_type=person_dob_mismatch")).ShouldBeEmpty();
        (await IdsAsync($"{Issues}?{Mine}&reconciliation_issue_type=individual_enrollment_effective_start_date_mismatch")).ShouldBe([id]);
        var newest = await IdsAsync("/ui/v1/discrepancies?page_size=100");
        (await IdsAsync("/ui/v1/discrepancies?page_size=100&sort_direction=asc")).ShouldBe(newest.Reverse());
        _ = await App.DoAsync(HttpMethod.Put, $"{All}/{newest[^1]}/ack");
        (await IdsAsync("/ui/v1/discrepancies?page_size=1&sort_by=modified")).ShouldBe([newest[^1]]);
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{All}?status=pending_resolution");
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{All}?sort_by=created");
    }

    /// <summary>The guide's discrepancy.</summary>
    private async Task<string> RaiseAsync()
    {
        _ = await App.PostGuideAsync();
        _ = await App.AdvanceAsync("PT1M");
        return (await App.AllAsync($"{All}?group_id={Defaults.GuideGroup}")).ShouldHaveSingleItem().Id();
    }

    private async Task<IReadOnlyList<string>> IdsAsync(string path) => [.. (await App.GetAsync(path))["response"]!.AsArray().Select(item => item!.Id())];
}

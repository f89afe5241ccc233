using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Fulfillment.MemberRequests;

/// <summary>Member requests over HTTP: what each kind does, and how it stands.</summary>
public sealed class MemberRequestTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Fact]
    public async Task A_new_hire_is_enrolled_at_each_carrier_from_the_day_of_hire()
    {
        await KnowAsync(FamilyBody.Of(1, dependents: 1));
        var request = await App.RequestAsync("new_hire", RequestBody.Coverages()
            .Ask("enrolling_members", Offer.Medical, 1).Ask("enrolling_members", Offer.Medical, 1, 2).Ask("enrolling_members", Offer.Dental, 1));

        request.Text("status").ShouldBe("processing");
        request.Text("request_type").ShouldBe("new_hire");
        request["result"]!.AsObject().ShouldBeEmpty();
        request["completed"].ShouldBeNull();
        request["body"]!["coverages"]!.AsArray().Count.ShouldBe(1);
        _ = await App.AdvanceAsync("P1D");

        var done = await App.RequestNowAsync(request);
        done.Text("status").ShouldBe("completed");
        done["completed"]!.GetValue<long>().ShouldBe(done["modified"]!.GetValue<long>());
        var transaction = (await App.TransactionsAsync(request)).Values.ShouldHaveSingleItem();
        done["transactions"]!.AsArray().Select(id => (string?)id).ShouldBe([transaction.Id()]);
        transaction.Text("transaction_type").ShouldBe("carrier_new_hire");
        transaction.Text("member_request_id").ShouldBe(request.Id());
        transaction["lines_of_coverage"]!.AsArray().Select(line => (string?)line).ShouldBe(["medical", "dental"], ignoreOrder: true);
        (await EnrollmentsAsync()).ShouldBe(
            ["1 dental 2020-02-01 9999-12-31 active", "1 medical 2020-02-01 9999-12-31 active", "2 medical 2020-02-01 9999-12-31 active"]);
        var differences = await App.FamilyDifferencesAsync();
        differences.Count.ShouldBe(4);
        differences.ShouldAllBe(difference => difference["resolved"] != null && difference["discrepancy_time"] == null);
    }

    [Fact]
    public async Task A_request_has_the_events_of_its_differences_and_no_others()
    {
        await KnowAsync(FamilyBody.Of(1));
        _ = await App.SubscribeAsync("http://localhost/_emulator/inbox/requests");
        var before = (await App.EventTypesAsync()).Count;
        var request = await App.RequestAsync("new_hire", RequestBody.Coverages().Ask("enrolling_members", Offer.Dental, 1));
        _ = await App.AdvanceAsync("P1D");

        (await App.EventTypesAsync()).Count.ShouldBe(before + 4);
        (await App.EventTypesAsync(request.Id())).ShouldBeEmpty();
        foreach (var difference in await App.FamilyDifferencesAsync())
            (await App.EventTypesAsync(difference.Id())).ShouldBe(["difference.created", "difference.resolved"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_termination_ends_all_coverage_and_marks_the_employee_on_the_last_day_of_work()
    {
        await KnowAsync(FamilyBody.Of(1, dependents: 1)
            .Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Medical, "2024-01-01", position: 2).Enroll(Offer.Vision, "2024-01-01"));
        var request = await App.RequestAsync("termination", new JsonObject { ["last_work_date"] = "2024-09-10", ["reason"] = "voluntary" });
        (await App.TransactionsAsync(request)).Values.Select(it => $"{it.Text("transaction_type")} {it.Text("status")}").Order()
            .ShouldBe(["carrier_termination processing", "carrier_termination processing", "noyo_termination processing"]);

        _ = await App.AdvanceAsync("P2D");
        var transactions = await App.TransactionsAsync(request);
        transactions[Defaults.AcceptingCarrier].Text("status").ShouldBe("completed");
        transactions[Defaults.AcceptingCarrier]["result"]!.Text("last_day_of_coverage").ShouldBe("2024-09-30");
        transactions[""].Text("status").ShouldBe("processing");
        transactions[""]["carrier_id"].ShouldBeNull();
        (await App.RequestNowAsync(request)).Text("status").ShouldBe("processing");
        (await EmploymentAsync()).Text("employment_status").ShouldBe("full-time");

        _ = await App.DoAsync(HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["to"] = "2024-09-10T00:00:00Z" });
        (await App.TransactionsAsync(request))[""].Text("status").ShouldBe("completed");
        var done = await App.RequestNowAsync(request);
        done.Text("status").ShouldBe("completed");
        done["result"]!.Text("last_day_of_coverage").ShouldBe("2024-09-30");
        (await EmploymentAsync()).Text("employment_status").ShouldBe("terminated");
        (await EmploymentAsync())["employment_dates"]!.Text("terminated").ShouldBe("2024-09-10");
        (await EnrollmentsAsync()).ShouldBe(
            ["1 medical 2024-01-01 2024-09-30 active", "1 vision 2024-01-01 2024-09-30 active", "2 medical 2024-01-01 2024-09-30 active"]);

        _ = await App.DoAsync(HttpMethod.Post, $"/_emulator/carriers/{Defaults.AcceptingCarrier}/sync", new JsonObject { ["employee_id"] = FamilyBody.Id(1) });
        (await App.FamilyDifferencesAsync("is_open=true")).ShouldNotContain(difference => difference.Text("carrier_id") == Defaults.AcceptingCarrier);
    }

    [Fact]
    public async Task A_termination_of_yesterday_marks_the_employee_at_once_even_without_any_coverage()
    {
        await KnowAsync(FamilyBody.Of(1));
        var request = await App.RequestAsync("termination", new JsonObject { ["last_work_date"] = "2024-08-19", ["reason"] = "involuntary" });
        _ = await App.AdvanceAsync("PT1S");

        (await App.RequestNowAsync(request)).Text("status").ShouldBe("completed");
        (await App.TransactionsAsync(request)).Keys.ShouldBe([""]);
        (await EmploymentAsync()).Text("employment_status").ShouldBe("terminated");
    }

    [Fact]
    public async Task A_termination_that_the_only_carrier_refuses_has_failed_and_says_why()
    {
        await KnowAsync(FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule("reject", new JsonObject { ["errors"] = new JsonArray("Not on a Tuesday") }));
        var request = await App.RequestAsync("termination", new JsonObject { ["last_work_date"] = "2024-08-01", ["reason"] = "voluntary" });
        _ = await App.AdvanceAsync("PT10M");

        var failed = await App.RequestNowAsync(request);
        failed.Text("status").ShouldBe("failed");
        failed["completed"].ShouldBeNull();
        failed["result"]!["errors"]!.AsArray().Select(error => (string?)error).ShouldBe(["Not on a Tuesday"]);
        (await App.TransactionsAsync(request))[Defaults.AcceptingCarrier]["result"]!.Text("error").ShouldBe("Not on a Tuesday");
        var status = (await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/status"))["carrier_statuses"]![0]!;
        status.Text("status").ShouldBe("unable_to_fulfill");
        status["latest_platform_change"]!.Text("type").ShouldBe("member_request");
    }

    [Fact]
    public async Task Requests_go_on_beside_each_other_and_all_of_them_arrive()
    {
        await KnowAsync(FamilyBody.Of(1));
        var hired = await App.RequestAsync("new_hire", RequestBody.Coverages().Ask("enrolling_members", Offer.Dental, 1));
        var moved = await App.RequestAsync("demographic", Named("Ada", "Changed"));
        var status = (await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/status"))["carrier_statuses"]![0]!;
        status["pending_changes"]!.AsArray().Select(change => change!.Text("type")).ShouldBe(["member_request", "member_request"]);

        _ = await App.AdvanceAsync("P1D");
        (await App.RequestNowAsync(hired)).Text("status").ShouldBe("completed");
        (await App.RequestNowAsync(moved)).Text("status").ShouldBe("completed");
        (await App.FamilyDifferencesAsync("is_discrepancy=true")).ShouldBeEmpty();
        (await App.FamilyDifferencesAsync("is_open=true")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_leaves_to_the_newer_one_what_is_not_done_at_its_last_confirmation()
    {
        await KnowAsync(FamilyBody.Of(1).Enroll(Offer.Dental, "2024-01-01"));
        _ = await App.DoAsync(HttpMethod.Put, $"/_emulator/carriers/{Defaults.AcceptingCarrier}/behavior", new JsonObject { ["confirmations"] = 1 });
        var first = await App.RequestAsync("demographic", Named("Ada", "First"));
        _ = await App.AdvanceAsync("PT4S");
        var second = await App.RequestAsync("demographic", Named("Ada", "Second"));
        _ = await App.AdvanceAsync("P1D");

        (await App.RequestNowAsync(first)).Text("status").ShouldBe("completed");
        (await App.RequestNowAsync(second)).Text("status").ShouldBe("completed");
        (await App.FamilyDifferencesAsync("is_discrepancy=true")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_snapshot_takes_over_from_a_request_that_is_not_done()
    {
        await KnowAsync(FamilyBody.Of(1).Enroll(Offer.Dental, "2024-01-01"));
        var request = await App.RequestAsync("demographic", Named("Ada", "Requested"));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-01-01"));

        (await App.RequestNowAsync(request)).Text("status").ShouldBe("canceled");
        (await App.TransactionsAsync(request)).Values.ShouldHaveSingleItem().Text("status").ShouldBe("canceled");
    }

    [Fact]
    public async Task An_enrollment_snapshot_takes_the_place_of_what_a_new_hire_asked_for()
    {
        await KnowAsync(FamilyBody.Of(1));
        var hired = await App.RequestAsync("new_hire", RequestBody.Coverages().Ask("enrolling_members", Offer.Dental, 1).Ask("enrolling_members", Offer.Medical, 1));
        var moved = await App.RequestAsync("demographic", Named("Ada", "Changed"));
        var amended = await App.RequestAsync(
            "enrollment_snapshot", RequestBody.Coverages(("enrollment_type", "new_hire")).Ask("enrolling_members", Offer.Dental, 1).Ask("enrolling_members", Offer.Vision, 1));
        _ = await App.AdvanceAsync("P1D");

        (await App.RequestNowAsync(hired)).Text("status").ShouldBe("canceled");
        (await App.RequestNowAsync(moved)).Text("status").ShouldBe("completed");
        (await App.RequestNowAsync(amended)).Text("status").ShouldBe("completed");
        (await EnrollmentsAsync()).ShouldBe(
            ["1 dental 2020-02-01 9999-12-31 active", "1 medical 2020-02-01 2020-01-31 waived", "1 vision 2020-02-01 9999-12-31 active"]);
    }

    [Fact]
    public async Task No_list_of_snapshots_has_a_request_and_no_snapshot_is_a_request()
    {
        await KnowAsync(FamilyBody.Of(1));
        var request = await App.RequestAsync("new_hire", RequestBody.Coverages().Ask("enrolling_members", Offer.Dental, 1));

        var ids = (await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/member_snapshots"))["response"]!.AsArray().Select(snapshot => snapshot!.Id()).ToList();
        ids.Count.ShouldBe(1);
        (await App.GetAsync("/api/v1/member_snapshots"))["response"]!.AsArray().ShouldNotContain(snapshot => snapshot!.Id() == request.Id());
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/api/v1/member_snapshots/{request.Id()}");
        (await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/api/v1/member_requests/{ids[0]}")).Text("message")
            .ShouldBe($"MemberRequest not found with UUID {ids[0]}");
    }

    [Fact]
    public async Task What_changed_since_a_checkpoint_and_what_explains_an_id_tell_requests_from_snapshots()
    {
        await KnowAsync(FamilyBody.Of(1));
        _ = await App.DoAsync(HttpMethod.Put, "/_emulator/checkpoints/before");
        var request = await App.RequestAsync("new_hire", RequestBody.Coverages().Ask("enrolling_members", Offer.Dental, 1));

        var kinds = (await App.GetAsync("/_emulator/checkpoints/before/changes"))["changes"]!.AsArray().Select(kind => kind!.Text("kind")).ToList();
        kinds.ShouldContain("member_request");
        kinds.ShouldNotContain("member_snapshot");
        (await App.GetAsync($"/_emulator/explain/{request.Id()}")).Text("kind").ShouldBe("member_request");
    }

    [Theory]
    [InlineData("enrolling_members", 7, "$.coverages[0].lines_of_coverage.dental.enrolling_members[0].id", "must be the id of the employee or of a dependent")]
    [InlineData("waiving_members", 7, "$.coverages[0].lines_of_coverage.dental.waiving_members[0].id", "must be the id of the employee or of a dependent")]
    public async Task Who_is_not_in_the_family_is_refused_where_it_is_named(string action, int position, string field, string problem)
    {
        await KnowAsync(FamilyBody.Of(1));
        var error = await App.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, RequestBody.PathOf("new_hire"),
            RequestBody.Coverages().Ask(action, Offer.Dental, 1, position, ("reason", "medicaid")));

        error["errors"]!.AsArray().ShouldHaveSingleItem()!.Text("field").ShouldBe(field);
        error.Text("message").ShouldContain(problem);
        (await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/member_requests")).Total().ShouldBe(0);
    }

    [Fact]
    public async Task A_member_twice_in_a_line_a_plan_of_another_line_and_a_member_of_another_type_are_refused_together()
    {
        await KnowAsync(FamilyBody.Of(1, dependents: 1));
        var body = RequestBody.Coverages().Ask("enrolling_members", Offer.Dental, 1).Ask("enrolling_members", Offer.Dental, 1)
            .Ask("enrolling_members", Offer.Medical with { PlanId = Offer.Dental.PlanId }, 1)
            .Ask("enrolling_members", Offer.Life, 1, 2, ("member_type", "employee"));
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, RequestBody.PathOf("new_hire"), body);

        error["errors"]!.AsArray().Select(failure => failure!.Text("field")).ShouldBe(
        [
            "$.coverages[0].lines_of_coverage.dental.enrolling_members[1]",
            "$.coverages[0].lines_of_coverage.medical.enrolling_members[0].plan_id",
            "$.coverages[0].lines_of_coverage.life.enrolling_members[0].member_type",
        ]);
    }

    [Theory]
    [InlineData("removing_coverage")]
    [InlineData("modifying_coverage")]
    public async Task Coverage_that_a_member_does_not_have_can_be_neither_removed_nor_modified(string action)
    {
        await KnowAsync(FamilyBody.Of(1));
        var error = await App.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, RequestBody.PathOf("qualifying_life_event"),
            RequestBody.Coverages(("event", LifeEvent())).Ask(action, Offer.Dental, 1, 1, ("reason", "medicaid")));

        error.Text("message").ShouldContain("somebody with dental coverage at the carrier");
    }

    [Theory]
    [InlineData("cobra_termination", """{"cobra_termination_date": "2024-09-30", "reason": "voluntary"}""", "has none")]
    [InlineData("termination", """{"last_work_date": "2019-01-01", "reason": "voluntary"}""", "before the employee was hired")]
    [InlineData("termination", """{"last_work_date": "2024-02-30", "reason": "bored"}""", "must be a date that exists")]
    [InlineData("new_hire", """{"coverages": []}""", "must have one item at least")]
    [InlineData("new_hire", """{"coverages": [{"carrier_id": "4d4d815b-ae8f-430c-901f-1c9d5ee3f4f1", "carrier_config": {}, "lines_of_coverage": {}}]}""", "one member at least")]
    [InlineData("demographic", """{"member_changes": [{"member": {"id": "00000001-0000-4000-8000-000000000002", "type": "dependent"}, "salary_change": {"amount": 1, "type": "salary", "unit": "week"}}]}""", "is only for an employee")]
    public async Task What_cannot_be_asked_for_is_refused_with_a_reason(string kind, string body, string reason)
    {
        await KnowAsync(FamilyBody.Of(1, dependents: 1));
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, RequestBody.PathOf(kind), JsonNode.Parse(body)!.AsObject());
        error.Text("message").ShouldContain(reason);
    }

    [Fact]
    public async Task A_plan_is_asked_for_where_several_are_offered_and_told_where_there_is_one()
    {
        await KnowAsync(FamilyBody.Of(1));
        _ = await App.RequestAsync("new_hire", RequestBody.Coverages().Ask("enrolling_members", Offer.Dental with { PlanId = null }, 1));
        (await EnrollmentsAsync()).ShouldBe(["1 dental 2020-02-01 9999-12-31 active"]);
    }

    [Fact]
    public async Task Lists_of_requests_filter_by_employee_status_and_kind()
    {
        await KnowAsync(FamilyBody.Of(1).Enroll(Offer.Dental, "2024-01-01"));
        await KnowAsync(FamilyBody.Of(2));
        var moved = await App.RequestAsync("demographic", Named("Ada", "Changed"));
        _ = await App.AdvanceAsync("P1D");
        var hired = await App.RequestAsync("new_hire", RequestBody.Coverages().Ask("enrolling_members", Offer.Dental, 2), family: 2);

        (await IdsAsync($"/api/v1/member_requests?employee_id={FamilyBody.Id(1)}")).ShouldBe([moved.Id()]);
        (await IdsAsync("/api/v1/member_requests?status=processing")).ShouldBe([hired.Id()]);
        (await IdsAsync("/api/v1/member_requests?request_type=new_hire")).ShouldBe([hired.Id()]);
        (await IdsAsync("/api/v1/member_requests?request_type=new_hire&status=completed")).ShouldBeEmpty();
        (await IdsAsync("/api/v1/member_requests?request_type=new_hire,demographic&page_size=1")).ShouldBe([hired.Id()]);
        (await IdsAsync($"/api/v1/employees/{FamilyBody.Id(2)}/member_requests")).ShouldBe([hired.Id()]);
        (await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, "/api/v1/member_requests?status=stuck")).Text("message").ShouldContain("processing");
    }

    [Fact]
    public async Task Pages_show_requests_with_family_and_plans_by_group_employee_and_name()
    {
        await KnowAsync(FamilyBody.Of(1, dependents: 1));
        var request = await App.RequestAsync("new_hire", RequestBody.Coverages().Ask("enrolling_members", Offer.Dental, 1));

        var page = await App.GetAsync($"/ui/v1/member_requests/{request.Id()}");
        page["member_request"]!.Text("group_id").ShouldBe(Defaults.ExampleGroup);
        page["employee"]!["person"]!.Text("first_name").ShouldBe("Ada");
        page["dependents"]!.AsArray().ShouldHaveSingleItem();
        page["individual_enrollments"]!.AsArray().ShouldHaveSingleItem();
        page["transactions_status_detail"]!.AsArray().Select(detail => (string?)detail).ShouldBe(["noyo_accepted"]);
        foreach (var path in new[]
        {
            $"/ui/v1/groups/{Defaults.ExampleGroup}/member_requests?last_name=TES", $"/ui/v1/employees/{FamilyBody.Id(1)}/member_requests?first_name=ad",
            $"/ui/v1/member_requests?group_id={Defaults.ExampleGroup}&status=processing&sort_by=status&sort_direction=asc",
        })
        {
            (await App.GetAsync(path))["response"]!.AsArray().Select(it => it!["member_request"]!.Id()).ShouldBe([request.Id()], path);
        }

        (await App.GetAsync("/ui/v1/member_requests?last_name=nobody")).Total().ShouldBe(0);
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/ui/v1/groups/{FamilyBody.Id(1)}/member_requests");
    }

    [Fact]
    public async Task A_request_at_a_carrier_that_the_group_is_not_connected_to_completes_and_enrolls_nobody()
    {
        await KnowAsync(FamilyBody.Of(1));
        var request = await App.RequestAsync("new_hire", RequestBody.Coverages().Ask("enrolling_members", Offer.Dental with { CarrierId = FamilyBody.Id(9), PlanId = FamilyBody.Id(8) }, 1));
        _ = await App.AdvanceAsync("P1D");

        (await App.RequestNowAsync(request)).Text("status").ShouldBe("completed");
        (await App.TransactionsAsync(request)).ShouldBeEmpty();
        (await EnrollmentsAsync()).ShouldBeEmpty();
    }

    private static JsonObject LifeEvent() => new() { ["event_type"] = "marriage", ["event_date"] = "2024-08-15" };

    private static JsonObject Named(string first, string last) => JsonNode.Parse($$$"""
        {"member_changes": [{"member": {"id": "{{{FamilyBody.Id(1)}}}", "type": "employee"}, "name_change": {"first_name": "{{{first}}}", "last_name": "{{{last}}}"}}]}
        """)!.AsObject();

    private static JsonObject Rule(string effect, JsonNode value) => new() { ["match"] = new JsonObject(), ["effect"] = new JsonObject { [effect] = value } };

    private async Task KnowAsync(JsonObject family)
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, family);
        _ = await App.AdvanceAsync("PT1H");
    }

    private async Task<IReadOnlyList<string>> EnrollmentsAsync() =>
    [
        .. (await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/individual_enrollments?include_dependents=true"))["response"]!.AsArray()
            .Select(it => $"{it!.Text("individual_id")[^1]} {it!.Text("line_of_coverage")} {it!.Text("effective_start_date")} {it!.Text("effective_end_date")} {it!.Text("status")}")
            .Order(StringComparer.Ordinal),
    ];

    private async Task<JsonNode> EmploymentAsync() => (await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}"))["employment"]!;

    private async Task<IReadOnlyList<string>> IdsAsync(string path) => [.. (await App.GetAsync(path))["response"]!.AsArray().Select(request => request!.Id())];
}

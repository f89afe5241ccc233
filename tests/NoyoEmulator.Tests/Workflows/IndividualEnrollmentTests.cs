using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>Individual enrollments as clients see them. The world's day is 2024-08-20.</summary>
public sealed class IndividualEnrollmentTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private static readonly string Employee = FamilyBody.Id(1);

    [Theory]
    [InlineData("2024-07-01", "2024-08-19", "", "terminated")]
    [InlineData("2024-07-01", "2024-08-20", "", "active")]
    [InlineData("2024-08-21", OpenEnd, "", "pending")]
    [InlineData("2024-08-21", OpenEnd, "?effective_date=2024-08-21", "active")]
    [InlineData("2024-07-01", OpenEnd, "?effective_date=2024-06-30", "pending")]
    [InlineData("2024-07-01", "2024-06-30", "", "waived")]
    [InlineData("2024-07-01", "2024-06-30", "?effective_date=2020-01-01", "waived")]
    public async Task The_status_is_told_from_the_period_as_of_a_day(string start, string end, string query, string status)
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, start, end, volume: 50000));
        var id = (await OfEmployeeAsync()).ShouldHaveSingleItem().Id();

        var enrollment = await App.GetAsync($"/api/v1/individual_enrollments/{id}{query}");

        enrollment.Text("status").ShouldBe(status);
        enrollment["enroll_data"]!.ToJsonString().ShouldBe(
            status is "active" or "terminated" ? """{"volume":50000,"premium":{"amount":7.25,"unit":"Month"}}""" : "{}");
        enrollment["cobra_enrollment"]!.ToJsonString().ShouldBe("{}");
        enrollment["individual_enrollment_configuration"]!.ToJsonString().ShouldBe("{}");
    }

    [Fact]
    public async Task What_earlier_snapshots_stated_of_an_enrollment_is_still_answered()
    {
        var body = FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01");
        var bare = body.DeepClone();
        var coverage = body["coverages"]![0]!;
        coverage["carrier_config"] = new JsonObject { ["division"] = "7" };
        coverage["cobra_details"] = JsonNode.Parse(
            """{"cobra_enrolled": true, "eligibility_start_date": "2024-01-01", "eligibility_end_date": "2025-06-30", "qualifying_event_reason": "layoff"}""");
        coverage["enrolled_members"]![0]!["pcp_details"] = JsonNode.Parse(
            """{"providers": [{"identification_code": "12", "identification_code_type": "national_provider_identifier", "entity_type": "person"}]}""");
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        var first = (await OfEmployeeAsync()).ShouldHaveSingleItem();

        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, bare);

        var enrollment = (await OfEmployeeAsync()).ShouldHaveSingleItem();
        enrollment.Text("version").ShouldNotBe(first.Text("version"));
        enrollment["individual_enrollment_configuration"]!.ToJsonString().ShouldBe("""{"division":"7"}""");
        enrollment["cobra_enrollment"]!.ToJsonString().ShouldBe("""{"cobra_enrolled":true,"cobra_type":"federal"}""");
        enrollment["cobra_details"]!.ToJsonString().ShouldBe(
            """{"eligibility_start_date":"2024-01-01","eligibility_end_date":"2025-06-30","qualifying_event_reason":"layoff"}""");
        enrollment["pcp_details"]!["providers"]!.ToJsonString().ShouldBe(
            """[{"identification_code":"12","identification_code_type":"national_provider_identifier","entity_type":"person"}]""");
    }

    [Fact]
    public async Task They_are_listed_by_member_family_group_and_group_enrollment()
    {
        _ = await App.PostSnapshotAsync(
            Defaults.ExampleGroup,
            FamilyBody.Of(1, 2).Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Medical, "2024-01-01", position: 2).Enroll(Offer.Vision, "2024-01-01", position: 3));
        _ = await App.AdvanceAsync("PT1M");
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(2).Enroll(Offer.Medical, "2024-01-01"));
        var medical = (await OfEmployeeAsync())[0].Text("group_enrollment_id");

        (await LinesAsync($"employees/{Employee}")).ShouldBe(["medical employee"]);
        (await LinesAsync($"employees/{Employee}", "?include_dependents=false")).ShouldBe(["medical employee"]);
        (await LinesAsync($"employees/{Employee}", "?include_dependents=true")).ShouldBe(["medical dependent", "medical employee", "vision dependent"], ignoreOrder: true);
        (await LinesAsync($"dependents/{FamilyBody.Id(1, 3)}")).ShouldBe(["vision dependent"]);
        (await App.AllAsync($"/api/v1/groups/{Defaults.ExampleGroup}/individual_enrollments")).Count.ShouldBe(4);
        var listed = await App.AllAsync($"/api/v1/group_enrollments/{medical}/individual_enrollments");
        listed.Select(enrollment => enrollment.Text("individual_id")).ShouldBe(
            [FamilyBody.Id(2), FamilyBody.Id(1, 2), FamilyBody.Id(1)], ignoreOrder: true);
        listed[0].Text("individual_id").ShouldBe(FamilyBody.Id(2));
        (await App.GetAsync($"/api/v1/group_enrollments/{medical}/individual_enrollments?page_size=1&offset=1"))["response"]![0]!.Id().ShouldBe(listed[1].Id());

        async Task<IEnumerable<string>> LinesAsync(string parent, string query = "") => (await App.AllAsync($"/api/v1/{parent}/individual_enrollments{query}"))
            .Select(enrollment => $"{enrollment.Text("line_of_coverage")} {enrollment.Text("individual_type")}");
    }

    [Fact]
    public async Task What_a_snapshot_names_and_the_group_does_not_have_can_be_fetched()
    {
        const string UnknownPlan = "5e1ec7ed-0000-4000-8000-00000000000a";
        _ = await App.PostSnapshotAsync(
            Defaults.ExampleGroup,
            FamilyBody.Of(1).Enroll(new Offer("wellness", Defaults.AcceptingCarrier, null, "Feel Good"), "2024-01-01")
                .Enroll(new Offer("dental", Defaults.AcceptingCarrier, UnknownPlan, "Other Teeth"), "2024-01-01"));

        var enrollments = await OfEmployeeAsync();

        foreach (var enrollment in enrollments)
        {
            var plan = (await App.GetAsync($"/api/v1/plans/{enrollment.Text("plan_id")}"))["plan"]!;
            plan.Text("line_of_coverage").ShouldBe(enrollment.Text("line_of_coverage"));
            plan.Text("group_enrollment_id").ShouldBe(enrollment.Text("group_enrollment_id"));
            _ = await App.GetAsync($"/api/v1/group_enrollments/{enrollment.Text("group_enrollment_id")}");
        }

        enrollments.Select(enrollment => enrollment.Text("plan_id")).ShouldContain(UnknownPlan);
        (await App.AllAsync($"/api/v1/groups/{Defaults.ExampleGroup}/plans")).Select(plan => plan.Text("name")).ShouldBe(
            ["Feel Good", "Other Teeth", "PPO Gold 500", "DHMO Smile Plus", "50k Employee Basic Life", "Clear Sight Vision"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_plan_that_was_only_named_keeps_its_id_and_makes_no_difference()
    {
        var offer = new Offer("wellness", Defaults.AcceptingCarrier, null, "Feel Good");
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(offer, "2024-01-01"));
        _ = await App.AdvanceAsync("PT20M");
        var first = (await OfEmployeeAsync()).ShouldHaveSingleItem();

        var again = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(offer with { PlanName = " FEEL good" }, "2024-01-01"));

        _ = await App.AdvanceAsync("PT20M");
        (await App.GetSnapshotAsync(again.Id())).StatusAt(Defaults.AcceptingCarrier).ShouldBe("no_changes");
        var second = (await OfEmployeeAsync()).ShouldHaveSingleItem();
        second.Id().ShouldBe(first.Id());
        second.Text("plan_id").ShouldBe(first.Text("plan_id"));
        var written = await App.GetAsync("/_emulator/seed");
        written["groups"]!.AsArray().SelectMany(group => group!["plans"]!.AsArray()).Select(plan => plan!.Text("name")).ShouldNotContain("Feel Good");
        await using var other = await App.CreateWorldAsync("copied");
        _ = await other.DoAsync(HttpMethod.Put, "/_emulator/seed", written);
        (await other.AllAsync($"/api/v1/employees/{Employee}/individual_enrollments")).ShouldHaveSingleItem().Text("plan_id").ShouldBe(first.Text("plan_id"));
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/copied");
    }

    [Fact]
    public async Task Every_enrollment_that_a_difference_is_about_can_be_fetched()
    {
        _ = await App.BehaveAsync(
            Defaults.AcceptingCarrier,
            Rule(Starting("+P10D"), new JsonObject { ["line_of_coverage"] = "medical" }));
        _ = await App.PostGuideAsync();
        _ = await App.PostSnapshotAsync(
            Defaults.ExampleGroup,
            FamilyBody.Of(1, 1).Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Life, "2024-01-01", volume: 50000).Enroll(Offer.Vision, "2024-01-05", position: 2));
        _ = await App.AdvanceAsync("P1D");

        var differences = (await App.AllDifferencesAsync()).Where(difference => difference.Text("object_type") == "individual_enrollment").ToList();

        differences.Select(difference => difference.Text("difference_type")).ShouldContain("ie_effective_start_date");
        differences.Count.ShouldBeGreaterThanOrEqualTo(3);
        foreach (var difference in differences)
            (await App.GetAsync($"/api/v1/individual_enrollments/{difference.Text("object_id")}")).Id().ShouldBe(difference.Text("object_id"));
    }

    private Task<IReadOnlyList<JsonNode>> OfEmployeeAsync() => App.AllAsync($"/api/v1/employees/{Employee}/individual_enrollments");
}

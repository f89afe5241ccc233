using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>Plans, rates and group enrollments as clients see them. The world's day is 2024-08-20.</summary>
public sealed class GroupPlanTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string UnknownId = "30b74a44-d5b1-4123-a7a4-6d3aec251ba4";
    private const string Always = "carrier_id created group_enrollment_id id line_of_coverage modified name plan_configuration status version eligible_member_types termination_policy waiting_periods ";

    public static TheoryData<string, string, string?> Lines => new()
    {
        { "medical", "cobra_rules", null },
        { "dental", "cobra_rules", null },
        { "vision", "cobra_rules", null },
        { "life", "plan_type volume_rules", "basic" },
        { "add", "plan_type volume_rules", "basic" },
        { "std", "plan_type volume_rules", "basic" },
        { "ltd", "plan_type volume_rules", "basic" },
        { "accident", "plan_type", "basic" },
        { "critical_illness", "plan_type volume_rules", "basic" },
        { "cancer", "plan_type", "basic" },
        { "health_fund", "plan_type volume_rules", "fsa" },
        { "hospital_indemnity", "plan_type", "basic" },
        { "pharmacy", "plan_type", "pharmacy" },
        { "wellness", "plan_type", "wellness" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_plan_of_which_little_is_known_has_what_its_line_requires_and_no_more(string line, string properties, string? type)
    {
        await using var app = await App.PlansAsync([PlanSeed.Plan(1, line)]);

        var plan = (await app.GetAsync($"/api/v1/plans/{PlanSeed.Id(1)}"))["plan"]!.AsObject();

        plan.Select(property => property.Key).Order(StringComparer.Ordinal)
            .ShouldBe((Always + properties).Split(' ').Order(StringComparer.Ordinal));
        ((string?)plan["plan_type"]).ShouldBe(type);
        plan["eligible_member_types"]!.ToJsonString().ShouldBe("""["all"]""");
        plan.Text("termination_policy").ShouldBe("end_of_month");
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/plans");
    }

    [Fact]
    public async Task A_plan_is_answered_as_it_was_stated_and_written_down_so()
    {
        const string Stated = """
            {
              "plan_type": "dhmo", "code": "D1", "network": "Dental Net", "effective_start_date": "2024-01-01", "effective_end_date": "2024-12-31", "voluntary": false,
              "eligible_member_types": ["employee", "child"], "waiting_periods": [{"waiting_period_enrollment_type": "new_member", "waiting_period_rule": "hire_date"}],
              "termination_policy": "last_work_date", "cobra_rules": {"eligible": false}, "benefits": {"contributory_type": "contributory"},
              "dependent_child_age_limits": [{"dependent_child_age_limit": 26, "dependent_child_termination_rule": "date_of_birth", "dependent_child_type": "student"}],
              "plan_configuration": {"division": "7"}
            }
            """;
        var stated = PlanSeed.Plan(1, "dental", more: Stated);
        stated["rates"] = JsonNode.Parse("""[{"start_date": "2024-01-01", "rate_structure": {"calculation_type": "member_based", "options": []}}]""");
        stated["premiums"] = JsonNode.Parse("""[{"member_type": "employee", "premium_type": "total_amount", "amount": "50.00", "period": {"amount": 2, "unit": "week"}}]""");
        await using var app = await App.PlansAsync([stated.DeepClone()]);

        var plan = (await app.GetAsync($"/api/v1/plans/{PlanSeed.Id(1)}"))["plan"]!;

        foreach (var (name, value) in JsonNode.Parse(Stated)!.AsObject())
            JsonNode.DeepEquals(plan[name], value).ShouldBeTrue(name);
        plan.Text("status").ShouldBe("active");
        var written = (await app.GetAsync("/_emulator/seed"))["groups"]![0]!;
        JsonNode.DeepEquals(written["plans"]![0], stated).ShouldBeTrue(written["plans"]!.ToJsonString());
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/plans");
    }

    [Theory]
    [InlineData("", "4 3 2 1")]
    [InlineData("status=pending", "3")]
    [InlineData("status=active", "4 1")]
    [InlineData("status=discontinued", "2")]
    [InlineData("status=active&effective_date=2023-06-30", "4 2 1")]
    [InlineData("status=active&effective_date=2025-01-01", "4 3 1")]
    [InlineData("line_of_coverage=dental", "2 1")]
    [InlineData("carrier_id=" + Defaults.ShiftingCarrier, "4")]
    [InlineData("status=active&line_of_coverage=dental&carrier_id=" + Defaults.AcceptingCarrier + "&effective_date=2024-08-20", "1")]
    [InlineData("line_of_coverage=wellness", "")]
    [InlineData("page_size=2&offset=1", "3 2")]
    public async Task Plans_are_listed_newest_first_by_what_is_asked_for(string query, string expected)
    {
        await using var app = await App.PlansAsync(
        [
            PlanSeed.Plan(1, "dental"),
            PlanSeed.Plan(2, "dental", more: """{"effective_start_date": "2023-01-01", "effective_end_date": "2023-06-30"}"""),
            PlanSeed.Plan(3, "life", more: """{"effective_start_date": "2025-01-01"}"""),
            PlanSeed.Plan(4, "vision", Defaults.ShiftingCarrier),
        ]);

        var page = await app.GetAsync($"/api/v1/groups/{PlanSeed.Group}/plans?{query}");

        string.Join(' ', page["response"]!.AsArray().Select(plan => plan!.Text("name").Split(' ')[1])).ShouldBe(expected);
        page.Total().ShouldBe(query.StartsWith("page_size", StringComparison.Ordinal) ? 4 : page["response"]!.AsArray().Count);
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/plans");
    }

    [Fact]
    public async Task A_plan_of_several_groups_is_that_of_the_first_one_with_its_group_enrollment()
    {
        var plan = (await App.GetAsync($"/api/v1/plans/{Defaults.VisionPlan}"))["plan"]!;

        var enrollment = await App.GetAsync($"/api/v1/group_enrollments/{plan.Text("group_enrollment_id")}");
        enrollment.Text("group_id").ShouldBe(Defaults.ExampleGroup);
        enrollment.Text("line_of_coverage").ShouldBe("vision");
        enrollment.Text("carrier_id").ShouldBe(Defaults.ShiftingCarrier);
    }

    [Fact]
    public async Task A_group_has_one_enrollment_for_each_line_at_each_carrier_and_the_stated_dates_decide_its_status()
    {
        await using var app = await App.PlansAsync(
            [PlanSeed.Plan(1, "dental"), PlanSeed.Plan(2, "dental"), PlanSeed.Plan(3, "life"), PlanSeed.Plan(4, "vision", Defaults.ShiftingCarrier)],
            JsonNode.Parse($$"""
                [
                  {"id": "{{PlanSeed.Id(101)}}", "carrier_id": "{{Defaults.AcceptingCarrier}}", "line_of_coverage": "dental", "effective_start_date": "2024-01-01",
                   "effective_end_date": "2024-12-31", "open_enrollment_start_date": "2023-11-01", "open_enrollment_end_date": "2023-11-30", "open_enrollment_renewal_date": "2024-11-01"},
                  {"carrier_id": "{{Defaults.AcceptingCarrier}}", "line_of_coverage": "pharmacy", "effective_end_date": "2024-08-19"}
                ]
                """)!.AsArray());
        var path = $"/api/v1/groups/{PlanSeed.Group}/group_enrollments";

        (await StatusesAsync(path)).ShouldBe("dental active, life active, pharmacy completed, vision active");
        (await StatusesAsync($"{path}?status=completed")).ShouldBe("pharmacy completed");
        (await StatusesAsync($"{path}?effective_date=2023-12-31&status=pending")).ShouldBe("dental pending");
        (await StatusesAsync($"{path}?effective_date=2025-01-01&status=completed")).ShouldBe("dental completed, pharmacy completed");

        var dental = await app.GetAsync($"/api/v1/group_enrollments/{PlanSeed.Id(101)}");
        dental.Text("open_enrollment_renewal_date").ShouldBe("2024-11-01");
        (await app.GetAsync($"/api/v1/group_enrollments/{PlanSeed.Id(101)}/plans")).AsArray().Select(plan => plan!.Text("name")).ShouldBe(["Plan 2", "Plan 1"]);
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/plans");

        async Task<string> StatusesAsync(string list) => string.Join(", ", (await app.AllAsync(list))
            .Select(enrollment => $"{enrollment.Text("line_of_coverage")} {enrollment.Text("status")}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Rates_are_listed_by_plan_and_their_ids_stay()
    {
        const string Rates = """
            {"rates": [
              {"start_date": "2025-01-01", "rate_structure": {"calculation_type": "member_based_volume", "options": ["age"]}},
              {"start_date": "2024-01-01", "end_date": "2024-12-31", "rate_structure": {"calculation_type": "family_unit_based", "options": []}}
            ]}
            """;
        await using var app = await App.PlansAsync([PlanSeed.Plan(1, "dental"), PlanSeed.Plan(2, "life", more: Rates)]);

        var page = await app.GetAsync($"/api/v1/groups/{PlanSeed.Group}/plan_rates");

        var plan = page["response"]!.AsArray().ShouldHaveSingleItem()!;
        plan.Text("plan_id").ShouldBe(PlanSeed.Id(2));
        plan["temporal_rates"]!.AsArray().Select(rate => rate!.Text("start_date")).ShouldBe(["2024-01-01", "2025-01-01"]);
        plan["temporal_rates"]!.AsArray().ShouldAllBe(rate => rate!.Text("plan_rate_id") == plan.Text("plan_rate_id"));
        page["meta"]!.ToJsonString().ShouldBe("""{"offset":0,"page_num":1,"page_size":20,"total_records":1}""");
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/seed", await app.GetAsync("/_emulator/seed"));
        (await app.TextAsync($"/api/v1/groups/{PlanSeed.Group}/plan_rates")).ShouldBe(page.ToText());
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/plans");
    }

    [Fact]
    public async Task The_pages_list_of_plans_says_the_same_in_short()
    {
        var pages = await App.AllAsync($"/ui/v1/groups/{Defaults.ExampleGroup}/group_plans");

        var plans = await App.AllAsync($"/api/v1/groups/{Defaults.ExampleGroup}/plans");
        plans.Count.ShouldBe(4);
        pages.Select(Short).ShouldBe(plans.Select(Short));

        static string Short(JsonNode plan) =>
            $"{plan.Text("id")} {plan.Text("carrier_id")} {plan.Text("group_enrollment_id")} {plan.Text("line_of_coverage")} {plan.Text("name")}";
    }

    [Theory]
    [InlineData("/api/v1/groups/{0}/plans")]
    [InlineData("/api/v1/groups/{0}/plan_rates")]
    [InlineData("/api/v1/groups/{0}/group_enrollments")]
    [InlineData("/api/v1/groups/{0}/individual_enrollments")]
    [InlineData("/ui/v1/groups/{0}/group_plans")]
    [InlineData("/api/v1/plans/{0}")]
    [InlineData("/api/v1/group_enrollments/{0}")]
    [InlineData("/api/v1/group_enrollments/{0}/plans")]
    [InlineData("/api/v1/group_enrollments/{0}/individual_enrollments")]
    [InlineData("/api/v1/individual_enrollments/{0}")]
    [InlineData("/api/v1/employees/{0}/individual_enrollments")]
    [InlineData("/api/v1/employees/{0}/premiums")]
    [InlineData("/api/v1/dependents/{0}/individual_enrollments")]
    public async Task What_is_not_there_is_answered_404(string path)
    {
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, path.Replace("{0}", UnknownId, StringComparison.Ordinal));
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, path.Replace("{0}", "no-id", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData($"/api/v1/groups/{Defaults.ExampleGroup}/plans?status=completed")]
    [InlineData($"/api/v1/groups/{Defaults.ExampleGroup}/plans?line_of_coverage=teeth")]
    [InlineData($"/api/v1/groups/{Defaults.ExampleGroup}/plans?effective_date=2024-02-30")]
    [InlineData($"/api/v1/groups/{Defaults.ExampleGroup}/group_enrollments?status=discontinued")]
    [InlineData($"/api/v1/groups/{Defaults.ExampleGroup}/plan_rates?page_size=1")]
    [InlineData($"/api/v1/plans/{Defaults.VisionPlan}?effective_date=today")]
    [InlineData($"/api/v1/employees/{Defaults.GuideEmployee}/premiums?effective_date=x")]
    [InlineData($"/api/v1/employees/{Defaults.GuideEmployee}/individual_enrollments?include_dependents=1")]
    [InlineData($"/api/v1/dependents/{Defaults.Jade}/individual_enrollments?include_dependents=true")]
    public Task A_parameter_that_makes_no_sense_is_refused(string path) => App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, path);

    [Fact]
    public async Task A_plan_that_another_group_offers_stays_what_it_is_when_a_snapshot_names_it()
    {
        await using var app = new EmulatorApp();
        var group = (await app.DoAsync(HttpMethod.Post, "/api/v1/group_connections", new JsonObject
        {
            ["carrier_id"] = Defaults.AcceptingCarrier,
            ["group_data"] = new JsonObject { ["group_name"] = "New Plans", ["carrier_group_id"] = "77" },
        })).Text("group_id");
        _ = await app.AdvanceAsync("PT1H");
        var known = (await app.GetAsync($"/api/v1/plans/{Offer.Dental.PlanId}")).ToText();

        var refused = await app.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, $"/api/v1/groups/{group}/member_snapshots",
            FamilyBody.Of(1).Enroll(new Offer("medical", Defaults.AcceptingCarrier, Offer.Dental.PlanId), "2024-09-01"));
        refused.Text("message").ShouldContain("this one is of line dental");
        _ = await app.PostSnapshotAsync(group, FamilyBody.Of(1).Enroll(new Offer("dental", Defaults.AcceptingCarrier, Offer.Dental.PlanId), "2024-09-01"));

        (await app.GetAsync($"/api/v1/plans/{Offer.Dental.PlanId}")).ToText().ShouldBe(known);
        (await app.AllAsync($"/api/v1/groups/{group}/plans")).Where(plan => plan.Id() == Offer.Dental.PlanId).ShouldHaveSingleItem().Text("name").ShouldBe("DHMO Smile Plus");
    }
}

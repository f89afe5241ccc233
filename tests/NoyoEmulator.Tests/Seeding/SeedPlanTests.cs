using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Seeding;

/// <summary>What a seed may say of plans.</summary>
public sealed class SeedPlanTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Theory]
    [InlineData("life", """{"plan_type": "ppo"}""", "plan_type", "must be one of: basic, voluntary")]
    [InlineData("vision", """{"plan_type": "ppo"}""", "plan_type", "must be one of: basic, voluntary")]
    [InlineData("medical", """{"metal_tier": "iron"}""", "metal_tier", "must be one of: platinum, gold, silver, bronze")]
    [InlineData("dental", """{"metal_tier": "gold"}""", "metal_tier", "is nothing that dental plans have")]
    [InlineData("medical", """{"volume_rules": {}}""", "volume_rules", "is nothing that medical plans have")]
    [InlineData("std", """{"dependent_child_age_limits": []}""", "dependent_child_age_limits", "is nothing that std plans have")]
    [InlineData("std", """{"cobra_rules": {}}""", "cobra_rules", "is nothing that std plans have")]
    [InlineData("std", """{"benefits": {"participation_percent": "all"}}""", "benefits", "must have participation_percent as a whole number, not negative")]
    [InlineData("life", """{"benefits": {"contributory_type": 1}}""", "benefits", "must have contributory_type as a text")]
    [InlineData("dental", """{"eligible_member_types": ["pet"]}""", "eligible_member_types[0]", "must be one of: all, employee, child, spouse, domestic-partner, employee-with-dependents")]
    [InlineData("dental", """{"waiting_periods": [1]}""", "waiting_periods[0]", "must be an object")]
    [InlineData("dental", """{"termination_policy": "never"}""", "termination_policy", "must be one of: end_of_month, last_work_date, fifteenth_of_month, first_of_following_month, end_of_plan_year")]
    [InlineData("dental", """{"effective_start_date": "2024-02-01", "effective_end_date": "2024-01-31"}""", "effective_end_date", "must not be before effective_start_date")]
    [InlineData("dental", """{"rates": [{"start_date": "2024-02-01"}]}""", "rates[0].rate_structure", "is required")]
    [InlineData(
        "dental", """{"rates": [{"start_date": "2024-02-01", "rate_structure": {"calculation_type": "free", "options": []}}]}""", "rates[0].rate_structure.calculation_type",
        "must be one of: member_based, member_based_volume, family_unit_based")]
    [InlineData(
        "dental", """{"premiums": [{"member_type": "employee", "premium_type": "total_amount", "amount": "5"}]}""", "premiums[0].amount",
        "must be dollars with two digits for the cents, such as 50.00")]
    [InlineData(
        "dental",
        """{"premiums": [{"member_type": "employee", "premium_type": "total_amount", "amount": "5.00"}, {"member_type": "employee", "premium_type": "total_amount", "amount": "6.00"}]}""",
        "premiums",
        "must have one premium of a member type, premium type and period at a time")]
    public async Task A_plan_that_Noyo_could_not_answer_is_refused(string line, string more, string field, string predicate)
    {
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, "/_emulator/seed", PlanSeed.Of([PlanSeed.Plan(1, line, more: more)]));

        var failure = error["errors"]!.AsArray().ShouldHaveSingleItem()!;
        failure.Text("field").ShouldBe($"$.groups[0].plans[0].{field}");
        failure.Text("message").ShouldEndWith(predicate);
    }

    [Theory]
    [InlineData("""[{"carrier_id": "30b74a44-d5b1-4123-a7a4-6d3aec251ba4", "line_of_coverage": "dental"}]""", "[0].carrier_id", "there is no carrier with this id")]
    [InlineData(
        $$"""[{"carrier_id": "{{Defaults.AcceptingCarrier}}", "line_of_coverage": "dental"}, {"carrier_id": "{{Defaults.AcceptingCarrier}}", "line_of_coverage": "DENTAL"}]""",
        "[1].line_of_coverage",
        "the group has an enrollment of this line at this carrier already")]
    [InlineData(
        $$"""
        [
          {"id": "00000000-0000-4000-8000-000000000001", "carrier_id": "{{Defaults.AcceptingCarrier}}", "line_of_coverage": "dental"},
          {"id": "00000000-0000-4000-8000-000000000001", "carrier_id": "{{Defaults.AcceptingCarrier}}", "line_of_coverage": "life"}
        ]
        """,
        "[1].id",
        "there is a group enrollment with this id already")]
    [InlineData($$"""[{"carrier_id": "{{Defaults.AcceptingCarrier}}", "line_of_coverage": "teeth"}]""", "[0].line_of_coverage", "must be one of: medical")]
    public async Task A_group_enrollment_that_does_not_fit_is_refused(string stated, string field, string reason)
    {
        var error = await App.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Put, "/_emulator/seed", PlanSeed.Of([], JsonNode.Parse(stated)!.AsArray()));

        error.ToJsonString().ShouldContain($"$.groups[0].group_enrollments{field}");
        error.ToJsonString().ShouldContain(reason);
    }
}

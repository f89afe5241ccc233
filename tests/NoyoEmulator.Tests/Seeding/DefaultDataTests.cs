using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Seeding;

/// <summary>What somebody who looks around in the default data finds.</summary>
public sealed class DefaultDataTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Bakery = "5f0b7c1e-3d7a-4b56-8a0e-2f4f1c9d6a31";

    // The published examples have the plans of the first three; the guide's family is in one of them.
    private static readonly string[] WithPublishedPlans = [Defaults.ExampleGroup, Defaults.SnapshotGroup, Defaults.GuideGroup];

    [Fact]
    public async Task A_plan_of_any_other_group_is_the_same_by_its_id_as_in_the_list_of_its_group()
    {
        var groups = (await ListAsync("/api/v1/groups?page_size=100")).Select(group => group.Id()).Except(WithPublishedPlans).ToList();
        var plans = new List<JsonNode>();
        foreach (var group in groups)
            plans.AddRange(await ListAsync($"/api/v1/groups/{group}/plans?page_size=100"));

        groups.Count.ShouldBe(2);
        plans.Count.ShouldBe(7);
        foreach (var plan in plans)
            (await App.GetAsync($"/api/v1/plans/{plan.Id()}"))["plan"]!.ToText().ShouldBe(plan.ToText());
    }

    [Fact]
    public async Task Every_plan_has_a_code_a_network_and_a_type_where_its_line_has_types()
    {
        foreach (var group in await ListAsync("/api/v1/groups?page_size=100"))
        {
            foreach (var plan in await ListAsync($"/api/v1/groups/{group.Id()}/plans?page_size=100"))
            {
                plan.Text("code").ShouldNotBeEmpty();
                plan.Text("network").ShouldNotBeEmpty();
                (plan["plan_type"] is not null).ShouldBe(plan.Text("line_of_coverage") != "vision", plan.ToText());
            }
        }
    }

    [Fact]
    public async Task A_group_with_families_has_locations_contacts_rates_and_premiums()
    {
        (await ListAsync($"/api/v1/groups/{Bakery}/locations")).Count.ShouldBe(2);
        (await ListAsync($"/api/v1/groups/{Bakery}/contacts")).Count.ShouldBe(2);
        (await ListAsync($"/api/v1/groups/{Bakery}/plan_rates")).Count.ShouldBe(3);

        var employees = await ListAsync($"/api/v1/groups/{Bakery}/employees?page_size=100");
        employees.Count(employee => employee["location_id"] is not null).ShouldBe(1);
        foreach (var employee in employees)
            (await ListAsync($"/api/v1/employees/{employee.Id()}/premiums")).ShouldNotBeEmpty(employee.Id());
    }

    private async Task<IReadOnlyList<JsonNode>> ListAsync(string path) => [.. (await App.GetAsync(path))["response"]!.AsArray().Select(item => item!)];
}

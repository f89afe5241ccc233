using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>What is paid for a family. The world's day is 2024-08-20.</summary>
public sealed class MemberPremiumTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private static readonly string Path = $"/api/v1/employees/{FamilyBody.Id(1)}/premiums";

    [Fact]
    public async Task For_each_carrier_and_type_it_is_the_sum_over_the_family()
    {
        _ = await App.PostSnapshotAsync(
            Defaults.ExampleGroup,
            FamilyBody.Of(1, 1).Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Medical, "2024-02-01", position: 2).Enroll(Offer.Dental, "2024-01-01", "2024-12-31")
                .Enroll(Offer.Vision, "2024-08-21"));

        var premiums = await App.AllPremiumsAsync(Path);

        premiums.Select(premium => $"{premium.Text("premium_type")} {premium["amount"]!.ToJsonString()}").Order(StringComparer.Ordinal)
            .ShouldBe(["employee_amount 275.03", "employer_amount 670.97", "total_amount 946.00"]);
        var total = premiums.Single(premium => premium.Text("premium_type") == "total_amount");
        total.Text("carrier_id").ShouldBe(Defaults.AcceptingCarrier);
        total.Text("effective_start_date").ShouldBe("2024-02-01");
        total.Text("effective_end_date").ShouldBe("2024-12-31");
        total["period"]!.ToJsonString().ShouldBe("""{"amount":1,"unit":"month"}""");
        total["billed_members"]!.AsArray().Select(member => $"{member!.Text("member_id")} {member!.Text("member_type")} {member!.Text("line_of_coverage")}").ShouldBe(
            [$"{FamilyBody.Id(1)} employee medical", $"{FamilyBody.Id(1)} employee dental", $"{FamilyBody.Id(1, 2)} dependent medical"], ignoreOrder: true);
    }

    [Fact]
    public async Task Its_id_stays_and_its_version_is_another_one_when_the_amount_is()
    {
        _ = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01").Enroll(Offer.Dental, "2024-08-21"));

        var today = (await App.AllPremiumsAsync(Path)).Single(premium => premium.Text("premium_type") == "total_amount");
        var again = (await App.AllPremiumsAsync(Path)).Single(premium => premium.Text("premium_type") == "total_amount");
        var tomorrow = (await App.AllPremiumsAsync($"{Path}?effective_date=2024-08-21")).Single(premium => premium.Text("premium_type") == "total_amount");

        again.ToJsonString().ShouldBe(today.ToJsonString());
        today["amount"]!.ToJsonString().ShouldBe("7.25");
        tomorrow["amount"]!.ToJsonString().ShouldBe("35.75");
        tomorrow.Id().ShouldBe(today.Id());
        tomorrow.Text("version").ShouldNotBe(today.Text("version"));
        (await App.AllPremiumsAsync($"{Path}?effective_date=2023-12-31")).ShouldBeEmpty();
        (await App.GetAsync($"/_emulator/explain/{today.Id()}")).Text("what").ShouldBe(
            $"the total_amount of the family of employee {FamilyBody.Id(1)} at carrier {Defaults.AcceptingCarrier}, for 1 month; it follows from their plans");
    }

    [Fact]
    public async Task Amounts_for_other_periods_and_other_times_are_told_apart()
    {
        await using var app = await App.PlansAsync(
        [
            PlanSeed.Plan(1, "dental", more: """
                {"premiums": [
                  {"member_type": "employee", "premium_type": "total_amount", "amount": "10.00", "end_date": "2024-08-31"},
                  {"member_type": "employee", "premium_type": "total_amount", "amount": "12.00", "start_date": "2024-09-01"},
                  {"member_type": "employee", "premium_type": "total_amount", "amount": "3.00", "period": {"amount": 2, "unit": "week"}}
                ]}
                """),
        ]);
        _ = await app.PostSnapshotAsync(PlanSeed.Group, FamilyBody.Of(1).Enroll(PlanSeed.Offer(1, "dental"), "2024-01-01"));

        (await AmountsAsync("")).ShouldBe(["10.00 for 1 month from 2024-01-01 to 2024-08-31", "3.00 for 2 week from 2024-01-01 to 9999-12-31"]);
        (await AmountsAsync("?effective_date=2024-09-01")).ShouldBe(["12.00 for 1 month from 2024-09-01 to 9999-12-31", "3.00 for 2 week from 2024-01-01 to 9999-12-31"]);
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/plans");

        async Task<IEnumerable<string>> AmountsAsync(string query) => (await app.AllPremiumsAsync(Path + query))
            .Select(premium =>
                $"{premium["amount"]!.ToJsonString()} for {premium["period"]!["amount"]} {premium["period"]!.Text("unit")} from {premium.Text("effective_start_date")} to {premium.Text("effective_end_date")}")
            .Order(StringComparer.Ordinal);
    }
}

/// <summary>The list that is not paged.</summary>
internal static class PremiumIntents
{
    public static async Task<IReadOnlyList<JsonNode>> AllPremiumsAsync(this EmulatorApp app, string path)
    {
        var page = await app.GetAsync(path);
        var premiums = page["response"]!.AsArray().Select(premium => premium!).ToList();
        page.Total().ShouldBe(premiums.Count);
        return premiums;
    }
}

using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>Noyo's guide "Snapshot &amp; Tracking", step by step.</summary>
public sealed class GuideTests
{
    [Fact]
    public async Task Enrolling_a_known_dependent_gives_one_missing_enrollment_then_a_start_date_discrepancy()
    {
        await using var app = new EmulatorApp();

        var snapshot = await app.PostSnapshotAsync(Defaults.GuideGroup, SnapshotBody.FromFile("guide-enroll-dependent.json"));
        var id = snapshot["id"]!.GetValue<string>();
        var pending = (await app.DifferencesAsync($"member_snapshot_id={id}")).ShouldHaveSingleItem();
        pending["difference_type"]!.GetValue<string>().ShouldBe("missing_ie");
        pending["resolved"].ShouldBeNull();
        pending["discrepancy_time"].ShouldBeNull();
        pending["object_id"]!.GetValue<string>().ShouldBe(Defaults.Jade);
        pending["fields"]!.ToJsonString().ShouldBe(new JsonArray(new JsonObject
        {
            ["key"] = "object",
            ["platform_value"] = new JsonObject
            {
                ["individual_id"] = Defaults.Jade,
                ["line_of_coverage"] = "vision",
                ["member_first_name"] = "Jade",
                ["member_last_name"] = "Cornwall",
                ["member_type"] = "dependent",
                ["plan_id"] = Defaults.VisionPlan,
            },
            ["carrier_value"] = null,
        }).ToJsonString());

        _ = await app.AdvanceAsync("P2D");

        var differences = await app.DifferencesAsync($"member_snapshot_id={id}");
        differences.Count.ShouldBe(2);
        var discrepancy = differences.Single(difference => difference["difference_type"]!.GetValue<string>() == "ie_effective_start_date");
        discrepancy["impact_score"]!.GetValue<int>().ShouldBe(4);
        discrepancy["fields"]![0]!["platform_value"]!.GetValue<string>().ShouldBe("2024-08-22");
        discrepancy["fields"]![0]!["carrier_value"]!.GetValue<string>().ShouldBe("2024-09-01");
        discrepancy["discrepancy_time"].ShouldNotBeNull();
        discrepancy["resolved"].ShouldBeNull();
        var resolved = differences.Single(difference => difference["id"]!.GetValue<string>() == pending["id"]!.GetValue<string>());
        resolved["resolved"].ShouldNotBeNull();
        resolved["discrepancy_time"].ShouldBeNull();
        (await app.EventTypesAsync()).ShouldBe(
        [
            "difference.created",
            "difference.resolved",
            "difference.created",
            "difference.discrepancy",
            "member_snapshot.status_change",
            "member_snapshot_carrier_fulfillment_status.status_change",
        ]);
    }
}

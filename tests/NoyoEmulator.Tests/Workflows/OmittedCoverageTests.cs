using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>What happens to active coverage that a snapshot leaves out. The world's day is 2024-08-20.</summary>
public sealed class OmittedCoverageTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Fact]
    public async Task Under_reject_a_snapshot_that_leaves_out_active_coverage_is_refused_with_Noyos_message_and_nothing_is_stored()
    {
        await EnrolledAsync(FamilyBody.Of(1, dependents: 1).Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Dental, "2024-01-01", position: 2));
        var before = await App.StateAsync();

        var error = await App.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Path, FamilyBody.Of(1, dependents: 1).Enroll(Offer.Life, "2024-09-01", volume: 1000));

        error.Text("message").ShouldBe(
            $"This snapshot is missing the following active coverages: medical for employee {FamilyBody.Id(1)}, dental for dependent {FamilyBody.Id(1, 2)}. "
            + "If you intend to terminate a coverage, please send a snapshot that includes a termination date before omitting it from future snapshots.");
        (await App.StateAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("2024-08-19", "2024-01-01", true)]
    [InlineData("2024-08-20", "2024-01-01", true)]
    [InlineData("2024-12-31", "2024-01-01", true)]
    [InlineData("2023-12-31", "2024-01-01", true)]
    [InlineData("9999-12-31", "2025-01-01", false)]
    public async Task Only_coverage_whose_end_was_not_stated_may_not_be_left_out(string end, string start, bool mayBeLeftOut)
    {
        await EnrolledAsync(FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Dental, start, end));
        using var response = await App.SendAsync(HttpMethod.Post, Path, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        response.StatusCode.ShouldBe(mayBeLeftOut ? HttpStatusCode.Created : HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Under_continue_the_coverage_stays_is_shown_in_the_snapshot_and_warned_about()
    {
        await EnrolledAsync(FamilyBody.Of(1, dependents: 1).Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Vision, "2024-01-01", position: 2));

        var body = FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01").With("omitted_coverage_handling", new JsonObject { ["policy"] = "continue" });
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);

        snapshot["warnings"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldContain($"vision coverage of dependent {FamilyBody.Id(1, 2)}");
        var vision = Coverage(snapshot, "vision")["enrolled_members"]!.AsArray().ShouldHaveSingleItem()!;
        vision.Text("individual_id").ShouldBe(FamilyBody.Id(1, 2));
        vision.Text("effective_end_date").ShouldBe(OpenEnd);
        snapshot["member_snapshot"]!["dependents"]!.AsArray().ShouldHaveSingleItem()!.Text("id").ShouldBe(FamilyBody.Id(1, 2));
        snapshot["fulfillment_summary"]!.AsArray().Count.ShouldBe(2);
        _ = await App.AdvanceAsync("P1D");
        (await App.GetSnapshotAsync(snapshot.Text("id"))).StatusAt(Defaults.ShiftingCarrier).ShouldBe("no_changes");
    }

    [Theory]
    [InlineData("end_of_current_month", "2024-08-31")]
    [InlineData("end_of_prior_month", "2024-07-31")]
    [InlineData("custom", "2024-10-15")]
    public async Task Under_terminate_the_coverage_ends_by_the_rule_and_the_carrier_records_it(string rule, string end)
    {
        await EnrolledAsync(FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Dental, "2024-01-01"));

        var handling = new JsonObject { ["policy"] = "terminate", ["termination_rule"] = rule };
        if (rule == "custom")
            handling["custom"] = new JsonObject { ["effective_end_date"] = end };
        var snapshot = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01").With("omitted_coverage_handling", handling));

        Coverage(snapshot, "dental")["enrolled_members"]![0]!.Text("effective_end_date").ShouldBe(end);
        snapshot["warnings"]!.AsArray().ShouldBeEmpty();
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem().Text("difference_type").ShouldBe("ie_effective_end_date");
        _ = await App.AdvanceAsync("P1D");
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        var dental = (await App.RecordsAsync(Defaults.AcceptingCarrier))[FamilyBody.Id(1)]["enrollments"]!.AsArray()
            .Single(enrollment => enrollment!.Text("line_of_coverage") == "dental")!;
        dental.Text("effective_end_date").ShouldBe(end);
    }

    [Fact]
    public async Task Coverage_that_would_end_before_it_begins_is_waived()
    {
        await EnrolledAsync(FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Dental, "2024-11-01"));
        var handling = new JsonObject { ["policy"] = "terminate", ["termination_rule"] = "end_of_current_month" };
        var snapshot = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01").With("omitted_coverage_handling", handling));
        Coverage(snapshot, "dental")["enrolled_members"]![0]!.Text("effective_end_date").ShouldBe("2024-10-31");
    }

    [Theory]
    [InlineData("2024-09-01", "2024-08-31")]
    [InlineData("2024-01-01", "2023-12-31")]
    [InlineData("2023-06-01", "2023-12-31")]
    public async Task Another_plan_in_the_same_line_ends_the_old_one_the_day_before_or_waives_it(string newStart, string oldEnd)
    {
        await EnrolledAsync(FamilyBody.Of(1).Enroll(Offer.Dental, "2024-01-01"));

        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(OtherDental, newStart));

        var dental = snapshot["member_snapshot"]!["coverages"]!.AsArray();
        dental.Count.ShouldBe(2);
        dental.Single(coverage => coverage!.Text("plan_name") == Offer.Dental.PlanName)!["enrolled_members"]![0]!.Text("effective_end_date").ShouldBe(oldEnd);
        snapshot["warnings"]!.AsArray().ShouldBeEmpty();
        _ = await App.AdvanceAsync("P1D");
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_switch_may_go_to_another_carrier()
    {
        await EnrolledAsync(FamilyBody.Of(1).Enroll(Offer.Dental, "2024-01-01"));
        var elsewhere = new Offer("dental", Defaults.ShiftingCarrier, null, "Dental elsewhere");
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(elsewhere, "2024-09-01"));
        snapshot["fulfillment_summary"]!.AsArray().Count.ShouldBe(2);
        _ = await App.AdvanceAsync("P1D");
        var records = await App.RecordsAsync(Defaults.AcceptingCarrier);
        records[FamilyBody.Id(1)]["enrollments"]![0]!.Text("effective_end_date").ShouldBe("2024-08-31");
    }

    [Fact]
    public async Task Two_candidates_a_gap_or_another_member_infer_no_switch()
    {
        await EnrolledAsync(FamilyBody.Of(1, dependents: 1).Enroll(Offer.Dental, "2024-01-01"));
        var twoPlans = FamilyBody.Of(1, dependents: 1).Enroll(OtherDental, "2024-09-01").Enroll(OtherDental with { PlanName = "A third plan" }, "2024-10-01");
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Path, twoPlans);
        var gap = FamilyBody.Of(1, dependents: 1).Enroll(OtherDental, "2023-01-01", "2023-12-31");
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Path, gap);
        var dependent = FamilyBody.Of(1, dependents: 1).Enroll(OtherDental, "2024-09-01", position: 2);
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Path, dependent);
    }

    [Fact]
    public async Task Rehired_members_keep_the_old_period_and_get_a_new_one()
    {
        await EnrolledAsync(FamilyBody.Of(1).Enroll(Offer.Medical, "2023-01-01", "2024-06-30"));
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-07-01"));
        _ = await App.AdvanceAsync("P1D");
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        (await App.RecordsAsync(Defaults.AcceptingCarrier))[FamilyBody.Id(1)]["enrollments"]!.AsArray().Count.ShouldBe(2);
        (await App.GetSnapshotAsync(snapshot.Text("id"))).Text("status").ShouldBe("completed");
    }

    private static Offer OtherDental => new("dental", Defaults.AcceptingCarrier, null, "Another dental plan");

    private static string Path => $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots";

    private static JsonNode Coverage(JsonNode snapshot, string line) =>
        snapshot["member_snapshot"]!["coverages"]!.AsArray().Single(coverage => coverage!.Text("line_of_coverage") == line)!;

    private async Task EnrolledAsync(JsonObject body)
    {
        _ = await App.BehaveAsync(Defaults.ShiftingCarrier);
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        _ = await App.AdvanceAsync("PT1M");
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
    }
}

/// <summary>The answer in the summary instead of a refusal.</summary>
public sealed class OmittedCoverageSummaryTests
{
    [Fact]
    public async Task With_the_option_summary_only_the_carriers_part_is_invalid_and_a_snapshot_without_other_parts_is_canceled()
    {
        await using var app = new EmulatorApp(("Noyo:OmittedCoverages", "summary"));
        _ = await app.BehaveAsync(Defaults.ShiftingCarrier);
        _ = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Vision, "2024-01-01"));
        _ = await app.AdvanceAsync("PT1M");

        var partly = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Vision, "2024-01-01").Enroll(Offer.Dental, "2024-09-01"));
        partly.Text("status").ShouldBe("processing");
        var invalid = partly["fulfillment_summary"]!.AsArray().Single(entry => entry!.Text("status") == "invalid")!;
        invalid.Text("carrier_id").ShouldBe(Defaults.AcceptingCarrier);
        invalid["errors"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldContain($"medical for employee {FamilyBody.Id(1)}");
        _ = await app.AdvanceAsync("PT1M");
        (await app.GetSnapshotAsync(partly.Text("id"))).Text("status").ShouldBe("completed");
        (await app.RecordsAsync(Defaults.AcceptingCarrier))[FamilyBody.Id(1)]["enrollments"]!.AsArray().ShouldHaveSingleItem()!.Text("line_of_coverage").ShouldBe("medical");

        _ = await app.BehaveAsync(Defaults.ShiftingCarrier, Rule("drop"));
        var wholly = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-01"));
        wholly.Text("status").ShouldBe("canceled");
        wholly["fulfillment_summary"]!.AsArray().ShouldAllBe(entry => entry!.Text("status") == "invalid");
    }

    [Fact]
    public async Task With_summary_what_is_refused_at_the_door_is_announced_like_any_other_change()
    {
        await using var app = new EmulatorApp(("Noyo:OmittedCoverages", "summary"));
        _ = await app.BehaveAsync(Defaults.ShiftingCarrier);
        _ = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Vision, "2024-01-01"));
        _ = await app.AdvanceAsync("PT1M");

        var partly = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Vision, "2024-01-01"));
        (await app.EventTypesAsync(partly.Id())).ShouldBe(["member_snapshot_carrier_fulfillment_status.status_change"]);

        var wholly = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1));
        wholly.Text("status").ShouldBe("canceled");
        (await app.EventTypesAsync(wholly.Id())).Order().ShouldBe(
        [
            "member_snapshot.status_change",
            "member_snapshot_carrier_fulfillment_status.status_change",
            "member_snapshot_carrier_fulfillment_status.status_change",
        ]);
    }

    [Fact]
    public async Task With_summary_a_snapshot_refused_at_every_connected_carrier_replaces_nothing_even_if_it_names_an_unconnected_one()
    {
        await using var app = new EmulatorApp(("Noyo:OmittedCoverages", "summary"));
        var first = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        var elsewhere = new Offer("dental", "30b74a44-d5b1-4123-a7a4-6d3aec251ba4", null, "Elsewhere");

        var refused = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(elsewhere, "2024-09-01"));

        refused.Text("status").ShouldBe("canceled");
        refused.StatusAt(Defaults.AcceptingCarrier).ShouldBe("invalid");
        refused.StatusAt(elsewhere.CarrierId).ShouldBe("not_connected");
        (await app.GetSnapshotAsync(first.Id())).ToJsonString().ShouldBe(first.ToJsonString());
        (await app.AdvanceAsync("P1D")).Steps().ShouldBe(["+1 submit", "+4 process", "+6 confirm"]);
        var done = await app.GetSnapshotAsync(first.Id());
        done.Text("status").ShouldBe("completed");
        done["replaced_by"].ShouldBeNull();
        (await app.GetSnapshotAsync(refused.Id())).ToJsonString().ShouldBe(refused.ToJsonString());
    }

    [Fact]
    public async Task With_summary_what_Noyo_has_at_a_refused_carrier_stays_as_it_was_and_the_rest_is_taken_over()
    {
        await using var app = new EmulatorApp(("Noyo:OmittedCoverages", "summary"));
        _ = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1)
            .Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Dental, "2024-01-01").Enroll(Offer.Vision, "2024-01-01"));
        _ = await app.AdvanceAsync("PT1M");

        // Medical is left out; dental would switch to another plan, life is new, and vision ends.
        var another = Offer.Dental with { PlanId = null, PlanName = "Another dental plan" };
        _ = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1)
            .Enroll(another, "2024-09-01").Enroll(Offer.Life, "2024-09-01", volume: 1000).Enroll(Offer.Vision, "2024-01-01", "2024-12-31"));

        var calculated = await app.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/member_snapshot");
        calculated["coverages"]!.AsArray()
            .Select(coverage => $"{coverage!.Text("plan_name")} {coverage!["enrolled_members"]![0]!.Text("effective_end_date")}").ShouldBe(
            [$"{Offer.Dental.PlanName} {OpenEnd}", $"{Offer.Medical.PlanName} {OpenEnd}", $"{Offer.Vision.PlanName} 2024-12-31"],
            ignoreOrder: true);
    }
}

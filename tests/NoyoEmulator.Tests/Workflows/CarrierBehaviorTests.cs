using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>What carriers make of what they are sent.</summary>
public sealed class CarrierBehaviorTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Fact]
    public async Task A_carrier_that_accepts_holds_what_was_sent_and_leaves_nothing_open()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule("accept"));
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, 1).Enroll(Offer.Life, "2024-09-15", volume: 50000));

        _ = await App.AdvanceAsync("P1D");

        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        var resolved = await App.ExampleDifferencesAsync();
        resolved.Select(it => it.Text("difference_type")).Order().ShouldBe(["missing_ie", "new_hire"]);
        resolved.ShouldAllBe(it => it["discrepancy_time"] == null && it.Number("resolved") == StartSeconds + 6);
        var record = (await App.RecordsAsync(Defaults.AcceptingCarrier))[FamilyBody.Id(1)];
        record["enrollments"]!.ToJsonString().ShouldBe(new JsonArray(new JsonObject
        {
            ["line_of_coverage"] = "life",
            ["plan_id"] = Offer.Life.PlanId,
            ["plan_name"] = Offer.Life.PlanName,
            ["effective_start_date"] = "2024-09-15",
            ["effective_end_date"] = OpenEnd,
            ["volume"] = 50000,
        }).ToJsonString());
        (await App.RecordsAsync(Defaults.AcceptingCarrier)).ShouldNotContainKey(FamilyBody.Id(1, 2));
        (await App.GetSnapshotAsync(snapshot.Text("id"))).StatusAt(Defaults.AcceptingCarrier).ShouldBe("sent");
    }

    [Theory]
    [InlineData("first_of_next_month", "2024-10-01")]
    [InlineData("+P10D", "2024-09-25")]
    [InlineData("2025-01-02", "2025-01-02")]
    public async Task A_carrier_that_moves_start_dates_causes_a_discrepancy_at_the_first_confirmation(string effect, string recorded)
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule(Starting(effect)));
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15"));

        (await App.AdvanceAsync("P1D")).Steps().ShouldBe(["+1 submit", "+4 process", "+6 confirm"]);

        var difference = (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem();
        difference.Text("difference_type").ShouldBe("ie_effective_start_date");
        difference.Text("object_type").ShouldBe("individual_enrollment");
        difference["fields"]!.ToJsonString().ShouldBe(new JsonArray(new JsonObject
        {
            ["key"] = "effective_start_date",
            ["platform_value"] = "2024-09-15",
            ["carrier_value"] = recorded,
        }).ToJsonString());
        difference.Number("created").ShouldBe(StartSeconds + 6);
        difference.Number("discrepancy_time").ShouldBe(StartSeconds + 6);
        (await App.EventTypesAsync(difference.Text("id"))).ShouldBe(["difference.created", "difference.discrepancy"]);
        var done = await App.GetSnapshotAsync(snapshot.Text("id"));
        done.Text("status").ShouldBe("completed");
        done.StatusAt(Defaults.AcceptingCarrier).ShouldBe("sent");
    }

    [Fact]
    public async Task A_carrier_that_shifts_starts_does_not_shift_a_waived_enrollment()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule(Starting("+P10D")));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15"));
        _ = await App.AdvanceAsync("PT1M");
        var shifted = (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem();
        shifted.Text("difference_type").ShouldBe("ie_effective_start_date");

        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15", "2024-09-14"));
        _ = await App.AdvanceAsync("PT1M");

        var record = (await App.RecordsAsync(Defaults.AcceptingCarrier))[FamilyBody.Id(1)];
        var waived = record["enrollments"]!.AsArray().ShouldHaveSingleItem()!;
        $"{waived.Text("effective_start_date")} {waived.Text("effective_end_date")}".ShouldBe("2024-09-15 2024-09-14");
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refusal_by_the_only_carrier_cancels_the_snapshot()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule(Rejecting("Salary is missing", "So is the class")));
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15"));

        var ledger = await App.AdvanceAsync("PT1H");

        ledger.Steps().ShouldBe(["+1 submit", "+4 process"]);
        var refused = await App.GetSnapshotAsync(snapshot.Text("id"));
        refused.Text("status").ShouldBe("canceled");
        refused["fulfillment_summary"]!.ToJsonString().ShouldBe(
            $$"""[{"carrier_id":"{{Defaults.AcceptingCarrier}}","status":"invalid","errors":["Salary is missing","So is the class"]}]""");
        (await App.EventTypesAsync(snapshot.Text("id"))).ShouldBe(["member_snapshot.status_change", "member_snapshot_carrier_fulfillment_status.status_change"]);
        (await App.RecordsAsync(Defaults.AcceptingCarrier)).ShouldNotContainKey(FamilyBody.Id(1));
        var differences = await App.ExampleDifferencesAsync();
        differences.Select(it => it.Text("difference_type")).Order().ShouldBe(["missing_ie", "new_hire"]);
        differences.ShouldAllBe(it => it["resolved"] == null && it["discrepancy_time"] == null);
    }

    [Fact]
    public async Task What_is_still_missing_after_a_refusal_is_a_discrepancy_after_the_next_sync()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule(Rejecting("No")));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15"));
        _ = await App.AdvanceAsync("PT1H");
        (await App.ClockAsync()).Text("next_due").ShouldStartWith("2024-08-21T00:00:00");

        (await App.AdvanceAsync("P1D")).Steps().ShouldBe(["+43200 sync"]);

        var missing = await App.ExampleDifferencesAsync("is_open=true");
        missing.Select(it => it.Text("difference_type")).Order().ShouldBe(["missing_ie", "new_hire"]);
        missing.ShouldAllBe(it => it.Number("discrepancy_time") == StartSeconds + 43_200);
        (await App.ClockAsync()).Number("pending").ShouldBe(0);
    }

    [Fact]
    public async Task A_refusal_by_one_of_several_carriers_cancels_only_its_own_part()
    {
        _ = await App.BehaveAsync(Defaults.ShiftingCarrier, Rule(Rejecting("Not today")));
        var snapshot = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15").Enroll(Offer.Vision, "2024-09-15"));

        _ = await App.AdvanceAsync("P1D");

        var done = await App.GetSnapshotAsync(snapshot.Text("id"));
        done.Text("status").ShouldBe("completed");
        done["fulfillment_summary"]!.ToJsonString().ShouldBe(
            $$"""[{"carrier_id":"{{Defaults.AcceptingCarrier}}","status":"sent","errors":[]},{"carrier_id":"{{Defaults.ShiftingCarrier}}","status":"invalid","errors":["Not today"]}]""");
        (await App.ExampleDifferencesAsync("is_open=true")).Select(it => it.Text("carrier_id")).Distinct().ShouldBe([Defaults.ShiftingCarrier]);
        (await App.EventTypesAsync(snapshot.Text("id"))).Count(type => type == "member_snapshot.status_change").ShouldBe(1);
    }

    [Fact]
    public async Task What_a_carrier_loses_is_a_discrepancy_exactly_at_the_third_confirmation()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule("drop"));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15"));

        _ = await App.AdvanceAsync("PT9.999999S");
        (await App.ExampleDifferencesAsync("is_discrepancy=true")).ShouldBeEmpty();
        (await App.EventTypesAsync()).ShouldBe(["difference.created", "difference.created"]);

        _ = await App.AdvanceAsync("PT0.000001S");
        var discrepancies = await App.ExampleDifferencesAsync("is_discrepancy=true");
        discrepancies.Select(it => it.Text("difference_type")).Order().ShouldBe(["missing_ie", "new_hire"]);
        discrepancies.ShouldAllBe(it => it.Number("discrepancy_time") == StartSeconds + 10 && it["resolved"] == null);
        (await App.EventTypesAsync()).ShouldBe(
        [
            "difference.created",
            "difference.created",
            "difference.discrepancy",
            "difference.discrepancy",
            "member_snapshot.status_change",
            "member_snapshot_carrier_fulfillment_status.status_change",
        ]);

        _ = await App.AdvanceAsync("P30D");
        (await App.EventTypesAsync()).Count.ShouldBe(6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_carrier_holds_back_waits_until_its_behavior_changes(bool byDeleting)
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule("hold"));
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15"));

        (await App.AdvanceAsync("P30D")).Steps().ShouldBe(["+1 submit", "+4 process"]);
        (await App.ClockAsync()).Number("pending").ShouldBe(0);
        (await App.GetSnapshotAsync(snapshot.Text("id"))).Text("status").ShouldBe("processing");
        (await App.ExampleDifferencesAsync("is_discrepancy=true")).ShouldBeEmpty();

        _ = byDeleting
            ? await App.DoAsync(HttpMethod.Delete, $"/_emulator/carriers/{Defaults.AcceptingCarrier}/behavior")
            : await App.BehaveAsync(Defaults.AcceptingCarrier);
        (await App.GetSnapshotAsync(snapshot.Text("id"))).Text("status").ShouldBe("processing");
        (await App.AdvanceAsync("P1D")).Steps().ShouldBe(["+2592000 process", "+2592002 confirm"]);

        (await App.GetSnapshotAsync(snapshot.Text("id"))).StatusAt(Defaults.AcceptingCarrier).ShouldBe("sent");
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_held_again_is_held_once()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule("hold"));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15"));
        _ = await App.AdvanceAsync("PT10S");

        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule("hold"));
        (await App.AdvanceAsync("PT10S")).Steps().ShouldBe(["+10 process"]);
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier);

        (await App.AdvanceAsync("P1D")).Steps().ShouldBe(["+20 process", "+22 confirm"]);
    }

    [Fact]
    public async Task A_rule_with_a_number_of_times_is_used_up()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule(Rejecting("No"), times: 2));
        var statuses = new List<string>();
        foreach (var family in Enumerable.Range(1, 4))
        {
            var snapshot = await App.PostSnapshotAsync(
                Defaults.ExampleGroup, FamilyBody.Of(family).Enroll(Offer.Dental, "2024-09-15").Enroll(Offer.Medical, "2024-09-15"));
            _ = await App.AdvanceAsync("P1D");
            statuses.Add((await App.GetSnapshotAsync(snapshot.Text("id"))).StatusAt(Defaults.AcceptingCarrier));
        }

        statuses.ShouldBe(["invalid", "invalid", "sent", "sent"]);
        (await App.GetAsync($"/_emulator/carriers/{Defaults.AcceptingCarrier}/behavior"))["rules"]![0]!.Number("used").ShouldBe(2);
    }

    [Fact]
    public async Task Effects_combine_in_their_order()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule(Starting("+P10D")), Rule(Starting("first_of_next_month")));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-25"));

        _ = await App.AdvanceAsync("P1D");

        (await App.RecordsAsync(Defaults.AcceptingCarrier))[FamilyBody.Id(1)]["enrollments"]![0]!.Text("effective_start_date").ShouldBe("2024-11-01");
    }

    [Theory]
    [InlineData("group_id", Defaults.ExampleGroup, "1 new_hire,1 dental,1 medical,2 dental,2 medical")]
    [InlineData("group_id", Defaults.GuideGroup, "")]
    [InlineData("employee_id", "00000001-0000-4000-8000-000000000001", "1 new_hire,1 dental,1 medical,2 dental,2 medical")]
    [InlineData("employee_id", "00000002-0000-4000-8000-000000000001", "")]
    [InlineData("individual_id", "00000001-0000-4000-8000-000000000001", "1 new_hire,1 dental,1 medical")]
    [InlineData("individual_id", "00000001-0000-4000-8000-000000000002", "2 dental,2 medical")]
    [InlineData("line_of_coverage", "dental", "1 dental,2 dental")]
    [InlineData("plan_id", "4bf04f73-0aad-48ac-b28a-e5f4def7c5e9", "1 medical,2 medical")]
    [InlineData("plan_name", "dhmo SMILE plus", "1 dental,2 dental")]
    [InlineData("plan_name", "DHMO", "")]
    public async Task A_rule_is_about_what_it_matches(string property, string value, string lost)
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule("drop", new JsonObject { [property] = value }));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, 1)
            .Enroll(Offer.Dental, "2024-09-15").Enroll(Offer.Dental, "2024-09-15", position: 2)
            .Enroll(Offer.Medical, "2024-09-15").Enroll(Offer.Medical, "2024-09-15", position: 2));

        _ = await App.AdvanceAsync("P1D");

        var open = (await App.ExampleDifferencesAsync("is_open=true")).Select(it =>
            $"{it.Text("object_id")[^1]} {it["fields"]![0]!["platform_value"]!["line_of_coverage"]?.GetValue<string>() ?? it.Text("difference_type")}");
        open.Order().ShouldBe(lost.Split(',', StringSplitOptions.RemoveEmptyEntries).Order());
    }

    [Fact]
    public async Task All_that_a_match_states_must_hold()
    {
        var match = new JsonObject { ["line_of_coverage"] = "dental", ["individual_id"] = FamilyBody.Id(1, 2) };
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule("drop", match));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, 1)
            .Enroll(Offer.Dental, "2024-09-15").Enroll(Offer.Dental, "2024-09-15", position: 2).Enroll(Offer.Medical, "2024-09-15", position: 2));

        _ = await App.AdvanceAsync("P1D");

        var lost = (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem();
        lost.Text("object_id").ShouldBe(FamilyBody.Id(1, 2));
        lost["fields"]![0]!["platform_value"]!.Text("line_of_coverage").ShouldBe("dental");
    }
}

using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>What becomes of an enrollment in the course of its life: at Noyo, at the carrier, and between them. The world's day is 2024-08-20.</summary>
public sealed class EnrollmentChangeTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Fact]
    public async Task A_terminated_coverage_ends_on_its_last_day_on_both_sides()
    {
        await EnrolledAsync(FamilyBody.Of(1).Enroll(Offer.Dental, "2024-01-01"));

        await ChangedAsync(FamilyBody.Of(1).Enroll(Offer.Dental, "2024-01-01", "2024-09-30"), "ie_effective_end_date effective_end_date 2024-09-30 9999-12-31");

        (await HeldAsync()).ShouldBe(["2024-01-01 2024-09-30"]);
        (await StatedAsync()).ShouldBe(["2024-01-01 2024-09-30"]);
    }

    [Fact]
    public async Task A_waived_coverage_ends_the_day_before_it_starts_on_both_sides()
    {
        await EnrolledAsync(FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-01"));

        await ChangedAsync(FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-01", "2024-08-31"), "ie_effective_end_date effective_end_date 2024-08-31 9999-12-31");

        (await HeldAsync()).ShouldBe(["2024-09-01 2024-08-31"]);
        (await StatedAsync()).ShouldBe(["2024-09-01 2024-08-31"]);
    }

    [Fact]
    public async Task A_coverage_that_is_waived_from_the_beginning_is_nothing_to_a_carrier()
    {
        await EnrolledAsync(FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));

        var snapshot = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Dental, "2024-09-01", "2024-08-31"));

        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        _ = await App.AdvanceAsync("P1D");
        (await App.GetSnapshotAsync(snapshot.Text("id"))).StatusAt(Defaults.AcceptingCarrier).ShouldBe("no_changes");
        (await HeldAsync()).ShouldBe(["2024-01-01 9999-12-31"]);
        (await StatedAsync()).Order().ShouldBe(["2024-01-01 9999-12-31", "2024-09-01 2024-08-31"]);
    }

    [Fact]
    public async Task A_reinstated_coverage_goes_on_as_the_same_enrollment()
    {
        await EnrolledAsync(FamilyBody.Of(1).Enroll(Offer.Dental, "2024-01-01", "2024-08-31"));

        await ChangedAsync(FamilyBody.Of(1).Enroll(Offer.Dental, "2024-01-01"), "ie_effective_end_date effective_end_date 9999-12-31 2024-08-31");

        (await HeldAsync()).ShouldBe(["2024-01-01 9999-12-31"]);
        (await StatedAsync()).ShouldBe(["2024-01-01 9999-12-31"]);
    }

    [Fact]
    public async Task A_rehired_employee_has_the_old_period_and_a_new_one_on_both_sides()
    {
        await EnrolledAsync(FamilyBody.Of(1).Enroll(Offer.Dental, "2023-01-01", "2024-06-30"));

        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-07-01"));

        (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem().Text("difference_type").ShouldBe("missing_ie");
        _ = await App.AdvanceAsync("P1D");
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        (await HeldAsync()).Order().ShouldBe(["2023-01-01 2024-06-30", "2024-07-01 9999-12-31"]);
        (await StatedAsync()).Order().ShouldBe(["2023-01-01 2024-06-30", "2024-07-01 9999-12-31"]);
    }

    [Fact]
    public async Task A_coverage_that_is_split_in_two_periods_is_two_enrollments_on_both_sides()
    {
        await EnrolledAsync(FamilyBody.Of(1).Enroll(Offer.Dental, "2024-01-01"));

        _ = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-01-01", "2024-08-31").Enroll(Offer.Dental, "2024-09-01"));
        _ = await App.AdvanceAsync("P1D");

        (await StatedAsync()).ShouldBe(["2024-01-01 2024-08-31", "2024-09-01 9999-12-31"]);
        (await HeldAsync()).ShouldBe(["2024-01-01 2024-08-31", "2024-09-01 9999-12-31"]);
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
    }

    [Fact]
    public async Task COBRA_keeps_the_start_and_its_details_reach_the_carrier()
    {
        await EnrolledAsync(FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        var details = new JsonObject
        {
            ["cobra_enrolled"] = true,
            ["eligibility_start_date"] = "2024-09-01",
            ["eligibility_end_date"] = "2026-02-28",
            ["qualifying_event_reason"] = "termination_of_employment",
        };
        var body = FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01").With("coverages[0].cobra_details", details)
            .With("coverages[0].enrolled_members[0].latest_change_effective_date", "2024-09-01");

        await ChangedAsync(
            body,
            "ie_cobra cobra_details.cobra_enrolled true ",
            "ie_cobra cobra_details.eligibility_start_date 2024-09-01 ",
            "ie_cobra cobra_details.eligibility_end_date 2026-02-28 ",
            "ie_cobra cobra_details.qualifying_event_reason termination_of_employment ");

        (await HeldAsync()).ShouldBe(["2024-01-01 9999-12-31"]);
        (await RecordAsync())["enrollments"]![0]!["cobra_details"]!["eligibility_end_date"]!.GetValue<string>().ShouldBe("2026-02-28");

        var ended = body.DeepClone().AsObject().With("coverages[0].enrolled_members[0].effective_end_date", "2024-12-31");
        await ChangedAsync(ended, "ie_effective_end_date effective_end_date 2024-12-31 9999-12-31");
        (await RecordAsync())["enrollments"]![0]!["cobra_details"]!["cobra_enrolled"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_volume_that_the_carrier_awards_otherwise_is_a_discrepancy_until_it_awards_what_was_asked_for()
    {
        await EnrolledAsync(FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01", volume: 50_000));
        await AwardAsync(25_000);

        var discrepancy = (await App.ExampleDifferencesAsync("is_open=true&is_discrepancy=true")).ShouldHaveSingleItem();
        Describe(discrepancy).ShouldBe(["ie_volume volume 50000 25000"]);

        // Evidence of insurability is approved.
        await AwardAsync(50_000);
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        (await App.DifferenceAsync(discrepancy.Text("id")))["resolved"].ShouldNotBeNull();

        await ChangedAsync(FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01", volume: 100_000), "ie_volume volume 100000 50000");
        (await RecordAsync())["enrollments"]![0]!.Number("volume").ShouldBe(100_000);

        async Task AwardAsync(int volume)
        {
            var enrollment = (await RecordAsync())["enrollments"]![0]!.DeepClone().AsObject().With("volume", volume);
            _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), new JsonObject { ["enrollments"] = new JsonArray(enrollment) });
            _ = await App.SyncAsync(Defaults.AcceptingCarrier);
        }
    }

    [Fact]
    public async Task A_primary_care_provider_reaches_the_carrier()
    {
        await EnrolledAsync(FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        var provider = new JsonObject
        {
            ["identification_code"] = "1234567890",
            ["identification_code_type"] = "national_provider_identifier",
            ["entity_identifier_code"] = "pcp",
        };

        await ChangedAsync(
            FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01")
                .With("coverages[0].enrolled_members[0].pcp_details", new JsonObject { ["providers"] = new JsonArray(provider) }),
            "ie_pcp pcp_details.providers[0].identification_code 1234567890 ",
            "ie_pcp pcp_details.providers[0].identification_code_type national_provider_identifier ",
            "ie_pcp pcp_details.providers[0].entity_identifier_code pcp ");

        (await RecordAsync())["enrollments"]![0]!["pcp_details"]!["providers"]!.AsArray().ShouldHaveSingleItem()!.Text("identification_code").ShouldBe("1234567890");
    }

    /// <summary>A family that Noyo and the carriers hold alike.</summary>
    private async Task EnrolledAsync(JsonObject body)
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        _ = await App.AdvanceAsync("PT1M");
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
    }

    /// <summary>Posts a change that is pending in these fields, and gone when the carrier is done.</summary>
    private async Task ChangedAsync(JsonObject body, params string[] pending)
    {
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        var open = await App.ExampleDifferencesAsync("is_open=true");
        open.SelectMany(Describe).ShouldBe(pending, ignoreOrder: true);
        open.ShouldAllBe(it => it["discrepancy_time"] == null);
        _ = await App.AdvanceAsync("PT1M");
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        foreach (var difference in open)
            (await App.DifferenceAsync(difference.Text("id")))["resolved"].ShouldNotBeNull();
        var done = await App.GetSnapshotAsync(snapshot.Text("id"));
        done.Text("status").ShouldBe("completed");
        done.StatusAt(Defaults.AcceptingCarrier).ShouldBe("sent");
    }

    private static IEnumerable<string> Describe(JsonNode difference) => difference["fields"]!.AsArray()
        .Select(field => $"{difference.Text("difference_type")} {field!.Text("key")} {(string?)field!["platform_value"]} {(string?)field["carrier_value"]}");

    private async Task<JsonNode> RecordAsync() => (await App.RecordsAsync(Defaults.AcceptingCarrier))[FamilyBody.Id(1)];

    private async Task<IReadOnlyList<string>> HeldAsync() => [.. (await RecordAsync())["enrollments"]!.AsArray().Select(PeriodOf)];

    /// <summary>What Noyo has now.</summary>
    private async Task<IReadOnlyList<string>> StatedAsync() =>
    [
        .. (await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/member_snapshot"))["coverages"]!.AsArray()
            .SelectMany(coverage => coverage!["enrolled_members"]!.AsArray()).Select(PeriodOf),
    ];

    private static string PeriodOf(JsonNode? enrollment) => $"{enrollment!.Text("effective_start_date")} {enrollment!.Text("effective_end_date")}";
}

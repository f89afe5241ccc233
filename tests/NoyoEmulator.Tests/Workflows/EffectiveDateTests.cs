using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>Confirmations on the days on which changes take effect. The world's day is 2024-08-20.</summary>
public sealed class EffectiveDateTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Fact]
    public async Task Each_day_on_which_changes_take_effect_has_one_confirmation()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1)
            .Enroll(Offer.Medical, "2024-09-01").Enroll(Offer.Medical, "2024-09-01", position: 2).Enroll(Offer.Dental, "2024-09-01")
            .Enroll(Offer.Life, "2024-10-01", volume: 1000));

        (await ConfirmedAsync("P60D")).ShouldBe(["2024-08-20T12:00:06", "2024-09-01T00:00:00", "2024-10-01T00:00:00"]);
        (await App.ClockAsync()).Number("pending").ShouldBe(0);
    }

    [Theory]
    [InlineData("2024-08-19", "9999-12-31", false)]
    [InlineData("2024-08-20", "9999-12-31", false)]
    [InlineData("2024-08-21", "9999-12-31", true)]
    [InlineData("2024-08-21", "2024-08-20", false)]
    public async Task Only_what_takes_effect_after_today_and_is_not_waived_is_confirmed_again(string start, string end, bool isConfirmed)
    {
        _ = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Dental, start, end));

        (await ConfirmedAsync("P10D")).Skip(1).ShouldBe(isConfirmed ? ["2024-08-21T00:00:00"] : []);
    }

    [Fact]
    public async Task A_change_takes_effect_on_the_date_that_is_stated_for_it()
    {
        var change = FamilyBody.Of(1).Enroll(Offer.Life, "2024-09-01", volume: 1000)
            .With("coverages[0].enrolled_members[0].latest_change_effective_date", "2024-09-10");
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, change);

        (await ConfirmedAsync("P60D")).ShouldBe(["2024-08-20T12:00:06", "2024-09-10T00:00:00"]);
    }

    [Fact]
    public async Task A_transaction_is_verified_once_all_of_its_changes_are_in_effect()
    {
        _ = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-09-01").Enroll(Offer.Dental, "2024-10-01"));

        var ledger = await App.AdvanceAsync("P60D");

        ledger["fired"]!.AsArray().Select(entry => entry!.Text("summary")).Skip(3).ShouldAllBe(summary =>
            summary == $"confirmation on the effective date at carrier {Defaults.AcceptingCarrier}: 0 resolved, 0 new, 0 discrepancies, 0 pending");
        var transaction = (await App.GetAsync("/fulfillment/api/v1/member_transactions"))["response"]![0]!;
        transaction["status_details"]!.AsArray().Select(detail => detail!.Text("status_detail"))
            .ShouldBe(["noyo_accepted", "carrier_accepted", "carrier_processing", "carrier_completed", "noyo_verified"]);
        transaction.Number("verified").ShouldBe(DateTimeOffset.Parse("2024-10-01T00:00:00Z").ToUnixTimeSeconds());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("2024-09-15")]
    public async Task A_termination_to_come_is_confirmed_on_its_date_whatever_is_stated_for_the_change(string? latestChange)
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        _ = await App.AdvanceAsync("PT1M");
        var ending = FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01", "2024-09-30");
        if (latestChange is not null)
            ending["coverages"]![0]!["enrolled_members"]![0]!["latest_change_effective_date"] = latestChange;
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, ending);

        var confirmed = await ConfirmedAsync("P60D");

        confirmed.Skip(1).ShouldBe(latestChange is null ? ["2024-09-30T00:00:00"] : ["2024-09-15T00:00:00", "2024-09-30T00:00:00"]);
        (await VerifiedAsync()).ShouldBe("2024-09-30T00:00:00");
    }

    [Theory]
    [InlineData("2024-08-01", "9999-12-31", null, "2024-08-20T12:00:06")]
    [InlineData("2024-12-01", "9999-12-31", null, "2024-12-01T00:00:00")]
    [InlineData("2024-08-01", "2024-10-31", null, "2024-10-31T00:00:00")]
    [InlineData("2024-08-01", "9999-12-31", "2024-11-15", "2024-11-15T00:00:00")]
    [InlineData("2024-12-01", "2024-11-30", null, "2024-08-20T12:00:01")]
    public async Task A_transaction_is_verified_when_all_that_it_changes_is_in_effect(string start, string end, string? latestChange, string verified)
    {
        var body = FamilyBody.Of(1).Enroll(Offer.Medical, start, end);
        if (latestChange is not null)
            body["coverages"]![0]!["enrolled_members"]![0]!["latest_change_effective_date"] = latestChange;
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        _ = await App.AdvanceAsync("PT1M");
        (await VerifiedAsync()).ShouldBe(string.CompareOrdinal(verified, "2024-08-21") < 0 ? verified : null);

        _ = await App.AdvanceAsync("P200D");

        (await VerifiedAsync()).ShouldBe(verified);
    }

    [Fact]
    public async Task A_change_beside_future_coverage_is_verified_without_waiting_for_it()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-12-01"));
        _ = await App.AdvanceAsync("PT54S");
        _ = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).With("employee.person.last_name", "Renamed").Enroll(Offer.Medical, "2024-12-01"));
        _ = await App.AdvanceAsync("PT1M");

        (await VerifiedAsync()).ShouldBe("2024-08-20T12:01:00");
    }

    [Fact]
    public async Task A_newer_transaction_at_another_carrier_does_not_keep_the_effective_date_from_raising()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-09-01", volume: 1000));
        _ = await App.AdvanceAsync("PT1M");
        _ = await App.BehaveAsync(Defaults.ShiftingCarrier, WorldIntents.Rule("hold"));
        var newer = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-09-01", volume: 1000).Enroll(Offer.Vision, "2024-09-15"));
        _ = await App.DoAsync(HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["to"] = "2024-08-31T23:59:59Z" });
        var enrollment = (await App.RecordsAsync(Defaults.AcceptingCarrier))[FamilyBody.Id(1)]["enrollments"]![0]!.DeepClone().AsObject().With("volume", 2000);
        _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), new JsonObject { ["enrollments"] = new JsonArray(enrollment) });
        (await App.ExampleDifferencesAsync("is_open=true&is_discrepancy=true")).ShouldBeEmpty();

        _ = await App.AdvanceAsync("PT1S");

        (await App.GetSnapshotAsync(newer.Id())).StatusAt(Defaults.ShiftingCarrier).ShouldBe("processing");
        var raised = (await App.ExampleDifferencesAsync("is_open=true&is_discrepancy=true")).ShouldHaveSingleItem();
        raised.Text("difference_type").ShouldBe("ie_volume");
        raised.Number("discrepancy_time").ShouldBe(DateTimeOffset.Parse("2024-09-01T00:00:00Z").ToUnixTimeSeconds());
    }

    /// <summary>The instants of the confirmations that come in a time, without their zone, which is UTC.</summary>
    private async Task<IReadOnlyList<string>> ConfirmedAsync(string by) =>
    [
        .. (await App.AdvanceAsync(by))["fired"]!.AsArray()
            .Where(entry => entry!.Text("kind") == "confirm").Select(entry => entry!.Text("at")[..19]),
    ];

    /// <summary>When the newest transaction was verified; null where it is not.</summary>
    private async Task<string?> VerifiedAsync()
    {
        var newest = (await App.GetAsync("/fulfillment/api/v1/member_transactions"))["response"]![0]!;
        var details = newest["status_details"]!.AsArray().Where(detail => detail!.Text("status_detail") == "noyo_verified").ToList();
        newest.Number("verified").ShouldBe(details.Count == 0 ? null : details.ShouldHaveSingleItem()!.Number("event_created"));
        return newest.Number("verified") is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("s") : null;
    }
}

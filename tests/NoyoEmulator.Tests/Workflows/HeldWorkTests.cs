using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>Work that waits until somebody releases it, and the regular syncs.</summary>
public sealed class HeldWorkTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Release = $"/_emulator/carriers/{Defaults.AcceptingCarrier}/release";

    [Fact]
    public async Task Steps_with_the_delay_manual_happen_one_by_one_as_they_are_released()
    {
        _ = await App.SetBehaviorAsync(
            Defaults.AcceptingCarrier, new JsonObject { ["delays"] = new JsonObject { ["submit"] = "manual", ["process"] = "manual", ["confirm"] = "manual" } });
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01"));

        foreach (var kind in new[] { "submit", "process", "confirm" })
        {
            (await App.AdvanceAsync("P10D"))["fired"]!.AsArray().ShouldBeEmpty();
            (await App.GetSnapshotAsync(snapshot.Id())).Text("status").ShouldBe("processing");
            var released = (await App.DoAsync(HttpMethod.Post, Release))["released"]!.AsArray();
            released.ShouldHaveSingleItem()!.Text("kind").ShouldBe(kind);
            (await App.DoAsync(HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["next"] = true }))["fired"]!.AsArray()
                .ShouldHaveSingleItem()!.Text("kind").ShouldBe(kind);
        }

        (await App.GetSnapshotAsync(snapshot.Id())).Text("status").ShouldBe("completed");
        (await App.DoAsync(HttpMethod.Post, Release))["released"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_rule_holds_is_released_despite_the_rule_and_only_for_whom_it_is_asked()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule("hold"), Rule(Starting("+P10D")));
        var first = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01"));
        var second = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(2).Enroll(Offer.Life, "2024-01-01"));
        _ = await App.AdvanceAsync("P1D");

        (await HeldAsync()).ShouldBe([$"process {first.Id()} {FamilyBody.Id(1)}", $"process {second.Id()} {FamilyBody.Id(2)}"]);
        (await App.GetAsync($"/_emulator/carriers/{Defaults.ShiftingCarrier}/held"))["response"]!.AsArray().ShouldBeEmpty();
        var released = await App.DoAsync(HttpMethod.Post, Release, new JsonObject { ["snapshot_id"] = first.Id() });
        (await HeldAsync()).ShouldBe([$"process {second.Id()} {FamilyBody.Id(2)}"]);
        _ = await App.AdvanceAsync("PT10S");

        released["released"]!.AsArray().ShouldHaveSingleItem()!.Text("kind").ShouldBe("process");
        (await App.GetSnapshotAsync(first.Id())).Text("status").ShouldBe("completed");
        (await App.GetSnapshotAsync(second.Id())).Text("status").ShouldBe("processing");
        // Of the rules only the hold is passed over.
        (await App.ExampleDifferencesAsync("is_open=true&type=ie_effective_start_date")).ShouldHaveSingleItem().Text("employee_id").ShouldBe(FamilyBody.Id(1));

        _ = await App.DoAsync(HttpMethod.Post, Release, new JsonObject { ["employee_id"] = FamilyBody.Id(2) });
        _ = await App.AdvanceAsync("PT10S");
        (await App.GetSnapshotAsync(second.Id())).Text("status").ShouldBe("completed");
        (await HeldAsync()).ShouldBeEmpty();

        async Task<List<string>> HeldAsync() =>
        [
            .. from step in (await App.GetAsync($"/_emulator/carriers/{Defaults.AcceptingCarrier}/held"))["response"]!.AsArray()
               select $"{step!.Text("kind")} {step!.Text("snapshot_id")} {step!.Text("employee_id")}",
        ];
    }

    [Fact]
    public async Task What_was_held_is_on_record_as_processed_once()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule("hold"));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01"));
        _ = await App.AdvanceAsync("PT10S");
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule("hold"));
        _ = await App.AdvanceAsync("PT10S");

        _ = await App.DoAsync(HttpMethod.Post, Release);
        _ = await App.AdvanceAsync("PT10S");

        var transaction = (await App.GetAsync("/fulfillment/api/v1/member_transactions"))["response"]![0]!;
        transaction["status_details"]!.AsArray()
            .Select(detail => $"+{detail!.Number("event_created") - StartSeconds} {detail!.Text("status_detail")}").ShouldBe(
            ["+0 noyo_accepted", "+1 carrier_accepted", "+4 carrier_processing", "+20 carrier_completed", "+22 noyo_verified"]);
    }

    [Fact]
    public async Task Confirmations_that_are_released_one_by_one_are_counted_on_to_the_discrepancy()
    {
        _ = await App.SetBehaviorAsync(Defaults.AcceptingCarrier, new JsonObject
        {
            ["delays"] = new JsonObject { ["confirm"] = "manual" },
            ["confirmations"] = 3,
            ["rules"] = new JsonArray(Rule("drop")),
        });
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01"));
        _ = await App.AdvanceAsync("PT1M");

        foreach (var isLast in new[] { false, false, true })
        {
            (await App.ExampleDifferencesAsync("is_discrepancy=true")).ShouldBeEmpty();
            (await App.DoAsync(HttpMethod.Post, Release))["released"]!.AsArray().ShouldHaveSingleItem()!.Text("kind").ShouldBe("confirm");
            _ = await App.AdvanceAsync("PT1M");
            (await App.GetSnapshotAsync(snapshot.Id())).Text("status").ShouldBe(isLast ? "completed" : "processing");
        }

        (await App.ExampleDifferencesAsync("is_discrepancy=true")).Count.ShouldBe(2);
        (await App.DoAsync(HttpMethod.Post, Release))["released"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_release_at_one_carrier_leaves_what_is_held_at_another()
    {
        foreach (var carrier in new[] { Defaults.AcceptingCarrier, Defaults.ShiftingCarrier })
            _ = await App.BehaveAsync(carrier, Rule("hold"));
        var snapshot = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01").Enroll(Offer.Vision, "2024-01-01"));
        _ = await App.AdvanceAsync("PT10S");

        (await App.DoAsync(HttpMethod.Post, Release))["released"]!.AsArray().ShouldHaveSingleItem();
        (await App.AdvanceAsync("PT10S")).Steps().ShouldBe(["+10 process", "+12 confirm"]);

        var midway = await App.GetSnapshotAsync(snapshot.Id());
        midway.StatusAt(Defaults.AcceptingCarrier).ShouldBe("sent");
        midway.StatusAt(Defaults.ShiftingCarrier).ShouldBe("processing");
    }

    [Theory]
    [InlineData("""{"snapshot": "x"}""", "$.snapshot")]
    [InlineData("""{"snapshot_id": "x"}""", "$.snapshot_id")]
    public async Task A_release_that_names_nothing_that_can_be_is_refused(string body, string field) =>
        (await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Release, JsonNode.Parse(body)))["errors"]![0]!.Text("field").ShouldBe(field);

    [Fact]
    public async Task What_a_person_changes_at_a_carrier_is_found_by_the_sync_of_the_next_midnight_and_no_other_sync_runs()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01"));
        _ = await App.AdvanceAsync("PT1H");
        _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), JsonNode.Parse("""{"person": {"sex": "X"}}""")!);

        var ledger = await App.AdvanceAsync("P5D");

        var sync = ledger["fired"]!.AsArray().ShouldHaveSingleItem()!;
        sync.Text("kind").ShouldBe("sync");
        sync.Text("at").ShouldStartWith("2024-08-21T00:00:00");
        sync.Text("summary").ShouldEndWith("0 resolved, 1 new, 1 discrepancy, 0 pending");
        var difference = (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem();
        difference.Text("difference_type").ShouldBe("sex");
        (await App.DifferenceAsync(difference.Id()))["sources"]!.AsArray().ShouldHaveSingleItem()!.Text("stage").ShouldBe("carrier_sync");

        _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), JsonNode.Parse("""{"person": {"sex": "F"}}""")!);
        (await App.AdvanceAsync("P5D"))["fired"]!.AsArray().ShouldHaveSingleItem()!.Text("summary").ShouldEndWith("1 resolved, 0 new, 0 discrepancies, 0 pending");
    }

    [Fact]
    public async Task However_often_people_change_records_of_a_group_one_sync_follows()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01"));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(2).Enroll(Offer.Life, "2024-01-01"));
        _ = await App.AdvanceAsync("PT1H");
        var patch = JsonNode.Parse("""{"person": {"sex": "X"}}""")!;
        foreach (var family in new[] { 1, 2, 1 })
            _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(family), patch);

        (await App.ClockAsync()).Number("pending").ShouldBe(1);
        (await App.AdvanceAsync("P5D"))["fired"]!.AsArray().ShouldHaveSingleItem()!.Text("summary")
            .ShouldEndWith("0 resolved, 2 new, 2 discrepancies, 0 pending");
    }

    [Fact]
    public async Task Syncs_come_as_often_as_configured_or_never()
    {
        await using var hourly = new EmulatorApp(("Emulator:SyncInterval", "PT1H"));
        await using var never = new EmulatorApp(("Emulator:SyncInterval", "none"));
        foreach (var app in new[] { hourly, never })
            _ = await app.DeleteRecordAsync(Defaults.ShiftingCarrier, Defaults.GuideEmployee);

        (await hourly.AdvanceAsync("P1D")).Steps().ShouldBe(["+3600 sync"]);
        (await never.AdvanceAsync("P1D"))["fired"]!.AsArray().ShouldBeEmpty();
    }
}

using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>When the steps of a round trip happen, to the second, as the ledger tells.</summary>
public sealed class RoundTripTimelineTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Fact]
    public async Task A_change_that_the_carrier_records_is_done_at_the_first_confirmation()
    {
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, Snapshot());

        var ledger = await App.AdvanceAsync("P1D");

        ledger.Steps().ShouldBe(["+1 submit", "+4 process", "+6 confirm"]);
        ledger.Subjects().Distinct().Count().ShouldBe(1);
        ledger["next_due"].ShouldBeNull();
        (await App.GetSnapshotAsync(snapshot.Text("id"))).Number("modified").ShouldBe(WorldIntents.StartSeconds + 6);
    }

    [Fact]
    public async Task A_change_that_the_carrier_loses_is_confirmed_three_times()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, WorldIntents.Rule("drop"));
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, Snapshot());

        var ledger = await App.AdvanceAsync("P1D");

        ledger.Steps().ShouldBe(["+1 submit", "+4 process", "+6 confirm", "+8 confirm", "+10 confirm"]);
        var done = await App.GetSnapshotAsync(snapshot.Text("id"));
        done.Text("status").ShouldBe("completed");
        done.Number("modified").ShouldBe(WorldIntents.StartSeconds + 10);
    }

    [Fact]
    public async Task Nothing_happens_before_it_is_due()
    {
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, Snapshot());
        var state = await App.StateAsync();

        (await App.AdvanceAsync("PT0.999999S"))["fired"]!.AsArray().ShouldBeEmpty();

        (await App.GetSnapshotAsync(snapshot.Text("id"))).ToJsonString().ShouldBe(snapshot.ToJsonString());
        // Only the clock, on the last line, has moved.
        (await App.StateAsync()).Split('\n')[..^1].ShouldBe(state.Split('\n')[..^1]);
        (await App.AdvanceAsync("PT0.000001S")).Steps().ShouldBe(["+1 submit"]);
    }

    [Fact]
    public async Task A_carrier_can_have_a_pace_of_its_own()
    {
        _ = await App.SetBehaviorAsync(Defaults.AcceptingCarrier, new JsonObject
        {
            ["delays"] = new JsonObject { ["submit"] = "PT10M", ["process"] = "PT1H", ["confirm"] = "P1D" },
            ["confirmations"] = 2,
            ["rules"] = new JsonArray(WorldIntents.Rule("drop", new JsonObject { ["line_of_coverage"] = "dental" })),
        });
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, Snapshot().Enroll(Offer.Medical, "2024-08-01"));

        (await App.AdvanceAsync("P30D")).Steps().ShouldBe(["+600 submit", "+4200 process", "+90600 confirm", "+177000 confirm"]);

        var missing = (await App.DifferencesAsync($"member_snapshot_id={snapshot.Text("id")}&is_open=true")).ShouldHaveSingleItem();
        missing.Number("discrepancy_time").ShouldBe(WorldIntents.StartSeconds + 177000);
    }

    [Fact]
    public async Task One_confirmation_can_be_all_there_is()
    {
        _ = await App.SetBehaviorAsync(Defaults.AcceptingCarrier, new JsonObject
        {
            ["confirmations"] = 1,
            ["rules"] = new JsonArray(WorldIntents.Rule("drop")),
        });
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, Snapshot());

        (await App.AdvanceAsync("P1D")).Steps().ShouldBe(["+1 submit", "+4 process", "+6 confirm"]);

        (await App.ExampleDifferencesAsync("is_discrepancy=true")).Select(it => it.Number("discrepancy_time"))
            .ShouldBe([WorldIntents.StartSeconds + 6, WorldIntents.StartSeconds + 6]);
    }

    [Fact]
    public async Task Carriers_work_side_by_side_each_at_its_own_pace()
    {
        _ = await App.SetBehaviorAsync(Defaults.ShiftingCarrier, new JsonObject { ["delays"] = new JsonObject { ["process"] = "PT20S" } });
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, Snapshot().Enroll(Offer.Vision, "2024-08-01"));

        (await App.AdvanceAsync("PT10S")).Steps().ShouldBe(["+1 submit", "+1 submit", "+4 process", "+6 confirm"]);
        var midway = await App.GetSnapshotAsync(snapshot.Text("id"));
        midway.Text("status").ShouldBe("processing");
        midway.StatusAt(Defaults.AcceptingCarrier).ShouldBe("sent");
        midway.StatusAt(Defaults.ShiftingCarrier).ShouldBe("processing");

        (await App.AdvanceAsync("P1D")).Steps().ShouldBe(["+21 process", "+23 confirm"]);
        var done = await App.GetSnapshotAsync(snapshot.Text("id"));
        done.Text("status").ShouldBe("completed");
        done.StatusAt(Defaults.ShiftingCarrier).ShouldBe("sent");
        (await App.EventTypesAsync(snapshot.Text("id"))).ShouldBe(
        [
            "member_snapshot_carrier_fulfillment_status.status_change",
            "member_snapshot.status_change",
            "member_snapshot_carrier_fulfillment_status.status_change",
        ]);
    }

    [Fact]
    public async Task The_profile_production_has_the_published_spacing()
    {
        await using var app = new EmulatorApp(("Emulator:RoundTrip", "production"));
        _ = await app.BehaveAsync(Defaults.AcceptingCarrier, WorldIntents.Rule("drop"));
        _ = await app.PostSnapshotAsync(Defaults.ExampleGroup, Snapshot());

        (await app.AdvanceAsync("P1D")).Steps().ShouldBe(["+1 submit", "+61 process", "+182 confirm", "+400 confirm", "+515 confirm"]);
    }

    private static JsonObject Snapshot() => FamilyBody.Of(1).Enroll(Offer.Dental, "2024-08-01");
}

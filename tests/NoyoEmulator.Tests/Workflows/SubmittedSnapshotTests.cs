using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>Snapshots that are only submitted at first, as an option has it.</summary>
public sealed class SubmittedSnapshotTests : IAsyncDisposable
{
    private const string SnapshotChange = "member_snapshot.status_change";
    private const string CarrierChange = "member_snapshot_carrier_fulfillment_status.status_change";

    private EmulatorApp App { get; } = new(("Noyo:InitialSnapshotStatus", "submitted"));

    public ValueTask DisposeAsync() => App.DisposeAsync();

    [Fact]
    public async Task A_snapshot_is_submitted_until_it_is_first_handed_to_a_carrier()
    {
        _ = await App.SetBehaviorAsync(Defaults.ShiftingCarrier, new JsonObject { ["delays"] = new JsonObject { ["submit"] = "PT2S" } });
        var snapshot = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-08-01").Enroll(Offer.Vision, "2024-08-01"));
        snapshot.Text("status").ShouldBe("submitted");

        _ = await App.AdvanceAsync("PT0.999999S");
        (await App.GetSnapshotAsync(snapshot.Id())).ToJsonString().ShouldBe(snapshot.ToJsonString());
        _ = await App.AdvanceAsync("PT0.000001S");

        var begun = await App.GetSnapshotAsync(snapshot.Id());
        begun.Text("status").ShouldBe("processing");
        begun.Number("modified").ShouldBe(StartSeconds + 1);
        begun.Text("version").ShouldNotBe(snapshot.Text("version"));
        (await App.EventTypesAsync(snapshot.Id())).ShouldBe([SnapshotChange]);
        _ = await App.AdvanceAsync("PT1M");
        (await App.GetSnapshotAsync(snapshot.Id())).Text("status").ShouldBe("completed");
        (await App.EventTypesAsync(snapshot.Id())).ShouldBe([SnapshotChange, CarrierChange, SnapshotChange, CarrierChange]);
    }

    [Fact]
    public async Task A_submitted_snapshot_is_replaced_by_a_newer_one()
    {
        var old = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-08-01"));

        var replacement = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-08-15"));

        var replaced = await App.GetSnapshotAsync(old.Id());
        replaced.Text("status").ShouldBe("replaced");
        replaced.Text("replaced_by").ShouldBe(replacement.Id());
        (await App.AdvanceAsync("P1D")).Steps().ShouldBe(["+1 submit", "+4 process", "+6 confirm"]);
        (await App.GetSnapshotAsync(old.Id())).ToJsonString().ShouldBe(replaced.ToJsonString());
        (await App.GetSnapshotAsync(replacement.Id())).Text("status").ShouldBe("completed");
    }

    [Fact]
    public async Task A_submitted_snapshot_that_no_carrier_has_to_do_with_completes()
    {
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1));
        snapshot.Text("status").ShouldBe("submitted");

        (await App.AdvanceAsync("P1D")).Steps().ShouldBe(["+1 complete"]);

        (await App.GetSnapshotAsync(snapshot.Id())).Text("status").ShouldBe("completed");
        (await App.EventTypesAsync(snapshot.Id())).ShouldBe([SnapshotChange]);
    }
}

using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>Carriers that get a file, groups without a connection, and confirmations on effective dates.</summary>
public sealed class SendCarrierTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Fact]
    public async Task A_Send_carriers_part_is_done_when_the_file_goes_out_and_there_is_no_round_trip()
    {
        _ = await App.SetBehaviorAsync(Defaults.AcceptingCarrier, new JsonObject { ["tier"] = "send" });
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));

        (await App.ExampleDifferencesAsync("is_open=true&is_discrepancy=false")).Count.ShouldBe(2);

        (await App.AdvanceAsync("PT1S")).Steps().ShouldBe(["+1 submit"]);
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        (await App.EventTypesAsync()).Count(type => type == "difference.resolved").ShouldBe(2);
        var sent = await App.GetSnapshotAsync(snapshot.Text("id"));
        sent.Text("status").ShouldBe("completed");
        sent.StatusAt(Defaults.AcceptingCarrier).ShouldBe("sent");

        (await App.AdvanceAsync("PT1H")).Steps().ShouldBe(["+4 process"]);
        (await App.RecordsAsync(Defaults.AcceptingCarrier)).ShouldContainKey(FamilyBody.Id(1));
        // What came of the file is never learnt.
        (await App.AdvanceAsync("P30D")).Steps().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_Send_carriers_transaction_ends_with_carrier_accepted_and_nothing_is_added_to_it()
    {
        _ = await App.SetBehaviorAsync(Defaults.AcceptingCarrier, new JsonObject { ["tier"] = "send" });
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-09-01"));
        _ = await App.AdvanceAsync("P1D");
        var transaction = (await App.GetAsync("/fulfillment/api/v1/member_transactions"))["response"]![0]!;
        transaction.Text("status").ShouldBe("completed");
        Details(transaction).ShouldBe(["noyo_accepted", "carrier_accepted"]);

        var ended = await App.TextAsync($"/fulfillment/api/v1/member_transactions/{transaction.Id()}");

        _ = await App.AdvanceAsync("P30D");
        var repost = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-09-01"));
        _ = await App.AdvanceAsync("P30D");

        (await App.TextAsync($"/fulfillment/api/v1/member_transactions/{transaction.Id()}")).ShouldBe(ended);
        (await App.GetSnapshotAsync(repost.Id())).StatusAt(Defaults.AcceptingCarrier).ShouldBe("no_changes");
        Details((await App.GetAsync("/fulfillment/api/v1/member_transactions"))["response"]![0]!).ShouldBe(["noyo_accepted"]);
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_Send_carrier_that_rejects_a_file_holds_nothing_of_it_and_has_no_way_to_say_so()
    {
        _ = await App.SetBehaviorAsync(
            Defaults.AcceptingCarrier, new JsonObject { ["tier"] = "send", ["rules"] = new JsonArray(Rule(Rejecting("No"))) });
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        _ = await App.AdvanceAsync("PT1S");
        var sent = await App.GetSnapshotAsync(snapshot.Id());

        (await App.AdvanceAsync("PT1H")).Steps().ShouldBe(["+4 process"]);

        (await App.RecordsAsync(Defaults.AcceptingCarrier)).ShouldNotContainKey(FamilyBody.Id(1));
        (await App.GetSnapshotAsync(snapshot.Id())).ToJsonString().ShouldBe(sent.ToJsonString());
        sent.StatusAt(Defaults.AcceptingCarrier).ShouldBe("sent");
        (await App.GetAsync("/fulfillment/api/v1/member_transactions"))["response"]![0]!.Text("status").ShouldBe("completed");
        (await App.EventTypesAsync(snapshot.Id())).ShouldBe(
            ["member_snapshot.status_change", "member_snapshot_carrier_fulfillment_status.status_change"]);
    }

    [Fact]
    public async Task A_Send_carrier_is_never_read()
    {
        _ = await App.SetBehaviorAsync(Defaults.AcceptingCarrier, new JsonObject { ["tier"] = "send" });
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        _ = await App.AdvanceAsync("PT1M");
        _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), JsonNode.Parse("""{"person":{"last_name":"Wrong"}}""")!);
        (await App.ClockAsync()).Number("pending").ShouldBe(0);

        var sync = await App.SyncAsync(Defaults.AcceptingCarrier);

        sync["created"]!.AsArray().ShouldBeEmpty();
        sync["warnings"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldContain($"Carrier {Defaults.AcceptingCarrier} is a Send carrier");
        var repost = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        _ = await App.AdvanceAsync("P2D");
        (await App.GetSnapshotAsync(repost.Id())).StatusAt(Defaults.AcceptingCarrier).ShouldBe("no_changes");
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        (await App.RecordsAsync(Defaults.AcceptingCarrier))[FamilyBody.Id(1)]["person"]!.Text("last_name").ShouldBe("Wrong");
    }

    [Fact]
    public async Task A_change_at_a_Send_carrier_is_what_differs_from_the_latest_file()
    {
        _ = await App.SetBehaviorAsync(
            Defaults.AcceptingCarrier, new JsonObject { ["tier"] = "send", ["rules"] = new JsonArray(Rule(Rejecting("No"))) });
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01", volume: 1000));
        _ = await App.AdvanceAsync("PT1M");

        var second = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01", volume: 2000));

        var change = (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem();
        change["fields"]!.ToJsonString().ShouldBe("""[{"key":"volume","platform_value":"2000","carrier_value":"1000"}]""");
        _ = await App.AdvanceAsync("PT1M");
        (await App.GetSnapshotAsync(second.Id())).StatusAt(Defaults.AcceptingCarrier).ShouldBe("sent");
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        _ = await App.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", FamilyBody.Of(1));
    }

    [Fact]
    public async Task A_carrier_that_begins_to_take_files_is_known_as_it_was_read_last_and_one_that_ends_is_read_again()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        _ = await App.AdvanceAsync("PT1M");
        _ = await App.SetBehaviorAsync(Defaults.AcceptingCarrier, new JsonObject { ["tier"] = "send" });
        _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), JsonNode.Parse("""{"person":{"last_name":"Wrong"}}""")!);
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        _ = await App.AdvanceAsync("PT1M");

        _ = await App.SetBehaviorAsync(Defaults.AcceptingCarrier, new JsonObject { ["tier"] = "sync" });

        _ = await App.AdvanceAsync("P1D");
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem().Text("difference_type").ShouldBe("name");
    }

    [Fact]
    public async Task A_carrier_that_has_begun_to_take_files_is_not_read_on_an_effective_date_either()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-09-01"));
        _ = await App.AdvanceAsync("PT1M");
        _ = await App.SetBehaviorAsync(Defaults.AcceptingCarrier, new JsonObject { ["tier"] = "send" });
        _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), JsonNode.Parse("""{"person":{"last_name":"Wrong"}}""")!);

        _ = await App.AdvanceAsync("P30D");

        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_family_whose_classification_asks_for_files_is_not_read_in_a_sync_of_the_others()
    {
        var send = FamilyBody.Of(1).With("employee.classifications", new JsonObject { ["NoyoEmulator"] = "send" }).Enroll(Offer.Medical, "2024-01-01");
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, send);
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(2).Enroll(Offer.Medical, "2024-01-01"));
        _ = await App.AdvanceAsync("PT1M");
        foreach (var family in new[] { 1, 2 })
            _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(family), JsonNode.Parse("""{"person":{"last_name":"Wrong"}}""")!);

        _ = await App.AdvanceAsync("P1D");

        (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem().Text("employee_id").ShouldBe(FamilyBody.Id(2));
    }

    [Fact]
    public async Task A_change_in_the_future_is_confirmed_once_more_as_its_day_begins()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-09-01"));
        _ = await App.DoAsync(HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["to"] = "2024-08-31T12:00:00Z" });
        // The confirmation was on the schedule before the sync of the same midnight.
        _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), JsonNode.Parse("""{"person":{"sex":"X"}}""")!);

        var ledger = await App.AdvanceAsync("P30D");

        ledger["fired"]!.AsArray().Select(entry => $"{entry!.Text("at")} {entry!.Text("kind")}")
            .ShouldBe(["2024-09-01T00:00:00+00:00 confirm", "2024-09-01T00:00:00+00:00 sync"]);
        var discrepancy = (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem();
        discrepancy.Text("difference_type").ShouldBe("sex");
        discrepancy.Number("discrepancy_time").ShouldBe(DateTimeOffset.Parse("2024-09-01T00:00:00Z").ToUnixTimeSeconds());
    }

    [Fact]
    public async Task A_confirmation_on_the_effective_date_raises_nothing_while_a_newer_transaction_is_under_way()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-09-01", volume: 10_000));
        _ = await App.DoAsync(HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["to"] = "2024-08-31T23:59:58Z" });
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-09-01", volume: 20_000));

        (await App.AdvanceAsync("PT2S"))["fired"]!.AsArray().Select(entry => $"{entry!.Text("at")} {entry!.Text("kind")}")
            .ShouldBe(["2024-08-31T23:59:59+00:00 submit", "2024-09-01T00:00:00+00:00 confirm"]);

        var pending = (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem();
        pending["discrepancy_time"].ShouldBeNull();
        (await App.DifferenceAsync(pending.Id()))["sources"]!.AsArray().Select(source => source!.Text("stage"))
            .ShouldBe(["member_snapshot_sent_to_noyo", "member_snapshot_confirm"]);
        _ = await App.AdvanceAsync("P1D");
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        (await App.EventTypesAsync()).ShouldNotContain("difference.discrepancy");
    }

    [Fact]
    public async Task A_group_without_a_connection_stores_and_completes_snapshots_and_says_so()
    {
        var elsewhere = new Offer("dental", "30b74a44-d5b1-4123-a7a4-6d3aec251ba4", null, "Elsewhere");
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(elsewhere, "2024-09-01"));
        snapshot.Text("status").ShouldBe("processing");
        snapshot.StatusAt(elsewhere.CarrierId).ShouldBe("not_connected");
        snapshot["warnings"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldContain(elsewhere.CarrierId);

        (await App.AdvanceAsync("P1D")).Steps().ShouldBe(["+1 complete"]);

        (await App.GetSnapshotAsync(snapshot.Text("id"))).Text("status").ShouldBe("completed");
        (await App.ExampleDifferencesAsync()).ShouldBeEmpty();
        (await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/member_snapshot"))["coverages"]!.AsArray().ShouldBeEmpty();
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1));
    }

    [Fact]
    public async Task A_Send_carrier_of_a_world_that_was_written_down_and_loaded_knows_what_it_was_sent()
    {
        await using var app = new EmulatorApp();
        _ = await app.SetBehaviorAsync(Defaults.AcceptingCarrier, new JsonObject { ["tier"] = "send" });
        _ = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01", volume: 1000));
        _ = await app.AdvanceAsync("PT1M");
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/seed", (await app.GetAsync("/_emulator/seed")).DeepClone());

        var repost = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01", volume: 1000));

        (await app.ExampleDifferencesAsync()).ShouldBeEmpty();
        _ = await app.AdvanceAsync("PT1M");
        (await app.GetSnapshotAsync(repost.Id())).StatusAt(Defaults.AcceptingCarrier).ShouldBe("no_changes");
    }

    [Fact]
    public async Task With_the_option_pending_differences_at_a_Send_carrier_stay_open_when_the_file_is_sent()
    {
        await using var app = new EmulatorApp(("Noyo:SendDifferences", "pending"));
        _ = await app.SetBehaviorAsync(Defaults.AcceptingCarrier, new JsonObject { ["tier"] = "send" });
        _ = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01", volume: 1000));
        _ = await app.AdvanceAsync("P2D");
        (await app.ExampleDifferencesAsync("is_open=true&is_discrepancy=false")).Count.ShouldBe(2);

        var repost = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01", volume: 1000));
        _ = await app.AdvanceAsync("PT1M");
        (await app.GetSnapshotAsync(repost.Id())).StatusAt(Defaults.AcceptingCarrier).ShouldBe("no_changes");
        (await app.ExampleDifferencesAsync("is_open=true")).Count.ShouldBe(2);

        _ = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01", volume: 2000));
        _ = await app.AdvanceAsync("PT1M");
        _ = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01", volume: 3000));
        (await app.ExampleDifferencesAsync("is_open=true")).Select(it => it.Text("difference_type")).ShouldBe(["ie_volume", "missing_ie", "new_hire"], ignoreOrder: true);
        (await app.ExampleDifferencesAsync("type=ie_volume")).Count(it => it["replaced_by"] is not null).ShouldBe(1);
    }

    private static IReadOnlyList<string> Details(JsonNode transaction) =>
        [.. transaction["status_details"]!.AsArray().Select(detail => detail!.Text("status_detail"))];
}

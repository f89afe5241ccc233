using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>Where and when a difference was seen.</summary>
public sealed class DifferenceHistoryTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Fact]
    public async Task A_lost_change_is_seen_when_sent_and_at_each_confirmation_until_a_sync_finds_it_gone()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-09-01"));
        var t0 = StartSeconds + 86400;
        _ = await App.AdvanceAsync("P1D");
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule("drop"));
        var snapshot = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-09-01").Enroll(Offer.Dental, "2024-09-15"));
        var id = (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem().Text("id");
        var ledger = await App.AdvanceAsync("PT1H");
        var transaction = ledger.Subjects().Distinct().Single();

        var medical = (await App.RecordsAsync(Defaults.AcceptingCarrier))[FamilyBody.Id(1)]["enrollments"]![0]!.DeepClone();
        var dental = new JsonObject
        {
            ["line_of_coverage"] = "dental",
            ["plan_name"] = Offer.Dental.PlanName,
            ["effective_start_date"] = "2024-09-15",
            ["effective_end_date"] = OpenEnd,
        };
        _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), new JsonObject { ["enrollments"] = new JsonArray(medical, dental) });
        var outcome = await App.SyncAsync(Defaults.AcceptingCarrier, new JsonObject { ["employee_id"] = FamilyBody.Id(1) });

        outcome.ToJsonString().ShouldBe($$"""{"created":[],"raised":[],"resolved":["{{id}}"]}""");
        var difference = await App.DifferenceAsync(id);
        difference.Number("created").ShouldBe(t0);
        difference.Number("discrepancy_time").ShouldBe(t0 + 10);
        difference.Number("resolved").ShouldBe(t0 + 3600);
        difference.Number("modified").ShouldBe(t0 + 3600);
        difference["sources"]!.AsArray().Select(source => string.Join(' ',
            source!.Text("stage"),
            source!.Text("object_type"),
            source!.Text("object_id"),
            source!["member_snapshot_id"]?.GetValue<string>() ?? "-",
            source!.Number("carrier_fetch_time") - t0,
            source!.Number("last_seen") - t0,
            source!["is_discrepancy"]!.ToJsonString(),
            source!["resolves_difference"]!.ToJsonString(),
            source!["suppress_discrepancies"]!.ToJsonString())).ShouldBe(
        [
            $"member_snapshot_sent_to_noyo member_transaction {transaction} {snapshot.Text("id")} 0 0 false false false",
            $"member_snapshot_confirm member_transaction {transaction} {snapshot.Text("id")} 6 6 false false false",
            $"member_snapshot_confirm member_transaction {transaction} {snapshot.Text("id")} 8 8 false false false",
            $"member_snapshot_confirm member_transaction {transaction} {snapshot.Text("id")} 10 10 true false false",
            $"carrier_sync carrier_sync {Defaults.AcceptingCarrier} - 3600 3600 false true false",
        ]);
        (await App.EventTypesAsync(id)).ShouldBe(["difference.created", "difference.discrepancy", "difference.resolved"]);
    }

    [Fact]
    public async Task A_discrepancy_raised_at_the_only_confirmation_shows_what_the_carrier_recorded()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01", volume: 10_000));
        _ = await App.AdvanceAsync("PT1M");
        _ = await App.SetBehaviorAsync(Defaults.AcceptingCarrier, new JsonObject
        {
            ["confirmations"] = 1,
            ["rules"] = new JsonArray(Rule(new JsonObject { ["set"] = new JsonObject { ["volume"] = 25_000 } })),
        });
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01", volume: 50_000));
        var pending = (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem();
        pending["fields"]!.ToJsonString().ShouldBe("""[{"key":"volume","platform_value":"50000","carrier_value":"10000"}]""");

        _ = await App.AdvanceAsync("PT1M");

        var raised = (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem();
        raised.Id().ShouldBe(pending.Id());
        raised.Number("discrepancy_time").ShouldBe(StartSeconds + 66);
        raised["fields"]!.ToJsonString().ShouldBe("""[{"key":"volume","platform_value":"50000","carrier_value":"25000"}]""");
    }

    [Fact]
    public async Task A_former_carrier_with_an_open_difference_that_now_agrees_is_resolved_by_the_next_snapshot()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-01-01"));
        _ = await App.AdvanceAsync("PT1M");
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule("drop"));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-01-01", "2024-08-19"));
        _ = await App.AdvanceAsync("PT1M");
        var lost = (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem();
        lost.Text("difference_type").ShouldBe("ie_effective_end_date");
        var record = (await App.RecordsAsync(Defaults.AcceptingCarrier))[FamilyBody.Id(1)];
        var ended = record["enrollments"]![0]!.DeepClone().AsObject().With("effective_end_date", "2024-08-19");
        var patch = new JsonObject { ["enrollments"] = new JsonArray(ended) };
        _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), patch);

        // The coverage has ended, so the snapshot neither states it nor names its carrier.
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1));

        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        var resolved = await App.DifferenceAsync(lost.Id());
        resolved.Number("resolved").ShouldBe(StartSeconds + 120);
        resolved["sources"]!.AsArray()[^1]!.Text("member_snapshot_id").ShouldBe(snapshot.Id());
        // A former carrier has no part in a snapshot any more.
        snapshot["fulfillment_summary"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_carrier_has_done_by_itself_before_the_hand_over_is_resolved_at_it()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01", volume: 10_000));
        _ = await App.AdvanceAsync("PT1M");
        var snapshot = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01", volume: 50_000));
        var pending = (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem();
        var record = (await App.RecordsAsync(Defaults.AcceptingCarrier))[FamilyBody.Id(1)];
        var raised = record["enrollments"]![0]!.DeepClone().AsObject().With("volume", 50_000);
        var patch = new JsonObject { ["enrollments"] = new JsonArray(raised) };
        _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), patch);

        (await App.AdvanceAsync("PT1M")).Steps().ShouldBe(["+61 submit"]);

        (await App.GetSnapshotAsync(snapshot.Id())).StatusAt(Defaults.AcceptingCarrier).ShouldBe("no_changes");
        (await App.DifferenceAsync(pending.Id())).Number("resolved").ShouldBe(StartSeconds + 61);
        (await App.EventTypesAsync(pending.Id())).ShouldBe(["difference.created", "difference.resolved"]);
    }

    [Fact]
    public async Task A_transaction_at_another_carrier_does_not_keep_a_sync_from_judging()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule(Rejecting("No")));
        _ = await App.BehaveAsync(Defaults.ShiftingCarrier, Rule("hold"));
        _ = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01").Enroll(Offer.Vision, "2024-01-01"));
        _ = await App.AdvanceAsync("PT1M");
        (await App.ExampleDifferencesAsync("is_discrepancy=true")).ShouldBeEmpty();

        _ = await App.SyncAsync(Defaults.ShiftingCarrier);
        (await App.ExampleDifferencesAsync("is_discrepancy=true")).ShouldBeEmpty();
        (await App.SyncAsync(Defaults.AcceptingCarrier))["raised"]!.AsArray().Count.ShouldBe(2);

        (await App.ExampleDifferencesAsync("is_discrepancy=true")).ShouldAllBe(it => it.Text("carrier_id") == Defaults.AcceptingCarrier);
    }

    [Fact]
    public async Task Differences_that_end_together_are_announced_in_the_order_in_which_they_came()
    {
        var body = FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01").Enroll(Offer.Dental, "2024-01-01");
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        _ = await App.AdvanceAsync("PT0.5S");
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body.Enroll(Offer.Medical, "2024-01-01"));

        _ = await App.AdvanceAsync("PT1M");

        var created = await ObjectsAsync("difference.created");
        created.Count.ShouldBe(4);
        (await ObjectsAsync("difference.resolved")).ShouldBe(created);

        async Task<IReadOnlyList<string>> ObjectsAsync(string type) =>
            [.. (await App.AllAsync($"/_emulator/webhooks/events?type={type}")).Select(it => it.Text("object_id"))];
    }

    [Fact]
    public async Task A_discrepancy_whose_values_change_stays_the_same_discrepancy_in_another_version()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01"));
        _ = await App.AdvanceAsync("PT1M");
        var found = await ChangeSexAsync("X");
        _ = await App.DoAsync(HttpMethod.Put, $"/tracking/api/v1/differences/{found.Id()}/dismiss");
        var dismissed = await App.DifferenceAsync(found.Id());
        _ = await App.AdvanceAsync("PT1M");

        var changed = await ChangeSexAsync("M");

        changed.Id().ShouldBe(found.Id());
        changed["fields"]![0]!.Text("carrier_value").ShouldBe("M");
        changed.Text("version").ShouldNotBe(dismissed.Text("version"));
        changed.Number("modified").ShouldBe(StartSeconds + 120);
        changed.Number("discrepancy_time").ShouldBe(StartSeconds + 60);
        changed["is_dismissed"]!.GetValue<bool>().ShouldBeTrue();
        (await App.EventTypesAsync(found.Id())).ShouldBe(["difference.created", "difference.discrepancy"]);

        async Task<JsonNode> ChangeSexAsync(string sex)
        {
            var patch = new JsonObject { ["person"] = new JsonObject { ["sex"] = sex } };
            _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), patch);
            _ = await App.SyncAsync(Defaults.AcceptingCarrier);
            return (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem();
        }
    }

    [Fact]
    public async Task What_a_carrier_changes_by_itself_is_found_by_a_sync_and_a_discrepancy_at_once()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15"));
        _ = await App.AdvanceAsync("P1D");
        _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), new JsonObject
        {
            ["person"] = new JsonObject { ["date_of_birth"] = "1961-03-05", ["home_address"] = new JsonObject { ["city"] = "Salem" } },
        });
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();

        var outcome = await App.SyncAsync(Defaults.AcceptingCarrier);

        var open = await App.ExampleDifferencesAsync("is_open=true");
        open.Select(it => it.Text("difference_type")).Order().ShouldBe(["dob", "home_address"]);
        open.ShouldAllBe(it => it.Number("discrepancy_time") == StartSeconds + 86400 && it.Number("created") == StartSeconds + 86400);
        outcome["created"]!.AsArray().Select(it => it!.GetValue<string>()).Order().ShouldBe(open.Select(it => it.Text("id")).Order());
        outcome["raised"]!.ToJsonString().ShouldBe(outcome["created"]!.ToJsonString());
        open.Single(it => it.Text("difference_type") == "home_address")["fields"]!.ToJsonString()
            .ShouldBe("""[{"key":"person.home_address.city","platform_value":"Bend","carrier_value":"Salem"}]""");

        var again = await App.SyncAsync(Defaults.AcceptingCarrier);
        again.ToJsonString().ShouldBe("""{"created":[],"raised":[],"resolved":[]}""");
        var sources = (await App.DifferenceAsync(open[0].Text("id")))["sources"]!.AsArray();
        sources.Count.ShouldBe(2);
        sources.Count(it => it!["is_discrepancy"]!.GetValue<bool>()).ShouldBe(1);
    }

    [Fact]
    public async Task A_person_the_carrier_lost_is_missing_and_a_new_snapshot_brings_the_person_back()
    {
        var body = FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15");
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        _ = await App.AdvanceAsync("P1D");
        _ = await App.DeleteRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1));
        _ = await App.SyncAsync(Defaults.AcceptingCarrier);
        (await App.ExampleDifferencesAsync("is_open=true")).Select(it => it.Text("difference_type")).Order().ShouldBe(["missing_ie", "new_hire"]);

        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        _ = await App.AdvanceAsync("P1D");

        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        (await App.RecordsAsync(Defaults.AcceptingCarrier)).ShouldContainKey(FamilyBody.Id(1));
    }

    [Fact]
    public async Task A_sync_in_the_middle_of_a_round_trip_does_not_judge_what_is_pending()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15"));
        _ = await App.AdvanceAsync("PT2S");

        var outcome = await App.SyncAsync(Defaults.AcceptingCarrier);

        outcome["raised"]!.AsArray().ShouldBeEmpty();
        (await App.ExampleDifferencesAsync("is_discrepancy=true")).ShouldBeEmpty();
        (await App.AdvanceAsync("P1D")).Steps().ShouldBe(["+4 process", "+6 confirm"]);
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"enrollments": [null]}""")]
    [InlineData("""{"enrollments": [{"line_of_coverage": "dental"}]}""")]
    [InlineData("""{"enrollments": [{"line_of_coverage": null, "effective_start_date": "2024-09-15", "effective_end_date": "9999-12-31"}]}""")]
    [InlineData("""{"enrollments": [{"line_of_coverage": "dental", "effective_start_date": "2024-09-15", "effective_end_date": "9999-12-31", "pcp_details": {"providers": [null]}}]}""")]
    [InlineData("""{"enrollments": {}}""")]
    [InlineData("""{"person": null}""")]
    [InlineData("""{"person": {"first_name": null}}""")]
    [InlineData("""{"individual_id": "00000001-0000-4000-8000-000000000002"}""")]
    public async Task A_patch_that_leaves_no_record_is_refused_and_the_carrier_keeps_what_it_has(string patch)
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15"));
        _ = await App.AdvanceAsync("P1D");
        var before = await App.StateAsync();

        _ = await App.RefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            HttpMethod.Patch,
            $"/_emulator/carriers/{Defaults.AcceptingCarrier}/records/{FamilyBody.Id(1)}",
            JsonNode.Parse(patch));

        (await App.StateAsync()).ShouldBe(before);
        (await App.SyncAsync(Defaults.AcceptingCarrier)).ToJsonString().ShouldBe("""{"created":[],"raised":[],"resolved":[]}""");
    }
}

using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>What a newer snapshot does to an older one, and to its differences.</summary>
public sealed class ReplacementTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Theory]
    [InlineData("PT0S", 0)]
    [InlineData("PT2S", 1)]
    [InlineData("PT5S", 2)]
    public async Task A_newer_snapshot_takes_over_from_one_in_progress_and_nothing_of_the_old_one_happens_any_more(string after, int stepsBefore)
    {
        var old = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15"));
        var before = await App.AdvanceAsync(after);
        before.Subjects().Count.ShouldBe(stepsBefore);

        var replacement = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-10"));

        var replaced = await App.GetSnapshotAsync(old.Text("id"));
        replaced.Text("status").ShouldBe("replaced");
        replaced.Text("replaced_by").ShouldBe(replacement.Text("id"));
        replaced.StatusAt(Defaults.AcceptingCarrier).ShouldBe("replaced");
        replaced.Text("version").ShouldNotBe(old.Text("version"));
        replaced["member_snapshot"]!.ToJsonString().ShouldBe(old["member_snapshot"]!.ToJsonString());
        replacement["replaced_by"].ShouldBeNull();
        (await App.ClockAsync()).Number("pending").ShouldBe(1);

        var ledger = await App.AdvanceAsync("P1D");
        ledger.Subjects().Distinct().ShouldHaveSingleItem();
        ledger.Subjects().ShouldAllBe(id => !before.Subjects().Contains(id));
        (await App.GetSnapshotAsync(old.Text("id"))).ToJsonString().ShouldBe(replaced.ToJsonString());
        (await App.EventTypesAsync(old.Text("id"))).ShouldBe(["member_snapshot.status_change", "member_snapshot_carrier_fulfillment_status.status_change"]);
        (await App.EventTypesAsync(replacement.Text("id"))).ShouldBe(["member_snapshot.status_change", "member_snapshot_carrier_fulfillment_status.status_change"]);
        (await App.GetSnapshotAsync(replacement.Text("id"))).Text("status").ShouldBe("completed");
    }

    [Fact]
    public async Task A_replaced_snapshot_without_a_connected_carrier_stays_replaced()
    {
        var elsewhere = new Offer("dental", "30b74a44-d5b1-4123-a7a4-6d3aec251ba4", null, "Elsewhere");
        var old = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(elsewhere, "2024-09-15"));
        _ = await App.AdvanceAsync("PT0.5S");

        var replacement = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(elsewhere, "2024-09-10"));

        var replaced = await App.GetSnapshotAsync(old.Id());
        replaced.Text("status").ShouldBe("replaced");
        replaced.Text("replaced_by").ShouldBe(replacement.Id());
        replaced.StatusAt(elsewhere.CarrierId).ShouldBe("not_connected");
        (await App.ClockAsync()).Number("pending").ShouldBe(1);
        var ledger = await App.AdvanceAsync("P1D");
        ledger.Steps().ShouldBe(["+1.5 complete"]);
        ledger.Subjects().ShouldBe([replacement.Id()]);
        (await App.GetSnapshotAsync(old.Id())).ToJsonString().ShouldBe(replaced.ToJsonString());
        (await App.EventTypesAsync(old.Id())).ShouldBe(["member_snapshot.status_change"]);
    }

    [Fact]
    public async Task A_snapshot_that_is_held_at_the_carrier_is_replaced_too_and_releasing_does_not_bring_it_back()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule("hold"));
        var old = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15"));
        var held = (await App.AdvanceAsync("PT1H")).Subjects().Distinct().Single();
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-10"));

        _ = await App.BehaveAsync(Defaults.AcceptingCarrier);

        (await App.AdvanceAsync("P1D")).Subjects().ShouldNotContain(held);
        (await App.GetSnapshotAsync(old.Text("id"))).Text("status").ShouldBe("replaced");
        (await App.RecordsAsync(Defaults.AcceptingCarrier))[FamilyBody.Id(1)]["enrollments"]!.AsArray().ShouldHaveSingleItem()!
            .Text("effective_start_date").ShouldBe("2024-09-10");
    }

    [Fact]
    public async Task What_a_carrier_has_finished_stays_finished_when_the_rest_is_replaced()
    {
        _ = await App.BehaveAsync(Defaults.ShiftingCarrier, Rule("hold"));
        var old = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15").Enroll(Offer.Vision, "2024-09-15"));
        _ = await App.AdvanceAsync("P1D");

        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15").Enroll(Offer.Vision, "2024-09-10"));

        var replaced = await App.GetSnapshotAsync(old.Text("id"));
        replaced.Text("status").ShouldBe("replaced");
        replaced.StatusAt(Defaults.AcceptingCarrier).ShouldBe("sent");
        replaced.StatusAt(Defaults.ShiftingCarrier).ShouldBe("replaced");
    }

    [Fact]
    public async Task A_completed_snapshot_keeps_its_status()
    {
        var old = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15"));
        _ = await App.AdvanceAsync("P1D");
        var completed = await App.GetSnapshotAsync(old.Text("id"));

        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-10"));
        _ = await App.AdvanceAsync("P1D");

        (await App.GetSnapshotAsync(old.Text("id"))).ToJsonString().ShouldBe(completed.ToJsonString());
        completed.Text("status").ShouldBe("completed");
    }

    [Fact]
    public async Task The_transactions_of_a_replaced_snapshot_are_canceled_where_they_are_and_the_others_stay()
    {
        _ = await App.BehaveAsync(Defaults.ShiftingCarrier, Rule("hold"));
        var old = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15").Enroll(Offer.Vision, "2024-09-15"));
        _ = await App.AdvanceAsync("PT1M");
        var before = await TransactionsAsync();

        _ = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15").Enroll(Offer.Vision, "2024-09-10"));

        var after = await TransactionsAsync();
        after[Defaults.AcceptingCarrier].ToJsonString().ShouldBe(before[Defaults.AcceptingCarrier].ToJsonString());
        var canceled = after[Defaults.ShiftingCarrier];
        canceled.Text("status").ShouldBe("canceled");
        canceled.Number("modified").ShouldBe(StartSeconds + 60);
        canceled.Text("version").ShouldNotBe(before[Defaults.ShiftingCarrier].Text("version"));
        canceled["status_details"]!.ToJsonString().ShouldBe(before[Defaults.ShiftingCarrier]["status_details"]!.ToJsonString());

        async Task<Dictionary<string, JsonNode>> TransactionsAsync() => (await App.AllAsync("/fulfillment/api/v1/member_transactions"))
            .Where(transaction => transaction.Text("member_request_id") == old.Id())
            .ToDictionary(transaction => transaction.Text("carrier_id"));
    }

    [Fact]
    public async Task Another_employee_s_snapshot_is_left_alone()
    {
        var other = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(2).Enroll(Offer.Dental, "2024-09-15"));

        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15"));

        (await App.GetSnapshotAsync(other.Text("id"))).ToJsonString().ShouldBe(other.ToJsonString());
    }

    [Fact]
    public async Task A_platform_value_that_changes_replaces_the_open_difference()
    {
        var old = await DiscrepancyAsync();
        var eventsBefore = (await App.EventTypesAsync()).Count;
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule("hold"));

        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-10"));

        var open = (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem();
        var replaced = await App.DifferenceAsync(old.Text("id"));
        replaced.Text("replaced_by").ShouldBe(open.Text("id"));
        replaced["resolved"].ShouldBeNull();
        replaced.Number("discrepancy_time").ShouldBe(old.Number("discrepancy_time"));
        replaced["fields"]!.ToJsonString().ShouldBe(old["fields"]!.ToJsonString());
        open.Text("object_id").ShouldBe(old.Text("object_id"));
        open["discrepancy_time"].ShouldBeNull();
        open["fields"]![0]!.Text("platform_value").ShouldBe("2024-09-10");
        open["fields"]![0]!.Text("carrier_value").ShouldBe("2024-09-25");
        (await App.EventTypesAsync()).Skip(eventsBefore).ShouldBe(["difference.replaced", "difference.created"]);
        (await App.EventTypesAsync(old.Text("id"))).ShouldBe(["difference.created", "difference.discrepancy", "difference.replaced"]);
        (await App.DifferencesAsync($"member_snapshot_id={snapshot.Text("id")}")).ShouldHaveSingleItem().Text("id").ShouldBe(open.Text("id"));

        _ = await App.AdvanceAsync("P30D");
        (await App.DifferenceAsync(old.Text("id"))).ToJsonString().ShouldBe(replaced.ToJsonString());
    }

    [Fact]
    public async Task A_name_that_changes_while_the_person_is_pending_replaces_what_is_missing()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15"));
        var before = await App.ExampleDifferencesAsync();

        _ = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15").With("employee.person.first_name", "Adeline"));

        var open = await App.ExampleDifferencesAsync("is_open=true");
        open.Select(it => it.Text("difference_type")).Order().ShouldBe(["missing_ie", "new_hire"]);
        open.ShouldAllBe(it => it["fields"]![0]!["platform_value"]!.Text("member_first_name") == "Adeline");
        foreach (var old in before)
        {
            var successor = open.Single(it => it.Text("difference_type") == old.Text("difference_type"));
            (await App.DifferenceAsync(old.Text("id"))).Text("replaced_by").ShouldBe(successor.Text("id"));
        }
    }

    [Fact]
    public async Task The_same_platform_value_keeps_the_difference_and_adds_a_source()
    {
        var first = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15"));
        var before = await App.ExampleDifferencesAsync();
        _ = await App.AdvanceAsync("PT0.5S");

        var second = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15"));

        (await App.ExampleDifferencesAsync()).Select(it => it.ToJsonString()).ShouldBe(before.Select(it => it.ToJsonString()));
        foreach (var difference in before)
        {
            var sources = (await App.DifferenceAsync(difference.Text("id")))["sources"]!.AsArray();
            sources.Select(it => it!.Text("member_snapshot_id")).ShouldBe([first.Text("id"), second.Text("id")]);
            sources.ShouldAllBe(it => it!.Text("stage") == "member_snapshot_sent_to_noyo");
            (await App.EventTypesAsync(difference.Text("id"))).ShouldBe(["difference.created"]);
        }
    }

    [Fact]
    public async Task A_later_snapshot_that_wants_what_the_carrier_has_resolves_the_old_discrepancy_when_it_is_sent()
    {
        var old = await DiscrepancyAsync();
        var sentAt = StartSeconds + 86400;

        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-25"));

        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        var resolved = await App.DifferenceAsync(old.Text("id"));
        resolved.Number("resolved").ShouldBe(sentAt);
        resolved.Number("discrepancy_time").ShouldBe(old.Number("discrepancy_time"));
        resolved["replaced_by"].ShouldBeNull();
        var source = resolved["sources"]!.AsArray()[^1]!;
        source.Text("stage").ShouldBe("member_snapshot_sent_to_noyo");
        source["resolves_difference"]!.GetValue<bool>().ShouldBeTrue();
        source["is_discrepancy"]!.GetValue<bool>().ShouldBeFalse();
        source.Text("member_snapshot_id").ShouldBe(snapshot.Text("id"));
        source.Number("carrier_fetch_time").ShouldBe(sentAt);
        (await App.EventTypesAsync(old.Text("id"))).ShouldBe(["difference.created", "difference.discrepancy", "difference.resolved"]);

        (await App.AdvanceAsync("P1D")).Steps().ShouldBe(["+86401 submit"]);
        (await App.GetSnapshotAsync(snapshot.Text("id"))).StatusAt(Defaults.AcceptingCarrier).ShouldBe("no_changes");
    }

    /// <summary>The platform wants 2024-09-15, the carrier has 2024-09-25; a day has passed.</summary>
    private async Task<JsonNode> DiscrepancyAsync()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule(Starting("+P10D")));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15"));
        _ = await App.AdvanceAsync("P1D");
        return (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem();
    }
}

using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>What kind a transaction is, and how it ends.</summary>
public sealed class TransactionTypeTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Fact]
    public async Task A_newborn_beside_an_older_hire_is_a_life_event_where_it_is_enrolled_and_nothing_elsewhere()
    {
        _ = await App.BehaveAsync(Defaults.ShiftingCarrier);
        var hired = FamilyBody.Of(1).With("events", Events("new_hire")).With("employee.event_id", "new_hire")
            .Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Vision, "2024-01-01");
        (await TypesAsync(hired)).ShouldBe(["carrier_new_hire", "carrier_new_hire"]);

        var newborn = FamilyBody.Of(1, dependents: 1).With("events", Events("new_hire", "newborn")).With("employee.event_id", "new_hire")
            .With("dependents[0].event_id", "newborn")
            .Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Medical, "2024-08-20", position: 2).Enroll(Offer.Vision, "2024-01-01");

        (await TypesAsync(newborn)).ShouldBe(["carrier_qualifying_life_event_full", "carrier_demographic_full"]);
    }

    [Theory]
    [InlineData("open_enrollment", "carrier_open_enrollment_full")]
    [InlineData("cobra_enrollment", "carrier_cobra_enrollment")]
    [InlineData("marriage", "carrier_qualifying_life_event_full")]
    [InlineData(null, "carrier_qualifying_life_event_full")]
    public async Task The_event_of_the_enrolled_member_goes_before_that_of_the_person(string? reason, string type)
    {
        _ = await TypesAsync(FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        var body = FamilyBody.Of(1).With("events", Events("new_hire", reason ?? "moved")).With("employee.event_id", "new_hire")
            .Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Dental, "2024-09-01");
        if (reason is not null)
            body["coverages"]![1]!["enrolled_members"]![0]!["event_id"] = reason;

        (await TypesAsync(body)).ShouldBe([type]);
    }

    [Theory]
    [InlineData("termination", "carrier_termination")]
    [InlineData("cobra_termination", "carrier_cobra_termination")]
    [InlineData("divorce", "carrier_qualifying_life_event_full")]
    [InlineData(null, "carrier_termination")]
    public async Task Coverage_that_ends_is_a_termination_unless_an_event_says_otherwise(string? reason, string type)
    {
        _ = await TypesAsync(FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        var body = FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01", "2024-08-31").With("employee.employment.employment_dates.terminated", "2024-08-20");
        if (reason is not null)
            body = body.With("events", Events(reason)).With("employee.event_id", reason);

        (await TypesAsync(body)).ShouldBe([type]);
    }

    [Fact]
    public async Task A_change_of_a_persons_data_is_demographic_whatever_the_event()
    {
        _ = await TypesAsync(FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        var body = FamilyBody.Of(1).With("events", Events("new_hire")).With("employee.event_id", "new_hire")
            .With("employee.person.last_name", "Renamed").Enroll(Offer.Medical, "2024-01-01");

        (await TypesAsync(body)).ShouldBe(["carrier_demographic_full"]);
    }

    [Fact]
    public async Task A_failed_transaction_has_its_error_as_its_result()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule(Rejecting("Salary is missing", "So is the class")));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-15"));
        (await NewestAsync())["result"]!.ToJsonString().ShouldBe("{}");

        _ = await App.AdvanceAsync("PT1M");

        var failed = await NewestAsync();
        failed.Text("status").ShouldBe("failed");
        failed["result"]!.ToJsonString().ShouldBe("""{"error":"Salary is missing; So is the class"}""");
    }

    [Fact]
    public async Task A_snapshot_that_changes_nothing_because_a_discrepancy_stands_ends_without_changes()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Vision, "2024-08-22"));
        _ = await App.AdvanceAsync("PT1M");
        var standing = (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem();
        standing.Text("difference_type").ShouldBe("ie_effective_start_date");

        var again = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Vision, "2024-08-22"));
        _ = await App.AdvanceAsync("PT1M");

        (await App.GetSnapshotAsync(again.Id())).StatusAt(Defaults.ShiftingCarrier).ShouldBe("no_changes");
        (await App.GetSnapshotAsync(again.Id())).Text("status").ShouldBe("completed");
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem().Id().ShouldBe(standing.Id());
        var changed = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).With("employee.person.last_name", "Renamed").Enroll(Offer.Vision, "2024-08-22"));
        _ = await App.AdvanceAsync("PT1M");
        (await App.GetSnapshotAsync(changed.Id())).StatusAt(Defaults.ShiftingCarrier).ShouldBe("sent");
    }

    [Fact]
    public async Task What_a_carrier_loses_was_sent_and_what_it_loses_again_changed_nothing()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule("drop"));
        var first = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        _ = await App.AdvanceAsync("PT1M");
        var second = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        _ = await App.AdvanceAsync("PT1M");

        (await App.GetSnapshotAsync(first.Id())).StatusAt(Defaults.AcceptingCarrier).ShouldBe("sent");
        (await App.GetSnapshotAsync(second.Id())).StatusAt(Defaults.AcceptingCarrier).ShouldBe("no_changes");
    }

    private static JsonArray Events(params string[] reasons) => new([.. reasons.Select(reason => (JsonNode)new JsonObject
    {
        ["id"] = reason,
        ["date"] = "2024-08-01",
        ["type"] = "coverage",
        ["reason"] = reason,
    })]);

    /// <summary>Posts a snapshot, lets carriers work on it, and gives the types of its transactions, the accepting carrier's first.</summary>
    private async Task<IReadOnlyList<string>> TypesAsync(JsonObject body)
    {
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        _ = await App.AdvanceAsync("PT1M");
        return
        [
            .. (await App.AllAsync("/fulfillment/api/v1/member_transactions")).Where(it => it.Text("member_request_id") == snapshot.Id())
                .OrderByDescending(it => it.Text("carrier_id") == Defaults.AcceptingCarrier).Select(it => it.Text("transaction_type")),
        ];
    }

    private async Task<JsonNode> NewestAsync() => (await App.GetAsync("/fulfillment/api/v1/member_transactions"))["response"]![0]!;
}

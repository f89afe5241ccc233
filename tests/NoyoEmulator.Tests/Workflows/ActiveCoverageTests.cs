using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>What counts as coverage that a snapshot may not leave out: what Noyo finds at the carrier, now and later.</summary>
public sealed class ActiveCoverageTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Fact]
    public async Task Coverage_whose_stated_end_is_still_to_come_need_not_be_sent_again()
    {
        _ = await App.DoAsync(HttpMethod.Put, "/_emulator/clock", new JsonObject { ["mode"] = "frozen", ["now"] = "2022-10-24T12:00:00Z" });
        var first = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2022-10-01", "2022-10-31"));
        _ = await App.AdvanceAsync("P2D");
        (await App.GetSnapshotAsync(first.Id())).Text("status").ShouldBe("completed");

        var correction = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).With("employee.person.home_address.street_one", "2 Main St"));

        correction["fulfillment_summary"]!.AsArray().ShouldHaveSingleItem()!.Text("carrier_id").ShouldBe(Defaults.AcceptingCarrier);
        correction["warnings"]!.AsArray().ShouldBeEmpty();
        _ = await App.AdvanceAsync("PT1M");
        var record = (await App.RecordsAsync(Defaults.AcceptingCarrier))[FamilyBody.Id(1)];
        record["enrollments"]![0]!.Text("effective_end_date").ShouldBe("2022-10-31");
        record["person"]!["home_address"]!.Text("street_one").ShouldBe("2 Main St");
        (await EndsAsync()).ShouldBe(["medical 2022-10-31"]);
    }

    [Fact]
    public async Task Under_terminate_a_stated_end_is_never_moved_forward()
    {
        await PostAndAdvanceAsync(FamilyBody.Of(1).Enroll(Offer.Dental, "2024-01-01", "2024-12-31").Enroll(Offer.Medical, "2024-01-01"));

        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, Terminating(FamilyBody.Of(1)));

        _ = await App.AdvanceAsync("PT1M");
        (await EndsAsync()).ShouldBe(["dental 2024-12-31", "medical 2024-08-31"]);
        (await HeldEndsAsync(Defaults.AcceptingCarrier)).ShouldBe(["dental 2024-12-31", "medical 2024-08-31"]);
        (await TransactionsAsync(snapshot.Id())).ShouldBe(["carrier_termination"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("terminate")]
    public async Task Coverage_that_the_carrier_refused_may_be_left_out_and_is_no_longer_asked_for(string? policy)
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule(Rejecting("No"), new JsonObject { ["line_of_coverage"] = "dental" }));
        await PostAndAdvanceAsync(FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-01"));
        (await App.ExampleDifferencesAsync("is_open=true")).Count.ShouldBe(2);

        var snapshot = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, policy is null ? FamilyBody.Of(1) : Terminating(FamilyBody.Of(1)));

        snapshot["warnings"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldBe(
            $"The snapshot leaves out the dental coverage of employee {FamilyBody.Id(1)}, of which nothing is active at carrier {Defaults.AcceptingCarrier}; "
            + "it is no longer asked for.");
        snapshot["fulfillment_summary"]!.AsArray().ShouldBeEmpty();
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        _ = await App.AdvanceAsync("P2D");
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        (await EndsAsync()).ShouldBe(["dental 2024-08-31"]);
        (await App.RecordsAsync(Defaults.AcceptingCarrier)).ShouldNotContainKey(FamilyBody.Id(1));
    }

    [Fact]
    public async Task Coverage_on_its_way_to_the_carrier_may_not_be_left_out()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-01"));
        (await RefusedAsync(FamilyBody.Of(1))).ShouldStartWith($"This snapshot is missing the following active coverages: dental for employee {FamilyBody.Id(1)}.");
    }

    [Fact]
    public async Task Coverage_that_is_being_reopened_may_not_be_left_out()
    {
        await PostAndAdvanceAsync(FamilyBody.Of(1).Enroll(Offer.Dental, "2024-01-01", "2024-07-31"));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-01-01"));
        (await RefusedAsync(FamilyBody.Of(1))).ShouldContain($"dental for employee {FamilyBody.Id(1)}");
    }

    [Fact]
    public async Task Coverage_that_a_carrier_ended_by_itself_may_be_left_out_and_ends_as_it_did_there()
    {
        await PostAndAdvanceAsync(FamilyBody.Of(1).Enroll(Offer.Dental, "2024-01-01"));
        var ended = (await App.RecordsAsync(Defaults.AcceptingCarrier))[FamilyBody.Id(1)]["enrollments"]![0]!.DeepClone().AsObject().With("effective_end_date", "2024-07-31");
        _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), new JsonObject { ["enrollments"] = new JsonArray(ended) });
        _ = await App.SyncAsync(Defaults.AcceptingCarrier);
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem();

        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1));

        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        (await EndsAsync()).ShouldBe(["dental 2024-07-31"]);
    }

    [Fact]
    public async Task Coverage_that_only_the_carrier_knows_may_not_be_left_out_under_reject()
    {
        await HoldingVisionAsync();

        (await RefusedAsync(FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"))).ShouldBe(
            $"This snapshot is missing the following active coverages: vision for employee {FamilyBody.Id(1)}. "
            + "If you intend to terminate a coverage, please send a snapshot that includes a termination date before omitting it from future snapshots.");

        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01").Enroll(Vision, "2024-02-01"));
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Coverage_that_only_the_carrier_knows_continues_with_a_warning_under_continue()
    {
        await HoldingVisionAsync();
        var body = FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01").With("omitted_coverage_handling", new JsonObject { ["policy"] = "continue" });

        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);

        snapshot["warnings"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldContain($"vision coverage of employee {FamilyBody.Id(1)}");
        _ = await App.AdvanceAsync("PT1M");
        (await HeldEndsAsync(Defaults.AcceptingCarrier)).ShouldBe(["medical 9999-12-31", "vision 9999-12-31"]);
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem().Text("difference_classification").ShouldBe("missing_from_platform");
    }

    [Fact]
    public async Task Coverage_that_only_the_carrier_knows_is_ended_there_by_a_transaction_under_terminate()
    {
        await HoldingVisionAsync();

        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, Terminating(FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01")));

        (await TransactionsAsync(snapshot.Id())).ShouldBe(["carrier_termination"]);
        snapshot["member_snapshot"]!["coverages"]!.AsArray().Select(coverage => coverage!.Text("line_of_coverage")).ShouldBe(["medical", "vision"]);
        _ = await App.AdvanceAsync("PT1M");
        (await HeldEndsAsync(Defaults.AcceptingCarrier)).ShouldBe(["medical 9999-12-31", "vision 2024-08-31"]);
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        (await EndsAsync()).ShouldBe(["medical 9999-12-31", "vision 2024-08-31"]);
    }

    [Fact]
    public async Task Coverage_that_only_the_carrier_knows_and_that_has_an_end_need_not_be_sent()
    {
        await HoldingVisionAsync(end: "2024-12-31");
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, Terminating(FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01")));
        _ = await App.AdvanceAsync("PT1M");
        (await HeldEndsAsync(Defaults.AcceptingCarrier)).ShouldBe(["medical 9999-12-31", "vision 2024-12-31"]);
    }

    [Fact]
    public async Task Only_carriers_with_current_or_future_coverage_take_part()
    {
        _ = await App.BehaveAsync(Defaults.ShiftingCarrier);
        await PostAndAdvanceAsync(FamilyBody.Of(1).Enroll(Offer.Medical, "2019-01-01", "2020-12-31").Enroll(Offer.Vision, "2024-01-01"));
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule(Rejecting("Nobody is covered here")));

        var renamed = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).With("employee.person.last_name", "Renamed").Enroll(Offer.Vision, "2024-01-01"));

        renamed["fulfillment_summary"]!.AsArray().ShouldHaveSingleItem()!.Text("carrier_id").ShouldBe(Defaults.ShiftingCarrier);
        _ = await App.AdvanceAsync("P2D");
        (await App.GetSnapshotAsync(renamed.Id())).Text("status").ShouldBe("completed");
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        (await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/status"))["carrier_statuses"]!.AsArray()
            .ShouldAllBe(carrier => carrier!.Text("status") == "stable");

        // Nor does a sync ask a former carrier for the new name; of the coverage that it had, it is asked.
        (await App.SyncAsync(Defaults.AcceptingCarrier))["created"]!.AsArray().ShouldBeEmpty();
        var later = (await App.RecordsAsync(Defaults.AcceptingCarrier))[FamilyBody.Id(1)]["enrollments"]![0]!.DeepClone().AsObject().With("effective_end_date", "2021-01-31");
        _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), new JsonObject { ["enrollments"] = new JsonArray(later) });
        _ = await App.SyncAsync(Defaults.AcceptingCarrier);
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem().Text("difference_type").ShouldBe("ie_effective_end_date");
    }

    [Fact]
    public async Task A_carrier_with_future_coverage_takes_part()
    {
        await PostAndAdvanceAsync(FamilyBody.Of(1).Enroll(Offer.Medical, "2025-01-01", "2025-12-31"));
        (await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1)))["fulfillment_summary"]!.AsArray().ShouldHaveSingleItem();
    }

    private static Offer Vision => new("vision", Defaults.AcceptingCarrier, null, "Vision at the carrier");

    private static JsonObject Terminating(JsonObject body) => body.With(
        "omitted_coverage_handling", new JsonObject { ["policy"] = "terminate", ["termination_rule"] = "end_of_current_month" });

    /// <summary>A family with medical coverage whose carrier also has vision for the employee, and Noyo knows it.</summary>
    private async Task HoldingVisionAsync(string end = OpenEnd)
    {
        await PostAndAdvanceAsync(FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        var enrollments = (await App.RecordsAsync(Defaults.AcceptingCarrier))[FamilyBody.Id(1)]["enrollments"]!.DeepClone().AsArray();
        enrollments.Add(new JsonObject
        {
            ["line_of_coverage"] = "vision",
            ["plan_name"] = Vision.PlanName,
            ["effective_start_date"] = "2024-02-01",
            ["effective_end_date"] = end,
        });
        _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), new JsonObject { ["enrollments"] = enrollments });
        _ = await App.SyncAsync(Defaults.AcceptingCarrier);
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem().Text("difference_type").ShouldBe("missing_ie");
    }

    private async Task PostAndAdvanceAsync(JsonObject body)
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        _ = await App.AdvanceAsync("PT1M");
    }

    private async Task<string> RefusedAsync(JsonObject body) =>
        (await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", body)).Text("message");

    private async Task<IReadOnlyList<string>> TransactionsAsync(string snapshotId) =>
    [
        .. (await App.AllAsync("/fulfillment/api/v1/member_transactions")).Where(it => it.Text("member_request_id") == snapshotId)
            .Select(it => it.Text("transaction_type")),
    ];

    /// <summary>What Noyo has: line and end of each coverage.</summary>
    private async Task<IReadOnlyList<string>> EndsAsync() =>
    [
        .. (await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/member_snapshot"))["coverages"]!.AsArray()
            .Select(coverage => $"{coverage!.Text("line_of_coverage")} {coverage!["enrolled_members"]![0]!.Text("effective_end_date")}").Order(),
    ];

    private async Task<IReadOnlyList<string>> HeldEndsAsync(string carrierId) =>
    [
        .. (await App.RecordsAsync(carrierId))[FamilyBody.Id(1)]["enrollments"]!.AsArray()
            .Select(coverage => $"{coverage!.Text("line_of_coverage")} {coverage!.Text("effective_end_date")}").Order(),
    ];
}

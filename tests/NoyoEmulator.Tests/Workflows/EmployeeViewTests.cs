using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>Dry runs, the calculated snapshot and the employee's status.</summary>
public sealed class EmployeeViewTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string UnknownId = "30b74a44-d5b1-4123-a7a4-6d3aec251ba4";

    [Fact]
    public async Task A_dry_run_gives_the_answer_of_the_real_run_and_stores_nothing()
    {
        var body = FamilyBody.Of(1, dependents: 1).Enroll(Offer.Medical, "2024-09-01");
        var before = await App.StateAsync();

        var dry = await App.DoAsync(HttpMethod.Post, TestPath, new JsonObject { ["member_snapshot"] = body.DeepClone() });

        (await App.StateAsync()).ShouldBe(before);
        dry["trace_ids"]!.AsArray().ShouldHaveSingleItem();
        var real = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        real.ToJsonString().ShouldBe(dry["member_snapshot"]!.ToJsonString());
    }

    [Fact]
    public async Task A_dry_run_takes_carriers_as_connected_or_not_as_it_is_told()
    {
        var body = FamilyBody.Of(1).Enroll(Offer.Medical, "2024-09-01").Enroll(new Offer("dental", UnknownId, null, "Elsewhere"), "2024-09-01");
        var overrides = new JsonArray(
            new JsonObject { ["carrier_id"] = Defaults.AcceptingCarrier, ["connected"] = false },
            new JsonObject { ["carrier_id"] = UnknownId, ["connected"] = true });

        var dry = await App.DoAsync(HttpMethod.Post, TestPath, new JsonObject { ["member_snapshot"] = body, ["carrier_overrides"] = overrides });

        dry["member_snapshot"]!.StatusAt(Defaults.AcceptingCarrier).ShouldBe("not_connected");
        dry["member_snapshot"]!.StatusAt(UnknownId).ShouldBe("processing");
    }

    [Fact]
    public async Task A_dry_run_is_refused_as_the_real_one_with_the_place_in_its_own_body()
    {
        var body = FamilyBody.Of(1).Enroll(Offer.Medical, "2024-02-30");
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, TestPath, new JsonObject { ["member_snapshot"] = body });
        error["errors"]![0]!.Text("field").ShouldBe("$.member_snapshot.coverages[0].enrolled_members[0].effective_start_date");
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, TestPath, new JsonObject());
    }

    [Fact]
    public async Task The_calculated_snapshot_states_what_Noyo_has_and_posting_it_changes_nothing()
    {
        _ = await App.BehaveAsync(Defaults.ShiftingCarrier);
        var body = FamilyBody.Of(1, dependents: 2).Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Medical, "2024-02-01", position: 2)
            .Enroll(Offer.Dental, "2024-01-01", "2023-12-31").Enroll(Offer.Life, "2023-01-01", "2024-05-31", volume: 50000).Enroll(Offer.Vision, "2024-09-01");
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        _ = await App.AdvanceAsync("PT1M");

        var calculated = await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/member_snapshot");

        calculated["dependents"]!.AsArray().Count.ShouldBe(2);
        calculated["coverages"]!.AsArray().Select(coverage => coverage!.Text("line_of_coverage")).Order().ShouldBe(["dental", "life", "medical", "vision"]);
        calculated["coverages"]!.AsArray().Sum(coverage => coverage!["enrolled_members"]!.AsArray().Count).ShouldBe(5);
        var posted = await App.PostSnapshotAsync(Defaults.ExampleGroup, calculated);
        posted["created_members"]!.AsArray().ShouldBeEmpty();
        _ = await App.AdvanceAsync("PT1M");
        (await App.GetSnapshotAsync(posted.Text("id")))["fulfillment_summary"]!.AsArray().ShouldAllBe(entry => entry!.Text("status") == "no_changes");
        (await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/member_snapshot")).ToJsonString().ShouldBe(calculated.ToJsonString());
    }

    [Fact]
    public async Task The_calculated_snapshot_has_the_dependents_in_the_order_in_which_they_were_sent_last()
    {
        var body = FamilyBody.Of(1, dependents: 3);
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        var dependents = body["dependents"]!.AsArray();
        var reversed = new JsonArray([.. dependents.Reverse().Select(dependent => dependent!.DeepClone())]);

        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).With("dependents", reversed));

        (await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/member_snapshot"))["dependents"]!.AsArray()
            .Select(dependent => dependent!.Id()).ShouldBe([FamilyBody.Id(1, 4), FamilyBody.Id(1, 3), FamilyBody.Id(1, 2)]);
    }

    [Fact]
    public async Task The_status_is_pending_then_stable_then_unable_to_fulfill_with_the_carriers_words()
    {
        var first = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-09-01"));
        var pending = await StatusAsync();
        pending.Text("status").ShouldBe("pending_changes");
        pending["pending_changes"]!.AsArray().ShouldHaveSingleItem()!.Text("id").ShouldBe(first.Text("id"));
        pending["latest_platform_change"].ShouldBeNull();

        _ = await App.AdvanceAsync("PT1M");
        var stable = await StatusAsync();
        stable.Text("status").ShouldBe("stable");
        stable["pending_changes"]!.AsArray().ShouldBeEmpty();
        stable["latest_platform_change"]!.Text("id").ShouldBe(first.Text("id"));

        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule(Rejecting("Salary effective date needed for volume change")));
        var second = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-10-01"));
        _ = await App.AdvanceAsync("PT1M");
        var refused = await StatusAsync();
        refused.Text("status").ShouldBe("unable_to_fulfill");
        refused["latest_platform_change"]!.Text("id").ShouldBe(second.Text("id"));
        refused["latest_platform_change"]!["error"]!.Text("message").ShouldBe("Salary effective date needed for volume change");
    }

    [Theory]
    [InlineData("member_snapshot")]
    [InlineData("member_snapshots")]
    [InlineData("status")]
    public async Task An_unknown_employee_is_answered_with_Noyos_message(string view)
    {
        foreach (var id in new[] { UnknownId, "nobody", Defaults.Jade })
        {
            var error = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/api/v1/employees/{id}/{view}");
            error.Text("message").ShouldBe($"Employee not found with UUID {id}");
        }
    }

    private static string TestPath => $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots/test";

    private async Task<JsonNode> StatusAsync() =>
        (await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/status"))["carrier_statuses"]!.AsArray().ShouldHaveSingleItem()!;
}

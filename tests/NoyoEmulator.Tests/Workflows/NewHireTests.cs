using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>A group's whole life through Noyo's own API: from its creation to the end of its connection.</summary>
public sealed class NewHireTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Fact]
    public async Task A_group_is_made_connected_enrolled_read_and_disconnected_through_Noyos_own_API()
    {
        var group = await App.DoAsync(HttpMethod.Post, "/api/v1/groups", new JsonObject { ["name"] = "Heron Prints", ["federal_ein"] = "112222222" });
        var groupPath = $"/api/v1/groups/{group.Id()}";
        var connection = await App.DoAsync(HttpMethod.Post, $"{groupPath}/group_connections", new JsonObject
        {
            ["carrier_id"] = Defaults.ShiftingCarrier,
            ["group_data"] = new JsonObject { ["carrier_group_id"] = "LV-4711" },
        });
        _ = await App.AdvanceAsync("PT6S");
        (await App.GetAsync($"/api/v1/group_connections/{connection.Id()}")).Text("status").ShouldBe("completed");
        (await App.GetAsync($"{groupPath}/carrier_configurations"))[0]!.Text("carrier_group_id").ShouldBe("LV-4711");
        (await App.AllAsync($"/api/v1/groups?carrier_id={Defaults.ShiftingCarrier}&carrier_group_id=LV-4711")).Select(JsonText.Id).ShouldBe([group.Id()]);

        var plan = (await App.AllAsync($"{groupPath}/plans?line_of_coverage=vision&status=active")).ShouldHaveSingleItem();
        plan.Text("name").ShouldBe(Offer.Vision.PlanName);

        // The carrier starts coverage on the first of the next month, whatever it is asked for.
        var vision = Offer.Vision with { PlanId = plan.Id() };
        var body = FamilyBody.Of(1, dependents: 1).Enroll(vision, "2024-09-15").Enroll(vision, "2024-09-15", position: 2);
        var snapshot = await App.PostSnapshotAsync(group.Id(), body);
        _ = await App.AdvanceAsync("P1D");
        (await App.GetSnapshotAsync(snapshot.Id())).StatusAt(Defaults.ShiftingCarrier).ShouldBe("sent");

        var enrollments = $"/api/v1/employees/{FamilyBody.Id(1)}/individual_enrollments?include_dependents=true";
        (await StatusesAsync($"{enrollments}&effective_date=2024-09-14")).ShouldBe(["pending", "pending"]);
        (await StatusesAsync($"{enrollments}&effective_date=2024-09-15")).ShouldBe(["active", "active"]);
        (await StatusesAsync($"{enrollments}&effective_date=2030-01-01")).ShouldBe(["active", "active"]);
        (await App.GetAsync($"{groupPath}/employees?first_name=ad")).Total().ShouldBe(1);

        var difference = (await App.AllDifferencesAsync($"group_id={group.Id()}&type=ie_effective_start_date"))[0];
        var enrollment = await App.GetAsync($"/api/v1/individual_enrollments/{difference.Text("object_id")}");
        enrollment.Text("effective_start_date").ShouldBe("2024-09-15");
        enrollment.Text("plan_id").ShouldBe(plan.Id());
        (await App.GetAsync($"/api/v1/group_enrollments/{enrollment.Text("group_enrollment_id")}")).Text("group_id").ShouldBe(group.Id());

        _ = await App.DoAsync(HttpMethod.Post, "/api/v1/group_disconnection_requests", new JsonObject
        {
            ["group_id"] = group.Id(),
            ["carrier_id"] = Defaults.ShiftingCarrier,
            ["effective_end_date"] = "2024-10-01",
        });
        _ = await App.DoAsync(HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["to"] = "2024-10-01" });
        var refused = await App.PostSnapshotAsync(group.Id(), body);
        refused.Text("status").ShouldBe("canceled");
        refused.StatusAt(Defaults.ShiftingCarrier).ShouldBe("invalid");
        (await StatusesAsync(enrollments)).ShouldBe(["active", "active"]);
        (await App.EventTypesAsync()).Where(type => type.StartsWith("group", StringComparison.Ordinal)).ShouldBe(
        [
            "group.created", "group_connection_request.created", "group_connection_request.status_change", "group_connection_request.status_change",
            "group_disconnection_request.created", "group_disconnection_request.status_change",
        ]);
    }

    private async Task<IEnumerable<string>> StatusesAsync(string path) => (await App.AllAsync(path)).Select(enrollment => enrollment.Text("status"));
}

using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>Connecting groups to carriers, and what becomes of snapshots that came before.</summary>
public sealed class ConnectionTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Connections = "/api/v1/group_connections";

    [Fact]
    public async Task A_new_group_is_connected_in_the_worlds_time_with_an_event_for_each_step()
    {
        var created = await ConnectAsync("30001");

        created.Text("status").ShouldBe("created");
        created.Text("request_type").ShouldBe("initial");
        created["group_data"]!.Text("group_name").ShouldBe("Pine Street Press");
        (await App.AdvanceAsync("PT1S")).Steps().ShouldBe(["+1 connect"]);
        (await StatusAsync(created.Id())).ShouldBe("processing");
        (await App.AdvanceAsync("PT5S")).Steps().ShouldBe(["+6 connect"]);
        var completed = await App.GetAsync($"{Connections}/{created.Id()}");
        completed.Text("status").ShouldBe("completed");
        completed.Number("completed").ShouldBe(StartSeconds + 6);
        completed.Text("version").ShouldNotBe(created.Text("version"));
        (await App.EventTypesAsync()).ShouldBe([
            "group.created", "group_connection_request.created", "group_connection_request.status_change", "group_connection_request.status_change",
        ]);

        var snapshot = await App.PostSnapshotAsync(created.Text("group_id"), FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        _ = await App.AdvanceAsync("P1D");
        (await App.GetSnapshotAsync(snapshot.Id())).StatusAt(Defaults.AcceptingCarrier).ShouldBe("sent");
    }

    [Fact]
    public async Task What_was_posted_before_the_connection_is_compared_when_it_is_complete_and_sent_with_the_next_snapshot()
    {
        var connection = await ConnectAsync("30002");
        var group = connection.Text("group_id");
        var body = FamilyBody.Of(1, dependents: 1).Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Medical, "2024-01-01", position: 2);

        var before = await App.PostSnapshotAsync(group, body);

        before.StatusAt(Defaults.AcceptingCarrier).ShouldBe("not_connected");
        (await App.AllDifferencesAsync($"group_id={group}")).ShouldBeEmpty();
        _ = await App.AdvanceAsync("PT5S");
        (await App.AllDifferencesAsync($"group_id={group}")).ShouldBeEmpty();
        _ = await App.AdvanceAsync("PT1S");
        var differences = await App.AllDifferencesAsync($"group_id={group}&is_discrepancy=true");
        differences.Select(difference => difference.Text("difference_type")).Order().ShouldBe(["missing_ie", "missing_ie", "new_hire"]);
        (await App.GetSnapshotAsync(before.Id())).StatusAt(Defaults.AcceptingCarrier).ShouldBe("not_connected");

        var after = await App.PostSnapshotAsync(group, body);
        _ = await App.AdvanceAsync("P1D");
        (await App.GetSnapshotAsync(after.Id())).StatusAt(Defaults.AcceptingCarrier).ShouldBe("sent");
        (await App.AllDifferencesAsync($"group_id={group}&is_open=true")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_latest_snapshot_of_a_family_counts_and_other_carriers_are_left_alone()
    {
        var connection = await ConnectAsync("30003");
        var group = connection.Text("group_id");
        _ = await App.PostSnapshotAsync(group, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        _ = await App.PostSnapshotAsync(group, FamilyBody.Of(1).Enroll(Offer.Vision, "2024-01-01"));

        _ = await App.AdvanceAsync("P1D");

        (await App.AllDifferencesAsync($"group_id={group}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_carrier_that_takes_files_is_waited_for_until_the_first_one_went_out()
    {
        var connection = await App.DoAsync(HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/group_connections", Nested(Defaults.SendCarrier, "5511"));
        connection.Text("request_type").ShouldBe("incremental");
        var life = new Offer("life", Defaults.SendCarrier, null, "Term Life");
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(life, "2024-01-01", volume: 50_000));
        _ = await App.AdvanceAsync("PT6S");

        (await StatusAsync(connection.Id())).ShouldBe("waiting_on_carrier");
        (await App.RecordsAsync(Defaults.SendCarrier)).ShouldContainKey(FamilyBody.Id(1));
        _ = await App.AdvanceAsync("PT5S");

        (await StatusAsync(connection.Id())).ShouldBe("completed");
        (await App.ExampleDifferencesAsync()).ShouldBeEmpty();
        var next = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(life, "2024-01-01", volume: 60_000));
        _ = await App.AdvanceAsync("P1D");
        (await App.GetSnapshotAsync(next.Id())).StatusAt(Defaults.SendCarrier).ShouldBe("sent");
    }

    [Fact]
    public async Task What_a_carrier_that_takes_files_was_not_sent_in_the_first_one_is_sent_as_the_connection_is_complete()
    {
        var connection = await App.DoAsync(HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/group_connections", Nested(Defaults.SendCarrier, "5512"));
        var advance = $"/_emulator/group_connections/{connection.Id()}/advance";
        _ = await App.DoAsync(HttpMethod.Post, advance, new JsonObject { ["status"] = "waiting_on_carrier" });
        _ = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(new Offer("life", Defaults.SendCarrier, null, "Term Life"), "2024-01-01", volume: 50_000));

        _ = await App.DoAsync(HttpMethod.Post, advance, new JsonObject { ["status"] = "completed" });

        (await App.RecordsAsync(Defaults.SendCarrier)).ShouldContainKey(FamilyBody.Id(1));
        (await App.ExampleDifferencesAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("action_required", "completed")]
    [InlineData("carrier_authorization", "completed")]
    [InlineData("noyo_review", "noyo_review")]
    [InlineData("waiting_on_carrier", "waiting_on_carrier")]
    [InlineData("unable_to_connect", "unable_to_connect")]
    [InlineData("processing", "processing")]
    public async Task A_connection_comes_to_rest_where_the_carrier_or_its_group_id_says_and_a_retry_does_what_was_asked_for(string outcome, string retried)
    {
        var named = await ConnectAsync($"emulator-{outcome.Replace('_', '-')}-7");
        _ = await App.SetBehaviorAsync(
            Defaults.ShiftingCarrier, new JsonObject { ["connection"] = new JsonObject { ["outcome"] = outcome, ["delay"] = "PT1M" } });
        var habit = await ConnectAsync("30004", Defaults.ShiftingCarrier);

        _ = await App.AdvanceAsync("PT1H");

        (await StatusAsync(named.Id())).ShouldBe(outcome);
        (await StatusAsync(habit.Id())).ShouldBe(outcome);
        var again = await App.DoAsync(HttpMethod.Put, $"{Connections}/{named.Id()}/retry", new JsonObject { ["federal_ein"] = "120000000" });
        again.Text("status").ShouldBe("processing");
        again.Text("federal_ein").ShouldBe("120000000");
        _ = await App.AdvanceAsync("PT1H");
        (await StatusAsync(named.Id())).ShouldBe(retried);
    }

    [Fact]
    public async Task A_retry_with_another_group_id_goes_by_the_new_one_and_a_completed_connection_has_none()
    {
        var stuck = await ConnectAsync("emulator-unable-to-connect");
        _ = await App.AdvanceAsync("PT1H");

        _ = await App.DoAsync(HttpMethod.Put, $"{Connections}/{stuck.Id()}/retry", new JsonObject { ["carrier_group_id"] = "30005" });
        _ = await App.AdvanceAsync("PT1H");

        (await StatusAsync(stuck.Id())).ShouldBe("completed");
        _ = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Put, $"{Connections}/{stuck.Id()}/retry", new JsonObject());
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Put, $"{Connections}/{Defaults.Jade}/retry", new JsonObject());
    }

    [Fact]
    public async Task A_group_has_one_connection_with_a_carrier_and_a_carriers_group_id_one_group()
    {
        var first = await ConnectAsync("30006");

        var second = await App.RefusedAsync(
            HttpStatusCode.Conflict, HttpMethod.Post, $"/api/v1/groups/{first.Text("group_id")}/group_connections", Nested(Defaults.AcceptingCarrier, "30007"));
        second.Text("message").ShouldBe($"The group has a connection to this carrier already: {first.Id()}, created");
        var taken = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, Connections, Initial(Defaults.AcceptingCarrier, "30006"));
        taken.Text("message").ShouldBe($"The carrier_group_id belongs to group {first.Text("group_id")}, by its connection {first.Id()}");
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, Connections, Initial(Defaults.Jade, "1"));
        (await App.EventTypesAsync()).ShouldBe(["group.created", "group_connection_request.created"]);
    }

    [Fact]
    public async Task The_control_plane_brings_a_connection_to_any_status_until_it_is_complete()
    {
        var connection = await ConnectAsync("30008");
        var advance = $"/_emulator/group_connections/{connection.Id()}/advance";
        _ = await App.PostSnapshotAsync(connection.Text("group_id"), FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));

        (await App.DoAsync(HttpMethod.Post, advance, new JsonObject { ["status"] = "Carrier_Authorization" })).Text("status").ShouldBe("carrier_authorization");
        (await App.AdvanceAsync("P1D")).Steps().ShouldNotContain(step => step.EndsWith("connect", StringComparison.Ordinal));
        (await App.DoAsync(HttpMethod.Post, advance, new JsonObject { ["status"] = "completed" })).Text("status").ShouldBe("completed");

        (await App.AllDifferencesAsync($"group_id={connection.Text("group_id")}")).Count.ShouldBe(2);
        _ = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, advance, new JsonObject { ["status"] = "processing" });
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, advance, new JsonObject { ["status"] = "connecting" });
    }

    [Fact]
    public async Task Noyos_app_edits_a_connection_given_its_latest_version()
    {
        var connection = await ConnectAsync("30009");
        var path = $"/ui/v1/group_connections/{connection.Id()}";

        var edited = await App.DoAsync(
            HttpMethod.Put, $"{path}/{connection.Text("version")}",
            new JsonObject { ["status"] = "noyo_review", ["setup_data"] = new JsonObject { ["note"] = "look" } });

        edited.Text("status").ShouldBe("noyo_review");
        (await App.GetAsync(path))["setup_data"]!.ToJsonString().ShouldBe("""{"note":"look"}""");
        var stale = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Put, $"{path}/{connection.Text("version")}", new JsonObject());
        stale.Text("message").ShouldStartWith($"Version conflict: the latest version is {edited.Text("version")}");
    }

    [Fact]
    public async Task Connections_are_listed_by_what_they_are_in_the_order_that_is_asked_for()
    {
        var first = await ConnectAsync("30010");
        _ = await App.AdvanceAsync("PT1H");
        var second = await ConnectAsync("emulator-action-required-1");
        _ = await App.AdvanceAsync("PT1H");

        (await IdsAsync($"id={first.Id()},{second.Id()}")).ShouldBe([second.Id(), first.Id()]);
        (await IdsAsync($"id={first.Id()},{second.Id()}&sort_by=status&sort_direction=desc")).ShouldBe([first.Id(), second.Id()]);
        (await IdsAsync($"id={first.Id()},{second.Id()}&status=action_required,created")).ShouldBe([second.Id()]);
        (await IdsAsync($"carrier_id={Defaults.AcceptingCarrier}&carrier_group_id=30010")).ShouldBe([first.Id()]);
        (await IdsAsync($"carrier_id={Defaults.ShiftingCarrier}&carrier_group_id=30010")).ShouldBeEmpty();
        (await IdsAsync($"organization_id={first.Text("organization_id")}&id={first.Id()}")).ShouldBe([first.Id()]);
        (await IdsAsync($"organization_id={Defaults.Jade}")).ShouldBeEmpty();
        (await IdsAsync("requires_mapping_action_from=platform")).ShouldBeEmpty();
        (await App.AllAsync($"/api/v1/groups/{first.Text("group_id")}/group_connections?status=completed")).Select(JsonText.Id).ShouldBe([first.Id()]);
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Connections}?carrier_group_id=30010");
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Connections}?status=connecting");
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/api/v1/groups/{Defaults.Jade}/group_connections");

        async Task<IEnumerable<string>> IdsAsync(string query) => (await App.AllAsync($"{Connections}?{query}")).Select(JsonText.Id);
    }

    [Fact]
    public async Task Eligibility_tells_of_the_connections_that_there_are()
    {
        var path = $"/api/v1/groups/{Defaults.ExampleGroup}/connection_eligibility";

        (await App.GetAsync($"{path}?carrier_id={Defaults.AcceptingCarrier}")).Text("eligibility").ShouldBe("ineligible");
        var free = await App.GetAsync(path);
        free.Text("eligibility").ShouldBe("eligible");
        free.Text("carrier_id").ShouldBe(Defaults.SendCarrier);
        free["data_exchange_configuration"]!.Text("name").ShouldBe("Standard");
        (await App.GetAsync($"{path}?carrier_id={Defaults.Jade}")).Text("eligibility").ShouldBe("ineligible");
    }

    [Fact]
    public async Task A_completed_connection_and_every_sync_tell_when_a_group_was_last_compared()
    {
        var connection = await ConnectAsync("30011");
        var audits = $"/api/v1/groups/{connection.Text("group_id")}/audit_requests";

        (await App.GetAsync($"{audits}/latest")).Number("completed_at").ShouldBe(StartSeconds);
        (await App.GetAsync($"{audits}/latest"))["carrier_ids"]!.AsArray().ShouldBeEmpty();
        _ = await App.AdvanceAsync("PT6S");
        (await App.GetAsync($"{audits}/latest")).Number("completed_at").ShouldBe(StartSeconds + 6);
        _ = await App.AdvanceAsync("P3D");
        _ = await App.SyncAsync(Defaults.AcceptingCarrier);

        var latest = await App.GetAsync($"{audits}/latest?carrier_id={Defaults.AcceptingCarrier}");
        latest.Number("completed_at").ShouldBe(StartSeconds + 6 + (3 * 24 * 3600));
        latest["carrier_ids"]!.ToJsonString().ShouldBe($"""["{Defaults.AcceptingCarrier}"]""");
        var list = await App.GetAsync($"{audits}/list_latest");
        list.AsArray().ShouldHaveSingleItem()!.Number("completed_at").ShouldBe(latest.Number("completed_at"));
        var earlier = await App.GetAsync($"{audits}/list_latest?effective_date={EmulatorApp.Start[..10]}");
        earlier.AsArray().ShouldHaveSingleItem()!.Number("completed_at").ShouldBe(StartSeconds + 6);
    }

    [Fact]
    public async Task A_connection_that_waits_for_somebody_is_released_with_what_else_the_carrier_holds()
    {
        _ = await App.SetBehaviorAsync(Defaults.AcceptingCarrier, new JsonObject { ["connection"] = new JsonObject { ["delay"] = "manual" } });
        var connection = await ConnectAsync("30020");
        _ = await App.AdvanceAsync("P3D");
        (await StatusAsync(connection.Id())).ShouldBe("processing");

        var release = $"/_emulator/carriers/{Defaults.AcceptingCarrier}/release";
        (await App.DoAsync(HttpMethod.Post, release, new JsonObject { ["employee_id"] = FamilyBody.Id(1) }))["released"]!.AsArray().ShouldBeEmpty();
        var step = (await App.DoAsync(HttpMethod.Post, release))["released"]!.AsArray().ShouldHaveSingleItem()!;

        step.Text("kind").ShouldBe("connect");
        step.Text("group_connection_id").ShouldBe(connection.Id());
        _ = await App.AdvanceAsync("PT1S");
        (await StatusAsync(connection.Id())).ShouldBe("completed");
    }

    [Fact]
    public async Task A_connected_group_has_the_plans_of_the_carrier_under_ids_of_its_own()
    {
        var connection = await ConnectAsync("30021");
        var group = $"/api/v1/groups/{connection.Text("group_id")}";
        (await App.AllAsync($"{group}/plans")).ShouldBeEmpty();

        _ = await App.AdvanceAsync("PT6S");

        var known = (await App.AllAsync($"/api/v1/groups/{Defaults.ExampleGroup}/plans?carrier_id={Defaults.AcceptingCarrier}")).ToList();
        var plans = await App.AllAsync($"{group}/plans");
        plans.Select(plan => plan.Text("name")).ShouldBeSubsetOf((await AllPlanNamesAsync()).ToList());
        known.Select(plan => plan.Text("name")).ShouldBeSubsetOf(plans.Select(plan => plan.Text("name")).ToList());
        plans.Select(JsonText.Id).Intersect(known.Select(JsonText.Id)).ShouldBeEmpty();
        var enrollments = (await App.AllAsync($"{group}/group_enrollments")).Select(JsonText.Id).ToList();
        foreach (var plan in plans)
            enrollments.ShouldContain((await App.GetAsync($"/api/v1/plans/{plan.Id()}"))["plan"]!.Text("group_enrollment_id"));

        var medical = plans.First(plan => plan.Text("line_of_coverage") == "medical");
        var body = FamilyBody.Of(1).Enroll(new Offer("medical", Defaults.AcceptingCarrier, medical.Id()), "2024-09-01");
        _ = await App.PostSnapshotAsync(connection.Text("group_id"), body);
        (await App.AllAsync($"/api/v1/employees/{FamilyBody.Id(1)}/individual_enrollments")).ShouldHaveSingleItem().Text("plan_id").ShouldBe(medical.Id());
        (await App.AllAsync($"{group}/plans")).Count.ShouldBe(plans.Count);
    }

    [Theory]
    [InlineData("group_data.carrier_group_id", "  ", "must not be empty")]
    [InlineData("group_data.group_name", "  ", "must not be empty")]
    [InlineData("federal_ein", "12", "must be nine digits")]
    [InlineData("group_data.carrier_group_id", "emulator-connecting-1", "begins with emulator-, and so must go on with an outcome: emulator-completed, ")]
    [InlineData("group_data.carrier_group_id", "Emulator-processingx-1", "emulator-processing")]
    public async Task What_cannot_be_connected_is_refused_by_the_field(string field, string value, string reason)
    {
        var refused = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Connections, Initial(Defaults.AcceptingCarrier, "30022").With(field, value));

        var error = refused["errors"]!.AsArray().ShouldHaveSingleItem()!;
        error.Text("field").ShouldBe($"$.{field}");
        error.Text("message").ShouldContain(reason);
    }

    [Fact]
    public async Task A_retry_corrects_the_tax_number_of_the_group_that_came_with_the_connection()
    {
        var connection = await ConnectAsync("emulator-action-required");

        _ = await App.DoAsync(HttpMethod.Put, $"{Connections}/{connection.Id()}/retry", new JsonObject { ["federal_ein"] = "98-7654321" });

        (await App.GetAsync($"/api/v1/groups/{connection.Text("group_id")}")).Text("federal_ein").ShouldBe("98-7654321");
    }

    private async Task<IEnumerable<string>> AllPlanNamesAsync()
    {
        var names = new List<string>();
        foreach (var group in (await App.AllAsync("/api/v1/groups")).Select(JsonText.Id))
            names.AddRange((await App.AllAsync($"/api/v1/groups/{group}/plans?carrier_id={Defaults.AcceptingCarrier}")).Select(plan => plan.Text("name")));
        return names;
    }

    private static JsonObject Initial(string carrierId, string carrierGroupId) => new()
    {
        ["carrier_id"] = carrierId,
        ["group_data"] = new JsonObject { ["group_name"] = "Pine Street Press", ["carrier_group_id"] = carrierGroupId },
    };

    private static JsonObject Nested(string carrierId, string carrierGroupId) =>
        new() { ["carrier_id"] = carrierId, ["group_data"] = new JsonObject { ["carrier_group_id"] = carrierGroupId } };

    private Task<JsonNode> ConnectAsync(string carrierGroupId, string carrierId = Defaults.AcceptingCarrier) =>
        App.DoAsync(HttpMethod.Post, Connections, Initial(carrierId, carrierGroupId));

    private async Task<string> StatusAsync(string connectionId) => (await App.GetAsync($"{Connections}/{connectionId}")).Text("status");
}

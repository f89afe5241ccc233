using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>The ends of connections between groups and carriers.</summary>
public sealed class DisconnectionTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Requests = "/api/v1/group_disconnection_requests";
    private const string OfCarriers = "/_emulator/group_disconnection_requests";

    // The clock starts on 2024-08-20.
    private const string EndDate = "2024-09-15";

    [Fact]
    public async Task From_its_end_date_on_the_carrier_takes_nothing_new_and_what_there_is_stays_readable()
    {
        var body = FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Vision, "2024-10-01");
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        _ = await App.AdvanceAsync("P1D");
        var request = await AskAsync();
        request.Text("status").ShouldBe("processing");
        request.Text("source_type").ShouldBe("platform");
        request["decided"].ShouldNotBeNull();

        _ = await App.DoAsync(HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["to"] = "2024-09-14T23:59:59Z" });
        (await App.GetAsync($"{Requests}/{request.Id()}")).Text("status").ShouldBe("processing");
        _ = await App.AdvanceAsync("PT1S");
        (await App.GetAsync($"{Requests}/{request.Id()}")).Text("status").ShouldBe("completed");
        (await App.EventTypesAsync()).Where(type => type.StartsWith("group_disconnection", StringComparison.Ordinal))
            .ShouldBe(["group_disconnection_request.created", "group_disconnection_request.status_change"]);

        var refused = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01", "2024-12-31").Enroll(Offer.Vision, "2024-10-01"));
        refused.StatusAt(Defaults.AcceptingCarrier).ShouldBe("invalid");
        refused.StatusAt(Defaults.ShiftingCarrier).ShouldBe("processing");
        refused["fulfillment_summary"]![0]!["errors"]![0]!.GetValue<string>().ShouldBe(
            $"The group is disconnected from carrier {Defaults.AcceptingCarrier} as of {EndDate}: new changes are not accepted");
        var calculated = await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/member_snapshot");
        calculated["coverages"]!.AsArray().Single(coverage => coverage!.Text("line_of_coverage") == "medical")!["enrolled_members"]![0]!
            .Text("effective_end_date").ShouldBe(OpenEnd);
        (await App.RecordsAsync(Defaults.AcceptingCarrier)).ShouldContainKey(FamilyBody.Id(1));
    }

    [Fact]
    public async Task A_snapshot_for_a_disconnected_carrier_alone_is_canceled_and_one_without_it_is_not_about_it()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        _ = await App.AdvanceAsync("P1D");
        _ = await AskAsync("2024-08-01");
        (await App.AdvanceAsync("PT1S")).Steps().ShouldBe(["+86401 disconnect"]);

        (await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"))).Text("status").ShouldBe("canceled");
        var other = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Vision, "2024-10-01"));
        other["fulfillment_summary"]!.AsArray().Select(entry => entry!.Text("carrier_id")).ShouldBe([Defaults.ShiftingCarrier]);
    }

    [Fact]
    public async Task A_disconnected_group_can_be_connected_again()
    {
        _ = await AskAsync("2024-08-01");
        _ = await App.AdvanceAsync("PT1S");

        _ = await App.DoAsync(HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/group_connections", new JsonObject
        {
            ["carrier_id"] = Defaults.AcceptingCarrier,
            ["group_data"] = new JsonObject { ["carrier_group_id"] = "1" },
        });
        _ = await App.AdvanceAsync("PT1H");

        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        snapshot.StatusAt(Defaults.AcceptingCarrier).ShouldBe("processing");
    }

    [Fact]
    public async Task A_carriers_request_waits_for_the_platform_who_confirms_or_rejects_it()
    {
        var body = new JsonObject { ["group_id"] = Defaults.ExampleGroup, ["carrier_id"] = Defaults.AcceptingCarrier, ["reason"] = "payment_lapse" };
        var request = await App.DoAsync(HttpMethod.Post, OfCarriers, body);
        request.Text("status").ShouldBe("needs_review");
        request.Text("source_type").ShouldBe("carrier");
        request["effective_end_date"].ShouldBeNull();

        var lacking = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, $"{Requests}/{request.Id()}/confirm", new JsonObject());
        lacking.Text("message").ShouldBe("effective_end_date is required: the request has no end date yet");
        var confirmed = await App.DoAsync(HttpMethod.Put, $"{Requests}/{request.Id()}/confirm", new JsonObject { ["effective_end_date"] = EndDate });
        confirmed.Text("status").ShouldBe("processing");
        (await App.DoAsync(HttpMethod.Put, $"{Requests}/{request.Id()}/reject")).Text("status").ShouldBe("rejected");
        (await App.AdvanceAsync("P60D")).Steps().ShouldNotContain(step => step.EndsWith("disconnect", StringComparison.Ordinal));
        _ = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Put, $"{Requests}/{request.Id()}/confirm", new JsonObject());
        (await App.GetAsync($"/ui/v1/group_disconnection_requests/{request.Id()}"))["created_reason"]!.Text("reason").ShouldBe("payment_lapse");
    }

    [Fact]
    public async Task An_edit_needs_the_latest_version_and_of_many_at_once_one_wins()
    {
        var request = await App.DoAsync(HttpMethod.Post, OfCarriers, new JsonObject { ["group_id"] = Defaults.ExampleGroup, ["carrier_id"] = Defaults.AcceptingCarrier });
        var path = $"{Requests}/{request.Id()}/{request.Text("version")}";

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(async day =>
        {
            using var response = await App.SendAsync(HttpMethod.Put, path, new JsonObject { ["status"] = "processing", ["effective_end_date"] = $"2024-10-0{day}" });
            return response.StatusCode;
        }));

        answers.Count(status => status == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(status => status == HttpStatusCode.Conflict).ShouldBe(7);
        (await App.GetAsync($"{Requests}/{request.Id()}")).Text("status").ShouldBe("processing");
    }

    [Fact]
    public async Task There_is_one_open_request_for_a_group_and_a_carrier_and_none_without_a_connection()
    {
        var request = await AskAsync();

        var again = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, Requests, Body(EndDate));
        again.Text("message").ShouldBe($"There is a request to disconnect the group from this carrier already: {request.Id()}, processing");
        var unknown = Body(EndDate);
        unknown["carrier_id"] = Defaults.SendCarrier;
        (await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Requests, unknown)).Text("message")
            .ShouldBe("carrier_id must be a carrier that the group has a connection to");
    }

    [Fact]
    public async Task Several_carriers_are_asked_for_together_or_not_at_all()
    {
        var body = new JsonObject
        {
            ["group_id"] = Defaults.ExampleGroup,
            ["carrier_ids"] = new JsonArray(Defaults.AcceptingCarrier, Defaults.Jade),
            ["effective_end_date"] = EndDate,
        };
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, "/ui/v1/group_disconnection_requests", body);
        (await App.AllAsync($"{Requests}?group_id={Defaults.ExampleGroup}")).ShouldBeEmpty();

        body["carrier_ids"] = new JsonArray(Defaults.AcceptingCarrier, Defaults.ShiftingCarrier);
        var made = await App.DoAsync(HttpMethod.Post, "/ui/v1/group_disconnection_requests", body);

        made["response"]!.AsArray().Select(request => request!.Text("carrier_id")).ShouldBe([Defaults.AcceptingCarrier, Defaults.ShiftingCarrier]);
    }

    [Fact]
    public async Task Requests_are_listed_by_what_they_are()
    {
        var request = await AskAsync();
        var group = Defaults.ExampleGroup;

        foreach (var query in new[]
        {
            $"group_id={group}", $"group_id={group}&status=processing,completed", $"group_id={group}&carrier_id={Defaults.AcceptingCarrier}",
            $"group_id={group}&min_effective_end_date={EndDate}&max_effective_end_date={EndDate}", "search=JUNIPER", $"group_id={group}&source_type=platform",
            $"id={request.Id()}",
        })
        {
            (await App.AllAsync($"{Requests}?{query}")).Select(JsonText.Id).ShouldBe([request.Id()], query);
        }

        foreach (var query in new[]
        {
            "status=rejected", $"carrier_id={Defaults.ShiftingCarrier}", "min_effective_end_date=2024-09-16&max_effective_end_date=2024-12-31", "search=nobody",
            $"source_type=carrier&group_id={group}",
        })
        {
            (await App.AllAsync($"{Requests}?{query}")).ShouldBeEmpty(query);
        }

        (await App.AllAsync($"/ui/v1/group_disconnection_requests?creation_reason=lost_group")).Select(JsonText.Id).ShouldBe([request.Id()]);
        (await App.AllAsync($"/api/v1/groups/{group}/group_disconnection_requests")).Select(JsonText.Id).ShouldBe([request.Id()]);
        (await App.AllAsync($"/api/v1/{group}/group_disconnection_requests")).Select(JsonText.Id).ShouldBe([request.Id()]);
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Requests}?min_effective_end_date=soon");
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/api/v1/{Defaults.Jade}/group_disconnection_requests");
    }

    [Fact]
    public async Task A_connection_that_was_not_complete_ends_too_and_cannot_be_tried_again()
    {
        var connection = await App.DoAsync(HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/group_connections", new JsonObject
        {
            ["carrier_id"] = Defaults.SendCarrier,
            ["group_data"] = new JsonObject { ["carrier_group_id"] = "emulator-action-required" },
        });
        var body = Body("2024-08-01");
        body["carrier_id"] = Defaults.SendCarrier;
        _ = await App.AdvanceAsync("PT1M");
        _ = await App.DoAsync(HttpMethod.Post, Requests, body);
        _ = await App.AdvanceAsync("PT1M");

        var refused = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Put, $"/api/v1/group_connections/{connection.Id()}/retry", new JsonObject());

        refused.Text("message").ShouldBe("The group was disconnected as of 2024-08-01; ask for a new connection");
    }

    [Theory]
    [InlineData("connections", """[{"id": "b9f3e0a4-6c1d-4f7e-9b52-0d8e7a6c5f41", "carrier_id": "4d4d815b-ae8f-430c-901f-1c9d5ee3f4f1"}]""", "something of a group has this id already")]
    [InlineData("disconnections", """[{"carrier_id": "4d4d815b-ae8f-430c-901f-1c9d5ee3f4f1", "status": "processing"}]""", "is required once it is decided")]
    [InlineData("disconnections", """[{"carrier_id": "4d4d815b-ae8f-430c-901f-1c9d5ee3f4f1", "reason": "bored"}]""", "must be one of: broker_of_record")]
    public async Task A_seed_whose_connections_cannot_be_is_refused_with_the_reason(string part, string rows, string reason)
    {
        var seed = await App.GetAsync("/_emulator/seed");
        seed["groups"]!.AsArray().Single(group => group!.Id() == Defaults.ExampleGroup)![part] = JsonNode.Parse(rows);

        var refused = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, "/_emulator/seed", seed);

        refused.Text("message").ShouldContain(reason);
    }

    [Fact]
    public async Task A_protected_group_is_disconnected_only_by_Noyo_itself()
    {
        var seed = await App.GetAsync("/_emulator/seed");
        seed["groups"]!.AsArray().Single(group => group!.Id() == Defaults.ExampleGroup)!["protected"] = true;
        await using var guarded = await App.CreateWorldAsync("guarded");
        _ = await guarded.DoAsync(HttpMethod.Put, "/_emulator/seed", seed);

        (await guarded.RefusedAsync(HttpStatusCode.Forbidden, HttpMethod.Post, Requests, Body(EndDate))).Text("message")
            .ShouldBe("Protected group disconnection is forbidden without an internal override.");
        _ = await guarded.DoAsync(HttpMethod.Post, "/ui/v1/group_disconnection_requests", new JsonObject
        {
            ["group_id"] = Defaults.ExampleGroup,
            ["carrier_ids"] = new JsonArray(Defaults.AcceptingCarrier),
            ["effective_end_date"] = EndDate,
            ["protected_group_override"] = true,
        });
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/guarded");
    }

    [Fact]
    public async Task A_carrier_whose_connection_has_ended_exchanges_nothing_and_is_read_no_more_until_there_is_another()
    {
        var configurations = $"/api/v1/groups/{Defaults.ExampleGroup}/carrier_configurations";
        (await TierAsync()).ShouldBe("premier");
        _ = await AskAsync("2024-08-01");
        _ = await App.AdvanceAsync("PT1S");
        (await TierAsync()).ShouldBe("not_connected");
        var warning = $"Group {Defaults.ExampleGroup} was disconnected from this carrier as of 2024-08-01: it was not read or compared.";
        foreach (var body in new[] { null, new JsonObject { ["group_id"] = Defaults.ExampleGroup } })
            (await App.SyncAsync(Defaults.AcceptingCarrier, body))["warnings"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldBe(warning);
        (await App.SyncAsync(Defaults.AcceptingCarrier, new JsonObject { ["group_id"] = Defaults.GuideGroup })).AsObject().ShouldNotContainKey("warnings");

        _ = await App.DoAsync(HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/group_connections", new JsonObject
        {
            ["carrier_id"] = Defaults.AcceptingCarrier,
            ["group_data"] = new JsonObject { ["carrier_group_id"] = "1" },
        });
        _ = await App.AdvanceAsync("PT1H");

        (await TierAsync()).ShouldBe("premier");
        async Task<string> TierAsync() => (await App.GetAsync(configurations)).AsArray()
            .Single(configuration => configuration!.Text("carrier_id") == Defaults.AcceptingCarrier)!["connection_configuration"]!.Text("connection_tier");
    }

    [Fact]
    public async Task A_connection_that_is_ended_before_it_is_complete_could_not_be_made()
    {
        var connection = await App.DoAsync(HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/group_connections", new JsonObject
        {
            ["carrier_id"] = Defaults.SendCarrier,
            ["group_data"] = new JsonObject { ["carrier_group_id"] = "emulator-processing-1" },
        });
        _ = await App.DoAsync(HttpMethod.Post, Requests, Body("2024-08-01").With("carrier_id", Defaults.SendCarrier));

        _ = await App.AdvanceAsync("PT1H");

        (await App.GetAsync($"/api/v1/group_connections/{connection.Id()}")).Text("status").ShouldBe("unable_to_connect");
        (await App.EventTypesAsync()).Count(type => type == "group_connection_request.status_change").ShouldBe(2);
    }

    [Theory]
    [InlineData("group_audit_request")]
    [InlineData("group_setup_request")]
    [InlineData("member_transaction")]
    public async Task None_comes_from_Noyos_other_sources(string source) =>
        (await App.GetAsync($"{Requests}?source_type={source}")).Total().ShouldBe(0);

    [Fact]
    public async Task A_carrier_that_is_named_twice_is_refused_before_anything_is_done()
    {
        var refused = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, "/ui/v1/group_disconnection_requests", new JsonObject
        {
            ["group_id"] = Defaults.ExampleGroup,
            ["carrier_ids"] = new JsonArray(Defaults.AcceptingCarrier, Defaults.AcceptingCarrier.ToUpperInvariant()),
            ["effective_end_date"] = EndDate,
        });

        refused["errors"]!.AsArray().Select(error => $"{error!.Text("field")} {error!.Text("message")}").ShouldAllBe(error => error.EndsWith("must be given once", StringComparison.Ordinal));
    }

    private static JsonObject Body(string end) => new()
    {
        ["group_id"] = Defaults.ExampleGroup,
        ["carrier_id"] = Defaults.AcceptingCarrier,
        ["effective_end_date"] = end,
        ["reason"] = "lost_group",
    };

    private Task<JsonNode> AskAsync(string end = EndDate) => App.DoAsync(HttpMethod.Post, Requests, Body(end));
}

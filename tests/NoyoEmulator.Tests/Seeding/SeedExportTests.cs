using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Seeding;

/// <summary>A world that is written down as a seed, and built again from it.</summary>
public sealed class SeedExportTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Connections = "/api/v1/group_connections";
    private const string Disconnections = "/api/v1/group_disconnection_requests";

    [Fact]
    public async Task Connections_keep_all_that_was_stated_of_them_and_where_they_stand()
    {
        var failed = await App.DoAsync(HttpMethod.Post, Connections, JsonNode.Parse($$"""
            {"carrier_id": "{{Defaults.AcceptingCarrier}}", "federal_ein": "120000001", "group_data": {"group_name": "Pine Street Press",
             "carrier_group_id": "emulator-unable-to-connect-1", "broker_federal_ein": "120000002", "broker_tin": "120000003",
             "employer_email_address": "owner@pine.example"} }
            """));
        _ = await App.AdvanceAsync("PT1H");
        var path = $"/ui/v1/group_connections/{failed.Id()}";
        _ = await App.DoAsync(HttpMethod.Put, $"{path}/{(await App.GetAsync(path)).Text("version")}", JsonNode.Parse("""{"setup_data": {"note": ["look"]}}"""));
        var newer = await ConnectAsync(failed.Text("group_id"), "emulator-action-required-1");
        _ = await App.AdvanceAsync("PT1H");
        var retried = await App.DoAsync(HttpMethod.Put, $"{Connections}/{newer.Id()}/retry", new JsonObject());

        await using var other = await ReloadAsync();

        foreach (var id in new[] { failed.Id(), newer.Id() })
            Plain(await other.GetAsync($"/ui/v1/group_connections/{id}")).ShouldBe(Plain(await App.GetAsync($"/ui/v1/group_connections/{id}")));
        retried.Text("status").ShouldBe("processing");
        _ = await other.AdvanceAsync("PT1H");
        (await other.GetAsync($"{Connections}/{newer.Id()}")).Text("status").ShouldBe("completed");
        (await other.GetAsync($"{Connections}/{failed.Id()}")).Text("status").ShouldBe("unable_to_connect");
        var refused = await other.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Put, $"{Connections}/{failed.Id()}/retry", new JsonObject());
        refused.Text("message").ShouldContain(newer.Id());
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/reloaded");
    }

    [Fact]
    public async Task A_connection_that_has_just_been_asked_for_goes_its_way_in_the_new_world()
    {
        var connection = await ConnectAsync(Defaults.ExampleGroup, "5512", Defaults.SendCarrier);

        await using var other = await ReloadAsync();
        (await other.GetAsync($"{Connections}/{connection.Id()}")).Text("status").ShouldBe("created");
        _ = await other.AdvanceAsync("P1D");

        (await other.GetAsync($"{Connections}/{connection.Id()}")).Text("status").ShouldBe("completed");
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/reloaded");
    }

    [Fact]
    public async Task A_disconnection_keeps_why_it_was_turned_down()
    {
        var asked = await App.DoAsync(HttpMethod.Post, "/_emulator/group_disconnection_requests", new JsonObject
        {
            ["group_id"] = Defaults.ExampleGroup,
            ["carrier_id"] = Defaults.AcceptingCarrier,
            ["reason"] = "payment_lapse",
        });
        _ = await App.DoAsync(HttpMethod.Put, $"{Disconnections}/{asked.Id()}/{asked.Text("version")}", new JsonObject
        {
            ["status"] = "rejected",
            ["reason"] = "payment_reinstated",
            ["context"] = "paid on Monday",
        });

        await using var other = await ReloadAsync();

        var rejected = (await other.GetAsync($"/ui/v1/group_disconnection_requests/{asked.Id()}"))["rejected_reason"]!;
        rejected.Text("reason").ShouldBe("payment_reinstated");
        rejected.Text("context_from_platform").ShouldBe("paid on Monday");
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/reloaded");
    }

    [Fact]
    public async Task A_renewal_decision_keeps_its_issues_and_one_that_is_submitted_is_judged()
    {
        var path = $"/api/v1/groups/{Defaults.ExampleGroup}/renewal_decisions";
        JsonObject Body() => new() { ["renewal_date"] = "2024-10-02", ["body"] = JsonNode.Parse($$"""{"carriers": [{"carrier_id": "{{Defaults.AcceptingCarrier}}"}]}""") };
        var judged = await App.DoAsync(HttpMethod.Post, path, Body());
        _ = await App.AdvanceAsync("PT15S");
        var submitted = await App.DoAsync(HttpMethod.Post, path, Body());

        await using var other = await ReloadAsync();

        (await other.GetAsync($"{path}/{judged.Id()}"))["issues"]!.ToText().ShouldBe((await App.GetAsync($"{path}/{judged.Id()}"))["issues"]!.ToText());
        (await other.GetAsync($"{path}/{submitted.Id()}")).Text("status").ShouldBe("submitted");
        _ = await other.AdvanceAsync("PT15S");
        (await other.GetAsync($"{path}/{submitted.Id()}")).Text("status").ShouldBe("not_ready");
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/reloaded");
    }

    [Fact]
    public async Task A_member_is_found_by_each_id_that_the_platform_ever_used_for_it()
    {
        var body = FamilyBody.Of(1);
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        body["employee"]!["custom_individual_id"] = "renamed-1";
        body["enable_member_auto_link"] = true;
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);

        await using var other = await ReloadAsync();

        foreach (var name in new[] { FamilyBody.CustomId(1), "renamed-1" })
            (await other.GetAsync($"/api/v1/groups/{Defaults.ExampleGroup}/employees/{name}")).Id().ShouldBe(FamilyBody.Id(1), name);
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/reloaded");
    }

    [Theory]
    [InlineData("location_id", "\"5e1ec7ed-0000-4000-8000-000000000001\"", "location_id", "the group has no location with this id")]
    [InlineData("further_ids", """[{"individual_id": "5e1ec7ed-0000-4000-8000-000000000001", "custom_individual_id": "x"}]""", "further_ids[0].individual_id", "the family has no member with this id")]
    [InlineData("further_ids", """[{"individual_id": "EMPLOYEE", "custom_individual_id": "family-1-1"}]""", "further_ids[0].custom_individual_id", "a member of the group has this id already")]
    [InlineData("further_ids", """[{"individual_id": "EMPLOYEE"}]""", "further_ids[0].custom_individual_id", "is required")]
    public async Task A_family_that_refers_to_what_is_not_there_is_refused_with_the_place(string field, string value, string place, string reason)
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        var seed = await App.GetAsync("/_emulator/seed");
        var index = seed["families"]!.AsArray().ToList().FindIndex(family => family!["snapshot"]!["employee"]!["id"]!.GetValue<string>() == FamilyBody.Id(1));
        seed["families"]![index]![field] = JsonNode.Parse(value.Replace("EMPLOYEE", FamilyBody.Id(1), StringComparison.Ordinal));

        var refused = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, "/_emulator/seed", seed);

        var error = refused["errors"]!.AsArray().ShouldHaveSingleItem()!;
        error.Text("field").ShouldBe($"$.families[{index}].{place}");
        error.Text("message").ShouldContain(reason);
    }

    private static string Plain(JsonNode connection) =>
        connection.DeepClone().AsObject().Without("version").Without("created").Without("modified").ToText();

    private Task<JsonNode> ConnectAsync(string groupId, string carrierGroupId, string carrierId = Defaults.AcceptingCarrier) =>
        App.DoAsync(HttpMethod.Post, $"/api/v1/groups/{groupId}/group_connections", new JsonObject
        {
            ["carrier_id"] = carrierId,
            ["group_data"] = new JsonObject { ["carrier_group_id"] = carrierGroupId },
        });

    private async Task<EmulatorApp> ReloadAsync()
    {
        var seed = await App.GetAsync("/_emulator/seed");
        var other = await App.CreateWorldAsync("reloaded");
        _ = await other.DoAsync(HttpMethod.Put, "/_emulator/seed", seed.DeepClone());
        (await other.GetAsync("/_emulator/seed")).ToText().ShouldBe(seed.ToText());
        return other;
    }
}

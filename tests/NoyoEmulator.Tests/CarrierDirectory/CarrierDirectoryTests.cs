using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.CarrierDirectory;

/// <summary>Noyo's Carrier API.</summary>
public sealed class CarrierDirectoryTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Carriers = "/carrier/api/v1/carriers";
    private const string Organization = "34a3ac5b-fa32-4714-b2fe-2ff5a6a3e68c";
    private const string Alder = "5e1ec7ed-0000-4000-8000-000000000002";
    private const string Birch = "5e1ec7ed-0000-4000-8000-000000000003";
    private const string Cedar = "5e1ec7ed-0000-4000-8000-000000000004";
    private const string Nobody = "00000000-0000-4000-8000-000000000000";

    [Fact]
    public async Task The_default_carriers_offer_what_groups_have_of_them()
    {
        await using var app = new EmulatorApp();

        var list = (await app.GetAsync(Carriers)).AsArray();

        list.Select(carrier => carrier!.Text("display_name")).ShouldBe(["Harbor Mutual", "Lantern Vision", "Northgate Life"]);
        var harbor = list[0]!;
        _ = harbor.AsObject().Remove("version");
        harbor.ToText().ShouldBe(
            $$"""{"id":"{{Defaults.AcceptingCarrier}}","display_name":"Harbor Mutual","internal_name":"harbor_mutual","state":"US","lines_of_coverage":["medical","dental","life-basic"],"is_send":false,"status":"connected"}""");
        var one = await app.GetAsync($"{Carriers}/{Defaults.AcceptingCarrier}");
        _ = one.AsObject().Remove("version");
        one.ToText().ShouldBe(harbor.ToText());
    }

    [Theory]
    [InlineData("", "Alder,Birch,Cedar & Sons")]
    [InlineData("state=OR", "Birch")]
    [InlineData("state=US", "Alder,Cedar & Sons")]
    [InlineData("internal_name=CEDAR_SONS", "Cedar & Sons")]
    [InlineData("internal_name=cedar", "")]
    [InlineData("line_of_coverage=life-basic", "Birch,Cedar & Sons")]
    [InlineData("line_of_coverage=medical", "Alder,Cedar & Sons")]
    [InlineData($"ids={Cedar},{Birch}", "Birch,Cedar & Sons")]
    [InlineData($"ids={Cedar},{Birch}&is_send=true", "Birch")]
    [InlineData("is_listed=false", "Birch")]
    [InlineData("is_listed=true&is_send=false", "Alder,Cedar & Sons")]
    [InlineData($"organization_id={Organization}", "Alder,Birch")]
    [InlineData($"organization_id={Nobody}", "")]
    public async Task Filters_hold_alone_and_together(string query, string names)
    {
        await SeedAsync();

        (await App.GetAsync($"{Carriers}?{query}")).AsArray().Select(carrier => carrier!.Text("display_name"))
            .ShouldBe(names.Split(',', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("state=XX", "state")]
    [InlineData("line_of_coverage=life", "line_of_coverage")]
    [InlineData("ids=7", "ids")]
    [InlineData("organization_id=7", "organization_id")]
    [InlineData("is_listed=maybe", "is_listed")]
    [InlineData("is_send=maybe", "is_send")]
    [InlineData("page_size=5", "page_size")]
    [InlineData("name=x", "name")]
    public async Task What_cannot_be_read_or_is_not_known_is_named(string query, string parameter) =>
        (await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Carriers}?{query}"))["errors"]!.AsArray()
            .ShouldHaveSingleItem()!.Text("field").ShouldBe(parameter);

    [Fact]
    public async Task A_carrier_can_be_asked_for_once_and_its_status_tells()
    {
        await SeedAsync();
        (await StatusesAsync()).ShouldBe(["connected", "connecting", "not_connected"]);

        var request = await App.DoAsync(HttpMethod.Post, $"{Carriers}/request", new JsonObject { ["carrier_id"] = Cedar, ["estimated_volume"] = 12 });

        (request.Text("carrier_id"), request.Text("organization_id"), request.Text("status"), request.Number("estimated_volume"), request.Number("created"))
            .ShouldBe((Cedar, Organization, "pending", 12, WorldIntents.StartSeconds));
        (await StatusesAsync()).ShouldBe(["connected", "connecting", "pending"]);
        (await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, $"{Carriers}/request", new JsonObject { ["carrier_id"] = Cedar }))
            .Text("message").ShouldBe($"Organization {Organization} has asked for carrier {Cedar} already");
        (await App.GetAsync($"/_emulator/explain/{request.Id()}")).Text("what").ShouldBe($"that organization {Organization} asked for carrier {Cedar}: pending");

        async Task<IEnumerable<string>> StatusesAsync() => (await App.GetAsync(Carriers)).AsArray().Select(carrier => carrier!.Text("status"));
    }

    [Fact]
    public async Task What_cannot_be_asked_for_is_refused()
    {
        (await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, $"{Carriers}/request", new JsonObject { ["carrier_id"] = Nobody }))
            .Text("message").ShouldBe($"Carrier not found with UUID {Nobody}");
        foreach (var (body, field) in new[] { ("{}", "$.carrier_id"), ("""{"carrier_id": "x"}""", "$.carrier_id"), ($$"""{"carrier_id": "{{Cedar}}", "estimated_volume": -1}""", "$.estimated_volume") })
        {
            (await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, $"{Carriers}/request", JsonNode.Parse(body)))["errors"]!.AsArray()
                .ShouldHaveSingleItem()!.Text("field").ShouldBe(field);
        }

        (await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"{Carriers}/x")).Text("message").ShouldBe("Carrier not found with UUID x");
    }

    [Fact]
    public async Task A_world_without_groups_has_no_organization_that_could_ask()
    {
        _ = await App.DoAsync(HttpMethod.Put, "/_emulator/seed", JsonNode.Parse($$"""{"carriers": [{"id": "{{Alder}}", "display_name": "Alder"}]}"""));

        (await App.GetAsync(Carriers)).AsArray().ShouldHaveSingleItem()!["lines_of_coverage"]!.AsArray().Count.ShouldBe(17);
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, $"{Carriers}/request", new JsonObject { ["carrier_id"] = Alder });
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, "/api/v1/groups", new JsonObject { ["name"] = "Fern" });
        (await App.DoAsync(HttpMethod.Post, "/api/v1/groups", new JsonObject { ["name"] = "Fern", ["organization_id"] = Organization })).Text("organization_id").ShouldBe(Organization);
        _ = await App.DoAsync(HttpMethod.Post, $"{Carriers}/request", new JsonObject { ["carrier_id"] = Alder });
    }

    private async Task SeedAsync() => await App.DoAsync(HttpMethod.Put, "/_emulator/seed", JsonNode.Parse($$"""
        {
          "organization_id": "{{Organization}}",
          "carriers": [
            {"id": "{{Alder}}", "display_name": "Alder"},
            {"id": "{{Birch}}", "display_name": "Birch", "behavior": {"tier": "send"}, "state": "OR", "lines_of_coverage": ["vision", "life-basic"], "is_listed": false},
            {"id": "{{Cedar}}", "display_name": "Cedar & Sons"}
          ],
          "groups": [
            {
              "id": "5e1ec7ed-0000-4000-8000-000000000001", "name": "Fern",
              "connections": [{"carrier_id": "{{Alder}}"}, {"carrier_id": "{{Birch}}", "status": "processing"}],
              "plans": [{"id": "5e1ec7ed-0000-4000-8000-000000000005", "carrier_id": "{{Alder}}", "line_of_coverage": "medical", "name": "PPO"}]
            }
          ]
        }
        """));
}

using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Fulfillment.Groups;

/// <summary>What Noyo holds of groups at carriers, and groups as Noyo's own pages read them.</summary>
public sealed class CarrierConfigurationTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Group = "5e1ec7ed-0000-4000-8000-000000000001";
    private const string Path = $"/fulfillment/api/v1/groups/{Group}/carrier_configurations";
    private const string Sync = "5e1ec7ed-0000-4000-8000-000000000002";
    private const string Send = "5e1ec7ed-0000-4000-8000-000000000003";
    private const string Third = "5e1ec7ed-0000-4000-8000-000000000004";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _ = await App.DoAsync(HttpMethod.Put, "/_emulator/seed", Seed());
    }

    [Fact]
    public async Task Each_connection_has_one_that_fits_the_tier_of_its_carrier()
    {
        var configurations = await ListAsync();

        configurations.Keys.ShouldBe([Sync, Send], ignoreOrder: true);
        configurations[Sync].Text("carrier_group_id").ShouldBe("S-1");
        configurations[Sync]["connection_configuration"]!.ToText().ShouldBe(
            """{"connection_tier":"premier","data_exchange":{"enrollment_errors":{"enabled":true,"default_method":"snapshot_errors"},"enrollments":{"from_carrier":{"enabled":true},"to_carrier":{"enabled":true,"default_method":"api"}},"group_structure":{"enabled":true,"default_method":"api"}}}""");
        configurations[Send].Text("carrier_group_id").Length.ShouldBe(8);
        configurations[Send]["configuration"]!.ToText().ShouldBe("{}");
        configurations[Send]["connection_configuration"]!.ToText().ShouldBe(
            """{"connection_tier":"standard","data_exchange":{"enrollment_errors":{"enabled":false},"enrollments":{"from_carrier":{"enabled":false},"to_carrier":{"enabled":true,"default_method":"feeds"}},"group_structure":{"enabled":false}}}""");
        var madeUp = configurations[Send].Text("carrier_group_id");
        _ = await App.ResetAsync();
        (await ListAsync())[Send].Text("carrier_group_id").ShouldBe(madeUp);
    }

    [Fact]
    public async Task Only_those_that_have_begun_are_listed()
    {
        (await ListAsync("?effective_date=2024-09-01")).Keys.ShouldBe([Sync, Send, Third], ignoreOrder: true);
        (await ListAsync("?effective_date=2024-08-31")).Keys.ShouldBe([Sync, Send], ignoreOrder: true);
        (await ListAsync("?effective_date=1999-01-01")).Keys.ShouldBe([Sync, Send], ignoreOrder: true);
        _ = await App.AdvanceAsync("P12D");
        var third = (await ListAsync())[Third];
        third["configuration"]!.ToText().ShouldBe("""{"billing_groups":["North",7]}""");
        third.AsObject()["carrier_group_id"].ShouldBeNull();
        third.AsObject().ContainsKey("carrier_group_id").ShouldBeTrue();
        (await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Path}?effective_date=2024-02-30"))["errors"]![0]!.Text("field").ShouldBe("effective_date");
    }

    [Fact]
    public async Task An_edit_changes_what_it_states_of_the_connection_and_nothing_else()
    {
        var configuration = (await ListAsync())[Sync];

        var edited = await EditAsync(configuration, """
            {"connection_configuration": {"connection_tier": null, "data_exchange": {"enrollments": {"to_carrier": {"default_method": "manual_noyo"}}}}, "carrier_group_id": "x"}
            """);

        edited["connection_configuration"]!.ToText().ShouldBe(
            """{"connection_tier":null,"data_exchange":{"enrollment_errors":{"enabled":true,"default_method":"snapshot_errors"},"enrollments":{"from_carrier":{"enabled":true},"to_carrier":{"enabled":true,"default_method":"manual_noyo"}},"group_structure":{"enabled":true,"default_method":"api"}}}""");
        edited.Text("carrier_group_id").ShouldBe("S-1");
        edited.Text("version").ShouldNotBe(configuration.Text("version"));
        (await ListAsync())[Sync].ToText().ShouldBe(edited.ToText());
        var stale = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Put, $"{Path}/{configuration.Id()}/{configuration.Text("version")}", new JsonObject());
        stale.Text("message").ShouldContain(edited.Text("version"));
    }

    [Theory]
    [InlineData("""{"connection_tier": "gold"}""", "$.connection_configuration.connection_tier")]
    [InlineData("""{"data_exchange": {"enrollment_errors": {"default_method": "mail"}}}""", "$.connection_configuration.data_exchange.enrollment_errors.default_method")]
    [InlineData("""{"data_exchange": {"enrollments": {"to_carrier": {"default_method": "mail"}}}}""", "$.connection_configuration.data_exchange.enrollments.to_carrier.default_method")]
    [InlineData("""{"data_exchange": {"group_structure": {"enabled": "yes"}}}""", "$.connection_configuration.data_exchange.group_structure.enabled")]
    public async Task A_configuration_that_cannot_be_is_refused_with_the_place(string connection, string field)
    {
        var configuration = (await ListAsync())[Sync];

        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, $"{Path}/{configuration.Id()}/{configuration.Text("version")}",
            new JsonObject { ["connection_configuration"] = JsonNode.Parse(connection) });

        error["errors"]!.AsArray().ShouldHaveSingleItem()!.Text("field").ShouldBe(field);
    }

    [Fact]
    public async Task Noyos_own_pages_have_a_group_with_what_belongs_to_it()
    {
        var group = await App.GetAsync($"/ui/v1/groups/{Group}");

        group["group"]!.Id().ShouldBe(Group);
        group["group"]!["is_protected_group"]!.GetValue<bool>().ShouldBeFalse();
        group["locations"]!.AsArray().ShouldHaveSingleItem()!.Text("display_name").ShouldBe("Mill");
        group["group_carrier_configurations"]!.AsArray().Select(entry => entry!.Text("carrier_id")).ShouldBe([Sync, Send], ignoreOrder: true);
        var list = await App.GetAsync("/ui/v1/groups");
        list["response"]!.AsArray().Select(entry => entry!.ToText()).ShouldContain(group.ToText());
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/ui/v1/groups/{Sync}");
    }

    [Fact]
    public async Task The_carriers_of_a_group_are_those_it_has_connections_to()
    {
        async Task<IEnumerable<string>> CarriersAsync(string query) =>
            (await App.GetAsync($"/ui/v1/groups/{Group}/carriers{query}")).AsArray().Select(id => id!.GetValue<string>());

        (await CarriersAsync("")).ShouldBe([Sync, Send]);
        (await CarriersAsync("?disconnection_eligible=false")).ShouldBe([Sync, Send]);
        (await CarriersAsync("?disconnection_eligible=true")).ShouldBe([Sync]);
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"/ui/v1/groups/{Group}/carriers?disconnection_eligible=maybe");
    }

    [Fact]
    public async Task The_settings_of_a_configuration_can_be_mapped_once_it_has_begun()
    {
        const string path = $"/fulfillment/ui/v1/groups/{Group}/mappable_fields?carrier_id={Third}";

        var field = (await App.AllAsync($"{path}&effective_date=2024-09-01")).ShouldHaveSingleItem();

        field["mapped_field"]!.Text("mapped_field").ShouldBe("billing_groups");
        field["mapped_field"]!.Text("mapping_type").ShouldBe("account_structure");
        field["configurable_values"]!.ToText().ShouldBe("""[{"value":"North"},{"value":"7"}]""");
        (await App.GetAsync($"/_emulator/explain/{field["mapped_field"]!.Id()}")).Text("what").ShouldContain($"of group {Group} at carrier {Third}");
        (await App.AllAsync($"{path}&effective_date=2024-08-31")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_world_with_all_of_this_written_down_and_loaded_again_is_the_same()
    {
        _ = await EditAsync((await ListAsync())[Sync], """{"connection_configuration": {"connection_tier": "advanced"}}""");
        _ = await App.DoAsync(HttpMethod.Post, "/carrier/api/v1/carriers/request", new JsonObject { ["carrier_id"] = Third, ["estimated_volume"] = 7 });
        var written = await App.GetAsync("/_emulator/seed");
        var lists = await ListsAsync();

        _ = await App.DoAsync(HttpMethod.Put, "/_emulator/seed", written.DeepClone());

        (await App.GetAsync("/_emulator/seed")).ToText().ShouldBe(written.ToText());
        (await ListsAsync()).ShouldBe(lists);
        written["organization_carriers"]!.AsArray().ShouldHaveSingleItem()!["estimated_volume"]!.GetValue<int>().ShouldBe(7);
        written["groups"]![0]!["contacts"]![0]!.Text("email").ShouldBe("kim@example.com");
    }

    [Theory]
    [InlineData("locations", """[{"display_name": "Mill"}]""", "$.groups[0].locations[0].address")]
    [InlineData("locations", """[{"display_name": "Mill", "address": {"street_one": "1", "city": "Bend", "state": "XX", "zip_code": "97701"}}]""", "$.groups[0].locations[0].address.state")]
    [InlineData("contacts", """[{"first_name": "A", "last_name": "B", "email": "c", "types": ["carrier"]}]""", "$.groups[0].contacts[0].carrier_id")]
    [InlineData("contacts", $$"""[{"first_name": "A", "last_name": "B", "email": "c", "types": ["carrier"], "carrier_id": "{{Group}}"}]""", "$.groups[0].contacts[0].carrier_id")]
    [InlineData("carrier_configurations", """[{}]""", "$.groups[0].carrier_configurations[0].carrier_id")]
    [InlineData("federal_ein", "\"7\"", "$.groups[0].federal_ein")]
    public async Task A_seed_that_cannot_be_is_refused_with_the_place(string part, string value, string field)
    {
        var seed = Seed();
        seed["groups"]![0]![part] = JsonNode.Parse(value);

        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, "/_emulator/seed", seed);

        error["errors"]![0]!.Text("field").ShouldBe(field);
    }

    private static JsonObject Seed() => JsonNode.Parse($$"""
        {
          "organization_id": "34a3ac5b-fa32-4714-b2fe-2ff5a6a3e68c",
          "carriers": [
            {"id": "{{Sync}}", "display_name": "Alder"},
            {"id": "{{Send}}", "display_name": "Birch", "behavior": {"tier": "send"}, "internal_name": "birch-west", "state": "OR", "lines_of_coverage": ["vision", "life-basic"], "is_listed": false},
            {"id": "{{Third}}", "display_name": "Cedar & Sons"}
          ],
          "groups": [
            {
              "id": "{{Group}}", "name": "Fern", "dba_name": "Fern & Co", "federal_ein": "112222222", "sic_code": "5713",
              "connections": [{"carrier_id": "{{Sync}}", "carrier_group_id": "S-1"}, {"carrier_id": "{{Send}}", "status": "processing"}],
              "locations": [{"display_name": "Mill", "address": {"street_one": "1 Made Up Road", "city": "Bend", "state": "OR", "zip_code": "97701"} }],
              "contacts": [{"first_name": "Kim", "last_name": "Sample", "email": "kim@example.com", "types": ["carrier"], "carrier_id": "{{Third}}"}],
              "carrier_configurations": [{"carrier_id": "{{Third}}", "configuration": {"billing_groups": ["North", 7]}, "effective_start_date": "2024-09-01"}]
            }
          ]
        }
        """)!.AsObject();

    private async Task<IReadOnlyList<string>> ListsAsync() =>
    [
        .. (await App.AllAsync($"/api/v1/groups/{Group}/contacts")).Select(Plain),
        .. (await App.AllAsync($"/api/v1/groups/{Group}/locations")).Select(Plain),
        .. (await ListAsync("?effective_date=2030-01-01")).Values.Select(Plain),
        .. (await App.GetAsync("/carrier/api/v1/carriers")).AsArray().Select(carrier => Plain(carrier!)),
        Plain(await App.GetAsync($"/api/v1/groups/{Group}")),
    ];

    /// <summary>Versions are new in each world.</summary>
    private static string Plain(JsonNode node)
    {
        _ = node.AsObject().Remove("version");
        return node.ToText();
    }

    private async Task<IReadOnlyDictionary<string, JsonNode>> ListAsync(string query = "") =>
        (await App.GetAsync($"{Path}{query}")).AsArray().ToDictionary(entry => entry!.Text("carrier_id"), entry => entry!);

    private Task<JsonNode> EditAsync(JsonNode configuration, string body) =>
        App.DoAsync(HttpMethod.Put, $"{Path}/{configuration.Id()}/{configuration.Text("version")}", JsonNode.Parse(body));
}

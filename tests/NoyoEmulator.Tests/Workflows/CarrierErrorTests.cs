using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>Carriers that record something else than they were sent.</summary>
public sealed class CarrierErrorTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Fact]
    public async Task A_field_that_a_carrier_sets_differs_and_everything_else_does_not()
    {
        _ = await App.BehaveAsync(
            Defaults.AcceptingCarrier,
            Rule(JsonNode.Parse("""{"set": {"volume": 10000, "person.home_address.city": "Reno"}}""")!, new JsonObject
            {
                ["line_of_coverage"] = "life",
            }));
        _ = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01", volume: 50000).Enroll(Offer.Dental, "2024-01-01"));

        _ = await App.AdvanceAsync("P1D");

        (await App.ExampleDifferencesAsync("is_open=true")).Select(it => $"{it.Text("difference_type")} {it["fields"]!.ToJsonString()}")
            .Order().ShouldBe(
        [
            """home_address [{"key":"person.home_address.city","platform_value":"Bend","carrier_value":"Reno"}]""",
            """ie_volume [{"key":"volume","platform_value":"50000","carrier_value":"10000"}]""",
        ]);
    }

    [Fact]
    public async Task Effects_combine_in_the_order_of_their_rules()
    {
        _ = await App.BehaveAsync(
            Defaults.AcceptingCarrier,
            Rule(JsonNode.Parse("""{"set": {"person.last_name": "Robertson"}}""")!),
            Rule(JsonNode.Parse("""{"truncate": {"person.last_name": 4}}""")!),
            Rule(JsonNode.Parse("""{"uppercase": ["person.last_name", "person.middle_name"]}""")!));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01"));

        _ = await App.AdvanceAsync("P1D");

        var person = (await App.RecordsAsync(Defaults.AcceptingCarrier))[FamilyBody.Id(1)]["person"]!;
        person.Text("last_name").ShouldBe("ROBE");
        person["middle_name"].ShouldBeNull();
    }

    [Fact]
    public async Task What_a_carrier_changes_in_its_own_way_is_not_recorded_again_and_again()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule(JsonNode.Parse("""{"set": {"person.sex": "X"}}""")!));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01"));
        _ = await App.AdvanceAsync("P1D");
        var difference = (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem();

        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01"));
        _ = await App.AdvanceAsync("P1D");

        (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem().Id().ShouldBe(difference.Id());
        (await App.RecordsAsync(Defaults.AcceptingCarrier))[FamilyBody.Id(1)]["person"]!.Text("sex").ShouldBe("X");
    }

    [Theory]
    [InlineData(
        """{"set": {"person.nickname": "A"}}""", "person.nickname, which a carrier record does not have; it has: person.first_name")]
    [InlineData("""{"set": {"volume": "much"}}""", "sets volume to \"much\", which it cannot hold")]
    [InlineData("""{"set": {"person.first_name": null}}""", "sets person.first_name to null, which it cannot hold")]
    [InlineData("""{"set": {"effective_start_date": "soon"}}""", "sets effective_start_date")]
    [InlineData(
        """{"set": {"individual_id": "d0e180e6-fafc-441e-8ac4-08d9a9fe4657"}}""", "individual_id, which a carrier record does not have")]
    [InlineData("""{"set": {}}""", "must say which fields")]
    [InlineData("""{"truncate": {"volume": 2}}""", "volume, which is not a text")]
    [InlineData("""{"truncate": {"person.last_name": 0}}""", "is not a number from 1 to")]
    [InlineData("""{"uppercase": ["person.shoe_size"]}""", "person.shoe_size")]
    [InlineData("""{"uppercase": []}""", "must say which fields")]
    [InlineData("""{"set": {"volume": 1}, "drop": true}""", "must be")]
    public async Task An_effect_that_cannot_be_is_refused_in_words(string effect, string words)
    {
        var error = await App.RefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            HttpMethod.Put,
            $"/_emulator/carriers/{Defaults.AcceptingCarrier}/behavior",
            new JsonObject { ["rules"] = new JsonArray(Rule(JsonNode.Parse(effect)!)) });

        error["errors"]![0]!.Text("field").ShouldBe("$.rules[0].effect");
        error.Text("message").ShouldContain(words);
    }

    [Theory]
    [InlineData("""{"tire": "sync"}""", "$.tire")]
    [InlineData("""{"delays": {"submit": "later"}}""", "$.delays.submit")]
    [InlineData("""{"rules": [{"effect": "drop", "mach": {}}]}""", "$.rules[0].mach")]
    [InlineData("""{"rules": [{"effect": "drop", "match": {"line": "dental"}}]}""", "$.rules[0].match.line")]
    public async Task A_behavior_with_a_field_that_is_not_known_is_refused_by_its_name(string body, string field) =>
        (await App.RefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            HttpMethod.Put,
            $"/_emulator/carriers/{Defaults.AcceptingCarrier}/behavior",
            JsonNode.Parse(body)))["errors"]![0]!.Text("field").ShouldBe(field);

    [Fact]
    public async Task A_behavior_that_was_read_can_be_put_back_uses_included()
    {
        _ = await App.BehaveAsync(
            Defaults.AcceptingCarrier, Rule(Rejecting("no"), times: 2), Rule(JsonNode.Parse("""{"truncate": {"person.last_name": 3}}""")!));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01"));
        _ = await App.AdvanceAsync("P1D");
        var read = await App.GetAsync($"/_emulator/carriers/{Defaults.AcceptingCarrier}/behavior");

        var put = await App.SetBehaviorAsync(Defaults.AcceptingCarrier, read.DeepClone().AsObject());

        put.ToJsonString().ShouldBe(read.ToJsonString());
        read["rules"]![0]!["used"]!.GetValue<int>().ShouldBe(1);
    }
}

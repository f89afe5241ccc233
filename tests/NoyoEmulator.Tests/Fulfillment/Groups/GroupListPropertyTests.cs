using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Fulfillment.Groups;

/// <summary>Lists of groups by their filters, alone and together, against what a plain search of all groups finds.</summary>
public sealed class GroupListPropertyTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Groups = "/fulfillment/api/v1/groups";
    private const string OtherOrganization = "5e1ec7ed-0000-4000-8000-000000000001";

    private static readonly string[] Names = ["Årbo Möbler", "ÅRBO", "100% Wool", "1000 Wools", "under_score", "underXscore", "ΣΟΦΟΣ", "σοφος", "Fir", "fir & Fern", "Ünal"];
    private static readonly string[] Texts = ["å", "ÅR", "%", "_", "100%", "σ", "ς", "fir", "FERN", "ü", "no such", "o", "&"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Any_filters_find_what_a_search_of_all_finds(int seed)
    {
        var dice = new Dice(seed);
        _ = await App.DoAsync(HttpMethod.Put, "/_emulator/seed", Seed(dice));
        for (var i = 0; i < 4; i++)
        {
            if (dice.Chance(50))
                _ = await App.AdvanceAsync("PT1S");
            var created = new JsonObject { ["name"] = dice.Pick(Names) };
            if (dice.Chance(50))
                created["dba_name"] = dice.Pick(Names);
            _ = await App.DoAsync(HttpMethod.Post, Groups, created);
        }

        var all = (await App.AllAsync(Groups)).ToList();
        all.OrderByDescending(group => group.Number("created")).ThenByDescending(group => group.Id(), StringComparer.Ordinal).Select(group => group.Id())
            .ShouldBe(all.Select(group => group.Id()));
        var carrierIds = new Dictionary<string, IReadOnlyList<(string Carrier, string Id)>>(StringComparer.Ordinal);
        foreach (var group in all)
        {
            carrierIds[group.Id()] = [.. (await App.GetAsync($"{Groups}/{group.Id()}/carrier_configurations")).AsArray()
                .Select(configuration => (configuration!.Text("carrier_id"), configuration!.Text("carrier_group_id")))];
        }

        for (var round = 0; round < 40; round++)
        {
            var isUi = dice.Chance(50);
            var (query, matches) = Filters(dice, all, carrierIds, isUi);
            var expected = all.Where(matches).Select(group => group.Id()).ToList();
            var (size, offset) = (1 + dice.Next(12), dice.Next(8));

            var list = await App.GetAsync($"{(isUi ? "/fulfillment/ui/v1/groups" : Groups)}?page_size={size}&offset={offset}{query}");

            list.Total().ShouldBe(expected.Count, query);
            list["response"]!.AsArray().Select(group => (isUi ? group!["group"]! : group!).Id()).ShouldBe(expected.Skip(offset).Take(size), query);
        }
    }

    [Theory]
    [InlineData("carrier_id=4d4d815b-ae8f-430c-901f-1c9d5ee3f4f1", "carrier_id", "carrier_id must be given together with carrier_group_id")]
    [InlineData("carrier_group_id=7", "carrier_group_id", "carrier_group_id must be given together with carrier_id")]
    [InlineData("group_ids=7", "group_ids", "group_ids must be uuids, separated by commas")]
    [InlineData("page_size=0", "page_size", "page_size must be a whole number from 1 to 100")]
    public async Task What_cannot_be_read_is_named(string query, string parameter, string message)
    {
        foreach (var path in new[] { Groups, "/fulfillment/ui/v1/groups" })
        {
            var failure = (await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{path}?{query}"))["errors"]!.AsArray().ShouldHaveSingleItem()!;
            (failure.Text("field"), failure.Text("message")).ShouldBe((parameter, message));
        }
    }

    [Fact]
    public async Task The_filters_of_Noyos_own_pages_are_not_known_to_the_plain_list()
    {
        foreach (var parameter in new[] { "name", "name_starts_with", "organization_id" })
            _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Groups}?{parameter}=7");
    }

    private static (string Query, Func<JsonNode, bool> Matches) Filters(
        Dice dice, List<JsonNode> all, Dictionary<string, IReadOnlyList<(string Carrier, string Id)>> carrierIds, bool isUi)
    {
        var query = "";
        var filters = new List<Func<JsonNode, bool>>();
        if (dice.Chance(40))
            AddText("company", dice.Pick(Texts), (name, text) => name.Contains(text, StringComparison.OrdinalIgnoreCase));
        if (dice.Chance(25))
        {
            var ids = Enumerable.Range(0, 1 + dice.Next(4)).Select(_ => dice.Pick(all).Id()).Append("5e1ec7ed-0000-4000-8000-0000000000ff").ToList();
            query += $"&group_ids={string.Join(',', ids)}";
            filters.Add(group => ids.Contains(group.Id()));
        }

        if (dice.Chance(25))
        {
            var (carrier, id) = dice.Pick(carrierIds.Values.SelectMany(known => known).Append((Defaults.AcceptingCarrier, "none")).ToList());
            query += $"&carrier_id={carrier}&carrier_group_id={id}";
            filters.Add(group => carrierIds[group.Id()].Contains((carrier, id)));
        }

        if (isUi && dice.Chance(30))
            AddText("name", dice.Pick(Names), (name, text) => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (isUi && dice.Chance(30))
            AddText("name_starts_with", dice.Pick(Texts), (name, text) => name.StartsWith(text, StringComparison.OrdinalIgnoreCase));
        if (isUi && dice.Chance(30))
        {
            var organization = dice.Pick(all[0].Text("organization_id"), OtherOrganization, "5e1ec7ed-0000-4000-8000-0000000000ff");
            query += $"&organization_id={organization}";
            filters.Add(group => group.Text("organization_id") == organization);
        }

        return (query, group => filters.TrueForAll(filter => filter(group)));

        void AddText(string parameter, string text, Func<string, string, bool> fits)
        {
            query += $"&{parameter}={Uri.EscapeDataString(text)}";
            filters.Add(group => fits(group.Text("name"), text) || (group["dba_name"] is { } dba && fits(dba.GetValue<string>(), text)));
        }
    }

    private static JsonObject Seed(Dice dice)
    {
        var groups = new JsonArray();
        for (var i = 0; i < 12; i++)
        {
            var group = new JsonObject { ["id"] = $"5e1ec7ed-0000-4000-8000-0000000001{i:d2}", ["name"] = dice.Pick(Names) };
            if (dice.Chance(40))
                group["dba_name"] = dice.Pick(Names);
            if (i > 0 && dice.Chance(30))
                group["organization_id"] = OtherOrganization;
            if (dice.Chance(60))
            {
                var connection = new JsonObject { ["carrier_id"] = Defaults.AcceptingCarrier };
                if (dice.Chance(60))
                    connection["carrier_group_id"] = $"A{groups.Count}";
                group["connections"] = new JsonArray(connection);
            }

            groups.Add((JsonNode)group);
        }

        return new JsonObject
        {
            ["organization_id"] = "34a3ac5b-fa32-4714-b2fe-2ff5a6a3e68c",
            ["carriers"] = new JsonArray(new JsonObject { ["id"] = Defaults.AcceptingCarrier, ["display_name"] = "Harbor Mutual" }),
            ["groups"] = groups,
        };
    }
}

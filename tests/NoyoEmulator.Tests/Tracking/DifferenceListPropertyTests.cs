using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Tracking;

/// <summary>A world with some hundreds of differences, for reading only.</summary>
public sealed class VariedWorld : IAsyncLifetime
{
    public EmulatorApp App { get; } = new();

    public async ValueTask InitializeAsync() => await VariedDifferences.FillAsync(App, families: 48);

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

/// <summary>Whatever filters and order a list is asked for, it answers what looking at every difference gives.</summary>
public sealed class DifferenceListPropertyTests(VariedWorld world) : IClassFixture<VariedWorld>
{
    private const string Path = "/tracking/api/v1/differences";

    private EmulatorApp App { get; } = world.App;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 6)];

    public static TheoryData<string> Attributes => [.. ExpectedList.SortAttributes];

    [Fact]
    public async Task The_world_has_differences_of_many_kinds()
    {
        var all = (await ExpectedList.ReadAsync(App)).All;

        all.Count.ShouldBeGreaterThan(400);
        all.Select(it => it.Text("difference_type")).Distinct().Count().ShouldBeGreaterThanOrEqualTo(5);
        foreach (var attribute in (string[])["resolved", "replaced_by", "discrepancy_time"])
            all.Select(it => it[attribute] is null).Distinct().Count().ShouldBe(2, attribute);
        all.Select(it => it["is_dismissed"]!.GetValue<bool>()).Distinct().Count().ShouldBe(2);
        all.Select(it => it.Number("created") / 86_400).Distinct().Count().ShouldBeGreaterThan(5);
        all.Select(it => it.Text("group_id")).Distinct().Count().ShouldBeGreaterThan(2);
    }

    [Theory]
    [MemberData(nameof(Attributes))]
    public async Task The_whole_list_is_in_order_either_way(string attribute)
    {
        var expected = await ExpectedList.ReadAsync(App);
        foreach (var direction in (string[])["", "&sort_direction=asc", "&sort_direction=desc"])
            await ShouldBeAsync(App, expected, $"sort_by={attribute}{direction}");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Any_filters_in_any_order_give_what_looking_at_every_difference_gives(int seed)
    {
        var dice = new Dice(seed);
        var expected = await ExpectedList.ReadAsync(App);
        for (var round = 0; round < 40; round++)
            await ShouldBeAsync(App, expected, RandomQuery(dice, expected));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_list_within_a_scope_gives_the_same(int seed)
    {
        var dice = new Dice(seed);
        var expected = await ExpectedList.ReadAsync(App);
        for (var round = 0; round < 12; round++)
        {
            var one = dice.Pick(expected.All);
            // Lists within something have neither.
            var query = string.Join('&', RandomQuery(dice, expected).Split('&').Where(parameter => parameter.Split('=')[0] is not ("id" or "group_id")));
            await ShouldBeAsync(App, expected, query, $"/tracking/api/v1/groups/{one.Text("group_id")}/differences", it => it.Text("group_id") == one.Text("group_id"));
            await ShouldBeAsync(App, expected, query, $"/tracking/api/v1/employees/{one.Text("employee_id")}/differences", it => it.Text("employee_id") == one.Text("employee_id"));
            var source = one["sources"]![0]!;
            if (source.Text("object_type") == "member_transaction")
            {
                await ShouldBeAsync(
                    App, expected, query, $"/tracking/api/v1/member_transactions/{source.Text("object_id")}/differences", it => ExpectedList.WasSeenIn(it, "object_id", source.Text("object_id")));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Counts_are_those_of_what_matches(int seed)
    {
        string[] attributes = ["organization_id", "group_id", "carrier_id", "employee_id", "object_id", "object_type", "impact_type", "impact_score", "difference_classification", "difference_type"];
        var dice = new Dice(seed);
        var expected = await ExpectedList.ReadAsync(App);
        for (var round = 0; round < 12; round++)
        {
            var query = RandomQuery(dice, expected, withIds: false);
            var by = Enumerable.Range(0, dice.Next(4)).Select(_ => dice.Pick(attributes)).Distinct().ToList();

            var counts = (await App.GetAsync($"/tracking/ui/v1/differences/counts?{query}&counts_by={string.Join(',', by)}"))["response"]!.AsArray();

            var texts = counts.Select(it => $"{string.Join(' ', by.Select(attribute => $"{attribute}={it![attribute]?.ToJsonString()}"))} count={it!["count"]}");
            texts.Order(StringComparer.Ordinal).ToList().ShouldBe(expected.Counts(query, by), $"seed {seed}: {query} by {string.Join(',', by)}");
            counts.Select(it => it!.Number("count")).ShouldBe(counts.Select(it => it!.Number("count")).OrderDescending());
        }
    }

    [Fact]
    public async Task Pages_anywhere_in_a_list_are_its_parts()
    {
        var dice = new Dice(1);
        var expected = await ExpectedList.ReadAsync(App);
        foreach (var query in (string[])["is_open=true", "sort_by=modified", "sort_by=impact_score&sort_direction=desc", "is_discrepancy=false&sort_by=resolved", "created_after=2024-08-22"])
        {
            var ids = expected.Ids(query);
            for (var round = 0; round < 5; round++)
            {
                var (offset, size) = (dice.Next(ids.Count + 10), 1 + dice.Next(30));
                var page = await App.GetAsync($"{Path}?{query}&page_size={size}&offset={offset}");
                page.Total().ShouldBe(ids.Count, query);
                page["response"]!.AsArray().Select(it => it!.Id()).ShouldBe(ids.Skip(offset).Take(size), $"{query} {offset} {size}");
            }
        }
    }

    [Fact]
    public async Task An_item_of_a_list_is_the_single_difference_without_its_sources()
    {
        foreach (var item in (await App.AllDifferencesAsync()).Where((_, place) => place % 9 == 0))
        {
            var single = (await App.DifferenceAsync(item.Id())).AsObject();
            var sources = single["sources"]!.ToJsonString();
            _ = single.Remove("sources");
            item.ToJsonString().ShouldBe(single.ToJsonString());
            var inArray = JsonNode.Parse(await App.TextAsync($"{Path}?id={item.Id()}", withSources: true))!.AsArray().ShouldHaveSingleItem()!;
            inArray["sources"]!.ToJsonString().ShouldBe(sources);
        }
    }

    internal static string RandomQuery(Dice dice, ExpectedList expected, bool withIds = true)
    {
        var one = dice.Pick(expected.All);
        var instant = DateTimeOffset.FromUnixTimeSeconds(dice.Pick(expected.All).Number("created")!.Value + dice.Next(3) - 1);
        var day = DateTimeOffset.FromUnixTimeSeconds(dice.Pick(expected.All).Number("created")!.Value);
        List<string> pool =
        [
            $"group_id={one.Text("group_id")}",
            $"object_type={one.Text("object_type")}", "object_type=employee,dependent",
            $"object_id={one.Text("object_id")}",
            $"type={one.Text("difference_type")}", "type=missing_ie,name,dob", "type=none_such",
            $"classification={one.Text("difference_classification")}",
            $"min_impact_score={dice.Next(6)}", $"max_impact_score={dice.Next(6)}",
            "is_open=true", "is_open=false", "is_discrepancy=true", "is_discrepancy=false", "is_dismissed=true", "is_dismissed=false",
            $"created_before={instant.UtcDateTime:R}", $"created_after={instant.UtcDateTime:R}",
            $"created_before={day.UtcDateTime:yyyy-M-d}", $"created_after={day.UtcDateTime:yyyy-M-d}",
            "created_after=2024-08-20", "include_unavailable=true",
        ];
        if (dice.Next(8) == 0)
            pool.Add("impact_type=any");
        if (withIds)
            pool.Add($"id={string.Join(',', Enumerable.Range(0, 1 + dice.Next(9)).Select(_ => dice.Pick(expected.All).Id()))}");
        if (one["sources"]!.AsArray().FirstOrDefault(source => source!["member_snapshot_id"] is not null) is { } source)
            pool.Add($"member_snapshot_id={source.Text("member_snapshot_id")}");

        // A parameter can be given but once.
        var chosen = Enumerable.Range(0, dice.Next(5)).Select(_ => dice.Pick(pool)).DistinctBy(parameter => parameter.Split('=')[0]).ToList();
        if (dice.Chance(70))
            chosen.Add($"sort_by={dice.Pick(ExpectedList.SortAttributes)}");
        if (dice.Chance(60))
            chosen.Add($"sort_direction={dice.Pick("asc", "desc")}");
        return string.Join('&', chosen.Select(parameter => parameter.Replace(" ", "%20").Replace(":", "%3A")));
    }

    internal static async Task ShouldBeAsync(EmulatorApp app, ExpectedList expected, string query, string list = Path, Func<JsonNode, bool>? isInScope = null)
    {
        var ids = expected.Ids(query, isInScope);
        var first = await app.GetAsync($"{list}?{query}&page_size=15");
        first.Total().ShouldBe(ids.Count, $"{list}?{query}");
        (await app.AllAsync($"{list}?{query}")).Select(it => it.Id()).ShouldBe(ids, $"{list}?{query}");
        first["response"]!.AsArray().Select(it => it!.Id()).ShouldBe(ids.Take(15), $"{list}?{query}");
    }
}

/// <summary>The same after everything that changes differences, or puts others into their place.</summary>
public sealed class DifferenceListChangeTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Fact]
    public async Task Lists_are_right_after_differences_changed_and_after_the_world_went_back()
    {
        await CheckAsync(App);
        await VariedDifferences.FillAsync(App, families: 30);
        await CheckAsync(App);
        _ = await App.DoAsync(HttpMethod.Put, "/_emulator/checkpoints/here");
        var before = await App.StateAsync();

        await VariedDifferences.DecideAsync(App);
        foreach (var carrier in new[] { Defaults.AcceptingCarrier, Defaults.ShiftingCarrier })
            _ = await App.BehaveAsync(carrier);
        _ = await App.AdvanceAsync("P10D");
        await CheckAsync(App);

        var fork = await App.CreateWorldAsync("fork", new JsonObject { ["from"] = "default" });
        _ = await fork.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(99, 2).Enroll(Offer.Dental, "2024-09-01"));
        await CheckAsync(fork);
        _ = await App.ResetAsync();
        await CheckAsync(App);
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-01"));
        await CheckAsync(App);
        _ = await App.DoAsync(HttpMethod.Post, "/_emulator/checkpoints/here/restore");
        (await App.StateAsync()).ShouldBe(before);
        await CheckAsync(App);
    }

    public override async ValueTask DisposeAsync()
    {
        await App.CleanAsync();
        await base.DisposeAsync();
    }

    private static async Task CheckAsync(EmulatorApp app)
    {
        var dice = new Dice(7);
        var expected = await ExpectedList.ReadAsync(app);
        foreach (var attribute in ExpectedList.SortAttributes)
            await DifferenceListPropertyTests.ShouldBeAsync(app, expected, $"sort_by={attribute}&is_open={(dice.Chance(50) ? "true" : "false")}");
        for (var round = 0; round < 15; round++)
            await DifferenceListPropertyTests.ShouldBeAsync(app, expected, DifferenceListPropertyTests.RandomQuery(dice, expected));
    }
}

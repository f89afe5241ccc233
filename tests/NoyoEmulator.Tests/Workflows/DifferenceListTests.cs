using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>A world with differences of several kinds, for reading only.</summary>
public sealed class DifferenceWorld : IAsyncLifetime
{
    public EmulatorApp App { get; } = new();

    /// <summary>Its change was accepted: two resolved differences, created on the first day.</summary>
    public string AcceptedSnapshot { get; private set; } = "";

    /// <summary>Its change was lost: two discrepancies, created on the second day.</summary>
    public string LostSnapshot { get; private set; } = "";

    /// <summary>Its change is held back: two pending differences at another carrier, created on the third day.</summary>
    public string HeldSnapshot { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        AcceptedSnapshot = (await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-01"))).Text("id");
        _ = await App.AdvanceAsync("P1D");
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule("drop"));
        LostSnapshot = (await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(2).Enroll(Offer.Dental, "2024-09-01"))).Text("id");
        _ = await App.AdvanceAsync("P1D");
        _ = await App.BehaveAsync(Defaults.ShiftingCarrier, Rule("hold"));
        HeldSnapshot = (await App.PostSnapshotAsync(Defaults.GuideGroup, FamilyBody.Of(3).Enroll(Offer.Vision, "2024-09-01"))).Text("id");
        _ = await App.PatchRecordAsync(Defaults.AcceptingCarrier, FamilyBody.Id(1), new JsonObject { ["person"] = new JsonObject { ["last_name"] = "Tester" } });
        _ = await App.SyncAsync(Defaults.AcceptingCarrier, new JsonObject { ["employee_id"] = FamilyBody.Id(1) });
        _ = await App.AdvanceAsync("P1D");
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

/// <summary>Lists of differences: shape, filters, order, pages.</summary>
public sealed class DifferenceListTests(DifferenceWorld world) : IClassFixture<DifferenceWorld>
{
    private const string Path = "/tracking/api/v1/differences";

    private EmulatorApp App { get; } = world.App;

    [Theory]
    [InlineData("is_open=true", "1 name,2 missing_ie,2 new_hire,3 missing_ie,3 new_hire")]
    [InlineData("is_open=FALSE", "1 missing_ie,1 new_hire")]
    [InlineData("is_discrepancy=true", "1 name,2 missing_ie,2 new_hire")]
    [InlineData("is_discrepancy=false", "1 missing_ie,1 new_hire,3 missing_ie,3 new_hire")]
    [InlineData("is_open=true&is_discrepancy=false", "3 missing_ie,3 new_hire")]
    [InlineData("is_dismissed=true", "")]
    [InlineData("is_dismissed=false&is_open=false", "1 missing_ie,1 new_hire")]
    [InlineData("group_id=" + Defaults.GuideGroup, "3 missing_ie,3 new_hire")]
    [InlineData("type=name", "1 name")]
    [InlineData("type=name,new_hire", "1 name,1 new_hire,2 new_hire,3 new_hire")]
    [InlineData("type=name&type=new_hire&is_open=true", "1 name,2 new_hire,3 new_hire")]
    [InlineData("type=no_such_type", "")]
    [InlineData("classification=field_mismatch", "1 name")]
    [InlineData("classification=missing_from_platform", "")]
    [InlineData("object_type=dependent", "")]
    [InlineData("object_type=employee,dependent&is_open=false", "1 missing_ie,1 new_hire")]
    [InlineData("object_id=00000002-0000-4000-8000-000000000001", "2 missing_ie,2 new_hire")]
    [InlineData("min_impact_score=3", "1 missing_ie,1 new_hire,2 missing_ie,2 new_hire,3 missing_ie,3 new_hire")]
    [InlineData("max_impact_score=4", "1 name")]
    [InlineData("min_impact_score=2&max_impact_score=2", "1 name")]
    [InlineData("min_impact_score=5&max_impact_score=4", "")]
    [InlineData("created_before=2024-8-21", "1 missing_ie,1 new_hire")]
    [InlineData("created_after=2024-08-22", "1 name,3 missing_ie,3 new_hire")]
    [InlineData("created_after=Wed, 21 Aug 2024 12:00:00 GMT", "1 name,3 missing_ie,3 new_hire")]
    [InlineData("created_before=Wed, 21 Aug 2024 12:00:00 GMT", "1 missing_ie,1 new_hire")]
    [InlineData("created_before=Wed, 21 Aug 2024 12:00:01 GMT&created_after=Tue, 20 Aug 2024 12:00:00 GMT", "2 missing_ie,2 new_hire")]
    [InlineData("impact_type=anything", "")]
    [InlineData("include_unavailable=true&type=name", "1 name")]
    public async Task A_filter_leaves_what_matches(string query, string expected) =>
        (await NamesAsync(query)).ShouldBe(expected.Split(',', StringSplitOptions.RemoveEmptyEntries));

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 4)];

    /// <summary>One value for each parameter that filters.</summary>
    private static readonly string[] Filters =
    [
        "is_open=true", "is_open=false", "is_discrepancy=true", "is_discrepancy=false", "is_dismissed=false", "type=name,new_hire", "type=missing_ie",
        "classification=field_mismatch,missing_from_platform", "classification=missing_from_carrier", "object_type=employee,dependent", "min_impact_score=3",
        "max_impact_score=4", "created_before=2024-8-22", "created_after=Wed, 21 Aug 2024 12:00:00 GMT", "include_unavailable=true",
        "include_unavailable=false", "object_id=00000002-0000-4000-8000-000000000001", "impact_type=any",
    ];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Filters_together_leave_what_each_of_them_leaves_on_every_list(int seed)
    {
        var dice = new Dice(seed);
        var transaction = (await App.GetAsync("/tracking/api/v1/member_transactions"))["response"]![dice.Next(3)]!.GetValue<string>();
        string[] lists =
        [
            Path, $"/tracking/api/v1/groups/{Defaults.ExampleGroup}/differences", $"/tracking/api/v1/employees/{FamilyBody.Id(1 + dice.Next(3))}/differences",
            $"/tracking/api/v1/member_transactions/{transaction}/differences",
        ];
        foreach (var list in lists)
        {
            var alone = new Dictionary<string, HashSet<string>>();
            foreach (var filter in Filters)
                alone[filter] = [.. await IdsAsync(list, filter)];
            for (var round = 0; round < 10; round++)
            {
                // A parameter can be given but once.
                var together = Enumerable.Range(0, 2 + dice.Next(3)).Select(_ => dice.Pick(Filters)).DistinctBy(filter => filter.Split('=')[0]).ToList();
                var expected = (await IdsAsync(list, "")).Where(id => together.TrueForAll(filter => alone[filter].Contains(id)));
                (await IdsAsync(list, string.Join('&', together))).ShouldBe(expected, $"seed {seed}: {list}?{string.Join('&', together)}");
            }
        }
    }

    [Fact]
    public async Task A_list_within_a_scope_is_the_part_of_the_whole_list_that_lies_in_it()
    {
        foreach (var filter in Filters)
        {
            var whole = await App.AllAsync($"{Path}?{filter}");
            (await IdsAsync($"/tracking/api/v1/groups/{Defaults.ExampleGroup}/differences", filter))
                .ShouldBe(whole.Where(it => it.Text("group_id") == Defaults.ExampleGroup).Select(it => it.Text("id")), filter);
            (await IdsAsync($"/tracking/api/v1/employees/{FamilyBody.Id(2)}/differences", filter))
                .ShouldBe(whole.Where(it => it.Text("employee_id") == FamilyBody.Id(2)).Select(it => it.Text("id")), filter);
        }
    }

    [Fact]
    public async Task A_snapshot_s_differences_are_those_it_was_seen_with()
    {
        (await NamesAsync($"member_snapshot_id={world.AcceptedSnapshot}")).ShouldBe(["1 missing_ie", "1 new_hire"]);
        (await NamesAsync($"member_snapshot_id={world.LostSnapshot}")).ShouldBe(["2 missing_ie", "2 new_hire"]);
        (await NamesAsync($"member_snapshot_id={world.HeldSnapshot}")).ShouldBe(["3 missing_ie", "3 new_hire"]);
        (await NamesAsync($"member_snapshot_id={FamilyBody.Id(9)}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Ids_choose_among_the_differences()
    {
        var ids = (await OwnAsync("is_open=true")).Select(it => it.Text("id")).Take(2).ToList();

        (await App.DifferencesAsync($"id={string.Join(',', ids)}")).Select(it => it.Text("id")).Order().ShouldBe(ids.Order());
        (await App.DifferencesAsync($"id={ids[0]}&is_open=false")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("page_size=0", "page_size")]
    [InlineData("page_size=101", "page_size")]
    [InlineData("page_size=two", "page_size")]
    [InlineData("offset=-1", "offset")]
    [InlineData("offset=99999999999", "offset")]
    [InlineData("id=not-an-id", "id")]
    [InlineData("group_id=42", "group_id")]
    [InlineData("member_snapshot_id=x", "member_snapshot_id")]
    [InlineData("object_id=x", "object_id")]
    [InlineData("object_type=person", "object_type")]
    [InlineData("classification=wrong", "classification")]
    [InlineData("min_impact_score=high", "min_impact_score")]
    [InlineData("max_impact_score=1.5", "max_impact_score")]
    [InlineData("is_open=yes", "is_open")]
    [InlineData("is_discrepancy=1", "is_discrepancy")]
    [InlineData("is_dismissed=", "is_dismissed")]
    [InlineData("include_unavailable=maybe", "include_unavailable")]
    [InlineData("created_before=2024-13-01", "created_before")]
    [InlineData("created_after=yesterday", "created_after")]
    [InlineData("sort_by=beauty", "sort_by")]
    [InlineData("sort_by=created&sort_direction=up", "sort_direction")]
    [InlineData("is_open=true&is_open=false", "is_open")]
    public async Task A_value_that_cannot_be_used_is_refused_by_the_parameter_s_name(string query, string parameter)
    {
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Path}?{query}");

        error["errors"]!.AsArray().ShouldHaveSingleItem()!.Text("field").ShouldBe(parameter);
        error.Text("message").ShouldStartWith(parameter + " ");
    }

    [Fact]
    public async Task Every_bad_parameter_is_named_at_once()
    {
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Path}?page_size=0&is_open=yes&group_id=1");

        error["errors"]!.AsArray().Select(it => it!.Text("field")).ShouldBe(["page_size", "group_id", "is_open"]);
    }

    [Fact]
    public async Task Pages_together_are_the_whole_list_newest_first()
    {
        var whole = await App.AllDifferencesAsync();
        var paged = new List<JsonNode>();
        for (var offset = 0; offset < whole.Count; offset += 3)
        {
            var page = await App.GetAsync($"{Path}?page_size=3&offset={offset}");
            page["meta"]!.ToJsonString().ShouldBe(
                $$"""{"offset":{{offset}},"page_num":{{offset / 3 + 1}},"page_size":3,"total_records":{{whole.Count}}}""");
            paged.AddRange(page["response"]!.AsArray().Select(it => it!));
        }

        paged.Select(it => it.ToJsonString()).ShouldBe(whole.Select(it => it.ToJsonString()));
        whole.Select(it => it.Number("created")!.Value).ShouldBe(whole.Select(it => it.Number("created")!.Value).OrderDescending());
    }

    [Fact]
    public async Task Past_the_end_a_page_is_empty()
    {
        var total = (await App.AllDifferencesAsync()).Count;

        var page = await App.GetAsync($"{Path}?page_size=5&offset=500");

        page.ToJsonString().ShouldBe($$$"""{"meta":{"offset":500,"page_num":101,"page_size":5,"total_records":{{{total}}}},"response":[]}""");
    }

    [Theory]
    [InlineData("impact_score")]
    [InlineData("created")]
    [InlineData("difference_type")]
    public async Task A_list_can_be_sorted_either_way(string attribute)
    {
        var ascending = (await App.DifferencesAsync($"sort_by={attribute}")).Select(it => it[attribute]!.ToJsonString()).ToList();
        var descending = (await App.DifferencesAsync($"sort_by={attribute}&sort_direction=desc")).Select(it => it[attribute]!.ToJsonString()).ToList();

        ascending.ShouldBe(ascending.Order(StringComparer.Ordinal));
        descending.ShouldBe(ascending.AsEnumerable().Reverse());
        ascending.Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task What_is_not_set_is_null_and_never_absent()
    {
        string[] names =
        [
            "id", "version", "created", "modified", "organization_id", "group_id", "carrier_id", "employee_id", "object_type", "object_id",
            "impact_type", "impact_score", "difference_classification", "difference_type", "resolved", "replaced_by", "is_dismissed",
            "is_suppressed", "discrepancy_time", "fields",
        ];
        foreach (var item in await App.AllDifferencesAsync())
        {
            item.AsObject().Select(property => property.Key).ShouldBe(names);
            (await App.DifferenceAsync(item.Text("id"))).AsObject().Select(property => property.Key).ShouldBe([.. names, "sources"]);
            foreach (var field in item["fields"]!.AsArray())
                field!.AsObject().Select(property => property.Key).ShouldBe(["key", "platform_value", "carrier_value"]);
        }
    }

    [Fact]
    public async Task A_header_asks_for_the_bare_array_of_the_guide()
    {
        var envelope = await App.GetAsync($"{Path}?page_size=100");

        var array = (await ListInShapeAsync(App, "array", "page_size=100")).AsArray();

        array.Select(WithoutSources).ShouldBe(envelope["response"]!.AsArray().Select(it => it!.ToJsonString()));
        array.ShouldAllBe(it => it!["sources"]!.AsArray().Count > 0);
        (await ListInShapeAsync(App, "envelope", "page_size=100")).ToJsonString().ShouldBe(envelope.ToJsonString());
        (await ListInShapeAsync(App, "array", "page_size=2&offset=1")).AsArray().Select(it => it!.Text("id"))
            .ShouldBe(envelope["response"]!.AsArray().Skip(1).Take(2).Select(it => it!.Text("id")));
    }

    [Fact]
    public async Task The_configuration_can_make_the_bare_array_the_rule_and_the_header_the_exception()
    {
        await using var app = new EmulatorApp(("Noyo:DifferenceList", "array"));

        (await app.GetAsync(Path)).AsArray().Count.ShouldBeGreaterThan(0);
        (await ListInShapeAsync(app, "envelope", "")).AsObject().Select(property => property.Key).ShouldBe(["meta", "response"]);
    }

    [Theory]
    [InlineData("00000009-0000-4000-8000-000000000009")]
    [InlineData("nonsense")]
    public async Task A_difference_that_does_not_exist_is_not_found(string id)
    {
        var error = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"{Path}/{id}");

        error.Text("message").ShouldBe($"Difference not found with UUID {id}");
    }

    private async Task<IReadOnlyList<string>> IdsAsync(string list, string query) =>
        [.. (await App.AllAsync($"{list}?{query}")).Select(it => it.Text("id"))];

    private async Task<IReadOnlyList<string>> NamesAsync(string query) =>
        [.. (await OwnAsync(query)).Select(it => $"{int.Parse(it.Text("employee_id")[..8])} {it.Text("difference_type")}").Order(StringComparer.Ordinal)];

    /// <summary>Those of the families of this test, not of the default data.</summary>
    private async Task<IReadOnlyList<JsonNode>> OwnAsync(string query) =>
        [.. (await App.DifferencesAsync(query)).Where(it => it.Text("employee_id").StartsWith("0000000", StringComparison.Ordinal))];

    private static string WithoutSources(JsonNode? difference)
    {
        var copy = difference!.DeepClone().AsObject();
        copy.Remove("sources").ShouldBeTrue();
        return copy.ToJsonString();
    }

    private static async Task<JsonNode> ListInShapeAsync(EmulatorApp app, string shape, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Path}?{query}");
        request.Headers.Add("X-Emulator-Difference-List", shape);
        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }
}

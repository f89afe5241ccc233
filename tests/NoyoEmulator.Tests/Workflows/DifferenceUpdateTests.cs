using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>Dismissing, reopening and assigning differences; lists within a scope; counts.</summary>
public sealed class DifferenceUpdateTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string UnknownId = "30b74a44-d5b1-4123-a7a4-6d3aec251ba4";

    [Fact]
    public async Task Dismissing_and_reopening_are_idempotent_and_what_is_so_already_keeps_its_version()
    {
        var id = (await PendingAsync())[0];
        var dismissed = await App.DoAsync(HttpMethod.Put, $"/api/v1/differences/{id}/dismiss");
        dismissed["is_dismissed"]!.GetValue<bool>().ShouldBeTrue();
        (await App.DoAsync(HttpMethod.Put, $"/api/v1/differences/{id}/dismiss")).ToJsonString().ShouldBe(dismissed.ToJsonString());
        (await App.AllDifferencesAsync("is_dismissed=true")).ShouldHaveSingleItem().Text("id").ShouldBe(id);

        var reopened = await App.DoAsync(HttpMethod.Put, $"/api/v1/differences/{id}/reopen");
        reopened["is_dismissed"]!.GetValue<bool>().ShouldBeFalse();
        reopened.Text("version").ShouldNotBe(dismissed.Text("version"));
        (await App.DoAsync(HttpMethod.Put, $"/api/v1/differences/{id}/reopen")).ToJsonString().ShouldBe(reopened.ToJsonString());
    }

    [Fact]
    public async Task The_successor_of_a_replaced_difference_inherits_assignee_and_dismissal()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01", volume: 1000));
        _ = await App.AdvanceAsync("PT1M");
        _ = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).With("employee.person.last_name", "Second").Enroll(Offer.Life, "2024-01-01", volume: 2000));
        var (volume, name) = (await OnlyAsync("ie_volume"), await OnlyAsync("name"));
        _ = await App.DoAsync(HttpMethod.Put, $"/api/v1/differences/{volume.Id()}/dismiss");
        _ = await App.DoAsync(HttpMethod.Put, $"/api/v1/differences/{name.Id()}/assign", new JsonObject { ["assignee_id"] = UnknownId });

        _ = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).With("employee.person.last_name", "Third").Enroll(Offer.Life, "2024-01-01", volume: 3000));

        var (nextVolume, nextName) = (await OnlyAsync("ie_volume"), await OnlyAsync("name"));
        (await App.DifferenceAsync(volume.Id())).Text("replaced_by").ShouldBe(nextVolume.Id());
        (nextVolume["is_dismissed"]!.GetValue<bool>(), (string?)nextVolume["assignee_id"]).ShouldBe((true, null));
        (nextName["is_dismissed"]!.GetValue<bool>(), (string?)nextName["assignee_id"]).ShouldBe((false, UnknownId));
        (await App.ExampleDifferencesAsync("is_dismissed=true&is_open=true")).ShouldHaveSingleItem().Id().ShouldBe(nextVolume.Id());
        (await App.GetAsync($"/tracking/ui/v1/differences/counts?counts_by=difference_type&is_dismissed=true&is_open=true&group_id={Defaults.ExampleGroup}"))["response"]!
            .AsArray().ShouldHaveSingleItem()!.Number("count").ShouldBe(1);
    }

    [Fact]
    public async Task A_batch_answers_only_the_ids_that_changed()
    {
        var ids = await PendingAsync();
        (await BatchAsync("dismiss", ids[0]))["ids"]!.ToJsonString().ShouldBe($"[\"{ids[0]}\"]");
        (await BatchAsync("dismiss", ids[0], ids[1], ids[1]))["ids"]!.ToJsonString().ShouldBe($"[\"{ids[1]}\"]");
        (await BatchAsync("reopen", ids[1], ids[0]))["ids"]!.ToJsonString().ShouldBe($"[\"{ids[1]}\",\"{ids[0]}\"]");
        (await BatchAsync("reopen", ids[1], ids[0]))["ids"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_batch_answers_ids_in_the_order_they_were_sent()
    {
        var ids = await PendingAsync();
        ids.Count.ShouldBe(3);
        string[][] orders = [[ids[0], ids[1], ids[2]], [ids[2], ids[1], ids[0]], [ids[1], ids[2], ids[0]]];
        foreach (var order in orders)
        {
            foreach (var verb in new[] { "dismiss", "reopen" })
                (await BatchAsync(verb, order))["ids"]!.AsArray().Select(id => id!.GetValue<string>()).ShouldBe(order, verb);
        }
    }

    [Fact]
    public async Task An_unknown_id_in_a_batch_is_named_and_changes_nothing()
    {
        var ids = await PendingAsync();
        var error = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Put, "/api/v1/differences/dismiss", Ids(ids[0], UnknownId));
        error.Text("message").ShouldContain(UnknownId);
        (await App.AllDifferencesAsync("is_dismissed=true")).ShouldBeEmpty();
        foreach (var verb in new[] { "dismiss", "reopen" })
            _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Put, $"/api/v1/differences/{UnknownId}/{verb}");
    }

    [Theory]
    [InlineData("assign")]
    [InlineData("dismiss")]
    [InlineData("reopen")]
    public async Task Every_unknown_id_is_named_whatever_was_to_be_done(string verb)
    {
        var ids = await PendingAsync();
        var before = await App.StateAsync();
        var other = FamilyBody.Id(9);
        var batch = Ids(UnknownId, ids[0], other).With("assignee_id", "somebody");

        var error = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Put, $"/api/v1/differences/{verb}", batch);

        error.Text("message").ShouldBe($"Difference not found with UUID {UnknownId}, {other}");
        error = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Put, $"/api/v1/differences/{UnknownId}/{verb}", new JsonObject { ["assignee_id"] = "somebody" });
        error.Text("message").ShouldBe($"Difference not found with UUID {UnknownId}");
        (await App.StateAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task One_resolved_difference_in_a_batch_keeps_all_of_them_dismissed()
    {
        var ids = await PendingAsync();
        _ = await App.AdvanceAsync("PT1M");
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, WorldIntents.Rule("hold"));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(2).Enroll(Offer.Dental, "2024-01-01"));
        var open = (await App.ExampleDifferencesAsync("is_open=true"))[0].Text("id");
        _ = await BatchAsync("dismiss", ids[0], open);

        var error = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Put, "/api/v1/differences/reopen", Ids(open, ids[0]));

        error.Text("message").ShouldBe($"A resolved difference cannot be reopened: {ids[0]}");
        (await App.AllDifferencesAsync("is_dismissed=true")).Select(it => it.Text("id")).ShouldBe([ids[0], open], ignoreOrder: true);
    }

    [Fact]
    public async Task A_resolved_difference_cannot_be_reopened()
    {
        var id = (await PendingAsync())[0];
        _ = await App.DoAsync(HttpMethod.Put, $"/api/v1/differences/{id}/dismiss");
        _ = await App.AdvanceAsync("PT1M");
        var error = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Put, $"/api/v1/differences/{id}/reopen");
        error.Text("message").ShouldContain(id);
        _ = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Put, "/api/v1/differences/reopen", Ids(id));
        (await App.DifferenceAsync(id))["is_dismissed"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_difference_can_be_assigned_and_the_assignee_taken_away()
    {
        var ids = await PendingAsync();
        var path = $"/api/v1/differences/{ids[0]}/assign";
        (await App.DoAsync(HttpMethod.Put, path, new JsonObject { ["assignee_id"] = "somebody" })).Text("assignee_id").ShouldBe("somebody");
        (await App.DifferenceAsync(ids[0])).Text("assignee_id").ShouldBe("somebody");
        var batch = Ids(ids[0], ids[1]).With("assignee_id", "somebody");
        (await App.DoAsync(HttpMethod.Put, "/api/v1/differences/assign", batch))["ids"]!.ToJsonString().ShouldBe($"[\"{ids[1]}\"]");
        (await App.DoAsync(HttpMethod.Put, path, new JsonObject { ["assignee_id"] = null }))["assignee_id"].ShouldBeNull();
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, path, new JsonObject());
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, path, new JsonObject { ["assignee_id"] = 7 });
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"ids\":[]}")]
    [InlineData("{\"ids\":[\"nonsense\"]}")]
    [InlineData("{\"ids\":\"nonsense\"}")]
    [InlineData("{\"ids\":[null]}")]
    public async Task A_batch_needs_at_least_one_id_and_only_ids(string body)
    {
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, "/api/v1/differences/dismiss", JsonNode.Parse(body));
        error["errors"]![0]!.Text("field").ShouldStartWith("$.ids");
    }

    [Fact]
    public async Task Lists_of_a_family_a_group_and_a_transaction_hold_theirs_and_no_others()
    {
        var ids = await PendingAsync();
        (await App.AllAsync($"/api/v1/employees/{FamilyBody.Id(1)}/differences")).Select(it => it.Text("id")).ShouldBe(ids, ignoreOrder: true);
        (await App.AllAsync($"/api/v1/groups/{Defaults.ExampleGroup}/differences?type=missing_ie")).Count.ShouldBe(2);
        var transaction = (await App.DifferenceAsync(ids[0]))["sources"]![0]!.Text("object_id");
        (await App.AllAsync($"/api/v1/member_transactions/{transaction}/differences")).Select(it => it.Text("id")).ShouldBe(ids, ignoreOrder: true);
        foreach (var scope in new[] { "employees", "groups", "member_transactions" })
        {
            foreach (var unknown in new[] { UnknownId, "nonsense" })
                (await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/api/v1/{scope}/{unknown}/differences")).Text("message").ShouldContain(unknown);
        }
    }

    [Fact]
    public async Task Transactions_are_listed_by_the_score_of_their_differences()
    {
        var ids = await PendingAsync();
        var transaction = (await App.DifferenceAsync(ids[0]))["sources"]![0]!.Text("object_id");
        const string Path = "/tracking/api/v1/member_transactions";
        (await App.GetAsync(Path))["response"]![0]!.GetValue<string>().ShouldBe(transaction);
        (await App.GetAsync($"{Path}?difference_impact_score=4"))["response"]!.AsArray().Count.ShouldBe(2);
        (await App.GetAsync($"{Path}?difference_impact_score=4&max_impact_score=true"))["response"]!.AsArray().Count.ShouldBe(1);
        (await App.GetAsync($"{Path}?difference_impact_score=5&max_impact_score=true&sort_by=created&sort_direction=asc"))["response"]!.AsArray()[^1]!
            .GetValue<string>().ShouldBe(transaction);
    }

    [Fact]
    public async Task Counts_are_by_the_attributes_asked_for_with_the_filters_of_the_list()
    {
        _ = await PendingAsync();
        const string Path = "/tracking/ui/v1/differences/counts";
        var filter = $"group_id={Defaults.ExampleGroup}";
        (await App.GetAsync($"{Path}?{filter}"))["response"]!.ToJsonString().ShouldBe("[{\"count\":3}]");
        (await App.GetAsync($"{Path}?{filter}&counts_by=difference_type,impact_score"))["response"]!.ToJsonString()
            .ShouldBe("[{\"difference_type\":\"missing_ie\",\"impact_score\":5,\"count\":2},{\"difference_type\":\"new_hire\",\"impact_score\":5,\"count\":1}]");
        (await App.GetAsync($"{Path}?{filter}&counts_by=object_type&type=new_hire"))["response"]!.ToJsonString().ShouldBe("[{\"object_type\":\"employee\",\"count\":1}]");
        (await App.GetAsync($"{Path}?{filter}&is_open=false"))["response"]!.AsArray().ShouldBeEmpty();
        (await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Path}?counts_by=nonsense")).Text("message").ShouldContain("counts_by");
    }

    [Theory]
    [InlineData("created_after=2024-8-19&created_before=2024-8-21", 3)]
    [InlineData("created_after=Mon, 19 Aug 2024 00:00:00 GMT", 3)]
    [InlineData("created_before=Tue, 20 Aug 2024 12:00:00 GMT", 0)]
    [InlineData("created_after=2024-8-21", 0)]
    public async Task Both_forms_of_dates_bound_the_time_of_creation_exclusively(string query, int count)
    {
        _ = await PendingAsync();
        (await App.ExampleDifferencesAsync(query)).Count.ShouldBe(count);
    }

    [Fact]
    public async Task Lists_can_be_sorted_by_every_scalar_attribute_and_by_nothing_else()
    {
        var first = (await App.AllDifferencesAsync())[0].AsObject();
        foreach (var attribute in first.Select(property => property.Key).Except(["fields", "impact_type", "assignee_id"]))
        {
            var ascending = (await App.AllDifferencesAsync($"sort_by={attribute}")).Select(it => it[attribute]?.ToJsonString()).ToList();
            var descending = (await App.AllDifferencesAsync($"sort_by={attribute}&sort_direction=desc")).Select(it => it[attribute]?.ToJsonString()).ToList();
            descending.ShouldBe(ascending.AsEnumerable().Reverse(), attribute);
        }

        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, "/api/v1/differences?sort_by=fields&sort_direction=up");
        error["errors"]!.AsArray().Select(it => it!.Text("field")).ShouldBe(["sort_by", "sort_direction"]);
    }

    [Theory]
    [InlineData("asc")]
    [InlineData("desc")]
    public async Task A_direction_without_an_attribute_sorts_by_the_time_of_creation(string direction)
    {
        _ = await App.AdvanceAsync("PT1H");
        _ = await PendingAsync();
        var named = await App.AllDifferencesAsync($"sort_by=created&sort_direction={direction}");
        var unnamed = await App.AllDifferencesAsync($"sort_direction={direction}");
        unnamed.Select(it => it.Text("id")).ShouldBe(named.Select(it => it.Text("id")));
        named.Select(it => it.Number("created")).Distinct().Count().ShouldBeGreaterThan(1);
    }

    private static JsonObject Ids(params string[] ids) => new() { ["ids"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]) };

    private Task<JsonNode> BatchAsync(string verb, params string[] ids) => App.DoAsync(HttpMethod.Put, $"/api/v1/differences/{verb}", Ids(ids));

    /// <summary>Three pending changes of one family at one carrier.</summary>
    private async Task<IReadOnlyList<string>> PendingAsync()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01").Enroll(Offer.Dental, "2024-01-01"));
        return [.. (await App.ExampleDifferencesAsync()).Select(it => it.Text("id"))];
    }

    private async Task<JsonNode> OnlyAsync(string type) => (await App.ExampleDifferencesAsync($"is_open=true&type={type}")).ShouldHaveSingleItem();
}

using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Shapes;

/// <summary>Operations of the user's own document are answered by their shape: judged, kept, and answered as the schema has it.</summary>
public sealed class ShapeTests(ShapeTests.OneApp shared) : IClassFixture<ShapeTests.OneApp>
{
    private const string Gadgets = "/api/v1/gadgets";
    private const string NoId = "ffffffff-0000-4000-8000-000000000000";
    private const long Start = 1724155200;

    [Fact]
    public async Task What_is_posted_is_answered_with_ids_and_times_and_whatever_else_the_schema_requires()
    {
        var app = await shared.FreshAsync();

        var answer = await app.PostAsync(Gadgets, """{"name": "Lamp", "color": "blue", "note": null, "unheard": 1, "size": {"width": 2}}""");
        var read = await app.GetAsync($"{Gadgets}/{answer.Json["id"]}");

        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        answer.Mark.ShouldBe("shape");
        var gadget = answer.Json;
        ((string?)gadget["name"], (string?)gadget["color"], (string?)gadget["state"]).ShouldBe(("Lamp", "blue", "used"));
        ((long)gadget["created"]!, (long)gadget["modified"]!).ShouldBe((Start, Start));
        gadget["serial"]!.GetValue<string>().ShouldMatch("^[0-9]{4}$");
        Guid.TryParse((string?)gadget["owner_id"], out _).ShouldBeTrue();
        gadget.AsObject().ContainsKey("note").ShouldBeTrue();
        gadget.AsObject().ContainsKey("unheard").ShouldBeFalse();
        gadget["size"]!.ToJsonString().ShouldBe("""{"width":2}""");
        JsonNode.DeepEquals(read.Json, gadget).ShouldBeTrue(read.Text);
    }

    [Fact]
    public async Task A_body_is_judged_by_its_schema_and_all_that_is_wrong_is_told()
    {
        var app = await shared.FreshAsync();

        var wrong = await app.PostAsync(Gadgets, """{"color": "green", "made_on": "2024-13-01", "is_new": "yes", "labels": [1], "size": {"width": 0}}""");
        var unreadable = await app.PostAsync(Gadgets, """{"name": """);
        var list = await app.PostAsync(Gadgets, "[]");
        var missing = await app.SendAsync(HttpMethod.Post, Gadgets);

        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.Mark.ShouldBe("shape");
        wrong.Errors.ShouldBe(
            [
                "$.name: name is required",
                "$.color: color must be one of: red, blue",
                "$.made_on: made_on must be a date that exists, as YYYY-MM-DD",
                "$.is_new: is_new must be true or false",
                "$.labels[0]: labels[0] must be a string",
                "$.size.width: size.width must be 1 or more",
            ],
            ignoreOrder: true);
        unreadable.Status.ShouldBe(HttpStatusCode.BadRequest);
        list.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        missing.Status.ShouldBe(HttpStatusCode.BadRequest);
        (await app.NamesAsync(Gadgets)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_edit_needs_the_latest_version_and_makes_a_new_one()
    {
        var app = await shared.FreshAsync();
        var made = await app.AddAsync("Lamp");
        _ = await app.Emulator.AdvanceAsync("PT1H");

        var edited = await app.SendAsync(HttpMethod.Put, $"{Gadgets}/{made["id"]}/{made["version"]}", """{"name": "Torch"}""");
        var stale = await app.SendAsync(HttpMethod.Put, $"{Gadgets}/{made["id"]}/{made["version"]}", """{"name": "Candle"}""");
        var polished = await app.SendAsync(HttpMethod.Put, $"{Gadgets}/{made["id"]}/polish");

        edited.Status.ShouldBe(HttpStatusCode.OK, edited.Text);
        ((string?)edited.Json["name"], (long)edited.Json["created"]!, (long)edited.Json["modified"]!).ShouldBe(("Torch", Start, Start + 3600));
        ((string?)edited.Json["serial"]).ShouldBe((string?)made["serial"]);
        stale.Status.ShouldBe(HttpStatusCode.Conflict);
        stale.Text.ShouldContain((string)edited.Json["version"]!);
        (polished.Status, (string?)polished.Json["name"]).ShouldBe((HttpStatusCode.OK, "Torch"));
        ((string?)polished.Json["version"]).ShouldNotBe((string?)edited.Json["version"]);
    }

    [Fact]
    public async Task What_is_deleted_is_unknown()
    {
        var app = await shared.FreshAsync();
        var made = await app.AddAsync("Lamp");

        var stale = await app.SendAsync(HttpMethod.Delete, $"{Gadgets}/{made["id"]}/{NoId}");
        var deleted = await app.SendAsync(HttpMethod.Delete, $"{Gadgets}/{made["id"]}/{made["version"]}");
        var gone = await app.GetAsync($"{Gadgets}/{made["id"]}");
        var never = await app.SendAsync(HttpMethod.Put, $"{Gadgets}/{NoId}/{NoId}", "{}");
        var noId = await app.GetAsync($"{Gadgets}/lamp");

        stale.Status.ShouldBe(HttpStatusCode.Conflict);
        (deleted.Status, deleted.Text).ShouldBe((HttpStatusCode.NoContent, ""));
        (gone.Status, (string?)gone.Json["message"]).ShouldBe((HttpStatusCode.NotFound, $"Gadget not found with UUID {made["id"]}"));
        (never.Status, noId.Status).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task A_list_has_pages_newest_first_and_filters_by_the_fields_of_what_is_kept()
    {
        var app = await shared.FreshAsync();
        _ = await app.AddAsync("First", """, "color": "red", "is_new": true, "labels": ["a", "b"]""");
        _ = await app.AddAsync("Second", """, "color": "blue", "labels": ["b"]""");
        _ = await app.AddAsync("Third", """, "color": "red", "is_new": false""");

        (await app.NamesAsync(Gadgets)).ShouldBe(["Third", "Second", "First"]);
        (await app.NamesAsync($"{Gadgets}?page_size=1&offset=1")).ShouldBe(["Second"]);
        (await app.GetAsync($"{Gadgets}?page_size=1&offset=1")).Json["meta"]!.ToJsonString()
            .ShouldBe("""{"offset":1,"page_num":2,"page_size":1,"total_records":3}""");
        (await app.NamesAsync($"{Gadgets}?color=red")).ShouldBe(["Third", "First"]);
        (await app.NamesAsync($"{Gadgets}?color=red&is_new=true")).ShouldBe(["First"]);
        (await app.NamesAsync($"{Gadgets}?labels=a,c")).ShouldBe(["First"]);
    }

    [Theory]
    [InlineData("page_size=0", "page_size: page_size must be a whole number from 1 to 100")]
    [InlineData("is_new=maybe", "is_new: is_new must be true or false")]
    [InlineData("color=green", "color: color must be one of: red, blue")]
    [InlineData("colour=red", "colour: colour is not known; did you mean color? The parameters there are: page_size, offset, color, is_new, labels")]
    public async Task A_query_that_the_operation_does_not_have_is_refused(string query, string error)
    {
        var app = await shared.FreshAsync();

        var answer = await app.GetAsync($"{Gadgets}?{query}");

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.Errors.ShouldBe([error]);
    }

    [Fact]
    public async Task What_lies_below_something_is_of_the_same_kind_and_found_below_it_only()
    {
        var app = await shared.FreshAsync();
        var below = $"/api/v1/groups/{Defaults.ExampleGroup}/gadgets";
        var made = await app.PostAsync(below, """{"name": "Desk", "size": {"width": 2}}""");
        _ = await app.AddAsync("Lamp");
        _ = await app.AddAsync("Chair", $$""", "group_id": "{{Defaults.ExampleGroup}}" """);

        ((string?)made.Json["group_id"]).ShouldBe(Defaults.ExampleGroup);
        (await app.NamesAsync(below)).ShouldBe(["Chair", "Desk"]);
        (await app.NamesAsync($"/api/v1/groups/{Defaults.GuideGroup}/gadgets")).ShouldBeEmpty();
        (await app.NamesAsync(Gadgets)).ShouldBe(["Chair", "Lamp", "Desk"]);
        (await app.GetAsync($"{Gadgets}/{made.Json["id"]}")).Status.ShouldBe(HttpStatusCode.OK);
        var missing = await app.GetAsync($"/api/v1/groups/{NoId}/gadgets");
        (missing.Status, (string?)missing.Json["message"]).ShouldBe((HttpStatusCode.NotFound, $"Group not found with UUID {NoId}"));
    }

    [Fact]
    public async Task An_act_that_answers_with_a_thing_of_another_kind_makes_one()
    {
        var app = await shared.FreshAsync();
        var gadget = await app.AddAsync("Lamp");

        var repair = await app.SendAsync(HttpMethod.Post, $"{Gadgets}/{gadget["id"]}/repair");
        var repairs = await app.GetAsync($"{Gadgets}/{gadget["id"]}/repairs");

        (repair.Status, (string?)repair.Json["gadget_id"]).ShouldBe((HttpStatusCode.Created, (string?)gadget["id"]));
        repairs.Json.AsArray().Select(one => (string?)one!["id"]).ShouldBe([(string?)repair.Json["id"]]);
    }

    [Fact]
    public async Task Objects_without_an_id_and_files_are_as_the_document_says()
    {
        var app = await shared.FreshAsync();
        var gadget = await app.AddAsync("Lamp");

        var counts = await app.GetAsync($"/api/v1/groups/{Defaults.ExampleGroup}/gadget_counts");
        var manual = await app.GetAsync($"{Gadgets}/{gadget["id"]}/manual");
        var none = await app.GetAsync($"{Gadgets}/{NoId}/manual");

        counts.Text.ShouldBe($$"""{"group_id":"{{Defaults.ExampleGroup}}","total":3}""");
        (manual.Status, manual.Type, manual.Text).ShouldBe((HttpStatusCode.OK, "text/csv", "step,what"));
        none.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Each_world_has_its_own_and_goes_back_to_what_it_had()
    {
        var app = await shared.FreshAsync();
        _ = await app.AddAsync("Lamp");
        _ = await app.Emulator.DoAsync(HttpMethod.Put, "/_emulator/checkpoints/lit");
        _ = await app.Emulator.DoAsync(HttpMethod.Post, "/_emulator/worlds", new JsonObject { ["name"] = "twin", ["from"] = "default" });
        _ = await app.Emulator.DoAsync(HttpMethod.Post, "/_emulator/worlds", new JsonObject { ["name"] = "other" });
        _ = await app.AddAsync("Torch");

        (await app.NamesAsync(Gadgets, "twin")).ShouldBe(["Lamp"]);
        (await app.NamesAsync(Gadgets, "other")).ShouldBeEmpty();
        _ = await app.Emulator.DoAsync(HttpMethod.Post, "/_emulator/checkpoints/lit/restore");
        (await app.NamesAsync(Gadgets)).ShouldBe(["Lamp"]);
        _ = await app.Emulator.ResetAsync();
        (await app.NamesAsync(Gadgets)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_emulator_has_itself_goes_before_and_what_nobody_has_stays_501()
    {
        var app = await shared.FreshAsync();

        var groups = await app.GetAsync("/fulfillment/api/v1/groups");
        var ruleSets = await app.GetAsync("/fulfillment/api/v1/rule_sets");
        var byPrefix = await app.GetAsync($"/fulfillment{Gadgets}");
        var elsewhere = await app.GetAsync($"/tracking{Gadgets}");
        var table = await app.GetAsync("/_emulator/fidelity?fidelity=shape");

        (groups.Mark, groups.Json["meta"] is not null).ShouldBe(("documented", true));
        (ruleSets.Status, ruleSets.Mark).ShouldBe((HttpStatusCode.NotImplemented, "none"));
        byPrefix.Status.ShouldBe(HttpStatusCode.OK);
        elsewhere.Status.ShouldBe(HttpStatusCode.NotFound);
        table.Json["response"]!.AsArray().Select(row => (string?)row!["operation"]).ShouldContain("polishGadget");
        table.Json["response"]!.AsArray().Select(row => (string?)row!["operation"]).ShouldNotContain("getOtherGroups");
    }

    [Fact]
    public async Task A_token_is_asked_for()
    {
        var app = await shared.FreshAsync();
        using var client = app.Emulator.UncheckedClient();

        using var response = await client.GetAsync(Gadgets, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Swagger_shows_them_with_their_mark_and_schemas()
    {
        var app = await shared.FreshAsync();

        var document = (await app.GetAsync("/swagger/fulfillment/swagger.json")).Json;

        var operation = document["paths"]![Gadgets]!["post"]!;
        ((string?)operation["x-emulator-fidelity"], (string?)operation["tags"]![0]).ShouldBe(("shape", "Gadgets"));
        document["components"]!["schemas"]!.AsObject().ContainsKey("GadgetRequest").ShouldBeTrue();
        document["tags"]!.AsArray().Select(tag => (string?)tag!["name"]).ShouldContain("Gadgets");
        document["paths"]!["/api/v1/groups"]!["get"]!["operationId"]!.GetValue<string>().ShouldBe("getGroupList");
    }

    /// <summary>One emulator for all tests of the class.</summary>
    public sealed class OneApp : IAsyncDisposable
    {
        private readonly ShapeApp _app = new();

        public async Task<ShapeApp> FreshAsync()
        {
            await _app.Emulator.CleanAsync();
            return _app;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}

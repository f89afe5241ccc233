using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Fulfillment.Groups;

/// <summary>Creating, reading and editing groups.</summary>
public sealed class GroupTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Groups = "/fulfillment/api/v1/groups";
    private const string Nobody = "00000000-0000-4000-8000-000000000000";

    [Fact]
    public async Task A_created_group_is_read_as_it_was_stated_and_is_the_newest()
    {
        var organization = (await App.GetAsync($"{Groups}/{Defaults.ExampleGroup}")).Text("organization_id");

        var created = await CreateAsync("""{"name": "Fern", "dba_name": "Fern & Co", "federal_ein": "11-2222222", "sic_code": "5713"}""");

        created.Text("organization_id").ShouldBe(organization);
        created.Number("created").ShouldBe(WorldIntents.StartSeconds);
        created.Number("modified").ShouldBe(WorldIntents.StartSeconds);
        (created.Text("name"), created.Text("dba_name"), created.Text("federal_ein"), created.Text("sic_code")).ShouldBe(("Fern", "Fern & Co", "11-2222222", "5713"));
        (await App.GetAsync($"{Groups}/{created.Id()}")).ToText().ShouldBe(created.ToText());
        var list = await App.GetAsync(Groups);
        list.Total().ShouldBe(6);
        list["response"]![0]!.ToText().ShouldBe(created.ToText());
        (await App.EventTypesAsync(created.Id())).ShouldBe(["group.created"]);
    }

    [Fact]
    public async Task A_group_needs_no_more_than_a_name_and_two_may_have_the_same()
    {
        var first = await CreateAsync("""{"name": "Fern"}""");
        var second = await CreateAsync("""{"name": "Fern"}""");

        first.AsObject().Select(property => property.Key).ShouldBe(["id", "version", "created", "modified", "organization_id", "name"], ignoreOrder: true);
        second.Id().ShouldNotBe(first.Id());
    }

    [Fact]
    public async Task A_group_without_connections_takes_snapshots_of_which_nothing_is_sent()
    {
        var group = await CreateAsync("""{"name": "Fern"}""");

        var snapshot = await App.PostSnapshotAsync(group.Id(), Builders.SnapshotBody.Example());

        snapshot["fulfillment_summary"]!.AsArray().ShouldAllBe(entry => entry!.Text("status") == "not_connected");
        (await App.GetAsync($"/ui/v1/groups/{group.Id()}/carriers")).AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{}""", "$.name", "name is required")]
    [InlineData("""{"name": " "}""", "$.name", "name must not be empty")]
    [InlineData("""{"name": "Fern", "federal_ein": "1122-22222"}""", "$.federal_ein", "federal_ein must be nine digits, such as 112222222 or 11-2222222")]
    [InlineData("""{"name": "Fern", "federal_ein": "11222222"}""", "$.federal_ein", "federal_ein must be nine digits, such as 112222222 or 11-2222222")]
    [InlineData("""{"name": "Fern", "sic_code": "57a"}""", "$.sic_code", "sic_code must be digits, such as 5713")]
    [InlineData("""{"name": "Fern", "dba_name": 7}""", "$.dba_name", "dba_name must be a string, not a number")]
    [InlineData("""{"name": "Fern", "organization_id": "x"}""", "$.organization_id", "organization_id must be a uuid of 36 characters, such as 4bf04f73-0aad-48ac-b28a-e5f4def7c5e9")]
    [InlineData($$"""{"name": "Fern", "organization_id": "{{Nobody}}"}""", "$.organization_id", "organization_id must be an organization that has groups here, such as 34a3ac5b-fa32-4714-b2fe-2ff5a6a3e68c, or absent")]
    public async Task A_group_that_cannot_be_is_refused_with_the_place(string body, string field, string message)
    {
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Groups, JsonNode.Parse(body));

        var failure = error["errors"]!.AsArray().ShouldHaveSingleItem()!;
        (failure.Text("field"), failure.Text("message")).ShouldBe((field, message));
        (await App.GetAsync(Groups)).Total().ShouldBe(5);
    }

    [Fact]
    public async Task An_edit_changes_what_it_states_and_leaves_the_rest()
    {
        var group = await CreateAsync("""{"name": "Fern", "dba_name": "Fern & Co", "sic_code": "5713"}""");
        _ = await App.AdvanceAsync("PT1M");

        var edited = await App.DoAsync(HttpMethod.Put, $"{Groups}/{group.Id()}/{group.Text("version")}", JsonNode.Parse("""{"name": "Fir", "federal_ein": "112222222", "id": "x"}"""));

        (edited.Id(), edited.Text("name"), edited.Text("dba_name"), edited.Text("federal_ein"), edited.Text("sic_code"))
            .ShouldBe((group.Id(), "Fir", "Fern & Co", "112222222", "5713"));
        edited.Number("created").ShouldBe(WorldIntents.StartSeconds);
        edited.Number("modified").ShouldBe(WorldIntents.StartSeconds + 60);
        edited.Text("version").ShouldNotBe(group.Text("version"));
        (await App.GetAsync($"{Groups}/{group.Id()}")).ToText().ShouldBe(edited.ToText());
        (await App.EventTypesAsync(group.Id())).ShouldBe(["group.created"]);
    }

    [Fact]
    public async Task A_version_that_is_not_the_latest_is_refused_with_the_one_that_is()
    {
        var group = await App.GetAsync($"{Groups}/{Defaults.ExampleGroup}");
        var edited = await App.DoAsync(HttpMethod.Put, $"{Groups}/{group.Id()}/{group.Text("version")}", JsonNode.Parse("""{"sic_code": "1"}"""));

        foreach (var stale in new[] { group.Text("version"), Nobody, "x" })
        {
            var error = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Put, $"{Groups}/{group.Id()}/{stale}", JsonNode.Parse("""{"sic_code": "2"}"""));
            error.Text("message").ShouldBe($"Version conflict: the latest version is {edited.Text("version")}; read what has changed, and send that version");
        }

        (await App.GetAsync($"{Groups}/{group.Id()}")).Text("sic_code").ShouldBe("1");
    }

    [Fact]
    public async Task Of_many_edits_of_one_version_exactly_one_wins_and_nothing_is_lost()
    {
        var group = await CreateAsync("""{"name": "Fern"}""");
        const int Rounds = 5;
        const int Editors = 8;
        for (var round = 0; round < Rounds; round++)
        {
            var version = (await App.GetAsync($"{Groups}/{group.Id()}")).Text("version");
            var answers = await Task.WhenAll(Enumerable.Range(0, Editors).Select(async editor =>
            {
                using var answer = await App.SendAsync(HttpMethod.Put, $"{Groups}/{group.Id()}/{version}", new JsonObject { ["sic_code"] = $"{round}{editor}" });
                return (answer.StatusCode, Body: JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
            }));

            var won = answers.Where(answer => answer.StatusCode == HttpStatusCode.OK).ShouldHaveSingleItem().Body;
            answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(Editors - 1);
            (await App.GetAsync($"{Groups}/{group.Id()}")).ToText().ShouldBe(won.ToText());
        }

        var explained = await App.GetAsync($"/_emulator/explain/{group.Id()}");
        explained["entries"]!.AsArray().Where(entry => entry!.Text("kind") == "group").Select(entry => entry!.Text("summary"))
            .ShouldBe(["created", .. Enumerable.Repeat("edited", Rounds)]);
    }

    [Theory]
    [InlineData("GET", Nobody)]
    [InlineData("GET", "x")]
    [InlineData("GET", $"{Nobody}/contacts")]
    [InlineData("GET", $"{Nobody}/locations")]
    [InlineData("GET", "x/carrier_configurations")]
    [InlineData("PUT", $"{Nobody}/{Nobody}")]
    [InlineData("PUT", $"{Nobody}/contacts/{Nobody}/{Nobody}")]
    [InlineData("PUT", $"{Nobody}/carrier_configurations/{Nobody}/{Nobody}")]
    public async Task A_group_that_does_not_exist_is_not_found(string method, string path)
    {
        var error = await App.RefusedAsync(HttpStatusCode.NotFound, new HttpMethod(method), $"{Groups}/{path}", method == "PUT" ? new JsonObject() : null);

        error.Text("message").ShouldBe($"Group not found with UUID {path.Split('/')[0]}");
    }

    [Fact]
    public async Task Locations_are_those_of_the_seed()
    {
        var list = await App.GetAsync($"{Groups}/{Defaults.ExampleGroup}/locations");

        var location = list["response"]!.AsArray().ShouldHaveSingleItem()!;
        location.Text("display_name").ShouldBe("Workshop");
        location["address"]!.ToText().ShouldBe("""{"street_one":"4 Invented Street","city":"Bend","state":"OR","zip_code":"97701"}""");
        (await App.GetAsync($"{Groups}/{Defaults.ExampleGroup}/locations/{location.Id()}")).ToText().ShouldBe(location.ToText());
        (await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"{Groups}/{Defaults.GuideGroup}/locations/{location.Id()}"))
            .Text("message").ShouldBe($"Location not found with UUID {location.Id()}");
        (await App.GetAsync($"{Groups}/{Defaults.GuideGroup}/locations")).Total().ShouldBe(0);
    }

    private Task<JsonNode> CreateAsync(string body) => App.DoAsync(HttpMethod.Post, Groups, JsonNode.Parse(body));
}

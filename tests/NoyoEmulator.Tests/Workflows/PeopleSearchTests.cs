using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>Looking for people by what is known of them.</summary>
public sealed class PeopleSearchTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private string _annie = "";
    private string _annabel = "";
    private string _bea = "";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _annie = (await App.DoAsync(HttpMethod.Post, "/api/v1/employees", NewMember.Employee("Annie").With("person.middle_name", "Marie").With("person.ssn", "412345678"))).Id();
        _annabel = (await App.DoAsync(HttpMethod.Post, "/api/v1/employees", NewMember.Employee("Annabel", born: "1980-01-01").With("group_id", Defaults.SnapshotGroup))).Id();
        _bea = (await App.DoAsync(HttpMethod.Post, $"/api/v1/employees/{_annie}/dependents", NewMember.Dependent())).Id();
    }

    [Theory]
    [InlineData("""{"full_name": "annie baker"}""", "annie 1, annabel 0.5, bea 0.5")]
    [InlineData("""{"full_name": "BAKER  Marie Annie"}""", "annie 1")]
    [InlineData("""{"full_name": "Ann Baker"}""", "annie 0.75, annabel 0.75, bea 0.5")]
    [InlineData("""{"full_name": "Annabella Baker"}""", "annabel 0.75, annie 0.5, bea 0.5")]
    [InlineData("""{"full_name": "annie baker", "date_of_birth": "1990-05-06"}""", "annie 1")]
    [InlineData("""{"full_name": "annie baker", "date_of_birth": "1980-01-01"}""", "annie 0.667, annabel 0.667")]
    [InlineData("""{"full_name": "annie baker", "first_name": "annie", "last_name": "Baker"}""", "annie 1, annabel 0.5, bea 0.5")]
    [InlineData("""{"full_name": "annie baker", "group_id": "d0ec3837-3499-4a2f-8c58-966ef7e46d95"}""", "annabel 0.5")]
    [InlineData("""{"full_name": "Somebody Else", "ssn": "412-34-5678"}""", "annie 0.5")]
    [InlineData("""{"full_name": "Annie Baker", "ssn": "412345678"}""", "annie 1")]
    [InlineData("""{"full_name": "Bea Baker", "ssn": "412345678"}""", "annie 0.75, bea 0.5")]
    [InlineData("""{"full_name": "Somebody Else", "ssn": "412345678", "group_id": "d0ec3837-3499-4a2f-8c58-966ef7e46d95"}""", "")]
    [InlineData("""{"full_name": "a"}""", "")]
    [InlineData("""{"full_name": "%"}""", "")]
    [InlineData("""{"full_name": "annie baker", "size": 1}""", "annie 1")]
    public async Task The_likeliest_come_first_with_the_share_of_what_fits(string body, string expected)
    {
        var people = (await App.DoAsync(HttpMethod.Post, "/api/v1/people", JsonNode.Parse(body))).AsArray().Select(person => person!).ToList();

        var given = people.ConvertAll(person => $"{NameOf(person)} {person["match_score"]!.ToJsonString()}");
        given.Order().ShouldBe(expected.Split(", ", StringSplitOptions.RemoveEmptyEntries).Order());
        people.Select(person => person["match_score"]!.GetValue<float>()).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task A_person_is_an_employee_or_a_dependent_and_has_an_id_of_its_own_by_which_employees_are_filtered()
    {
        var people = (await App.DoAsync(HttpMethod.Post, "/api/v1/people", JsonNode.Parse("""{"full_name": "annie bea baker"}"""))).AsArray();
        var annie = people.Single(person => NameOf(person!) == "annie")!;
        var bea = people.Single(person => NameOf(person!) == "bea")!;

        annie.ToText().ShouldBe($$"""
            {"id":"{{PersonId.Of(Guid.Parse(_annie))}}","match_score":0.667,"full_name":"Annie Marie Baker","date_of_birth":"1990-05-06","group_id":"{{Defaults.ExampleGroup}}","employee_id":"{{_annie}}","dependent_id":null}
            """);
        bea["employee_id"].ShouldBeNull();
        bea.Text("dependent_id").ShouldBe(_bea);
        (await App.GetAsync($"/api/v1/employees?person_id={annie.Id()}"))["response"]!.AsArray().ShouldHaveSingleItem()!.Id().ShouldBe(_annie);
        foreach (var other in new[] { bea.Id(), _annie })
            (await App.GetAsync($"/api/v1/employees?person_id={other}")).Total().ShouldBe(0);
        var explained = await App.GetAsync($"/_emulator/explain/{bea.Id()}");
        explained.Text("kind").ShouldBe("person");
        explained.Text("what").ShouldStartWith($"the person who is dependent {_bea}");
    }

    [Fact]
    public async Task A_changed_name_is_found_and_the_former_one_is_not()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).With("employee.person.last_name", "Öztürk"));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).With("employee.person.last_name", "ÉLAN"));

        (await FoundAsync("ada élan")).ShouldHaveSingleItem().Text("full_name").ShouldBe("Ada ÉLAN");
        (await FoundAsync("öztürk")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{}", "$.full_name")]
    [InlineData("""{"full_name": "  "}""", "$.full_name")]
    [InlineData("""{"full_name": "a", "size": 0}""", "$.size")]
    [InlineData("""{"full_name": "a", "size": 101}""", "$.size")]
    [InlineData("""{"full_name": "a", "date_of_birth": "1/2/1990"}""", "$.date_of_birth")]
    [InlineData("""{"full_name": "a", "group_id": "mine"}""", "$.group_id")]
    public async Task What_is_wrong_is_told_with_its_place(string body, string field) =>
        (await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, "/api/v1/people", JsonNode.Parse(body)))["errors"]!.AsArray()
            .ShouldHaveSingleItem()!.Text("field").ShouldBe(field);

    private string NameOf(JsonNode person)
    {
        var id = (string?)(person["employee_id"] ?? person["dependent_id"]);
        return id == _annie ? "annie" : id == _annabel ? "annabel" : id == _bea ? "bea" : "somebody else";
    }

    private async Task<IReadOnlyList<JsonNode>> FoundAsync(string name) =>
        [.. (await App.DoAsync(HttpMethod.Post, "/api/v1/people", new JsonObject { ["full_name"] = name })).AsArray().Select(person => person!)];
}

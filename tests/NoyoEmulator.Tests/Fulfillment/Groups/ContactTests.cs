using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Fulfillment.Groups;

/// <summary>Contacts of groups.</summary>
public sealed class ContactTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Nobody = "00000000-0000-4000-8000-000000000000";
    private const string Contacts = $"/fulfillment/api/v1/groups/{Defaults.GuideGroup}/contacts";

    private const string Body =
        """{"first_name": "Zelda", "last_name": "Quux", "email": "zelda@quux.example", "phone_number": "+15555550177", "title": "Clerk", "types": ["billing", "online"], "primary_contact": false}""";

    [Fact]
    public async Task A_created_contact_is_read_as_it_was_stated()
    {
        var created = await CreateAsync(Body);

        created["id"].ShouldNotBeNull();
        created.Text("group_id").ShouldBe(Defaults.GuideGroup);
        foreach (var (name, value) in JsonNode.Parse(Body)!.AsObject())
            created[name]!.ToText().ShouldBe(value!.ToText());
        created["carrier_id"].ShouldBeNull();
        (await App.GetAsync($"{Contacts}/{created.Id()}")).ToText().ShouldBe(created.ToText());
        var second = await CreateAsync(Body);
        (await App.AllAsync(Contacts)).Select(contact => contact.Id()).ShouldBe([second.Id(), created.Id()]);
        (await App.GetAsync($"/fulfillment/api/v1/groups/{Defaults.ExampleGroup}/contacts")).Total().ShouldBe(1);
        (await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/fulfillment/api/v1/groups/{Defaults.ExampleGroup}/contacts/{created.Id()}"))
            .Text("message").ShouldBe($"Contact not found with UUID {created.Id()}");
    }

    [Theory]
    [InlineData("first_name", null, "$.first_name", "first_name is required")]
    [InlineData("last_name", null, "$.last_name", "last_name is required")]
    [InlineData("email", null, "$.email", "email is required")]
    [InlineData("types", null, "$.types", "types is required")]
    [InlineData("types", "[]", "$.types", "types must name at least one of: company, billing, executive, online, carrier")]
    [InlineData("types", """["friend"]""", "$.types[0]", "types[0] must be one of: company, billing, executive, online, carrier")]
    [InlineData("types", """["carrier"]""", "$.carrier_id", "carrier_id is required when types has carrier")]
    [InlineData("carrier_id", $"\"{Nobody}\"", "$.carrier_id", "carrier_id must be the id of a known carrier")]
    [InlineData("primary_contact", "\"yes\"", "$.primary_contact", "primary_contact must be true or false, not a string")]
    public async Task A_contact_that_cannot_be_is_refused_with_the_place_and_without_what_was_sent(string field, string? value, string path, string message)
    {
        var body = JsonNode.Parse(Body)!;
        if (value is null)
            _ = body.AsObject().Remove(field);
        else
            body[field] = JsonNode.Parse(value);

        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Contacts, body);

        var failure = error["errors"]!.AsArray().ShouldHaveSingleItem()!;
        (failure.Text("field"), failure.Text("message")).ShouldBe((path, message));
        (await App.GetAsync(Contacts)).Total().ShouldBe(0);
    }

    [Fact]
    public async Task An_edit_changes_what_it_states_and_the_type_carrier_still_needs_one()
    {
        var contact = await CreateAsync(Body);
        var path = $"{Contacts}/{contact.Id()}";

        var refused = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, $"{path}/{contact.Text("version")}", JsonNode.Parse("""{"types": ["carrier"]}"""));
        refused["errors"]![0]!.Text("message").ShouldBe("carrier_id is required when types has carrier");
        var carrier = await EditAsync(contact, $$"""{"types": ["carrier"], "carrier_id": "{{Defaults.AcceptingCarrier}}", "first_name": "Zora"}""");
        var again = await EditAsync(carrier, """{"types": ["carrier", "company"]}""");

        (again.Text("first_name"), again.Text("last_name"), again.Text("carrier_id")).ShouldBe(("Zora", "Quux", Defaults.AcceptingCarrier));
        again["types"]!.ToText().ShouldBe("""["carrier","company"]""");
        (await App.GetAsync(path)).ToText().ShouldBe(again.ToText());
        _ = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Put, $"{path}/{contact.Text("version")}", new JsonObject());
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Put, $"{Contacts}/{Nobody}/{contact.Text("version")}", new JsonObject());
    }

    [Fact]
    public async Task Of_many_edits_of_one_version_exactly_one_wins()
    {
        var contact = await CreateAsync(Body);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            using var answer = await App.SendAsync(HttpMethod.Put, $"{Contacts}/{contact.Id()}/{contact.Text("version")}", new JsonObject { ["title"] = $"{number}" });
            return answer.StatusCode;
        }));

        statuses.Count(status => status == HttpStatusCode.OK).ShouldBe(1);
        statuses.Count(status => status == HttpStatusCode.Conflict).ShouldBe(7);
    }

    [Fact]
    public async Task Who_a_contact_is_stays_out_of_journal_events_and_explanations()
    {
        var contact = await CreateAsync(Body);
        _ = await EditAsync(contact, """{"first_name": "Zora", "email": "zora@quux.example", "phone_number": "+15555550178"}""");

        foreach (var path in new[] { "/_emulator/requests", "/_emulator/webhooks/events", $"/_emulator/explain/{contact.Id()}" })
        {
            var text = await App.TextAsync(path);
            foreach (var personal in new[] { "Zelda", "Zora", "Quux", "zelda@", "zora@", "5555550177", "5555550178" })
                text.ShouldNotContain(personal, Case.Insensitive, path);
        }

        var explained = await App.GetAsync($"/_emulator/explain/{contact.Id()}");
        explained.Text("what").ShouldBe($"a contact of group {Defaults.GuideGroup}");
        explained["entries"]!.AsArray().Where(entry => entry!.Text("kind") == "contact").Select(entry => entry!.Text("summary")).ShouldBe(["created", "edited"]);
    }

    private Task<JsonNode> CreateAsync(string body) => App.DoAsync(HttpMethod.Post, Contacts, JsonNode.Parse(body));

    private Task<JsonNode> EditAsync(JsonNode contact, string body) =>
        App.DoAsync(HttpMethod.Put, $"{Contacts}/{contact.Id()}/{contact.Text("version")}", JsonNode.Parse(body));
}

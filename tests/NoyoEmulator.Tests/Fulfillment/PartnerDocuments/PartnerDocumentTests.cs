using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Fulfillment.PartnerDocuments;

/// <summary>Documents that carriers and other partners gave, and where they come from.</summary>
public sealed class PartnerDocumentTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string All = "/api/v1/partner_documents";
    private const string Sources = "/api/v1/partner_document_sources";
    private const string Source = "b1d3f5a7-9c0e-4b2d-8f46-1a3c5e7d9b28";
    private const string Bakery = "5f0b7c1e-3d7a-4b56-8a0e-2f4f1c9d6a31";
    private const string Nobody = "00000000-0000-4000-8000-000000000000";

    [Fact]
    public async Task A_document_is_kept_read_changed_and_removed()
    {
        var created = await App.DoAsync(HttpMethod.Post, All, Body(("extracted_data", JsonNode.Parse("""{"rows": 2}""")!), ("organization_id", Nobody)));
        created.Text("display_name").ShouldBe("Errors");
        created["extracted_data"]!.ToText().ShouldBe("""{"rows":2}""");
        (await App.GetAsync($"{All}/{created.Id()}")).ToText().ShouldBe(created.ToText());

        var edited = await App.DoAsync(HttpMethod.Put, $"{All}/{created.Id()}/{created.Text("version")}", new JsonObject { ["effective_date"] = "2024-08-01", ["is_external"] = true });
        edited.Text("effective_date").ShouldBe("2024-08-01");
        edited.Text("display_name").ShouldBe("Errors");
        edited.Text("version").ShouldNotBe(created.Text("version"));
        (await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Put, $"{All}/{created.Id()}/{created.Text("version")}", new JsonObject())).Text("message")
            .ShouldStartWith("Version conflict");
        _ = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Delete, $"{All}/{created.Id()}/{created.Text("version")}");

        using var deleted = await App.SendAsync(HttpMethod.Delete, $"{All}/{created.Id()}/{edited.Text("version")}");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"{All}/{created.Id()}")).Text("message").ShouldBe($"PartnerDocument not found with UUID {created.Id()}");
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Delete, $"{All}/{created.Id()}/{edited.Text("version")}");
    }

    [Fact]
    public async Task It_is_read_for_five_seconds()
    {
        var created = await App.DoAsync(HttpMethod.Post, All, Body());
        var status = (await App.AllAsync($"{All}/{created.Id()}/status")).ShouldHaveSingleItem();
        status.Text("status").ShouldBe("processing");

        _ = await App.AdvanceAsync("PT5S");

        var done = (await App.AllAsync($"{All}/{created.Id()}/status")).ShouldHaveSingleItem();
        done.Text("status").ShouldBe("completed");
        done.Id().ShouldBe(status.Id());
        done.Number("modified").ShouldBe(StartSeconds + 5);
        (await App.GetAsync($"{All}/{created.Id()}/status?offset=1"))["response"]!.AsArray().ShouldBeEmpty();
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"{All}/{Nobody}/status");
    }

    [Fact]
    public async Task What_it_names_must_exist()
    {
        foreach (var (field, message) in new[]
        {
            ("group_ids", "Group"), ("feed_ids", "Feed"), ("partner_id", "Carrier"), ("partner_document_source_id", "PartnerDocumentSource"),
        })
        {
            var refused = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, All, Body((field, field.EndsWith('s') ? new JsonArray(Nobody) : Nobody)));
            refused.Text("message").ShouldBe($"{message} not found with UUID {Nobody}");
        }

        var lacking = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, All, new JsonObject { ["effective_date"] = "soon" });
        lacking["errors"]!.AsArray().Select(error => error!.Text("field")).Order(StringComparer.Ordinal)
            .ShouldBe(["$.content_type", "$.effective_date", "$.file_key", "$.partner_id", "$.partner_type", "$.source"]);
        (await App.DoAsync(HttpMethod.Post, All, Body(("partner_type", "organization"), ("partner_id", Nobody)))).Text("organization_id").ShouldBe(Nobody);
    }

    [Fact]
    public async Task One_with_the_file_name_of_a_source_is_of_it_and_about_its_groups()
    {
        var body = Body(("file_key", "in/today/eligibility_errors.csv"));
        _ = body.Remove("group_ids");

        var created = await App.DoAsync(HttpMethod.Post, All, body);

        created.Text("partner_document_source_id").ShouldBe(Source);
        created["group_ids"]!.ToText().ShouldBe($"""["{Bakery}"]""");
        (await App.DoAsync(HttpMethod.Post, All, Body()))["partner_document_source_id"].ShouldBeNull();
    }

    [Fact]
    public async Task Lists_go_by_pages_and_each_filter_works_alone_and_with_others()
    {
        var feed = (await App.AllAsync("/api/v1/feeds"))[0].Id();
        var first = (await App.DoAsync(HttpMethod.Post, All, Body(("effective_date", "2024-08-05"), ("organization_id", Nobody), ("feed_ids", new JsonArray(feed))))).Id();
        _ = await App.AdvanceAsync("PT1S");
        var second = (await App.DoAsync(HttpMethod.Post, All, Body(("effective_date", "2024-08-01"), ("file_key", "b/Zebra.csv"), ("source", "PORTAL"), ("content_type", "OTHER")))).Id();
        const string Mine = $"{All}?group_ids={Defaults.ExampleGroup}";

        (await IdsAsync(Mine)).ShouldBe([second, first]);
        (await IdsAsync($"{Mine}&page_size=1&page=2")).ShouldBe([first]);
        (await IdsAsync($"{Mine}&page_size=5&offset=1")).ShouldBe([first]);
        (await App.GetAsync($"{Mine}&page_size=1&page=2"))["meta"]!.ToText().ShouldBe("""{"offset":1,"page_num":2,"page_size":1,"total_records":2}""");
        (await IdsAsync($"{Mine}&feed_ids={feed}")).ShouldBe([first]);
        (await IdsAsync($"{Mine}&partner_id={Defaults.AcceptingCarrier}&partner_type=carrier")).ShouldBe([second, first]);
        (await IdsAsync($"{Mine}&partner_type=broker")).ShouldBeEmpty();
        (await IdsAsync($"{Mine}&organization_id={Nobody}")).ShouldBe([first]);
        (await IdsAsync($"{Mine}&file_name=zebra")).ShouldBe([second]);
        (await IdsAsync($"{Mine}&source=PORTAL")).ShouldBe([second]);
        (await IdsAsync($"{Mine}&content_type=EDI_ERROR_REPORT")).ShouldBe([first]);
        (await IdsAsync($"{Mine}&effective_date_start=2024-08-02")).ShouldBe([first]);
        (await IdsAsync($"{Mine}&effective_date_start=2024-08-01&effective_date_end=2024-08-02&exclude_total_count=true")).ShouldBe([second]);
        (await IdsAsync($"{Mine}&sort_by=effective_date")).ShouldBe([first, second]);
        (await IdsAsync($"{Mine}&sort_by=file_name&sort_order=asc")).ShouldBe([first, second]);
        (await IdsAsync($"{Mine},{Bakery}&page_size=100")).Count.ShouldBe(3);
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{All}?page=0");
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{All}?source=FAX");
    }

    [Fact]
    public async Task Sources_are_read_alone_and_by_what_they_are()
    {
        (await App.GetAsync($"{Sources}/{Source}")).Text("match_strategy").ShouldBe("FILENAME_EXACT");
        foreach (var found in new[] { $"partner_id={Defaults.AcceptingCarrier}", "partner_type=carrier", "match_strategy=FILENAME_EXACT", $"group_ids={Bakery},{Nobody}", "sort_by=name&sort_direction=asc" })
            (await IdsAsync($"{Sources}?{found}")).ShouldBe([Source], found);
        foreach (var other in new[] { $"partner_id={Nobody}", "partner_type=group", "match_strategy=SUBJECT_EXACT", $"group_ids={Nobody}" })
            (await IdsAsync($"{Sources}?{other}")).ShouldBeEmpty(other);
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"{Sources}/{Nobody}");
    }

    private static JsonObject Body(params ReadOnlySpan<(string Name, JsonNode Value)> others)
    {
        var body = new JsonObject
        {
            ["content_type"] = "EDI_ERROR_REPORT",
            ["display_name"] = "Errors",
            ["file_key"] = "a/apple.csv",
            ["group_ids"] = new JsonArray(Defaults.ExampleGroup),
            ["partner_id"] = Defaults.AcceptingCarrier,
            ["partner_type"] = "carrier",
            ["source"] = "SFTP",
        };
        foreach (var (name, value) in others)
            body[name] = value;
        return body;
    }

    private async Task<IReadOnlyList<string>> IdsAsync(string path) => [.. (await App.GetAsync(path))["response"]!.AsArray().Select(item => item!.Id())];
}

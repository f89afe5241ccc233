using System.Text.Json;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.OpenApi;

namespace NoyoEmulator.Tests.Tracking;

/// <summary>Differences as a client made from Noyo's OpenAPI document can read them.</summary>
public sealed class DifferenceFormTests
{
    private const string List = "/tracking/api/v1/differences";

    private static readonly string[] Unset = ["resolved", "replaced_by", "discrepancy_time", "impact_type"];

    [Theory]
    [InlineData("envelope")]
    [InlineData("array")]
    public async Task Options_write_every_difference_as_the_OpenAPI_document_has_it(string shape)
    {
        await using var app = new EmulatorApp(("Noyo:DifferenceNulls", "omit"), ("Noyo:DifferenceValues", "string"), ("Noyo:DifferenceList", shape));
        _ = await app.PostGuideAsync();

        var answers = await DifferencesInEveryAnswerAsync(app);

        answers.ShouldAllBe(difference => !difference.AsObject().Any(property => property.Value == null));
        answers.ShouldAllBe(difference => Unset.Any(name => !difference.AsObject().ContainsKey(name)));
        var values = answers.SelectMany(Fields).Where(field => (string?)field["key"] == "object").Select(field => field["platform_value"]).OfType<JsonNode>().ToList();
        values.ShouldNotBeEmpty();
        values.ShouldAllBe(value => value.GetValueKind() == JsonValueKind.String && JsonNode.Parse(value.GetValue<string>(), null, default) is JsonObject);
    }

    [Fact]
    public async Task Without_them_what_is_not_set_is_null_and_objects_are_objects()
    {
        await using var app = new EmulatorApp();
        _ = await app.PostGuideAsync();

        var answers = await DifferencesInEveryAnswerAsync(app);

        answers.ShouldAllBe(difference => Unset.All(name => difference.AsObject().ContainsKey(name)));
        answers.SelectMany(Fields).ShouldContain(field => field["platform_value"] is JsonObject);
    }

    [Fact]
    public async Task The_text_of_a_value_is_the_JSON_of_the_object()
    {
        await using var plain = new EmulatorApp();
        await using var text = new EmulatorApp(("Noyo:DifferenceValues", "string"));
        using var client = text.UncheckedClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", "any");

        var objects = Values(await plain.GetAsync(List));
        var texts = Values(JsonNode.Parse(await client.GetStringAsync(List, TestContext.Current.CancellationToken))!);

        objects.ShouldNotBeEmpty();
        texts.Select(value => value!.GetValue<string>()).ShouldBe(objects.Select(value => value!.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })));
    }

    [Fact]
    public async Task The_document_follows_the_options()
    {
        await using var app = new EmulatorApp(("Noyo:DifferenceNulls", "omit"), ("Noyo:DifferenceValues", "string"));

        var schemas = (await DocumentPage.OpenAsync(app, "tracking")).Document["components"]!["schemas"]!;

        foreach (var name in new[] { "BasicSingleDifferenceResult", "PublicSingleDifferenceResult" })
        {
            schemas[name]!["required"]!.AsArray().Select(item => (string)item!).Intersect(Unset).ShouldBeEmpty();
            Unset.ShouldAllBe(property => schemas[name]!["properties"]![property]!["nullable"] == null);
        }

        ((string?)schemas["DifferenceField"]!["properties"]!["platform_value"]!["type"]).ShouldBe("string");
    }

    /// <summary>Differences of a list, of a single answer, and of the answers to changes.</summary>
    private static async Task<List<JsonNode>> DifferencesInEveryAnswerAsync(EmulatorApp app)
    {
        // The kept contract has the defaults; what the options make of it is checked here.
        using var client = app.UncheckedClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", "any");
        var list = await SendAsync(HttpMethod.Get, $"{List}?page_size=100");
        var all = (list as JsonArray ?? list["response"]!.AsArray()).Select(item => item!).ToList();
        var id = (string)all.First(item => Fields(item).Any(field => (string?)field["key"] == "object"))["id"]!;
        all.Add(await SendAsync(HttpMethod.Get, $"{List}/{id}"));
        all.Add(await SendAsync(HttpMethod.Put, $"{List}/{id}/assign", """{"assignee_id": "sam"}"""));
        all.Add(await SendAsync(HttpMethod.Put, $"{List}/{id}/dismiss"));
        all.Add(await SendAsync(HttpMethod.Put, $"{List}/{id}/reopen"));
        return all;

        async Task<JsonNode> SendAsync(HttpMethod method, string path, string? body = null)
        {
            using var request = new HttpRequestMessage(method, path);
            if (body is not null)
                request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            return JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        }
    }

    private static IEnumerable<JsonNode> Fields(JsonNode difference) => difference["fields"]!.AsArray().Select(field => field!);

    private static List<JsonNode?> Values(JsonNode list) =>
    [
        .. list["response"]!.AsArray().SelectMany(item => Fields(item!)).Where(field => (string?)field["key"] == "object")
            .Select(field => field["platform_value"] ?? field["carrier_value"]),
    ];
}

using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.OpenApi;

/// <summary>The documents as documents.</summary>
public sealed class DocumentTests
{
    private static readonly string[] Names = ["fulfillment", "tracking", "carrier", "control"];

    public static TheoryData<string> Documents => [.. Names];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_document_is_valid(string name)
    {
        await using var app = new EmulatorApp();
        var page = await DocumentPage.OpenAsync(app, name);

        var read = OpenApiDocument.Parse(page.Document.ToJsonString(), "json");

        read.Diagnostic!.Errors.ShouldBeEmpty();
        read.Diagnostic.Warnings.ShouldBeEmpty();
        foreach (var reference in References(page.Document))
            Resolve(page.Document, reference).ShouldNotBeNull(reference);
        page.Operations.Select(operation => operation.Id).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Every_operation_says_what_it_does(string name)
    {
        await using var app = new EmulatorApp();

        foreach (var operation in (await DocumentPage.OpenAsync(app, name)).Operations)
        {
            ((string?)operation.Definition["summary"]).ShouldNotBeNullOrWhiteSpace(operation.Id);
            ((string?)operation.Definition["description"]).ShouldNotBeNullOrWhiteSpace(operation.Id);
            operation.Tag.ShouldNotBeNullOrWhiteSpace(operation.Id);
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Every_heading_is_of_words_and_has_a_description(string name)
    {
        await using var app = new EmulatorApp();

        foreach (var tag in (await DocumentPage.OpenAsync(app, name)).Document["tags"]!.AsArray())
        {
            tag!.Text("name").Skip(1).Zip(tag!.Text("name")).ShouldAllBe(pair => !char.IsUpper(pair.First) || pair.Second == ' ', tag!.Text("name"));
            ((string?)tag!["description"]).ShouldNotBeNullOrWhiteSpace(tag!.Text("name"));
        }
    }

    // The page's script tells by the path to which operations it sends a token.
    [Theory]
    [MemberData(nameof(Documents))]
    public async Task What_wants_a_token_is_what_lies_below_fulfillment_tracking_and_carrier_except_ping(string name)
    {
        await using var app = new EmulatorApp();

        foreach (var operation in (await DocumentPage.OpenAsync(app, name)).Operations)
        {
            var isBelow = operation.FullPath.StartsWith("/fulfillment/", StringComparison.Ordinal)
                || operation.FullPath.StartsWith("/tracking/", StringComparison.Ordinal)
                || operation.FullPath.StartsWith("/carrier/", StringComparison.Ordinal);
            (operation.Security == "bearer")
                .ShouldBe(isBelow && !operation.FullPath.EndsWith("/ping", StringComparison.Ordinal), operation.Id);
        }
    }

    [Fact]
    public async Task Every_endpoint_is_in_one_document_but_for_the_ping_that_is_there_to_be_looked_at()
    {
        await using var app = new EmulatorApp();
        var documented = new List<string>();
        foreach (var name in Names)
        {
            documented.AddRange(
                (await DocumentPage.OpenAsync(app, name)).Operations.Select(
                    operation => $"{operation.Method.ToUpperInvariant()} {operation.FullPath}"));
        }

        // The pages themselves are no API.
        var mapped = app.MappedOperations.Where(operation => operation != "GET /"
            && !operation.Contains(" /swagger", StringComparison.Ordinal)
            && !operation.Contains(" /dashboard", StringComparison.Ordinal)
            // Its answer has no end, for which clients made from a document would wait.
            && operation != "GET /_emulator/stream"
            // Noyo publishes no list there.
            && operation != "GET /fulfillment/ui/v1/group_connections");

        documented.Remove("GET /carrier/ping").ShouldBeTrue();
        documented.Order(StringComparer.Ordinal).ShouldBe(mapped.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_schema_says_what_the_validators_check()
    {
        await using var app = new EmulatorApp();
        var document = (await DocumentPage.OpenAsync(app, "fulfillment")).Document;
        var schemas = document["components"]!["schemas"]!;

        var person = schemas["InboundMemberSnapshotPerson"]!["properties"]!;
        person["ssn"]!.ToJsonString().ShouldContain("(?!000)");
        ((bool?)person["ssn"]!["nullable"]).ShouldBe(true);
        person["first_name"]!["nullable"].ShouldBeNull();
        ((string?)person["date_of_birth"]!["format"]).ShouldBe("date");
        Resolve(document, References(person["sex"]).Single())!["enum"]!.AsArray().Select(value => (string?)value).ShouldBe(["F", "M", "U", "X"]);
        ((string?)schemas["InboundMemberSnapshotPersonContact"]!["properties"]!["email_address"]!["format"]).ShouldBe("email");
        ((int?)schemas["InboundMemberSnapshotSalary"]!["properties"]!["amount"]!["minimum"]).ShouldBe(0);
        ((int?)schemas["InboundMemberSnapshotPersonTobacco"]!["properties"]!["types"]!["minItems"]).ShouldBe(1);
        ((int?)schemas["InboundMemberSnapshotEvent"]!["properties"]!["id"]!["minLength"]).ShouldBe(1);
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject branch => branch.SelectMany(entry => entry.Key == "$ref" ? [(string)entry.Value!] : References(entry.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static JsonNode? Resolve(JsonNode document, string reference) =>
        reference.Split('/').Skip(1).Aggregate((JsonNode?)document, (node, name) => node?[name]);
}

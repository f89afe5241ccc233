using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.OpenApi;

/// <summary>
/// The documents beside Noyo's own, which are not part of this repository: whoever has them keeps them in
/// <c>shared/noyo/openapi</c> beside it.
/// </summary>
public sealed class NoyoContractTests
{
    // The published example answers carry it, the published schema does not.
    private static readonly string[] BeyondNoyo = ["InboundMemberSnapshotEmployee.group_id", "PublicSingleDifferenceResult.organization_id", "BasicDifferenceResult.organization_id"];

    [Theory]
    [InlineData("fulfillment", 6)]
    [InlineData("tracking", 3)]
    public async Task Operations_are_as_Noyo_publishes_them(string name, int atLeast)
    {
        var theirs = ReadNoyo(name);
        await using var app = new EmulatorApp();
        var page = await DocumentPage.OpenAsync(app, name);
        var compared = 0;
        var problems = new List<string>();

        // What the document has from another of Noyo's APIs has a server of its own.
        foreach (var operation in page.Operations.Where(operation => operation.Definition["servers"] is null))
        {
            if (theirs["paths"]![operation.Path]?[operation.Method] is not { } published)
            {
                problems.Add($"Noyo has no {operation.Method} {operation.Path}");
                continue;
            }

            compared++;
            problems.AddRange(Compare(operation, published, theirs).Select(problem => $"{operation.Id}: {problem}"));
        }

        problems.ShouldBeEmpty();
        compared.ShouldBeGreaterThanOrEqualTo(atLeast);
    }

    private static IEnumerable<string> Compare(PageOperation ours, JsonNode published, JsonNode theirs)
    {
        if (ours.Id != (string?)published["operationId"])
            yield return $"Noyo calls it {published["operationId"]}";
        if (published["tags"] is { } tags && ours.Tag != (string?)tags[0])
            yield return $"its tag is {tags[0]}";

        var parameters = ours.Parameters.Select(Name).Order(StringComparer.Ordinal);
        var publishedParameters = (published["parameters"]?.AsArray() ?? []).Select(parameter => Name(parameter!)).Order(StringComparer.Ordinal);
        if (!parameters.SequenceEqual(publishedParameters))
            yield return $"parameters are {string.Join(", ", parameters)}, not {string.Join(", ", publishedParameters)}";

        foreach (var problem in Bodies(ours.Definition["requestBody"], published["requestBody"], isRequest: true))
            yield return problem;
        foreach (var (status, response) in published["responses"]!.AsObject())
        {
            if (ours.Definition["responses"]![status] is not { } answer)
            {
                yield return $"does not say that it answers {status}";
                continue;
            }

            foreach (var problem in Bodies(answer, response, isRequest: false))
                yield return $"{status}: {problem}";
        }

        IEnumerable<string> Bodies(JsonNode? own, JsonNode? other, bool isRequest) =>
            other?["content"]?["application/json"]?["schema"] is { } schema
                ? CompareSchemas(new Side(ours.Document, own?["content"]?["application/json"]?["schema"]), new Side(theirs, schema), isRequest, "body", [])
                : [];
    }

    private static IEnumerable<string> CompareSchemas(Side ours, Side theirs, bool isRequest, string place, HashSet<string> seen)
    {
        if (ours.Schema is null)
            return [$"{place} has no schema"];
        if (theirs.Name is { } name && ours.Name != name)
            return [$"{place} is a {ours.Name}, not a {name}"];
        if (ours.Name is not null && !seen.Add($"{ours.Name} {place}"))
            return [];

        var label = ours.Name ?? place;
        if (theirs.Resolved["items"] is { } items)
            return CompareSchemas(ours.At(ours.Resolved["items"]), theirs.At(items), isRequest, $"{place}[]", seen);
        if (theirs.Resolved["properties"] is not JsonObject properties)
            return [];

        var own = ours.Resolved["properties"]?.AsObject() ?? [];
        var problems = new List<string>();
        problems.AddRange(properties.Where(property => !own.ContainsKey(property.Key)).Select(property => $"{label} lacks {property.Key}"));
        problems.AddRange(own.Where(property => !properties.ContainsKey(property.Key) && !BeyondNoyo.Contains($"{label}.{property.Key}"))
            .Select(property => $"{label} has {property.Key}, which Noyo does not have"));

        // An answer may promise more than Noyo's does; a request may not ask for more or less.
        var missing = theirs.Required.Except(ours.Required).ToList();
        var surplus = isRequest ? ours.Required.Except(theirs.Required).ToList() : [];
        problems.AddRange(missing.Select(required => $"{label} does not require {required}"));
        problems.AddRange(surplus.Select(required => $"{label} requires {required}, which Noyo does not"));

        foreach (var (property, schema) in properties.Where(property => own.ContainsKey(property.Key)))
            problems.AddRange(CompareSchemas(ours.At(own[property]), theirs.At(schema), isRequest, $"{label}.{property}", seen));
        return problems;
    }

    private static string Name(JsonNode parameter) => $"{parameter["in"]} {parameter["name"]}";

    private static JsonNode ReadNoyo(string name)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "NoyoEmulator.sln")))
            directory = directory.Parent;
        var file = Path.Combine(directory?.Parent?.FullName ?? "", "shared", "noyo", "openapi", $"{name}.json");
        Assert.SkipUnless(File.Exists(file), $"Noyo's document is not at {file}.");
        return JsonNode.Parse(File.ReadAllText(file))!;
    }

    /// <summary>A schema in its document.</summary>
    private sealed record Side(JsonNode Document, JsonNode? Schema)
    {
        private string? Reference => (string?)(Schema?["$ref"] ?? Schema?["allOf"]?[0]?["$ref"]);

        public string? Name => Reference?.Split('/')[^1];

        public JsonNode Resolved => Name is null ? Schema! : Document["components"]!["schemas"]![Name]!;

        public IReadOnlyList<string> Required => [.. (Resolved["required"]?.AsArray() ?? []).Select(name => (string)name!)];

        public Side At(JsonNode? schema) => new(Document, schema);
    }
}

using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Contract;

/// <summary>
/// What the emulator promises over HTTP: its operations, what they take and what they answer. It is kept in files beside
/// this one, so that a promise changes only when somebody changes it: the OpenAPI documents are made from the same types as
/// the answers and would follow any slip. <see cref="ContractTests"/> says when the documents and the files part.
/// </summary>
internal sealed class ApiContract
{
    /// <summary>Documents, in the order in which a path that two of them have is decided.</summary>
    public static readonly string[] Names = ["fulfillment", "tracking", "carrier", "control"];

    private static readonly string[] Families = ["fulfillment", "tracking", "accounts", "carrier"];

    private static readonly Lazy<ApiContract> OfTheFiles = new(
        () => new ApiContract(Names.Select(name => ContractDocument.Parse(File.ReadAllText(FileOf(name))))));

    private ApiContract(IEnumerable<ContractDocument> documents) => Operations =
    [
        .. documents.SelectMany(document =>
        {
            var check = new SchemaCheck(document.Components.Schemas);
            return document.Paths.SelectMany(path => path.Value.Select(entry => new ContractOperation(
                entry.Key.ToUpperInvariant(), path.Key, (entry.Value.Servers ?? document.Servers)[0].Url.Trim(
                    '/'), entry.Value, document, check)));
        }),
    ];

    /// <summary>The contract that is kept.</summary>
    public static ApiContract Kept => OfTheFiles.Value;

    public IReadOnlyList<ContractOperation> Operations { get; }

    /// <summary>The file of a document.</summary>
    public static string FileOf(string name) => Path.Combine(Repository.Root, "tests", "NoyoEmulator.Tests", "Contract", $"{name}.json");

    /// <summary>Whether a request is for Swagger UI or the dashboard, with their files, which are for people.</summary>
    public static bool IsOfThePage(string path) => Read("", path).Segments is [] or ["swagger" or "dashboard", ..];

    /// <summary>The operation that a request means, whichever base URL it uses; null when there is none.</summary>
    public ContractOperation? Find(HttpMethod method, string host, string path)
    {
        var (family, segments) = Read(host, path);
        return Operations
            .Where(operation => operation.Method.Equals(method.Method, StringComparison.OrdinalIgnoreCase) && operation.IsServedBy(family)
                && operation.HasPath(segments))
            .MinBy(operation => operation.Parameters);
    }

    /// <summary>What is wrong with an answer; empty when nothing is.</summary>
    public IReadOnlyList<string> Check(
        ContractOperation? operation, HttpStatusCode status, string? mediaType, string body, ContractTerms terms)
    {
        if (operation is null)
        {
            return (int)status >= 400
                ? CheckRefusal(status, mediaType, body)
                : [$"expected a refusal, as the contract has no such operation, but it is {(int)status}"];
        }

        if (!operation.Definition.Responses.TryGetValue($"{(int)status}", out var answer))
        {
            // What is refused before the operation is asked.
            var isWithoutWorld = status == HttpStatusCode.NotFound && (body.Contains("There is no world named", StringComparison.Ordinal)
                || body.Contains("was deleted while it worked on this request", StringComparison.Ordinal));
            var isWithoutKey = status == HttpStatusCode.Unauthorized && terms.HasControlKey && operation.Family.Length == 0;
            if (isWithoutWorld || isWithoutKey)
                return CheckRefusal(status, mediaType, body);
            return [$"expected one of {string.Join(", ", operation.Definition.Responses.Keys)}, but it is {(int)status} {body}"];
        }

        if (answer.Content is null)
            return [];
        var (expected, media) = answer.Content.Single();
        if (mediaType != expected)
            return [$"expected {expected}, but it is {mediaType}"];
        if (!expected.EndsWith("json", StringComparison.Ordinal))
            return [];
        using var document = JsonDocument.Parse(body);
        var problems = operation.Schemas.Check(
            document.RootElement, terms.IsListArray ? ContractOperation.AsArray(media.Schema) : media.Schema);
        return (int)status >= 400 && problems.Count == 0 ? CheckStatus(document.RootElement, status) : problems;
    }

    /// <summary>What a path says below its base URL, and whose that is.</summary>
    private static (string? Family, List<string> Segments) Read(string host, string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToList();
        if (segments is ["w", _, ..])
            segments.RemoveRange(0, 2);
        var family = Families.FirstOrDefault(
            name => host.StartsWith(name + ".", StringComparison.OrdinalIgnoreCase) || host.StartsWith(name + "-sandbox.", StringComparison.OrdinalIgnoreCase));
        if (segments is [var first, ..]
            && Families.FirstOrDefault(name => name.Equals(first, StringComparison.OrdinalIgnoreCase)) is { } prefix)
        {
            family = prefix;
            segments.RemoveAt(0);
        }

        return (family, segments);
    }

    private IReadOnlyList<string> CheckRefusal(HttpStatusCode status, string? mediaType, string body)
    {
        if (mediaType != "application/json")
            return [$"expected application/json, but it is {mediaType}"];
        using var document = JsonDocument.Parse(body);
        var problems = Operations[0].Schemas.Check(document.RootElement, new Schema { Reference = "#/components/schemas/ApiError" });
        return problems.Count > 0 ? problems : CheckStatus(document.RootElement, status);
    }

    /// <summary>A refusal says why in words, and repeats its status.</summary>
    private static IReadOnlyList<string> CheckStatus(JsonElement error, HttpStatusCode status)
    {
        if (error.TryGetProperty("status", out var stated) && stated.GetInt32() != (int)status)
            return [$"$.status: expected {(int)status}, but it is {stated}"];
        return string.IsNullOrWhiteSpace(error.GetProperty("message").GetString()) ? ["$.message: expected words, but there are none"] : [];
    }
}

/// <summary>One operation of the contract.</summary>
internal sealed class ContractOperation(
    string method, string path, string server, ContractDocument.Operation definition, ContractDocument document, SchemaCheck schemas)
{
    private readonly string[] _segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    public string Method => method;

    /// <summary>With the parameters in braces, below the base URL.</summary>
    public string Path => path;

    /// <summary>The API it is part of; empty for the control plane.</summary>
    public string Family => server;

    public string Id => definition.OperationId;

    public ContractDocument.Operation Definition => definition;

    public ContractDocument Document => document;

    /// <summary>Its query parameters, each with the schema that its own refers to.</summary>
    public IReadOnlyList<ContractDocument.Parameter> QueryParameters =>
    [
        .. definition.Parameters.Where(parameter => parameter.In == "query").Select(parameter => parameter with { Schema = Resolve(parameter.Schema) }),
    ];

    public SchemaCheck Schemas => schemas;

    /// <summary>How many places of its path are parameters.</summary>
    public int Parameters => _segments.Count(IsParameter);

    /// <summary>Every base URL serves the control plane and gives tokens, and the root serves everything.</summary>
    public bool IsServedBy(string? family) => family is null || server is "" or "accounts" || server == family;

    public bool HasPath(IReadOnlyList<string> segments) => segments.Count == _segments.Length
        && _segments.Zip(segments)
            .All(pair => IsParameter(pair.First) || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));

    /// <summary>A list of differences as Noyo's guide prints it: no envelope, and each with its sources.</summary>
    public static Schema AsArray(Schema schema) => schema.Name == "PaginatedDifferencesResult"
        ? new Schema { Type = "array", Items = new Schema { Reference = "#/components/schemas/PublicSingleDifferenceResult" } }
        : schema;

    private Schema Resolve(Schema schema)
    {
        var target = schema.Name is { } name ? document.Components.Schemas[name] : schema;
        return target.Items is { } items ? target with { Items = Resolve(items) } : target;
    }

    private static bool IsParameter(string segment) => segment is ['{', .., '}'];
}

/// <summary>Makes a file of the contract from a published document: what binds, without the prose and the examples.</summary>
internal static class ContractFile
{
    private static readonly HashSet<string> Prose = new(StringComparer.Ordinal)
    {
        "openapi", "info", "tags", "description", "summary", "example", "examples", "security", "securitySchemes", "x-order", "x-emulator-fidelity",
    };

    // Their keys are names, not keywords.
    private static readonly HashSet<string> Maps = new(StringComparer.Ordinal) { "paths", "properties", "schemas", "responses", "content" };

    public static JsonNode Of(JsonNode document) => Strip(document, isMap: false)!;

    /// <summary>The paths only: the host is that which was asked.</summary>
    private static JsonArray Servers(JsonNode servers) =>
        [.. servers.AsArray().Select(server => new JsonObject { ["url"] = new Uri((string)server!["url"]!).AbsolutePath })];

    private static JsonNode? Strip(JsonNode? node, bool isMap) => node switch
    {
        JsonObject parts => new JsonObject(parts.Where(part => isMap || !Prose.Contains(part.Key)).Select(part => KeyValuePair.Create(
            part.Key, !isMap && part.Key == "servers" ? Servers(part.Value!) : Strip(part.Value, !isMap && Maps.Contains(part.Key))))),
        JsonArray items => new JsonArray([.. items.Select(item => Strip(item, isMap: false))]),
        _ => node?.DeepClone(),
    };
}

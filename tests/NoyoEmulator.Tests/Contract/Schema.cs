using System.Text.Json;
using System.Text.Json.Serialization;

namespace NoyoEmulator.Tests.Contract;

/// <summary>
/// A schema as the contract's files have it: as much of OpenAPI as the emulator's documents use. A keyword that is not here
/// keeps a file from being read, so that none goes unchecked.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record Schema
{
    [JsonPropertyName("$ref")]
    public string? Reference { get; init; }

    public string? Type { get; init; }

    public bool Nullable { get; init; }

    /// <summary>Means something in requests only.</summary>
    public bool ReadOnly { get; init; }

    public IReadOnlyDictionary<string, Schema>? Properties { get; init; }

    /// <summary>What properties of any name hold; null where there may be none.</summary>
    [JsonConverter(typeof(AdditionalPropertiesConverter))]
    public Schema? AdditionalProperties { get; init; }

    public HashSet<string> Required { get; init; } = [];

    public Schema? Items { get; init; }

    public IReadOnlyList<Schema>? AllOf { get; init; }

    public IReadOnlyList<Schema>? OneOf { get; init; }

    public IReadOnlyList<string>? Enum { get; init; }

    public string? Format { get; init; }

    public string? Pattern { get; init; }

    public int? MinLength { get; init; }

    public int? MinItems { get; init; }

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    public bool ExclusiveMinimum { get; init; }

    /// <summary>What a nullable reference is written as: a list of one.</summary>
    public Schema? Target => AllOf?.Single();

    /// <summary>The name of the schema that it refers to.</summary>
    public string? Name => Reference?.Split('/')[^1];
}

/// <summary>Reads a schema, or <c>false</c> for none.</summary>
internal sealed class AdditionalPropertiesConverter : JsonConverter<Schema>
{
    public override Schema? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.False ? null : JsonSerializer.Deserialize<Schema>(ref reader, options);

    public override void Write(Utf8JsonWriter writer, Schema value, JsonSerializerOptions options) =>
        throw new NotSupportedException("The contract is only read.");
}

/// <summary>A file of the contract.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ContractDocument
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.Strict };

    public required IReadOnlyList<Server> Servers { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, Operation>> Paths { get; init; }

    public required ComponentSet Components { get; init; }

    public static ContractDocument Parse(string text) => JsonSerializer.Deserialize<ContractDocument>(text, Options)!;

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Server(string Url);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record ComponentSet(IReadOnlyDictionary<string, Schema> Schemas);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Operation
    {
        public required string OperationId { get; init; }

        /// <summary>Where it is served, if elsewhere than the rest of the document.</summary>
        public IReadOnlyList<Server>? Servers { get; init; }

        public IReadOnlyList<Parameter> Parameters { get; init; } = [];

        public Body? RequestBody { get; init; }

        public required IReadOnlyDictionary<string, Body> Responses { get; init; }
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Parameter
    {
        public required string Name { get; init; }

        public required string In { get; init; }

        public bool Required { get; init; }

        public string? Style { get; init; }

        public bool? Explode { get; init; }

        public required Schema Schema { get; init; }
    }

    /// <summary>The body of a request or of an answer.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Body
    {
        public bool Required { get; init; }

        public IReadOnlyDictionary<string, Media>? Content { get; init; }
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Media(Schema Schema);
}

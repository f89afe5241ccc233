using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using NJsonSchema;
using NJsonSchema.Infrastructure;

namespace NoyoEmulator.Shapes;

/// <summary>The schemas of a document and of its operations, as the library that judges by them has them.</summary>
internal sealed class ShapeSchemas
{
    private const string InDocument = "#/components/schemas/";
    private const string InDefinitions = "#/definitions/";

    private readonly JsonSchema _root;

    private ShapeSchemas(JsonSchema root) => _root = root;

    /// <summary>The schema of an operation's body; null where it has none.</summary>
    public JsonSchema? RequestOf(ShapeOperation operation) => _root.Definitions.TryGetValue(RequestName(operation), out var schema) ? schema.ActualSchema : null;

    /// <summary>The schema of an operation's answer; null where it has none.</summary>
    public JsonSchema? ResponseOf(ShapeOperation operation) => _root.Definitions.TryGetValue(ResponseName(operation), out var schema) ? schema.ActualSchema : null;

    /// <summary>Takes over what some operations need.</summary>
    /// <remarks>
    /// Not asynchronous: a state machine would hold an awaiter of the library's type, and whoever looks at all types of the assembly, as each
    /// start does, would load the library.
    /// </remarks>
    public static ShapeSchemas Load(OpenApiDocument document, IReadOnlyList<ShapeOperation> operations)
    {
        var definitions = new JsonObject();
        foreach (var (name, schema) in document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal))
            definitions[name] = ToJson(schema);
        foreach (var operation in operations)
        {
            if (operation.RequestSchema is { } request)
                definitions[RequestName(operation)] = ToJson(request);
            if (operation.ResponseSchema is { } response)
                definitions[ResponseName(operation)] = ToJson(response);
        }

        var text = new JsonObject { ["definitions"] = definitions }.ToJsonString().Replace(InDocument, InDefinitions, StringComparison.Ordinal);
        return new ShapeSchemas(JsonSchemaSerialization.FromJsonAsync<JsonSchema>(
            text, SchemaType.OpenApi3, documentPath: null, root => new JsonReferenceResolver(new JsonSchemaAppender(root, new DefaultTypeNameGenerator())),
            JsonSchema.CreateJsonSerializerContractResolver(SchemaType.OpenApi3), CancellationToken.None).GetAwaiter().GetResult());
    }

    private static JsonNode? ToJson(IOpenApiSchema schema) =>
        JsonNode.Parse(schema.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0).GetAwaiter().GetResult());

    // No name of a schema has a space.
    private static string RequestName(ShapeOperation operation) => $"request of {operation.Method} {operation.Template}";

    private static string ResponseName(ShapeOperation operation) => $"response of {operation.Method} {operation.Template}";
}

using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Shapes;
using NoyoEmulator.Vocabulary;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace NoyoEmulator.OpenApi;

/// <summary>Adds the operations of the user's documents that are answered by their shape, behind the emulator's own.</summary>
internal sealed class ShapedOperations(EndpointDataSource endpoints) : IDocumentFilter
{
    // No document has as many operations of the emulator's own.
    private const int FirstPlace = 10_000;

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var document = ApiDocument.Named(context.DocumentName);
        var place = FirstPlace;
        var needed = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        foreach (var shape in endpoints.Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<ShapeMetadata>()).OfType<ShapeMetadata>())
        {
            if (!document.Has(shape.Operation.Family, shape.Operation.OperationId))
                continue;
            Add(swaggerDoc, shape, ++place);
            Collect(shape.Operation.RequestSchema, needed);
            Collect(shape.Operation.ResponseSchema, needed);
        }

        foreach (var (name, schema) in needed)
            _ = ((swaggerDoc.Components ??= new OpenApiComponents()).Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)).TryAdd(name, schema);
    }

    private static void Add(OpenApiDocument swaggerDoc, ShapeMetadata shape, int place)
    {
        var template = shape.Operation.Template;
        var word = EnumName.Of(Fidelity.Shape);
        // The user's document stays as it is.
        var operation = new OpenApiOperation(shape.Operation.Definition)
        {
            OperationId = shape.Operation.OperationId,
            Description = $"{shape.Operation.Definition.Description}\n\nFidelity: **{word}**.",
            Parameters = [.. shape.Api.Document.Paths[template].Parameters ?? [], .. shape.Operation.Definition.Parameters ?? []],
            Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(OperationDescription.Bearer, swaggerDoc)] = [] }],
            Extensions = new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal)
            {
                [OperationDescription.FidelityExtension] = new JsonNodeExtension(JsonValue.Create(word)),
                [DocumentLayout.OrderExtension] = new JsonNodeExtension(JsonValue.Create(place)),
            },
        };
        if (!swaggerDoc.Paths.TryGetValue(template, out var path))
            swaggerDoc.Paths.Add(template, path = new OpenApiPathItem());
        ((OpenApiPathItem)path).AddOperation(new HttpMethod(shape.Operation.Method), operation);
        foreach (var name in (operation.Tags ?? new HashSet<OpenApiTagReference>()).Select(tag => tag.Name).OfType<string>())
        {
            if (swaggerDoc.Tags?.Any(tag => tag.Name == name) is not true)
                _ = (swaggerDoc.Tags ??= new HashSet<OpenApiTag>()).Add(new OpenApiTag { Name = name });
        }
    }

    /// <summary>The named schemas that a schema needs.</summary>
    private static void Collect(IOpenApiSchema? schema, Dictionary<string, IOpenApiSchema> needed)
    {
        if (schema is null)
            return;
        if (schema is OpenApiSchemaReference { Reference.Id: { } name, Target: { } target })
        {
            if (needed.TryAdd(name, target))
                Collect(target, needed);
            return;
        }

        IEnumerable<IOpenApiSchema?> parts =
        [
            .. schema.Properties?.Values ?? [], .. schema.AllOf ?? [], .. schema.OneOf ?? [], .. schema.AnyOf ?? [], schema.Items, schema.AdditionalProperties,
        ];
        foreach (var part in parts)
            Collect(part, needed);
    }
}

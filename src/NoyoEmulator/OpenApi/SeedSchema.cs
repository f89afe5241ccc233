using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using NoyoEmulator.Control;
using NoyoEmulator.Seeding;
using Swashbuckle.AspNetCore.Swagger;

namespace NoyoEmulator.OpenApi;

/// <summary>The JSON Schema of seeds: what the OpenAPI document says of them, as a schema of its own.</summary>
internal sealed class SeedSchema(IAsyncSwaggerProvider documents) : ISeedSchema
{
    private const string Components = "#/components/schemas/";
    private const string Definitions = "#/$defs/";

    public async Task<JsonObject> ReadAsync()
    {
        var document = await documents.GetSwaggerAsync(ApiDocument.ControlName);
        // From 3.1 on, the schemas of OpenAPI are JSON Schemas.
        var all = JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1))!["components"]!["schemas"]!.AsObject();
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = "A seed of NoyoEmulator" };
        foreach (var (name, value) in all[nameof(SeedDocument)]!.AsObject())
            schema[name] = value!.DeepClone();
        var definitions = new JsonObject();
        schema["$defs"] = definitions;
        Define(schema, all, definitions);
        return schema;
    }

    /// <summary>Brings along what a schema refers to, and what that refers to.</summary>
    private static void Define(JsonNode? node, JsonObject all, JsonObject definitions)
    {
        switch (node)
        {
            case JsonArray items:
                foreach (var item in items)
                    Define(item, all, definitions);
                break;
            case JsonObject part:
                if (part["$ref"]?.GetValue<string>() is { } reference && reference.StartsWith(Components, StringComparison.Ordinal))
                {
                    var name = reference[Components.Length..];
                    part["$ref"] = Definitions + name;
                    if (!definitions.ContainsKey(name))
                    {
                        definitions[name] = all[name]!.DeepClone();
                        Define(definitions[name], all, definitions);
                    }
                }

                foreach (var (name, value) in part.ToList())
                {
                    if (name != "$defs")
                        Define(value, all, definitions);
                }

                break;
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;
using NoyoEmulator.Webhooks;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace NoyoEmulator.OpenApi;

/// <summary>
/// Gives every list of values a name of its own, so that generated clients need not number the places where they find one.
/// </summary>
internal sealed class NamedEnums : IDocumentFilter
{
    private static readonly string[] Suffixes = ["Body", "Result", "Request", "Response"];

    /// <summary>What the code calls the values, where they are an enum or a list there.</summary>
    private static readonly Lazy<Dictionary<string, string>> Known = new(() =>
    {
        var names = typeof(NamedEnums).Assembly.GetTypes().Where(type => type.IsEnum && type.DeclaringType is null)
            .GroupBy(type => Key(type.GetEnumNames().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)), StringComparer.Ordinal)
            .ToDictionary(types => types.Key, types => types.Select(type => type.Name).Order(StringComparer.Ordinal).First(), StringComparer.Ordinal);
        names[Key(WebhookEventType.Listing)] = nameof(WebhookEventType);
        names[Key(WorkKinds.LedgerNames)] = "WorkKind";
        names[Key(TransactionTypes.All)] = "TransactionType";
        names[Key(MemberSnapshotVocabulary.LinesOfCoverage)] = "LineOfCoverage";
        return names;
    });

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var naming = new Naming(swaggerDoc);
        foreach (var (name, schema) in swaggerDoc.Components?.Schemas?.ToList() ?? [])
        {
            var owner = Suffixes.FirstOrDefault(suffix => name.EndsWith(suffix, StringComparison.Ordinal)) is { } end ? name[..^end.Length] : name;
            foreach (var (property, value) in schema.Properties?.ToList() ?? [])
                schema.Properties![property] = naming.Replace(value, owner + Pascal(property), owner + Pascal(property));
        }

        foreach (var operation in swaggerDoc.Paths.SelectMany(path => path.Value.Operations!.Values))
        {
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(parameter => parameter.Schema is not null) ?? [])
                parameter.Schema = naming.Replace(parameter.Schema!, Pascal(parameter.Name!), Pascal(operation.OperationId!) + Pascal(parameter.Name!));
        }
    }

    private static string Key(IEnumerable<string> values) => string.Join('|', values);

    private static string Pascal(string name) =>
        string.Concat(name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(word => $"{char.ToUpperInvariant(word[0])}{word[1..]}"));

    /// <summary>The names that were given in one document.</summary>
    private sealed class Naming(OpenApiDocument document)
    {
        private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

        /// <summary>The schema, or what stands in its place.</summary>
        public IOpenApiSchema Replace(IOpenApiSchema schema, string name, string longName)
        {
            if (schema is not OpenApiSchema own)
                return schema;
            if (own.Items is OpenApiSchema { Enum.Count: > 0 } items)
                own.Items = Reference(items, name, longName);
            if (own.Enum is not { Count: > 0 })
                return own;
            var reference = Reference(own, name, longName);
            var isNullable = own.Type?.HasFlag(JsonSchemaType.Null) is true;
            return own.Description is null && !own.ReadOnly && !isNullable
                ? reference
                : new OpenApiSchema { AllOf = [reference], Description = own.Description, ReadOnly = own.ReadOnly, Type = isNullable ? own.Type : null };
        }

        private OpenApiSchemaReference Reference(OpenApiSchema values, string name, string longName)
        {
            var key = Key(values.Enum!.Select(value => value.GetValue<string>()));
            if (!_names.TryGetValue(key, out var found))
            {
                found = Array.Find([Known.Value.GetValueOrDefault(key, name), name, longName, longName + "Value"], IsFree)!;
                _names.Add(key, found);
                document.Components!.Schemas!.Add(
                    found, new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. values.Enum!.Select(value => (JsonNode)value.DeepClone())] });
            }

            return new OpenApiSchemaReference(found, document);
        }

        private bool IsFree(string name) => !document.Components!.Schemas!.ContainsKey(name);
    }
}

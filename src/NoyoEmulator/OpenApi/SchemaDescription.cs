using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FluentValidation.Validators;
using Microsoft.OpenApi;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Tracking;
using Swashbuckle.AspNetCore.SwaggerGen;
using Bound = FluentValidation.Validators.Comparison;

namespace NoyoEmulator.OpenApi;

/// <summary>
/// Says about the properties of a schema what their C# types do not say: what is required, what may be null, and what values look
/// like.
/// </summary>
internal sealed class SchemaDescription(ValidatorRules validators, NoyoOptions noyo) : ISchemaFilter
{
    private static readonly string[] NoyoNamespaces =
    [
        "NoyoEmulator.Fulfillment", "NoyoEmulator.Tracking", "NoyoEmulator.CarrierDirectory", "NoyoEmulator.Accounts", "NoyoEmulator.Http",
    ];

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Type: JsonSchemaType.Object } target || context.MemberInfo is not null
            || context.ParameterInfo is not null)
        {
            return;
        }

        // Noyo's documents do not close their schemas, and what is unknown in a body is let pass, unless the type itself says otherwise.
        target.AdditionalPropertiesAllowed =
            context.Type.GetCustomAttribute<JsonUnmappedMemberHandlingAttribute>()?.UnmappedMemberHandling != JsonUnmappedMemberHandling.Disallow;
        if (target.Properties is not { Count: > 0 })
        {
            // Said in words, as some take an object without properties for one that is empty.
            if (target.AdditionalPropertiesAllowed)
                target.AdditionalProperties ??= new OpenApiSchema();
            return;
        }

        foreach (var property in context.Type.GetProperties())
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            if (!target.Properties.TryGetValue(name, out var found))
                continue;
            var rules = validators.Of(context.Type, property.Name);
            var isRequired = IsRequired(context.Type, property, rules);
            if (isRequired)
                _ = (target.Required ??= new HashSet<string>(StringComparer.Ordinal)).Add(name);
            if (found is OpenApiSchema own)
                Describe(own, property, rules);
            if (target.Required?.Contains(name) is not true && IsOurs(context.Type))
                target.Properties[name] = Nullable(target.Properties[name]);
        }

        FollowOptions(target, context.Type);
    }

    /// <summary>Whether a type is one that Noyo does not have: null is as good as nothing there, so that generated clients can send it.</summary>
    private static bool IsOurs(Type type) => !Array.Exists(NoyoNamespaces, name => type.Namespace!.StartsWith(name, StringComparison.Ordinal));

    private static OpenApiSchema Nullable(IOpenApiSchema schema)
    {
        if (schema is not OpenApiSchema own)
            return new OpenApiSchema { AllOf = [schema], Type = JsonSchemaType.Object | JsonSchemaType.Null };
        if (own.Type is not null || own.AllOf is { Count: > 0 })
            AddNull(own);
        return own;
    }

    /// <summary>
    /// Says that a value may be null; of a value of any kind as well, as clients that NSwag makes do not take it for granted where there must
    /// be one. The library has no word for it there.
    /// </summary>
    private static void AddNull(OpenApiSchema schema)
    {
        // Beside a reference it needs a type.
        if (schema.AllOf is { Count: > 0 })
            schema.Type ??= JsonSchemaType.Object;
        if (schema.Type is not null)
            schema.Type |= JsonSchemaType.Null;
        else
            (schema.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal))["nullable"] = new JsonNodeExtension(JsonValue.Create(true));
    }

    /// <summary>Differences are written as the options say.</summary>
    private void FollowOptions(OpenApiSchema schema, Type type)
    {
        var form = DifferenceForm.Of(noyo);
        var properties = type.GetProperties().Where(IsNeverAbsent).Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        if (type == typeof(DifferenceField) && form.HasTexts)
        {
            foreach (var value in properties.Select(name => (OpenApiSchema)schema.Properties![name]))
                (value.Type, value.Extensions) = (JsonSchemaType.String | JsonSchemaType.Null, null);
        }
        else if (type.IsAssignableTo(typeof(BasicDifferenceResult)) && form.OmitsNulls)
        {
            foreach (var name in properties)
            {
                ((OpenApiSchema)schema.Properties![name]).Type &= ~JsonSchemaType.Null;
                _ = schema.Required!.Remove(name);
            }
        }
    }

    private static bool IsRequired(Type type, PropertyInfo property, IReadOnlyList<IPropertyValidator> rules) =>
        rules.Any(rule => rule is INotNullValidator or INotEmptyValidator)
        || DeclaredSchemas.Required.Contains((property.DeclaringType!, property.Name))
        || IsNeverAbsent(property)
        || type.GetConstructors().Any(constructor => Array.Exists(
            constructor.GetParameters(), parameter => parameter.Name == property.Name && !parameter.HasDefaultValue));

    private static bool IsNeverAbsent(PropertyInfo property) =>
        property.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.Never };

    private static void Describe(OpenApiSchema schema, PropertyInfo property, IReadOnlyList<IPropertyValidator> rules)
    {
        if (property.IsDefined(typeof(JsonFreeObjectAttribute)))
            (schema.Type, schema.AdditionalProperties) = (JsonSchemaType.Object, new OpenApiSchema());
        var field = DeclaredSchemas.Of(property.DeclaringType!, property.Name);
        if (field is { IsObjectToo: false })
            schema.Type ??= JsonSchemaType.String;
        schema.ReadOnly |= property.IsDefined(typeof(JsonAnswerOnlyAttribute));

        // Whatever C# says: null is refused in bodies and left out of answers, except where it is marked.
        var isNullable = property.IsDefined(typeof(JsonNullableAttribute)) || IsNeverAbsent(property);
        if (isNullable)
            AddNull(schema);
        else if (schema.Type is { } type)
            schema.Type = type == JsonSchemaType.Null ? null : type & ~JsonSchemaType.Null;

        foreach (var rule in rules)
            Describe(schema, rule);
        if (field is not null)
            Describe(schema, field);
    }

    private static void Describe(OpenApiSchema schema, IPropertyValidator rule)
    {
        switch (rule)
        {
            case IFieldSchemaValidator { Schema: var field }:
                Describe(schema, field);
                break;
            case INotEmptyValidator when schema.Type is JsonSchemaType.String:
                schema.MinLength = 1;
                break;
            case IComparisonValidator { Comparison: Bound.GreaterThanOrEqual } least:
                schema.Minimum = $"{least.ValueToCompare}";
                break;
            case IComparisonValidator { Comparison: Bound.GreaterThan } above:
                (schema.Minimum, schema.ExclusiveMinimum) = (null, $"{above.ValueToCompare}");
                break;
            case IComparisonValidator { Comparison: Bound.Equal } only:
                schema.Enum = [JsonValue.Create($"{only.ValueToCompare}")];
                break;
            case IBetweenValidator between:
                (schema.Minimum, schema.Maximum) = ($"{between.From}", $"{between.To}");
                break;
        }
    }

    private static void Describe(OpenApiSchema schema, FieldSchema field)
    {
        // Without a type it is anything to a client: many make a text of oneOf.
        if (field.IsObjectToo)
            schema.Type = null;

        schema.MinItems = field.MinItems ?? schema.MinItems;
        var target = schema.Items as OpenApiSchema ?? schema;
        target.Format = field.Format ?? target.Format;
        target.Pattern = field.Pattern is { } pattern ? $"^{pattern}$" : target.Pattern;
        target.MinLength = field.MinLength ?? target.MinLength;
        if (field.Note is { } note)
            schema.Description = schema.Description is { Length: > 0 } text ? $"{text.Trim()} {note}" : note;
        target.Enum = field.Values?.Select(value => (JsonNode)value).ToList() ?? target.Enum;
    }
}

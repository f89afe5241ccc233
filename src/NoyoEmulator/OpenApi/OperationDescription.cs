using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;
using NoyoEmulator.Accounts;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Vocabulary;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace NoyoEmulator.OpenApi;

/// <summary>
/// Says about an operation what its endpoint's metadata say: parameters, security, where it is served, what refusals look like.
/// </summary>
internal sealed class OperationDescription(EmulatorOptions emulator) : IOperationFilter
{
    public const string Bearer = "bearer";
    public const string Basic = "basic";
    public const string ControlKey = "control_key";

    /// <summary>How faithful an operation is, for tools; people read it in the description.</summary>
    public const string FidelityExtension = "x-emulator-fidelity";

    private const string Json = "application/json";

    /// <summary>The API an endpoint belongs to.</summary>
    public static ApiFamily? FamilyOf(ApiDescription api) =>
        api.ActionDescriptor.EndpointMetadata.OfType<ApiFamilyMetadata>().LastOrDefault()?.Family;

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        DescribeIds(operation, context.MethodInfo);
        foreach (var parameter in metadata.OfType<QueryParametersMetadata>().SelectMany(query => query.Parameters))
            (operation.Parameters ??= []).Add(Query(parameter));
        if (operation.RequestBody?.Content is { } contents)
        {
            foreach (var other in contents.Keys.Where(type => type != Json).ToList())
                _ = contents.Remove(other);
        }

        operation.Description ??= OperationTexts.Of(operation.OperationId!, operation.Summary);
        DescribeFidelity(operation, metadata);
        DescribeResponses(operation, context);
        DescribeSecurity(operation, context, metadata);
    }

    private static void DescribeFidelity(OpenApiOperation operation, IList<object> metadata)
    {
        if (metadata.OfType<FidelityMetadata>().LastOrDefault() is not { Fidelity: var fidelity })
            return;
        var word = EnumName.Of(fidelity);
        operation.AddExtension(FidelityExtension, new JsonNodeExtension(JsonValue.Create(word)));
        operation.Description = $"{operation.Description}\n\nFidelity: **{word}**.";
    }

    private static void DescribeIds(OpenApiOperation operation, MethodInfo handler)
    {
        var ids = handler.GetParameters().Select(parameter => parameter.GetCustomAttribute<RouteIdAttribute>()).OfType<RouteIdAttribute>()
            .ToDictionary(id => id.Name);
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            if (parameter.Name is not null && ids.TryGetValue(parameter.Name, out var id))
            {
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = id.AcceptsLatest || id.IsOfPlatformToo ? null : "uuid" };
                parameter.Description = id.AcceptsLatest ? $"A uuid, or the word {RouteId.Latest} for the newest."
                    : id.IsOfPlatformToo ? "Noyo's id, a uuid, or else the platform's own, the `custom_individual_id`." : null;
            }
        }
    }

    private static OpenApiParameter Query(QueryParameter parameter)
    {
        var isArray = parameter.Type == "array";
        var single = new OpenApiSchema
        {
            Type =
                parameter.Type switch
                {
                    "integer" => JsonSchemaType.Integer,
                    "boolean" => JsonSchemaType.Boolean,
                    _ => JsonSchemaType.String
                },
            Format = parameter.Format,
            Enum = parameter.Values?.Select(value => (JsonNode)value).ToList(),
        };
        return new OpenApiParameter
        {
            Name = parameter.Name,
            In = ParameterLocation.Query,
            Description = parameter.Description,
            Schema = isArray ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = single } : single,
            Style = isArray ? ParameterStyle.Form : null,
            Explode = !isArray,
        };
    }

    private static void DescribeResponses(OpenApiOperation operation, OperationFilterContext context)
    {
        var schemas = context.SchemaRepository;
        if (operation.Responses?.Keys.Any(status => status.StartsWith('4')) is not true)
        {
            (operation.Responses ??= []).Add("404", new OpenApiResponse
            {
                Description = "Not Found",
                Content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal)
                {
                    [Json] = new OpenApiMediaType { Schema = context.SchemaGenerator.GenerateSchema(typeof(ApiError), schemas) },
                },
            });
        }

        var responses = new OpenApiResponses();
        foreach (var (status, response) in (operation.Responses ?? []).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            responses.Add(status, response);
            foreach (var file in response.Content?.Values.Select(content => content.Schema).OfType<OpenApiSchema>().Where(schema => schema.Format == "byte") ?? [])
                file.Format = "binary";
            if (RefusalExamples.Of(status, operation, $"/{context.ApiDescription.RelativePath}", schemas) is { } example
                && response.Content?.TryGetValue(Json, out var media) is true
                && media is OpenApiMediaType { Schema: OpenApiSchemaReference { Reference.Id: nameof(ApiError) } } content)
            {
                content.Example = JsonSerializer.SerializeToNode(example.Value, WireJson.Options);
            }
        }

        operation.Responses = responses;
    }

    private void DescribeSecurity(OpenApiOperation operation, OperationFilterContext context, IList<object> metadata)
    {
        string? scheme = null;
        if (BearerAuthentication.WantsToken(metadata))
            scheme = Bearer;
        else if (FamilyOf(context.ApiDescription) == ApiFamily.Accounts)
            scheme = Basic;
        else if (emulator.ControlKey is not null && BearerAuthentication.WantsControlKey(metadata))
            scheme = ControlKey;
        // An empty list says that nothing is asked for, and not that it was forgotten.
        operation.Security = scheme is null
            ? []
            : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] }];
    }
}

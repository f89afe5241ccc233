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
using Swashbuckle.AspNetCore.SwaggerGen;

namespace NoyoEmulator.OpenApi;

/// <summary>Says about an operation what its endpoint's metadata say: parameters, security, where it is served, what refusals look like.</summary>
internal sealed class OperationDescription(EmulatorOptions emulator) : IOperationFilter
{
    public const string Bearer = "bearer";
    public const string Basic = "basic";
    public const string ControlKey = "control_key";

    private const string Json = "application/json";

    /// <summary>The API an endpoint belongs to.</summary>
    public static ApiFamily? FamilyOf(ApiDescription api) => api.ActionDescriptor.EndpointMetadata.OfType<ApiFamilyMetadata>().LastOrDefault()?.Family;

    /// <summary>The id of an endpoint's operation.</summary>
    public static string? IdOf(IEnumerable<object> metadata) =>
        metadata.OfType<OperationIdMetadata>().LastOrDefault()?.Id ?? metadata.OfType<IEndpointNameMetadata>().LastOrDefault()?.EndpointName;

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

        DescribeResponses(operation);
        DescribeSecurity(operation, context, metadata);
    }

    private static void DescribeIds(OpenApiOperation operation, MethodInfo handler)
    {
        var ids = handler.GetParameters().Select(parameter => parameter.GetCustomAttribute<RouteIdAttribute>()).OfType<RouteIdAttribute>().ToDictionary(id => id.Name);
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            if (parameter.Name is not null && ids.TryGetValue(parameter.Name, out var id))
            {
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = id.AcceptsLatest ? null : "uuid" };
                parameter.Description = id.AcceptsLatest ? $"A uuid, or the word {RouteId.Latest} for the newest." : null;
            }
        }
    }

    private static OpenApiParameter Query(QueryParameter parameter)
    {
        var isArray = parameter.Type == "array";
        var single = new OpenApiSchema
        {
            Type = parameter.Type switch { "integer" => JsonSchemaType.Integer, "boolean" => JsonSchemaType.Boolean, _ => JsonSchemaType.String },
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

    private static void DescribeResponses(OpenApiOperation operation)
    {
        var responses = new OpenApiResponses();
        foreach (var (status, response) in (operation.Responses ?? []).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            responses.Add(status, response);
            if (Example(status) is { } example
                && response.Content?.TryGetValue(Json, out var media) is true && media is OpenApiMediaType { Schema: OpenApiSchemaReference { Reference.Id: nameof(ApiError) } } content)
            {
                content.Example = JsonSerializer.SerializeToNode(example.Value, WireJson.Options);
            }
        }

        operation.Responses = responses;
    }

    private static ApiErrorResult? Example(string status) => status switch
    {
        "400" => ApiErrorResult.BadRequest("The body is not valid JSON: see line 3, position 14"),
        "401" => ApiErrorResult.Unauthorized(),
        "404" => ApiErrorResult.NotFound("Group not found with UUID 00000000-0000-4000-8000-000000000000"),
        "408" => ApiErrorResult.Of(StatusCodes.Status408RequestTimeout, "Not idle in time; still due: 2 confirm"),
        "413" => ApiErrorResult.PayloadTooLarge(),
        "415" => ApiErrorResult.UnsupportedMediaType(),
        "422" => ApiErrorResult.Unprocessable("$.employee.person", "employee.person is required"),
        "503" => ApiErrorResult.Unavailable("Not ready: starting"),
        _ => null,
    };

    private void DescribeSecurity(OpenApiOperation operation, OperationFilterContext context, IList<object> metadata)
    {
        string? scheme = null;
        if (BearerAuthentication.WantsToken(metadata))
            scheme = Bearer;
        else if (FamilyOf(context.ApiDescription) == ApiFamily.Accounts)
            scheme = Basic;
        else if (emulator.ControlKey is not null && BearerAuthentication.WantsControlKey(metadata))
            scheme = ControlKey;
        if (scheme is not null)
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] }];
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Http.Bodies;

/// <summary>
/// A body that may also come as a form, whose fields are then texts: OAuth clients send forms where Noyo's page shows JSON.
/// </summary>
[SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "Binding asks for them.")]
public sealed class FormOrJsonBody<T> : IJsonBody, IBindableFromHttpContext<FormOrJsonBody<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    /// <summary>The type of forms.</summary>
    public const string Form = "application/x-www-form-urlencoded";

    private readonly JsonBody<T> _json;

    private FormOrJsonBody(JsonBody<T> json) => _json = json;

    /// <summary>The body's value.</summary>
    public T Value => _json.Value;

    ReadOnlyMemory<byte> IJsonBody.Bytes => _json.Bytes;

    IReadOnlyList<FieldError> IJsonBody.ShapeFailures => ((IJsonBody)_json).ShapeFailures;

    object IJsonBody.Value => Value;

    /// <inheritdoc/>
    public static async ValueTask<FormOrJsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var json = IsForm(context.Request.ContentType)
            ? JsonBody<T>.Of(context, JsonSerializer.SerializeToUtf8Bytes(await ReadAsync(context), WireJson.Options))
            : await JsonBody<T>.BindAsync(context, parameter);
        return json is null ? null : new FormOrJsonBody<T>(json);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json", Form], typeof(T), isOptional: false));

    private static async ValueTask<JsonObject> ReadAsync(HttpContext context)
    {
        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            if (form.FirstOrDefault(field => field.Value.Count > 1).Key is { } repeated)
                throw new RequestRefusedException(ApiErrorResult.BadRequest($"The field {JsonPath.Property(JsonPath.Root, repeated)} is in the form twice"));
            return new JsonObject(form.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value.ToString())));
        }
        catch (InvalidDataException)
        {
            throw new RequestRefusedException(ApiErrorResult.BadRequest("The body is not a readable form: it has too many fields, or one that is too long"));
        }
    }

    private static bool IsForm(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals(Form, StringComparison.OrdinalIgnoreCase);
}

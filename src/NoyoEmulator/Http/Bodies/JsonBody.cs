using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using NoyoEmulator.Http.Errors;

namespace NoyoEmulator.Http.Bodies;

/// <summary>
/// A JSON request body: its value and its exact bytes. Unreadable bodies are refused before the handler runs. With
/// <see cref="ValidationFilter.AddValidation{TBuilder}"/> on the endpoint, wrong kinds in the body are answered together
/// with what validation finds; without it, they are answered at once.
/// </summary>
[SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "Binding asks for them.")]
public sealed class JsonBody<T> : IJsonBody, IBindableFromHttpContext<JsonBody<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    private static readonly string[] ContentTypes = ["application/json", "application/*+json"];

    private readonly IReadOnlyList<FieldError> _shapeFailures;

    private JsonBody(T value, ReadOnlyMemory<byte> bytes, IReadOnlyList<FieldError> shapeFailures)
    {
        Value = value;
        Bytes = bytes;
        _shapeFailures = shapeFailures;
    }

    /// <summary>The body's value.</summary>
    public T Value { get; }

    /// <summary>The body exactly as it was received, except for a byte order mark.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    IReadOnlyList<FieldError> IJsonBody.ShapeFailures => _shapeFailures;

    object IJsonBody.Value => Value;

    /// <inheritdoc/>
    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (IsOptional(parameter) && (IsAbsent(context.Request) || await IsEmptyAsync(context)))
            return null;

        var bytes = await JsonBodyReader.ReadAsync(context);
        using var document = JsonBodyReader.Parse(bytes);
        var (value, failures) = JsonShape.Read<T>(document.RootElement);
        var isValidated = context.GetEndpoint()?.Metadata.GetMetadata<ValidatedBodyMetadata>() is not null;
        if (value is null || (failures.Count > 0 && !isValidated))
            throw new RequestRefusedException(ApiErrorResult.Unprocessable(failures));

        return new JsonBody<T>(value, bytes, failures);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(ContentTypes, typeof(T), IsOptional(parameter)));

    /// <summary>A handler says with a nullable parameter that it can do without a body.</summary>
    private static bool IsOptional(ParameterInfo parameter) =>
        new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;

    /// <summary>A body in chunks may turn out to have none.</summary>
    private static async ValueTask<bool> IsEmptyAsync(HttpContext context)
    {
        if (context.Request.ContentLength is not null)
            return false;
        var begun = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
        context.Request.BodyReader.AdvanceTo(begun.Buffer.Start);
        return begun is { IsCompleted: true, Buffer.IsEmpty: true };
    }

    private static bool IsAbsent(HttpRequest request) =>
        request.ContentLength is 0
            || (request.ContentLength is null && request.Headers.TransferEncoding.Count == 0 && request.ContentType is null);
}

/// <summary>A <see cref="JsonBody{T}"/> of any type, for the filter.</summary>
internal interface IJsonBody
{
    object Value { get; }

    ReadOnlyMemory<byte> Bytes { get; }

    IReadOnlyList<FieldError> ShapeFailures { get; }
}

/// <summary>Marks an endpoint whose filter answers the shape failures of its body.</summary>
internal sealed class ValidatedBodyMetadata;

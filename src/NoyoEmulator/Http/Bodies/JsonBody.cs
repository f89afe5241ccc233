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
        if (IsOptional(parameter) && await EmptyBodies.IsEmptyAsync(context))
            return null;

        return Of(context, await JsonBodyReader.ReadAsync(context));
    }

    /// <summary>The body that a request has, given its bytes.</summary>
    /// <exception cref="RequestRefusedException">They are not such a body.</exception>
    internal static JsonBody<T> Of(HttpContext context, ReadOnlyMemory<byte> bytes)
    {
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

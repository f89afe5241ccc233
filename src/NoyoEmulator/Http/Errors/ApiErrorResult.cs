using System.Text.Json.Serialization.Metadata;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Http.Errors;

/// <summary>A refusal: answers with its status and an <see cref="ApiError"/> as JSON.</summary>
public sealed class ApiErrorResult : IResult, IStatusCodeHttpResult, IValueHttpResult<ApiError>
{
    // A body of ten megabytes can hold more mistakes than anyone reads; the message still counts them all.
    private const int MaxListedErrors = 1_000;

    private static readonly JsonTypeInfo<ApiError> TypeInfo = WireJson.TypeInfo<ApiError>();

    private ApiErrorResult(int status, string message, IReadOnlyList<FieldError>? errors = null) =>
        Value = new ApiError(message, status, errors);

    /// <summary>The body.</summary>
    public ApiError Value { get; }

    /// <inheritdoc/>
    int? IStatusCodeHttpResult.StatusCode => Value.Status;

    /// <summary>Any status with any message.</summary>
    public static ApiErrorResult Of(int status, string message) => new(status, message);

    /// <summary>400: the request cannot be read.</summary>
    public static ApiErrorResult BadRequest(string message) => Of(StatusCodes.Status400BadRequest, message);

    /// <summary>401, with the one body Noyo publishes for it.</summary>
    public static ApiErrorResult Unauthorized() => Of(StatusCodes.Status401Unauthorized, "Unauthorized");

    /// <summary>403.</summary>
    public static ApiErrorResult Forbidden(string message) => Of(StatusCodes.Status403Forbidden, message);

    /// <summary>404.</summary>
    public static ApiErrorResult NotFound(string message) => Of(StatusCodes.Status404NotFound, message);

    /// <summary>404 in Noyo's words.</summary>
    /// <param name="kind">The kind of object, as Noyo names it, such as <c>Group</c>.</param>
    /// <param name="id">The id that finds none of that kind.</param>
    public static ApiErrorResult Unknown(string kind, string id) => NotFound($"{kind} not found with UUID {id}");

    /// <summary>409: the version in a path is not the latest (inferred: Noyo publishes the status for other objects only).</summary>
    /// <param name="latest">The version that would be right.</param>
    public static ApiErrorResult StaleVersion(Guid latest) =>
        Conflict($"Version conflict: the latest version is {latest}; read what has changed, and send that version");

    /// <summary>409: a duplicate, or a stale version.</summary>
    public static ApiErrorResult Conflict(string message) => Of(StatusCodes.Status409Conflict, message);

    /// <summary>413: the body is larger than the emulator reads.</summary>
    public static ApiErrorResult PayloadTooLarge() =>
        Of(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {WireJson.MaxBodyBytes / (1024 * 1024)} MB");

    /// <summary>415: the body is not declared to be JSON in UTF-8.</summary>
    public static ApiErrorResult UnsupportedMediaType() =>
        Of(StatusCodes.Status415UnsupportedMediaType, "Content-Type must be application/json, in UTF-8");

    /// <summary>422 for a reason that belongs to no single field.</summary>
    public static ApiErrorResult Unprocessable(string message) => Of(StatusCodes.Status422UnprocessableEntity, message);

    /// <summary>422 for one field.</summary>
    public static ApiErrorResult Unprocessable(string field, string message) => Unprocessable([new FieldError(field, message)]);

    /// <summary>422 for one or more fields: the first failure in words, and the number of the others.</summary>
    public static ApiErrorResult Unprocessable(IReadOnlyList<FieldError> errors)
    {
        if (errors.Count == 0)
            throw new ArgumentException("A refusal names at least one failure.", nameof(errors));

        var others = errors.Count - 1;
        var message = others switch
        {
            0 => errors[0].Message,
            1 => $"{errors[0].Message} (and 1 more error)",
            _ => $"{errors[0].Message} (and {others} more errors)",
        };
        return new(StatusCodes.Status422UnprocessableEntity, message, errors.Count > MaxListedErrors
            ? [.. errors.Take(MaxListedErrors)]
            : errors);
    }

    /// <summary>501: Noyo has this, the emulator does not.</summary>
    public static ApiErrorResult NotImplemented(string message) => Of(StatusCodes.Status501NotImplemented, message);

    /// <summary>503: not ready yet.</summary>
    public static ApiErrorResult Unavailable(string message) => Of(StatusCodes.Status503ServiceUnavailable, message);

    /// <summary>507 when the disk is full, 503 for whatever else is wrong with the storage.</summary>
    internal static ApiErrorResult Of(StorageFailure failure) => Of(
        failure.Fault == StorageFault.Full ? StatusCodes.Status507InsufficientStorage : StatusCodes.Status503ServiceUnavailable,
        $"The storage fails: {failure.Reason}. {failure.Remedy}");

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Value.Status;
        // Without a token: a refusal that is cut off would leave the start of itself in front of the refusal that takes its place.
        return httpContext.Response.WriteAsJsonAsync(Value, TypeInfo, cancellationToken: CancellationToken.None);
    }
}

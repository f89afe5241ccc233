using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Http.Errors;

/// <summary>The body of every refusal: Noyo's message and status, plus one entry per failure where there are several to tell.</summary>
/// <param name="Message">What was wrong, in words.</param>
/// <param name="Status">The HTTP status code, repeated.</param>
/// <param name="Errors">
/// Each failure on its own; absent when the message says it all. Inferred: Noyo publishes no form for several failures.
/// </param>
public sealed record ApiError(string Message, int Status, IReadOnlyList<FieldError>? Errors = null);

/// <summary>One failure of one field.</summary>
/// <param name="Field">
/// A JSON path such as <c>$.coverages[0].plan_id</c> for a field of the body; the bare name for a query parameter.
/// </param>
/// <param name="Message">A sentence that names the field and says what would be right. It never repeats the value received.</param>
public sealed record FieldError(string Field, string Message)
{
    /// <summary>A failure of a body field, from a predicate such as <c>is required</c>.</summary>
    internal static FieldError At(string path, string predicate) => new(path, $"{JsonPath.Spoken(path)} {predicate}");
}

using System.Globalization;
using NJsonSchema;
using NJsonSchema.Validation;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Shapes;

/// <summary>Says in Noyo's form what is wrong with a body, as its schema has it.</summary>
internal static class BodyJudge
{
    // Without settings it would know no formats.
    private static readonly JsonSchemaValidator Validator = new(new JsonSchemaValidatorSettings());

    /// <summary>Whether JSON fits a schema.</summary>
    public static bool Fits(JsonSchema schema, string json) => Validator.Validate(json, schema, SchemaType.OpenApi3).Count == 0;

    /// <summary>All that is wrong with JSON; what only answers have is not missed.</summary>
    public static IReadOnlyList<FieldError> Failures(JsonSchema schema, string json) =>
        [.. Validator.Validate(json, schema, SchemaType.OpenApi3).SelectMany(Parts).Where(error => !IsOfAnswers(error)).Select(ToError)];

    /// <summary>An error in a part of the body stands within one about the whole.</summary>
    private static IEnumerable<ValidationError> Parts(ValidationError error) =>
        error is ChildSchemaValidationError { Kind: not (ValidationErrorKind.NotAnyOf or ValidationErrorKind.NotOneOf) } parts && parts.Errors.Values.Any(some => some.Count > 0)
            ? parts.Errors.Values.SelectMany(some => some).SelectMany(Parts)
            : [error];

    private static bool IsOfAnswers(ValidationError error) => error.Kind == ValidationErrorKind.PropertyRequired && error.Property is { } name
        && error.Schema.ActualSchema.ActualProperties.TryGetValue(name, out var property) && property.IsReadOnly;

    private static FieldError ToError(ValidationError error)
    {
        var path = error.Path is ['#', '/', .. var inside] ? $"{JsonPath.Root}.{inside}" : JsonPath.Root;
        return FieldError.At(path.Replace($"{JsonPath.Root}.[", $"{JsonPath.Root}[", StringComparison.Ordinal), Predicate(error.Kind, error.Schema.ActualSchema));
    }

    private static string Predicate(ValidationErrorKind kind, JsonSchema schema) => kind switch
    {
        ValidationErrorKind.PropertyRequired => "is required",
        ValidationErrorKind.NoAdditionalPropertiesAllowed => "is not known",
        ValidationErrorKind.NullExpected => "must be null",
        ValidationErrorKind.StringExpected => "must be a string",
        ValidationErrorKind.IntegerExpected => "must be a whole number",
        ValidationErrorKind.NumberExpected => "must be a number",
        ValidationErrorKind.BooleanExpected => "must be true or false",
        ValidationErrorKind.ObjectExpected => "must be an object",
        ValidationErrorKind.ArrayExpected => "must be an array",
        ValidationErrorKind.UuidExpected or ValidationErrorKind.GuidExpected => "must be a uuid",
        ValidationErrorKind.DateExpected => "must be a date that exists, as YYYY-MM-DD",
        ValidationErrorKind.DateTimeExpected => "must be an instant, as RFC 3339 has it",
        ValidationErrorKind.EmailExpected => "must be an e-mail address",
        ValidationErrorKind.UriExpected => "must be a URL",
        ValidationErrorKind.PatternMismatch => $"must match {schema.Pattern}",
        ValidationErrorKind.NotInEnumeration => $"must be one of: {string.Join(", ", schema.Enumeration)}",
        ValidationErrorKind.StringTooShort => $"must have {Number(schema.MinLength)} characters or more",
        ValidationErrorKind.StringTooLong => $"must have {Number(schema.MaxLength)} characters or fewer",
        ValidationErrorKind.NumberTooSmall => $"must be {Number(schema.Minimum ?? schema.ExclusiveMinimum)} or more",
        ValidationErrorKind.NumberTooBig => $"must be {Number(schema.Maximum ?? schema.ExclusiveMaximum)} or less",
        ValidationErrorKind.TooFewItems => $"must have {Number(schema.MinItems)} items or more",
        ValidationErrorKind.TooManyItems => $"must have {Number(schema.MaxItems)} items or fewer",
        ValidationErrorKind.ItemsNotUnique => "must not have an item twice",
        ValidationErrorKind.NotAnyOf or ValidationErrorKind.NotOneOf or ValidationErrorKind.NotAllOf => "fits none of its schemas",
        _ => $"does not fit its schema: {kind}",
    };

    private static string Number(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}

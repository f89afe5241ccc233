using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;

namespace NoyoEmulator.Tests.Contract;

/// <summary>
/// Says where a JSON value is not as a schema has it. Written here because no validator of JSON Schema with a free licence
/// can be restored from the package source, and because it has to be stricter than one would be: an object has no
/// properties but those it declares, and formats count.
/// </summary>
internal sealed class SchemaCheck(IReadOnlyDictionary<string, Schema> schemas)
{
    private readonly Dictionary<string, Regex> _patterns = schemas.Values.SelectMany(Patterns).Distinct(StringComparer.Ordinal)
        .ToDictionary(pattern => pattern, pattern => new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));

    /// <summary>Each place that is wrong, with what was expected there.</summary>
    public IReadOnlyList<string> Check(JsonElement value, Schema schema)
    {
        var problems = new List<string>();
        Check(value, schema, "$", isNullable: false, problems);
        return problems;
    }

    private void Check(JsonElement value, Schema schema, string path, bool isNullable, List<string> problems)
    {
        isNullable |= schema.Nullable;
        if (schema.Name is { } name)
        {
            Check(value, schemas[name], path, isNullable, problems);
            return;
        }

        if (schema.Target is { } target)
        {
            Check(value, target, path, isNullable, problems);
            return;
        }

        // Free JSON, such as a body that the journal kept.
        if (schema is { Type: null, OneOf: null })
            return;

        if (value.ValueKind == JsonValueKind.Null)
        {
            if (!isNullable)
                problems.Add($"{path}: expected {Expected(schema)}, but it is null");
            return;
        }

        if (schema.OneOf is { } choices)
        {
            if (choices.Count(choice => IsLike(value, choice)) != 1)
                problems.Add($"{path}: expected {string.Join(" or ", choices.Select(Expected))}, but it is {Kind(value)}");
            return;
        }

        switch (schema.Type)
        {
            case "object" when value.ValueKind == JsonValueKind.Object:
                CheckObject(value, schema, path, problems);
                break;
            case "array" when value.ValueKind == JsonValueKind.Array:
                if (value.GetArrayLength() < (schema.MinItems ?? 0))
                    problems.Add($"{path}: expected at least {schema.MinItems} items, but there are {value.GetArrayLength()}");
                foreach (var (index, item) in value.EnumerateArray().Index())
                    Check(item, schema.Items!, $"{path}[{index}]", isNullable: false, problems);
                break;
            case "string" when value.ValueKind == JsonValueKind.String:
                CheckText(value.GetString()!, schema, path, problems);
                break;
            case "integer" or "number" when value.ValueKind == JsonValueKind.Number:
                CheckNumber(value, schema, path, problems);
                break;
            case "boolean" when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                break;
            default:
                problems.Add($"{path}: expected {Expected(schema)}, but it is {Kind(value)}");
                break;
        }
    }

    private bool IsLike(JsonElement value, Schema schema)
    {
        var problems = new List<string>();
        Check(value, schema, "$", isNullable: false, problems);
        return problems.Count == 0;
    }

    private void CheckObject(JsonElement value, Schema schema, string path, List<string> problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var place = $"{path}.{property.Name}";
            if (!seen.Add(property.Name))
                problems.Add($"{place}: expected once, but it is there twice");
            if (schema.Properties?.GetValueOrDefault(property.Name) is { } declared)
                Check(property.Value, declared, place, isNullable: false, problems);
            else if (schema.AdditionalProperties is { } additional)
                Check(property.Value, additional, place, isNullable: false, problems);
            else if (schema.Properties is not null)
                problems.Add($"{place}: expected no such property");
        }

        foreach (var missing in schema.Required.Where(name => !seen.Contains(name)))
            problems.Add($"{path}.{missing}: expected, but it is missing");
    }

    private void CheckText(string text, Schema schema, string path, List<string> problems)
    {
        var isRight = (schema.Enum is null || schema.Enum.Contains(text, StringComparer.Ordinal))
            && (schema.Pattern is null || _patterns[schema.Pattern].IsMatch(text))
            && text.Length >= (schema.MinLength ?? 0)
            && HasFormat(text, schema.Format);
        if (!isRight)
            problems.Add($"{path}: expected {Expected(schema)}, but it is \"{text}\"");
    }

    private static void CheckNumber(JsonElement value, Schema schema, string path, List<string> problems)
    {
        var isRight = schema.Format switch
        {
            "int32" => value.TryGetInt32(out _),
            "int64" => value.TryGetInt64(out _),
            "float" => value.TryGetSingle(out _),
            "double" or null => value.TryGetDouble(out _),
            _ => throw new NotSupportedException($"The format {schema.Format} of numbers is not checked."),
        };
        var number = value.GetDouble();
        isRight &= (schema.ExclusiveMinimum ? number > (schema.Minimum ?? double.MinValue) : number >= (schema.Minimum ?? double.MinValue))
            && number <= (schema.Maximum ?? double.MaxValue);
        if (!isRight)
            problems.Add($"{path}: expected {Expected(schema)}, but it is {value.GetRawText()}");
    }

    private static bool HasFormat(string text, string? format) => format switch
    {
        null => true,

        // As Noyo writes them: with dashes, in lower case.
        "uuid" => Guid.TryParseExact(text, "D", out _) && !text.Any(char.IsAsciiLetterUpper),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        "duration" => IsDuration(text),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "email" => text.Contains('@', StringComparison.Ordinal),
        _ => throw new NotSupportedException($"The format {format} of texts is not checked."),
    };

    private static bool IsDuration(string text)
    {
        try
        {
            _ = XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string Expected(Schema schema) => string.Concat(
        schema.Type is "object" or "array" or "integer" ? "an " : "a ",
        schema.Type,
        schema.Format is { } format ? $" ({format})" : "",
        schema.Enum is { } values ? $" of {string.Join(", ", values)}" : "",
        schema.Pattern is { } pattern ? $" like {pattern}" : "",
        schema.MinLength is { } length ? $" of at least {length} characters" : "",
        schema.Minimum is { } minimum ? $" from {minimum.ToString(CultureInfo.InvariantCulture)}" : "",
        schema.Maximum is { } maximum ? $" to {maximum.ToString(CultureInfo.InvariantCulture)}" : "");

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };

    private static IEnumerable<string> Patterns(Schema? schema)
    {
        if (schema is null)
            return [];
        var children = (schema.Properties?.Values ?? []).Concat(schema.AllOf ?? []).Concat(schema.OneOf ?? []).Append(schema.Items)
            .Append(schema.AdditionalProperties);
        var own = schema.Pattern is { } pattern ? new[] { pattern } : [];
        return own.Concat(children.SelectMany(Patterns));
    }
}

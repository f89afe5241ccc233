using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Http.Lists;

/// <summary>
/// Reads query parameters by name and type, collecting what is wrong with them, so that one answer names every bad
/// parameter. A parameter that is absent reads as null or empty; one that is bad reads so too, and fails the request.
/// </summary>
internal sealed class QueryReader(IQueryCollection query)
{
    // No parameter is nearly as long, and comparing costs more than the length.
    private const int LongestName = 100;

    private static readonly string[] InstantFormats = ["R", "ddd, d MMM yyyy HH':'mm':'ss 'GMT'"];

    private readonly List<FieldError> _failures = [];

    /// <summary>Whether everything read so far could be read.</summary>
    public bool IsValid => _failures.Count == 0;

    /// <summary>The 422 that names every bad parameter, or null when there is none.</summary>
    public ApiErrorResult? Failure => IsValid ? null : ApiErrorResult.Unprocessable(_failures);

    /// <summary>Reads <c>page_size</c> and <c>offset</c>.</summary>
    public PageRequest Paging() => new(
        Integer("page_size", PageRequest.MinPageSize, PageRequest.MaxPageSize) ?? PageRequest.DefaultPageSize,
        Integer("offset", 0, PageRequest.MaxOffset) ?? 0);

    /// <summary>One id.</summary>
    public Guid? Guid(string name)
    {
        if (Single(name) is not { } text)
        {
            return null;
        }

        if (Uuid.TryParse(text, out var id))
        {
            return id;
        }

        Fail(name, "must be a uuid");
        return null;
    }

    /// <summary>Any number of ids, separated by commas.</summary>
    public IReadOnlyList<Guid> Guids(string name)
    {
        var ids = new List<Guid>();
        foreach (var text in Items(name))
        {
            if (!Uuid.TryParse(text, out var id))
            {
                Fail(name, "must be uuids, separated by commas");
                return [];
            }

            ids.Add(id);
        }

        return ids;
    }

    /// <summary>True or false, in any case.</summary>
    public bool? Boolean(string name)
    {
        if (Single(name) is not { } text)
        {
            return null;
        }

        if (text.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (text.Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        Fail(name, "must be true or false");
        return null;
    }

    /// <summary>A whole number within bounds, both allowed.</summary>
    public int? Integer(string name, int min = int.MinValue, int max = int.MaxValue)
    {
        if (Single(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        Fail(name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}"));
        return null;
    }

    /// <summary>A date that exists.</summary>
    public DateOnly? Date(string name)
    {
        if (Single(name) is not { } text)
        {
            return null;
        }

        if (IsoDate.TryParse(text, out var date))
        {
            return date;
        }

        Fail(name, "must be a date that exists, as YYYY-MM-DD");
        return null;
    }

    /// <summary>A date that exists, or the day of an RFC 1123 instant, as which Noyo's examples write dates.</summary>
    public DateOnly? Day(string name)
    {
        if (Single(name) is not { } text)
        {
            return null;
        }

        if (IsoDate.TryParse(text, out var date))
        {
            return date;
        }

        if (DateTimeOffset.TryParseExact(text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            return DateOnly.FromDateTime(instant.UtcDateTime);
        }

        Fail(name, "must be a date that exists, as YYYY-MM-DD or as Mon, 01 Jan 2024 00:00:00 GMT");
        return null;
    }

    /// <summary>A day such as 2020-12-1, of which the first instant counts, or an RFC 1123 instant.</summary>
    public DateTimeOffset? Instant(string name) => Moment(name)?.First;

    /// <summary>The same, or an ISO 8601 instant such as 2024-09-10T10:00:00Z.</summary>
    public DateTimeOffset? AnyInstant(string name) =>
        Single(name) is { } text && text.Contains('T') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : Instant(name);

    /// <summary>The same as the end of a time that it is part of: the first instant after the day, or after the second.</summary>
    public DateTimeOffset? InstantAfter(string name) => Moment(name)?.After;

    /// <summary>Any text; an empty one counts as absent.</summary>
    public string? Text(string name) => Single(name) is { Length: > 0 } text ? text : null;

    /// <summary>Any number of texts, separated by commas; empty ones are left out.</summary>
    public IReadOnlyList<string> Texts(string name) => [.. Items(name).Where(text => text.Length > 0)];

    /// <summary>Any number of an enum's names, separated by commas.</summary>
    public IReadOnlyList<TEnum> Enums<TEnum>(string name)
        where TEnum : struct, Enum
    {
        var values = new List<TEnum>();
        foreach (var text in Texts(name))
        {
            if (!EnumName.TryParse<TEnum>(text, out var value))
            {
                Fail(name, $"must be one of: {string.Join(", ", EnumName.All<TEnum>())}");
                return [];
            }

            values.Add(value);
        }

        return values;
    }

    /// <summary>Any number of a list of values, separated by commas.</summary>
    public IReadOnlyList<string> OneOfEach(string name, IReadOnlyCollection<string> allowed)
    {
        var texts = Texts(name);
        if (texts.All(text => allowed.Contains(text, StringComparer.Ordinal)))
        {
            return texts;
        }

        Fail(name, $"must be one of: {string.Join(", ", allowed)}");
        return [];
    }

    /// <summary>One of a list of values.</summary>
    public string? OneOf(string name, IReadOnlyCollection<string> allowed)
    {
        if (Single(name) is not { } text)
        {
            return null;
        }

        if (allowed.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        Fail(name, $"must be one of: {string.Join(", ", allowed)}");
        return null;
    }

    /// <summary>One of a list of values, in any case; an empty one counts as absent.</summary>
    public string? OneOfInAnyCase(string name, IReadOnlyCollection<string> allowed)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (allowed.FirstOrDefault(known => string.Equals(known, text, StringComparison.OrdinalIgnoreCase)) is { } meant)
        {
            return meant;
        }

        Fail(name, $"must be one of: {string.Join(", ", allowed)}");
        return null;
    }

    /// <summary>Fails for every parameter that an operation does not have, or that the emulator lacks.</summary>
    /// <param name="given">The query as it came: read, it no longer tells names apart by their case.</param>
    /// <param name="known">The parameters of the operation.</param>
    public void Only(QueryString given, IReadOnlyList<QueryParameter> known)
    {
        foreach (var name in Names(given).Distinct(StringComparer.Ordinal))
        {
            if (name.Length == 0)
                _failures.Add(new FieldError(name, "A parameter has no name"));
            else if (known.FirstOrDefault(parameter => parameter.Name == name) is not { } parameter)
                Fail(name, Unknown(name, [.. known.Where(other => other.Lack is null).Select(other => other.Name)]));
            else if (parameter.Lack is { } lack)
                Fail(name, $"is a parameter of Noyo's that this emulator does not support here: {lack}");
        }
    }

    /// <summary>The parameters of a query that an operation has, and nothing else.</summary>
    public static QueryCollection Restricted(QueryString given, IReadOnlyList<QueryParameter> known)
    {
        var kept = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        foreach (var pair in new QueryStringEnumerable(given.Value))
        {
            var name = pair.DecodeName().ToString();
            if (known.Any(parameter => parameter.Name == name && parameter.Lack is null))
                kept[name] = StringValues.Concat(kept.GetValueOrDefault(name), pair.DecodeValue().ToString());
        }

        return new QueryCollection(kept);
    }

    /// <summary>Records a failure that the reader itself cannot know of.</summary>
    public void Fail(string name, string predicate) => _failures.Add(new FieldError(name, $"{name} {predicate}"));

    private static IEnumerable<string> Names(QueryString given)
    {
        foreach (var pair in new QueryStringEnumerable(given.Value))
            yield return pair.DecodeName().ToString();
    }

    private static string Unknown(string name, IReadOnlyList<string> known)
    {
        if (known.Count == 0)
            return "is not known; there are no parameters here";
        var hint = name.Length <= LongestName
            && known.MinBy(other => EditDistance.Between(name, other))! is var nearest
            && EditDistance.Between(name, nearest) <= Math.Max(name.Length, nearest.Length) / 3
            ? $"did you mean {nearest}? The"
            : "the";
        return $"is not known; {hint} parameters there are: {string.Join(", ", known)}";
    }

    private (DateTimeOffset First, DateTimeOffset After)? Moment(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParseExact(text, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day))
        {
            return (day, day.Date == DateTime.MaxValue.Date ? DateTimeOffset.MaxValue : day.AddDays(1));
        }

        if (DateTimeOffset.TryParseExact(text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            return (instant, instant > DateTimeOffset.MaxValue.AddSeconds(-1) ? DateTimeOffset.MaxValue : instant.AddSeconds(1));
        }

        Fail(name, "must be a date such as 2020-12-1, or an RFC 1123 instant such as Tue, 01 Dec 2020 00:00:00 GMT");
        return null;
    }

    private string? Single(string name)
    {
        if (!query.TryGetValue(name, out var values) || values.Count == 0)
        {
            return null;
        }

        if (values.Count == 1)
        {
            return values[0] ?? "";
        }

        Fail(name, "must be given only once");
        return null;
    }

    // Lists may also be given as a repeated parameter, as many clients do.
    private IEnumerable<string> Items(string name) =>
        query.TryGetValue(name, out var values)
            ? values.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries))
            : [];
}

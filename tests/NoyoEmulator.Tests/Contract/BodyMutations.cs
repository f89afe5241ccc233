using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Contract;

/// <summary>A body with one thing changed.</summary>
/// <param name="Text">The body.</param>
/// <param name="Field">The name of the field that was changed.</param>
/// <param name="What">What was done to it.</param>
internal sealed record MutatedBody(string Text, string Field, string What);

/// <summary>
/// Changes a valid body at a random place, knowing from its schema what may be there. The changes come as text, because
/// much of what clients send wrongly no JSON library writes.
/// </summary>
internal sealed class BodyMutations
{
    private const string Mark = "\"@here@\"";

    // One of each kind of JSON.
    private static readonly (string Kind, string Text)[] Kinds =
    [
        ("string", "\"x\""), ("number", "7"), ("boolean", "true"), ("object", "{}"), ("array", "[]"), ("array", "[\"x\"]"),
            ("object", "{\"a\":null}"),
    ];

    private static readonly string[] OddTexts =
    [
        "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"\\\\ud800\"", "\"0001-01-01\"", "\"9999-12-31\"", "\"{0}\"",
            "\"{PropertyName}\"", "\"$.employee\"",
        "\"employee\"", "\"dependent\"", "\"terminate\"", "\"custom\"", "\"6e7a80fc-473e-460a-8368-454e9e8dc9cb\"",
        "\"'; DROP TABLE differences; --\"",
        "0", "-1", "1.5", "1e400", "-1e-400", "1e308", "2147483647", "2147483648", "-9223372036854775808", "99999999999999999999999999",
        "true", "null", "[]", "{}", "[null]",
        "[[]]", "[{},{}]",
    ];

    private readonly JsonNode _body;
    private readonly IReadOnlyDictionary<string, Schema> _schemas;
    private readonly List<Place> _places = [];

    private readonly bool _isOwn;

    public BodyMutations(JsonNode body, Schema schema, IReadOnlyDictionary<string, Schema> schemas, bool isOwn)
    {
        _isOwn = isOwn;
        _body = body;
        _schemas = schemas;
        Collect(body, schema);
    }

    /// <summary>Whether there is anything in the body to change.</summary>
    public bool HasPlaces => _places.Count > 0;

    /// <summary>A body that must be refused: its schema forbids what is in it, or it cannot be read.</summary>
    public MutatedBody Forbidden(Dice dice)
    {
        while (true)
        {
            var place = dice.Pick(_places);
            var defects = Defects(place).ToList();
            if (defects.Count > 0)
                return Write(place, dice.Pick(defects));
        }
    }

    /// <summary>A body that may be as good as the other.</summary>
    public MutatedBody Odd(Dice dice)
    {
        var place = dice.Pick(_places);
        return dice.Next(8) switch
        {
            0 => Write(place, $"\"{new string('x', dice.Pick(1_000, 200_000))}\""),
            1 => Write(place, string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40)),
            2 => Write(place, null),
            3 => Write(place, $"{place.Text},\"another_field\":{{\"b\":[1,\"two\",null]}}", place.IsInObject),
            4 when place.Value is JsonArray { Count: > 0 } items =>
                Write(place, $"[{string.Join(',', items.Append(items[0]).Select(item => item!.ToJsonString()))}]"),
            5 when place.Value is JsonArray => Write(place, "[]"),
            _ => Write(place, dice.Pick(OddTexts)),
        };
    }

    private IEnumerable<string?> Defects(Place place)
    {
        var schema = Resolve(place.Schema);
        var kind = schema.Type == "integer" ? "number" : schema.Type;
        if (place.Schema.ReadOnly || kind is null)
            yield break;

        // In a body of the emulator's own a number is as good as a text, and null as nothing.
        foreach (var (_, text) in Kinds.Where(other => other.Kind != kind && !(_isOwn && kind == "string" && other.Kind == "number")))
            yield return text;
        if (!place.Schema.Nullable && !schema.Nullable && (!_isOwn || place.IsRequired))
            yield return "null";
        if (place.IsRequired)
            yield return null;
        if (kind == "string")
        {
            // Half a surrogate pair; an escape that does not exist; a character that must be escaped.
            yield return "\"\\ud800\"";
            yield return "\"\\udc00 and more\"";
            yield return "\"\\q\"";
            yield return "\"\t\"";
        }

        // Deeper than anything is read.
        yield return new string('[', 80) + new string(']', 80);
        if (schema.Enum is not null)
            yield return "\"no such value\"";
        if (schema.Enum is not null || schema.MinLength > 0)
            yield return "\"\"";
        if (schema.Pattern is not null)
            yield return "\"!!\"";
        if (schema.MinItems > 0)
            yield return "[]";
        if (schema.Type == "integer")
        {
            yield return "1.5";
            yield return "99999999999999999999";
            yield return "1e400";
        }

        if (schema.Minimum is { } minimum)
            yield return $"{minimum - 1}";
        if (schema.Maximum is { } maximum)
            yield return $"{maximum + 1}";
        string[] wrong = schema.Format switch
        {
            "uuid" =>
                ["\"42\"", "\"{6e7a80fc-473e-460a-8368-454e9e8dc9cb}\"", "\"6e7a80fc473e460a8368454e9e8dc9cb\"",
                    "\"6e7a80fc-473e-460a-8368-454e9e8dc9cbb\"", "\"\""],
            "date" => ["\"2024-02-30\"", "\"2024-1-1\"", "\"20240101\"", "\"2024-01-01T00:00:00Z\"", "\"tomorrow\"", "\"\""],
            "email" => ["\"nobody\"", "\"\""],
            "duration" => ["\"2 fortnights\"", "\"\""],
            "uri" => ["\"nowhere\"", "\"\""],
            _ => [],
        };
        foreach (var text in wrong)
            yield return text;
        if (place.IsInObject)
            yield return $"{place.Text},\"{place.Name}\":{place.Text}";
    }

    private MutatedBody Write(Place place, string? text, bool isPossible = true)
    {
        var copy = _body.DeepClone();
        var node = place.Path.Aggregate(copy, (parent, key) => key.In(parent)!);
        if (text is null && place.IsInObject)
            _ = node.AsObject().Remove(place.Name);
        else
            place.Key.Set(node, "@here@");
        var written = copy.ToJsonString();
        return new MutatedBody(
            text is null && place.IsInObject
                ? written
                : written.Replace(Mark, isPossible ? text ?? "null" : place.Text, StringComparison.Ordinal),
            place.Name,
            $"{string.Join('.', place.Path.Select(key => key.ToString()))}.{place.Key}: {(text is null ? "left out" : text.Length < 80 ? text : $"{text[..80]}…")}");
    }

    private void Collect(JsonNode node, Schema schema, Key[]? path = null, string name = "")
    {
        path ??= [];
        schema = Resolve(schema);
        if (node is JsonObject parts)
        {
            foreach (var (key, value) in parts)
            {
                if (schema.Properties?.GetValueOrDefault(key) is not { } declared)
                    continue;
                _places.Add(new Place(path, node, new Key(key), key, declared, schema.Required.Contains(key)));
                if (value is not null)
                    Collect(value, declared, [.. path, new Key(key)], key);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var (index, item) in items.Index())
            {
                _places.Add(new Place(path, node, new Key(index), name, schema.Items!, IsRequired: false));
                Collect(item!, schema.Items!, [.. path, new Key(index)], name);
            }
        }
    }

    private Schema Resolve(Schema schema) =>
        schema.Name is { } name ? Resolve(_schemas[name]) : schema.Target is { } target ? Resolve(target) : schema;

    /// <summary>A place in the body: a property of an object, or an item of the list that <paramref name="Name"/> calls.</summary>
    private sealed record Place(Key[] Path, JsonNode Parent, Key Key, string Name, Schema Schema, bool IsRequired)
    {
        public bool IsInObject => Key.Index is null;

        public JsonNode? Value => Key.In(Parent);

        public string Text => Value?.ToJsonString() ?? "null";
    }
}

/// <summary>A property's name, or an item's number.</summary>
internal sealed record Key(string? Name, int? Index)
{
    public Key(string name)
        : this(name, null)
    {
    }

    public Key(int index)
        : this(null, index)
    {
    }

    public JsonNode? In(JsonNode parent) => Name is null ? parent[Index!.Value] : parent[Name];

    public void Set(JsonNode parent, JsonNode value)
    {
        if (Name is null)
            parent[Index!.Value] = value;
        else
            parent[Name] = value;
    }

    public override string ToString() => Name ?? $"{Index}";
}

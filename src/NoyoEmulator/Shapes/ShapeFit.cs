using System.Globalization;
using System.Text.Json.Nodes;
using Newtonsoft.Json;
using NJsonSchema;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Shapes;

/// <summary>What is known of an object beside what was sent.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Modified">When it was changed last.</param>
/// <param name="Path">The parameters of the path, by name, without the version that is edited.</param>
internal sealed record ShapeFacts(Guid Id, Guid Version, DateTimeOffset Created, DateTimeOffset Modified, IReadOnlyDictionary<string, string> Path);

/// <summary>
/// Makes what fits a schema: of what was sent where that fits, else of the schema's example, default or values, else of anything that
/// has its type. The same facts make the same values.
/// </summary>
internal sealed class ShapeFit(ShapeFacts facts)
{
    // Deeper than any answer; a schema that requires itself would never end.
    private const int MaxDepth = 32;

    /// <summary>Makes an answer.</summary>
    /// <param name="schema">Its schema.</param>
    /// <param name="source">What was sent, or is kept.</param>
    public JsonNode? Of(JsonSchema schema, JsonNode? source) => Make(schema, source, isGiven: source is not null, "", 0);

    private JsonNode? Make(JsonSchema declared, JsonNode? source, bool isGiven, string place, int depth)
    {
        var schema = declared.ActualSchema;
        var isNullable = declared.IsNullable(SchemaType.OpenApi3) || schema.IsNullable(SchemaType.OpenApi3);
        if (isGiven && source is null && isNullable)
            return null;
        if (source is JsonObject given && IsObject(schema))
            return MakeObject(schema, given, place, depth);
        if (source is JsonArray items && schema.Item is { } item)
            return new JsonArray([.. items.Select((value, i) => Make(item, value, isGiven: true, $"{place}[{i}]", depth + 1))]);
        if (source is not null && Fits(schema, source))
            return source.DeepClone();
        if (Written(declared, schema) is { } written)
            return written;
        if (isNullable || depth > MaxDepth)
            return null;
        return schema.Enumeration.FirstOrDefault(value => value is not null) is { } first ? ToNode(first) : MakePlausible(schema, place, depth);
    }

    private JsonObject MakeObject(JsonSchema schema, JsonObject source, string place, int depth)
    {
        var made = new JsonObject();
        var properties = PropertiesOf(schema).DistinctBy(property => property.Key).ToDictionary(property => property.Key, property => property.Value, StringComparer.Ordinal);
        var required = RequiredOf(schema).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, property) in properties)
        {
            var isGiven = source.TryGetPropertyValue(name, out var value);
            if (depth == 0 && KnownValue(name, property) is { } known)
                made[name] = known;
            else if (isGiven || required.Contains(name) || property.IsRequired)
                made[name] = Make(property, value, isGiven, $"{place}.{name}", depth + 1);
        }

        // Some documents require what they do not describe.
        foreach (var name in required.Where(name => !properties.ContainsKey(name)))
            made[name] = source[name]?.DeepClone() ?? (facts.Path.TryGetValue(name, out var text) ? text : Id($"{place}.{name}"));
        foreach (var (name, value) in source.Where(entry => !made.ContainsKey(entry.Key) && !properties.ContainsKey(entry.Key)))
        {
            if (properties.Count == 0 && (schema.AdditionalPropertiesSchema is not { } more || (value is not null && Fits(more.ActualSchema, value))))
                made[name] = value?.DeepClone();
        }

        return made;
    }

    /// <summary>What an object says of itself, in the first form that the schema takes.</summary>
    private JsonNode? KnownValue(string name, JsonSchemaProperty property)
    {
        IEnumerable<JsonNode> forms = name switch
        {
            "id" => [JsonValue.Create(facts.Id.ToString())],
            "version" when !facts.Path.ContainsKey(name) => [JsonValue.Create(facts.Version.ToString())],
            "created" or "created_at" => Instants(facts.Created),
            "modified" or "modified_at" or "updated_at" => Instants(facts.Modified),
            _ when facts.Path.TryGetValue(name, out var text) => [JsonValue.Create(text)],
            _ => [],
        };
        return forms.FirstOrDefault(form => Fits(property.ActualSchema, form));
    }

    private static JsonNode[] Instants(DateTimeOffset at) =>
    [
        JsonValue.Create(at.ToUnixTimeSeconds()), JsonValue.Create(Text(at)), JsonValue.Create(at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
    ];

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static JsonNode? Written(JsonSchema declared, JsonSchema schema) =>
        new[] { declared.Example, schema.Example, declared.Default, schema.Default }.OfType<object>().Select(ToNode).FirstOrDefault(value => value is not null && Fits(schema, value));

    private JsonNode? MakePlausible(JsonSchema schema, string place, int depth)
    {
        if (IsObject(schema))
            return MakeObject(schema, [], place, depth);
        if (schema.Type.HasFlag(JsonObjectType.Array))
            return new JsonArray([.. Enumerable.Range(0, schema.MinItems).Select(i => Make(schema.Item ?? new JsonSchema(), null, isGiven: false, $"{place}[{i}]", depth + 1))]);
        if (schema.Type.HasFlag(JsonObjectType.Boolean))
            return JsonValue.Create(false);
        if (schema.Type.HasFlag(JsonObjectType.Integer))
            return JsonValue.Create((long)decimal.Ceiling(schema.Minimum ?? 0));
        if (schema.Type.HasFlag(JsonObjectType.Number))
            return JsonValue.Create(schema.Minimum ?? 0);
        if (schema.Type.HasFlag(JsonObjectType.String))
            return Texts(schema, place).Select(text => JsonValue.Create(text)).FirstOrDefault(text => Fits(schema, text)) ?? JsonValue.Create("");
        return schema.OneOf.Concat(schema.AnyOf).FirstOrDefault() is { } branch ? Make(branch, null, isGiven: false, place, depth + 1) : new JsonObject();
    }

    /// <summary>Texts of common forms, the likeliest first.</summary>
    private IEnumerable<string> Texts(JsonSchema schema, string place)
    {
        if (schema.Format is "uuid" or "guid" || (schema.Format is null && place.EndsWith("_id", StringComparison.Ordinal)))
            yield return Id(place);
        if (schema.Format is "date")
            yield return facts.Created.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (schema.Format is "date-time")
            yield return Text(facts.Created);
        if (schema.Format is "email")
            yield return "someone@example.com";
        if (schema.Format is "uri" or "url")
            yield return "https://example.com/";
        yield return "";
        yield return new string('x', schema.MinLength ?? 1);
        yield return "CA";
        yield return facts.Created.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        for (var length = 1; length <= 12; length++)
            yield return new string('1', length);
        yield return "111-11-1111";
        yield return "11-1111111";
        yield return "11111-1111";
        yield return "1.0.0";
    }

    private string Id(string place) => DerivedId.Of("shape", facts.Id, place).ToString();

    private static bool IsObject(JsonSchema schema) => schema.Type.HasFlag(JsonObjectType.Object) || schema.Properties.Count > 0
        || schema.AllOf.Any(part => IsObject(part.ActualSchema));

    private static IEnumerable<KeyValuePair<string, JsonSchemaProperty>> PropertiesOf(JsonSchema schema) =>
        schema.Properties.Concat(schema.AllOf.SelectMany(part => PropertiesOf(part.ActualSchema)));

    private static IEnumerable<string> RequiredOf(JsonSchema schema) => schema.RequiredProperties.Concat(schema.AllOf.SelectMany(part => RequiredOf(part.ActualSchema)));

    private static bool Fits(JsonSchema schema, JsonNode value) => BodyJudge.Fits(schema, value.ToJsonString());

    private static JsonNode? ToNode(object value) => JsonNode.Parse(JsonConvert.SerializeObject(value));
}

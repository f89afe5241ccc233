using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace NoyoEmulator.Http.Json;

/// <summary>What kind of JSON value a type reads.</summary>
internal enum JsonShapeKind
{
    Any,
    FreeObject,
    Object,
    Map,
    Array,
    Text,
    Int32,
    Int64,
    Decimal,
    Double,
    Boolean,

    /// <summary>Text that a converter reads: an id, a date, an enum.</summary>
    Converted,
}

/// <summary>The JSON shape of a type, worked out once from its serializer metadata.</summary>
internal sealed class JsonShapePlan
{
    private static readonly ConcurrentDictionary<Type, JsonShapePlan> Plans = new();

    private JsonShapePlan(JsonTypeInfo typeInfo) => TypeInfo = typeInfo;

    /// <summary>The metadata the plan was made from.</summary>
    public JsonTypeInfo TypeInfo { get; }

    public JsonShapeKind Kind { get; private set; }

    /// <summary>What is expected, with its article: "an integer".</summary>
    public string Expected { get; private set; } = "any value";

    /// <summary>The shape of an array's items or a map's values.</summary>
    public JsonShapePlan? Item { get; private set; }

    public IReadOnlyList<JsonShapeProperty> Properties { get; private set; } = [];

    /// <summary>Properties that the type does not have are refused.</summary>
    public bool IsClosed => TypeInfo.UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow;

    public static JsonShapePlan Of(Type type) => Plans.GetOrAdd(type, static key => Build(key, []));

    private static JsonShapePlan Build(Type type, Dictionary<Type, JsonShapePlan> building)
    {
        var underlying = Nullable.GetUnderlyingType(type) ?? type;
        if (building.TryGetValue(underlying, out var known))
            return known;

        var plan = new JsonShapePlan(WireJson.Options.GetTypeInfo(underlying));
        building.Add(underlying, plan);
        switch (plan.TypeInfo.Kind)
        {
            case JsonTypeInfoKind.Object:
                (plan.Kind, plan.Expected) = (JsonShapeKind.Object, "an object");
                plan.Properties = [.. plan.TypeInfo.Properties.Select(property => PropertyOf(property, building))];
                break;
            case JsonTypeInfoKind.Enumerable:
                (plan.Kind, plan.Expected) = (JsonShapeKind.Array, "an array");
                plan.Item = Build(plan.TypeInfo.ElementType!, building);
                break;
            case JsonTypeInfoKind.Dictionary:
                (plan.Kind, plan.Expected) = (JsonShapeKind.Map, "an object");
                plan.Item = Build(plan.TypeInfo.ElementType!, building);
                break;
            default:
                (plan.Kind, plan.Expected) = Scalar(underlying);
                break;
        }

        return plan;
    }

    private static JsonShapeProperty PropertyOf(JsonPropertyInfo property, Dictionary<Type, JsonShapePlan> building)
    {
        var plan = property.CustomConverter is not null
            ? new JsonShapePlan(WireJson.Options.GetTypeInfo(typeof(JsonElement)))
            : Has<JsonFreeObjectAttribute>(property)
                ? new JsonShapePlan(WireJson.Options.GetTypeInfo(property.PropertyType))
                {
                    Kind = JsonShapeKind.FreeObject,
                    Expected = "an object",
                }
                : Build(property.PropertyType, building);
        return new JsonShapeProperty(property.Name, Encoding.UTF8.GetBytes(property.Name), plan)
        {
            IsNullable = Has<JsonNullableAttribute>(property),
            IsRequired = property.IsRequired,
            IsAnswerOnly = Has<JsonAnswerOnlyAttribute>(property),
        };
    }

    private static bool Has<TAttribute>(JsonPropertyInfo property)
        where TAttribute : Attribute =>
        property.AttributeProvider?.IsDefined(typeof(TAttribute), inherit: true) is true;

    private static (JsonShapeKind Kind, string Expected) Scalar(Type type)
    {
        if (type == typeof(JsonElement) || type == typeof(JsonDocument) || type == typeof(object) || type == typeof(JsonNode))
            return (JsonShapeKind.Any, "any value");

        if (type == typeof(JsonObject))
            return (JsonShapeKind.FreeObject, "an object");

        if (type.IsEnum)
        {
            var names = Enum.GetValuesAsUnderlyingType(type).Cast<object>()
                .Select(value => JsonSerializer.Serialize(Enum.ToObject(type, value), type, WireJson.Options).Trim('"'));
            return (JsonShapeKind.Converted, $"one of: {string.Join(", ", names)}");
        }

        return type switch
        {
            _ when type == typeof(string) || type == typeof(NullableText) => (JsonShapeKind.Text, "a string"),
            _ when type == typeof(int) => (JsonShapeKind.Int32, "an integer"),
            _ when type == typeof(long) => (JsonShapeKind.Int64, "an integer"),
            _ when type == typeof(decimal) => (JsonShapeKind.Decimal, "a number"),
            _ when type == typeof(double) => (JsonShapeKind.Double, "a number"),
            _ when type == typeof(bool) => (JsonShapeKind.Boolean, "true or false"),
            _ when type == typeof(Guid) => (JsonShapeKind.Converted, "a uuid"),
            _ when type == typeof(DateOnly) => (JsonShapeKind.Converted, "a date that exists, as YYYY-MM-DD"),
            _ when type == typeof(DateTimeOffset) || type == typeof(DateTime) =>
                (JsonShapeKind.Converted, "an ISO 8601 instant such as 2024-08-22T12:00:00Z"),
            _ => (JsonShapeKind.Converted, "a value of another form"),
        };
    }
}

/// <summary>One property of an object's shape.</summary>
internal sealed record JsonShapeProperty(string Name, byte[] Utf8Name, JsonShapePlan Plan)
{
    /// <summary>Null is a value like any other.</summary>
    public bool IsNullable { get; init; }

    /// <summary>The type itself cannot be built without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Means nothing in a request.</summary>
    public bool IsAnswerOnly { get; init; }
}

using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Http.Bodies;

/// <summary>
/// Reads a value whose JSON may have the wrong kinds in places: every such place is named, in one pass, and the rest of the
/// value is read all the same, so that validation can go on and one answer tells everything.
/// </summary>
internal sealed class JsonShape
{
    /// <summary>Far more objects and array items than any family has; bounds what a hostile body can cost.</summary>
    public const int MaxParts = 20_000;

    /// <summary>After this many wrong places the rest of the body is not looked at.</summary>
    public const int MaxFailures = 1_000;

    private readonly List<FieldError> _failures = [];
    private readonly HashSet<string> _leftOut = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _meant = new(StringComparer.Ordinal);
    private readonly List<Step> _steps = [];
    private readonly bool _isOwn;
    private readonly bool _isClosed;
    private int _parts;

    private JsonShape(bool isOwn, bool isClosed) => (_isOwn, _isClosed) = (isOwn, isClosed);

    private bool IsGivenUp => _failures.Count >= MaxFailures || _parts > MaxParts;

    /// <summary>Reads a <typeparamref name="T"/>.</summary>
    /// <returns>
    /// The value without its offending places, and what is wrong with those, in document order. No value when nothing of
    /// it can be built; then there is at least one failure.
    /// </returns>
    public static (T? Value, IReadOnlyList<FieldError> Failures) Read<T>(JsonElement root)
        where T : class
    {
        var plan = JsonShapePlan.Of(typeof(T));
        return Read<T>(root, plan, new JsonShape(plan.IsClosed, isClosed: false));
    }

    /// <summary>The same as of a body of the emulator's own, without a field anywhere that the type does not have.</summary>
    /// <inheritdoc cref="Read{T}(JsonElement)"/>
    public static (T? Value, IReadOnlyList<FieldError> Failures) ReadClosed<T>(JsonElement root)
        where T : class => Read<T>(root, JsonShapePlan.Of(typeof(T)), new JsonShape(isOwn: true, isClosed: true));

    private static (T? Value, IReadOnlyList<FieldError> Failures) Read<T>(JsonElement root, JsonShapePlan plan, JsonShape shape)
        where T : class
    {
        var typeInfo = WireJson.TypeInfo<T>();
        shape.Check(root, plan, isNullable: false);
        if (shape.IsGivenUp || shape._leftOut.Contains(JsonPath.Root))
            return (null, shape._failures);

        try
        {
            return (shape._leftOut.Count + shape._meant.Count == 0 ? root.Deserialize(typeInfo) : shape.ReadWithout(root, typeInfo), shape._failures);
        }
        catch (JsonException exception)
        {
            // Either a required property was left out, which has its failure already, or a converter is stricter than the plan.
            if (shape._failures.Count == 0)
                shape._failures.Add(FieldError.At(exception.Path ?? JsonPath.Root, "has a value that cannot be read"));

            return (null, shape._failures);
        }
    }

    private void Check(JsonElement element, JsonShapePlan plan, bool isNullable)
    {
        if (element.ValueKind == JsonValueKind.Null && plan.Kind != JsonShapeKind.Any)
        {
            if (!isNullable)
            {
                Fail(_steps.Count > 0 && _steps[^1].Name is null
                    ? $"must be {Expected(plan)}, not null"
                    : $"must be {Expected(plan)}, not null; leave it out where it is optional");
            }

            return;
        }

        // Only in the emulator's own bodies, which are the closed ones.
        if (_isOwn && OwnSpelling.Meant(element, plan.Kind) is { } meant)
        {
            _meant[CurrentPath()] = meant;
            element = meant;
        }

        switch (plan.Kind)
        {
            case JsonShapeKind.Any:
                break;
            case JsonShapeKind.Object when element.ValueKind == JsonValueKind.Object:
                CheckProperties(element, plan);
                break;
            case JsonShapeKind.Map when element.ValueKind == JsonValueKind.Object:
                CheckEntries(element, plan.Item!);
                break;
            case JsonShapeKind.Array when element.ValueKind == JsonValueKind.Array:
                CheckItems(element, plan.Item!);
                break;
            case JsonShapeKind.Int32 or JsonShapeKind.Int64 or JsonShapeKind.Decimal or JsonShapeKind.Double
                when element.ValueKind == JsonValueKind.Number:
                CheckNumber(element, plan);
                break;
            case JsonShapeKind.Converted when element.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array):
                CheckConverted(element, plan);
                break;
            default:
                if (!HasKind(element.ValueKind, plan.Kind))
                    Fail($"must be {Expected(plan)}, not {Name(element.ValueKind)}");

                break;
        }
    }

    private void CheckProperties(JsonElement element, JsonShapePlan plan)
    {
        if (!Count())
            return;

        foreach (var item in element.EnumerateObject())
        {
            if (IsGivenUp)
                return;

            if (Find(plan, item) is { } property)
            {
                _steps.Add(new Step(property.Name, 0));
                if (property.IsAnswerOnly)
                    LeaveOutUnlessReadable(item.Value, property.Plan);
                else if (_isOwn && item.Value.ValueKind == JsonValueKind.Null && !property.IsNullable)
                    _ = _leftOut.Add(CurrentPath());
                else
                    Check(item.Value, property.Plan, property.IsNullable);

                _steps.RemoveAt(_steps.Count - 1);
            }
            else if (plan.IsClosed || _isClosed)
            {
                _steps.Add(new Step(item.Name, 0));
                Fail($"is not known; the fields there are: {string.Join(", ", plan.Properties.Select(known => known.Name))}");
                _steps.RemoveAt(_steps.Count - 1);
            }
        }

        foreach (var property in plan.Properties)
        {
            if (property.IsRequired && (!element.TryGetProperty(property.Utf8Name, out var value) || (_isOwn && value.ValueKind == JsonValueKind.Null)))
                _failures.Add(FieldError.At(JsonPath.Property(CurrentPath(), property.Name), "is required"));
        }
    }

    private void CheckEntries(JsonElement element, JsonShapePlan plan)
    {
        foreach (var entry in element.EnumerateObject())
        {
            if (IsGivenUp)
                return;

            _steps.Add(new Step(entry.Name, 0));
            Check(entry.Value, plan, isNullable: false);
            _steps.RemoveAt(_steps.Count - 1);
        }
    }

    private void CheckItems(JsonElement element, JsonShapePlan plan)
    {
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            if (IsGivenUp || !Count())
                return;

            _steps.Add(new Step(null, index++));
            Check(item, plan, isNullable: false);
            _steps.RemoveAt(_steps.Count - 1);
        }
    }

    private void CheckNumber(JsonElement element, JsonShapePlan plan)
    {
        switch (plan.Kind)
        {
            case JsonShapeKind.Int32 when !element.TryGetInt32(out _):
                Fail(IsWhole(element)
                    ? $"must be from {int.MinValue} to {int.MaxValue}"
                    : "must be an integer, without a fraction or exponent");
                break;
            case JsonShapeKind.Int64 when !element.TryGetInt64(out _):
                Fail(IsWhole(element)
                    ? $"must be from {long.MinValue} to {long.MaxValue}"
                    : "must be an integer, without a fraction or exponent");
                break;
            case JsonShapeKind.Decimal when !element.TryGetDecimal(out _):
                Fail("must be a number of at most 28 digits");
                break;
            case JsonShapeKind.Double when !element.TryGetDouble(out var number) || !double.IsFinite(number):
                Fail("must be a number of the size of a double");
                break;
        }
    }

    private void CheckConverted(JsonElement element, JsonShapePlan plan)
    {
        if (!IsReadable(element, plan.TypeInfo))
            Fail($"must be {plan.Expected}");
    }

    private void LeaveOutUnlessReadable(JsonElement element, JsonShapePlan plan)
    {
        if (element.ValueKind != JsonValueKind.Null && !IsReadable(element, plan.TypeInfo))
            _leftOut.Add(CurrentPath());
    }

    private static bool IsReadable(JsonElement element, JsonTypeInfo typeInfo)
    {
        try
        {
            _ = element.Deserialize(typeInfo);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonShapeProperty? Find(JsonShapePlan plan, JsonProperty item)
    {
        foreach (var property in plan.Properties)
        {
            if (item.NameEquals(property.Utf8Name))
                return property;
        }

        return null;
    }

    private static bool IsWhole(JsonElement element) => element.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0;

    private static bool HasKind(JsonValueKind value, JsonShapeKind kind) => kind switch
    {
        JsonShapeKind.Text => value == JsonValueKind.String,
        JsonShapeKind.Boolean => value is JsonValueKind.True or JsonValueKind.False,
        JsonShapeKind.FreeObject => value == JsonValueKind.Object,
        _ => false,
    };

    private string Expected(JsonShapePlan plan) => _isOwn && plan.Kind == JsonShapeKind.Text ? "a string or a number" : plan.Expected;

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    private bool Count()
    {
        if (++_parts <= MaxParts)
            return true;

        _failures.Add(FieldError.At(JsonPath.Root, $"holds more than {MaxParts} objects and array items"));
        return false;
    }

    private void Fail(string predicate)
    {
        var path = CurrentPath();
        _leftOut.Add(path);
        _failures.Add(FieldError.At(path, predicate));
    }

    private string CurrentPath()
    {
        var path = JsonPath.Root;
        foreach (var step in _steps)
            path = step.Name is null ? JsonPath.Item(path, step.Index) : JsonPath.Property(path, step.Name);

        return path;
    }

    private T? ReadWithout<T>(JsonElement root, JsonTypeInfo<T> typeInfo)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            Copy(root, JsonPath.Root, writer);
        }

        return JsonSerializer.Deserialize(buffer.WrittenSpan, typeInfo);
    }

    private void Copy(JsonElement element, string path, Utf8JsonWriter writer)
    {
        if (_meant.TryGetValue(path, out var meant))
            element = meant;
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                {
                    var propertyPath = JsonPath.Property(path, property.Name);
                    if (_leftOut.Contains(propertyPath))
                        continue;
                    writer.WritePropertyName(property.Name);
                    Copy(property.Value, propertyPath, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    // An item left out would shift its followers, whose places are yet to be named.
                    var itemPath = JsonPath.Item(path, index++);
                    if (_leftOut.Contains(itemPath))
                        writer.WriteNullValue();
                    else
                        Copy(item, itemPath, writer);
                }

                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    /// <summary>One step of the path walked: into a property, or into an item when there is no name.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Step(string? Name, int Index);
}

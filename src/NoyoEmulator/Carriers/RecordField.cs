using System.Text.Json;
using System.Text.Json.Nodes;
using NoyoEmulator.Comparison;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Carriers;

/// <summary>
/// A field of a carrier's record that an effect can change, named by the path that differences name it by:
/// <c>person.last_name</c> and <c>employment.…</c> of the member, <c>volume</c> of the enrollment.
/// </summary>
internal sealed class RecordField
{
    private static readonly IReadOnlyList<string> MemberParts = ["person", "employment", "relationship"];

    private static readonly JsonSerializerOptions Strict = new(WireJson.Options) { RespectNullableAnnotations = true };

    private static readonly PersonRecord SomePerson = new() { FirstName = "A", LastName = "B", DateOfBirth = DateOnly.MinValue, Sex = "U" };

    private static readonly MemberRecord SomeMember = new()
    {
        IndividualId = Guid.Empty,
        IndividualType = MemberType.Employee,
        Person = SomePerson,
    };

    private static readonly EnrollmentRecord SomeEnrollment =
        new() { LineOfCoverage = "vision", EffectiveStartDate = DateOnly.MinValue, EffectiveEndDate = DateOnly.MinValue };

    private readonly string[] _steps;

    private RecordField(string path, JsonShapeKind kind)
    {
        _steps = path.Split('.');
        Path = path;
        IsText = kind == JsonShapeKind.Text;
    }

    public static IReadOnlyDictionary<string, RecordField> All { get; } = FieldsOf(JsonShapePlan.Of(typeof(MemberRecord)), "")
        .Where(field => field.IsOfMember)
        .Concat(FieldsOf(JsonShapePlan.Of(typeof(EnrollmentRecord)), "").Where(field => field.Path != "id"))
        .ToDictionary(field => field.Path, StringComparer.Ordinal);

    public string Path { get; }

    /// <summary>Whether it holds any text; dates and numbers are no texts.</summary>
    public bool IsText { get; }

    /// <summary>Whether it belongs to the person rather than to an enrollment.</summary>
    public bool IsOfMember => MemberParts.Contains(_steps[0]);

    public bool Accepts(JsonElement value)
    {
        try
        {
            _ = IsOfMember ? (object)Change(SomeMember, _ => Node(value)) : Change(SomeEnrollment, _ => Node(value));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The record with another value in the field.</summary>
    /// <param name="record">A member or an enrollment, whichever has the field.</param>
    /// <param name="change">The new value, given the old.</param>
    public TRecord Change<TRecord>(TRecord record, Func<JsonNode?, JsonNode?> change)
        where TRecord : class
    {
        var root = JsonSerializer.SerializeToNode(record, WireJson.Options)!;
        var parent = root;
        foreach (var step in _steps[..^1])
            parent = parent[step] ??= new JsonObject();
        var value = change(parent[_steps[^1]]?.DeepClone());
        parent[_steps[^1]] = value;
        return root.Deserialize<TRecord>(Strict)!;
    }

    /// <summary>A value as a part of a document.</summary>
    public static JsonNode? Node(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null ? null : JsonSerializer.SerializeToNode(value, WireJson.Options);

    private static IEnumerable<RecordField> FieldsOf(JsonShapePlan plan, string prefix) => plan.Properties.SelectMany(property =>
        property.Plan.Kind == JsonShapeKind.Object
            ? FieldsOf(property.Plan, $"{prefix}{property.Name}.")
            : [new RecordField(prefix + property.Name, property.Plan.Kind)]);
}

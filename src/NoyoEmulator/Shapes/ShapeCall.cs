using System.Text.Json.Nodes;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Shapes;

/// <summary>A request for an operation, with what its path says.</summary>
internal sealed class ShapeCall
{
    private readonly IReadOnlyDictionary<string, string> _path;

    public ShapeCall(ShapeOperation operation, RouteValueDictionary route)
    {
        Operation = operation;
        _path = route.Where(value => value.Value is string).ToDictionary(
            value => value.Key, value => Uuid.TryParse((string)value.Value!, out var id) ? id.ToString() : (string)value.Value!, StringComparer.Ordinal);
    }

    public ShapeOperation Operation { get; }

    /// <summary>What was sent; null for nothing.</summary>
    public JsonObject? Body { get; init; }

    /// <summary>The id of the object that it is about; null where it is about none.</summary>
    public Guid? SubjectId => Operation.Subject is { } subject && Uuid.TryParse(_path[subject.Parameter], out var id) ? id : null;

    /// <summary>The version that is edited; null where none is named, or what is named is none.</summary>
    public Guid? SeenVersion => Operation.Version is { } version && Uuid.TryParse(_path[version], out var seen) ? seen : null;

    /// <summary>The ids of its owners, as text.</summary>
    public IEnumerable<(PathId Owner, string Id)> Owners => Operation.Owners.Select(owner => (owner, _path[owner.Parameter]));

    /// <summary>404 for an owner that is not there; null when all are.</summary>
    public ApiErrorResult? MissingOwner(SqlReader reader) => Owners.Where(owner => !Exists(reader, owner.Owner, owner.Id))
        .Select(owner => Unknown(owner.Owner, owner.Id)).FirstOrDefault();

    /// <summary>404 for the object that it is about.</summary>
    public ApiErrorResult UnknownSubject() => Unknown(Operation.Subject!, _path[Operation.Subject!.Parameter]);

    /// <summary>Whether a kept object is of the kind, and below the ids, that the path says.</summary>
    public bool IsAbout(ShapeObject kept)
    {
        if (kept.Collection != Operation.Subject!.Collection)
            return false;
        var owners = JsonNode.Parse(kept.Owners)!.AsArray().Select(owner => (string?)owner).ToList();
        var document = JsonNode.Parse(kept.Document)!;
        return Owners.All(owner => owners.Contains(owner.Id) || (document[owner.Owner.Parameter] is JsonValue value && value.ToString() == owner.Id));
    }

    /// <summary>What is known of a kept object in this call.</summary>
    public ShapeFacts FactsOf(ShapeObject kept) => new(kept.Id, kept.Version, kept.Created, kept.Modified, Known());

    /// <summary>What is known where nothing is kept: the same call has the same answer.</summary>
    /// <param name="since">Since when there is such a thing, as far as anybody knows.</param>
    public ShapeFacts Facts(DateTimeOffset since)
    {
        var id = SubjectId ?? DerivedId.Of("shape", Operation.OperationId, string.Join('/', _path.Values));
        return new ShapeFacts(id, DerivedId.Of("shape version", id), since, since, Known());
    }

    private Dictionary<string, string> Known() => _path.Where(value => value.Key != Operation.Version && value.Key != Operation.Subject?.Parameter)
        .ToDictionary(value => value.Key, value => value.Value, StringComparer.Ordinal);

    private static bool Exists(SqlReader reader, PathId thing, string text) => Uuid.TryParse(text, out var id)
        && (WorldThings.Has(reader, thing.Collection, id) || reader.Where<ShapeObject>("id = ? AND collection = ?", id, thing.Collection).Count > 0);

    private static ApiErrorResult Unknown(PathId thing, string id) =>
        ApiErrorResult.Unknown(string.Concat(thing.Collection.Split('_').Where(word => word.Length > 0).Select(word => $"{char.ToUpperInvariant(word[0])}{word[1..]}")), id);
}

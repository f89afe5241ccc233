using System.Globalization;
using System.Text;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Shapes;

/// <summary>A list of what is kept: of one kind, below the ids of the path, with the values of the query, newest first.</summary>
internal sealed class ShapeList
{
    // Each value of an array counts, and the one value of anything else; true and false are numbers to SQLite.
    private const string HasValue =
        "EXISTS (SELECT 1 FROM json_each(document, ?) v WHERE CASE v.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(v.value AS TEXT) END IN (";

    private const string HasOwner = "(EXISTS (SELECT 1 FROM json_each(owners) o WHERE o.value = ?) OR json_extract(document, ?) = ?)";

    private readonly StringBuilder _condition = new("collection = ?");
    private readonly List<object> _values;

    public ShapeList(string collection) => _values = [collection];

    /// <summary>What follows WHERE for a page.</summary>
    public string PageCondition => $"{_condition} ORDER BY created DESC, id DESC LIMIT ? OFFSET ?";

    /// <summary>Only what lies below an id.</summary>
    public void Below(PathId owner, string id)
    {
        _ = _condition.Append(" AND ").Append(HasOwner);
        _values.AddRange([id, PathOf(owner.Parameter), id]);
    }

    /// <summary>Only what has the values of a query; a parameter that is no field of the things changes nothing.</summary>
    /// <param name="reader">Reads the query, and notes what is wrong with it.</param>
    /// <param name="parameters">The parameters there are.</param>
    /// <param name="fields">The fields that the things have.</param>
    public void Filter(QueryReader reader, IEnumerable<QueryParameter> parameters, IReadOnlySet<string> fields)
    {
        foreach (var parameter in parameters)
        {
            var wanted = Read(reader, parameter);
            var field = fields.Contains(parameter.Name) ? parameter.Name : ShapePath.Singular(parameter.Name);
            if (wanted is [] || !fields.Contains(field))
                continue;
            _ = _condition.Append(" AND ").Append(HasValue).AppendJoin(", ", wanted.Select(_ => "?")).Append("))");
            _values.Add(PathOf(field));
            _values.AddRange(wanted);
        }
    }

    /// <summary>How many there are.</summary>
    public int Count(SqlReader reader)
    {
        using var rows = reader.Query($"SELECT COUNT(*) FROM shape_objects WHERE {_condition}", [.. _values]);
        return rows.Next() ? (int)rows.Number(0) : 0;
    }

    /// <summary>Those of a page.</summary>
    public List<ShapeObject> Read(SqlReader reader, PageRequest page) =>
        reader.Where<ShapeObject>(PageCondition, [.. _values, page.PageSize, page.Offset]);

    private static IReadOnlyList<string> Read(QueryReader reader, QueryParameter parameter) => parameter switch
    {
        { Type: "array", Format: "uuid" } => [.. reader.Guids(parameter.Name).Select(id => id.ToString())],
        { Type: "array", Values: { } values } => reader.OneOfEach(parameter.Name, values),
        { Type: "array" } => reader.Texts(parameter.Name),
        { Type: "boolean" } => reader.Boolean(parameter.Name) is { } flag ? [flag ? "true" : "false"] : [],
        { Type: "integer" } => reader.Integer(parameter.Name) is { } number ? [number.ToString(CultureInfo.InvariantCulture)] : [],
        { Format: "uuid" } => reader.Guid(parameter.Name) is { } id ? [id.ToString()] : [],
        { Format: "date" } => reader.Date(parameter.Name) is { } date ? [IsoDate.Format(date)] : [],
        { Values: { } values } => reader.OneOf(parameter.Name, values) is { } value ? [value] : [],
        _ => reader.Text(parameter.Name) is { } text ? [text] : [],
    };

    private static string PathOf(string field) => $"$.\"{field}\"";
}

using System.Text;
using System.Text.Json;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Control;

/// <summary>
/// Looks for member snapshots as people do, by names among other things. A page is read by as many statements as one row is: its
/// snapshots with group, employee and content, then their carriers, then their differences.
/// </summary>
internal sealed class SnapshotSearch
{
    /// <summary>The parameters of the list.</summary>
    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        .. QueryParameter.Paging,
        new("status", "array", "Only snapshots with one of these statuses.", Values: EnumName.All<SnapshotStatus>()),
        new("group_id", "string", "Only snapshots of this group.", "uuid"),
        new("carrier_id", "string", "Only snapshots in which this carrier takes part.", "uuid"),
        new("employee_id", "string", "Only snapshots of this employee.", "uuid"),
        new(
            "search",
            "string",
            "Only snapshots of employees whose first, middle and last name have these words, or parts of words, in this order, and of groups whose "
            + "name has this part; in any case."),
    ];

    private const string CarriersOfThese = """
        SELECT f.snapshot_id, f.carrier_id, c.display_name, f.status, f.errors
        FROM json_each($ids) i CROSS JOIN carrier_fulfillments f ON f.snapshot_id = unhex(i.value) LEFT JOIN carriers c ON c.id = f.carrier_id
        ORDER BY i.key, f.position
        """;

    // A difference has a source for each time it was seen.
    private const string DifferencesOfThese = """
        SELECT s.snapshot_id, COUNT(*), SUM(d.is_open), SUM(d.is_open AND d.discrepancy_time IS NOT NULL)
        FROM (SELECT DISTINCT s.snapshot_id, s.difference_id FROM json_each($ids) i CROSS JOIN difference_sources s ON s.snapshot_id = unhex(i.value)) s
        CROSS JOIN differences d ON d.id = s.difference_id
        GROUP BY s.snapshot_id
        """;

    private readonly List<string> _conditions = [];
    private readonly SqlValues _values = new();
    private readonly string _text;
    private readonly string? _names;

    private SnapshotSearch(QueryReader reader)
    {
        Page = reader.Paging();
        _values.Set("$page_size", Page.PageSize);
        _values.Set("$offset", Page.Offset);
        if (reader.Enums<SnapshotStatus>("status") is { Count: > 0 } statuses)
            Add("status IN (SELECT value FROM json_each($statuses))", "$statuses", JsonSerializer.Serialize(statuses.Select(EnumName.Of)));
        if (reader.Guid("group_id") is { } groupId)
            Add("group_id = $group_id", "$group_id", groupId);
        if (reader.Guid("employee_id") is { } employeeId)
            Add("employee_id = $employee_id", "$employee_id", employeeId);
        if (reader.Guid("carrier_id") is { } carrierId)
        {
            Add(
                "EXISTS (SELECT 1 FROM carrier_fulfillments f WHERE f.snapshot_id = member_snapshots.id AND f.carrier_id = $carrier_id)",
                "$carrier_id",
                carrierId);
        }

        _text = SearchText.Of(reader.Text("search"));
        var words = SearchText.WordsOf(_text);
        _names = NameParts.Containing(words);
        _values.Set("$name", SearchText.Pattern(words));
        _values.Set("$names", _names);
        Failure = reader.Failure;
    }

    public PageRequest Page { get; }

    public ApiErrorResult? Failure { get; }

    /// <summary>What a world with many members is to have for it.</summary>
    public IReadOnlyList<LateIndex> Indexes => _names is null ? [] : [MemberIndexes.Names];

    /// <summary>Reads the query; what is wrong with it is in <see cref="Failure"/>.</summary>
    public static SnapshotSearch Read(IQueryCollection parameters) => new(new QueryReader(parameters));

    /// <summary>Reads the page. The reader must be pinned.</summary>
    public Paginated<SnapshotResult> Run(SqlReader reader)
    {
        if (_text.Length > 0)
            _values.Set("$groups", JsonSerializer.Serialize(GroupsNamed(reader).Select(id => id.ToString("N"))));
        var plan = PlanFor(reader);
        var total = (int)reader.Count(plan.Total, _values);
        return Paginated<SnapshotResult>.For(Page, total, total <= Page.Offset ? [] : ReadRows(reader, plan.Page, _values));
    }

    /// <summary>One snapshot; null when there is none. The reader must be pinned.</summary>
    public static SnapshotResult? Find(SqlReader reader, Guid id)
    {
        var values = new SqlValues();
        values.Set("$id", id);
        return ReadRows(reader, Rows("SELECT * FROM member_snapshots WHERE id = $id AND origin = 'posted'"), values) is [var found] ? found : null;
    }

    /// <summary>How the list is read, with the indexes that are there.</summary>
    internal SnapshotSearchPlan PlanFor(SqlReader reader)
    {
        List<string> named = [.. Named(reader)];
        // Those with a name are found by it, and not by looking through all that were posted.
        var origin = named.Count > 0 ? "+origin = 'posted'" : "origin = 'posted'";
        var where = string.Join(" AND ", [origin, .. _conditions, .. named]);
        var matching = $"member_snapshots WHERE {where}";
        return new SnapshotSearchPlan(
            Rows($"SELECT * FROM {matching} ORDER BY created DESC, id DESC LIMIT $page_size OFFSET $offset"),
            $"SELECT COUNT(*) FROM {matching}");
    }

    private static string Rows(string snapshots) => $"""
        SELECT s.id, s.created, s.modified, s.status, s.group_id, g.name, s.employee_id, {Known("first_name")}, {Known("last_name")},
            json_array_length(c.document, '$.dependents')
        FROM ({snapshots}) s
        LEFT JOIN groups g ON g.id = s.group_id
        LEFT JOIN members m ON m.id = s.employee_id
        LEFT JOIN member_snapshot_contents c ON c.snapshot_id = s.id
        ORDER BY s.created DESC, s.id DESC
        """;

    private static string Known(string name) => $"json_extract(COALESCE(m.remembered, m.document), '$.person.{name}')";

    private static List<SnapshotResult> ReadRows(SqlReader reader, string statement, SqlValues values)
    {
        var found = new List<SnapshotResult>();
        using (var rows = reader.Query(statement, values))
        {
            while (rows.Next())
            {
                found.Add(new SnapshotResult
                {
                    Id = rows.Id(0),
                    Created = rows.Instant(1),
                    Modified = rows.Instant(2),
                    Status = Text(rows, 3),
                    Group = new SnapshotGroup(rows.Id(4), Text(rows, 5)),
                    Employee = new SnapshotEmployee(rows.Id(6), Text(rows, 7), Text(rows, 8)),
                    Dependents = (int)rows.Number(9),
                    Carriers = [],
                    Differences = new SnapshotDifferences(0, 0, 0),
                });
            }
        }

        if (found.Count == 0)
            return found;
        var these = new SqlValues();
        these.Set("$ids", JsonSerializer.Serialize(found.Select(row => row.Id.ToString("N"))));
        var (carriers, differences) = (CarriersOf(reader, these), DifferencesOf(reader, these));
        return found.ConvertAll(row => row with
        {
            Carriers = [.. carriers[row.Id]],
            Differences = differences.GetValueOrDefault(row.Id, row.Differences),
        });
    }

    private static ILookup<Guid, SnapshotCarrier> CarriersOf(SqlReader reader, SqlValues these)
    {
        var found = new List<(Guid SnapshotId, SnapshotCarrier Carrier)>();
        using var rows = reader.Query(CarriersOfThese, these);
        while (rows.Next())
        {
            found.Add((rows.Id(0), new SnapshotCarrier
            {
                Id = rows.Id(1),
                Name = rows.IsNull(2) ? null : Text(rows, 2),
                Status = Text(rows, 3),
                Errors = WireJson.Read<IReadOnlyList<string>>(Text(rows, 4)),
            }));
        }

        return found.ToLookup(entry => entry.SnapshotId, entry => entry.Carrier);
    }

    private static Dictionary<Guid, SnapshotDifferences> DifferencesOf(SqlReader reader, SqlValues these)
    {
        var found = new Dictionary<Guid, SnapshotDifferences>();
        using var rows = reader.Query(DifferencesOfThese, these);
        while (rows.Next())
            found.Add(rows.Id(0), new SnapshotDifferences((int)rows.Number(1), (int)rows.Number(2), (int)rows.Number(3)));
        return found;
    }

    private static string Text(SqlRows rows, int column) => Encoding.UTF8.GetString(rows.Text(column));

    /// <summary>The groups with the text in their name: the database tells letters apart by case outside of ASCII.</summary>
    private List<Guid> GroupsNamed(SqlReader reader)
    {
        var found = new List<Guid>();
        using var rows = reader.Query("SELECT id, name FROM groups", SqlValues.None);
        while (rows.Next())
        {
            if (SearchText.Of(Text(rows, 1)).Contains(_text, StringComparison.Ordinal))
                found.Add(rows.Id(0));
        }

        return found;
    }

    /// <summary>The condition that there is something with the text in its name; first found, then looked up by the indexes of employees and groups.</summary>
    private IEnumerable<string> Named(SqlReader reader)
    {
        if (_text.Length == 0)
            yield break;
        const string Employees = "type = 'employee' AND search_name LIKE $name ESCAPE '\\'";
        var areFew = _names is not null && LargeLists.AreMany(reader, MemberIndexes.Table) && MemberIndexes.Names.IsIn(reader)
            && MemberIndexes.AreFew(reader, MemberIndexes.Named, _values);
        var employees = areFew
            ? $"SELECT id FROM members NOT INDEXED WHERE {Employees} AND rowid IN (SELECT rowid FROM {MemberIndexes.Named})"
            : $"SELECT id FROM members INDEXED BY {MemberConfiguration.CreationIndex} WHERE {Employees}";
        yield return $"""
            rowid IN (
                SELECT rowid FROM member_snapshots WHERE employee_id IN ({employees})
                UNION SELECT rowid FROM member_snapshots WHERE group_id IN (SELECT unhex(value) FROM json_each($groups)))
            """;
    }

    private void Add(string condition, string name, object value)
    {
        _conditions.Add(condition);
        _values.Set(name, value);
    }
}

/// <summary>How a list of snapshots is read.</summary>
/// <param name="Page">The statement of the page, newest first.</param>
/// <param name="Total">The statement that counts the whole list.</param>
internal sealed record SnapshotSearchPlan(string Page, string Total);

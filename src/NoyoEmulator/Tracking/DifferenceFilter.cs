using System.Globalization;
using System.Text.Json;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Tracking;

/// <summary>
/// Which differences a list is about, as conditions in SQL on <c>k</c>, a row of difference_kinds, and on <c>d</c>, a difference.
/// </summary>
internal sealed class DifferenceFilter
{
    private readonly List<string> _kinds = [];
    private readonly List<string> _rows = [];
    private long? _after;
    private long? _before;
    private CreationRange? _range;
    private int _parameters;

    /// <summary>The parameters of the conditions.</summary>
    public SqlValues Values { get; } = new();

    /// <summary>Whether it names something that has few differences, as a family has, or a snapshot.</summary>
    public bool NamesFew => _rows.Count > 0;

    /// <summary>Whether what it names is nothing but an object, which has few differences, too, but an index of its own.</summary>
    public bool NamesObjectOnly { get; private set; }

    /// <summary>Whether times of creation are bounded.</summary>
    public bool IsBounded => _range is not null;

    /// <summary>Whether it leaves out nothing.</summary>
    public bool IsEverything => _kinds.Count == 0 && !NamesFew && !IsBounded;

    /// <summary>The condition on kinds.</summary>
    public string OnKinds => _kinds.Count == 0 ? "TRUE" : string.Join(" AND ", _kinds);

    /// <summary>The condition on differences, without that on kinds.</summary>
    public string OnRows => string.Join(" AND ", [.. _rows, .. Bounds("d")]);

    public void OfKind(string column, string comparison, object value) => _kinds.Add($"k.{column} {comparison} {Parameter(value)}");

    public void OfKinds(string column, IEnumerable<string> values) =>
        _kinds.Add($"k.{column} IN (SELECT value FROM json_each({Parameter(JsonSerializer.Serialize(values))}))");

    public void OfNoKind() => _kinds.Add("FALSE");

    public void WithIds(IEnumerable<Guid> ids) =>
        NameFew($"d.id IN (SELECT unhex(value) FROM json_each({Parameter(JsonSerializer.Serialize(ids.Select(id => id.ToString("N"))))}))");

    public void OfEmployee(Guid id) => NameFew($"d.employee_id = {Parameter(id)}");

    /// <summary>Those that were seen as part of something.</summary>
    /// <param name="column">The column of a source that holds its id.</param>
    /// <param name="id">Its id.</param>
    public void SeenIn(string column, Guid id) =>
        NameFew($"d.id IN (SELECT s.difference_id FROM difference_sources s WHERE s.{column} = {Parameter(id)})");

    public void OfObject(Guid id)
    {
        NamesObjectOnly = !NamesFew;
        _rows.Add($"d.object_id = {Parameter(id)}");
    }

    public void CreatedBetween(DateTimeOffset? after, DateTimeOffset? before)
    {
        if (after is null && before is null)
            return;
        _after = after is null ? null : InstantConverter.ToMicroseconds(after.Value);
        _before = before is null ? null : InstantConverter.ToMicroseconds(before.Value);
        _range = new CreationRange(_after, _before);
        Values.Set("$after", _after);
        Values.Set("$before", _before);
        Values.Set("$from_number", _range.FromNumber);
        Values.Set("$to_number", _range.ToNumber);
        foreach (var (place, span) in _range.Spans.Index())
        {
            Values.Set(SpanStart(place), span.After);
            Values.Set(SpanEnd(place), span.Before);
        }
    }

    /// <summary>How many match.</summary>
    public string Total() => (NamesFew, IsBounded) switch
    {
        (true, _) => $"SELECT COUNT(*) FROM {FewRows()}",
        (_, true) => $"SELECT COALESCE(SUM(t.total), 0) FROM ({Tallies()}) t",
        _ => $"SELECT COALESCE(SUM(k.total), 0) FROM difference_kinds k WHERE {OnKinds}",
    };

    /// <summary>How many match, by kind; each kind may have several lines. Not for a filter that names few.</summary>
    public string Tallies()
    {
        if (_range is null)
            return $"SELECT k.kind, k.total FROM difference_kinds k WHERE k.total > 0 AND {OnKinds}";
        List<string> parts =
        [
            $"SELECT n.kind, n.total FROM difference_days n CROSS JOIN difference_kinds k ON k.kind = n.kind "
            + $"WHERE n.day BETWEEN $from_number AND $to_number AND {OnKinds}",
        ];
        foreach (var (place, span) in _range.Spans.Index())
        {
            var count = span.IsTakenAway ? "-COUNT(*)" : "COUNT(*)";
            parts.Add($"SELECT k.kind, {count} FROM {RowsOfKinds} AND d.created > {SpanStart(place)} AND d.created < {SpanEnd(place)} GROUP BY k.kind");
        }

        return string.Join(" UNION ALL ", parts);
    }

    /// <summary>What matches, after FROM, for a filter that names few.</summary>
    public string FewRows() => _kinds.Count == 0
        ? $"differences d WHERE {OnRows}"
        : $"differences d WHERE {OnRows} AND +d.kind IN (SELECT k.kind FROM difference_kinds k WHERE {OnKinds})";

    /// <summary>What matches, after FROM, for one that does not.</summary>
    public string ManyRows() => string.Join(" AND ", [RowsOfKinds, .. Bounds("d")]);

    /// <summary>The bounds of the time of creation.</summary>
    public IEnumerable<string> Bounds(string row, bool withAfter = true, bool withBefore = true)
    {
        if (_after is not null && withAfter)
            yield return $"{row}.created > $after";
        if (_before is not null && withBefore)
            yield return $"{row}.created < $before";
    }

    private string RowsOfKinds => $"difference_kinds k CROSS JOIN differences d INDEXED BY {DifferenceKinds.Index} ON d.kind = k.kind WHERE k.total > 0 AND {OnKinds}";

    private static string SpanStart(int place) => string.Create(CultureInfo.InvariantCulture, $"$span_{place}_start");

    private static string SpanEnd(int place) => string.Create(CultureInfo.InvariantCulture, $"$span_{place}_end");

    private void NameFew(string condition)
    {
        NamesObjectOnly = false;
        _rows.Add(condition);
    }

    private string Parameter(object value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"$p{_parameters++}");
        Values.Set(name, value);
        return name;
    }
}

namespace NoyoEmulator.Tracking;

/// <summary>The statements that read one page of a list of differences.</summary>
internal static class DifferenceStatements
{
    /// <summary>Every difference in the order of creation, which is that of ids.</summary>
    public static string Everything(DifferenceSort sort) => $"""
        SELECT {DifferenceWriter.Columns} FROM differences d
        ORDER BY d.id {sort.Direction} LIMIT $page_size OFFSET $offset
        """;

    /// <summary>What matches is looked at one by one, and sorted: for when it is not much.</summary>
    public static string Sorted(DifferenceFilter filter, DifferenceSort sort) => $"""
        SELECT {DifferenceWriter.Columns} FROM {(filter.NamesFew ? filter.FewRows() : filter.ManyRows())}
        ORDER BY d.{sort.Column} {sort.Direction}, d.id {sort.Direction} LIMIT $page_size OFFSET $offset
        """;

    /// <summary>
    /// Each kind has its differences in order. This takes the first of all kinds, then puts the next one of its kind into its place,
    /// and so on until the page is full: it reads a difference of each kind, and those up to the end of the page.
    /// </summary>
    public static string Merged(DifferenceFilter filter, DifferenceSort sort)
    {
        var value = sort.Role == SortRole.Kind ? $"k.{sort.Column}" : "NULL";
        var beyond = sort.IsDescending ? "<" : ">";

        // Of two bounds on the same side the database may begin at the wrong one, and pass by all that was taken already.
        var bounds = string.Concat(filter.Bounds("n").Select(bound => $" AND {bound}"));
        var end = string.Concat(filter.Bounds("n", withAfter: sort.IsDescending, withBefore: !sort.IsDescending).Select(bound => $" AND {bound}"));
        string Nearest(string result, string conditions, string order) =>
            $"(SELECT {result} FROM differences n INDEXED BY {sort.Index} WHERE {conditions} ORDER BY {order}n.id {sort.Direction} LIMIT 1)";

        var byKey = $"{sort.Key("n.")} {sort.Direction}, ";
        return $"""
            WITH RECURSIVE first (kind, value, key, id) AS MATERIALIZED (
                SELECT k.kind, {value},
                    {Nearest(sort.Key("n."), $"n.kind = k.kind{bounds}", byKey)},
                    {Nearest("n.id", $"n.kind = k.kind{bounds}", byKey)}
                FROM difference_kinds k WHERE k.total > 0 AND {filter.OnKinds}),
            page (kind, value, key, id) AS (
                SELECT f.kind, f.value, f.key, f.id FROM first f WHERE f.id IS NOT NULL
                UNION ALL
                SELECT p.kind, p.value, {sort.Key("d.")}, d.id FROM page p CROSS JOIN differences d
                WHERE d.id = COALESCE(
                    {Nearest("n.id", $"n.kind = p.kind AND {sort.Key("n.")} = p.key AND n.id {beyond} p.id", "")},
                    {Nearest("n.id", $"n.kind = p.kind AND {sort.Key("n.")} {beyond} p.key{end}", byKey)})
                ORDER BY 2 {sort.Direction}, 3 {sort.Direction}, 4 {sort.Direction} LIMIT $page_size OFFSET $offset)
            SELECT {DifferenceWriter.Columns} FROM page p CROSS JOIN differences d ON d.id = p.id
            """;
    }

    /// <summary>How many match, by columns; the most frequent first.</summary>
    public static string Counts(DifferenceFilter filter, IReadOnlyList<string> columns)
    {
        var isOfKinds = !filter.NamesFew && !columns.Any(column => column is "employee_id" or "object_id");
        var source = isOfKinds ? $"({filter.Tallies()}) t CROSS JOIN difference_kinds k ON k.kind = t.kind"
            : filter.NamesFew ? filter.FewRows()
            : filter.ManyRows();
        var count = isOfKinds ? "SUM(t.total)" : "COUNT(*)";
        var names = columns.Select(column => $"{(isOfKinds ? "k" : "d")}.{column}").ToList();
        var grouping = names.Count == 0 ? "" : $"GROUP BY {string.Join(", ", names)}";
        return $"""
            SELECT {string.Join(", ", [.. names, count])} FROM {source}
            {grouping} HAVING {count} > 0 ORDER BY {string.Join(", ", [$"{count} DESC", .. names])}
            """;
    }
}

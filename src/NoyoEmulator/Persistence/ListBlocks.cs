using System.Runtime.InteropServices;

namespace NoyoEmulator.Persistence;

/// <summary>Where a page begins.</summary>
/// <param name="Total">How many rows the whole list has.</param>
/// <param name="Skipped">How many to leave out of those after <paramref name="Before"/>.</param>
/// <param name="Before">The key before which the page is; null for the beginning of the list.</param>
/// <param name="IsFound">Whether the list is long enough to have the page.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BlockPlace(int Total, int Skipped, (DateTimeOffset Created, Guid Id)? Before, bool IsFound);

/// <summary>
/// Lists of a table's rows, the newest first, cut into blocks of some thousand each, which know how many they have: so a list is counted,
/// and a page deep in it is found, without a look at what comes before it. A block begins with its key, the oldest of it, and is cut in two
/// once it has twice as many as it should. Triggers keep them, so that they are right whoever writes. See ADR 0028.
/// </summary>
internal sealed class ListBlocks
{
    private const int Size = 1000;

    // Before all instants.
    private const string Earliest = "-9223372036854775808";

    private readonly string _table;
    private readonly string _source;
    private readonly (string Column, string Value)? _only;
    private readonly IReadOnlyList<string> _columns;
    private readonly string _blocks;

    /// <param name="table">The table that is made for the blocks.</param>
    /// <param name="source">The table whose rows are listed; it has the columns created and id.</param>
    /// <param name="lists">The lists, each by the columns whose values all of its rows have in common.</param>
    /// <param name="only">The column, and its value as SQL, that the rows of all lists have; null for all rows.</param>
    public ListBlocks(string table, string source, IReadOnlyList<IReadOnlyList<string>> lists, (string Column, string Value)? only = null)
    {
        (_table, _source, _only) = (table, source, only);
        _columns = [.. lists.SelectMany(list => list).Distinct(StringComparer.Ordinal)];
        _blocks = $"SELECT total, created, id FROM {table} WHERE {AllColumns(column => $"{column} = $list_{column}", " AND ")} ORDER BY created DESC, id DESC";
        string[] watched = [.. _columns, "created", "id", .. only is { } kept ? [kept.Column] : Array.Empty<string>()];
        Index = new LateIndex(table, $"""
            CREATE TABLE {table} ({AllColumns(column => $"{column} NOT NULL", ", ")}, created INTEGER NOT NULL, id BLOB NOT NULL, total INTEGER NOT NULL,
                PRIMARY KEY ({AllColumns(column => column, ", ")}, created, id)) WITHOUT ROWID;
            {string.Concat(lists.Select(Fill))}
            {string.Concat(lists.Select(Cut))}
            CREATE TRIGGER {table}_entered AFTER INSERT ON {source} BEGIN
                {string.Concat(lists.Select(Enter))}
            END;
            CREATE TRIGGER {table}_changed AFTER UPDATE ON {source} WHEN {string.Join(" OR ", watched.Select(column => $"OLD.{column} IS NOT NEW.{column}"))} BEGIN
                {string.Concat(lists.Select(Leave))} {string.Concat(lists.Select(Enter))}
            END;
            CREATE TRIGGER {table}_left AFTER DELETE ON {source} BEGIN
                {string.Concat(lists.Select(Leave))}
            END;
            """);
    }

    /// <summary>The blocks, which are made late.</summary>
    public LateIndex Index { get; }

    /// <summary>Where a page of a list begins.</summary>
    /// <param name="reader">It is pinned.</param>
    /// <param name="offset">How many rows are before the page.</param>
    /// <param name="list">The values of the list's columns; null where the list is not by that column.</param>
    public BlockPlace Find(SqlReader reader, int offset, params ReadOnlySpan<(string Column, object? Value)> list)
    {
        var values = new SqlValues();
        foreach (var column in _columns)
            values.Set($"$list_{column}", Array.Empty<byte>());
        foreach (var (column, value) in list)
            values.Set($"$list_{column}", value ?? Array.Empty<byte>());
        var place = new BlockPlace(0, offset, null, IsFound: false);
        using var blocks = reader.Query(_blocks, values);
        while (blocks.Next())
        {
            var total = (int)blocks.Number(0);
            if (place.IsFound || place.Skipped < total)
                place = place with { Total = place.Total + total, IsFound = true };
            else
                place = new BlockPlace(place.Total + total, place.Skipped - total, KeyOf(blocks), IsFound: false);
        }

        return place;
    }

    /// <summary>The oldest block has none: nothing is before it.</summary>
    private static (DateTimeOffset Created, Guid Id)? KeyOf(SqlRows blocks) => blocks.Text(2).IsEmpty ? null : (blocks.Instant(1), blocks.Id(2));

    private string AllColumns(Func<string, string> form, string separator) => string.Join(separator, _columns.Select(form));

    private string Columns(IReadOnlyList<string> list, string row) => AllColumns(column => list.Contains(column) ? $"{row}.{column}" : "x''", ", ");

    private string Is(IReadOnlyList<string> list, string row) => AllColumns(column => $"{column} = {(list.Contains(column) ? $"{row}.{column}" : "x''")}", " AND ");

    private string Has(IReadOnlyList<string> list, string row) => string.Join(
        " AND ", [_only is { } only ? $"{row}.{only.Column} = {only.Value}" : "TRUE", .. list.Select(column => $"{row}.{column} IS NOT NULL")]);

    /// <summary>The key of the block that a row is in.</summary>
    private string BlockOf(IReadOnlyList<string> list, string row) => $"""
        SELECT created, id FROM {_table} WHERE {Is(list, row)} AND (created, id) <= ({row}.created, {row}.id) ORDER BY created DESC, id DESC LIMIT 1
        """;

    private string Enter(IReadOnlyList<string> list) => $"""
        INSERT INTO {_table} SELECT {Columns(list, "NEW")}, created, id, 1
            FROM (SELECT * FROM ({BlockOf(list, "NEW")}) UNION ALL SELECT {Earliest}, x'' LIMIT 1) WHERE {Has(list, "NEW")}
            ON CONFLICT DO UPDATE SET total = total + 1;

        """;

    private string Leave(IReadOnlyList<string> list) => $"""
        UPDATE {_table} SET total = total - 1 WHERE {Has(list, "OLD")} AND {Is(list, "OLD")} AND (created, id) = ({BlockOf(list, "OLD")});

        """;

    private string Fill(IReadOnlyList<string> list)
    {
        var partition = list.Count == 0 ? "" : $"PARTITION BY {string.Join(", ", list)}";
        // The columns that an index has, so that no row is read.
        string[] read = [.. list, "created", "id", .. _only is { } only ? [only.Column] : Array.Empty<string>()];
        return $"""
            INSERT INTO {_table} SELECT {Columns(list, "m")}, iif(place = 0, {Earliest}, created), iif(place = 0, x'', id), min({Size}, total - place)
                FROM (SELECT *, row_number() OVER ({partition} ORDER BY created, id) - 1 AS place, COUNT(*) OVER ({partition}) AS total
                    FROM (SELECT {string.Join(", ", read)} FROM {_source}) e WHERE {Has(list, "e")}) m
                WHERE place % {Size} = 0;

            """;
    }

    private string Cut(IReadOnlyList<string> list)
    {
        var name = string.Concat(list.Select(column => $"_by_{column}"));
        return $"""
            CREATE TRIGGER {_table}_cut{name} AFTER UPDATE OF total ON {_table}
                WHEN NEW.total >= {2 * Size} AND {AllColumns(column => $"(NEW.{column} <> x'') = {(list.Contains(column) ? 1 : 0)}", " AND ")} BEGIN
                INSERT INTO {_table} SELECT {AllColumns(column => $"NEW.{column}", ", ")}, created, id, NEW.total - {Size} FROM {_source}
                    WHERE {(_only is { } only ? $"{only.Column} = {only.Value}" : "TRUE")}{string.Concat(list.Select(column => $" AND {column} = NEW.{column}"))}
                        AND (created, id) >= (NEW.created, NEW.id)
                    ORDER BY created, id LIMIT 1 OFFSET {Size};
                UPDATE {_table} SET total = {Size} WHERE {AllColumns(column => $"{column} = NEW.{column}", " AND ")} AND created = NEW.created AND id = NEW.id;
            END;

            """;
    }
}

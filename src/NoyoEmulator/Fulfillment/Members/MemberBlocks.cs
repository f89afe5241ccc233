using System.Runtime.InteropServices;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Fulfillment.Members;

/// <summary>Where a page begins.</summary>
/// <param name="Total">How many employees the whole list has.</param>
/// <param name="Skipped">How many to leave out of those after <paramref name="Before"/>.</param>
/// <param name="Before">The key before which the page is; null for the beginning of the list.</param>
/// <param name="IsFound">Whether the list is long enough to have the page.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BlockPlace(int Total, int Skipped, (DateTimeOffset Created, Guid Id)? Before, bool IsFound);

/// <summary>
/// The lists of all employees, of a group's, of those of a status, and of both, cut into blocks of some thousand each, which know how
/// many they have: so a list is counted, and a page deep in it is found, without a look at what comes before it. A block begins with
/// its key, the oldest of it, and is cut in two once it has twice as many as it should.
/// </summary>
internal static class MemberBlocks
{
    private const string Table = "member_blocks";
    private const int Size = 1000;

    // Before all instants.
    private const string Earliest = "-9223372036854775808";

    private const string Blocks = $"SELECT total, created, id FROM {Table} WHERE group_id = $list_group AND status = $list_status ORDER BY created DESC, id DESC";

    /// <summary>The columns of a list are those by which it filters, or empty.</summary>
    private static readonly IReadOnlyList<(bool HasGroup, bool HasStatus)> Lists = [(false, false), (true, false), (false, true), (true, true)];

    public static readonly LateIndex Index = new(Table, $"""
        CREATE TABLE {Table} (
            group_id BLOB NOT NULL, status TEXT NOT NULL, created INTEGER NOT NULL, id BLOB NOT NULL, total INTEGER NOT NULL,
            PRIMARY KEY (group_id, status, created, id)) WITHOUT ROWID;
        {string.Concat(Lists.Select(Fill))}
        {string.Concat(Lists.Select(Cut))}
        CREATE TRIGGER member_blocks_entered AFTER INSERT ON members WHEN NEW.type = 'employee' BEGIN
            {string.Concat(Lists.Select(Enter))}
        END;
        CREATE TRIGGER member_blocks_changed AFTER UPDATE ON members
            WHEN OLD.employment_status IS NOT NEW.employment_status OR OLD.group_id <> NEW.group_id OR OLD.type <> NEW.type
                OR OLD.created <> NEW.created OR OLD.id <> NEW.id BEGIN
            {string.Concat(Lists.Select(Leave))} {string.Concat(Lists.Select(Enter))}
        END;
        CREATE TRIGGER member_blocks_left AFTER DELETE ON members WHEN OLD.type = 'employee' BEGIN
            {string.Concat(Lists.Select(Leave))}
        END;
        """);

    /// <summary>Where a page of a list begins.</summary>
    /// <param name="reader">It is pinned.</param>
    /// <param name="groupId">The group whose list it is; null for that of all.</param>
    /// <param name="status">The status whose list it is; null for that of all.</param>
    /// <param name="page">The page.</param>
    public static BlockPlace Find(SqlReader reader, Guid? groupId, string? status, PageRequest page)
    {
        var values = new SqlValues();
        values.Set("$list_group", groupId is { } group ? group.ToByteArray(bigEndian: true) : Array.Empty<byte>());
        values.Set("$list_status", status ?? "");
        var place = new BlockPlace(0, page.Offset, null, IsFound: false);
        using var blocks = reader.Query(Blocks, values);
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

    private static string Columns((bool HasGroup, bool HasStatus) list, string row) =>
        $"{(list.HasGroup ? $"{row}.group_id" : "x''")}, {(list.HasStatus ? $"{row}.employment_status" : "''")}";

    private static string Is((bool HasGroup, bool HasStatus) list, string row) =>
        $"group_id = {(list.HasGroup ? $"{row}.group_id" : "x''")} AND status = {(list.HasStatus ? $"{row}.employment_status" : "''")}";

    private static string Has((bool HasGroup, bool HasStatus) list, string row) =>
        $"{row}.type = 'employee'{(list.HasStatus ? $" AND {row}.employment_status IS NOT NULL" : "")}";

    /// <summary>The key of the block that a row is in.</summary>
    private static string BlockOf((bool HasGroup, bool HasStatus) list, string row) => $"""
        SELECT created, id FROM {Table} WHERE {Is(list, row)} AND (created, id) <= ({row}.created, {row}.id) ORDER BY created DESC, id DESC LIMIT 1
        """;

    private static string Enter((bool HasGroup, bool HasStatus) list) => $"""
        INSERT INTO {Table} SELECT {Columns(list, "NEW")}, created, id, 1
            FROM (SELECT * FROM ({BlockOf(list, "NEW")}) UNION ALL SELECT {Earliest}, x'' LIMIT 1) WHERE {Has(list, "NEW")}
            ON CONFLICT DO UPDATE SET total = total + 1;

        """;

    private static string Leave((bool HasGroup, bool HasStatus) list) => $"""
        UPDATE {Table} SET total = total - 1 WHERE {Has(list, "OLD")} AND {Is(list, "OLD")} AND (created, id) = ({BlockOf(list, "OLD")});

        """;

    private static string Fill((bool HasGroup, bool HasStatus) list)
    {
        var partition = string.Join(", ", new[] { list.HasGroup ? "group_id" : null, list.HasStatus ? "employment_status" : null }.OfType<string>());
        partition = partition.Length == 0 ? "" : $"PARTITION BY {partition}";
        return $"""
            INSERT INTO {Table} SELECT {Columns(list, "m")}, iif(place = 0, {Earliest}, created), iif(place = 0, x'', id), min({Size}, total - place)
                FROM (SELECT *, row_number() OVER ({partition} ORDER BY created, id) - 1 AS place, COUNT(*) OVER ({partition}) AS total
                    FROM (SELECT group_id, employment_status, created, id, type FROM members) e WHERE {Has(list, "e")}) m
                WHERE place % {Size} = 0;

            """;
    }

    private static string Cut((bool HasGroup, bool HasStatus) list) => $"""
        CREATE TRIGGER member_blocks_cut{(list.HasGroup ? "_of_group" : "")}{(list.HasStatus ? "_of_status" : "")} AFTER UPDATE OF total ON {Table}
            WHEN NEW.total >= {2 * Size} AND (NEW.group_id <> x'') = {(list.HasGroup ? 1 : 0)} AND (NEW.status <> '') = {(list.HasStatus ? 1 : 0)} BEGIN
            INSERT INTO {Table} SELECT NEW.group_id, NEW.status, created, id, NEW.total - {Size} FROM members
                WHERE type = 'employee'{(list.HasGroup ? " AND group_id = NEW.group_id" : "")}{(list.HasStatus ? " AND employment_status = NEW.status" : "")}
                    AND (created, id) >= (NEW.created, NEW.id)
                ORDER BY created, id LIMIT 1 OFFSET {Size};
            UPDATE {Table} SET total = {Size} WHERE group_id = NEW.group_id AND status = NEW.status AND created = NEW.created AND id = NEW.id;
        END;

        """;
}

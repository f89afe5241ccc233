using System.Globalization;

namespace NoyoEmulator.Tracking;

/// <summary>
/// What makes lists of differences fast however many there are. A kind is a combination of the attributes by which lists filter
/// and sort and which have few values; there are as many kinds as such combinations occur, and each knows how many differences
/// are of it. Triggers keep kinds and totals, so that they are right whoever writes. See ADR 0018.
/// </summary>
internal static class DifferenceKinds
{
    /// <summary>The differences of a kind in the order in which they were created.</summary>
    public const string Index = "differences_by_kind";

    /// <summary>The attributes, those first that tell kinds apart soonest, and what of a difference they are.</summary>
    private static readonly IReadOnlyList<(string Name, string Value)> Attributes =
    [
        ("group_id", "{0}.group_id"),
        ("carrier_id", "{0}.carrier_id"),
        ("difference_type", "{0}.difference_type"),
        ("object_type", "{0}.object_type"),
        ("is_open", "{0}.is_open"),
        ("is_resolved", "{0}.resolved IS NOT NULL"),
        ("is_replaced", "{0}.replaced_by_id IS NOT NULL"),
        ("is_discrepancy", "{0}.discrepancy_time IS NOT NULL"),
        ("is_dismissed", "{0}.is_dismissed"),
        ("is_suppressed", "{0}.is_suppressed"),
        ("classification", "{0}.classification"),
        ("impact_score", "{0}.impact_score"),
        ("organization_id", "{0}.organization_id"),
    ];

    /// <summary>
    /// Tables, index and triggers. Differences are also counted by the day on which they were created, see <see cref="CreationRange"/>.
    /// The column stays out of the model: nobody but the triggers is to write it.
    /// </summary>
    public static string Schema { get; } = $"""
        CREATE TABLE difference_kinds (
            kind INTEGER PRIMARY KEY, {Names(", ", " NOT NULL")}, total INTEGER NOT NULL DEFAULT 0, UNIQUE ({Names(", ")}));
        CREATE TABLE difference_days (
            day INTEGER NOT NULL, kind INTEGER NOT NULL, total INTEGER NOT NULL, PRIMARY KEY (day, kind)) WITHOUT ROWID;
        ALTER TABLE differences ADD COLUMN kind INTEGER;
        CREATE INDEX {Index} ON differences (kind, created, id) WHERE kind IS NOT NULL;
        CREATE TRIGGER differences_inserted AFTER INSERT ON differences BEGIN
            {SetKind}
        END;
        CREATE TRIGGER differences_updated AFTER UPDATE ON differences
            WHEN {string.Join(" OR ", Attributes.Select(attribute => $"({Of("NEW", attribute)}) <> ({Of("OLD", attribute)})"))} BEGIN
            {SetKind}
        END;
        CREATE TRIGGER differences_of_another_kind AFTER UPDATE OF kind, created ON differences
            WHEN OLD.kind IS NOT NEW.kind OR OLD.created <> NEW.created BEGIN
            {Leave} {Enter}
        END;
        CREATE TRIGGER differences_deleted AFTER DELETE ON differences BEGIN
            {Leave}
        END;
        """;

    private static string SetKind => $"""
        INSERT INTO difference_kinds ({Names(", ")}) VALUES ({string.Join(", ", Attributes.Select(attribute => Of("NEW", attribute)))}) ON CONFLICT DO NOTHING;
            UPDATE differences
            SET kind = (SELECT kind FROM difference_kinds WHERE {string.Join(" AND ", Attributes.Select(attribute => $"{attribute.Name} = ({Of("NEW", attribute)})"))})
            WHERE rowid = NEW.rowid;
        """;

    private static string Leave => $"""
        UPDATE difference_kinds SET total = total - 1 WHERE kind = OLD.kind;
            UPDATE difference_days SET total = total - 1 WHERE day = {CreationRange.NumberIn("OLD.created")} AND kind = OLD.kind;
        """;

    private static string Enter => $"""
        UPDATE difference_kinds SET total = total + 1 WHERE kind = NEW.kind;
            INSERT INTO difference_days (day, kind, total) SELECT {CreationRange.NumberIn("NEW.created")}, NEW.kind, 1 WHERE NEW.kind IS NOT NULL
            ON CONFLICT DO UPDATE SET total = total + 1;
        """;

    private static string Names(string separator, string suffix = "") => string.Join(separator, Attributes.Select(attribute => attribute.Name + suffix));

    private static string Of(string row, (string Name, string Value) attribute) => string.Format(CultureInfo.InvariantCulture, attribute.Value, row);
}

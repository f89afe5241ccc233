using NoyoEmulator.Persistence;

namespace NoyoEmulator.Fulfillment.Members;

/// <summary>
/// What makes lists of members and the search for people fast in a world with many. Triggers keep it, so that it is right whoever writes.
/// See ADR 0028.
/// </summary>
internal static class MemberIndexes
{
    /// <summary>The table of members.</summary>
    public const string Table = "members";

    /// <summary>So many are found and looked at sooner than all are passed over.</summary>
    public const int MostFound = 2000;

    /// <summary>The employees of a status, by creation.</summary>
    public const string StatusOrder = "members_by_status";

    /// <summary>The employees of a group and a status, by creation.</summary>
    public const string GroupStatusOrder = "members_by_group_and_status";

    /// <summary>The lists of all employees, of a group's, of those of a status, and of both.</summary>
    public static readonly ListBlocks Blocks = new(
        "member_list_blocks", Table, [[], ["group_id"], ["employment_status"], ["group_id", "employment_status"]], only: ("type", "'employee'"));

    /// <summary>What finds members by parts of their names, of three characters and more; see <see cref="NameParts"/>.</summary>
    public static readonly LateIndex Names = new("member_names", """
        CREATE VIRTUAL TABLE member_names USING fts5 (name, content = '', columnsize = 0, tokenize = 'trigram case_sensitive 1');
        INSERT INTO member_names (rowid, name) SELECT rowid, ' ' || search_name || ' ' FROM members;
        CREATE TRIGGER member_names_inserted AFTER INSERT ON members BEGIN
            INSERT INTO member_names (rowid, name) VALUES (NEW.rowid, ' ' || NEW.search_name || ' ');
        END;
        CREATE TRIGGER member_names_updated AFTER UPDATE ON members WHEN OLD.search_name <> NEW.search_name BEGIN
            INSERT INTO member_names (member_names, rowid, name) VALUES ('delete', OLD.rowid, ' ' || OLD.search_name || ' ');
            INSERT INTO member_names (rowid, name) VALUES (NEW.rowid, ' ' || NEW.search_name || ' ');
        END;
        CREATE TRIGGER member_names_deleted AFTER DELETE ON members BEGIN
            INSERT INTO member_names (member_names, rowid, name) VALUES ('delete', OLD.rowid, ' ' || OLD.search_name || ' ');
        END;
        """);

    /// <summary>What finds employees by their status in the order of the lists.</summary>
    public static readonly LateIndex Statuses = new(GroupStatusOrder, $"""
        CREATE INDEX {StatusOrder} ON members (employment_status, created, id) WHERE type = 'employee';
        CREATE INDEX {GroupStatusOrder} ON members (group_id, employment_status, created, id) WHERE type = 'employee';
        """);

    /// <summary>What follows FROM in a statement that finds members by <see cref="Names"/>: the parameter is in the language of these.</summary>
    public const string Named = "member_names WHERE member_names MATCH $names";

    /// <summary>Whether so few rows are found that they are to be looked at one by one.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="rows">What follows FROM in the statement that finds them.</param>
    /// <param name="values">Its parameters.</param>
    public static bool AreFew(SqlReader reader, string rows, SqlValues values) =>
        reader.Number($"SELECT COUNT(*) FROM (SELECT 1 FROM {rows} LIMIT {MostFound + 1})", values) <= MostFound;
}

using Microsoft.Data.Sqlite;

namespace NoyoEmulator.Persistence;

/// <summary>
/// What a copy of a world has beside its data: what the world had in memory, such as its faults. It is in the copy's file, so that the copy is
/// one thing; a world has the table only where it is itself a copy.
/// </summary>
internal static class CarriedState
{
    private const string Table = "carried_state";

    /// <summary>Puts it into a copy, in the place of what the original once took over.</summary>
    public static void Write(SqliteConnection copy, IReadOnlyDictionary<string, string> carried)
    {
        using var create = copy.CreateCommand();
        create.CommandText = $"DROP TABLE IF EXISTS {Table}; CREATE TABLE {Table} (name TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID";
        _ = create.ExecuteNonQuery();
        using var insert = copy.CreateCommand();
        insert.CommandText = $"INSERT INTO {Table} VALUES ($name, $state)";
        foreach (var (name, state) in carried)
        {
            insert.Parameters.Clear();
            _ = insert.Parameters.AddWithValue("$name", name);
            _ = insert.Parameters.AddWithValue("$state", state);
            _ = insert.ExecuteNonQuery();
        }
    }

    /// <summary>What a database has of it; nothing in one that is no copy, or one of an earlier version.</summary>
    public static IReadOnlyDictionary<string, string> Read(SqlReader reader)
    {
        var carried = new Dictionary<string, string>(StringComparer.Ordinal);
        if (reader.Number($"SELECT COUNT(*) FROM sqlite_schema WHERE name = '{Table}'", SqlValues.None) == 0)
            return carried;
        using var rows = reader.Query($"SELECT name, state FROM {Table}", SqlValues.None);
        while (rows.Next())
            carried.Add(System.Text.Encoding.UTF8.GetString(rows.Text(0)), System.Text.Encoding.UTF8.GetString(rows.Text(1)));
        return carried;
    }
}

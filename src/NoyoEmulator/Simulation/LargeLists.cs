using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>Has made what lists of many rows are read by. See ADR 0028.</summary>
internal static class LargeLists
{
    /// <summary>So many rows are looked at one by one as fast as some of them are found.</summary>
    public const int FewRows = 1000;

    /// <summary>Whether a table may have many rows.</summary>
    public static bool AreMany(SqlReader reader, string table) => reader.Number($"SELECT max(rowid) FROM {table}", SqlValues.None) > FewRows;

    /// <summary>
    /// Has those of some indexes made that a world with many rows in a table lacks. Where one cannot be made, reading is slow, and right.
    /// </summary>
    public static async Task PrepareAsync(World world, string table, IReadOnlyList<LateIndex> indexes, CancellationToken cancellationToken)
    {
        List<LateIndex> missing;
        using (var reader = world.OpenSqlReader())
            missing = AreMany(reader, table) ? [.. indexes.Where(index => !index.IsIn(reader))] : [];
        if (missing.Count > 0)
            await world.TryCreateAsync(missing, cancellationToken);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>
/// What a seed posted lies in the past of its world. Where the world begins before that, all of it is moved back together, by as many
/// days as it takes: nobody there can have seen what is yet to come.
/// </summary>
internal static class SeededPast
{
    private const string Latest = "SELECT max(instant) FROM (SELECT max(at) AS instant FROM history UNION ALL SELECT max(created) FROM member_snapshots)";
    private const string First = "SELECT min(created) FROM member_snapshots";

    /// <summary>Sees to it that a copy of a seed knows nothing later than the world's now.</summary>
    public static void LayBefore(WorldDatabase database, DateTimeOffset now)
    {
        long first;
        TimeSpan beyond;
        using (var reader = database.OpenSqlReader())
        {
            // Without snapshots both are 1970, before which no world begins.
            beyond = InstantConverter.FromMicroseconds(reader.Number(Latest, SqlValues.None)) - now;
            if (beyond <= TimeSpan.Zero)
                return;
            first = reader.Number(First, SqlValues.None);
        }

        Move(database, first, (Math.Floor(beyond.TotalDays) + 1) * TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond);
    }

    private static void Move(WorldDatabase database, long first, double by)
    {
        database.Rows.Begin();
        try
        {
            foreach (var table in EmulatorDbContext.TableModel.GetEntityTypes())
            {
                var columns = table.GetProperties().Where(IsOfTheWorld).Select(property => property.GetColumnName())
                    .Select(column => $"{column} = CASE WHEN {column} >= {first} THEN {column} - {by:F0} ELSE {column} END").ToList();
                var statement = $"UPDATE {table.GetTableName()} SET {string.Join(", ", columns)}";
                if (columns.Count > 0)
                    _ = database.Writer.Database.ExecuteSqlRaw(statement);
            }

            database.Rows.Commit();
        }
        catch
        {
            database.Rows.Rollback();
            throw;
        }
    }

    /// <summary>Whether it holds an instant of the world's clock; what happened in real time stays.</summary>
    private static bool IsOfTheWorld(IProperty property) =>
        (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(DateTimeOffset)
        && property.Name is not (nameof(HistoryEntry.RealAt) or nameof(WorldState.RealAnchor) or nameof(WorldState.WorldAnchor));
}

using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Shapes;

/// <summary>What a world has itself: groups, employees, and all else that has a table of its own.</summary>
internal static class WorldThings
{
    private static readonly FrozenDictionary<string, string> Queries = Tables().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether there is a thing of a kind with an id.</summary>
    public static bool Has(SqlReader reader, string kind, Guid id)
    {
        if (!Queries.TryGetValue(kind, out var query))
            return false;
        using var rows = reader.Query(query, id);
        return rows.Next();
    }

    private static IEnumerable<KeyValuePair<string, string>> Tables()
    {
        foreach (var entity in EmulatorDbContext.TableModel.GetEntityTypes())
        {
            // What is kept by its shape is no thing of the world's own.
            if (entity.ClrType != typeof(ShapeObject) && entity.FindProperty("Id") is { } id && id.ClrType == typeof(Guid))
                yield return KeyValuePair.Create(ShapePath.Singular(entity.GetTableName()!), $"SELECT 1 FROM {entity.GetTableName()} WHERE id = ?");
        }

        yield return KeyValuePair.Create("employee", "SELECT 1 FROM members WHERE id = ? AND type = 'employee'");
        yield return KeyValuePair.Create("dependent", "SELECT 1 FROM members WHERE id = ? AND type = 'dependent'");
        yield return KeyValuePair.Create("group_disconnection_request", "SELECT 1 FROM group_disconnections WHERE id = ?");
    }
}

using Microsoft.Data.Sqlite;
using NoyoEmulator.Persistence;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Tracking;

/// <summary>A database with the emulator's schema, into which a test writes as it likes.</summary>
internal sealed class StoredDifferences : IDisposable
{
    private readonly string _directory;
    private readonly SqliteConnection _connection;
    private int _last;

    private StoredDifferences(string directory, WorldDatabase database)
    {
        _directory = directory;
        Database = database;
        _connection = new SqliteConnection($"Data Source={database.Path};Pooling=False");
        _connection.Open();
        Execute("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF;");
    }

    public WorldDatabase Database { get; }

    public static StoredDifferences Create()
    {
        var directory = Directory.CreateTempSubdirectory("noyo-differences-").FullName;
        var (database, _) = WorldDatabase.Open(Path.Combine(directory, "world.db"), durable: false);
        return new StoredDifferences(directory, database);
    }

    /// <summary>Adds a difference with random attributes; gives its rowid.</summary>
    public int Add(Dice dice, long created)
    {
        Execute($"""
            INSERT INTO differences (id, version, created, modified, organization_id, group_id, carrier_id, employee_id, object_type, object_id, difference_type,
                classification, discriminator, impact_score, fields, resolved, discrepancy_time, replaced_by_id, is_dismissed, is_suppressed, is_open)
            VALUES ({Blob(++_last)}, {Blob(dice.Next(1000))}, {created}, {created}, x'01', {Blob(dice.Next(3))}, {Blob(dice.Next(2))}, {Blob(dice.Next(50))},
                '{dice.Pick("employee", "dependent")}', {Blob(dice.Next(50))}, '{dice.Pick("name", "dob", "missing_ie")}', 'field_mismatch', '', {dice.Next(5)}, '[]',
                NULL, NULL, NULL, {dice.Next(2)}, 0, 1)
            """);
        return _last;
    }

    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }

    /// <summary>The rows of a query, each as text.</summary>
    public IReadOnlyList<string> Read(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(column => reader.GetValue(column) is byte[] blob ? Convert.ToHexString(blob) : $"{reader.GetValue(column)}")));
        return rows;
    }

    public void Dispose()
    {
        _connection.Dispose();
        Database.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static string Blob(int number) => $"x'{number:x32}'";
}

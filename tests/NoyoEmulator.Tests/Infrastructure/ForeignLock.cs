using Microsoft.Data.Sqlite;

namespace NoyoEmulator.Tests.Infrastructure;

/// <summary>Another program that holds a world's database, as a browser of databases does while it changes something.</summary>
internal sealed class ForeignLock : IDisposable
{
    private readonly SqliteConnection _connection;

    public ForeignLock(string dataDirectory, string world = "default")
    {
        _connection = new SqliteConnection($"Data Source={Path.Combine(dataDirectory, "worlds", world, "world.db")};Pooling=False");
        _connection.Open();
        using var begin = _connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        _ = begin.ExecuteNonQuery();
    }

    public void Dispose() => _connection.Dispose();
}

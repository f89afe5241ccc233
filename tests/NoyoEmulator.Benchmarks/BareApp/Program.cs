// The least that ASP.NET Core and SQLite take to start: one route, one table, one row. What the emulator's start is compared with.
using Microsoft.Data.Sqlite;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var database = new SqliteConnectionStringBuilder { DataSource = Path.Combine(builder.Configuration["DataDirectory"]!, "bare.db") }.ToString();
using (var connection = new SqliteConnection(database))
{
    connection.Open();
    using var create = connection.CreateCommand();
    create.CommandText = "PRAGMA journal_mode = WAL; CREATE TABLE state (id INTEGER PRIMARY KEY, value TEXT NOT NULL); INSERT INTO state VALUES (1, 'ready');";
    _ = create.ExecuteNonQuery();
}

await using var app = builder.Build();
app.MapGet("/_emulator/health/ready", () =>
{
    using var connection = new SqliteConnection(database);
    connection.Open();
    using var read = connection.CreateCommand();
    read.CommandText = "SELECT value FROM state WHERE id = 1;";
    return (string)read.ExecuteScalar()!;
});
await app.RunAsync();

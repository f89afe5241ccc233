using Microsoft.Data.Sqlite;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Seeding;

/// <summary>The database of the default data that comes with the program.</summary>
public sealed class ShippedSeedTests : IDisposable
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("noyo-shipped-").FullName, "built.db");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Fact]
    public async Task It_is_the_one_that_a_start_would_build()
    {
        await using var app = new EmulatorApp();

        await app.BuildSeedAsync(_file);

        var built = RowsOf(_file);
        built.Count.ShouldBeGreaterThan(50);
        RowsOf(Path.Combine(AppContext.BaseDirectory, "seed.db")).ShouldBe(built);
    }

    [Theory]
    [InlineData("seed.db")]
    [InlineData("seed.db.stamp")]
    public void Any_user_who_may_run_the_program_may_read_it(string file)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such rights.");
        Convert.ToString((int)new FileInfo(Path.Combine(AppContext.BaseDirectory, file)).UnixFileMode, 8).ShouldBe("644");
    }

    /// <summary>All rows of all tables, without what is measured in real time.</summary>
    private static List<string> RowsOf(string file)
    {
        using var database = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=false");
        database.Open();
        var rows = new List<string>();
        foreach (var table in Read(
            database, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", reader => reader.GetString(0)))
        {
            rows.AddRange(Read(database, $"SELECT * FROM \"{table}\" ORDER BY 1, 2", reader => table + " " + string.Join(' ',
                Enumerable.Range(0, reader.FieldCount)
                    .Where(column => !reader.GetName(column).StartsWith("real_", StringComparison.Ordinal))
                    .Select(column => $"{reader.GetValue(column)}"))));
        }

        return rows;
    }

    private static List<T> Read<T>(SqliteConnection database, string sql, Func<SqliteDataReader, T> read)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }
}

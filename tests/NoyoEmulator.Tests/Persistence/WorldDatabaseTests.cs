using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Tests.Persistence;

/// <summary>The file of a world and the log beside it.</summary>
public sealed class WorldDatabaseTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("noyo-database-");

    private string File => Path.Combine(_folder.FullName, "world.db");

    private long LogLength => new FileInfo(File + "-wal").Length;

    private long Length => new FileInfo(File).Length;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_log_is_folded_into_the_file_beside_one_who_writes_and_one_who_reads()
    {
        var (database, _) = WorldDatabase.Open(File, durable: false);
        using var opened = database;
        Add(database, 1_000);
        using var reader = database.OpenReader();
        reader.Set<HistoryEntry>().Count().ShouldBe(1_000);
        var before = Length;
        database.Rows.Begin();
        Insert(database, 1);

        database.FoldLog().ShouldBeGreaterThan(20);

        Length.ShouldBeGreaterThan(before);
        database.Rows.Commit();
        reader.Set<HistoryEntry>().Count().ShouldBe(1_000);
    }

    [Fact]
    public void A_log_that_is_folded_begins_anew()
    {
        var (database, _) = WorldDatabase.Open(File, durable: false);
        using var opened = database;
        Add(database, 1_000);
        database.FoldLog().ShouldBeGreaterThan(20);
        var length = LogLength;

        for (var i = 0; i < 20; i++)
        {
            Add(database, 500);
            _ = database.FoldLog();
        }

        LogLength.ShouldBe(length);
    }

    [Fact]
    public void A_log_that_is_emptied_is_empty()
    {
        var (database, _) = WorldDatabase.Open(File, durable: false);
        using var opened = database;
        Add(database, 1_000);

        database.EmptyLog();

        LogLength.ShouldBe(0);
        using var reader = database.OpenReader();
        reader.Set<HistoryEntry>().Count().ShouldBe(1_000);
    }

    [Fact]
    public void A_count_that_was_kept_is_made_anew_once_something_was_committed()
    {
        var (database, _) = WorldDatabase.Open(File, durable: false);
        using var opened = database;
        Add(database, 3);
        Count(database).ShouldBe(3);
        Count(database).ShouldBe(3);

        Add(database, 2);

        Count(database).ShouldBe(5);
    }

    [Fact]
    public void A_count_is_kept_for_its_values_only()
    {
        var (database, _) = WorldDatabase.Open(File, durable: false);
        using var opened = database;
        Add(database, 2);
        var at = DateTimeOffset.UnixEpoch;

        Count(database, at).ShouldBe(2);
        Count(database, at.AddMicroseconds(1)).ShouldBe(0);
        Count(database, at).ShouldBe(2);
    }

    private static long Count(WorldDatabase database, DateTimeOffset? at = null)
    {
        using var reader = database.OpenSqlReader();
        reader.Pin();
        var values = new SqlValues();
        values.Set("$at", at);
        return reader.Count("SELECT count(*) FROM history WHERE $at IS NULL OR at = $at", values);
    }

    private static void Add(WorldDatabase database, int rows)
    {
        database.Rows.Begin();
        Insert(database, rows);
        database.Rows.Commit();
    }

    private static void Insert(WorldDatabase database, int rows)
    {
        for (var i = 0; i < rows; i++)
            database.Rows.Insert(new HistoryEntry { At = DateTimeOffset.UnixEpoch, Kind = "kind", Summary = "An entry of about a hundred bytes, so that a thousand of them fill pages enough." });
    }
}

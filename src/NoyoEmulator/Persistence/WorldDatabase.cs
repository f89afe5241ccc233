using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using NoyoEmulator.Configuration;
using SQLitePCL;

namespace NoyoEmulator.Persistence;

/// <summary>
/// The SQLite file of one world. One connection writes, in WAL mode, while any number of pooled ones read. A commit
/// survives the end of the process at any instant; with <c>durable</c> also most power failures.
/// </summary>
internal sealed class WorldDatabase : IDisposable
{
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LogTimeout = TimeSpan.FromMilliseconds(100);

    private readonly Lazy<PooledDbContextFactory<EmulatorDbContext>> _readers;
    private readonly Lazy<EmulatorDbContext> _writer;
    private readonly string _connectionString;
    private readonly SqliteConnection _connection;
    private readonly SqlReaderPool _sqlReaders;

    // Nobody waits again for what failed once.
    private readonly HashSet<string> _impossibleIndexes = new(StringComparer.Ordinal);

    private WorldDatabase(string path, string connectionString, SqliteConnection connection)
    {
        Path = path;
        _connectionString = connectionString;
        _connection = connection;
        _sqlReaders = new SqlReaderPool(connectionString);
        _readers = new(() => new PooledDbContextFactory<EmulatorDbContext>(Options(connectionString)));
        _writer = new(() => NewWriter(connection));
        Rows = new RowStore(connection, () => EmulatorDbContext.TableModel);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What changes the rows; used under the world's writer gate.</summary>
    public RowStore Rows { get; }

    /// <summary>
    /// Queries what <see cref="Rows"/> changes, uncommitted changes included; used under the world's writer gate. It tracks
    /// nothing, so that there is one place that writes.
    /// </summary>
    public EmulatorDbContext Writer => _writer.Value;

    /// <summary>Makes ready what takes time once a process: the statements of all entities, and the engine itself.</summary>
    public static void MakeReady()
    {
        Table.MakeReady();
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
    }

    /// <summary>Opens the file, or creates it with an empty schema.</summary>
    /// <param name="path">The file.</param>
    /// <param name="durable">False where the file is thrown away at the end anyway.</param>
    /// <returns>The database, and whether it was created just now.</returns>
    /// <exception cref="WorldDatabaseException">The file cannot be used; the message says why and what to do.</exception>
    public static (WorldDatabase Database, bool IsNew) Open(string path, bool durable)
    {
        var connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30, ForeignKeys = true }.ToString();
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            var version = ReadSchemaVersion(connection);
            if (version is not (0 or EmulatorDbContext.SchemaVersion))
            {
                throw new WorldDatabaseException(
                    $"{path} has schema version {version}; this emulator uses version {EmulatorDbContext.SchemaVersion}. "
                    + "Delete the file to start over with the seed, or name another Emulator:DataDirectory.");
            }

            // Another process may hold the file for a moment. The log is folded into the file beside the requests, never by one.
            Execute(connection, $"PRAGMA busy_timeout = {BusyTimeout.TotalMilliseconds}; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16000;");
            Execute(connection, $"PRAGMA synchronous = {(durable ? "NORMAL" : "OFF")};");
            var database = new WorldDatabase(path, connectionString, connection);
            if (version == 0)
                database.CreateSchema();
            return (database, version == 0);
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw new WorldDatabaseException($"{path} cannot be opened as a database: {exception.Message} Delete the file to start over with the seed.", exception);
        }
        catch (WorldDatabaseException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes a file a copy of a database that nobody has open. The file appears under its name only when it is whole, and
    /// alone: a log left behind by a deleted file of that name would be taken for the new one's.
    /// </summary>
    public static void Copy(string source, string path)
    {
        Delete(path);
        var draft = path + ".new";
        File.Copy(source, draft, overwrite: true);
        File.Move(draft, path);
    }

    /// <summary>Makes a database that nobody has open one that is only copied from: one file, whoever reads it.</summary>
    public static void MakeSingleFile(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        MakeSingleFile(connection);
    }

    /// <summary>Deletes a database that nobody has open.</summary>
    public static void Delete(string path)
    {
        foreach (var file in new[] { path, path + "-wal", path + "-shm" })
            File.Delete(file);
    }

    /// <summary>The stored clock and generator.</summary>
    public WorldState ReadState() => Rows.Find<WorldState>(WorldState.OnlyId)!;

    /// <summary>Gives a new database a generator, and a clock that is yet to be set.</summary>
    public void InitializeState(string seed) => Rows.Insert(new WorldState { Seed = seed, ClockMode = ClockMode.Frozen, ClockSpeed = 1 });

    /// <summary>
    /// A context for reading. It tracks nothing, and all its queries see what was committed at the first of them, even when
    /// the database becomes a copy of another in between.
    /// </summary>
    public EmulatorDbContext OpenReader()
    {
        var reader = _readers.Value.CreateDbContext();
        reader.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        // How the provider says "begin deferred": without a lock until the first query, and never one that writers wait for.
        _ = reader.Database.BeginTransaction(IsolationLevel.ReadUncommitted);
        return reader;
    }

    /// <summary>For reading committed state by prepared statements; dispose it.</summary>
    public SqlReader OpenSqlReader() => _sqlReaders.Take();

    /// <summary>
    /// Adds an index that the schema does not have from the beginning, unless it cannot be made: where there is no room for it,
    /// say. Used under the world's writer gate.
    /// </summary>
    public void TryCreateIndex(string definition)
    {
        if (_impossibleIndexes.Contains(definition))
            return;
        try
        {
            Execute(_connection, definition);
        }
        catch (SqliteException)
        {
            _ = _impossibleIndexes.Add(definition);
        }
    }

    /// <summary>
    /// Copies the whole database into a file of its own, which takes the place of one that is there. It appears under its
    /// name only when it is whole.
    /// </summary>
    public void CopyTo(string path)
    {
        var draft = path + ".new";
        Delete(draft);
        using (var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = draft, Pooling = false }.ToString()))
        {
            target.Open();
            _connection.BackupDatabase(target);
            MakeSingleFile(target);
        }

        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Makes this database a copy of the one in a file. Readers see what was before or what is after.</summary>
    public void CopyFrom(string path)
    {
        using var source = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ToString());
        source.Open();
        source.BackupDatabase(_connection);
        Rows.Setup.Clear();
    }

    /// <summary>How many pages were written since the database was opened; read under the world's writer gate.</summary>
    public int PagesWritten
    {
        get
        {
            _ = raw.sqlite3_db_status(_connection.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 0);
            return pages;
        }
    }

    /// <summary>Folds what was committed into the file, beside the one who writes and those who read. Used by one at a time.</summary>
    /// <returns>The pages that the log had; 0 when it cannot be folded now, which harms nothing.</returns>
    public int FoldLog()
    {
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
            connection.Open();
            // Before its first read a connection does not know that there is a log, and would fold nothing.
            _ = ReadSchemaVersion(connection);
            return Checkpoint(connection, raw.SQLITE_CHECKPOINT_PASSIVE);
        }
        catch (SqliteException)
        {
            return 0;
        }
    }

    /// <summary>
    /// Folds what was committed into the file, and empties the log, unless somebody reads an older state just then; used under
    /// the world's writer gate.
    /// </summary>
    public void EmptyLog()
    {
        _ = raw.sqlite3_busy_timeout(_connection.Handle, (int)LogTimeout.TotalMilliseconds);
        _ = Checkpoint(_connection, raw.SQLITE_CHECKPOINT_TRUNCATE);
        _ = raw.sqlite3_busy_timeout(_connection.Handle, (int)BusyTimeout.TotalMilliseconds);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sqlReaders.Close();
        EmptyLog();
        Rows.Dispose();
        if (_writer.IsValueCreated)
            _writer.Value.Dispose();
        _connection.Dispose();
        using var pool = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(pool);
    }

    private static int Checkpoint(SqliteConnection connection, int mode)
    {
        _ = raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", mode, out var pages, out _);
        return pages;
    }

    private static EmulatorDbContext NewWriter(SqliteConnection connection)
    {
        var writer = new EmulatorDbContext(new DbContextOptionsBuilder<EmulatorDbContext>().UseSqlite(connection).EnableThreadSafetyChecks(false).Options);
        writer.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        // The session has a transaction of its own, of which the provider does not know.
        writer.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        return writer;
    }

    private void CreateSchema()
    {
        if (!Writer.Database.EnsureCreated())
        {
            throw new WorldDatabaseException(
                $"{Path} is a database, but not one of the emulator's. Move it away, or name another Emulator:DataDirectory.");
        }

        Execute(_connection, EmulatorDbContext.SchemaScript);
        Execute(_connection, $"PRAGMA user_version = {EmulatorDbContext.SchemaVersion};");
    }

    private static void MakeSingleFile(SqliteConnection connection)
    {
        Execute(connection, "PRAGMA journal_mode = DELETE;");
    }

    private static DbContextOptions<EmulatorDbContext> Options(string connectionString) =>
        new DbContextOptionsBuilder<EmulatorDbContext>().UseSqlite(connectionString).EnableThreadSafetyChecks(false).Options;

    private static long ReadSchemaVersion(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version;";
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }
}

/// <summary>A world's file cannot be used.</summary>
internal sealed class WorldDatabaseException(string message, Exception? inner = null) : Exception(message, inner);

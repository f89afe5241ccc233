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
    /// <summary>How long to wait for another process that holds the file, unless it is said.</summary>
    public static readonly TimeSpan DefaultLockTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LogTimeout = TimeSpan.FromMilliseconds(100);

    private readonly string _connectionString;
    private readonly bool _isDurable;
    private readonly TimeSpan _lockTimeout;
    private readonly SqlReaderPool _sqlReaders;

    // Nobody waits again for what failed once.
    private readonly HashSet<string> _impossibleIndexes = new(StringComparer.Ordinal);

    private Lazy<PooledDbContextFactory<EmulatorDbContext>> _readers;
    private WritingConnection? _writing;
    private volatile bool _isAwake = true;

    private WorldDatabase(string path, bool durable, TimeSpan lockTimeout)
    {
        Path = path;
        _isDurable = durable;
        _lockTimeout = lockTimeout;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = Math.Max(1, (int)lockTimeout.TotalSeconds), ForeignKeys = true }.ToString();
        _sqlReaders = new SqlReaderPool(_connectionString, lockTimeout);
        _readers = NewReaders();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Whether it has files open, or may have.</summary>
    public bool IsAwake => _isAwake;

    /// <summary>Told when it opens its files again after a rest.</summary>
    public Action? Woken { get; set; }

    /// <summary>What changes the rows; used under the world's writer gate.</summary>
    /// <exception cref="SqliteException">It rested, and cannot be opened again.</exception>
    /// <exception cref="WorldDatabaseException">It rested, and is another one now.</exception>
    public RowStore Rows => Writing.Rows;

    /// <summary>
    /// Queries what <see cref="Rows"/> changes, uncommitted changes included; used under the world's writer gate. It tracks
    /// nothing, so that there is one place that writes.
    /// </summary>
    public EmulatorDbContext Writer => Writing.Context.Value;

    private WritingConnection Writing
    {
        get
        {
            if (_writing is { } writing)
                return writing;
            Wake();
            return _writing = OpenWriting();
        }
    }

    private SqliteConnection Connection => Writing.Connection;

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
    /// <param name="check">True to look at all of it first, whether it is whole.</param>
    /// <param name="lockTimeout">How long to wait for another process that holds the file; null for <see cref="DefaultLockTimeout"/>.</param>
    /// <returns>The database, and whether it was created just now.</returns>
    /// <exception cref="WorldDatabaseException">The file cannot be used; the message says why and what to do.</exception>
    public static (WorldDatabase Database, bool IsNew) Open(string path, bool durable, bool check = false, TimeSpan? lockTimeout = null)
    {
        var database = new WorldDatabase(path, durable, lockTimeout ?? DefaultLockTimeout);
        try
        {
            PrivateFiles.Ensure(path);
            var isNew = database.Writing.IsNew;
            if (isNew)
                database.CreateSchema();
            else if (check)
                database.CheckIsWhole();
            return (database, isNew);
        }
        catch (WorldDatabaseException)
        {
            database.Abandon();
            throw;
        }
        catch (Exception exception) when (StorageFailure.Of(exception, FolderOf(path)) is { } failure)
        {
            database.Abandon();
            throw failure.Fault == StorageFault.Damaged
                ? NotWhole(path, exception is SqliteException sqlite ? raw.sqlite3_errstr(sqlite.SqliteErrorCode).utf8_to_string() : exception.Message)
                : new WorldDatabaseException($"{path} cannot be opened: {failure.Reason}. {failure.Remedy}", exception) { Failure = failure };
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
        PrivateFiles.Copy(source, draft);
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

    /// <summary>Leaves the clock to whoever copies the database.</summary>
    public void ForgetClock()
    {
        var state = ReadState();
        (state.WorldAnchor, state.RealAnchor) = (default, default);
        Rows.Update(state);
    }

    /// <summary>For reading a database that is not open, and stays so; dispose it.</summary>
    public static SqlReader Peek(string path) => new(
        new SqliteConnectionStringBuilder { DataSource = path }.ToString(), DefaultLockTimeout, reader => reader.Close());

    /// <summary>For reading a copy of a database that nobody writes to; dispose it. Null when the file is gone.</summary>
    public static SqlReader? ReadCopy(string path)
    {
        var source = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        try
        {
            return new SqlReader(source.ToString(), DefaultLockTimeout, reader => reader.Close());
        }
        catch (SqliteException) when (!File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>
    /// A context for reading. It tracks nothing, and all its queries see what was committed at the first of them, even when
    /// the database becomes a copy of another in between.
    /// </summary>
    public EmulatorDbContext OpenReader()
    {
        Wake();
        var reader = _readers.Value.CreateDbContext();
        reader.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        // How the provider says "begin deferred": without a lock until the first query, and never one that writers wait for.
        _ = reader.Database.BeginTransaction(IsolationLevel.ReadUncommitted);
        return reader;
    }

    /// <summary>For reading committed state by prepared statements; dispose it.</summary>
    public SqlReader OpenSqlReader()
    {
        Wake();
        return _sqlReaders.Take();
    }

    /// <summary>
    /// Makes an index that is not there, all of it or nothing, unless it cannot be made: where there is no room for it, say. Used under
    /// the world's writer gate.
    /// </summary>
    public void TryCreate(LateIndex index)
    {
        if (_impossibleIndexes.Contains(index.Name))
            return;
        // Another request may have had it made meanwhile.
        using (var reader = OpenSqlReader())
        {
            if (index.IsIn(reader))
                return;
        }

        try
        {
            Rows.Begin();
            Execute(Connection, index.Script);
            Rows.Commit();
        }
        catch (SqliteException)
        {
            Rows.Rollback();
            _ = _impossibleIndexes.Add(index.Name);
        }
    }

    /// <summary>
    /// Copies the whole database into a file of its own, which takes the place of one that is there. It appears under its
    /// name only when it is whole.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="carried">What the copy has beside the data.</param>
    public void CopyTo(string path, IReadOnlyDictionary<string, string> carried)
    {
        var draft = path + ".new";
        Delete(draft);
        try
        {
            PrivateFiles.Ensure(draft);
            using (var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = draft, Pooling = false }.ToString()))
            {
                target.Open();
                Connection.BackupDatabase(target);
                CarriedState.Write(target, carried);
                MakeSingleFile(target);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            PrivateFiles.TryDelete(draft);
            throw;
        }
    }

    /// <summary>Makes this database a copy of the one in a file. Readers see what was before or what is after.</summary>
    public void CopyFrom(string path)
    {
        using var source = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ToString());
        source.Open();
        source.BackupDatabase(Connection);
        Rows.Setup.Clear();
    }

    /// <summary>How many bytes there is room for where the database is; very many where that cannot be told.</summary>
    public long FreeSpace
    {
        get
        {
            try
            {
                return new DriveInfo(Path).AvailableFreeSpace;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
            {
                return long.MaxValue;
            }
        }
    }

    /// <summary>How many pages were written since the database was opened; read under the world's writer gate.</summary>
    public int PagesWritten
    {
        get
        {
            _ = raw.sqlite3_db_status(Connection.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 0);
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
        if (_writing is null)
            return;
        _ = raw.sqlite3_busy_timeout(Connection.Handle, (int)LogTimeout.TotalMilliseconds);
        _ = Checkpoint(Connection, raw.SQLITE_CHECKPOINT_TRUNCATE);
        _ = raw.sqlite3_busy_timeout(Connection.Handle, (int)_lockTimeout.TotalMilliseconds);
    }

    /// <summary>
    /// Gives back all files and what it keeps in memory, until it is used again; used under the world's writer gate. Who uses it
    /// meanwhile opens what he needs.
    /// </summary>
    public void Rest()
    {
        _isAwake = false;
        Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isAwake)
            Close();
    }

    private void Close()
    {
        _sqlReaders.Clear();
        _readers = NewReaders();
        EmptyLog();
        Abandon();
    }

    private void Abandon()
    {
        _writing?.Dispose();
        _writing = null;
        using var pool = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(pool);
    }

    private void Wake()
    {
        if (_isAwake)
            return;
        _isAwake = true;
        Woken?.Invoke();
    }

    private WritingConnection OpenWriting()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            // A file that is not the emulator's is left as it is.
            var version = ReadSchemaVersion(connection);
            if (version is not (0 or EmulatorDbContext.SchemaVersion))
            {
                throw new WorldDatabaseException(
                    $"{Path} has schema version {version}; this emulator uses version {EmulatorDbContext.SchemaVersion}. "
                    + "Delete the file to start over with the seed, or name another Emulator:DataDirectory.");
            }

            // Another process may hold the file for a moment. The log is folded into the file beside the requests, never by one.
            Execute(connection, $"PRAGMA busy_timeout = {(int)_lockTimeout.TotalMilliseconds}; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16000;");
            Execute(connection, $"PRAGMA synchronous = {(_isDurable ? "NORMAL" : "OFF")};");
            return new WritingConnection(connection, isNew: version == 0);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private Lazy<PooledDbContextFactory<EmulatorDbContext>> NewReaders() => new(() => new PooledDbContextFactory<EmulatorDbContext>(Options(_connectionString)));

    private static string FolderOf(string path) => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;

    private static WorldDatabaseException NotWhole(string path, string finding) => new(
        $"{path} is damaged: {finding.TrimEnd('.')}. Put a copy in its place, or delete the file to start over with the seed.")
    {
        Failure = new StorageFailure(StorageFault.Damaged),
    };

    private void CheckIsWhole()
    {
        using var command = Connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1);";
        if (command.ExecuteScalar() is string finding && finding != "ok")
            throw NotWhole(Path, finding.ReplaceLineEndings(" "));
    }

    private static int Checkpoint(SqliteConnection connection, int mode)
    {
        _ = raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", mode, out var pages, out _);
        return pages;
    }

    private void CreateSchema()
    {
        if (!Writer.Database.EnsureCreated())
        {
            throw new WorldDatabaseException(
                $"{Path} is a database, but not one of the emulator's. Move it away, or name another Emulator:DataDirectory.");
        }

        Execute(Connection, EmulatorDbContext.SchemaScript);
        Execute(Connection, $"PRAGMA user_version = {EmulatorDbContext.SchemaVersion};");
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

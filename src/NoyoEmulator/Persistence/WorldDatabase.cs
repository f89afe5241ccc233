using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Persistence;

/// <summary>
/// The SQLite file of one world. One connection writes, in WAL mode, while any number of pooled ones read. A commit
/// survives the end of the process at any instant; with <c>durable</c> also most power failures.
/// </summary>
internal sealed class WorldDatabase : IAsyncDisposable
{
    private readonly PooledDbContextFactory<EmulatorDbContext> _readers;
    private readonly string _connectionString;
    private readonly SqlReaderPool _sqlReaders;

    // Nobody waits again for what failed once.
    private readonly HashSet<string> _impossibleIndexes = new(StringComparer.Ordinal);

    private WorldDatabase(string path, string connectionString, EmulatorDbContext writer)
    {
        Path = path;
        _connectionString = connectionString;
        Writer = writer;
        _readers = new PooledDbContextFactory<EmulatorDbContext>(Options(connectionString));
        _sqlReaders = new SqlReaderPool(connectionString);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The only context that writes; used under the world's writer gate.</summary>
    public EmulatorDbContext Writer { get; }

    /// <summary>Opens the file, or creates it with an empty schema.</summary>
    /// <param name="path">The file.</param>
    /// <param name="durable">False where the file is thrown away at the end anyway.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The database, and whether it was created just now.</returns>
    /// <exception cref="WorldDatabaseException">The file cannot be used; the message says why and what to do.</exception>
    public static async Task<(WorldDatabase Database, bool IsNew)> OpenAsync(string path, bool durable, CancellationToken cancellationToken)
    {
        var connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30 }.ToString();
        var writer = new EmulatorDbContext(Options(connectionString));
        try
        {
            await writer.Database.OpenConnectionAsync(cancellationToken);
            var version = await ReadSchemaVersionAsync(writer, cancellationToken);
            if (version is not (0 or EmulatorDbContext.SchemaVersion))
            {
                throw new WorldDatabaseException(
                    $"{path} has schema version {version}; this emulator uses version {EmulatorDbContext.SchemaVersion}. "
                    + "Delete the file to start over with the seed, or name another Emulator:DataDirectory.");
            }

            var synchronous = durable ? "NORMAL" : "OFF";
            await ExecuteAsync(writer, $"PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous};", cancellationToken);
            if (version == 0)
            {
                if (!await writer.Database.EnsureCreatedAsync(cancellationToken))
                {
                    throw new WorldDatabaseException(
                        $"{path} is a database, but not one of the emulator's. Move it away, or name another Emulator:DataDirectory.");
                }

                await ExecuteAsync(writer, $"{EmulatorDbContext.SchemaScript} PRAGMA user_version = {EmulatorDbContext.SchemaVersion};", cancellationToken);
            }

            return (new WorldDatabase(path, connectionString, writer), version == 0);
        }
        catch (SqliteException exception)
        {
            await writer.DisposeAsync();
            throw new WorldDatabaseException($"{path} cannot be opened as a database: {exception.Message} Delete the file to start over with the seed.", exception);
        }
        catch (WorldDatabaseException)
        {
            await writer.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Does on another processor, while the rest of the start goes on, what the first use of a database would otherwise wait
    /// for. What fails here fails again, and is told, where it is needed.
    /// </summary>
    public static void WarmUp() => _ = Task.Run(static () =>
    {
        using var context = new EmulatorDbContext(Options("Data Source=:memory:"));
        context.WorldState.AsNoTracking().Select(state => state.Seed).ToQueryString();
    });

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
    public static void Seal(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        Seal(connection);
    }

    /// <summary>Deletes a database that nobody has open.</summary>
    public static void Delete(string path)
    {
        foreach (var file in new[] { path, path + "-wal", path + "-shm" })
            File.Delete(file);
    }

    /// <summary>The stored clock and generator.</summary>
    public Task<WorldState> ReadStateAsync(CancellationToken cancellationToken) => Writer.WorldState.AsNoTracking().SingleAsync(cancellationToken);

    /// <summary>Gives a new database a generator, and a clock that is yet to be set.</summary>
    public async Task InitializeStateAsync(string seed, CancellationToken cancellationToken)
    {
        _ = Writer.WorldState.Add(new WorldState { Seed = seed, ClockMode = ClockMode.Frozen, ClockSpeed = 1 });
        _ = await Writer.SaveChangesAsync(cancellationToken);
        Writer.ChangeTracker.Clear();
    }

    /// <summary>
    /// A context for reading. It tracks nothing, and all its queries see what was committed at the first of them, even when
    /// the database becomes a copy of another in between.
    /// </summary>
    public EmulatorDbContext OpenReader()
    {
        var reader = _readers.CreateDbContext();
        reader.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        // How the provider says "begin deferred": without a lock until the first query, and never one that writers wait for.
        _ = reader.Database.BeginTransaction(IsolationLevel.ReadUncommitted);
        return reader;
    }

    /// <summary>For reading by prepared statements.</summary>
    public SqlReader OpenSqlReader() => _sqlReaders.Take();

    /// <summary>
    /// Adds an index that the schema does not have from the beginning, unless it cannot be made: where there is no room for it,
    /// say. Used under the world's writer gate.
    /// </summary>
    public async Task TryCreateIndexAsync(string definition)
    {
        if (_impossibleIndexes.Contains(definition))
            return;
        try
        {
            await ExecuteAsync(Writer, definition, CancellationToken.None);
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
            Connection.BackupDatabase(target);
            Seal(target);
        }

        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Makes this database a copy of the one in a file. Readers see what was before or what is after.</summary>
    public void CopyFrom(string path)
    {
        using var source = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ToString());
        source.Open();
        source.BackupDatabase(Connection);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _sqlReaders.Close();
        await ExecuteAsync(Writer, "PRAGMA wal_checkpoint(TRUNCATE);", CancellationToken.None);
        await Writer.DisposeAsync();
        using var pool = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(pool);
    }

    private SqliteConnection Connection => (SqliteConnection)Writer.Database.GetDbConnection();

    private static void Seal(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = DELETE;";
        _ = command.ExecuteNonQuery();
    }

    private static DbContextOptions<EmulatorDbContext> Options(string connectionString) =>
        new DbContextOptionsBuilder<EmulatorDbContext>().UseSqlite(connectionString).EnableThreadSafetyChecks(false).Options;

    private static async Task<long> ReadSchemaVersionAsync(EmulatorDbContext context, CancellationToken cancellationToken)
    {
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA user_version;";
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task ExecuteAsync(EmulatorDbContext context, string sql, CancellationToken cancellationToken)
    {
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        _ = await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>A world's file cannot be used.</summary>
internal sealed class WorldDatabaseException(string message, Exception? inner = null) : Exception(message, inner);

using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace NoyoEmulator.Persistence;

/// <summary>
/// A connection that reads a world by prepared statements, for what is asked so often that making a statement anew each time
/// would cost more than running it. One request uses it at a time, and it is kept for the next one.
/// </summary>
internal sealed class SqlReader : IDisposable
{
    private const int MaxStatements = 64;
    private const int MaxCounts = 64;

    private readonly SqliteConnection _connection;
    private readonly Action<SqlReader> _giveBack;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private long _countedVersion;
    private bool _isPinned;

    /// <param name="connectionString">The database.</param>
    /// <param name="busyTimeout">How long it waits for another process that holds the database.</param>
    /// <param name="giveBack">Takes the reader when its user is done with it.</param>
    public SqlReader(string connectionString, TimeSpan busyTimeout, Action<SqlReader> giveBack)
    {
        _giveBack = giveBack;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        _connection.Open();
        _ = raw.sqlite3_busy_timeout(_connection.Handle, (int)busyTimeout.TotalMilliseconds);
    }

    /// <summary>How much its statements did since they were prepared, in steps of the engine.</summary>
    internal long Steps => _statements.Values.Sum(statement => (long)statement.Steps);

    /// <summary>How many statements it was asked to run.</summary>
    internal int Runs { get; private set; }

    /// <summary>From here on until it is given back, all it reads is as it was committed at one instant.</summary>
    public void Pin()
    {
        Execute("BEGIN");
        _isPinned = true;
    }

    /// <summary>Runs a statement. Its rows are to be disposed of before the next one of the same text.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="values">Its parameters; what it does not name is left out.</param>
    public SqlRows Query(string sql, SqlValues values)
    {
        var statement = Prepare(sql);
        values.BindTo(statement);
        return new SqlRows(statement);
    }

    /// <summary>Runs a statement. Its rows are to be disposed of before the next one of the same text.</summary>
    /// <param name="sql">The statement, with a question mark for each value.</param>
    /// <param name="values">The values.</param>
    public SqlRows Query(string sql, params ReadOnlySpan<object> values)
    {
        var statement = Prepare(sql);
        statement.Bind(values);
        return new SqlRows(statement);
    }

    /// <summary>The rows of an entity that meet a condition.</summary>
    /// <param name="condition">What follows WHERE, with a question mark for each value.</param>
    /// <param name="values">The values.</param>
    public List<T> Where<T>(string condition, params ReadOnlySpan<object> values)
        where T : class
    {
        var table = Table.Of(EmulatorDbContext.TableModel, typeof(T));
        return table.Read<T>(Prepare(table.SelectWhere(condition)), values);
    }

    /// <summary>The rows of an entity that meet a condition.</summary>
    /// <param name="condition">What follows WHERE.</param>
    /// <param name="values">Its parameters; what it does not name is left out.</param>
    public List<T> Where<T>(string condition, SqlValues values)
        where T : class
    {
        var table = Table.Of(EmulatorDbContext.TableModel, typeof(T));
        var statement = Prepare(table.SelectWhere(condition));
        values.BindTo(statement);
        return table.Read<T>(statement, []);
    }

    /// <summary>The whole number that a statement gives.</summary>
    public long Number(string sql, SqlValues values)
    {
        using var rows = Query(sql, values);
        return rows.Next() ? rows.Number(0) : 0;
    }

    /// <summary>
    /// How many rows a statement counts. It is counted once for as long as nobody commits anything: who looks again and again finds the
    /// same number until something happens. The reader must be pinned.
    /// </summary>
    public long Count(string sql, SqlValues values)
    {
        var version = Number("PRAGMA data_version", SqlValues.None);
        if (version != _countedVersion || _counts.Count == MaxCounts)
            _counts.Clear();
        _countedVersion = version;
        var question = values.TextFor(sql);
        if (!_counts.TryGetValue(question, out var count))
            _counts.Add(question, count = Number(sql, values));
        return count;
    }

    /// <summary>Ends the use of it.</summary>
    public void Dispose()
    {
        if (_isPinned && !TryUnpin())
        {
            Close();
            return;
        }

        if (_statements.Count > MaxStatements)
            CloseStatements();
        _giveBack(this);
    }

    /// <summary>Closes it for good.</summary>
    public void Close()
    {
        CloseStatements();
        _connection.Dispose();
    }

    /// <summary>What it read is read; where even the end of that fails, the connection is of no more use.</summary>
    private bool TryUnpin()
    {
        _isPinned = false;
        try
        {
            Execute("COMMIT");
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private void CloseStatements()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
    }

    private void Execute(string sql)
    {
        using var rows = Query(sql, SqlValues.None);
        _ = rows.Next();
    }

    private Statement Prepare(string sql)
    {
        Runs++;
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new Statement(_connection.Handle!, sql));
        return statement;
    }
}

/// <summary>Readers that wait for their next use.</summary>
internal sealed class SqlReaderPool(string connectionString, TimeSpan busyTimeout)
{
    private static readonly int MaxIdle = Environment.ProcessorCount;

    private readonly Lock _lock = new();
    private readonly Stack<SqlReader> _idle = new();
    private int _generation;

    /// <summary>A reader that nobody else uses.</summary>
    public SqlReader Take()
    {
        lock (_lock)
        {
            if (_idle.TryPop(out var reader))
                return reader;
        }

        var generation = Volatile.Read(ref _generation);
        return new SqlReader(connectionString, busyTimeout, reader => GiveBack(reader, generation));
    }

    /// <summary>Closes them; those in use when they come back.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _generation++;
            while (_idle.TryPop(out var reader))
                reader.Close();
        }
    }

    private void GiveBack(SqlReader reader, int generation)
    {
        lock (_lock)
        {
            if (generation == _generation && _idle.Count < MaxIdle)
            {
                _idle.Push(reader);
                return;
            }
        }

        reader.Close();
    }
}

/// <summary>The parameters of statements, by name.</summary>
internal sealed class SqlValues
{
    private readonly List<(string Name, object? Value)> _values = [];

    /// <summary>For statements without parameters.</summary>
    public static SqlValues None { get; } = new();

    /// <summary>Gives a parameter a value.</summary>
    public void Set(string name, object? value) => _values.Add((name, value));

    /// <summary>A statement with its parameters' values behind it.</summary>
    internal string TextFor(string sql)
    {
        var text = new StringBuilder(sql);
        foreach (var (name, value) in _values.Where(parameter => sql.Contains(parameter.Name, StringComparison.Ordinal)))
            _ = text.Append(CultureInfo.InvariantCulture, $"\0{name}={(value is DateTimeOffset instant ? instant.UtcTicks : value)}");
        return text.ToString();
    }

    internal void BindTo(Statement statement)
    {
        foreach (var (name, value) in _values)
        {
            if (statement.IndexOf(name) is not { } index)
                continue;
            if (value is null)
                statement.BindNull(index);
            else
                StoredValue.Of(value.GetType()).Bind(statement, index, value);
        }
    }
}

/// <summary>The rows of a statement, one after the other. What spans show is gone with the next row.</summary>
internal readonly ref struct SqlRows(Statement statement)
{
    /// <summary>Goes to the next row, if there is one.</summary>
    public bool Next() => statement.Step();

    public bool IsNull(int column) => statement.IsNull(column);

    public long Number(int column) => statement.GetInt64(column);

    public bool Flag(int column) => Number(column) != 0;

    public Guid Id(int column) => new(statement.GetBytes(column), bigEndian: true);

    public DateTimeOffset Instant(int column) => InstantConverter.FromMicroseconds(Number(column));

    /// <summary>A text as the UTF-8 that is stored.</summary>
    public ReadOnlySpan<byte> Text(int column) => statement.GetBytes(column);

    /// <summary>An instant in whole seconds since 1970.</summary>
    public long Seconds(int column) => InstantConverter.ToSeconds(Number(column));

    /// <summary>Makes the statement ready for its next use.</summary>
    public void Dispose() => statement.Reset();
}

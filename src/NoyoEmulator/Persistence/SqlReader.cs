using System.Globalization;
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
    private const int BusyMilliseconds = 30_000;

    private readonly SqliteConnection _connection;
    private readonly Action<SqlReader> _giveBack;
    private readonly Dictionary<string, sqlite3_stmt> _statements = new(StringComparer.Ordinal);
    private bool _isPinned;

    /// <param name="connectionString">The database.</param>
    /// <param name="giveBack">Takes the reader when its user is done with it.</param>
    public SqlReader(string connectionString, Action<SqlReader> giveBack)
    {
        _giveBack = giveBack;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        _connection.Open();
        _ = raw.sqlite3_busy_timeout(_connection.Handle, BusyMilliseconds);
    }

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
        return new SqlRows(_connection.Handle!, statement);
    }

    /// <summary>The whole number that a statement gives.</summary>
    public long Number(string sql, SqlValues values)
    {
        using var rows = Query(sql, values);
        return rows.Next() ? rows.Number(0) : 0;
    }

    /// <summary>Ends the use of it.</summary>
    public void Dispose()
    {
        if (_isPinned)
            Execute("COMMIT");
        _isPinned = false;
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

    private sqlite3_stmt Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out var known))
            return known;
        var result = raw.sqlite3_prepare_v3(_connection.Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement);
        SqliteException.ThrowExceptionForRC(result, _connection.Handle);
        _statements.Add(sql, statement);
        return statement;
    }
}

/// <summary>Readers that wait for their next use.</summary>
internal sealed class SqlReaderPool(string connectionString)
{
    private static readonly int MaxIdle = Environment.ProcessorCount;

    private readonly Lock _lock = new();
    private readonly Stack<SqlReader> _idle = new();
    private bool _isClosed;

    /// <summary>A reader that nobody else uses.</summary>
    public SqlReader Take()
    {
        lock (_lock)
        {
            if (_idle.TryPop(out var reader))
                return reader;
        }

        return new SqlReader(connectionString, GiveBack);
    }

    /// <summary>Closes them; those in use when they come back.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            while (_idle.TryPop(out var reader))
                reader.Close();
        }
    }

    private void GiveBack(SqlReader reader)
    {
        lock (_lock)
        {
            if (!_isClosed && _idle.Count < MaxIdle)
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

    /// <summary>Gives a parameter a value, in the form in which columns hold it.</summary>
    public void Set(string name, object? value) => _values.Add((name, value));

    internal void BindTo(sqlite3_stmt statement)
    {
        foreach (var (name, value) in _values)
        {
            if (raw.sqlite3_bind_parameter_index(statement, name) is > 0 and var index)
                Bind(statement, index, value);
        }
    }

    private static void Bind(sqlite3_stmt statement, int index, object? value) => _ = value switch
    {
        null => raw.sqlite3_bind_null(statement, index),
        Guid id => raw.sqlite3_bind_blob(statement, index, id.ToByteArray(bigEndian: true)),
        bool flag => raw.sqlite3_bind_int64(statement, index, flag ? 1 : 0),
        DateTimeOffset instant => raw.sqlite3_bind_int64(statement, index, InstantConverter.ToMicroseconds(instant)),
        string text => raw.sqlite3_bind_text(statement, index, text),
        _ => raw.sqlite3_bind_int64(statement, index, Convert.ToInt64(value, CultureInfo.InvariantCulture)),
    };
}

/// <summary>The rows of a statement, one after the other. What spans show is gone with the next row.</summary>
internal readonly ref struct SqlRows(sqlite3 connection, sqlite3_stmt statement)
{
    /// <summary>Goes to the next row, if there is one.</summary>
    public bool Next()
    {
        var result = raw.sqlite3_step(statement);
        if (result is raw.SQLITE_ROW)
            return true;
        if (result is not raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(result, connection);
        return false;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    public bool Flag(int column) => Number(column) != 0;

    public Guid Id(int column) => new(raw.sqlite3_column_blob(statement, column), bigEndian: true);

    /// <summary>A text as the UTF-8 that is stored.</summary>
    public ReadOnlySpan<byte> Text(int column) => raw.sqlite3_column_blob(statement, column);

    /// <summary>An instant in whole seconds since 1970.</summary>
    public long Seconds(int column) => InstantConverter.ToSeconds(Number(column));

    /// <summary>Makes the statement ready for its next use.</summary>
    public void Dispose()
    {
        _ = raw.sqlite3_reset(statement);
        _ = raw.sqlite3_clear_bindings(statement);
    }
}

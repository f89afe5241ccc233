using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace NoyoEmulator.Persistence;

/// <summary>
/// One SQL statement of a connection, prepared once and run again and again. SQLite has no asynchronous work to wait for, so
/// it is run where it is called. Parameters and columns are counted from 0. Not thread-safe, as its connection is not.
/// </summary>
internal sealed class Statement : IDisposable
{
    // Stack space for texts; longer ones borrow their buffer.
    private const int ShortText = 512;

    // What is longer is let go at once: not put into a pool of buffers, nor kept by the statement until its next run.
    private const int LongValue = 256 * 1024;

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private bool _holdsLongValue;

    /// <exception cref="SqliteException">It is not a statement of this database.</exception>
    public Statement(sqlite3 connection, string sql)
    {
        _connection = connection;
        Sql = sql;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), connection);
    }

    /// <summary>Its text.</summary>
    public string Sql { get; }

    /// <summary>How much it did since it was prepared, in steps of the engine.</summary>
    public int Steps => raw.sqlite3_stmt_status(_statement, raw.SQLITE_STMTSTATUS_VM_STEP, 0);

    /// <summary>The place of a parameter that has a name; null when it is not in the statement.</summary>
    public int? IndexOf(string name) => raw.sqlite3_bind_parameter_index(_statement, name) is > 0 and var index ? index - 1 : null;

    public void BindNull(int index) => Check(raw.sqlite3_bind_null(_statement, index + 1));

    public void Bind(int index, long value) => Check(raw.sqlite3_bind_int64(_statement, index + 1, value));

    public void Bind(int index, double value) => Check(raw.sqlite3_bind_double(_statement, index + 1, value));

    public void Bind(int index, ReadOnlySpan<byte> value)
    {
        _holdsLongValue |= value.Length > LongValue;
        Check(raw.sqlite3_bind_blob(_statement, index + 1, value));
    }

    public void Bind(int index, string value)
    {
        if (value.Length == 0)
        {
            // An empty span would be taken for NULL.
            Check(raw.sqlite3_bind_text(_statement, index + 1, ""));
            return;
        }

        if (value.Length > LongValue)
        {
            _holdsLongValue = true;
            Check(raw.sqlite3_bind_text(_statement, index + 1, (ReadOnlySpan<byte>)Encoding.UTF8.GetBytes(value)));
            return;
        }

        var longest = Encoding.UTF8.GetMaxByteCount(value.Length);
        var borrowed = longest > ShortText ? ArrayPool<byte>.Shared.Rent(longest) : null;
        var buffer = borrowed ?? stackalloc byte[ShortText];
        var length = Encoding.UTF8.GetBytes(value, buffer);
        Check(raw.sqlite3_bind_text(_statement, index + 1, (ReadOnlySpan<byte>)buffer[..length]));
        if (borrowed is not null)
            ArrayPool<byte>.Shared.Return(borrowed);
    }

    /// <summary>Gives all parameters their values, in the order in which they stand.</summary>
    public void Bind(ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            StoredValue.Of(values[i].GetType()).Bind(this, i, values[i]);
    }

    /// <summary>Goes to the next row; <see cref="Reset"/> must follow the last.</summary>
    /// <returns>False after the last one.</returns>
    /// <exception cref="SqliteException">The database refuses.</exception>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
            return true;
        if (result == raw.SQLITE_DONE)
            return false;
        // The message is the connection's latest, which resetting would replace.
        try
        {
            SqliteException.ThrowExceptionForRC(result, _connection);
        }
        finally
        {
            Reset();
        }

        return false;
    }

    /// <summary>Runs a statement that has no rows.</summary>
    /// <exception cref="SqliteException">The database refuses; nothing of the statement was done.</exception>
    public void Execute()
    {
        _ = Step();
        Reset();
    }

    /// <summary>Ends a run, so that the statement holds no lock and can be run again.</summary>
    public void Reset()
    {
        _ = raw.sqlite3_reset(_statement);
        if (_holdsLongValue)
            _ = raw.sqlite3_clear_bindings(_statement);
        _holdsLongValue = false;
    }

    public bool IsNull(int index) => raw.sqlite3_column_type(_statement, index) == raw.SQLITE_NULL;

    public long GetInt64(int index) => raw.sqlite3_column_int64(_statement, index);

    public double GetDouble(int index) => raw.sqlite3_column_double(_statement, index);

    /// <summary>The bytes of a column, valid until the next step.</summary>
    public ReadOnlySpan<byte> GetBytes(int index) => raw.sqlite3_column_blob(_statement, index);

    public string GetString(int index) => Encoding.UTF8.GetString(GetBytes(index));

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _connection);
}

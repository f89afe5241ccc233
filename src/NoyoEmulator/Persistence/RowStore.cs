using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Metadata;
using SQLitePCL;

namespace NoyoEmulator.Persistence;

/// <summary>
/// The rows of a world as its one writer sees and changes them: by statements that are made from EF's model, prepared once on
/// the connection that writes, and run where they are called. Every change is made at once, within the transaction that is
/// open, and later reads see it. Used under the world's writer gate only.
/// </summary>
internal sealed class RowStore : IDisposable
{
    private readonly Dictionary<Type, Table> _tables = [];
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);
    private readonly Func<IModel> _model;
    private readonly SqliteConnection _connection;

    internal RowStore(SqliteConnection connection, Func<IModel> model)
    {
        _connection = connection;
        _model = model;
        Setup = new SetupCache(this);
    }

    /// <summary>What is kept of rows that rarely change.</summary>
    public SetupCache Setup { get; }

    /// <summary>Who looks on; null for nobody. Rows that go by a condition are not shown to anybody.</summary>
    internal IRowWatcher? Watcher { get; set; }

    /// <summary>How many rows were changed since the database was opened.</summary>
    public int Changes => raw.sqlite3_total_changes(Handle);

    /// <summary>How many statements were run since the database was opened.</summary>
    internal long Executions { get; private set; }

    /// <summary>The texts of all statements that were run.</summary>
    internal IEnumerable<string> Statements => _statements.Keys;

    private bool IsInTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    private sqlite3 Handle => _connection.Handle!;

    /// <summary>The row with a key; null when there is none.</summary>
    public T? Find<T>(params ReadOnlySpan<object> key)
        where T : class
    {
        var table = TableOf<T>();
        return Read<T>(table, table.SelectByKey, key) is [var row, ..] ? row : null;
    }

    /// <summary>All rows.</summary>
    public List<T> All<T>()
        where T : class => Read<T>(TableOf<T>(), TableOf<T>().Select, []);

    /// <summary>The rows that meet a condition.</summary>
    /// <param name="condition">What follows WHERE, with a question mark for each value.</param>
    /// <param name="values">The values.</param>
    public List<T> Where<T>(string condition, params ReadOnlySpan<object> values)
        where T : class => Read<T>(TableOf<T>(), TableOf<T>().SelectWhere(condition), values);

    /// <summary>The rows that have one of several values in a column: one query for many of them.</summary>
    /// <param name="column">The column, which has an index.</param>
    /// <param name="values">The values; none gives no rows.</param>
    /// <param name="condition">What else must hold, with AND before it; it takes no values.</param>
    public List<T> WhereIn<T>(string column, IReadOnlyCollection<Guid> values, string condition = "")
        where T : class
    {
        var found = new List<T>();
        foreach (var some in values.Distinct().Chunk(Table.MostListed))
        {
            var size = Table.ListSize(some.Length);
            var listed = new object[size];
            // A list is filled up with its last value: few sizes make few statements.
            for (var i = 0; i < size; i++)
                listed[i] = some[Math.Min(i, some.Length - 1)];
            found.AddRange(Read<T>(TableOf<T>(), TableOf<T>().SelectWhereIn(column, size, condition), listed));
        }

        return found;
    }

    /// <summary>The number of the newest row, in order of creation; 0 when there is none.</summary>
    public long NewestRow<T>()
        where T : class => Number(TableOf<T>().Newest, []);

    /// <summary>The number of the last of the oldest rows up to a number; 0 when there is none.</summary>
    /// <param name="upTo">The greatest number that counts.</param>
    /// <param name="most">How many of the oldest at most.</param>
    public long LastOfOldestRows<T>(long upTo, int most)
        where T : class => Number(TableOf<T>().LastOfOldest, upTo, most);

    /// <summary>Adds a row. A key that the database gives is set on it.</summary>
    public void Insert<T>(T row)
        where T : class
    {
        var table = TableOf<T>();
        var statement = Prepare(table.Insert);
        Bind(statement, table.Inserted, row, 0);
        statement.Execute();
        if (table.GeneratedKey is { } key)
            key.Set(row, raw.sqlite3_last_insert_rowid(Handle));
        Setup.Written(typeof(T));
        Watcher?.Wrote(row, RowWrite.Inserted, []);
    }

    /// <summary>Changes some columns of a row to what its properties are.</summary>
    /// <param name="row">The row.</param>
    /// <param name="properties">The properties that changed; none for all.</param>
    public void Update<T>(T row, params ReadOnlySpan<string> properties)
        where T : class
    {
        var table = TableOf<T>();
        var update = table.Update(properties);
        var statement = Prepare(update.Sql);
        Bind(statement, update.Changed, row, 0);
        Bind(statement, table.Key, row, update.Changed.Count);
        statement.Execute();
        Setup.Written(typeof(T));
        Watcher?.Wrote(row, RowWrite.Updated, properties);
    }

    /// <summary>Removes a row.</summary>
    /// <returns>False when it was gone already.</returns>
    public bool Delete<T>(T row)
        where T : class
    {
        var table = TableOf<T>();
        var statement = Prepare(table.Delete);
        Bind(statement, table.Key, row, 0);
        statement.Execute();
        Setup.Written(typeof(T));
        var wasThere = raw.sqlite3_changes(Handle) > 0;
        if (wasThere)
            Watcher?.Wrote(row, RowWrite.Deleted, []);
        return wasThere;
    }

    /// <summary>Removes the rows that meet a condition, with a question mark for each value.</summary>
    /// <returns>How many there were.</returns>
    public int DeleteWhere<T>(string condition, params ReadOnlySpan<object> values)
        where T : class
    {
        var statement = Prepare(TableOf<T>().DeleteWhere(condition));
        statement.Bind(values);
        statement.Execute();
        Setup.Written(typeof(T));
        return raw.sqlite3_changes(Handle);
    }

    /// <summary>How the database would run a statement.</summary>
    internal List<string> Explain(string sql)
    {
        using var statement = new Statement(Handle, $"EXPLAIN QUERY PLAN {sql}");
        var plan = new List<string>();
        while (statement.Step())
            plan.Add(statement.GetString(3));
        return plan;
    }

    /// <summary>Begins a transaction.</summary>
    internal void Begin()
    {
        // One that could not be taken back at its time would refuse all that come after it.
        if (IsInTransaction)
            Prepare("ROLLBACK").Execute();
        Prepare("BEGIN IMMEDIATE").Execute();
    }

    /// <summary>Keeps what was changed since <see cref="Begin"/>.</summary>
    internal void Commit()
    {
        Prepare("COMMIT").Execute();
        Setup.Committed();
    }

    /// <summary>Takes back what was changed since <see cref="Begin"/>.</summary>
    internal void Rollback()
    {
        // A full disk may have ended the transaction already.
        if (IsInTransaction)
            Prepare("ROLLBACK").Execute();
        Setup.RolledBack();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
    }

    private List<T> Read<T>(Table table, string sql, ReadOnlySpan<object> values) => table.Read<T>(Prepare(sql), values);

    private long Number(string sql, params ReadOnlySpan<object> values)
    {
        var statement = Prepare(sql);
        statement.Bind(values);
        try
        {
            // An aggregate has one row; without rows to look at it is NULL, which is read as 0.
            _ = statement.Step();
            return statement.GetInt64(0);
        }
        finally
        {
            statement.Reset();
        }
    }

    private static void Bind(Statement statement, IReadOnlyList<Column> columns, object row, int from)
    {
        for (var i = 0; i < columns.Count; i++)
            columns[i].Bind(statement, from + i, row);
    }

    private Table TableOf<T>()
    {
        if (!_tables.TryGetValue(typeof(T), out var table))
            _tables.Add(typeof(T), table = Table.Of(_model(), typeof(T)));
        return table;
    }

    private Statement Prepare(string sql)
    {
        Executions++;
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new Statement(Handle, sql));
        return statement;
    }
}

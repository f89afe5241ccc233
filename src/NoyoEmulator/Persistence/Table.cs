using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace NoyoEmulator.Persistence;

/// <summary>One column of a table, and the property that it is kept for.</summary>
/// <param name="name">The column's name, quoted.</param>
/// <param name="property">The property's name.</param>
/// <param name="field">Where the property keeps its value, as EF has it too. A field is read as it is; for each property code would be made at run time.</param>
/// <param name="isGenerated">Whether the database gives its value when a row is added.</param>
internal sealed class Column(string name, string property, FieldInfo field, bool isGenerated)
{
    private readonly StoredValue _form = StoredValue.Of(field.FieldType);

    /// <summary>The column's name, quoted.</summary>
    public string Name => name;

    /// <summary>The property's name.</summary>
    public string Property => property;

    /// <summary>Whether the database gives its value when a row is added.</summary>
    public bool IsGenerated => isGenerated;

    public void Bind(Statement statement, int index, object row)
    {
        if (field.GetValue(row) is { } value)
            _form.Bind(statement, index, value);
        else
            statement.BindNull(index);
    }

    public void Read(Statement statement, int index, object row) => field.SetValue(row, statement.IsNull(index) ? null : _form.Read(statement, index));

    public void Set(object row, object value) => field.SetValue(row, value);
}

/// <summary>
/// The statements of one entity, made from EF's model, which stays the only description of the schema. The same for every
/// world, so it is made once.
/// </summary>
internal sealed class Table
{
    /// <summary>The longest list of values that one statement takes.</summary>
    public const int MostListed = 256;

    private static readonly ConcurrentDictionary<Type, Table> Known = new();

    private readonly Type _type;
    private readonly string _name;
    private readonly List<Column> _columns;
    private readonly string _columnNames;
    private readonly ConcurrentDictionary<string, string> _selects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TableUpdate> _updates = new(StringComparer.Ordinal);

    private Table(IEntityType entity)
    {
        _type = entity.ClrType;
        _name = Quoted(entity.GetTableName()!);
        var key = entity.FindPrimaryKey()!.Properties;
        _columns = [.. entity.GetProperties().Select(property => new Column(
            Quoted(property.GetColumnName()),
            property.Name,
            property.FieldInfo!,
            isGenerated: property.ValueGenerated == ValueGenerated.OnAdd && key.Contains(property)))];
        Key = [.. key.Select(property => _columns.Find(column => column.Property == property.Name)!)];
        GeneratedKey = _columns.Find(column => column.IsGenerated);
        Inserted = [.. _columns.Where(column => !column.IsGenerated)];

        _columnNames = string.Join(", ", _columns.Select(column => column.Name));
        var byKey = Assignments(Key, " AND ");
        Select = $"SELECT {_columnNames} FROM {_name}";
        SelectByKey = $"{Select} WHERE {byKey}";
        Insert = $"INSERT INTO {_name} ({string.Join(", ", Inserted.Select(column => column.Name))}) VALUES ({Placeholders(Inserted.Count)})";
        Delete = $"DELETE FROM {_name} WHERE {byKey}";
        Newest = $"SELECT max(rowid) FROM {_name}";
        LastOfOldest = $"SELECT max(rowid) FROM (SELECT rowid FROM {_name} WHERE rowid <= ? ORDER BY rowid LIMIT ?)";
    }

    /// <summary>The columns by which a row is found.</summary>
    public IReadOnlyList<Column> Key { get; }

    /// <summary>The key that the database gives; null where the world gives it.</summary>
    public Column? GeneratedKey { get; }

    /// <summary>The columns that <see cref="Insert"/> takes, in its order.</summary>
    public IReadOnlyList<Column> Inserted { get; }

    public string Select { get; }

    public string SelectByKey { get; }

    public string Insert { get; }

    public string Delete { get; }

    public string Newest { get; }

    public string LastOfOldest { get; }

    /// <summary>The table of an entity.</summary>
    public static Table Of(IModel model, Type type) => Known.GetOrAdd(type, static (wanted, known) => new Table(known.FindEntityType(wanted)!), model);

    /// <summary>Makes the statements of all entities.</summary>
    public static void MakeReady()
    {
        var model = EmulatorDbContext.TableModel;
        foreach (var entity in model.GetEntityTypes())
            _ = Of(model, entity.ClrType);
    }

    /// <summary>How long a list of values is made, so that few lengths make few statements.</summary>
    public static int ListSize(int count)
    {
        var size = 1;
        while (size < count)
            size *= 4;
        return size;
    }

    public string SelectWhere(string condition) => _selects.GetOrAdd(condition, static (where, table) => $"{table.Select} WHERE {where}", this);

    public string SelectWhereIn(string column, int size, string condition) =>
        SelectWhere($"{column} IN ({Placeholders(size)}){(condition.Length == 0 ? "" : $" {condition}")}");

    public string DeleteWhere(string condition) => $"DELETE FROM {_name} WHERE {condition}";

    /// <summary>The statement that changes some properties; all but the key for none.</summary>
    public TableUpdate Update(ReadOnlySpan<string> properties)
    {
        var wanted = string.Join(',', properties!);
        return _updates.GetOrAdd(wanted, static (names, table) => table.MakeUpdate(names), this);
    }

    /// <summary>Runs a statement, and gives its rows.</summary>
    /// <param name="statement">One that selects all columns of this table.</param>
    /// <param name="values">Its parameters.</param>
    public List<T> Read<T>(Statement statement, ReadOnlySpan<object> values)
    {
        statement.Bind(values);
        var rows = new List<T>();
        try
        {
            while (statement.Step())
                rows.Add((T)ReadRow(statement));
        }
        finally
        {
            statement.Reset();
        }

        return rows;
    }

    private object ReadRow(Statement statement)
    {
        var row = Activator.CreateInstance(_type)!;
        for (var i = 0; i < _columns.Count; i++)
            _columns[i].Read(statement, i, row);
        return row;
    }

    private TableUpdate MakeUpdate(string properties)
    {
        List<Column> changed = properties.Length == 0
            ? [.. _columns.Where(column => !Key.Contains(column))]
            : [.. properties.Split(',').Select(name => _columns.Find(column => column.Property == name)
                ?? throw new ArgumentException($"{_type.Name} has no column for {name}.", nameof(properties)))];
        return new TableUpdate($"UPDATE {_name} SET {Assignments(changed, ", ")} WHERE {Assignments(Key, " AND ")}", changed);
    }

    /// <summary>Some columns have the name of a word of SQL.</summary>
    private static string Quoted(string name) => $"\"{name}\"";

    private static string Assignments(IEnumerable<Column> columns, string separator) =>
        string.Join(separator, columns.Select(column => $"{column.Name} = ?"));

    private static string Placeholders(int count) => string.Join(", ", Enumerable.Repeat("?", count));
}

/// <summary>A statement that changes some columns of a row.</summary>
/// <param name="Sql">Its text; the key comes after the changed columns.</param>
/// <param name="Changed">The columns, in the order of its parameters.</param>
internal sealed record TableUpdate(string Sql, IReadOnlyList<Column> Changed);

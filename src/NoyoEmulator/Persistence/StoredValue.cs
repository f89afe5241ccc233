using System.Globalization;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Persistence;

/// <summary>
/// How a property of some type is kept in a column, for statements: the same forms that EF's model has by its conventions and
/// by the converters of this folder.
/// </summary>
internal abstract class StoredValue
{
    private const string DateFormat = "yyyy-MM-dd";

    private static readonly Dictionary<Type, StoredValue> Known = new()
    {
        [typeof(string)] = new Form((statement, index, value) => statement.Bind(index, (string)value), (statement, index) => statement.GetString(index)),
        [typeof(byte[])] = new Form((statement, index, value) => statement.Bind(index, (byte[])value), (statement, index) => statement.GetBytes(index).ToArray()),
        [typeof(long)] = new Form((statement, index, value) => statement.Bind(index, (long)value), (statement, index) => statement.GetInt64(index)),
        [typeof(int)] = new Form((statement, index, value) => statement.Bind(index, (int)value), (statement, index) => (int)statement.GetInt64(index)),
        [typeof(bool)] = new Form((statement, index, value) => statement.Bind(index, (bool)value ? 1 : 0), (statement, index) => statement.GetInt64(index) != 0),
        [typeof(double)] = new Form((statement, index, value) => statement.Bind(index, (double)value), (statement, index) => statement.GetDouble(index)),
        [typeof(Guid)] = new Form(BindId, (statement, index) => new Guid(statement.GetBytes(index), bigEndian: true)),
        [typeof(DateTimeOffset)] = new Form(
            (statement, index, value) => statement.Bind(index, InstantConverter.ToMicroseconds((DateTimeOffset)value)),
            (statement, index) => InstantConverter.FromMicroseconds(statement.GetInt64(index))),
        [typeof(DateOnly)] = new Form(
            (statement, index, value) => statement.Bind(index, ((DateOnly)value).ToString(DateFormat, CultureInfo.InvariantCulture)),
            (statement, index) => DateOnly.ParseExact(statement.GetString(index), DateFormat, CultureInfo.InvariantCulture)),
    };

    /// <summary>How a property of this type is kept; null is kept as NULL.</summary>
    /// <exception cref="NotSupportedException">No property of this type has been kept before.</exception>
    public static StoredValue Of(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        lock (Known)
        {
            if (!Known.TryGetValue(plain, out var stored))
            {
                stored = plain.IsEnum
                    ? (StoredValue)Activator.CreateInstance(typeof(NamedForm<>).MakeGenericType(plain))!
                    : throw new NotSupportedException($"A statement cannot keep a {plain.Name}; say in {nameof(StoredValue)} how it is to.");
                Known.Add(plain, stored);
            }

            return stored;
        }
    }

    /// <summary>Gives a statement a value that is not null.</summary>
    public abstract void Bind(Statement statement, int index, object value);

    /// <summary>Takes a value that is not null from a statement's row.</summary>
    public abstract object Read(Statement statement, int index);

    private static void BindId(Statement statement, int index, object value)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = ((Guid)value).TryWriteBytes(bytes, bigEndian: true, out _);
        statement.Bind(index, bytes);
    }

    private sealed class Form(Action<Statement, int, object> bind, Func<Statement, int, object> read) : StoredValue
    {
        public override void Bind(Statement statement, int index, object value) => bind(statement, index, value);

        public override object Read(Statement statement, int index) => read(statement, index);
    }

    private sealed class NamedForm<TEnum> : StoredValue
        where TEnum : struct, Enum
    {
        public override void Bind(Statement statement, int index, object value) => statement.Bind(index, EnumName.Of((TEnum)value));

        public override object Read(Statement statement, int index) => EnumName.Parse<TEnum>(statement.GetString(index));
    }
}

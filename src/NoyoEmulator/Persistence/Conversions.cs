using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Persistence;

/// <summary>Instants as whole microseconds since 1970: SQLite can order and compare them.</summary>
internal sealed class InstantConverter() : ValueConverter<DateTimeOffset, long>(instant => ToMicroseconds(instant), micros => FromMicroseconds(micros))
{
    public static long ToMicroseconds(DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicroseconds(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}

/// <summary>Ids as sixteen bytes in the order of their text, so that ordering by id is the same everywhere.</summary>
internal sealed class IdConverter() : ValueConverter<Guid, byte[]>(id => ToBytes(id), bytes => FromBytes(bytes))
{
    public static byte[] ToBytes(Guid id) => id.ToByteArray(bigEndian: true);

    // A method of its own, since the compiled model cannot contain a constructor that takes a span.
    public static Guid FromBytes(byte[] bytes) => new(bytes, bigEndian: true);
}

/// <summary>Enums as the names they have on the wire.</summary>
internal sealed class EnumNameConverter<TEnum>() : ValueConverter<TEnum, string>(
    value => EnumName.Of(value),
    name => EnumName.Parse<TEnum>(name))
    where TEnum : struct, Enum;

using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace NoyoEmulator.Persistence;

/// <summary>Instants as whole microseconds since 1970: SQLite can order and compare them.</summary>
internal sealed class InstantConverter() : ValueConverter<DateTimeOffset, long>(
    instant => ToMicroseconds(instant),
    micros => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond))
{
    public static long ToMicroseconds(DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The whole seconds of a stored instant.</summary>
    public static long ToSeconds(long micros) => micros / (TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond);
}

/// <summary>Ids as sixteen bytes in the order of their text, so that ordering by id is the same everywhere.</summary>
internal sealed class IdConverter() : ValueConverter<Guid, byte[]>(
    id => id.ToByteArray(true),
    bytes => new Guid(bytes, true));

/// <summary>Enums as the names they have on the wire.</summary>
internal sealed class WireNameConverter<TEnum>() : ValueConverter<TEnum, string>(
    value => WireName.Of(value),
    name => WireName.Parse<TEnum>(name))
    where TEnum : struct, Enum;

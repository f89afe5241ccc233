using System.Buffers.Binary;

namespace NoyoEmulator.Benchmarks.Load;

/// <summary>Ids that are spread as the real ones are, and the same in every run.</summary>
internal static class SpreadIds
{
    /// <summary>As a random id: without any order.</summary>
    public static Guid Random(ulong number)
    {
        var high = Scramble(number);
        return Compose(high, Scramble(high), 4);
    }

    /// <summary>As the emulator's: in the order of the instants they are made at.</summary>
    /// <param name="milliseconds">Since 1970.</param>
    /// <param name="number">Tells apart ids of one instant.</param>
    public static Guid Ordered(long milliseconds, ulong number)
    {
        var spread = Scramble(number);
        return Compose(((ulong)milliseconds << 16) | (spread & 0xFFFF), Scramble(spread), 7);
    }

    /// <summary>A number that looks random (SplitMix64).</summary>
    public static ulong Scramble(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private static Guid Compose(ulong high, ulong low, ulong version)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (high & ~0xF000UL) | (version << 12));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (low & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000);
        return new Guid(bytes, bigEndian: true);
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NoyoEmulator.Simulation;

/// <summary>
/// A world's source of ids and random numbers: a function of a seed and a position, so that a world with a given seed
/// gives the same values to the same calls, and a restored world goes on where the checkpoint was. Not thread-safe: it is
/// used only by the one writer of its world.
/// </summary>
internal sealed class IdGenerator
{
    private const ulong Version = 0x7000;
    private const ulong Variant = 0x8000_0000_0000_0000;

    // Twelve bits of the counter fill the first word up, twelve more stand at the top of the second.
    private const int LowCounterBits = 12;
    private const ulong LowCounterMask = 0xFFF;
    private const ulong CounterMask = 0xFF_FFFF;
    private const int LowCounterShift = 50;

    private ulong _key;

    /// <param name="seed">Any text; the same text gives the same sequence.</param>
    /// <param name="position">How many numbers were already taken.</param>
    public IdGenerator(string seed, long position) => Restore(seed, position);

    /// <summary>How many numbers were taken so far.</summary>
    public long Position { get; private set; }

    public string Seed { get; private set; } = "";

    /// <summary>A seed that no other world has, for a world that was not given one.</summary>
    public static string NewSeed() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Goes to another sequence or another place in it.</summary>
    public void Restore(string seed, long position)
    {
        Seed = seed;
        Position = position;
        _key = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(seed)));
    }

    /// <summary>Goes back to an earlier place, when what was made since then is discarded.</summary>
    public void Rewind(long position) => Position = position;

    /// <summary>
    /// A new UUID (version 7): the world's time, then a counter, so that ids of one instant sort in the order they were made
    /// (RFC 9562, section 6.2, method 1), then numbers from the sequence.
    /// </summary>
    public Guid NextId(DateTimeOffset now)
    {
        var number = NextNumber();
        var counter = (ulong)Position & CounterMask;
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)now.ToUnixTimeMilliseconds() << 16 | Version | counter >> LowCounterBits);
        BinaryPrimitives.WriteUInt64BigEndian(
            bytes[8..], Variant | (counter & LowCounterMask) << LowCounterShift | number >> (64 - LowCounterShift));
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The next number of the sequence (SplitMix64).</summary>
    public ulong NextNumber()
    {
        var z = _key + (ulong)++Position * 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
}

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
    private ulong _key;

    /// <param name="seed">Any text; the same text gives the same sequence.</param>
    /// <param name="position">How many numbers were already taken.</param>
    public IdGenerator(string seed, long position) => Restore(seed, position);

    /// <summary>How many numbers were taken so far.</summary>
    public long Position { get; private set; }

    /// <summary>The seed of the sequence.</summary>
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

    /// <summary>A new UUID (version 7): sortable by the world's time, otherwise from the sequence.</summary>
    public Guid NextId(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)now.ToUnixTimeMilliseconds() << 16 | NextNumber() & 0xFFFF);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], NextNumber());
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x70);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
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

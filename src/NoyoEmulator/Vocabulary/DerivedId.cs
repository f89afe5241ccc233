using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NoyoEmulator.Vocabulary;

/// <summary>
/// Ids that follow from what they are the ids of (UUID version 8): the same in every world, and again when a world is built from what
/// was written down of it.
/// </summary>
internal static class DerivedId
{
    private const int Length = 16;
    private const int VersionByte = 6;
    private const int VariantByte = 8;

    /// <summary>The id of something.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="parts">What makes it the one that it is.</param>
    public static Guid Of(string kind, params ReadOnlySpan<object?> parts)
    {
        var bytes = Digest(kind, parts);
        bytes[VersionByte] = (byte)((bytes[VersionByte] & 0x0F) | 0x80);
        bytes[VariantByte] = (byte)((bytes[VariantByte] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>
    /// The id of something that belongs to somebody, made of the owner's id in such a way that the same call with it gives the owner's
    /// id back: what is nowhere kept can be found by its id nevertheless.
    /// </summary>
    /// <param name="owner">The owner's id; or the id that was made of it.</param>
    /// <param name="kind">The kind of it.</param>
    /// <param name="parts">What makes it another one than the rest of what the owner has.</param>
    public static Guid Mask(Guid owner, string kind, params ReadOnlySpan<object?> parts)
    {
        var mask = Digest(kind, parts);
        // Version and variant stay those of the owner's id.
        mask[VersionByte] &= 0x0F;
        mask[VariantByte] &= 0x3F;
        var bytes = owner.ToByteArray(bigEndian: true);
        for (var i = 0; i < Length; i++)
            bytes[i] ^= mask[i];
        return new Guid(bytes, bigEndian: true);
    }

    private static byte[] Digest(string kind, ReadOnlySpan<object?> parts)
    {
        var text = new StringBuilder(kind);
        foreach (var part in parts)
            _ = text.Append(CultureInfo.InvariantCulture, $"\n{part}");
        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))[..Length];
    }
}

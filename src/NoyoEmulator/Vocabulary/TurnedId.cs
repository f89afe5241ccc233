namespace NoyoEmulator.Vocabulary;

/// <summary>Ids that are made from others by turning some bits, so that each follows from the other and neither is stored.</summary>
internal static class TurnedId
{
    /// <summary>The other id.</summary>
    /// <param name="id">Either of the two.</param>
    /// <param name="turned">The bits to turn; not those that say what kind of uuid it is.</param>
    public static Guid Of(Guid id, Guid turned)
    {
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> bits = stackalloc byte[16];
        _ = id.TryWriteBytes(bytes);
        _ = turned.TryWriteBytes(bits);
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] ^= bits[i];
        return new Guid(bytes);
    }
}

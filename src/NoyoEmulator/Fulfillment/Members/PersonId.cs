namespace NoyoEmulator.Fulfillment.Members;

/// <summary>
/// The ids of persons. Every member is a person of its own (inferred), whose id is the member's with some bits turned, so that each
/// follows from the other and neither is stored. The bits that say what kind of uuid it is stay.
/// </summary>
internal static class PersonId
{
    private static readonly Guid Turned = new("9e25c3a8-5b71-0d96-0a4f-6c18e7b2d053");

    /// <summary>The person that a member is.</summary>
    public static Guid Of(Guid memberId)
    {
        Span<byte> id = stackalloc byte[16];
        Span<byte> turned = stackalloc byte[16];
        _ = memberId.TryWriteBytes(id);
        _ = Turned.TryWriteBytes(turned);
        for (var i = 0; i < id.Length; i++)
            id[i] ^= turned[i];
        return new Guid(id);
    }

    /// <summary>The member that a person is, if there is one.</summary>
    public static Guid MemberOf(Guid personId) => Of(personId);
}

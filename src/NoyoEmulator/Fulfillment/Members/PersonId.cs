using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Members;

/// <summary>The ids of persons: every member is a person of its own (inferred).</summary>
internal static class PersonId
{
    private static readonly Guid Turned = new("9e25c3a8-5b71-0d96-0a4f-6c18e7b2d053");

    /// <summary>The person that a member is.</summary>
    public static Guid Of(Guid memberId) => TurnedId.Of(memberId, Turned);

    /// <summary>The member that a person is, if there is one.</summary>
    public static Guid MemberOf(Guid personId) => TurnedId.Of(personId, Turned);
}

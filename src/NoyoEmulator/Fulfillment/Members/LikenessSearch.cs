using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.Members;

/// <summary>
/// Finds a known member by likeness. Noyo says that name, date of birth and Social Security number are compared, with
/// tolerance for such as Jimmy and James; how exactly is inferred: the date of birth must agree; with the same number the
/// last name, or else the first name's beginning, must; without a number on either side both names must.
/// </summary>
internal static class LikenessSearch
{
    /// <summary>The one candidate that is like the person; null when none is, or when several are.</summary>
    public static Member? Find(IEnumerable<Member> candidates, InboundMemberSnapshotPerson person)
    {
        var alike = candidates.Where(candidate => IsLike(PersonOf(candidate), person)).ToList();
        return alike is [var only] ? only : null;
    }

    private static bool IsLike(InboundMemberSnapshotPerson known, InboundMemberSnapshotPerson person)
    {
        if (known.DateOfBirth != person.DateOfBirth)
            return false;
        var isSameLastName = Word(known.LastName) == Word(person.LastName);
        if ((string?)known.Ssn is null || (string?)person.Ssn is null)
            return isSameLastName && Word(known.FirstName) == Word(person.FirstName);
        return known.Ssn == person.Ssn && (isSameLastName || Initial(known.FirstName) == Initial(person.FirstName));
    }

    private static InboundMemberSnapshotPerson PersonOf(Member member) =>
        WireJson.Read<PersonDocument>(member.Known).Person!;

    private static string Word(string? name) => (name ?? "").Trim().ToUpperInvariant();

    private static string Initial(string? name) => Word(name) is { Length: > 0 } word ? word[..1] : "";

    private sealed record PersonDocument(InboundMemberSnapshotPerson? Person);
}

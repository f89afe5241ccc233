using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.Members;

/// <summary>Keeps apart what of a member's document members are looked up by.</summary>
internal static class MemberIndexing
{
    /// <summary>The member with the columns that follow from what is known of it. To be called wherever a member is made or changed.</summary>
    public static Member Indexed(this Member member)
    {
        var document = WireJson.Read<IndexedDocument>(member.Known);
        var person = document.Person!;
        return member with
        {
            SearchFirstName = SearchText.Of(person.FirstName),
            SearchLastName = SearchText.Of(person.LastName),
            SearchName = SearchText.Joined(person.FirstName, person.MiddleName, person.LastName),
            DateOfBirth = person.DateOfBirth,
            Ssn = person.Ssn,
            EmploymentStatus = document.Employment?.EmploymentStatus,
        };
    }

    private sealed record IndexedDocument(IndexedPerson? Person, IndexedEmployment? Employment);

    private sealed record IndexedPerson(string? FirstName, string? MiddleName, string? LastName, DateOnly DateOfBirth, string? Ssn);

    private sealed record IndexedEmployment(string? EmploymentStatus);
}

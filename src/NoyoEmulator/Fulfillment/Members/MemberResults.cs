using System.Text.Json;
using NoyoEmulator.Fulfillment.Members.Contracts;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.Members;

/// <summary>Members as answers show them: what was ever stated about them, without what only requests have.</summary>
internal static class MemberResults
{
    public static EmployeeResult ToEmployee(Member member)
    {
        var known = WireJson.Read<EmployeeDocument<Person>>(member.Known);
        return new EmployeeResult
        {
            Id = member.Id,
            Version = member.Version,
            Created = member.Created.ToUnixTimeSeconds(),
            Modified = member.Modified.ToUnixTimeSeconds(),
            GroupId = member.GroupId,
            CustomIndividualId = member.CustomIndividualId,
            LocationId = member.LocationId,
            Person = known.Person!,
            Employment = known.Employment!,
            Classifications = known.Classifications,
        };
    }

    public static EmployeeResultWithoutSSN ToEmployeeWithoutSsn(Member member)
    {
        var known = WireJson.Read<EmployeeDocument<PersonWithoutSSN>>(member.Known);
        return new EmployeeResultWithoutSSN
        {
            Id = member.Id,
            Version = member.Version,
            Created = member.Created.ToUnixTimeSeconds(),
            Modified = member.Modified.ToUnixTimeSeconds(),
            GroupId = member.GroupId,
            CustomIndividualId = member.CustomIndividualId,
            LocationId = member.LocationId,
            Person = known.Person!,
            Employment = known.Employment!,
            Classifications = known.Classifications,
        };
    }

    public static DependentResult ToDependent(Member member)
    {
        var known = WireJson.Read<DependentDocument<Person>>(member.Known);
        return new DependentResult
        {
            Id = member.Id,
            Version = member.Version,
            Created = member.Created.ToUnixTimeSeconds(),
            Modified = member.Modified.ToUnixTimeSeconds(),
            EmployeeId = member.EmployeeId,
            CustomIndividualId = member.CustomIndividualId,
            Person = known.Person!,
            Relationship = known.Relationship!,
        };
    }

    public static DependentResultWithoutSSN ToDependentWithoutSsn(Member member)
    {
        var known = WireJson.Read<DependentDocument<PersonWithoutSSN>>(member.Known);
        return new DependentResultWithoutSSN
        {
            Id = member.Id,
            Version = member.Version,
            Created = member.Created.ToUnixTimeSeconds(),
            Modified = member.Modified.ToUnixTimeSeconds(),
            EmployeeId = member.EmployeeId,
            CustomIndividualId = member.CustomIndividualId,
            Person = known.Person!,
            Relationship = known.Relationship!,
        };
    }

    /// <summary>The person that a member is, without the Social Security number.</summary>
    public static PersonWithoutSSN PersonOf(Member member) => WireJson.Read<DependentDocument<PersonWithoutSSN>>(member.Known).Person!;

    private sealed record EmployeeDocument<TPerson>(TPerson? Person, EmploymentResult? Employment, JsonElement? Classifications);

    private sealed record DependentDocument<TPerson>(TPerson? Person, string? Relationship);
}

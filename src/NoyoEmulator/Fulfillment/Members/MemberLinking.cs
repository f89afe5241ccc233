using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Members;

/// <summary>Which known member each person of a snapshot is.</summary>
internal sealed class LinkedFamily
{
    /// <summary>The employee's id; null when the employee is new and has not been given one by the platform.</summary>
    public Member? Employee { get; init; }

    /// <summary>For each dependent of the snapshot, in its order: the known member, or null for a new one.</summary>
    public required IReadOnlyList<Member?> Dependents { get; init; }

    /// <summary>All known members of the family, also those that the snapshot leaves out.</summary>
    public required IReadOnlyList<Member> Known { get; init; }
}

/// <summary>
/// Finds out which of a snapshot's people Noyo already knows: by Noyo's id, else by the platform's own id, which is unique
/// in the group. An unknown Noyo id beside a platform id makes a new member with that id. With <c>enable_member_auto_link</c>
/// a person whose ids say nothing is looked for by name, date of birth and Social Security number.
/// </summary>
internal static class MemberLinking
{
    public static async Task<(LinkedFamily? Family, ApiErrorResult? Error)> LinkAsync(EmulatorDbContext db, Guid groupId, InboundMemberSnapshot snapshot)
    {
        var people = People(snapshot);
        var ids = people.Where(person => person.Id is not null).Select(person => person.Id!.Value).ToList();
        var customIds = people.Where(person => person.CustomId is not null).Select(person => person.CustomId!).ToList();
        var mentioned = await db.Members
            .Where(member => ids.Contains(member.Id) || (member.GroupId == groupId && customIds.Contains(member.CustomIndividualId!)))
            .ToListAsync();

        var (employee, error) = Find(mentioned, groupId, people[0]);
        if (error is not null)
            return (null, error);
        if (employee is null && snapshot.EnableMemberAutoLink == true && people[0].Id is null)
            employee = LikenessSearch.Find(await EmployeesBornOnAsync(db, groupId, snapshot.Employee!.Person!), snapshot.Employee.Person!);
        if (employee is { Type: not MemberType.Employee })
            return (null, ApiErrorResult.NotFound($"Employee not found with UUID {employee.Id}"));

        var known = employee is null ? [] : await db.Members.Where(member => member.EmployeeId == employee.Id).ToListAsync();
        var dependents = new List<Member?>();
        foreach (var (person, inbound) in people.Skip(1).Zip(snapshot.Dependents ?? []))
        {
            var (dependent, dependentError) = Find(mentioned, groupId, person);
            if (dependentError is not null)
                return (null, dependentError);
            if (dependent is null && snapshot.EnableMemberAutoLink == true && person.Id is null)
                dependent = LikenessSearch.Find(known.Where(member => member.Type == MemberType.Dependent && !dependents.Contains(member)), inbound.Person!);
            if (dependent is not null && (dependent.Type != MemberType.Dependent || dependent.EmployeeId != employee?.Id))
                return (null, ApiErrorResult.NotFound($"Dependent with ID {dependent.Id} does not have an associated employee."));
            dependents.Add(dependent);
        }

        return (new LinkedFamily { Employee = employee, Dependents = dependents, Known = known }, null);
    }

    private static async Task<List<Member>> EmployeesBornOnAsync(EmulatorDbContext db, Guid groupId, InboundMemberSnapshotPerson person)
    {
        var dateOfBirth = IsoDate.Parse(person.DateOfBirth!);
        return await db.Members.Where(member => member.GroupId == groupId && member.Type == MemberType.Employee && member.DateOfBirth == dateOfBirth).ToListAsync();
    }

    private static (Member? Member, ApiErrorResult? Error) Find(List<Member> mentioned, Guid groupId, Person person)
    {
        var byCustomId = person.CustomId is null ? null : mentioned.Find(member => member.GroupId == groupId && member.CustomIndividualId == person.CustomId);
        if (person.Id is null)
            return (byCustomId, null);

        var byId = mentioned.Find(member => member.Id == person.Id);
        if (byCustomId is not null && byCustomId != byId)
        {
            return (null, ApiErrorResult.Unprocessable(
                $"{person.Path}.custom_individual_id", $"belongs to another member of the group, {byCustomId.Id}; leave out the id, or send that one"));
        }

        var isKnownHere = byId is not null && byId.GroupId == groupId;
        return isKnownHere || (byId is null && person.CustomId is not null)
            ? (byId, null)
            : (null, ApiErrorResult.NotFound($"{person.Noun} not found with UUID {person.Id}"));
    }

    private static List<Person> People(InboundMemberSnapshot snapshot) =>
    [
        new Person("Employee", "$.employee", Id(snapshot.Employee!.Id), snapshot.Employee.CustomIndividualId),
        .. (snapshot.Dependents ?? []).Select((dependent, index) =>
            new Person("Dependent", $"$.dependents[{index}]", Id(dependent.Id), dependent.CustomIndividualId)),
    ];

    private static Guid? Id(string? text) => text is null ? null : Guid.Parse(text);

    private sealed record Person(string Noun, string Path, Guid? Id, string? CustomId);
}

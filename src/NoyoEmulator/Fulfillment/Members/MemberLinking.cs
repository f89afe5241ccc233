using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Members;

/// <summary>Which known member each person of a snapshot is.</summary>
internal sealed class LinkedFamily
{
    /// <summary>The employee; null for a new one.</summary>
    public Member? Employee { get; init; }

    /// <summary>For each dependent of the snapshot, in its order: the known member, or null for a new one.</summary>
    public required IReadOnlyList<Member?> Dependents { get; init; }

    /// <summary>All known members of the family, also those that the snapshot leaves out.</summary>
    public required IReadOnlyList<Member> Known { get; init; }
}

/// <summary>
/// Finds out which of a snapshot's people Noyo already knows: by Noyo's id, else by the platform's own id, which is unique
/// in the group. Two ids of two members are refused, and so is an unknown Noyo id, unless a new platform id is beside it: that
/// makes a new member with both. With <c>enable_member_auto_link</c> a person without a Noyo id whom the platform's id does
/// not find is looked for by likeness.
/// </summary>
internal static class MemberLinking
{
    /// <summary>The members that a snapshot names by their ids.</summary>
    public static IReadOnlyList<Member> LoadMentioned(RowStore rows, Guid groupId, InboundMemberSnapshot snapshot)
    {
        var people = People(snapshot);
        return
        [
            .. rows.WhereIn<Member>("id", [.. people.Select(person => person.Id).OfType<Guid>()])
                .Concat(people.Select(person => person.CustomId).OfType<string>()
                    .SelectMany(customId => rows.Where<Member>("group_id = ? AND custom_individual_id = ?", groupId, customId)))
                .DistinctBy(member => member.Id),
        ];
    }

    /// <summary>The employees that the snapshot's employee could be like; none where nobody is to be looked for.</summary>
    public static IReadOnlyList<Member> LoadAlike(RowStore rows, Guid groupId, InboundMemberSnapshot snapshot) =>
        snapshot.EnableMemberAutoLink == true && snapshot.Employee!.Id is null
            ? rows.Where<Member>(
                "group_id = ? AND date_of_birth = ? AND type = 'employee' ORDER BY id", groupId, IsoDate.Parse(snapshot.Employee.Person!.DateOfBirth!))
            : [];

    /// <summary>The employee of the snapshot, if Noyo knows one.</summary>
    /// <param name="groupId">The group.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="mentioned">The members that it names.</param>
    /// <param name="alike">The employees that its employee could be like.</param>
    public static (Member? Employee, Refusal? Refusal) FindEmployee(
        Guid groupId, InboundMemberSnapshot snapshot, IReadOnlyList<Member> mentioned, IReadOnlyList<Member> alike)
    {
        var (employee, refusal) = Find(mentioned, groupId, People(snapshot)[0]);
        if (refusal is not null)
            return (null, refusal);
        employee ??= LikenessSearch.Find(alike, snapshot.Employee!.Person!);
        return employee is { Type: not MemberType.Employee }
            ? (null, new Refusal(RefusalReason.Missing, $"Employee not found with UUID {employee.Id}"))
            : (employee, null);
    }

    /// <summary>Which known member each person of the snapshot is.</summary>
    /// <param name="groupId">The group.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="mentioned">The members that it names.</param>
    /// <param name="employee">Its employee; null for a new one.</param>
    /// <param name="known">The known members of the employee's family.</param>
    public static (LinkedFamily? Family, Refusal? Refusal) Link(
        Guid groupId, InboundMemberSnapshot snapshot, IReadOnlyList<Member> mentioned, Member? employee, IReadOnlyList<Member> known)
    {
        var dependents = new List<Member?>();
        foreach (var (person, inbound) in People(snapshot).Skip(1).Zip(snapshot.Dependents ?? []))
        {
            var (dependent, refusal) = Find(mentioned, groupId, person);
            if (refusal is not null)
                return (null, refusal);
            if (dependent is null && snapshot.EnableMemberAutoLink == true && person.Id is null)
                dependent = LikenessSearch.Find(known.Where(member => member.Type == MemberType.Dependent && !dependents.Contains(member)), inbound.Person!);
            if (dependent is not null && (dependent.Type != MemberType.Dependent || dependent.EmployeeId != employee?.Id))
                return (null, new Refusal(RefusalReason.Missing, $"Dependent with ID {dependent.Id} does not have an associated employee."));
            dependents.Add(dependent);
        }

        return (new LinkedFamily { Employee = employee, Dependents = dependents, Known = known }, null);
    }

    private static (Member? Member, Refusal? Refusal) Find(IReadOnlyList<Member> mentioned, Guid groupId, Person person)
    {
        var byCustomId = person.CustomId is null ? null
            : mentioned.FirstOrDefault(member => member.GroupId == groupId && member.CustomIndividualId == person.CustomId);
        if (person.Id is null)
            return (byCustomId, null);

        var byId = mentioned.FirstOrDefault(member => member.Id == person.Id);
        if (byCustomId is not null && byCustomId != byId)
        {
            return (null, new Refusal(
                RefusalReason.Contradiction,
                $"belongs to another member of the group, {byCustomId.Id}; leave out the id, or send that one",
                $"{person.Path}.custom_individual_id"));
        }

        var isKnownHere = byId is not null && byId.GroupId == groupId;
        return isKnownHere || (byId is null && person.CustomId is not null)
            ? (byId, null)
            : (null, new Refusal(RefusalReason.Missing, $"{person.Noun} not found with UUID {person.Id}"));
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

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

    /// <summary>The members that the snapshot names by ids.</summary>
    public required MentionedMembers Mentioned { get; init; }
}

/// <summary>
/// Finds out which of a snapshot's people Noyo already knows: by Noyo's id, else by one of the platform's own ids, which are
/// unique in the group. Two ids of two members are refused, and so is an unknown Noyo id, unless a new platform id is beside it:
/// that makes a new member with both. With <c>enable_member_auto_link</c> a person without a Noyo id whom the platform's id does
/// not find is looked for by likeness.
/// </summary>
internal static class MemberLinking
{
    /// <summary>The employees that the snapshot's employee could be like; none where nobody is to be looked for.</summary>
    public static IReadOnlyList<Member> LoadAlike(RowStore rows, Guid groupId, InboundMemberSnapshot snapshot) =>
        snapshot.EnableMemberAutoLink == true && snapshot.Employee!.Id is null
            ? rows.Where<Member>(
                "group_id = ? AND date_of_birth = ? AND type = 'employee' ORDER BY id", groupId, IsoDate.Parse(snapshot.Employee.Person!.DateOfBirth!))
            : [];

    /// <summary>The employee of the snapshot, if Noyo knows one.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="mentioned">The members that it names.</param>
    /// <param name="alike">The employees that its employee could be like.</param>
    public static (Member? Employee, Refusal? Refusal) FindEmployee(
        InboundMemberSnapshot snapshot, MentionedMembers mentioned, IReadOnlyList<Member> alike)
    {
        var (employee, refusal) = Find(mentioned, MentionedPerson.EmployeeOf(snapshot));
        if (refusal is not null)
            return (null, refusal);
        employee ??= LikenessSearch.Find(alike, snapshot.Employee!.Person!);
        return employee is { Type: not MemberType.Employee }
            ? (null, new Refusal(RefusalReason.Missing, $"Employee not found with UUID {employee.Id}"))
            : (employee, null);
    }

    /// <summary>Which known member each person of the snapshot is.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="mentioned">The members that it names.</param>
    /// <param name="employee">Its employee; null for a new one.</param>
    /// <param name="known">The known members of the employee's family.</param>
    public static (LinkedFamily? Family, Refusal? Refusal) Link(
        InboundMemberSnapshot snapshot, MentionedMembers mentioned, Member? employee, IReadOnlyList<Member> known)
    {
        List<MentionedPerson> people = [.. MentionedPerson.DependentsOf(snapshot)];
        var dependents = new Member?[people.Count];
        foreach (var (i, person) in people.Index())
        {
            var (dependent, refusal) = Find(mentioned, person);
            if (refusal is not null)
                return (null, refusal);
            if (dependent is not null && (dependent.Type != MemberType.Dependent || dependent.EmployeeId != employee?.Id))
                return (null, new Refusal(RefusalReason.Missing, $"Dependent with ID {dependent.Id} does not have an associated employee."));
            if (dependent is not null && dependents.Contains(dependent))
            {
                return (null, new Refusal(
                    RefusalReason.Contradiction, $"is another id of a member that the snapshot has already: {dependent.Id}", person.IdPath));
            }

            dependents[i] = dependent;
        }

        // Who is named is found by name first, so that nobody alike takes the place.
        for (var i = 0; i < people.Count && snapshot.EnableMemberAutoLink == true; i++)
        {
            if (dependents[i] is null && people[i].Id is null)
            {
                dependents[i] = LikenessSearch.Find(
                    known.Where(member => member.Type == MemberType.Dependent && !dependents.Contains(member)), snapshot.Dependents![i].Person!);
            }
        }

        return (new LinkedFamily { Employee = employee, Dependents = dependents, Known = known, Mentioned = mentioned }, null);
    }

    private static (Member? Member, Refusal? Refusal) Find(MentionedMembers mentioned, MentionedPerson person)
    {
        var byCustomId = mentioned.Find(person.CustomId);
        if (person.Id is not { } id)
            return (byCustomId, null);

        var byId = mentioned.Find(id);
        if (byCustomId is not null && byCustomId != byId)
        {
            return (null, new Refusal(
                RefusalReason.Contradiction,
                $"belongs to another member of the group, {byCustomId.Id}; leave out the id, or send that one",
                $"{person.Path}.custom_individual_id"));
        }

        return byId is not null || (!mentioned.IsElsewhere(id) && person.CustomId is not null)
            ? (byId, null)
            : (null, new Refusal(RefusalReason.Missing, $"{person.Noun} not found with UUID {id}"));
    }
}

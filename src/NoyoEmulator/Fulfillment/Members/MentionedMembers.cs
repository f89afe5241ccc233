using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Members;

/// <summary>A person of a snapshot, as far as it says who that is.</summary>
/// <param name="Noun">Employee or Dependent.</param>
/// <param name="Path">Its place in the snapshot.</param>
/// <param name="Id">Noyo's id.</param>
/// <param name="CustomId">The platform's own id.</param>
internal sealed record MentionedPerson(string Noun, string Path, Guid? Id, string? CustomId)
{
    /// <summary>The place of the id that names the person.</summary>
    public string IdPath => Path + (Id is null ? ".custom_individual_id" : ".id");

    public static MentionedPerson EmployeeOf(InboundMemberSnapshot snapshot) =>
        new("Employee", "$.employee", Uuid.ParseOptional(snapshot.Employee!.Id), snapshot.Employee.CustomIndividualId);

    public static IEnumerable<MentionedPerson> DependentsOf(InboundMemberSnapshot snapshot) => (snapshot.Dependents ?? []).Select((dependent, index) =>
        new MentionedPerson("Dependent", JsonPath.Item("$.dependents", index), Uuid.ParseOptional(dependent.Id), dependent.CustomIndividualId));
}

/// <summary>The members of a group that a snapshot names, by each of the ids that it names them by.</summary>
internal sealed class MentionedMembers
{
    private readonly Dictionary<Guid, Member> _byId = [];
    private readonly Dictionary<string, Member> _byCustomId = new(StringComparer.Ordinal);
    private readonly Guid _groupId;

    private MentionedMembers(Guid groupId) => _groupId = groupId;

    /// <summary>These members, by the ids that they have.</summary>
    public static MentionedMembers Of(Guid groupId, IEnumerable<Member> members)
    {
        var found = new MentionedMembers(groupId);
        foreach (var member in members)
        {
            found._byId.Add(member.Id, member);
            if (member.CustomIndividualId is { } customId)
                found._byCustomId.Add(customId, member);
        }

        return found;
    }

    /// <summary>Finds them: the people of the snapshot, and the members enrolled in its coverages.</summary>
    public static MentionedMembers Load(RowStore rows, Guid groupId, InboundMemberSnapshot snapshot)
    {
        var found = new MentionedMembers(groupId);
        List<MentionedPerson> people = [MentionedPerson.EmployeeOf(snapshot), .. MentionedPerson.DependentsOf(snapshot)];
        foreach (var member in rows.WhereIn<Member>("id", [.. people.Select(person => person.Id).OfType<Guid>()]))
            found._byId.Add(member.Id, member);
        var enrolled = (snapshot.Coverages ?? []).SelectMany(coverage => coverage.EnrolledMembers!).Select(member => member.CustomIndividualId);
        foreach (var customId in people.Select(person => person.CustomId).Concat(enrolled).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (FindByCustomId(rows, groupId, customId) is { } member)
                found._byCustomId.Add(customId, found._byId.GetValueOrDefault(member.Id, member));
        }

        return found;
    }

    /// <summary>The member of the group with an id of Noyo.</summary>
    public Member? Find(Guid id) => _byId.GetValueOrDefault(id) is { } member && member.GroupId == _groupId ? member : null;

    /// <summary>The member of the group with an id of the platform.</summary>
    public Member? Find(string? customId) => customId is null ? null : _byCustomId.GetValueOrDefault(customId);

    /// <summary>Whether an id of Noyo belongs to a member of another group.</summary>
    public bool IsElsewhere(Guid id) => _byId.TryGetValue(id, out var member) && member.GroupId != _groupId;

    private static Member? FindByCustomId(RowStore rows, Guid groupId, string customId) =>
        rows.Where<Member>("group_id = ? AND custom_individual_id = ?", groupId, customId) is [var member] ? member
            : rows.Find<MemberAlias>(groupId, customId) is { } alias ? rows.Find<Member>(alias.MemberId)
            : null;
}

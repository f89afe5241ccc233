using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots;

/// <summary>Somebody of a snapshot's family.</summary>
/// <param name="Id">Noyo's id.</param>
/// <param name="Type">Employee or dependent.</param>
/// <param name="CustomIds">The platform's ids that are known without looking them up; null among them for none.</param>
internal sealed record SnapshotPerson(Guid Id, MemberType Type, IReadOnlyList<string?> CustomIds);

/// <summary>
/// Tells who the enrolled members of a snapshot's coverages are: each may be named by either kind of id, whichever kind the
/// employee or dependent is named by.
/// </summary>
internal sealed class EnrolledMembers
{
    private readonly MentionedMembers _mentioned;
    private readonly SnapshotPerson _employee;
    private readonly Dictionary<Guid, SnapshotPerson> _byId = [];
    private readonly Dictionary<string, SnapshotPerson> _byCustomId = new(StringComparer.Ordinal);

    /// <param name="mentioned">The members that the snapshot names.</param>
    /// <param name="people">The snapshot's people, the employee first.</param>
    public EnrolledMembers(MentionedMembers mentioned, IReadOnlyList<SnapshotPerson> people)
    {
        _mentioned = mentioned;
        _employee = people[0];
        foreach (var person in people)
        {
            _byId.Add(person.Id, person);
            foreach (var customId in person.CustomIds.OfType<string>())
                _ = _byCustomId.TryAdd(customId, person);
        }
    }

    /// <summary>The coverages with the id of every enrolled member; or who is not one of the snapshot's people.</summary>
    public (IReadOnlyList<InboundMemberSnapshotCoverage>? Coverages, Refusal? Refusal) WithIds(IReadOnlyList<InboundMemberSnapshotCoverage>? coverages)
    {
        if (coverages is null)
            return (null, null);
        var withIds = new List<InboundMemberSnapshotCoverage>(coverages.Count);
        foreach (var (i, coverage) in coverages.Index())
        {
            var members = new List<InboundMemberSnapshotEnrolledMember>(coverage.EnrolledMembers!.Count);
            var once = new Dictionary<Guid, int>();
            foreach (var (j, enrolled) in coverage.EnrolledMembers.Index())
            {
                var (person, field, problem) = Find(enrolled);
                if (person is null)
                    return (null, new Refusal(RefusalReason.Contradiction, problem!, $"{PathOf(i, j)}.{field}"));
                if (!once.TryAdd(person.Id, j))
                    return (null, new Refusal(RefusalReason.Contradiction, $"names the member of {JsonPath.Spoken(PathOf(i, once[person.Id]))} again: a coverage has each member once", PathOf(i, j)));
                members.Add(enrolled with { IndividualId = enrolled.IndividualId ?? person.Id.ToString() });
            }

            withIds.Add(coverage with { EnrolledMembers = members });
        }

        return (withIds, null);
    }

    private static string PathOf(int coverage, int entry) => JsonPath.Item($"{JsonPath.Item("$.coverages", coverage)}.enrolled_members", entry);

    private (SnapshotPerson? Person, string? Field, string? Problem) Find(InboundMemberSnapshotEnrolledMember enrolled)
    {
        var byId = enrolled.IndividualId is { } id ? _byId.GetValueOrDefault(Uuid.Parse(id)) : null;
        if (enrolled.IndividualId is not null && byId is null)
            return (null, "individual_id", "must be the id of the employee or of a dependent of this snapshot");
        var byCustomId = enrolled.CustomIndividualId is { } customId ? FindByCustomId(customId) : null;
        if (enrolled.CustomIndividualId is not null && byCustomId is null)
            return (null, "custom_individual_id", "must be the custom_individual_id of the employee or of a dependent of this snapshot");
        if (byId is not null && byCustomId is not null && byId != byCustomId)
            return (null, "custom_individual_id", "must name the same member as individual_id");
        var person = byId ?? byCustomId ?? _employee;
        return person.Type == EnumName.Parse<MemberType>(enrolled.IndividualType!)
            ? (person, null, null)
            : (null, "individual_type", $"must be {EnumName.Of(person.Type)}, which is what the member named beside it is");
    }

    private SnapshotPerson? FindByCustomId(string customId) =>
        _byCustomId.GetValueOrDefault(customId)
            ?? (_mentioned.Find(customId) is { } member ? _byId.GetValueOrDefault(member.Id) : null);
}

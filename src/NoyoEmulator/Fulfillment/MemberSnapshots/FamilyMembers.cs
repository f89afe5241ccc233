using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots;

/// <summary>The members of a snapshot's family once it is taken in, and the snapshot with the ids that Noyo gave.</summary>
/// <param name="EmployeeId">The employee.</param>
/// <param name="Document">The snapshot with ids.</param>
/// <param name="All">The whole family, also members that the snapshot leaves out, as the platform orders it.</param>
/// <param name="Created">The members that are new.</param>
/// <param name="Changed">The known members that the snapshot states anew.</param>
/// <param name="Aliases">The ids by which the snapshot calls known members for the first time, beside the first they had.</param>
internal sealed record FamilyMembers(
    Guid EmployeeId,
    MemberSnapshotDB Document,
    IReadOnlyList<Member> All,
    IReadOnlyList<Member> Created,
    IReadOnlyList<Member> Changed,
    IReadOnlyList<MemberAlias> Aliases)
{
    /// <summary>Known members that are called by a platform id for the first time.</summary>
    public IEnumerable<Member> NewlyNamed { get; private init; } = [];

    /// <summary>Decides who the members are.</summary>
    /// <returns>The members; or why a dependent cannot be new, or who an enrolled member is cannot be told.</returns>
    public static (FamilyMembers? Members, Refusal? Refusal) Decide(InboundMemberSnapshot inbound, SnapshotContext context, Moment moment)
    {
        var linked = context.Linked;
        var dependents = inbound.Dependents ?? [];
        for (var i = 0; i < dependents.Count; i++)
        {
            if (linked.Dependents[i] is null && NamesakeOf(dependents[i].Person!, linked) is { } namesake)
            {
                return (null, new Refusal(
                    RefusalReason.Duplicate, $"Error creating dependent. Existing dependent has matching name and date of birth: {namesake.Id}"));
            }
        }

        var groupId = context.Group.Group.Id;
        var employeeId = linked.Employee?.Id ?? Uuid.ParseOptional(inbound.Employee!.Id) ?? moment.NewId();
        var stating = new Statement(groupId, employeeId, linked.Mentioned, moment);
        var employee = inbound.Employee! with
        {
            Id = employeeId.ToString(),
            GroupId = groupId.ToString(),
            CustomIndividualId = inbound.Employee.CustomIndividualId ?? linked.Employee?.CustomIndividualId,
        };
        stating.Add(linked.Employee, new Person(employeeId, MemberType.Employee, employee.CustomIndividualId), WireJson.Write(employee));
        var withIds = new List<InboundMemberSnapshotDependent>();
        foreach (var (i, inboundDependent) in dependents.Index())
        {
            var known = linked.Dependents[i];
            var id = known?.Id ?? Uuid.ParseOptional(inboundDependent.Id) ?? moment.NewId();
            var dependent = inboundDependent with { Id = id.ToString(), CustomIndividualId = inboundDependent.CustomIndividualId ?? known?.CustomIndividualId };
            stating.Add(known, new Person(id, MemberType.Dependent, dependent.CustomIndividualId), WireJson.Write(dependent));
            withIds.Add(dependent);
        }

        var (coverages, refusal) = new EnrolledMembers(linked.Mentioned, stating.People).WithIds(inbound.Coverages);
        if (refusal is not null)
            return (null, refusal);
        var document = new MemberSnapshotDB
        {
            SnapshotMode = inbound.SnapshotMode,
            Employee = employee,
            Dependents = inbound.Dependents is null ? null : withIds,
            Coverages = coverages,
            Events = inbound.Events,
            EnableMemberAutoLink = inbound.EnableMemberAutoLink ?? false,
            OmittedCoverageHandling = inbound.OmittedCoverageHandling,
        };
        return (stating.ToFamily(employeeId, document, linked.Known), null);
    }

    private static Member? NamesakeOf(InboundMemberSnapshotPerson person, LinkedFamily linked) => linked.Known.FirstOrDefault(member =>
    {
        if (member.Type != MemberType.Dependent || linked.Dependents.Contains(member))
            return false;
        var known = WireJson.Read<InboundMemberSnapshotDependent>(member.Document).Person!;
        return known.DateOfBirth == person.DateOfBirth && IsSameName(known.FirstName, person.FirstName) && IsSameName(known.LastName, person.LastName);
    });

    private static bool IsSameName(string? a, string? b) => string.Equals(a?.Trim(), b?.Trim(), StringComparison.OrdinalIgnoreCase);

    private sealed record Person(Guid Id, MemberType Type, string? CustomId);

    /// <summary>Gathers the members that a snapshot states, the employee first.</summary>
    private sealed class Statement(Guid groupId, Guid employeeId, MentionedMembers mentioned, Moment moment)
    {
        private readonly List<(Member? Known, Member Stated)> _stated = [];
        private readonly List<MemberAlias> _aliases = [];
        private readonly List<Member> _newlyNamed = [];

        public List<SnapshotPerson> People { get; } = [];

        /// <summary>Adds a member as the snapshot states it. The first platform id stays; a further one is another name.</summary>
        public void Add(Member? known, Person person, string document)
        {
            var member = new Member
            {
                Id = person.Id,
                Version = moment.NewId(),
                Created = known?.Created ?? moment.Now,
                Modified = moment.Now,
                GroupId = groupId,
                EmployeeId = employeeId,
                Type = person.Type,
                CustomIndividualId = known?.CustomIndividualId ?? person.CustomId,
                LocationId = known?.LocationId,
                Position = _stated.Count,
                Document = document,
                Remembered = Statements.Remember(known?.Known, document),
            }.Indexed();
            _stated.Add((known, member));
            People.Add(new SnapshotPerson(member.Id, member.Type, [person.CustomId, member.CustomIndividualId]));
            if (known is null || person.CustomId is null || person.CustomId == known.CustomIndividualId || mentioned.Find(person.CustomId) is not null)
                return;
            _newlyNamed.Add(member);
            if (known.CustomIndividualId is not null)
                _aliases.Add(new MemberAlias { GroupId = groupId, CustomIndividualId = person.CustomId, MemberId = member.Id });
        }

        public FamilyMembers ToFamily(Guid employee, MemberSnapshotDB document, IReadOnlyList<Member> known) => new(
            employee,
            document,
            [
                .. _stated.Select(member => member.Stated).Concat(known.Where(member => !_stated.Exists(stated => stated.Stated.Id == member.Id)))
                    .OrderBy(member => member.Position).ThenBy(member => member.Id),
            ],
            [.. _stated.Where(member => member.Known is null).Select(member => member.Stated)],
            [.. _stated.Where(member => member.Known is not null).Select(member => member.Stated)],
            _aliases)
        {
            NewlyNamed = _newlyNamed,
        };
    }
}

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
internal sealed record FamilyMembers(
    Guid EmployeeId, MemberSnapshotDB Document, IReadOnlyList<Member> All, IReadOnlyList<Member> Created, IReadOnlyList<Member> Changed)
{
    /// <summary>Decides who the members are.</summary>
    /// <returns>The members; or why a dependent cannot be new.</returns>
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
        var employeeId = linked.Employee?.Id ?? ParseId(inbound.Employee!.Id) ?? moment.NewId();
        var stating = new Statement(groupId, employeeId, moment);
        var employee = inbound.Employee! with { Id = employeeId.ToString(), GroupId = groupId.ToString() };
        List<(Member? Known, Member Stated)> stated =
        [
            (linked.Employee, stating.Of(
                linked.Employee, new Person(employeeId, MemberType.Employee, employee.CustomIndividualId, employee.Person!), 0, WireJson.Write(employee))),
        ];
        var withIds = new List<InboundMemberSnapshotDependent>();
        for (var i = 0; i < dependents.Count; i++)
        {
            var known = linked.Dependents[i];
            var id = known?.Id ?? ParseId(dependents[i].Id) ?? moment.NewId();
            var dependent = dependents[i] with { Id = id.ToString() };
            stated.Add((known, stating.Of(
                known, new Person(id, MemberType.Dependent, dependent.CustomIndividualId, dependent.Person!), i + 1, WireJson.Write(dependent))));
            withIds.Add(dependent);
        }

        List<Member> all =
        [
            .. stated.Select(member => member.Stated)
                .Concat(linked.Known.Where(known => !stated.Exists(member => member.Stated.Id == known.Id)))
                .OrderBy(member => member.Position).ThenBy(member => member.Id),
        ];
        var document = new MemberSnapshotDB
        {
            SnapshotMode = inbound.SnapshotMode,
            Employee = employee,
            Dependents = inbound.Dependents is null ? null : withIds,
            Coverages = inbound.Coverages is null ? null : [.. inbound.Coverages.Select(coverage => WithIds(coverage, employeeId, all))],
            Events = inbound.Events,
            EnableMemberAutoLink = inbound.EnableMemberAutoLink ?? false,
            OmittedCoverageHandling = inbound.OmittedCoverageHandling,
        };
        return (new FamilyMembers(
            employeeId,
            document,
            all,
            [.. stated.Where(member => member.Known is null).Select(member => member.Stated)],
            [.. stated.Where(member => member.Known is not null).Select(member => member.Stated)]), null);
    }

    private static InboundMemberSnapshotCoverage WithIds(InboundMemberSnapshotCoverage coverage, Guid employeeId, List<Member> members) => coverage with
    {
        EnrolledMembers = [.. coverage.EnrolledMembers!.Select(enrolled => enrolled with
        {
            IndividualId = enrolled.IndividualId ?? IdOf(enrolled, employeeId, members).ToString(),
        })],
    };

    private static Guid IdOf(InboundMemberSnapshotEnrolledMember enrolled, Guid employeeId, List<Member> members) =>
        enrolled.CustomIndividualId is { } customId ? members.Find(member => member.CustomIndividualId == customId)!.Id : employeeId;

    private static Member? NamesakeOf(InboundMemberSnapshotPerson person, LinkedFamily linked) => linked.Known.FirstOrDefault(member =>
    {
        if (member.Type != MemberType.Dependent || linked.Dependents.Contains(member))
            return false;
        var known = WireJson.Read<InboundMemberSnapshotDependent>(member.Document).Person!;
        return known.DateOfBirth == person.DateOfBirth && IsSameName(known.FirstName, person.FirstName) && IsSameName(known.LastName, person.LastName);
    });

    private static Guid? ParseId(string? text) => text is null ? null : Guid.Parse(text);

    private static bool IsSameName(string? a, string? b) => string.Equals(a?.Trim(), b?.Trim(), StringComparison.OrdinalIgnoreCase);

    private sealed record Person(Guid Id, MemberType Type, string? CustomId, InboundMemberSnapshotPerson Demographics);

    private sealed class Statement(Guid groupId, Guid employeeId, Moment moment)
    {
        /// <summary>The member as the snapshot states it. A platform id that is left out stays.</summary>
        public Member Of(Member? known, Person person, int position, string document) => new()
        {
            Id = person.Id,
            Version = moment.NewId(),
            Created = known?.Created ?? moment.Now,
            Modified = moment.Now,
            GroupId = groupId,
            EmployeeId = employeeId,
            Type = person.Type,
            CustomIndividualId = person.CustomId ?? known?.CustomIndividualId,
            DateOfBirth = IsoDate.Parse(person.Demographics.DateOfBirth!),
            Position = position,
            Document = document,
        };
    }
}

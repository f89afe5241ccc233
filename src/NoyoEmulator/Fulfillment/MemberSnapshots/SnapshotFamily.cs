using System.Text.Json;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.MemberSnapshots;

/// <summary>The family of a snapshot on its way into the world: members stored, ids filled in, enrollments brought up to date.</summary>
internal sealed class SnapshotFamily(WorldSession session, Group group, InboundMemberSnapshot inbound, LinkedFamily linked)
{
    private readonly List<Member> _members = [.. linked.Known];
    private readonly List<OutboundMemberSnapshotCreatedMember> _created = [];
    private readonly List<string> _warnings = [];
    private List<IndividualEnrollment> _enrollments = [];

    /// <summary>The family's group.</summary>
    public Group Group => group;

    /// <summary>The employee's id.</summary>
    public Guid EmployeeId { get; private set; }

    /// <summary>The snapshot with the ids that Noyo gave.</summary>
    public MemberSnapshotDB Document { get; private set; } = new();

    /// <summary>The members that did not exist before.</summary>
    public IReadOnlyList<OutboundMemberSnapshotCreatedMember> CreatedMembers => _created;

    /// <summary>What the platform should know, though nothing is wrong.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>The carriers to which the group has a completed connection.</summary>
    public HashSet<Guid> ConnectedCarriers { get; set; } = [];

    /// <summary>The carriers that the snapshot names, and those where the family is covered today, in this order.</summary>
    public IReadOnlyList<Guid> Carriers => [.. (Document.Coverages ?? []).Select(coverage => Guid.Parse(coverage.CarrierId!))
        .Concat(_enrollments.Where(IsCurrent).Select(enrollment => enrollment.CarrierId)).Distinct()];

    /// <summary>The other carriers where the family was covered once. They matter only where something differs.</summary>
    public IReadOnlyList<Guid> FormerCarriers => [.. _enrollments.Select(enrollment => enrollment.CarrierId).Distinct().Except(Carriers)];

    /// <summary>The platform's side of a comparison with one carrier.</summary>
    public IReadOnlyList<MemberRecord> RecordsAt(Guid carrierId) => PlatformRecords.From(
        _members.OrderBy(member => member.Position).ThenBy(member => member.Id),
        [.. _enrollments.Where(enrollment => enrollment.CarrierId == carrierId)]);

    /// <summary>Creates the new members and updates the known ones.</summary>
    /// <returns>Why that cannot be, if it cannot.</returns>
    public ApiErrorResult? StoreMembers()
    {
        var employee = inbound.Employee!;
        var dependents = inbound.Dependents ?? [];
        for (var i = 0; i < dependents.Count; i++)
        {
            if (linked.Dependents[i] is null && NamesakeOf(dependents[i].Person!) is { } namesake)
                return ApiErrorResult.BadRequest($"Error creating dependent. Existing dependent has matching name and date of birth: {namesake.Id}");
        }

        EmployeeId = linked.Employee?.Id ?? ParseId(employee.Id) ?? session.NewId();
        employee = employee with { Id = EmployeeId.ToString(), GroupId = group.Id.ToString() };
        Store(linked.Employee, EmployeeId, MemberType.Employee, employee.CustomIndividualId, 0, JsonSerializer.Serialize(employee, WireJson.Options));

        var withIds = new List<InboundMemberSnapshotDependent>();
        for (var i = 0; i < dependents.Count; i++)
        {
            var id = linked.Dependents[i]?.Id ?? ParseId(dependents[i].Id) ?? session.NewId();
            var dependent = dependents[i] with { Id = id.ToString() };
            Store(linked.Dependents[i], id, MemberType.Dependent, dependent.CustomIndividualId, i + 1, JsonSerializer.Serialize(dependent, WireJson.Options));
            withIds.Add(dependent);
        }

        Document = new MemberSnapshotDB
        {
            SnapshotMode = inbound.SnapshotMode,
            Employee = employee,
            Dependents = inbound.Dependents is null ? null : withIds,
            Coverages = inbound.Coverages is null ? null : [.. inbound.Coverages.Select(WithIndividualIds)],
            Events = inbound.Events,
            EnableMemberAutoLink = inbound.EnableMemberAutoLink ?? false,
            OmittedCoverageHandling = inbound.OmittedCoverageHandling,
        };
        return null;
    }

    /// <summary>Makes the enrollments at connected carriers what the snapshot states. At others nothing changes.</summary>
    public void StoreEnrollments(IReadOnlyList<Plan> plans, List<IndividualEnrollment> enrollments)
    {
        _enrollments = enrollments;
        var plan = new EnrollmentPlan(session, group.Id, EmployeeId, plans, enrollments);
        foreach (var coverage in Document.Coverages ?? [])
        {
            if (ConnectedCarriers.Contains(Guid.Parse(coverage.CarrierId!)))
            {
                foreach (var member in coverage.EnrolledMembers!)
                    plan.State(coverage, member, Guid.Parse(member.IndividualId!));
            }
        }

        foreach (var carrierId in Carriers.Where(carrierId => !ConnectedCarriers.Contains(carrierId)))
            _warnings.Add($"The group has no completed connection to carrier {carrierId}: its coverages are stored with the snapshot, and nothing is sent.");
    }

    private void Store(Member? known, Guid id, MemberType type, string? customId, int position, string document)
    {
        var member = known ?? new Member { Id = id, Created = session.Now, Document = document };
        member.Version = session.NewId();
        member.Modified = session.Now;
        member.GroupId = group.Id;
        member.EmployeeId = EmployeeId;
        member.Type = type;
        member.CustomIndividualId = customId ?? member.CustomIndividualId;
        member.Position = position;
        member.Document = document;
        if (known is not null)
            return;
        _ = session.Db.Members.Add(member);
        _members.Add(member);
        _created.Add(new OutboundMemberSnapshotCreatedMember { Id = id, Type = type == MemberType.Employee ? "employee" : "dependent", CustomIndividualId = customId });
    }

    private Member? NamesakeOf(InboundMemberSnapshotPerson person) => linked.Known.FirstOrDefault(member =>
    {
        if (member.Type != MemberType.Dependent || linked.Dependents.Contains(member))
            return false;
        var known = JsonSerializer.Deserialize<InboundMemberSnapshotDependent>(member.Document, WireJson.Options)!.Person!;
        return known.DateOfBirth == person.DateOfBirth && IsSameName(known.FirstName, person.FirstName) && IsSameName(known.LastName, person.LastName);
    });

    private InboundMemberSnapshotCoverage WithIndividualIds(InboundMemberSnapshotCoverage coverage) => coverage with
    {
        EnrolledMembers = [.. coverage.EnrolledMembers!.Select(member => member with { IndividualId = member.IndividualId ?? IdOf(member).ToString() })],
    };

    private Guid IdOf(InboundMemberSnapshotEnrolledMember enrolled) => enrolled.CustomIndividualId is { } customId
        ? _members.Find(member => member.CustomIndividualId == customId)!.Id
        : EmployeeId;

    private bool IsCurrent(IndividualEnrollment enrollment) => enrollment.EffectiveEndDate >= enrollment.EffectiveStartDate
        && enrollment.EffectiveEndDate >= DateOnly.FromDateTime(session.Now.UtcDateTime);

    private static Guid? ParseId(string? text) => text is null ? null : Guid.Parse(text);

    private static bool IsSameName(string? a, string? b) => string.Equals(a?.Trim(), b?.Trim(), StringComparison.OrdinalIgnoreCase);
}

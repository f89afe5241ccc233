using System.Text.Json;
using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

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

    /// <summary>The named behavior that the employee's classifications choose; null for the carriers' own.</summary>
    public string? BehaviorName => NamedBehavior.ChosenBy(inbound.Employee!.Classifications) is { } name && NamedBehavior.Find(name) is not null ? name : null;

    /// <summary>The active coverages that the snapshot should not have left out.</summary>
    public IReadOnlyList<IndividualEnrollment> Rejected { get; private set; } = [];

    /// <summary>The carriers to which the group has a completed connection.</summary>
    public HashSet<Guid> ConnectedCarriers { get; set; } = [];

    /// <summary>The carriers that the snapshot names, and those where the family is covered today, in this order.</summary>
    public IReadOnlyList<Guid> Carriers => [.. (Document.Coverages ?? []).Select(coverage => Guid.Parse(coverage.CarrierId!))
        .Concat(_enrollments.Where(enrollment => enrollment.Period.IsActiveFrom(Today)).Select(enrollment => enrollment.CarrierId)).Distinct()];

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
        Store(linked.Employee, new Person(EmployeeId, MemberType.Employee, employee.CustomIndividualId, employee.Person!), 0, Write(employee)!);

        var withIds = new List<InboundMemberSnapshotDependent>();
        for (var i = 0; i < dependents.Count; i++)
        {
            var id = linked.Dependents[i]?.Id ?? ParseId(dependents[i].Id) ?? session.NewId();
            var dependent = dependents[i] with { Id = id.ToString() };
            Store(linked.Dependents[i], new Person(id, MemberType.Dependent, dependent.CustomIndividualId, dependent.Person!), i + 1, Write(dependent)!);
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

    /// <summary>
    /// Makes the enrollments at connected carriers what the snapshot states, and deals with active coverage that it leaves
    /// out. At other carriers nothing changes.
    /// </summary>
    /// <param name="plans">The group's plans.</param>
    /// <param name="enrollments">The family's enrollments; new ones are added to it.</param>
    public void StoreEnrollments(IReadOnlyList<Plan> plans, List<IndividualEnrollment> enrollments)
    {
        _enrollments = enrollments;
        var coverages = (Document.Coverages ?? []).Where(coverage => ConnectedCarriers.Contains(Uuid.Parse(coverage.CarrierId!)));
        var stated = StatedEnrollment.Read(coverages, plans, enrollments);
        var omitted = OmittedCoverages.Judge(
            enrollments.Where(enrollment => ConnectedCarriers.Contains(enrollment.CarrierId)), stated, inbound.OmittedCoverageHandling, plans, Today);
        Rejected = omitted.Rejected;

        foreach (var statement in stated.Where(statement => !IsRefused(statement.CarrierId)))
            Store(statement);
        var ended = omitted.Switched.Concat(omitted.Terminated).Where(change => !IsRefused(change.Enrollment.CarrierId)).ToList();
        foreach (var (enrollment, period) in ended)
        {
            enrollment.Period = period;
            enrollment.Version = session.NewId();
            enrollment.Modified = session.Now;
        }

        AddToDocument([.. ended.Select(change => change.Enrollment), .. omitted.Continued]);
        Warn(omitted.Continued);
    }

    /// <summary>Whether nothing of the snapshot reaches a carrier, because all of its parts are refused.</summary>
    public bool IsAllRefused => Rejected.Count > 0 && Carriers.Where(ConnectedCarriers.Contains).All(IsRefused);

    /// <summary>Whether a carrier's part is refused because coverage at it was left out.</summary>
    public bool IsRefused(Guid carrierId) => Rejected.Any(enrollment => enrollment.CarrierId == carrierId);

    private void AddToDocument(List<IndividualEnrollment> added)
    {
        if (added.Count == 0)
            return;
        var present = _members.Where(member => (Document.Dependents ?? []).Any(dependent => dependent.Id == member.Id.ToString())).ToList();
        var absent = _members.Where(member => member.Type == MemberType.Dependent && !present.Contains(member)
            && added.Exists(enrollment => enrollment.IndividualId == member.Id));
        List<InboundMemberSnapshotDependent> dependents =
        [
            .. Document.Dependents ?? [],
            .. absent.Select(member => JsonSerializer.Deserialize<InboundMemberSnapshotDependent>(member.Document, WireJson.Options)! with { EventId = null }),
        ];
        Document = Document with
        {
            Dependents = dependents.Count == 0 ? Document.Dependents : dependents,
            Coverages = [.. Document.Coverages ?? [], .. EnrollmentDocument.Write(added)],
        };
    }

    private void Warn(IReadOnlyList<IndividualEnrollment> continued)
    {
        if (BehaviorName is null && NamedBehavior.ChosenBy(inbound.Employee!.Classifications) is { } unknown)
            _warnings.Add($"classifications.{NamedBehavior.Classification} names no behavior of the emulator: {unknown}; it is ignored. GET /_emulator/behaviors lists them.");
        foreach (var carrierId in Carriers.Where(carrierId => !ConnectedCarriers.Contains(carrierId)))
            _warnings.Add($"The group has no completed connection to carrier {carrierId}: its coverages are stored with the snapshot, and nothing is sent.");
        foreach (var enrollment in continued)
        {
            var person = enrollment.IndividualType == MemberType.Employee ? "employee" : "dependent";
            _warnings.Add($"The snapshot leaves out the active {enrollment.LineOfCoverage} coverage of {person} {enrollment.IndividualId} "
                + $"at carrier {enrollment.CarrierId}; it continues unchanged.");
        }
    }

    private void Store(StatedEnrollment statement)
    {
        var (coverage, member) = (statement.Coverage, statement.Member);
        var enrollment = statement.Known ?? Add(statement);
        enrollment.Version = session.NewId();
        enrollment.Modified = session.Now;
        enrollment.PlanId = statement.PlanId;
        enrollment.PlanName = statement.PlanName;
        enrollment.CustomPlanId = coverage.CustomPlanId;
        enrollment.Period = statement.Period;
        enrollment.LatestChangeEffectiveDate = member.LatestChangeEffectiveDate is { } latest ? IsoDate.Parse(latest) : null;
        enrollment.SignatureDate = coverage.SignatureDate;
        enrollment.Volume = member.Volume;
        enrollment.CarrierConfig = Write(coverage.CarrierConfig);
        enrollment.CobraDetails = Write(coverage.CobraDetails);
        enrollment.PcpDetails = Write(member.PcpDetails);
    }

    private IndividualEnrollment Add(StatedEnrollment statement)
    {
        var enrollment = new IndividualEnrollment
        {
            Id = session.NewId(),
            Created = session.Now,
            GroupId = group.Id,
            EmployeeId = EmployeeId,
            IndividualId = statement.IndividualId,
            IndividualType = statement.Member.IndividualType == MemberSnapshotVocabulary.Employee ? MemberType.Employee : MemberType.Dependent,
            CarrierId = statement.CarrierId,
            LineOfCoverage = statement.Coverage.LineOfCoverage!,
        };
        _enrollments.Add(enrollment);
        _ = session.Db.IndividualEnrollments.Add(enrollment);
        return enrollment;
    }

    private static string? Write<T>(T? value) => value is null ? null : JsonSerializer.Serialize(value, WireJson.Options);

    private void Store(Member? known, Person person, int position, string document)
    {
        var member = known ?? new Member { Id = person.Id, Created = session.Now, Document = document };
        member.Version = session.NewId();
        member.Modified = session.Now;
        member.GroupId = group.Id;
        member.EmployeeId = EmployeeId;
        member.Type = person.Type;
        member.CustomIndividualId = person.CustomId ?? member.CustomIndividualId;
        member.DateOfBirth = IsoDate.Parse(person.Demographics.DateOfBirth!);
        member.Position = position;
        member.Document = document;
        if (known is not null)
            return;
        _ = session.Db.Members.Add(member);
        _members.Add(member);
        _created.Add(new OutboundMemberSnapshotCreatedMember { Id = person.Id, Type = EnumName.Of(person.Type), CustomIndividualId = person.CustomId });
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

    private DateOnly Today => DateOnly.FromDateTime(session.Now.UtcDateTime);

    private static Guid? ParseId(string? text) => text is null ? null : Guid.Parse(text);

    private static bool IsSameName(string? a, string? b) => string.Equals(a?.Trim(), b?.Trim(), StringComparison.OrdinalIgnoreCase);

    private sealed record Person(Guid Id, MemberType Type, string? CustomId, InboundMemberSnapshotPerson Demographics);
}

using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots;

/// <summary>
/// What a snapshot means for the family: who its members are, what they are enrolled in, and which carriers have to do with it.
/// It is decided from what is known alone; nothing is stored.
/// </summary>
internal sealed class SnapshotDecision
{
    private readonly HashSet<Guid> _refusedCarriers;

    private SnapshotDecision(SnapshotContext context, FamilyMembers members, FamilyEnrollments enrollments, DateOnly today)
    {
        Context = context;
        Members = members;
        Enrollments = enrollments;
        _refusedCarriers = enrollments.Rejected.Select(enrollment => enrollment.CarrierId).ToHashSet();
        Document = WithOmitted(members, [.. enrollments.Ended, .. enrollments.Continued]);
        Carriers =
        [
            .. (Document.Coverages ?? []).Select(coverage => Uuid.Parse(coverage.CarrierId!))
                .Concat(enrollments.All.Where(enrollment => enrollment.Period.IsActiveFrom(today)).Select(enrollment => enrollment.CarrierId)
                    .Where(carrierId => DisconnectedOn(carrierId) is null))
                .Concat(context.Group.ConnectedCarriers.Order().Where(carrierId => Covers(carrierId, today))).Distinct(),
        ];
        FormerCarriers = [.. context.Group.ConnectedCarriers.Order().Except(Carriers).Where(carrierId => context.Family.OpenAt(carrierId).Count > 0)];
        Warnings = [.. WarningsOf()];
    }

    /// <summary>What was known.</summary>
    public SnapshotContext Context { get; }

    /// <summary>The family's members.</summary>
    public FamilyMembers Members { get; }

    /// <summary>The family's enrollments.</summary>
    public FamilyEnrollments Enrollments { get; }

    /// <summary>The employee's id.</summary>
    public Guid EmployeeId => Members.EmployeeId;

    /// <summary>The snapshot with the ids that Noyo gave, and with the coverages that it left out.</summary>
    public MemberSnapshotDB Document { get; }

    /// <summary>The carriers that the snapshot names, and those where the family has current or future coverage, in this order.</summary>
    public IReadOnlyList<Guid> Carriers { get; }

    /// <summary>Other carriers that something is open with. They take no part; what is open may be over all the same.</summary>
    public IReadOnlyList<Guid> FormerCarriers { get; }

    /// <summary>The members that did not exist before, in Noyo's shape.</summary>
    public IReadOnlyList<OutboundMemberSnapshotCreatedMember> CreatedMembers =>
    [
        .. Members.Created.Select(member => new OutboundMemberSnapshotCreatedMember
        {
            Id = member.Id,
            Type = EnumName.Of(member.Type),
            CustomIndividualId = member.CustomIndividualId,
        }),
    ];

    /// <summary>What the platform should know, though nothing is wrong.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Whether nothing of the snapshot reaches a carrier, because all of its parts are refused.</summary>
    public bool IsAllRefused => _refusedCarriers.Count > 0 && Carriers.Where(IsConnected).All(IsRefused);

    /// <summary>Decides about a snapshot.</summary>
    /// <param name="inbound">The snapshot.</param>
    /// <param name="context">What is known.</param>
    /// <param name="moment">When.</param>
    /// <returns>The decision; or why there is none.</returns>
    public static (SnapshotDecision? Decision, Refusal? Refusal) Decide(InboundMemberSnapshot inbound, SnapshotContext context, Moment moment)
    {
        var (members, refusal) = FamilyMembers.Decide(inbound, context, moment);
        return members is null
            ? (null, refusal)
            : (new SnapshotDecision(context, members, FamilyEnrollments.Decide(members, context, moment), moment.Today), null);
    }

    /// <summary>Whether the group has a completed connection to a carrier.</summary>
    public bool IsConnected(Guid carrierId) => Context.Group.ConnectedCarriers.Contains(carrierId);

    /// <summary>The day from which a carrier takes nothing new from the group; null for one that the group was not disconnected from.</summary>
    public DateOnly? DisconnectedOn(Guid carrierId) =>
        IsConnected(carrierId) || !Context.Group.DisconnectedCarriers.TryGetValue(carrierId, out var day) ? null : day;

    /// <summary>Whether a carrier's part is refused because coverage at it was left out.</summary>
    public bool IsRefused(Guid carrierId) => _refusedCarriers.Contains(carrierId);

    /// <summary>The active coverages at a carrier that the snapshot should not have left out.</summary>
    public IEnumerable<IndividualEnrollment> RejectedAt(Guid carrierId) => Enrollments.Rejected.Where(enrollment => enrollment.CarrierId == carrierId);

    /// <summary>The platform's side of a comparison with a carrier.</summary>
    public IReadOnlyList<MemberRecord> WantedAt(Guid carrierId) =>
        PlatformRecords.From(Members.All, [.. Enrollments.All.Where(enrollment => enrollment.CarrierId == carrierId)]);

    /// <summary>How a carrier treats the snapshot.</summary>
    public CarrierBehavior BehaviorOf(Guid carrierId) => Context.Carriers.BehaviorFor(carrierId, Context.Behavior?.Name);

    private bool Covers(Guid carrierId, DateOnly today) => Context.FoundAt(carrierId)
        .Any(record => record.Enrollments.Any(coverage => Period.Of(coverage).IsActiveFrom(today)));

    private static MemberSnapshotDB WithOmitted(FamilyMembers members, List<IndividualEnrollment> omitted)
    {
        var document = members.Document;
        if (omitted.Count == 0)
            return document;
        var present = (document.Dependents ?? []).Select(dependent => dependent.Id).ToHashSet(StringComparer.Ordinal);
        var absent = members.All.Where(member => member.Type == MemberType.Dependent && !present.Contains(member.Id.ToString())
            && omitted.Exists(enrollment => enrollment.IndividualId == member.Id));
        List<InboundMemberSnapshotDependent> dependents =
        [
            .. document.Dependents ?? [],
            .. absent.Select(member => WireJson.Read<InboundMemberSnapshotDependent>(member.Document) with { EventId = null }),
        ];
        return document with
        {
            Dependents = dependents.Count == 0 ? document.Dependents : dependents,
            Coverages = [.. document.Coverages ?? [], .. EnrollmentDocument.Write(omitted)],
        };
    }

    private IEnumerable<string> WarningsOf()
    {
        if (NamedBehavior.ChosenBy(Document.Employee!.Classifications) is { } chosenBehavior && Context.Behavior is null)
        {
            yield return $"classifications.{NamedBehavior.Classification} names no behavior of the emulator: {chosenBehavior}; it is ignored. "
                + "GET /_emulator/behaviors lists them.";
        }

        foreach (var member in Members.NewlyNamed)
        {
            var alias = Members.Aliases.FirstOrDefault(alias => alias.MemberId == member.Id);
            yield return $"The custom_individual_id {alias?.CustomIndividualId ?? member.CustomIndividualId} was new and now finds the {EnumName.Of(member.Type)} {member.Id}"
                + (alias is null ? "." : $", as {member.CustomIndividualId} does too.");
        }

        foreach (var carrierId in Carriers.Where(carrierId => !IsConnected(carrierId) && DisconnectedOn(carrierId) is null))
            yield return $"The group has no completed connection to carrier {carrierId}: its coverages are stored with the snapshot, and nothing is sent.";
        foreach (var enrollment in Enrollments.Continued)
        {
            yield return $"The snapshot leaves out the active {enrollment.LineOfCoverage} coverage of {EnumName.Of(enrollment.IndividualType)} {enrollment.IndividualId} "
                + $"at carrier {enrollment.CarrierId}; it continues unchanged.";
        }

        foreach (var enrollment in Enrollments.Withdrawn)
        {
            yield return $"The snapshot leaves out the {enrollment.LineOfCoverage} coverage of {EnumName.Of(enrollment.IndividualType)} {enrollment.IndividualId}, "
                + $"of which nothing is active at carrier {enrollment.CarrierId}; it is no longer asked for.";
        }
    }
}

using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots;

/// <summary>
/// The enrollments of a snapshot's family once it is taken in: at connected carriers what it states, with coverage that it leaves
/// out dealt with; at other carriers what they were.
/// </summary>
/// <param name="All">All of them.</param>
/// <param name="Created">Those that are new.</param>
/// <param name="Changed">Those that were known and are stated anew, or end.</param>
/// <param name="Ended">Those that were left out and end for it.</param>
/// <param name="Withdrawn">Those that were left out and are no longer wanted; carriers have nothing of them to end.</param>
/// <param name="Continued">Those that were left out and go on.</param>
/// <param name="Rejected">Those that should not have been left out.</param>
internal sealed record FamilyEnrollments(
    IReadOnlyList<IndividualEnrollment> All,
    IReadOnlyList<IndividualEnrollment> Created,
    IReadOnlyList<IndividualEnrollment> Changed,
    IReadOnlyList<IndividualEnrollment> Ended,
    IReadOnlyList<IndividualEnrollment> Withdrawn,
    IReadOnlyList<IndividualEnrollment> Continued,
    IReadOnlyList<IndividualEnrollment> Rejected)
{
    /// <summary>The events that the stated ones are stated with, by enrollment.</summary>
    public required IReadOnlyDictionary<Guid, string?> EventIds { get; init; }

    /// <summary>Decides what the enrollments are.</summary>
    /// <param name="members">The family's members, and the snapshot with ids.</param>
    /// <param name="context">What is known.</param>
    /// <param name="moment">When.</param>
    public static FamilyEnrollments Decide(FamilyMembers members, SnapshotContext context, Moment moment)
    {
        var connected = context.Group.ConnectedCarriers;
        var known = context.Family.Enrollments;
        var stated = StatedEnrollment.Read(
            (members.Document.Coverages ?? []).Where(coverage => connected.Contains(Uuid.Parse(coverage.CarrierId!))), context.Group.Plans, known);
        var made = stated.Select(statement => (Statement: statement, Enrollment: Of(statement, statement.Known ?? New(statement, members, context, moment), moment))).ToList();
        var omitted = OmittedCoverages.Judge(
            LeftOutCoverage.Find(members, context, [.. made.Select(it => it.Enrollment)], moment),
            stated,
            members.Document.OmittedCoverageHandling,
            context.Group.Plans,
            moment.Today);
        var refused = omitted.Rejected.Select(enrollment => enrollment.CarrierId).ToHashSet();

        var ended = Apply([.. omitted.Switched, .. omitted.Terminated]);
        var withdrawn = Apply(omitted.Withdrawn);
        var knownIds = known.Select(enrollment => enrollment.Id).ToHashSet();
        var touched = made.Where(it => !refused.Contains(it.Statement.CarrierId)).Select(it => it.Enrollment).Concat(ended).Concat(withdrawn)
            .ToLookup(enrollment => knownIds.Contains(enrollment.Id));
        List<IndividualEnrollment> created = [.. touched[false]];
        List<IndividualEnrollment> changed = [.. touched[true]];
        var changes = changed.ToDictionary(enrollment => enrollment.Id);
        return new FamilyEnrollments(
            [.. known.Select(enrollment => changes.GetValueOrDefault(enrollment.Id, enrollment)), .. created],
            created,
            changed,
            ended,
            withdrawn,
            omitted.Continued,
            omitted.Rejected)
        {
            EventIds = made.ToDictionary(it => it.Enrollment.Id, it => it.Statement.Member.EventId),
        };

        List<IndividualEnrollment> Apply(IEnumerable<EnrollmentChange> endings) =>
        [
            .. endings.Where(change => !refused.Contains(change.Enrollment.CarrierId))
                .Select(change => change.Enrollment with { Period = change.Period, Version = moment.NewId(), Modified = moment.Now }),
        ];
    }

    private static IndividualEnrollment Of(StatedEnrollment statement, IndividualEnrollment enrollment, Moment moment)
    {
        var (coverage, member) = (statement.Coverage, statement.Member);
        return enrollment.Stating(new EnrollmentDetails
        {
            Volume = member.Volume,
            CarrierConfig = coverage.CarrierConfig,
            CobraDetails = coverage.CobraDetails,
            PcpDetails = member.PcpDetails,
        }) with
        {
            Version = moment.NewId(),
            Modified = moment.Now,
            PlanId = statement.PlanId ?? enrollment.PlanId,
            PlanName = statement.PlanName ?? enrollment.PlanName,
            CustomPlanId = coverage.CustomPlanId ?? enrollment.CustomPlanId,
            Period = statement.Period,
            LatestChangeEffectiveDate = member.LatestChangeEffectiveDate is { } latest ? IsoDate.Parse(latest) : enrollment.LatestChangeEffectiveDate,
            SignatureDate = coverage.SignatureDate ?? enrollment.SignatureDate,
        };
    }

    private static IndividualEnrollment New(StatedEnrollment statement, FamilyMembers members, SnapshotContext context, Moment moment) => new()
    {
        Id = moment.NewId(),
        Created = moment.Now,
        GroupId = context.Group.Group.Id,
        EmployeeId = members.EmployeeId,
        IndividualId = statement.IndividualId,
        IndividualType = statement.Member.IndividualType == MemberSnapshotVocabulary.Employee ? MemberType.Employee : MemberType.Dependent,
        CarrierId = statement.CarrierId,
        LineOfCoverage = statement.Coverage.LineOfCoverage!,
    };
}

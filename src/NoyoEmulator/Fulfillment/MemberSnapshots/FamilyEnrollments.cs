using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots;

/// <summary>
/// The enrollments of a snapshot's family once it is taken in: at connected carriers what it states, with active coverage that
/// it leaves out dealt with; at other carriers what they were.
/// </summary>
/// <param name="All">All of them.</param>
/// <param name="Created">Those that are new.</param>
/// <param name="Changed">Those that were known and are stated anew, or end.</param>
/// <param name="Ended">Those that were left out and end for it.</param>
/// <param name="Continued">Those that were left out and go on.</param>
/// <param name="Rejected">Those that should not have been left out.</param>
internal sealed record FamilyEnrollments(
    IReadOnlyList<IndividualEnrollment> All,
    IReadOnlyList<IndividualEnrollment> Created,
    IReadOnlyList<IndividualEnrollment> Changed,
    IReadOnlyList<IndividualEnrollment> Ended,
    IReadOnlyList<IndividualEnrollment> Continued,
    IReadOnlyList<IndividualEnrollment> Rejected)
{
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
        var omitted = OmittedCoverages.Judge(
            known.Where(enrollment => connected.Contains(enrollment.CarrierId)),
            stated,
            members.Document.OmittedCoverageHandling,
            context.Group.Plans,
            moment.Today);
        var refused = omitted.Rejected.Select(enrollment => enrollment.CarrierId).ToHashSet();

        var accepted = stated.Where(statement => !refused.Contains(statement.CarrierId)).ToList();
        var ended = omitted.Switched.Concat(omitted.Terminated).Where(change => !refused.Contains(change.Enrollment.CarrierId))
            .Select(change => change.Enrollment with { Period = change.Period, Version = moment.NewId(), Modified = moment.Now }).ToList();
        List<IndividualEnrollment> changed =
            [.. accepted.Where(statement => statement.Known is not null).Select(statement => Of(statement, statement.Known!, moment)), .. ended];
        List<IndividualEnrollment> created = [.. accepted.Where(statement => statement.Known is null).Select(statement => Of(statement, New(statement, members, context, moment), moment))];
        var changes = changed.ToDictionary(enrollment => enrollment.Id);
        return new FamilyEnrollments(
            [.. known.Select(enrollment => changes.GetValueOrDefault(enrollment.Id, enrollment)), .. created],
            created,
            changed,
            ended,
            omitted.Continued,
            omitted.Rejected);
    }

    private static IndividualEnrollment Of(StatedEnrollment statement, IndividualEnrollment enrollment, Moment moment)
    {
        var (coverage, member) = (statement.Coverage, statement.Member);
        return enrollment with
        {
            Version = moment.NewId(),
            Modified = moment.Now,
            PlanId = statement.PlanId,
            PlanName = statement.PlanName,
            CustomPlanId = coverage.CustomPlanId,
            Period = statement.Period,
            LatestChangeEffectiveDate = member.LatestChangeEffectiveDate is { } latest ? IsoDate.Parse(latest) : null,
            SignatureDate = coverage.SignatureDate,
            Volume = member.Volume,
            CarrierConfig = WireJson.Write(coverage.CarrierConfig),
            CobraDetails = WireJson.Write(coverage.CobraDetails),
            PcpDetails = WireJson.Write(member.PcpDetails),
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

using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Enrollments;

/// <summary>An enrollment that a snapshot leaves out, and the period that it has from now on.</summary>
internal sealed record EnrollmentChange(IndividualEnrollment Enrollment, Period Period);

/// <summary>What a snapshot means for active coverage that it leaves out.</summary>
/// <param name="Switched">Ended because another plan takes their place.</param>
/// <param name="Terminated">Ended by the policy <c>terminate</c>.</param>
/// <param name="Continued">Untouched, by the policy <c>continue</c>.</param>
/// <param name="Rejected">Not allowed to be left out.</param>
internal sealed record OmittedCoverages(
    IReadOnlyList<EnrollmentChange> Switched,
    IReadOnlyList<EnrollmentChange> Terminated,
    IReadOnlyList<IndividualEnrollment> Continued,
    IReadOnlyList<IndividualEnrollment> Rejected)
{
    private static readonly HashSet<string> LinesThatSwitchAnyPlan = ["medical", "dental", "vision"];

    /// <summary>
    /// Judges what is left out: first whether another plan takes its place, then by the snapshot's policy (Noyo's pages on
    /// omitted coverages and on inferred plan switching). Active is what Noyo has, is not waived, and has not ended.
    /// </summary>
    public static OmittedCoverages Judge(
        IEnumerable<IndividualEnrollment> enrollments,
        IReadOnlyList<StatedEnrollment> stated,
        InboundMemberSnapshotOmittedCoverage? handling,
        IReadOnlyList<Plan> plans,
        DateOnly today)
    {
        var known = stated.Select(statement => statement.Known).ToHashSet();
        var omitted = enrollments.Where(enrollment => enrollment.Period.IsActiveFrom(today) && !known.Contains(enrollment))
            .OrderBy(enrollment => enrollment.IndividualType).ThenBy(enrollment => enrollment.LineOfCoverage, StringComparer.Ordinal)
            .ThenBy(enrollment => enrollment.Id).ToList();
        var switched = omitted.Select(enrollment => Switch(enrollment, stated, plans, today)).OfType<EnrollmentChange>().ToList();
        var rest = omitted.Except(switched.Select(change => change.Enrollment)).ToList();
        return handling?.Policy switch
        {
            MemberSnapshotVocabulary.PolicyContinue => new OmittedCoverages(switched, [], rest, []),
            MemberSnapshotVocabulary.PolicyTerminate => new OmittedCoverages(
                switched, [.. rest.Select(enrollment => new EnrollmentChange(enrollment, enrollment.Period.EndingOn(LastDay(handling, today))))], [], []),
            _ => new OmittedCoverages(switched, [], [], rest),
        };
    }

    /// <summary>Noyo's published message for coverages that may not be left out.</summary>
    public static string RejectionMessage(IEnumerable<IndividualEnrollment> rejected)
    {
        var coverages = rejected.Select(enrollment =>
            $"{enrollment.LineOfCoverage} for {(enrollment.IndividualType == MemberType.Employee ? "employee" : "dependent")} {enrollment.IndividualId}");
        return $"This snapshot is missing the following active coverages: {string.Join(", ", coverages)}. If you intend to terminate a coverage, "
            + "please send a snapshot that includes a termination date before omitting it from future snapshots.";
    }

    private static EnrollmentChange? Switch(IndividualEnrollment omitted, IReadOnlyList<StatedEnrollment> stated, IReadOnlyList<Plan> plans, DateOnly today)
    {
        var successors = stated.Where(statement => statement.IndividualId == omitted.IndividualId
            && statement.Coverage.LineOfCoverage == omitted.LineOfCoverage
            && statement.Period.IsActiveFrom(today)
            && statement.Period.Overlaps(omitted.Period)
            && (LinesThatSwitchAnyPlan.Contains(omitted.LineOfCoverage) || TypeOf(plans, statement.PlanId) == TypeOf(plans, omitted.PlanId))).ToList();
        if (successors is not [var successor])
            return null;
        return new EnrollmentChange(
            omitted,
            successor.Period.Start > omitted.EffectiveStartDate
                ? omitted.Period.EndingOn(successor.Period.Start.AddDays(-1))
                : omitted.Period.Waived());
    }

    private static string? TypeOf(IReadOnlyList<Plan> plans, Guid? planId) => plans.FirstOrDefault(plan => plan.Id == planId)?.PlanType;

    private static DateOnly LastDay(InboundMemberSnapshotOmittedCoverage handling, DateOnly today)
    {
        var firstOfMonth = new DateOnly(today.Year, today.Month, 1);
        return handling.TerminationRule switch
        {
            MemberSnapshotVocabulary.RuleCustom => IsoDate.Parse(handling.Custom!.EffectiveEndDate!),
            MemberSnapshotVocabulary.RuleEndOfPriorMonth => firstOfMonth.AddDays(-1),
            _ => firstOfMonth.AddMonths(1).AddDays(-1),
        };
    }
}

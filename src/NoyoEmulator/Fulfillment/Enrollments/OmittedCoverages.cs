using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Enrollments;

/// <summary>An enrollment that a snapshot leaves out, and the period that it has from now on.</summary>
internal sealed record EnrollmentChange(IndividualEnrollment Enrollment, Period Period);

/// <summary>Coverage that a snapshot leaves out.</summary>
/// <param name="Enrollment">The enrollment; of coverage that only the carrier knows, what it would be on the platform's side.</param>
/// <param name="AtCarrier">The period for which Noyo finds it at the carrier; null where it finds none.</param>
/// <param name="IsUnderWay">Whether the carrier is still working on what it was told of it.</param>
internal sealed record OmittedCoverage(IndividualEnrollment Enrollment, Period? AtCarrier, bool IsUnderWay)
{
    /// <summary>
    /// Its end was stated before, so it need not be stated again, and no policy ends it earlier (Noyo's page on omitted coverages:
    /// a terminated coverage is sent once; that it is so while the end is still to come is a decision).
    /// </summary>
    public bool IsSettled => Enrollment.EffectiveEndDate != Period.Open;

    /// <summary>Noyo finds it at the carrier, or it is on its way there.</summary>
    public bool IsActive(DateOnly today) => IsUnderWay || AtCarrier?.IsActiveFrom(today) == true;
}

/// <summary>What a snapshot means for coverage that it leaves out.</summary>
/// <param name="Switched">Ended because another plan takes their place.</param>
/// <param name="Terminated">Ended by the policy <c>terminate</c>.</param>
/// <param name="Withdrawn">No longer wanted, and not active at the carrier: there is nothing to end.</param>
/// <param name="Continued">Untouched, by the policy <c>continue</c>.</param>
/// <param name="Rejected">Not allowed to be left out.</param>
internal sealed record OmittedCoverages(
    IReadOnlyList<EnrollmentChange> Switched,
    IReadOnlyList<EnrollmentChange> Terminated,
    IReadOnlyList<EnrollmentChange> Withdrawn,
    IReadOnlyList<IndividualEnrollment> Continued,
    IReadOnlyList<IndividualEnrollment> Rejected)
{
    private static readonly HashSet<string> LinesThatSwitchAnyPlan = ["medical", "dental", "vision"];

    /// <summary>
    /// Judges what is left out: first whether another plan takes its place, then by the snapshot's policy (Noyo's pages on
    /// omitted coverages and on inferred plan switching). The policy is about what is active: what Noyo finds at the carrier, also
    /// what the platform never sent, and what is on its way there (the latter inferred).
    /// </summary>
    /// <param name="omitted">The coverage that is left out.</param>
    /// <param name="stated">What the snapshot states.</param>
    /// <param name="handling">Its policy.</param>
    /// <param name="plans">The group's plans.</param>
    /// <param name="today">The day.</param>
    public static OmittedCoverages Judge(
        IEnumerable<OmittedCoverage> omitted,
        IReadOnlyList<StatedEnrollment> stated,
        InboundMemberSnapshotOmittedCoverage? handling,
        IReadOnlyList<Plan> plans,
        DateOnly today)
    {
        var current = omitted.Where(coverage => coverage.Enrollment.Period.IsActiveFrom(today))
            .OrderBy(coverage => coverage.Enrollment.IndividualType).ThenBy(coverage => coverage.Enrollment.LineOfCoverage, StringComparer.Ordinal)
            .ThenBy(coverage => coverage.Enrollment.Id).ToList();
        var switched = current.Select(coverage => Switch(coverage.Enrollment, stated, plans, today)).OfType<EnrollmentChange>().ToList();
        var rest = current.Where(coverage => !coverage.IsSettled).ExceptBy(switched.Select(change => change.Enrollment), coverage => coverage.Enrollment).ToList();
        if (handling?.Policy == MemberSnapshotVocabulary.PolicyContinue)
            return new OmittedCoverages(switched, [], [], [.. rest.Select(coverage => coverage.Enrollment)], []);

        var active = rest.Where(coverage => coverage.IsActive(today)).Select(coverage => coverage.Enrollment).ToList();
        List<EnrollmentChange> withdrawn = [.. rest.Where(coverage => !coverage.IsActive(today)).Select(Withdraw)];
        return handling?.Policy == MemberSnapshotVocabulary.PolicyTerminate
            ? new OmittedCoverages(
                switched,
                [.. active.Select(enrollment => new EnrollmentChange(enrollment, enrollment.Period.EndingOn(LastDay(handling, today))))],
                withdrawn,
                [],
                [])
            : new OmittedCoverages(switched, [], withdrawn, [], active);
    }

    /// <summary>Noyo's published message for coverages that may not be left out.</summary>
    public static string RejectionMessage(IEnumerable<IndividualEnrollment> rejected)
    {
        var coverages = rejected.Select(enrollment =>
            $"{enrollment.LineOfCoverage} for {(enrollment.IndividualType == MemberType.Employee ? "employee" : "dependent")} {enrollment.IndividualId}");
        return $"This snapshot is missing the following active coverages: {string.Join(", ", coverages)}. If you intend to terminate a coverage, "
            + "please send a snapshot that includes a termination date before omitting it from future snapshots.";
    }

    /// <summary>As the carrier has it: ended, or never begun.</summary>
    private static EnrollmentChange Withdraw(OmittedCoverage coverage) => new(
        coverage.Enrollment,
        coverage.AtCarrier is { } found ? coverage.Enrollment.Period.EndingOn(found.End) : coverage.Enrollment.Period.Waived());

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

using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Enrollments;

/// <summary>What a snapshot states about one member in one coverage.</summary>
internal sealed record StatedEnrollment
{
    public required InboundMemberSnapshotCoverage Coverage { get; init; }

    public required InboundMemberSnapshotEnrolledMember Member { get; init; }

    public required Guid IndividualId { get; init; }

    public required Guid CarrierId { get; init; }

    /// <summary>The plan's id, completed from the group's plans where the snapshot only names it.</summary>
    public required Guid? PlanId { get; init; }

    /// <summary>The plan's name, completed likewise.</summary>
    public required string? PlanName { get; init; }

    public required Period Period { get; init; }

    /// <summary>The enrollment that Noyo already has for it; null for a new one.</summary>
    public IndividualEnrollment? Known { get; init; }

    /// <summary>
    /// Reads the statements of a snapshot and finds, for each, the enrollment it is about: of the same member, carrier, line
    /// and plan, with the same start, or else with a period that overlaps (inferred).
    /// </summary>
    public static IReadOnlyList<StatedEnrollment> Read(
        IEnumerable<InboundMemberSnapshotCoverage> coverages, IReadOnlyList<Plan> plans, IReadOnlyCollection<IndividualEnrollment> known)
    {
        var stated = new List<StatedEnrollment>();
        var taken = new HashSet<IndividualEnrollment>();
        foreach (var coverage in coverages)
        {
            foreach (var member in coverage.EnrolledMembers!)
            {
                var statement = Read(coverage, member, plans);
                var match = Find(statement, known.Where(enrollment => !taken.Contains(enrollment)).ToList());
                if (match is not null)
                    _ = taken.Add(match);
                stated.Add(statement with { Known = match });
            }
        }

        return stated;
    }

    private static StatedEnrollment Read(InboundMemberSnapshotCoverage coverage, InboundMemberSnapshotEnrolledMember member, IReadOnlyList<Plan> plans)
    {
        var carrierId = Uuid.Parse(coverage.CarrierId!);
        Guid? planId = coverage.PlanId is null ? null : Uuid.Parse(coverage.PlanId);
        var plan = plans.FirstOrDefault(plan => plan.CarrierId == carrierId && plan.LineOfCoverage == coverage.LineOfCoverage
            && (planId is null ? IsSameName(plan.Name, coverage.PlanName) : plan.Id == planId));
        return new StatedEnrollment
        {
            Coverage = coverage,
            Member = member,
            IndividualId = Uuid.Parse(member.IndividualId!),
            CarrierId = carrierId,
            PlanId = planId ?? plan?.Id,
            PlanName = coverage.PlanName ?? plan?.Name,
            Period = new Period(IsoDate.Parse(member.EffectiveStartDate!), IsoDate.Parse(member.EffectiveEndDate!)),
        };
    }

    private static IndividualEnrollment? Find(StatedEnrollment statement, List<IndividualEnrollment> known)
    {
        var candidates = known.FindAll(enrollment => enrollment.IndividualId == statement.IndividualId
            && enrollment.CarrierId == statement.CarrierId
            && enrollment.LineOfCoverage == statement.Coverage.LineOfCoverage
            && IsSamePlan(enrollment, statement));
        return candidates.Find(candidate => candidate.EffectiveStartDate == statement.Period.Start)
            ?? candidates.Find(candidate => candidate.Period.Overlaps(statement.Period));
    }

    private static bool IsSamePlan(IndividualEnrollment enrollment, StatedEnrollment statement) =>
        enrollment.PlanId is { } known && statement.PlanId is { } stated
            ? known == stated
            : IsSameName(enrollment.PlanName, statement.PlanName);

    private static bool IsSameName(string? a, string? b) => string.Equals(a?.Trim(), b?.Trim(), StringComparison.OrdinalIgnoreCase);
}

using System.Text.Json;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.Enrollments;

/// <summary>Makes a family's individual enrollments those that a snapshot states.</summary>
/// <param name="session">The change it is part of.</param>
/// <param name="groupId">The family's group.</param>
/// <param name="employeeId">The family's employee.</param>
/// <param name="plans">The group's plans, by which a plan's id and name are completed.</param>
/// <param name="enrollments">The family's enrollments; new ones are added to it.</param>
internal sealed class EnrollmentPlan(
    WorldSession session, Guid groupId, Guid employeeId, IReadOnlyList<Plan> plans, List<IndividualEnrollment> enrollments)
{
    private readonly HashSet<IndividualEnrollment> _stated = [];

    /// <summary>The enrollments that were stated so far.</summary>
    public IReadOnlySet<IndividualEnrollment> Stated => _stated;

    /// <summary>Takes over what the snapshot states about one member in one coverage.</summary>
    public void State(InboundMemberSnapshotCoverage coverage, InboundMemberSnapshotEnrolledMember member, Guid individualId)
    {
        var carrierId = Guid.Parse(coverage.CarrierId!);
        var (planId, planName) = CompletePlan(coverage, carrierId);
        var start = DateOnly.Parse(member.EffectiveStartDate!);
        var end = DateOnly.Parse(member.EffectiveEndDate!);
        var candidates = enrollments.Where(enrollment => !_stated.Contains(enrollment)
            && enrollment.IndividualId == individualId
            && enrollment.CarrierId == carrierId
            && enrollment.LineOfCoverage == coverage.LineOfCoverage
            && IsSamePlan(enrollment, planId, planName)).ToList();
        var enrollment = candidates.Find(candidate => candidate.EffectiveStartDate == start)
            ?? candidates.Find(candidate => candidate.EffectiveStartDate <= end && start <= candidate.EffectiveEndDate)
            ?? Add(individualId, carrierId, coverage.LineOfCoverage!, member);
        _ = _stated.Add(enrollment);

        enrollment.Version = session.NewId();
        enrollment.Modified = session.Now;
        enrollment.PlanId = planId;
        enrollment.PlanName = planName;
        enrollment.CustomPlanId = coverage.CustomPlanId;
        enrollment.EffectiveStartDate = start;
        enrollment.EffectiveEndDate = end;
        enrollment.LatestChangeEffectiveDate = member.LatestChangeEffectiveDate is { } latest ? DateOnly.Parse(latest) : null;
        enrollment.Volume = member.Volume;
        enrollment.CobraDetails = coverage.CobraDetails is null ? null : JsonSerializer.Serialize(coverage.CobraDetails, WireJson.Options);
        enrollment.PcpDetails = member.PcpDetails is null ? null : JsonSerializer.Serialize(member.PcpDetails, WireJson.Options);
    }

    private IndividualEnrollment Add(Guid individualId, Guid carrierId, string lineOfCoverage, InboundMemberSnapshotEnrolledMember member)
    {
        var enrollment = new IndividualEnrollment
        {
            Id = session.NewId(),
            Created = session.Now,
            GroupId = groupId,
            EmployeeId = employeeId,
            IndividualId = individualId,
            IndividualType = member.IndividualType == "employee" ? MemberType.Employee : MemberType.Dependent,
            CarrierId = carrierId,
            LineOfCoverage = lineOfCoverage,
        };
        enrollments.Add(enrollment);
        _ = session.Db.IndividualEnrollments.Add(enrollment);
        return enrollment;
    }

    private (Guid? Id, string? Name) CompletePlan(InboundMemberSnapshotCoverage coverage, Guid carrierId)
    {
        Guid? id = coverage.PlanId is null ? null : Guid.Parse(coverage.PlanId);
        var known = plans.FirstOrDefault(plan => plan.CarrierId == carrierId && plan.LineOfCoverage == coverage.LineOfCoverage
            && (id is null ? string.Equals(plan.Name, coverage.PlanName, StringComparison.OrdinalIgnoreCase) : plan.Id == id));
        return (id ?? known?.Id, coverage.PlanName ?? known?.Name);
    }

    private static bool IsSamePlan(IndividualEnrollment enrollment, Guid? planId, string? planName) =>
        enrollment.PlanId is { } known && planId is { } wanted
            ? known == wanted
            : string.Equals(enrollment.PlanName, planName, StringComparison.OrdinalIgnoreCase);
}

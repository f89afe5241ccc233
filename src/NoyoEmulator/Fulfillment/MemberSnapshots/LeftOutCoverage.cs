using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Members;

namespace NoyoEmulator.Fulfillment.MemberSnapshots;

/// <summary>Finds the coverage that a snapshot leaves out: what the platform stated before, and what only a carrier knows.</summary>
internal static class LeftOutCoverage
{
    /// <summary>Compares what the snapshot states, carrier by carrier and member by member, with what Noyo finds.</summary>
    /// <param name="members">The family's members.</param>
    /// <param name="context">What is known.</param>
    /// <param name="stated">The enrollments that the snapshot states, at connected carriers.</param>
    /// <param name="moment">When.</param>
    public static IReadOnlyList<OmittedCoverage> Find(
        FamilyMembers members, SnapshotContext context, IReadOnlyList<IndividualEnrollment> stated, Moment moment)
    {
        var statedIds = stated.Select(enrollment => enrollment.Id).ToHashSet();
        var wanted = context.Family.Enrollments.Where(enrollment => !statedIds.Contains(enrollment.Id)).Concat(stated)
            .ToLookup(enrollment => (enrollment.CarrierId, enrollment.IndividualId));
        var omitted = new List<OmittedCoverage>();
        foreach (var carrierId in context.Group.ConnectedCarriers.Order())
        {
            var found = context.FoundAt(carrierId).ToDictionary(record => record.IndividualId);
            foreach (var member in members.All)
            {
                var enrollments = wanted[(carrierId, member.Id)].ToDictionary(enrollment => enrollment.Id);
                var held = found.GetValueOrDefault(member.Id)?.Enrollments ?? [];
                if (enrollments.Count == 0 && held.Count == 0)
                    continue;
                var pairing = EnrollmentPairing.Of([.. enrollments.Values.Select(PlatformRecords.From)], held);
                var atCarrier = pairing.Pairs.ToDictionary(pair => pair.Platform.Id!.Value, pair => Period.Of(pair.Carrier));
                omitted.AddRange(enrollments.Values.Where(enrollment => !statedIds.Contains(enrollment.Id)).Select(enrollment => new OmittedCoverage(
                    enrollment,
                    atCarrier.TryGetValue(enrollment.Id, out var period) ? period : null,
                    context.CarriersAtWork.Contains(carrierId))));
                omitted.AddRange(pairing.OnlyCarrier.Where(coverage => Period.Of(coverage).IsActiveFrom(moment.Today))
                    .Select(coverage => new OmittedCoverage(AtPlatform(coverage, member, carrierId, moment), Period.Of(coverage), IsUnderWay: false)));
            }
        }

        return omitted;
    }

    private static IndividualEnrollment AtPlatform(EnrollmentRecord coverage, Member member, Guid carrierId, Moment moment) => new()
    {
        Id = moment.NewId(),
        Version = moment.NewId(),
        Created = moment.Now,
        Modified = moment.Now,
        GroupId = member.GroupId,
        EmployeeId = member.EmployeeId,
        IndividualId = member.Id,
        IndividualType = member.Type,
        CarrierId = carrierId,
        LineOfCoverage = coverage.LineOfCoverage,
        PlanId = coverage.PlanId,
        PlanName = coverage.PlanName,
        Period = Period.Of(coverage),
    };
}

using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Families;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tracking;

namespace NoyoEmulator.Fulfillment.RoundTrips;

/// <summary>Fetches a carrier's records apart from any snapshot and compares them with what the platform has.</summary>
internal static class CarrierSync
{
    /// <summary>How many families are read together.</summary>
    private const int MostFamilies = 200;

    /// <summary>Syncs the families of a group, one family, or all. A Send carrier is never read.</summary>
    public static IReadOnlyList<TrackingOutcome> Run(WorldSession session, Guid carrierId, Guid? groupId, Guid? employeeId)
    {
        if (session.Rows.Setup.Get<CarrierSetups>().BehaviorOf(carrierId).Tier == CarrierTier.Send)
            return [];
        var db = session.Db;
        var employees = db.Members
            .Where(member => member.Type == MemberType.Employee
                && (groupId == null || member.GroupId == groupId)
                && (employeeId == null || member.Id == employeeId)
                && (db.CarrierRecords.Any(record => record.CarrierId == carrierId && record.EmployeeId == member.Id)
                    || db.IndividualEnrollments.Any(enrollment => enrollment.CarrierId == carrierId && enrollment.EmployeeId == member.Id)))
            .OrderBy(member => member.Id)
            .Select(member => new { member.Id, member.GroupId })
            .ToList();
        var groups = session.Rows.Setup.Get<GroupSetups>();
        // A carrier that a group was disconnected from is read no more.
        _ = employees.RemoveAll(employee => groups.Find(employee.GroupId)!.DisconnectedCarriers.ContainsKey(carrierId));
        if (employeeId is null)
            GroupAudit.Record(session, carrierId, groups.ConnectedTo(carrierId).Where(id => groupId is null || id == groupId));
        var outcomes = new List<TrackingOutcome>();
        foreach (var some in employees.Chunk(MostFamilies))
        {
            var ids = some.Select(employee => employee.Id).ToList();
            var families = FamilyState.Load(session.Rows, ids);
            // What a round trip is still working on is not the carrier's last word.
            var inFlight = session.Rows.WhereIn<MemberTransaction>("employee_id", ids, "AND status = 'processing'")
                .Where(transaction => transaction.CarrierId == carrierId).Select(transaction => transaction.EmployeeId).ToHashSet();
            foreach (var employee in some.Where(employee => !families[employee.Id].WentInFilesTo(carrierId)))
            {
                var context = new ComparisonContext(
                    groups.OrganizationOf(employee.GroupId),
                    employee.GroupId,
                    employee.Id,
                    carrierId,
                    TransactionId: null,
                    SnapshotId: null,
                    SourceStage.CarrierSync,
                    inFlight.Contains(employee.Id) ? ComparisonTrigger.Confirmation : ComparisonTrigger.FinalConfirmation);
                var family = families[employee.Id];
                outcomes.Add(DifferenceTracker.Track(session, context, family.OpenAt(carrierId), Compare(family, carrierId, session.Today)));
            }
        }

        return outcomes;
    }

    /// <summary>What a sync made of the differences of all families together.</summary>
    public static DifferenceCounts CountsOf(IReadOnlyList<TrackingOutcome> outcomes) => new(
        outcomes.Sum(outcome => outcome.Resolved.Count),
        outcomes.Sum(outcome => outcome.Created.Count),
        outcomes.Sum(outcome => outcome.Raised.Count),
        outcomes.Sum(outcome => outcome.Pending));

    /// <summary>
    /// Nobody minds the address of a family whose coverage at the carrier has ended: such a carrier takes no part in snapshots, so
    /// that what differs of its people would never be made good (inferred).
    /// </summary>
    private static IReadOnlyList<Mismatch> Compare(FamilyState family, Guid carrierId, DateOnly today)
    {
        var found = FamilyComparer.Compare(family.WantedAt(carrierId), family.HeldBy(carrierId));
        if (family.IsCoveredAt(carrierId, today))
            return found;
        var open = family.OpenAt(carrierId).Select(DifferenceTracker.KeyOf).ToHashSet();
        return [.. found.Where(mismatch => mismatch.Key.Classification != Classification.FieldMismatch || mismatch.EnrollmentId is not null || open.Contains(mismatch.Key))];
    }
}

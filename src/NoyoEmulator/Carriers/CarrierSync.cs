using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tracking;

namespace NoyoEmulator.Carriers;

/// <summary>Fetches a carrier's records apart from any snapshot and compares them with what the platform has.</summary>
internal static class CarrierSync
{
    /// <summary>Syncs the families of a group, one family, or all.</summary>
    public static async Task<IReadOnlyList<TrackingOutcome>> RunAsync(WorldSession session, Guid carrierId, Guid? groupId, Guid? employeeId)
    {
        var db = session.Db;
        var families = await db.Members
            .Where(member => member.Type == MemberType.Employee
                && (groupId == null || member.GroupId == groupId)
                && (employeeId == null || member.Id == employeeId)
                && (db.CarrierRecords.Any(record => record.CarrierId == carrierId && record.EmployeeId == member.Id)
                    || db.IndividualEnrollments.Any(enrollment => enrollment.CarrierId == carrierId && enrollment.EmployeeId == member.Id)))
            .OrderBy(member => member.Id)
            .Select(member => new { member.Id, member.GroupId })
            .ToListAsync();
        var organizations = await db.Groups.AsNoTracking().ToDictionaryAsync(group => group.Id, group => group.OrganizationId);
        var outcomes = new List<TrackingOutcome>();
        foreach (var family in families)
            outcomes.Add(await CompareAsync(session, carrierId, family.Id, family.GroupId, organizations[family.GroupId]));
        return outcomes;
    }

    private static async Task<TrackingOutcome> CompareAsync(WorldSession session, Guid carrierId, Guid employeeId, Guid groupId, Guid organizationId)
    {
        // What a round trip is still working on is not the carrier's last word.
        var isInFlight = await session.Db.MemberTransactions.AnyAsync(transaction =>
            transaction.EmployeeId == employeeId && transaction.CarrierId == carrierId && transaction.Status == TransactionStatus.Processing);
        var wanted = await PlatformRecords.LoadAsync(session.Db, employeeId, carrierId);
        var held = await CarrierRecords.LoadAsync(session.Db, employeeId, carrierId);
        var occasion = new ComparisonOccasion(
            organizationId,
            groupId,
            employeeId,
            carrierId,
            TransactionId: null,
            SnapshotId: null,
            SourceStage.CarrierSync,
            isInFlight ? Sighting.Confirmation : Sighting.FinalConfirmation);
        return await DifferenceTracker.TrackAsync(session, occasion, FamilyComparer.Compare(wanted, held));
    }
}

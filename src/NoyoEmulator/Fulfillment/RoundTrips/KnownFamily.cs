using NoyoEmulator.Carriers;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.RoundTrips;

/// <summary>A family of which a carrier holds just what the platform states.</summary>
internal static class KnownFamily
{
    /// <summary>Has the carrier hold what the platform states of the family, without a round trip.</summary>
    public static void Record(WorldSession session, SnapshotDecision family, Guid carrierId)
    {
        foreach (var record in family.WantedAt(carrierId).Where(record => record.Enrollments.Any(enrollment => !enrollment.IsWaived)))
        {
            var known = record with { Enrollments = [.. record.Enrollments.Select(enrollment => enrollment with { Id = null })] };
            CarrierRecords.Store(session, carrierId, family.Context.Group.Group.Id, family.EmployeeId, known);
            if (family.BehaviorOf(carrierId).Tier == CarrierTier.Send)
                SendFiles.Insert(session, carrierId, family.EmployeeId, known);
        }
    }
}

using NoyoEmulator.Carriers;
using NoyoEmulator.Fulfillment.Feeds;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.RoundTrips;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.Connections;

/// <summary>
/// What the platform stated about a carrier before the group was connected to it: the latest snapshots stored it, and sent nothing.
/// With the connection it becomes the families' enrollments (inferred: Noyo's documents say that the data is stored, and that a
/// comparison comes before the connection is complete).
/// </summary>
internal static class ConnectionCensus
{
    private const string Continue = "continue";

    /// <summary>Takes in the coverages at the carrier of each family's latest snapshot.</summary>
    /// <returns>The families that have any.</returns>
    public static IReadOnlyList<SnapshotDecision> TakeIn(WorldSession session, GroupConnection connection)
    {
        var families = new List<SnapshotDecision>();
        foreach (var snapshotId in LatestNaming(session, connection))
        {
            var document = WireJson.Read<MemberSnapshotDB>(session.Rows.Where<MemberSnapshotContent>("snapshot_id = ?", snapshotId).Single().Document);
            var (family, _) = SnapshotIntake.TakeInFamily(session, connection.GroupId, OnlyAt(document, connection.CarrierId), Only(session, connection));
            if (family is not null)
                families.Add(family);
        }

        return families;
    }

    /// <summary>Sends what was taken in to a carrier that takes files: it holds it from then on.</summary>
    public static void Send(WorldSession session, GroupConnection connection, IReadOnlyList<SnapshotDecision> families)
    {
        var changed = new List<SnapshotDecision>();
        foreach (var family in families)
        {
            var before = SentOf(session, connection.CarrierId, family.EmployeeId);
            SendFiles.Forget(session, connection.CarrierId, family.EmployeeId);
            KnownFamily.Record(session, family, connection.CarrierId);
            if (!before.SequenceEqual(SentOf(session, connection.CarrierId, family.EmployeeId), StringComparer.Ordinal))
                changed.Add(family);
        }

        // All of them go in one file; what the carrier has got already goes in none.
        FeedLog.Record(
            session,
            connection.CarrierId,
            connection.GroupId,
            [.. changed.SelectMany(family => family.WantedAt(connection.CarrierId))],
            isTest: connection.Status != ConnectionStatus.Completed);
    }

    private static List<string> SentOf(WorldSession session, Guid carrierId, Guid employeeId) => session.Rows
        .Where<SentRecord>("employee_id = ? AND carrier_id = ? ORDER BY individual_id", employeeId, carrierId).ConvertAll(record => record.Document);

    /// <summary>The snapshots, each its family's latest, in which the carrier was not connected.</summary>
    private static List<Guid> LatestNaming(WorldSession session, GroupConnection connection)
    {
        var latest = session.Rows.Where<MemberSnapshot>("group_id = ? AND origin = 'posted' AND status <> 'canceled' ORDER BY created, id", connection.GroupId)
            .GroupBy(snapshot => snapshot.EmployeeId).Select(family => family.Last().Id).ToList();
        return [.. session.Rows.WhereIn<CarrierFulfillment>("snapshot_id", latest)
            .Where(entry => entry.CarrierId == connection.CarrierId && entry.Status == FulfillmentStatus.NotConnected)
            .Select(entry => entry.SnapshotId).Order()];
    }

    private static MemberSnapshotDB OnlyAt(MemberSnapshotDB document, Guid carrierId) => document with
    {
        Coverages = [.. (document.Coverages ?? []).Where(coverage => coverage.CarrierId == carrierId.ToString())],
        // What only the carrier knows is for the comparison to tell.
        OmittedCoverageHandling = new InboundMemberSnapshotOmittedCoverage { Policy = Continue },
    };

    /// <summary>The group as if it were connected to this carrier alone: the others are none of its business.</summary>
    private static IReadOnlyList<CarrierOverride> Only(WorldSession session, GroupConnection connection) =>
    [
        .. session.Rows.Setup.Get<GroupSetups>().Find(connection.GroupId)!.ConnectedCarriers.Where(carrierId => carrierId != connection.CarrierId)
            .Select(carrierId => new CarrierOverride { CarrierId = carrierId.ToString(), Connected = false }),
        new CarrierOverride { CarrierId = connection.CarrierId.ToString(), Connected = true },
    ];
}

using NoyoEmulator.Carriers;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Fulfillment.MemberSnapshots;

/// <summary>The transitions of a snapshot and of its fulfillment summary, each with its version, its time and its event.</summary>
internal static class SnapshotProgress
{
    /// <summary>Snapshots with their fulfillment summaries, by their ids.</summary>
    public static IReadOnlyDictionary<Guid, MemberSnapshot> Load(RowStore rows, IReadOnlyCollection<Guid> snapshotIds) =>
        WithSummaries(rows, rows.WhereIn<MemberSnapshot>("id", snapshotIds)).ToDictionary(snapshot => snapshot.Id);

    /// <summary>The first hand-over to a carrier begins the processing of a snapshot that was only submitted.</summary>
    public static void Begin(WorldSession session, MemberSnapshot snapshot)
    {
        if (snapshot.Status == SnapshotStatus.Submitted)
            Move(session, snapshot, SnapshotStatus.Processing);
    }

    /// <summary>A carrier is done with the snapshot; with the last one, the snapshot is done.</summary>
    public static void FinishCarrier(
        WorldSession session, MemberSnapshot snapshot, Guid carrierId, FulfillmentStatus status, IReadOnlyList<string>? errors = null)
    {
        var fulfillment = snapshot.Fulfillments.Single(entry => entry.CarrierId == carrierId);
        fulfillment.Status = status;
        fulfillment.Errors = WireJson.Write(errors ?? []);
        session.Rows.Update(fulfillment, nameof(CarrierFulfillment.Status), nameof(CarrierFulfillment.Errors));
        if (snapshot.Fulfillments.TrueForAll(entry => entry.Status != FulfillmentStatus.Processing))
            Complete(session, snapshot);
        else
            Store(session, snapshot);
        Raise(session, WebhookEventType.CarrierFulfillmentStatusChange, snapshot);
    }

    /// <summary>Every carrier is done: completed, or canceled when every carrier that was to do something refused.</summary>
    public static void Complete(WorldSession session, MemberSnapshot snapshot) =>
        Move(session, snapshot, snapshot.IsRefused ? SnapshotStatus.Canceled : SnapshotStatus.Completed);

    /// <summary>
    /// A newer snapshot takes over what is still in progress for the employee: unfinished carriers are replaced, their
    /// transactions canceled, their scheduled work dropped.
    /// </summary>
    /// <param name="session">The session in which it happens.</param>
    /// <param name="employeeId">The employee.</param>
    /// <param name="replacementId">The newer snapshot.</param>
    /// <param name="among">The only ones that it takes over; null for all.</param>
    /// <returns>The carriers that were not done yet, so that the newer snapshot can go on with them.</returns>
    public static IReadOnlyList<Guid> ReplaceUnfinished(WorldSession session, Guid employeeId, Guid replacementId, IReadOnlySet<Guid>? among = null)
    {
        var unfinished = session.Rows.Where<MemberSnapshot>("employee_id = ? AND status IN ('submitted', 'processing') ORDER BY created, id", employeeId);
        if (among is not null)
            _ = unfinished.RemoveAll(snapshot => !among.Contains(snapshot.Id));
        var carriers = new List<Guid>();
        foreach (var snapshot in WithSummaries(session.Rows, unfinished))
        {
            snapshot.ReplacedById = replacementId;
            Move(session, snapshot, SnapshotStatus.Replaced);
            foreach (var fulfillment in snapshot.Fulfillments.Where(entry => entry.Status == FulfillmentStatus.Processing).OrderBy(entry => entry.Position))
            {
                fulfillment.Status = FulfillmentStatus.Replaced;
                session.Rows.Update(fulfillment, nameof(CarrierFulfillment.Status));
                if (fulfillment.CarrierId != MemberTransaction.NoyoItself)
                    carriers.Add(fulfillment.CarrierId);
                Raise(session, WebhookEventType.CarrierFulfillmentStatusChange, snapshot);
            }

            CancelTransactions(session, snapshot.Id);
        }

        return carriers;
    }

    private static List<MemberSnapshot> WithSummaries(RowStore rows, List<MemberSnapshot> snapshots)
    {
        var summaries = rows.WhereIn<CarrierFulfillment>("snapshot_id", [.. snapshots.Select(snapshot => snapshot.Id)]).ToLookup(entry => entry.SnapshotId);
        foreach (var snapshot in snapshots)
            snapshot.Fulfillments.AddRange(summaries[snapshot.Id].OrderBy(entry => entry.Position));
        return snapshots;
    }

    private static void CancelTransactions(WorldSession session, Guid snapshotId)
    {
        foreach (var transaction in session.Rows.Where<MemberTransaction>("snapshot_id = ? AND status = 'processing' ORDER BY created, id", snapshotId))
        {
            transaction.Status = TransactionStatus.Canceled;
            transaction.Version = session.NewId();
            transaction.Modified = session.Now;
            session.Rows.Update(transaction, MemberTransaction.EndColumns);
            _ = session.Rows.DeleteWhere<ScheduledWork>("subject_id = ?", transaction.Id);
            _ = session.Rows.DeleteWhere<CarrierSubmission>("id = ?", transaction.Id);
        }

        _ = session.Rows.DeleteWhere<ScheduledWork>("subject_id = ?", snapshotId);
    }

    private static void Move(WorldSession session, MemberSnapshot snapshot, SnapshotStatus status)
    {
        snapshot.Status = status;
        Store(session, snapshot);
        Raise(session, WebhookEventType.MemberSnapshotStatusChange, snapshot);
    }

    /// <summary>Noyo has no events of member requests.</summary>
    private static void Raise(WorldSession session, string eventType, MemberSnapshot snapshot)
    {
        if (snapshot.Origin == SnapshotOrigin.Posted)
            session.Raise(eventType, snapshot.Id);
    }

    private static void Store(WorldSession session, MemberSnapshot snapshot)
    {
        snapshot.Version = session.NewId();
        snapshot.Modified = session.Now;
        session.Rows.Update(
            snapshot, nameof(MemberSnapshot.Status), nameof(MemberSnapshot.Version), nameof(MemberSnapshot.Modified), nameof(MemberSnapshot.ReplacedById));
    }
}

using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Fulfillment.MemberSnapshots;

/// <summary>The transitions of a snapshot and of its fulfillment summary, each with its version, its time and its event.</summary>
internal static class SnapshotProgress
{
    /// <summary>The snapshot with its fulfillment summary, tracked.</summary>
    public static Task<MemberSnapshot> LoadAsync(WorldSession session, Guid snapshotId) =>
        session.Db.MemberSnapshots.Include(snapshot => snapshot.Fulfillments).SingleAsync(snapshot => snapshot.Id == snapshotId);

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
        fulfillment.Errors = JsonSerializer.Serialize(errors ?? [], WireJson.Options);
        if (snapshot.Fulfillments.TrueForAll(entry => entry.Status != FulfillmentStatus.Processing))
            Complete(session, snapshot);
        else
            Touch(session, snapshot);
        session.Raise(WebhookEventType.CarrierFulfillmentStatusChange, snapshot.Id);
    }

    /// <summary>Every carrier is done: completed, or canceled when every carrier that was to do something refused.</summary>
    public static void Complete(WorldSession session, MemberSnapshot snapshot) =>
        Move(session, snapshot, snapshot.IsRefused ? SnapshotStatus.Canceled : SnapshotStatus.Completed);

    /// <summary>
    /// A newer snapshot takes over what is still in progress for the employee: unfinished carriers are replaced, their
    /// transactions canceled, their scheduled work dropped.
    /// </summary>
    /// <returns>The carriers that were not done yet, so that the newer snapshot can go on with them.</returns>
    public static async Task<IReadOnlyList<Guid>> ReplaceUnfinishedAsync(WorldSession session, Guid employeeId, Guid replacementId)
    {
        var unfinished = await session.Db.MemberSnapshots.Include(snapshot => snapshot.Fulfillments)
            .Where(snapshot => snapshot.EmployeeId == employeeId
                && (snapshot.Status == SnapshotStatus.Submitted || snapshot.Status == SnapshotStatus.Processing))
            .ToListAsync();
        var carriers = new List<Guid>();
        foreach (var snapshot in unfinished)
        {
            snapshot.ReplacedById = replacementId;
            Move(session, snapshot, SnapshotStatus.Replaced);
            foreach (var fulfillment in snapshot.Fulfillments.Where(entry => entry.Status == FulfillmentStatus.Processing).OrderBy(entry => entry.Position))
            {
                fulfillment.Status = FulfillmentStatus.Replaced;
                carriers.Add(fulfillment.CarrierId);
                session.Raise(WebhookEventType.CarrierFulfillmentStatusChange, snapshot.Id);
            }

            await CancelTransactionsAsync(session, snapshot.Id);
        }

        return carriers;
    }

    private static async Task CancelTransactionsAsync(WorldSession session, Guid snapshotId)
    {
        var transactions = await session.Db.MemberTransactions
            .Where(transaction => transaction.SnapshotId == snapshotId && transaction.Status == TransactionStatus.Processing).ToListAsync();
        List<Guid> subjects = [snapshotId, .. transactions.Select(transaction => transaction.Id)];
        foreach (var transaction in transactions)
        {
            transaction.Status = TransactionStatus.Canceled;
            transaction.Version = session.NewId();
            transaction.Modified = session.Now;
        }

        session.Db.ScheduledWork.RemoveRange(await session.Db.ScheduledWork.Where(work => subjects.Contains(work.SubjectId)).ToListAsync());
    }

    private static void Move(WorldSession session, MemberSnapshot snapshot, SnapshotStatus status)
    {
        snapshot.Status = status;
        Touch(session, snapshot);
        session.Raise(WebhookEventType.MemberSnapshotStatusChange, snapshot.Id);
    }

    private static void Touch(WorldSession session, MemberSnapshot snapshot)
    {
        snapshot.Version = session.NewId();
        snapshot.Modified = session.Now;
    }
}

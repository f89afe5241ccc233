using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Control;

/// <summary>Finds out what the entries of a ledger are about, all of them together.</summary>
internal static class LedgerSubjects
{
    private const int MostPerQuery = 500;

    /// <summary>The entries of what happened. What a subject that is gone was about stays unsaid.</summary>
    public static async Task<IReadOnlyList<LedgerEntry>> EntriesAsync(
        World world, IReadOnlyList<FiredWork> fired, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        var subjects = new Dictionary<Guid, Subject>();
        foreach (var kind in fired.GroupBy(work => work.Kind, work => work.Id))
        {
            foreach (var ids in kind.Distinct().Chunk(MostPerQuery))
            {
                foreach (var subject in await Find(db, kind.Key, ids).ToListAsync(cancellationToken))
                    subjects[subject.Id] = subject;
            }
        }

        return [.. fired.Select(work => ToEntry(work, subjects.GetValueOrDefault(work.Id)))];
    }

    private static IQueryable<Subject> Find(EmulatorDbContext db, WorkKind kind, Guid[] ids) => kind switch
    {
        WorkKind.Delivery => db.WebhookDeliveries.Where(delivery => ids.Contains(delivery.Id)).Join(
            db.WebhookEvents,
            delivery => delivery.EventId,
            webhookEvent => webhookEvent.Id,
            (delivery, webhookEvent) => new Subject
            {
                Id = delivery.Id,
                EventId = webhookEvent.Id,
                EventType = webhookEvent.Type,
                ObjectId = webhookEvent.ObjectId,
                SubscriptionId = delivery.SubscriptionId,
            }),
        WorkKind.SubscriptionHealth => db.WebhookSubscriptions.Where(subscription => ids.Contains(subscription.Id))
            .Select(subscription => new Subject { Id = subscription.Id, SubscriptionId = subscription.Id }),
        WorkKind.Complete => db.MemberSnapshots.Where(snapshot => ids.Contains(snapshot.Id))
            .Select(snapshot => new Subject { Id = snapshot.Id, GroupId = snapshot.GroupId, EmployeeId = snapshot.EmployeeId, SnapshotId = snapshot.Id }),
        WorkKind.Disconnect => db.GroupDisconnections.Where(disconnection => ids.Contains(disconnection.Id))
            .Select(disconnection => new Subject { Id = disconnection.Id, GroupId = disconnection.GroupId, CarrierId = disconnection.CarrierId }),
        WorkKind.Sync or WorkKind.Connect => db.GroupConnections.Where(connection => ids.Contains(connection.Id))
            .Select(connection => new Subject { Id = connection.Id, GroupId = connection.GroupId, CarrierId = connection.CarrierId }),
        _ => db.MemberTransactions.Where(transaction => ids.Contains(transaction.Id)).Select(transaction => new Subject
        {
            Id = transaction.Id,
            CarrierId = transaction.CarrierId,
            GroupId = transaction.GroupId,
            EmployeeId = transaction.EmployeeId,
            SnapshotId = transaction.SnapshotId,
        }),
    };

    private static LedgerEntry ToEntry(FiredWork work, Subject? subject) => new()
    {
        At = work.At,
        Kind = work.Kind.LedgerName(),
        Id = work.Id,
        Summary = work.Summary,
        CarrierId = subject?.CarrierId,
        GroupId = subject?.GroupId,
        EmployeeId = subject?.EmployeeId,
        SnapshotId = subject?.SnapshotId,
        Resolved = work.Differences?.Resolved,
        Created = work.Differences?.Created,
        Raised = work.Differences?.Raised,
        Pending = work.Differences?.Pending,
        EventId = subject?.EventId,
        EventType = subject?.EventType,
        ObjectId = subject?.ObjectId,
        SubscriptionId = subject?.SubscriptionId,
        Attempt = work.Attempt?.Number,
        Status = work.Attempt?.Status,
        ResponseStatus = work.Attempt?.ResponseStatus,
    };

    private sealed class Subject
    {
        public required Guid Id { get; init; }

        public Guid? CarrierId { get; init; }

        public Guid? GroupId { get; init; }

        public Guid? EmployeeId { get; init; }

        public Guid? SnapshotId { get; init; }

        public Guid? EventId { get; init; }

        public string? EventType { get; init; }

        public Guid? ObjectId { get; init; }

        public Guid? SubscriptionId { get; init; }
    }
}

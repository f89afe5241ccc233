using System.Text;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Control;

/// <summary>Finds out what the entries of a ledger are about.</summary>
internal static class LedgerSubjects
{
    /// <summary>The entries of what happened. What a subject that is gone was about stays unsaid.</summary>
    public static IReadOnlyList<LedgerEntry> Entries(World world, IReadOnlyList<FiredWork> fired)
    {
        using var reader = world.OpenSqlReader();
        reader.Pin();
        var subjects = new Dictionary<(WorkKind, Guid), Subject?>();
        var entries = new List<LedgerEntry>(fired.Count);
        foreach (var work in fired)
        {
            if (!subjects.TryGetValue((work.Kind, work.Id), out var subject))
                subjects.Add((work.Kind, work.Id), subject = Find(reader, work.Kind, work.Id));
            entries.Add(ToEntry(work, subject));
        }

        return entries;
    }

    private static Subject? Find(SqlReader reader, WorkKind kind, Guid id)
    {
        using var rows = reader.Query(StatementOf(kind), id);
        return !rows.Next() ? null : new Subject
        {
            CarrierId = IdIn(rows, 0),
            GroupId = IdIn(rows, 1),
            EmployeeId = IdIn(rows, 2),
            SnapshotId = IdIn(rows, 3),
            EventId = IdIn(rows, 4),
            EventType = rows.IsNull(5) ? null : Encoding.UTF8.GetString(rows.Text(5)),
            ObjectId = IdIn(rows, 6),
            SubscriptionId = IdIn(rows, 7),
        };
    }

    private static Guid? IdIn(SqlRows rows, int column) => rows.IsNull(column) ? null : rows.Id(column);

    /// <summary>Carrier, group, employee, snapshot, event with type and object, and subscription.</summary>
    private static string StatementOf(WorkKind kind) => kind switch
    {
        WorkKind.Delivery => "SELECT NULL, NULL, NULL, NULL, e.id, e.type, e.object_id, d.subscription_id FROM webhook_deliveries d JOIN webhook_events e ON e.id = d.event_id WHERE d.id = ?",
        WorkKind.SubscriptionHealth => "SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, id FROM webhook_subscriptions WHERE id = ?",
        WorkKind.Complete => "SELECT NULL, group_id, employee_id, id, NULL, NULL, NULL, NULL FROM member_snapshots WHERE id = ?",
        WorkKind.Terminate => "SELECT NULL, group_id, employee_id, snapshot_id, NULL, NULL, NULL, NULL FROM member_transactions WHERE id = ?",
        WorkKind.Disconnect => "SELECT carrier_id, group_id, NULL, NULL, NULL, NULL, NULL, NULL FROM group_disconnections WHERE id = ?",
        WorkKind.Sync or WorkKind.Connect => "SELECT carrier_id, group_id, NULL, NULL, NULL, NULL, NULL, NULL FROM group_connections WHERE id = ?",
        _ => "SELECT carrier_id, group_id, employee_id, snapshot_id, NULL, NULL, NULL, NULL FROM member_transactions WHERE id = ?",
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

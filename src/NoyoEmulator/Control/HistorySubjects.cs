using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Control;

/// <summary>What an entry of the history is about.</summary>
internal sealed record HistorySubject(Guid? CarrierId = null, Guid? GroupId = null, Guid? EmployeeId = null)
{
    public Guid? SnapshotId { get; init; }

    public Guid? SubscriptionId { get; init; }

    public string? DifferenceType { get; init; }
}

/// <summary>Tells what entries of the history are about that are neither about a transaction nor about a difference. What is gone stays unsaid.</summary>
internal sealed class HistorySubjects
{
    private readonly Dictionary<Guid, HistorySubject> _subjects = [];

    private HistorySubjects()
    {
    }

    /// <summary>Looks up what some entries are about, each kind of thing at once.</summary>
    public static async Task<HistorySubjects> ReadAsync(EmulatorDbContext db, IReadOnlyList<HistoryEntry> entries)
    {
        var found = new HistorySubjects();
        HashSet<Guid> Of(params string[] kinds) => [.. entries.Where(entry => kinds.Contains(entry.Kind)).Select(entry => entry.SubjectId)];
        if (Of("record", "employee", "dependent") is { Count: > 0 } members)
        {
            foreach (var member in await db.Members.Where(member => members.Contains(member.Id)).Select(member => new { member.Id, member.GroupId, member.EmployeeId }).ToListAsync())
                found._subjects[member.Id] = new HistorySubject(GroupId: member.GroupId, EmployeeId: member.EmployeeId);
        }

        if (Of("complete") is { Count: > 0 } snapshots)
        {
            foreach (var snapshot in await db.MemberSnapshots.Where(snapshot => snapshots.Contains(snapshot.Id))
                .Select(snapshot => new { snapshot.Id, snapshot.GroupId, snapshot.EmployeeId }).ToListAsync())
            {
                found._subjects[snapshot.Id] = new HistorySubject(GroupId: snapshot.GroupId, EmployeeId: snapshot.EmployeeId) { SnapshotId = snapshot.Id };
            }
        }

        if (Of("sync", "connect", "group_connection") is { Count: > 0 } connections)
        {
            foreach (var connection in await db.GroupConnections.Where(connection => connections.Contains(connection.Id)).ToListAsync())
                found._subjects[connection.Id] = new HistorySubject(connection.CarrierId, connection.GroupId);
        }

        // By hand, a carrier is synced with several groups at once.
        if (Of("sync") is { Count: > 0 } carriers)
        {
            foreach (var carrier in await db.Carriers.Where(carrier => carriers.Contains(carrier.Id)).Select(carrier => carrier.Id).ToListAsync())
                found._subjects[carrier] = new HistorySubject(CarrierId: carrier);
        }

        if (Of("disconnect", "group_disconnection") is { Count: > 0 } disconnections)
        {
            foreach (var disconnection in await db.GroupDisconnections.Where(disconnection => disconnections.Contains(disconnection.Id)).ToListAsync())
                found._subjects[disconnection.Id] = new HistorySubject(disconnection.CarrierId, disconnection.GroupId);
        }

        if (Of("renew", "renewal_decision") is { Count: > 0 } renewals)
        {
            foreach (var renewal in await db.RenewalDecisions.Where(renewal => renewals.Contains(renewal.Id)).ToListAsync())
                found._subjects[renewal.Id] = new HistorySubject(GroupId: renewal.GroupId);
        }

        if (Of("guide", "issue") is { Count: > 0 } issues)
        {
            foreach (var issue in await db.Issues.Where(issue => issues.Contains(issue.Id)).ToListAsync())
                found._subjects[issue.Id] = new HistorySubject(issue.PartnerId, issue.GroupId, issue.EmployeeId);
        }

        return found;
    }

    /// <summary>What an entry is about; null where that is not known.</summary>
    public HistorySubject? Of(HistoryEntry entry)
    {
        var subject = _subjects.GetValueOrDefault(entry.SubjectId);
        return entry.Kind switch
        {
            "record" => (subject ?? new HistorySubject()) with { CarrierId = RecordByHand.CarrierIn(entry.Summary) },
            "group" => new HistorySubject(GroupId: entry.SubjectId),
            "subscription_health" => new HistorySubject { SubscriptionId = entry.SubjectId },
            _ => subject,
        };
    }
}

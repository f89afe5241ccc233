using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Configuration;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Carriers;

/// <summary>
/// The regular syncs of groups with carriers, apart from any snapshot. One is on the schedule only while a carrier holds
/// something that Noyo has not seen: a sync of unchanged records would change nothing, and an idle world stays idle.
/// </summary>
internal sealed class GroupSyncs(EmulatorOptions options)
{
    /// <summary>Sees to it that what a carrier holds of a group is fetched at the next regular sync.</summary>
    public async Task ExpectAsync(WorldSession session, Guid carrierId, Guid groupId)
    {
        if (options.SyncInterval == TimeSpan.Zero
            || await session.Db.GroupConnections.FindAsync(groupId, carrierId) is not { Status: ConnectionStatus.Completed } connection
            || await session.Db.ScheduledWork.AnyAsync(work => work.Kind == WorkKind.Sync && work.SubjectId == connection.Id))
        {
            return;
        }

        session.Schedule(WorkKind.Sync, connection.Id, NextAfter(session.Now));
    }

    /// <summary>Syncs lie on the multiples of their interval since the epoch: daily ones at midnight UTC.</summary>
    private DateTimeOffset NextAfter(DateTimeOffset now)
    {
        var since = now - DateTimeOffset.UnixEpoch;
        return now + options.SyncInterval - TimeSpan.FromTicks(since.Ticks % options.SyncInterval.Ticks);
    }
}

/// <summary>A regular sync of one group with one carrier.</summary>
internal sealed class SyncHandler : IWorkHandler
{
    public WorkKind Kind => WorkKind.Sync;

    public async Task<string> RunAsync(WorldSession session, ScheduledWork work)
    {
        if (await session.Db.GroupConnections.SingleOrDefaultAsync(connection => connection.Id == work.SubjectId) is not { } connection)
            return RoundTrip.NothingLeftToDo;
        var outcomes = await CarrierSync.RunAsync(session, connection.CarrierId, connection.GroupId, employeeId: null);
        return $"group {connection.GroupId} with carrier {connection.CarrierId}: {outcomes.Sum(outcome => outcome.Resolved.Count)} resolved, "
            + $"{outcomes.Sum(outcome => outcome.Created.Count)} new, {outcomes.Sum(outcome => outcome.Raised.Count)} discrepancies";
    }
}

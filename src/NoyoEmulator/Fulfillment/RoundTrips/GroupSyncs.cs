using NoyoEmulator.Carriers;
using NoyoEmulator.Configuration;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.RoundTrips;

/// <summary>
/// The regular syncs of groups with carriers, apart from any snapshot. One is on the schedule only while a carrier holds
/// something that Noyo has not seen: a sync of unchanged records would change nothing, and an idle world stays idle.
/// </summary>
internal sealed class GroupSyncs(EmulatorOptions options)
{
    /// <summary>
    /// Sees to it that what a carrier holds of a group is fetched at the next regular sync. A Send carrier is never read.
    /// </summary>
    public void Expect(WorldSession session, Guid carrierId, Guid groupId)
    {
        if (options.SyncInterval == TimeSpan.Zero
            || session.Rows.Setup.Get<CarrierSetups>().BehaviorOf(carrierId).Tier == CarrierTier.Send
            || session.Rows.Find<GroupConnection>(groupId, carrierId) is not { Status: ConnectionStatus.Completed } connection
            || session.Rows.Where<ScheduledWork>("subject_id = ? AND kind = 'sync' LIMIT 1", connection.Id).Count > 0)
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
    public IReadOnlyCollection<WorkKind> Kinds { get; } = [WorkKind.Sync];

    public IEnumerable<string> Run(WorldSession session, IReadOnlyList<ScheduledWork> batch)
    {
        foreach (var step in batch)
        {
            yield return session.Rows.Where<GroupConnection>("id = ?", step.SubjectId) is [var connection]
                ? Sync(session, connection)
                : ScheduledWork.NothingLeftToDo;
        }
    }

    private static string Sync(WorldSession session, GroupConnection connection)
    {
        var outcomes = CarrierSync.Run(session, connection.CarrierId, connection.GroupId, employeeId: null);
        return $"group {connection.GroupId} with carrier {connection.CarrierId}: {outcomes.Sum(outcome => outcome.Resolved.Count)} resolved, "
            + $"{outcomes.Sum(outcome => outcome.Created.Count)} new, {outcomes.Sum(outcome => outcome.Raised.Count)} discrepancies";
    }
}

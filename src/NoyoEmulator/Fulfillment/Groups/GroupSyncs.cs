using NoyoEmulator.Carriers;
using NoyoEmulator.Configuration;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.Groups;

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
            || session.Rows.Where<GroupConnection>("group_id = ? AND carrier_id = ? AND status = 'completed' AND disconnected_on IS NULL", groupId, carrierId)
                is not [var connection, ..]
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

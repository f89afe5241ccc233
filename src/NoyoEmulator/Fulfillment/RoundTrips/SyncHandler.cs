using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.RoundTrips;

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
        var counts = CarrierSync.CountsOf(outcomes);
        session.Count(counts);
        return $"group {connection.GroupId} with carrier {connection.CarrierId}: {counts.InWords}";
    }
}

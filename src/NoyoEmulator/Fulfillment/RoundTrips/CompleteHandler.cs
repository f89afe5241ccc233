using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.RoundTrips;

/// <summary>A snapshot that no connected carrier has to do with completes.</summary>
internal sealed class CompleteHandler : IWorkHandler
{
    public IReadOnlyCollection<WorkKind> Kinds { get; } = [WorkKind.Complete];

    public IEnumerable<string> Run(WorldSession session, IReadOnlyList<ScheduledWork> batch)
    {
        var snapshots = SnapshotProgress.Load(session.Rows, [.. batch.Select(step => step.SubjectId)]);
        foreach (var step in batch)
        {
            SnapshotProgress.Complete(session, snapshots[step.SubjectId]);
            yield return "completed without a carrier";
        }
    }
}

using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Control;

/// <summary>A step of a transaction.</summary>
/// <param name="Kind">submit, process or confirm.</param>
/// <param name="Commit">When it was done.</param>
/// <param name="Transaction">The transaction.</param>
/// <param name="Summary">What came of it.</param>
internal sealed record TransactionStep(string Kind, Commit Commit, MemberTransaction Transaction, string Summary);

/// <summary>The steps of some snapshots' transactions, in the order in which they were done.</summary>
internal sealed class SnapshotSteps
{
    private readonly ILookup<Guid, TransactionStep> _bySnapshot;
    private readonly HashSet<TransactionStep> _ends;

    public SnapshotSteps(IReadOnlyList<TransactionStep> steps)
    {
        _bySnapshot = steps.ToLookup(step => step.Transaction.SnapshotId);
        _ends = [.. steps.GroupBy(step => step.Transaction.Id).Select(EndOf).OfType<TransactionStep>()];
    }

    /// <summary>The first hand-over of a snapshot.</summary>
    public TransactionStep? FirstSubmit(Guid snapshotId) => _bySnapshot[snapshotId].FirstOrDefault(step => step.Kind == "submit");

    /// <summary>The steps of a change that each ended a carrier's part of a snapshot.</summary>
    public IReadOnlyList<TransactionStep> Ending(Guid snapshotId, Commit commit) =>
        [.. _bySnapshot[snapshotId].Where(step => step.Commit == commit && _ends.Contains(step))];

    /// <summary>
    /// The step that ended a transaction: of one that failed the carrier's decision, of one that the carrier is through with the first confirmation that left
    /// nothing pending, and of any other the hand-over. Later confirmations only look again.
    /// </summary>
    private static TransactionStep? EndOf(IEnumerable<TransactionStep> steps)
    {
        var all = steps.ToList();
        return all[0].Transaction switch
        {
            { Status: TransactionStatus.Failed } => all.FindLast(step => step.Kind == "process"),
            { Status: not TransactionStatus.Completed } => null,
            { CarrierCompletedAt: null } => all.FindLast(step => step.Kind == "submit"),
            _ => all.Find(step => step.Kind == "confirm" && DifferenceCounts.LeaveNothingPending(step.Summary)),
        };
    }
}

using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Families;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tracking;

namespace NoyoEmulator.Fulfillment.RoundTrips;

/// <summary>A transaction with what a step of its round trip needs to know.</summary>
/// <param name="Transaction">The transaction.</param>
/// <param name="Snapshot">The snapshot that it is a part of, with its fulfillment summary.</param>
/// <param name="Family">The family as it is now.</param>
internal sealed record RoundTripCase(MemberTransaction Transaction, MemberSnapshot Snapshot, FamilyState Family)
{
    /// <summary>
    /// Reads the cases of steps, with one query a table for as many as do not depend on one another: steps of one family see what
    /// the one before them did.
    /// </summary>
    /// <returns>Each step with its case; null where the transaction is gone.</returns>
    public static IEnumerable<(ScheduledWork Step, RoundTripCase? Case)> Load(WorldSession session, IReadOnlyList<ScheduledWork> batch)
    {
        var transactions = session.Rows.WhereIn<MemberTransaction>("id", [.. batch.Select(step => step.SubjectId)])
            .ToDictionary(transaction => transaction.Id);
        foreach (var steps in batch.InIndependentRuns(step => transactions.GetValueOrDefault(step.SubjectId)?.EmployeeId))
        {
            List<MemberTransaction> known = [.. steps.Select(step => transactions.GetValueOrDefault(step.SubjectId)).OfType<MemberTransaction>()];
            var snapshots = SnapshotProgress.Load(session.Rows, [.. known.Select(transaction => transaction.SnapshotId)]);
            var families = FamilyState.Load(session.Rows, [.. known.Select(transaction => transaction.EmployeeId)]);
            foreach (var step in steps)
            {
                yield return (step, transactions.TryGetValue(step.SubjectId, out var transaction)
                    ? new RoundTripCase(transaction, snapshots[transaction.SnapshotId], families[transaction.EmployeeId])
                    : null);
            }
        }
    }

    /// <summary>How the carrier treats the transaction.</summary>
    public CarrierBehavior BehaviorIn(WorldSession session) =>
        session.Rows.Setup.Get<CarrierSetups>().BehaviorFor(Transaction.CarrierId, Transaction.BehaviorName);

    /// <summary>
    /// Of a termination by request, the last day of coverage as the carrier has it (OpenAPI: the carrier determines it); null for anything
    /// else, and where nothing ends.
    /// </summary>
    /// <param name="records">What Noyo knows the carrier to hold.</param>
    public DateOnly? LastDayIn(IEnumerable<MemberRecord> records)
    {
        if (!Transaction.IsRequested || Transaction.TransactionType != TransactionTypes.Termination)
            return null;
        return records.SelectMany(record => record.Enrollments).Select(Period.Of).Where(period => !period.IsWaived && period.End != Period.Open)
            .Select(period => (DateOnly?)period.End).Max();
    }

    /// <summary>The comparison that a step makes.</summary>
    public ComparisonContext ContextIn(WorldSession session, ComparisonTrigger trigger) => new(
        session.Rows.Setup.Get<GroupSetups>().OrganizationOf(Transaction.GroupId),
        Transaction.GroupId,
        Transaction.EmployeeId,
        Transaction.CarrierId,
        Transaction.Id,
        Transaction.SnapshotId,
        SourceStage.MemberSnapshotConfirm,
        trigger);
}

using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tracking;

namespace NoyoEmulator.Fulfillment.RoundTrips;

/// <summary>
/// Fetches the carrier's records and compares. The round trip ends when no change is pending any more; on the day on which a
/// change takes effect, they are fetched once more.
/// </summary>
internal sealed class ConfirmHandler(RoundTripProfile profile) : IWorkHandler
{
    public IReadOnlyCollection<WorkKind> Kinds { get; } = [WorkKind.Confirm, WorkKind.ConfirmEffectiveDate];

    public IEnumerable<string> Run(WorldSession session, IReadOnlyList<ScheduledWork> batch)
    {
        foreach (var (step, roundTrip) in RoundTripCase.Load(session, batch))
        {
            yield return (step.Kind, roundTrip) switch
            {
                (WorkKind.Confirm, { Transaction.Status: TransactionStatus.Processing }) => Confirm(session, roundTrip, step.Round),
                (WorkKind.ConfirmEffectiveDate, { Transaction.Status: TransactionStatus.Processing or TransactionStatus.Completed }) =>
                    ConfirmEffectiveDate(session, roundTrip),
                _ => ScheduledWork.NothingLeftToDo,
            };
        }
    }

    private string Confirm(WorldSession session, RoundTripCase roundTrip, int round)
    {
        var (transaction, snapshot, _) = roundTrip;
        var pace = new CarrierPace(profile, roundTrip.BehaviorIn(session));
        var isLast = round >= pace.Confirmations;
        // What is not done yet is then the newer one's, which carries all of it.
        var isOvertaken = isLast && IsOvertaken(session, transaction);
        var outcome = Compare(session, roundTrip, isLast && !isOvertaken);
        if (outcome.Pending == 0 || isOvertaken)
        {
            RoundTrip.ConfirmWhenEffective(session, transaction);
            transaction.LastDayOfCoverage = roundTrip.LastDayIn(roundTrip.Family.HeldBy(transaction.CarrierId));
            var isWithoutEffect = transaction.IsWithoutEffect && outcome is { Created.Count: 0, Raised.Count: 0, Resolved.Count: 0 };
            RoundTrip.End(session, transaction, snapshot, TransactionStatus.Completed, isWithoutEffect ? FulfillmentStatus.NoChanges : FulfillmentStatus.Sent);
        }
        else
        {
            session.Schedule(WorkKind.Confirm, transaction.Id, session.Now + pace.BeforeConfirmation(round + 1), round + 1);
        }

        return Summary($"confirmation {round}", transaction, outcome);
    }

    private static string ConfirmEffectiveDate(WorldSession session, RoundTripCase roundTrip)
    {
        var transaction = roundTrip.Transaction;
        // Since the transaction was done, the carrier may have become one that is never read.
        if (roundTrip.BehaviorIn(session).Tier == CarrierTier.Send)
            return ScheduledWork.NothingLeftToDo;
        // While a newer transaction for the family is under way, what the carrier holds is not its last word.
        var isLast = session.Rows.Where<MemberTransaction>(
            "employee_id = ? AND carrier_id = ? AND status = 'processing' LIMIT 1", transaction.EmployeeId, transaction.CarrierId).Count == 0;
        var outcome = Compare(session, roundTrip, isLast);
        if (transaction.NoyoVerifiedAt is null && RoundTrip.DaysToCome(session, transaction).Count == 0)
            RoundTrip.Pass(session, transaction, StatusDetail.NoyoVerified);
        return Summary("confirmation on the effective date", transaction, outcome);
    }

    /// <summary>Whether a newer transaction of the family is under way at the carrier: member requests go on beside each other.</summary>
    private static bool IsOvertaken(WorldSession session, MemberTransaction transaction) => session.Rows.Where<MemberTransaction>(
        "employee_id = ? AND carrier_id = ? AND status = 'processing'", transaction.EmployeeId, transaction.CarrierId)
        .Exists(other => (other.Created, other.Id).CompareTo((transaction.Created, transaction.Id)) > 0);

    private static TrackingOutcome Compare(WorldSession session, RoundTripCase roundTrip, bool isLast)
    {
        var (transaction, _, family) = roundTrip;
        var outcome = DifferenceTracker.Track(
            session,
            roundTrip.ContextIn(session, isLast ? ComparisonTrigger.FinalConfirmation : ComparisonTrigger.Confirmation),
            family.OpenAt(transaction.CarrierId),
            FamilyComparer.Compare(family.WantedAt(transaction.CarrierId), family.HeldBy(transaction.CarrierId)));
        session.Count(CountsOf(outcome));
        return outcome;
    }

    private static string Summary(string name, MemberTransaction transaction, TrackingOutcome outcome) =>
        $"{name} at carrier {transaction.CarrierId}: {CountsOf(outcome).InWords}";

    private static DifferenceCounts CountsOf(TrackingOutcome outcome) =>
        new(outcome.Resolved.Count, outcome.Created.Count, outcome.Raised.Count, outcome.Pending);
}

using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tracking;

namespace NoyoEmulator.Fulfillment.RoundTrips;

/// <summary>Hands a transaction to its carrier, as the family is at that moment.</summary>
internal sealed class SubmitHandler(RoundTripProfile profile) : IWorkHandler
{
    public IReadOnlyCollection<WorkKind> Kinds { get; } = [WorkKind.Submit];

    public IEnumerable<string> Run(WorldSession session, IReadOnlyList<ScheduledWork> batch)
    {
        foreach (var (_, roundTrip) in RoundTripCase.Load(session, batch))
        {
            yield return roundTrip is { Transaction.Status: TransactionStatus.Processing }
                ? Submit(session, roundTrip)
                : ScheduledWork.NothingLeftToDo;
        }
    }

    private string Submit(WorldSession session, RoundTripCase roundTrip)
    {
        var (transaction, snapshot, family) = roundTrip;
        var wanted = family.WantedAt(transaction.CarrierId);
        SnapshotProgress.Begin(session, snapshot);
        if (FamilyComparer.Compare(wanted, family.HeldBy(transaction.CarrierId)).Count == 0)
        {
            // The carrier may have caught up by itself since the snapshot was received.
            _ = DifferenceTracker.Track(session, roundTrip.ContextIn(session, ComparisonTrigger.Confirmation), family.OpenAt(transaction.CarrierId), []);
            transaction.Pass(StatusDetail.NoyoVerified, session.Now);
            RoundTrip.End(session, transaction, snapshot, TransactionStatus.Completed, FulfillmentStatus.NoChanges);
            return $"carrier {transaction.CarrierId} already has all of it";
        }

        session.Rows.Insert(new CarrierSubmission
        {
            Id = transaction.Id,
            CarrierId = transaction.CarrierId,
            GroupId = transaction.GroupId,
            EmployeeId = transaction.EmployeeId,
            BehaviorName = transaction.BehaviorName,
            Document = WireJson.Write(wanted),
        });
        var behavior = roundTrip.BehaviorIn(session);
        session.Schedule(WorkKind.Process, transaction.Id, session.Now + new CarrierPace(profile, behavior).Process);
        if (behavior.Tier == CarrierTier.Sync)
        {
            RoundTrip.Pass(session, transaction, StatusDetail.CarrierAccepted);
            return $"carrier {transaction.CarrierId} accepted it";
        }

        // A Send carrier takes a file and says nothing more: for Noyo that is the end of it.
        transaction.Pass(StatusDetail.CarrierAccepted, session.Now);
        RoundTrip.End(session, transaction, snapshot, TransactionStatus.Completed, FulfillmentStatus.Sent);
        return $"sent to carrier {transaction.CarrierId} in a file";
    }
}

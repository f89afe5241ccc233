using NoyoEmulator.Carriers;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.RoundTrips;

/// <summary>What Noyo makes of a carrier's decisions.</summary>
internal sealed class CarrierClient(RoundTripProfile profile, GroupSyncs syncs) : ICarrierClient
{
    public ICarrierReports Expect(WorldSession session, IReadOnlyList<CarrierSubmission> submissions) => new Reports(
        session,
        profile,
        syncs,
        session.Rows.WhereIn<MemberTransaction>("id", [.. submissions.Select(submission => submission.Id)]).ToDictionary(transaction => transaction.Id));

    private sealed class Reports(
        WorldSession session, RoundTripProfile profile, GroupSyncs syncs, IReadOnlyDictionary<Guid, MemberTransaction> transactions) : ICarrierReports
    {
        public string Report(CarrierSubmission submission, CarrierDecision decision)
        {
            var transaction = transactions[submission.Id];
            return transaction.Status == TransactionStatus.Processing ? Hear(transaction, decision) : Miss(decision);
        }

        private string Hear(MemberTransaction transaction, CarrierDecision decision)
        {
            if (transaction.CarrierProcessingAt is null)
                transaction.Pass(StatusDetail.CarrierProcessing, session.Now);
            switch (decision)
            {
                case CarrierDecision.Rejected rejected:
                    var snapshot = SnapshotProgress.Load(session.Rows, [transaction.SnapshotId])[transaction.SnapshotId];
                    RoundTrip.End(session, transaction, snapshot, TransactionStatus.Failed, FulfillmentStatus.Invalid, rejected.Errors);
                    // What is still missing becomes known for good with the next sync.
                    syncs.Expect(session, transaction.CarrierId, transaction.GroupId);
                    break;

                case CarrierDecision.Recorded recorded:
                    transaction.IsWithoutEffect = recorded.Changed.Count == 0;
                    RoundTrip.Pass(session, transaction, StatusDetail.CarrierCompleted);
                    var behavior = session.Rows.Setup.Get<CarrierSetups>().BehaviorFor(transaction.CarrierId, transaction.BehaviorName);
                    session.Schedule(WorkKind.Confirm, transaction.Id, session.Now + new CarrierPace(profile, behavior).BeforeConfirmation(1));
                    break;

                default:
                    session.Rows.Update(transaction, MemberTransaction.DetailColumns);
                    break;
            }

            return "";
        }

        /// <summary>Noyo never learns what a Send carrier does with a file.</summary>
        private static string Miss(CarrierDecision decision) => decision is CarrierDecision.Rejected ? ", and has no way to say so" : "";
    }
}

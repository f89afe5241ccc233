using NoyoEmulator.Carriers;
using NoyoEmulator.Fulfillment.Enrollments;
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
            return transaction.Status == TransactionStatus.Processing ? Hear(transaction, decision) : Miss(transaction, decision);
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
                    break;

                case CarrierDecision.Recorded:
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

        /// <summary>What a Send carrier does with a file is not known to Noyo until it fetches the carrier's records.</summary>
        private string Miss(MemberTransaction transaction, CarrierDecision decision)
        {
            switch (decision)
            {
                case CarrierDecision.Rejected:
                    syncs.Expect(session, transaction.CarrierId, transaction.GroupId);
                    return ", and has no way to say so";

                case CarrierDecision.Recorded:
                    RoundTrip.ConfirmWhenEffective(
                        session,
                        transaction,
                        session.Rows.Where<IndividualEnrollment>("employee_id = ? AND carrier_id = ?", transaction.EmployeeId, transaction.CarrierId));
                    syncs.Expect(session, transaction.CarrierId, transaction.GroupId);
                    return "";

                default:
                    return "";
            }
        }
    }
}

using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Configuration;
using NoyoEmulator.Fulfillment.Feeds;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tracking;

namespace NoyoEmulator.Fulfillment.RoundTrips;

/// <summary>Hands a transaction to its carrier, as the family is at that moment.</summary>
internal sealed class SubmitHandler(RoundTripProfile profile, NoyoOptions noyo) : IWorkHandler
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
        var carrierId = transaction.CarrierId;
        var behavior = roundTrip.BehaviorIn(session);
        var found = family.FoundAt(carrierId, session.Rows.Setup.Get<CarrierSetups>(), transaction.BehaviorName);
        var changes = FamilyComparer.Compare(family.WantedAt(carrierId), found);
        SnapshotProgress.Begin(session, snapshot);
        if (changes.Count == 0)
            return EndWithoutChanges(session, roundTrip, behavior, found);

        transaction.EffectiveDays = WireJson.Write(EffectiveDates.Of(family.Enrollments, changes));
        var sent = family.SentTo(carrierId, found);
        var submission = new CarrierSubmission
        {
            Id = transaction.Id,
            CarrierId = carrierId,
            GroupId = transaction.GroupId,
            EmployeeId = transaction.EmployeeId,
            BehaviorName = transaction.BehaviorName,
            Document = WireJson.Write(sent),
        };
        session.Rows.Insert(submission);
        session.Schedule(WorkKind.Process, transaction.Id, session.Now + new CarrierPace(profile, behavior).Process);
        transaction.Pass(StatusDetail.CarrierAccepted, session.Now);
        if (behavior.Tier == CarrierTier.Sync)
        {
            if (family.WentInFilesTo(carrierId))
                SendFiles.Forget(session, carrierId, transaction.EmployeeId);
            session.Rows.Update(transaction, MemberTransaction.DetailColumns);
            return $"carrier {carrierId} accepted it";
        }

        // A Send carrier takes a file and says nothing more: for Noyo that is the end of it.
        SendFiles.Record(session, submission, sent, found);
        FeedLog.Record(session, carrierId, transaction.GroupId, sent, isTest: false);
        ResolveAtSend(session, roundTrip);
        transaction.LastDayOfCoverage = roundTrip.LastDayIn(sent);
        RoundTrip.End(session, transaction, snapshot, TransactionStatus.Completed, FulfillmentStatus.Sent);
        return $"sent to carrier {carrierId} in a file";
    }

    private string EndWithoutChanges(WorldSession session, RoundTripCase roundTrip, CarrierBehavior behavior, IReadOnlyList<MemberRecord> found)
    {
        var (transaction, snapshot, family) = roundTrip;
        if (behavior.Tier == CarrierTier.Send)
        {
            ResolveAtSend(session, roundTrip);
        }
        else
        {
            // The carrier may have caught up by itself since the snapshot was received.
            _ = DifferenceTracker.Track(session, roundTrip.ContextIn(session, ComparisonTrigger.Confirmation), family.OpenAt(transaction.CarrierId), []);
            transaction.Pass(StatusDetail.NoyoVerified, session.Now);
        }

        transaction.LastDayOfCoverage = roundTrip.LastDayIn(found);
        RoundTrip.End(session, transaction, snapshot, TransactionStatus.Completed, FulfillmentStatus.NoChanges);
        return $"carrier {transaction.CarrierId} already has all of it";
    }

    /// <summary>That the file went out is all that Noyo can know of a Send carrier (decision).</summary>
    private void ResolveAtSend(WorldSession session, RoundTripCase roundTrip)
    {
        if (noyo.SendDifferences == SendDifferenceEnd.Pending)
            return;
        var context = roundTrip.ContextIn(session, ComparisonTrigger.Confirmation) with { Stage = SourceStage.MemberSnapshotSentToNoyo };
        _ = DifferenceTracker.Track(session, context, roundTrip.Family.OpenAt(roundTrip.Transaction.CarrierId), []);
    }
}

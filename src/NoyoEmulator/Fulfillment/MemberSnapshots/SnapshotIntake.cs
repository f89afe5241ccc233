using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Configuration;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.Issues;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tracking;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Fulfillment.MemberSnapshots;

/// <summary>A snapshot that was taken in.</summary>
/// <param name="Snapshot">The snapshot as it is stored.</param>
/// <param name="Decision">What it was found to mean.</param>
internal sealed record TakenInSnapshot(MemberSnapshot Snapshot, SnapshotDecision Decision);

/// <summary>That a member request asks for what a snapshot states.</summary>
/// <param name="TransactionTypeAt">What a carrier's part is called, by carrier.</param>
/// <param name="Carriers">The only carriers that take part; null for all that the family has to do with.</param>
/// <param name="Replaces">What it takes over, if it is unfinished; all else goes on beside it.</param>
/// <param name="HasPartOfNoyo">Whether Noyo itself has to do something as well.</param>
internal sealed record AskingRequest(
    Func<Guid, string> TransactionTypeAt, IReadOnlySet<Guid>? Carriers, IReadOnlySet<Guid> Replaces, bool HasPartOfNoyo);

/// <summary>
/// Takes in a valid snapshot: reads what is known, decides what the snapshot means, and stores what follows from it: members,
/// enrollments, the snapshot, what it replaces, differences with each connected carrier, and the hand-over to it.
/// </summary>
internal sealed class SnapshotIntake(RoundTripProfile profile, NoyoOptions noyo, GroupSyncs syncs)
{
    /// <summary>Takes in a snapshot within a session.</summary>
    /// <returns>The stored snapshot; or what stands in its way, in which case nothing is kept.</returns>
    public (TakenInSnapshot? Taken, Refusal? Refusal) TakeIn(
        WorldSession session,
        Guid groupId,
        InboundMemberSnapshot inbound,
        ReadOnlyMemory<byte> bytes,
        IReadOnlyList<CarrierOverride>? carrierOverrides = null,
        string root = JsonPath.Root,
        AskingRequest? request = null)
    {
        var (decision, refusal) = Decide(session, groupId, inbound, carrierOverrides);
        if (decision is not null)
        {
            refusal = PlanRules.Check(
                decision.Members.Document.Coverages, session.Rows.Setup.Get<GroupSetups>(), decision.Context.Group.Plans, decision.Context.Family.Enrollments, root);
        }

        if (refusal is null && decision is { Enrollments.Rejected: { Count: > 0 } rejected } && noyo.OmittedCoverages == OmittedCoverageAnswer.Error)
            refusal = new Refusal(RefusalReason.Contradiction, OmittedCoverages.RejectionMessage(rejected));
        if (decision is null || refusal is not null)
        {
            session.Discard();
            return (null, refusal);
        }

        StoreFamily(session, decision);
        return (new TakenInSnapshot(Store(session, decision, bytes, request), decision), null);
    }

    /// <summary>Takes in the members and enrollments only, as if the platform and Noyo had always known them.</summary>
    public static (SnapshotDecision? Decision, Refusal? Refusal) TakeInFamily(
        WorldSession session, Guid groupId, InboundMemberSnapshot inbound, IReadOnlyList<CarrierOverride>? carrierOverrides = null)
    {
        var (decision, refusal) = Decide(session, groupId, inbound, carrierOverrides);
        if (decision is not null)
            StoreFamily(session, decision);
        return (decision, refusal);
    }

    private static (SnapshotDecision? Decision, Refusal? Refusal) Decide(
        WorldSession session, Guid groupId, InboundMemberSnapshot inbound, IReadOnlyList<CarrierOverride>? carrierOverrides)
    {
        var (context, refusal) = SnapshotContext.Load(session.Rows, groupId, inbound, carrierOverrides);
        return context is null ? (null, refusal) : SnapshotDecision.Decide(inbound, context, new Moment(session.Now, session.NewId));
    }

    private static void StoreFamily(WorldSession session, SnapshotDecision decision)
    {
        foreach (var member in decision.Members.Created)
            session.Rows.Insert(member);
        foreach (var member in decision.Members.Changed)
            session.Rows.Update(member);
        foreach (var alias in decision.Members.Aliases)
            session.Rows.Insert(alias);
        foreach (var enrollment in decision.Enrollments.Created)
            session.Rows.Insert(KeptPlans.Place(session, enrollment));
        foreach (var enrollment in decision.Enrollments.Changed)
            session.Rows.Update(KeptPlans.Place(session, enrollment));
    }

    private MemberSnapshot Store(WorldSession session, SnapshotDecision decision, ReadOnlyMemory<byte> bytes, AskingRequest? request)
    {
        var snapshot = new MemberSnapshot
        {
            Id = session.NewId(),
            Version = session.NewId(),
            Created = session.Now,
            Modified = session.Now,
            RealAt = session.RealNow,
            GroupId = decision.Context.Group.Group.Id,
            EmployeeId = decision.EmployeeId,
            Origin = request is null ? SnapshotOrigin.Posted : SnapshotOrigin.Requested,
            Status = request is null && noyo.InitialSnapshotStatus == InitialSnapshotStatus.Submitted ? SnapshotStatus.Submitted : SnapshotStatus.Processing,
        };

        // A snapshot of which nothing is sent takes nothing over either.
        var unfinished = decision.IsAllRefused || decision.Context.Linked.Employee is null ? []
            : SnapshotProgress.ReplaceUnfinished(session, decision.EmployeeId, snapshot.Id, request?.Replaces);
        foreach (var carrierId in decision.Carriers.Where(carrierId => request?.Carriers?.Contains(carrierId) != false).Concat(unfinished).Distinct())
            snapshot.Fulfillments.Add(Entry(decision, snapshot, carrierId));
        if (request?.HasPartOfNoyo == true)
            snapshot.Fulfillments.Add(CarrierFulfillment.OfNoyo(snapshot));
        if (snapshot.IsRefused)
            snapshot.Status = SnapshotStatus.Canceled;

        snapshot.Content = Content(snapshot, decision, bytes);
        session.Rows.Insert(snapshot);
        session.Rows.Insert(snapshot.Content);
        foreach (var entry in snapshot.Fulfillments)
            session.Rows.Insert(entry);
        foreach (var entry in snapshot.Fulfillments.Where(entry => decision.IsConnected(entry.CarrierId)))
            OpenTransaction(session, decision, snapshot, entry, request);
        if (request is null)
        {
            foreach (var carrierId in decision.FormerCarriers.Except(unfinished))
                LookAgain(session, decision, snapshot, carrierId);
            Announce(session, snapshot);
        }
        IssueWatch.Received(session, decision.Context.Group.Group, snapshot.EmployeeId, snapshot.Id, UnmappedPlans.In(decision));
        if (!snapshot.IsRefused && snapshot.Fulfillments.TrueForAll(entry => entry.Status != FulfillmentStatus.Processing))
            session.Schedule(WorkKind.Complete, snapshot.Id, session.Now + profile.Submit);
        return snapshot;
    }

    private static MemberSnapshotContent Content(MemberSnapshot snapshot, SnapshotDecision decision, ReadOnlyMemory<byte> bytes) => new()
    {
        SnapshotId = snapshot.Id,
        Inbound = bytes.ToArray(),
        Document = WireJson.Write(decision.Document),
        CreatedMembers = WireJson.Write(decision.CreatedMembers),
        Warnings = WireJson.Write(decision.Warnings),
    };

    /// <summary>What is decided at the door is announced like any other change.</summary>
    private static void Announce(WorldSession session, MemberSnapshot snapshot)
    {
        foreach (var _ in snapshot.Fulfillments.Where(entry => entry.Status == FulfillmentStatus.Invalid))
            session.Raise(WebhookEventType.CarrierFulfillmentStatusChange, snapshot.Id);
        if (snapshot.Status == SnapshotStatus.Canceled)
            session.Raise(WebhookEventType.MemberSnapshotStatusChange, snapshot.Id);
    }

    private static CarrierFulfillment Entry(SnapshotDecision decision, MemberSnapshot snapshot, Guid carrierId)
    {
        string[] errors = decision.DisconnectedOn(carrierId) is { } day ? [GroupDisconnection.NothingNew(carrierId, day)]
            : decision.IsRefused(carrierId) ? [OmittedCoverages.RejectionMessage(decision.RejectedAt(carrierId))]
            : [];
        return new CarrierFulfillment
        {
            SnapshotId = snapshot.Id,
            CarrierId = carrierId,
            Position = snapshot.Fulfillments.Count,
            Status = errors.Length > 0 ? FulfillmentStatus.Invalid
                : decision.IsConnected(carrierId) ? FulfillmentStatus.Processing
                : FulfillmentStatus.NotConnected,
            Errors = WireJson.Write(errors),
        };
    }

    /// <summary>Compares with the carrier and schedules the hand-over. Where the carrier's part is refused, nothing is handed over.</summary>
    private void OpenTransaction(WorldSession session, SnapshotDecision decision, MemberSnapshot snapshot, CarrierFulfillment entry, AskingRequest? request)
    {
        var carrierId = entry.CarrierId;
        var isRefused = entry.Status == FulfillmentStatus.Invalid;
        var found = FamilyComparer.Compare(decision.WantedAt(carrierId), decision.Context.FoundAt(carrierId));
        var transaction = new MemberTransaction
        {
            Id = session.NewId(),
            Version = session.NewId(),
            Created = session.Now,
            SnapshotId = snapshot.Id,
            IsRequested = request is not null,
            GroupId = snapshot.GroupId,
            EmployeeId = snapshot.EmployeeId,
            CarrierId = carrierId,
            BehaviorName = decision.Context.Behavior?.Name,
            TransactionType = request?.TransactionTypeAt(carrierId) ?? TransactionTypes.Of(decision.Document, found, decision.Enrollments.EventIds),
            Status = isRefused ? TransactionStatus.Canceled : TransactionStatus.Processing,
        };
        transaction.Pass(StatusDetail.NoyoAccepted, session.Now);
        session.Rows.Insert(transaction);

        var behavior = decision.BehaviorOf(carrierId);
        var open = decision.Context.Family.OpenAt(carrierId);
        if (behavior.Tier == CarrierTier.Send && noyo.SendDifferences == SendDifferenceEnd.Pending)
            open = Among(open, found);
        var outcome = DifferenceTracker.Track(session, ContextOf(decision, snapshot, carrierId, transaction.Id), open, found);

        if (!isRefused)
            session.Schedule(WorkKind.Submit, transaction.Id, session.Now + new CarrierPace(profile, behavior).Submit);
        else if (outcome.Pending > 0 && !decision.Context.CarriersAtWork.Contains(carrierId))
            syncs.Expect(session, carrierId, snapshot.GroupId);
    }

    /// <summary>What is open with a carrier that takes no part may agree by now; new differences are none of its business.</summary>
    private static void LookAgain(WorldSession session, SnapshotDecision decision, MemberSnapshot snapshot, Guid carrierId)
    {
        var open = decision.Context.Family.OpenAt(carrierId);
        var openKeys = open.Select(DifferenceTracker.KeyOf).ToHashSet();
        var found = FamilyComparer.Compare(decision.WantedAt(carrierId), decision.Context.FoundAt(carrierId));
        _ = DifferenceTracker.Track(
            session,
            ContextOf(decision, snapshot, carrierId, transactionId: null),
            open,
            [.. found.Where(mismatch => openKeys.Contains(mismatch.Key))]);
    }

    /// <summary>The differences that are found again; the others are left alone.</summary>
    private static IReadOnlyList<Difference> Among(IReadOnlyList<Difference> open, IReadOnlyList<Mismatch> found)
    {
        var keys = found.Select(mismatch => mismatch.Key).ToHashSet();
        return [.. open.Where(difference => keys.Contains(DifferenceTracker.KeyOf(difference)))];
    }

    private static ComparisonContext ContextOf(SnapshotDecision decision, MemberSnapshot snapshot, Guid carrierId, Guid? transactionId) => new(
        decision.Context.Group.Group.OrganizationId,
        snapshot.GroupId,
        snapshot.EmployeeId,
        carrierId,
        transactionId,
        snapshot.Id,
        SourceStage.MemberSnapshotSentToNoyo,
        ComparisonTrigger.SnapshotSent);
}

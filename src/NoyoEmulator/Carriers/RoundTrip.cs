using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tracking;

namespace NoyoEmulator.Carriers;

/// <summary>What the steps of a round trip share.</summary>
internal sealed class RoundTrip(RoundTripProfile profile)
{
    /// <summary>How long a snapshot takes that no carrier has to do with.</summary>
    public TimeSpan WithoutCarrier => profile.Submit;

    /// <summary>The pace of a transaction.</summary>
    public CarrierPace PaceOf(MemberTransaction transaction, Carrier? carrier) => new(profile, BehaviorFor(transaction, carrier));

    /// <summary>How a carrier treats a transaction: as the employee's classifications choose, or else by its own habits.</summary>
    public static CarrierBehavior BehaviorFor(MemberTransaction transaction, Carrier? carrier) =>
        NamedBehavior.Find(transaction.BehaviorName)?.Behavior ?? CarrierPace.BehaviorOf(carrier);

    /// <summary>The transaction, tracked, if it is still under way; or, where the carrier has gone on with it, completed.</summary>
    public static Task<MemberTransaction?> LoadAsync(WorldSession session, Guid transactionId, bool orCompleted = false) =>
        session.Db.MemberTransactions.Include(transaction => transaction.StatusDetails)
            .SingleOrDefaultAsync(transaction => transaction.Id == transactionId
                && (transaction.Status == TransactionStatus.Processing || (orCompleted && transaction.Status == TransactionStatus.Completed)));

    /// <summary>
    /// Schedules a confirmation on each day to come on which a change takes effect (Noyo's page on the member change
    /// workflow). A change's date is the one that the platform states, or else the start of coverage; that the confirmation
    /// comes as the day begins is inferred.
    /// </summary>
    public static async Task ConfirmWhenEffectiveAsync(WorldSession session, MemberTransaction transaction)
    {
        var today = DateOnly.FromDateTime(session.Now.UtcDateTime);
        var enrollments = await session.Db.IndividualEnrollments.AsNoTracking()
            .Where(enrollment => enrollment.EmployeeId == transaction.EmployeeId && enrollment.CarrierId == transaction.CarrierId).ToListAsync();
        var days = enrollments.Where(enrollment => !enrollment.Period.IsWaived)
            .Select(enrollment => enrollment.LatestChangeEffectiveDate ?? enrollment.EffectiveStartDate)
            .Where(day => day > today && day.Year < LastYear).Distinct().Order();
        foreach (var day in days)
            session.Schedule(WorkKind.Confirm, transaction.Id, new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), WhenEffective);
    }

    /// <summary>The number of a confirmation on an effective date, which is none of the round trip's.</summary>
    public const int WhenEffective = 0;

    /// <summary>The number of a decision that somebody released: what is to be held is held no more.</summary>
    public const int Released = 2;

    /// <summary>Dates beyond it mean "never".</summary>
    private const int LastYear = 9000;

    /// <summary>The comparison that a step of the transaction makes.</summary>
    public static async Task<ComparisonOccasion> OccasionAsync(WorldSession session, MemberTransaction transaction, Sighting sighting)
    {
        var group = await session.Db.Groups.FindAsync(transaction.GroupId);
        return new ComparisonOccasion(
            group!.OrganizationId,
            transaction.GroupId,
            transaction.EmployeeId,
            transaction.CarrierId,
            transaction.Id,
            transaction.SnapshotId,
            SourceStage.MemberSnapshotConfirm,
            sighting);
    }

    /// <summary>Ends the transaction, and with it the carrier's part of the snapshot.</summary>
    public static async Task EndAsync(
        WorldSession session, MemberTransaction transaction, TransactionStatus status, FulfillmentStatus fulfillment, IReadOnlyList<string>? errors = null)
    {
        transaction.Status = status;
        transaction.Version = session.NewId();
        transaction.Modified = session.Now;
        var snapshot = await SnapshotProgress.LoadAsync(session, transaction.SnapshotId);
        SnapshotProgress.FinishCarrier(session, snapshot, transaction.CarrierId, fulfillment, errors);
    }

    /// <summary>What to say of a transaction in the ledger that was not under way any more.</summary>
    public const string NothingLeftToDo = "nothing left to do";
}

/// <summary>Hands a transaction to its carrier, as the family is at that moment.</summary>
internal sealed class SubmitHandler(RoundTrip roundTrip) : IWorkHandler
{
    public WorkKind Kind => WorkKind.Submit;

    public async Task<string> RunAsync(WorldSession session, ScheduledWork work)
    {
        if (await RoundTrip.LoadAsync(session, work.SubjectId) is not { } transaction)
            return RoundTrip.NothingLeftToDo;

        var wanted = await PlatformRecords.LoadAsync(session.Db, transaction.EmployeeId, transaction.CarrierId);
        var held = await CarrierRecords.LoadAsync(session.Db, transaction.EmployeeId, transaction.CarrierId);
        var snapshot = await SnapshotProgress.LoadAsync(session, transaction.SnapshotId);
        SnapshotProgress.Begin(session, snapshot);
        if (FamilyComparer.Compare(wanted, held).Count == 0)
        {
            // The carrier may have caught up by itself since the snapshot was received.
            _ = await DifferenceTracker.TrackAsync(session, await RoundTrip.OccasionAsync(session, transaction, Sighting.Confirmation), []);
            transaction.Reach(StatusDetail.NoyoVerified, session.Now);
            await RoundTrip.EndAsync(session, transaction, TransactionStatus.Completed, FulfillmentStatus.NoChanges);
            return $"carrier {transaction.CarrierId} already has all of it";
        }

        transaction.Submitted = JsonSerializer.Serialize(wanted, WireJson.Options);
        transaction.Reach(StatusDetail.CarrierAccepted, session.Now);
        var carrier = await session.Db.Carriers.FindAsync(transaction.CarrierId);
        session.Schedule(WorkKind.Process, transaction.Id, session.Now + roundTrip.PaceOf(transaction, carrier).Process);
        if (RoundTrip.BehaviorFor(transaction, carrier).Tier == CarrierTier.Sync)
            return $"carrier {transaction.CarrierId} accepted it";

        // A Send carrier takes a file and says nothing more: for Noyo that is the end of it.
        await RoundTrip.EndAsync(session, transaction, TransactionStatus.Completed, FulfillmentStatus.Sent);
        return $"sent to carrier {transaction.CarrierId} in a file";
    }
}

/// <summary>The carrier decides, by its behavior, what it records.</summary>
internal sealed class ProcessHandler(RoundTrip roundTrip, GroupSyncs syncs) : IWorkHandler
{
    public WorkKind Kind => WorkKind.Process;

    public async Task<string> RunAsync(WorldSession session, ScheduledWork work)
    {
        if (await RoundTrip.LoadAsync(session, work.SubjectId, orCompleted: true) is not { } transaction)
            return RoundTrip.NothingLeftToDo;

        var carrier = await session.Db.Carriers.FindAsync(transaction.CarrierId);
        var behavior = RoundTrip.BehaviorFor(transaction, carrier);
        var sent = JsonSerializer.Deserialize<IReadOnlyList<MemberRecord>>(transaction.Submitted!, WireJson.Options)!;
        var held = await CarrierRecords.LoadAsync(session.Db, transaction.EmployeeId, transaction.CarrierId);
        var decision = RecordKeeping.Decide(transaction.GroupId, transaction.EmployeeId, sent, held, behavior.Rules, isReleased: work.Number == RoundTrip.Released);
        if (carrier is not null && NamedBehavior.Find(transaction.BehaviorName) is null && !decision.Rules.SequenceEqual(behavior.Rules))
            carrier.Behavior = JsonSerializer.Serialize(behavior with { Rules = decision.Rules }, WireJson.Options);
        // What a Send carrier does with a file is not known to Noyo.
        if (transaction.Status == TransactionStatus.Processing && !transaction.StatusDetails.Exists(detail => detail.Detail == StatusDetail.CarrierProcessing))
            transaction.Reach(StatusDetail.CarrierProcessing, session.Now);

        switch (decision)
        {
            case CarrierDecision.Held:
                session.Schedule(WorkKind.Process, transaction.Id, dueAt: null);
                return $"carrier {transaction.CarrierId} holds it";

            case CarrierDecision.Rejected when transaction.Status == TransactionStatus.Completed:
                await syncs.ExpectAsync(session, transaction.CarrierId, transaction.GroupId);
                return $"carrier {transaction.CarrierId} rejected it, and has no way to say so";

            case CarrierDecision.Rejected rejected:
                await RoundTrip.EndAsync(session, transaction, TransactionStatus.Failed, FulfillmentStatus.Invalid, rejected.Errors);
                return $"carrier {transaction.CarrierId} rejected it";

            case CarrierDecision.Recorded recorded:
                foreach (var record in recorded.Changed)
                    await CarrierRecords.StoreAsync(session, transaction.CarrierId, transaction.GroupId, transaction.EmployeeId, record);
                if (transaction.Status == TransactionStatus.Completed)
                {
                    await RoundTrip.ConfirmWhenEffectiveAsync(session, transaction);
                    await syncs.ExpectAsync(session, transaction.CarrierId, transaction.GroupId);
                }
                else
                {
                    transaction.Reach(StatusDetail.CarrierCompleted, session.Now);
                    session.Schedule(WorkKind.Confirm, transaction.Id, session.Now + roundTrip.PaceOf(transaction, carrier).BeforeConfirmation(1));
                }

                return $"carrier {transaction.CarrierId} recorded {recorded.Changed.Count} of {sent.Count} members";

            default:
                throw new InvalidOperationException($"A carrier cannot decide {decision.GetType().Name}.");
        }
    }
}

/// <summary>Fetches the carrier's records and compares. The round trip ends when no change is pending any more.</summary>
internal sealed class ConfirmHandler(RoundTrip roundTrip) : IWorkHandler
{
    public WorkKind Kind => WorkKind.Confirm;

    public async Task<string> RunAsync(WorldSession session, ScheduledWork work)
    {
        if (await RoundTrip.LoadAsync(session, work.SubjectId, orCompleted: work.Number == RoundTrip.WhenEffective) is not { } transaction)
            return RoundTrip.NothingLeftToDo;

        var pace = roundTrip.PaceOf(transaction, await session.Db.Carriers.FindAsync(transaction.CarrierId));
        var wanted = await PlatformRecords.LoadAsync(session.Db, transaction.EmployeeId, transaction.CarrierId);
        var held = await CarrierRecords.LoadAsync(session.Db, transaction.EmployeeId, transaction.CarrierId);
        var isLast = work.Number >= pace.Confirmations || (work.Number == RoundTrip.WhenEffective && !await IsBusyAsync(session, transaction));
        var occasion = await RoundTrip.OccasionAsync(session, transaction, isLast ? Sighting.FinalConfirmation : Sighting.Confirmation);
        var outcome = await DifferenceTracker.TrackAsync(session, occasion, FamilyComparer.Compare(wanted, held));
        if (work.Number == RoundTrip.WhenEffective)
        {
            if (isLast && !transaction.StatusDetails.Exists(detail => detail.Detail == StatusDetail.NoyoVerified))
                transaction.Reach(StatusDetail.NoyoVerified, session.Now);
        }
        else if (outcome.Pending == 0)
        {
            transaction.Reach(StatusDetail.NoyoVerified, session.Now);
            await RoundTrip.EndAsync(session, transaction, TransactionStatus.Completed, FulfillmentStatus.Sent);
            await RoundTrip.ConfirmWhenEffectiveAsync(session, transaction);
        }
        else
        {
            session.Schedule(WorkKind.Confirm, transaction.Id, session.Now + pace.BeforeConfirmation(work.Number + 1), work.Number + 1);
        }

        var name = work.Number == RoundTrip.WhenEffective ? "confirmation on the effective date" : $"confirmation {work.Number}";
        return $"{name} at carrier {transaction.CarrierId}: {outcome.Resolved.Count} resolved, {outcome.Created.Count} new, "
            + $"{outcome.Raised.Count} discrepancies, {outcome.Pending} pending";
    }

    /// <summary>Whether a newer transaction for the family is still under way at the carrier, so that this is not its last word.</summary>
    private static Task<bool> IsBusyAsync(WorldSession session, MemberTransaction transaction) =>
        session.Db.MemberTransactions.AnyAsync(other => other.EmployeeId == transaction.EmployeeId
            && other.CarrierId == transaction.CarrierId && other.Status == TransactionStatus.Processing);
}

/// <summary>A snapshot that no connected carrier has to do with completes.</summary>
internal sealed class CompleteHandler : IWorkHandler
{
    public WorkKind Kind => WorkKind.Complete;

    public async Task<string> RunAsync(WorldSession session, ScheduledWork work)
    {
        var snapshot = await SnapshotProgress.LoadAsync(session, work.SubjectId);
        SnapshotProgress.Complete(session, snapshot);
        return "completed without a carrier";
    }
}

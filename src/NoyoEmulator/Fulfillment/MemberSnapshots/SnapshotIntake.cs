using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Configuration;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tracking;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots;

/// <summary>
/// Takes in a valid snapshot: creates or links its members, makes the family's enrollments what it states, replaces what
/// was in progress, compares with each connected carrier and schedules the hand-over to it.
/// </summary>
internal sealed class SnapshotIntake(RoundTrip roundTrip, NoyoOptions noyo)
{
    /// <summary>Takes in a snapshot within a session.</summary>
    /// <returns>The stored snapshot; or what stands in its way, in which case nothing was changed.</returns>
    public async Task<(MemberSnapshot? Snapshot, ApiErrorResult? Error)> TakeInAsync(
        WorldSession session,
        Guid groupId,
        InboundMemberSnapshot inbound,
        ReadOnlyMemory<byte> bytes,
        IReadOnlyList<CarrierOverride>? carrierOverrides = null)
    {
        var (family, error) = await TakeInFamilyAsync(session, groupId, inbound, carrierOverrides);
        if (family is { Rejected.Count: > 0 } && noyo.OmittedCoverages == OmittedCoverageAnswer.Error)
            error = ApiErrorResult.Unprocessable(OmittedCoverages.RejectionMessage(family.Rejected));
        if (family is null || error is not null)
        {
            session.Discard();
            return (null, error);
        }

        var snapshot = new MemberSnapshot
        {
            Id = session.NewId(),
            Version = session.NewId(),
            Created = session.Now,
            Modified = session.Now,
            RealAt = session.RealNow,
            GroupId = groupId,
            EmployeeId = family.EmployeeId,
            Status = noyo.InitialSnapshotStatus == InitialSnapshotStatus.Submitted ? SnapshotStatus.Submitted : SnapshotStatus.Processing,
            Inbound = bytes.ToArray(),
            Document = JsonSerializer.Serialize(family.Document, WireJson.Options),
            CreatedMembers = JsonSerializer.Serialize(family.CreatedMembers, WireJson.Options),
            Warnings = JsonSerializer.Serialize(family.Warnings, WireJson.Options),
        };
        _ = session.Db.MemberSnapshots.Add(snapshot);

        // A snapshot of which nothing is sent takes nothing over either.
        var unfinished = family.IsAllRefused ? [] : await SnapshotProgress.ReplaceUnfinishedAsync(session, family.EmployeeId, snapshot.Id);
        var former = await DisagreeingAsync(session, family);
        foreach (var carrierId in family.Carriers.Concat(unfinished).Concat(former).Distinct())
        {
            var entry = Entry(family, snapshot, carrierId);
            snapshot.Fulfillments.Add(entry);
            if (entry.Status != FulfillmentStatus.NotConnected)
                await OpenTransactionAsync(session, family, snapshot, entry);
        }

        if (snapshot.IsRefused)
            snapshot.Status = SnapshotStatus.Canceled;
        else if (snapshot.Fulfillments.TrueForAll(entry => entry.Status != FulfillmentStatus.Processing))
            session.Schedule(WorkKind.Complete, snapshot.Id, session.Now + roundTrip.WithoutCarrier);
        return (snapshot, null);
    }

    /// <summary>Takes in the members and enrollments only, as if the platform and Noyo had always known them.</summary>
    public static async Task<(SnapshotFamily? Family, ApiErrorResult? Error)> TakeInFamilyAsync(
        WorldSession session, Guid groupId, InboundMemberSnapshot inbound, IReadOnlyList<CarrierOverride>? carrierOverrides = null)
    {
        var group = await session.Db.Groups.FindAsync(groupId);
        if (group is null)
            return (null, ApiErrorResult.NotFound($"Group not found with UUID {groupId}"));

        var (linked, error) = await MemberLinking.LinkAsync(session.Db, groupId, inbound);
        if (linked is null)
            return (null, error);

        var family = new SnapshotFamily(session, group, inbound, linked);
        if (family.StoreMembers() is { } refusal)
            return (null, refusal);

        var plans = await session.Db.Plans.AsNoTracking().Where(plan => plan.GroupId == groupId).ToListAsync();
        family.ConnectedCarriers = [.. await session.Db.GroupConnections.AsNoTracking()
            .Where(connection => connection.GroupId == groupId && connection.Status == ConnectionStatus.Completed)
            .Select(connection => connection.CarrierId).ToListAsync()];
        foreach (var change in (carrierOverrides ?? []).Where(change => change.Connected is not null))
            _ = change.Connected == true ? family.ConnectedCarriers.Add(Uuid.Parse(change.CarrierId!)) : family.ConnectedCarriers.Remove(Uuid.Parse(change.CarrierId!));
        var enrollments = linked.Employee is null
            ? []
            : await session.Db.IndividualEnrollments.Where(enrollment => enrollment.EmployeeId == family.EmployeeId).ToListAsync();
        family.StoreEnrollments(plans, enrollments);
        return (family, null);
    }

    /// <summary>The former carriers whose records are not, or were not, as the platform has them.</summary>
    private static async Task<IReadOnlyList<Guid>> DisagreeingAsync(WorldSession session, SnapshotFamily family)
    {
        var disagreeing = new List<Guid>();
        foreach (var carrierId in family.FormerCarriers)
        {
            var held = await CarrierRecords.LoadAsync(session.Db, family.EmployeeId, carrierId);
            if (FamilyComparer.Compare(family.RecordsAt(carrierId), held).Count > 0 || await session.Db.Differences.AnyAsync(
                difference => difference.EmployeeId == family.EmployeeId && difference.CarrierId == carrierId && difference.IsOpen))
            {
                disagreeing.Add(carrierId);
            }
        }

        return disagreeing;
    }

    private static CarrierFulfillment Entry(SnapshotFamily family, MemberSnapshot snapshot, Guid carrierId)
    {
        var isRefused = family.IsRefused(carrierId);
        string[] errors = isRefused ? [OmittedCoverages.RejectionMessage(family.Rejected.Where(enrollment => enrollment.CarrierId == carrierId))] : [];
        return new CarrierFulfillment
        {
            SnapshotId = snapshot.Id,
            CarrierId = carrierId,
            Position = snapshot.Fulfillments.Count,
            Status = isRefused ? FulfillmentStatus.Invalid
                : family.ConnectedCarriers.Contains(carrierId) ? FulfillmentStatus.Processing
                : FulfillmentStatus.NotConnected,
            Errors = JsonSerializer.Serialize(errors, WireJson.Options),
        };
    }

    /// <summary>Compares with the carrier and schedules the hand-over. Where the carrier's part is refused, nothing is handed over.</summary>
    private async Task OpenTransactionAsync(WorldSession session, SnapshotFamily family, MemberSnapshot snapshot, CarrierFulfillment entry)
    {
        var carrierId = entry.CarrierId;
        var isRefused = entry.Status == FulfillmentStatus.Invalid;
        var transaction = new MemberTransaction
        {
            Id = session.NewId(),
            Version = session.NewId(),
            Created = session.Now,
            SnapshotId = snapshot.Id,
            GroupId = snapshot.GroupId,
            EmployeeId = snapshot.EmployeeId,
            CarrierId = carrierId,
            BehaviorName = family.BehaviorName,
            TransactionType = TransactionTypes.Of(family.Document),
            Status = isRefused ? TransactionStatus.Canceled : TransactionStatus.Processing,
        };
        transaction.Reach(StatusDetail.NoyoAccepted, session.Now);
        _ = session.Db.MemberTransactions.Add(transaction);

        var occasion = new ComparisonOccasion(
            family.Group.OrganizationId,
            snapshot.GroupId,
            snapshot.EmployeeId,
            carrierId,
            transaction.Id,
            snapshot.Id,
            SourceStage.MemberSnapshotSentToNoyo,
            Sighting.SnapshotSent);
        var held = await CarrierRecords.LoadAsync(session.Db, snapshot.EmployeeId, carrierId);
        _ = await DifferenceTracker.TrackAsync(session, occasion, FamilyComparer.Compare(family.RecordsAt(carrierId), held));

        if (isRefused)
            return;
        var pace = roundTrip.PaceOf(transaction, await session.Db.Carriers.FindAsync(carrierId));
        session.Schedule(WorkKind.Submit, transaction.Id, session.Now + pace.Submit);
    }
}

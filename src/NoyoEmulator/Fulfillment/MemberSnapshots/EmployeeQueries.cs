using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots;

/// <summary>What Noyo knows of an employee's family, in terms of snapshots.</summary>
internal static class EmployeeQueries
{
    /// <summary>The snapshot that would state exactly what Noyo has now; null when there is no such employee.</summary>
    public static async Task<InboundMemberSnapshot?> CalculateAsync(EmulatorDbContext db, Guid employeeId, CancellationToken cancellationToken)
    {
        var members = await db.Members.Where(member => member.EmployeeId == employeeId).OrderBy(member => member.Position).ThenBy(member => member.Id)
            .ToListAsync(cancellationToken);
        if (members.Find(member => member.Type == MemberType.Employee) is not { } employee)
            return null;
        var enrollments = await db.IndividualEnrollments.Where(enrollment => enrollment.EmployeeId == employeeId).ToListAsync(cancellationToken);
        return new InboundMemberSnapshot
        {
            SnapshotMode = MemberSnapshotVocabulary.CurrentOpen,
            Employee = WireJson.Read<InboundMemberSnapshotEmployee>(employee.Known) with { CustomIndividualId = employee.CustomIndividualId, EventId = null },
            Dependents =
            [
                .. members.Where(member => member.Type == MemberType.Dependent)
                    .Select(member => WireJson.Read<InboundMemberSnapshotDependent>(member.Known) with
                    {
                        CustomIndividualId = member.CustomIndividualId,
                        EventId = null,
                    }),
            ],
            Coverages = EnrollmentDocument.Write(enrollments),
        };
    }

    /// <summary>How the family stands with each carrier that a snapshot or a member request of it had to do with.</summary>
    public static async Task<EmployeeStatusResult> StatusAsync(EmulatorDbContext db, Guid employeeId, CancellationToken cancellationToken)
    {
        var entries = await db.MemberSnapshots.Where(snapshot => snapshot.EmployeeId == employeeId)
            .SelectMany(snapshot => snapshot.Fulfillments, (snapshot, entry) => new Entry(
                snapshot.Id, snapshot.Origin, snapshot.Created, entry.CarrierId, entry.Status, entry.Errors))
            .ToListAsync(cancellationToken);
        return new EmployeeStatusResult
        {
            CarrierStatuses =
            [
                .. entries.Where(entry => entry.Status != FulfillmentStatus.NotConnected && entry.CarrierId != MemberTransaction.NoyoItself).GroupBy(entry => entry.CarrierId)
                    .OrderBy(carrier => carrier.Key)
                    .Select(carrier => StatusAt(carrier.Key, [.. carrier.OrderByDescending(entry => entry.Created).ThenByDescending(entry => entry.SnapshotId)])),
            ],
        };
    }

    private static EmployeeCarrierStatus StatusAt(Guid carrierId, List<Entry> newestFirst)
    {
        var pending = newestFirst.FindAll(entry => entry.Status == FulfillmentStatus.Processing);
        var latest = newestFirst.Find(entry => entry.Status is not (FulfillmentStatus.Processing or FulfillmentStatus.Replaced));
        var isRefused = latest?.Status == FulfillmentStatus.Invalid;
        return new EmployeeCarrierStatus
        {
            CarrierId = carrierId,
            Status = pending.Count > 0 ? "pending_changes" : isRefused ? "unable_to_fulfill" : "stable",
            PendingChanges = pending.ConvertAll(entry => new PlatformChange { Id = entry.SnapshotId, Status = "processing", Type = TypeOf(entry) }),
            LatestPlatformChange = latest is null ? null : new LatestPlatformChange
            {
                Id = latest.SnapshotId,
                Status = isRefused ? "failed" : "completed",
                Type = TypeOf(latest),
                Error = isRefused ? new LatestChangeError { Message = string.Join("; ", WireJson.Read<string[]>(latest.Errors)) } : null,
            },
        };
    }

    private static string TypeOf(Entry entry) => entry.Origin == SnapshotOrigin.Requested ? "member_request" : "member_snapshot";

    private sealed record Entry(Guid SnapshotId, SnapshotOrigin Origin, DateTimeOffset Created, Guid CarrierId, FulfillmentStatus Status, string Errors);
}

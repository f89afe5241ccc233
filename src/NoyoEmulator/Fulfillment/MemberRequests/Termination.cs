using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Fulfillment.RoundTrips;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.MemberRequests;

/// <summary>
/// Noyo's own part of a request that ends an employment: on the last day of work it marks the employee (Noyo's page on member
/// transactions). Carriers that took their part knew the day, and do the same (inferred).
/// </summary>
internal static class Termination
{
    private const string Terminated = "terminated";

    /// <summary>Opens the transaction, which waits for the day.</summary>
    public static void Begin(WorldSession session, MemberRequest request, DateOnly lastWorkDate)
    {
        var transaction = new MemberTransaction
        {
            Id = session.NewId(),
            Version = session.NewId(),
            Created = session.Now,
            SnapshotId = request.Id,
            IsRequested = true,
            GroupId = request.GroupId,
            EmployeeId = request.EmployeeId,
            CarrierId = MemberTransaction.NoyoItself,
            TransactionType = TransactionTypes.NoyoTermination,
            Status = TransactionStatus.Processing,
        };
        transaction.Pass(StatusDetail.NoyoAccepted, session.Now);
        session.Rows.Insert(transaction);
        var day = new DateTimeOffset(lastWorkDate, TimeOnly.MinValue, TimeSpan.Zero);
        session.Schedule(WorkKind.Terminate, transaction.Id, day > session.Now ? day : session.Now);
    }

    /// <summary>The day has come.</summary>
    /// <returns>What came of it, for the ledger.</returns>
    public static string Complete(WorldSession session, MemberTransaction transaction)
    {
        Mark(session, transaction.EmployeeId);
        foreach (var part in session.Rows.Where<MemberTransaction>("snapshot_id = ? ORDER BY created, id", transaction.SnapshotId))
        {
            if (part.Status is TransactionStatus.Processing or TransactionStatus.Completed && part.Id != transaction.Id)
                MarkAt(session, part);
        }

        var snapshot = SnapshotProgress.Load(session.Rows, [transaction.SnapshotId])[transaction.SnapshotId];
        transaction.Pass(StatusDetail.NoyoVerified, session.Now);
        RoundTrip.End(session, transaction, snapshot, TransactionStatus.Completed, FulfillmentStatus.Sent);
        return $"employee {transaction.EmployeeId} is terminated";
    }

    private static void Mark(WorldSession session, Guid employeeId)
    {
        var employee = session.Rows.Find<Member>(employeeId)!;
        var document = Ended(employee.Document);
        var remembered = employee.Remembered is null ? null : Ended(employee.Remembered);
        if (document == employee.Document && remembered == employee.Remembered)
            return;
        session.Rows.Update((employee with { Version = session.NewId(), Modified = session.Now, Document = document, Remembered = remembered }).Indexed());
    }

    private static string Ended(string document)
    {
        var employee = WireJson.Read<InboundMemberSnapshotEmployee>(document);
        return employee.Employment is not { } employment || employment.EmploymentStatus == Terminated
            ? document
            : WireJson.Write(employee with { Employment = employment with { EmploymentStatus = Terminated } });
    }

    private static void MarkAt(WorldSession session, MemberTransaction part)
    {
        if (session.Rows.Find<CarrierSubmission>(part.Id) is { } submission)
        {
            submission.Document = WireJson.Write(WireJson.Read<IReadOnlyList<MemberRecord>>(submission.Document).Select(Ended).ToList());
            session.Rows.Update(submission);
        }

        if (session.Rows.Find<CarrierRecord>(part.CarrierId, part.EmployeeId) is { } record)
            CarrierRecords.Store(session, part.CarrierId, part.GroupId, part.EmployeeId, Ended(CarrierRecords.Read(record.Document)));
        if (session.Rows.Find<SentRecord>(part.CarrierId, part.EmployeeId) is { } sent)
        {
            sent.Document = WireJson.Write(Ended(CarrierRecords.Read(sent.Document)));
            session.Rows.Update(sent);
        }
    }

    private static MemberRecord Ended(MemberRecord record) =>
        record.Employment is { } employment ? record with { Employment = employment with { EmploymentStatus = Terminated } } : record;
}

/// <summary>The last days of work.</summary>
internal sealed class TerminateHandler : IWorkHandler
{
    public IReadOnlyCollection<WorkKind> Kinds { get; } = [WorkKind.Terminate];

    public IEnumerable<string> Run(WorldSession session, IReadOnlyList<ScheduledWork> batch)
    {
        foreach (var step in batch)
        {
            yield return session.Rows.Find<MemberTransaction>(step.SubjectId) is { Status: TransactionStatus.Processing } transaction
                ? Termination.Complete(session, transaction)
                : ScheduledWork.NothingLeftToDo;
        }
    }
}

using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Carriers;

/// <summary>A step of a round trip that was released.</summary>
/// <param name="Kind">submit, process or confirm.</param>
/// <param name="TransactionId">The transaction it is a step of.</param>
internal sealed record ReleasedStep(WorkKind Kind, Guid TransactionId);

/// <summary>The steps that wait at a carrier until somebody releases them.</summary>
internal static class HeldWork
{
    private static readonly WorkKind[] Steps = [WorkKind.Submit, WorkKind.Process, WorkKind.Confirm];

    /// <summary>Makes held steps due now.</summary>
    /// <param name="session">The session in which it happens.</param>
    /// <param name="carrierId">The carrier they wait at.</param>
    /// <param name="which">Of which transactions; null for all.</param>
    /// <param name="despiteRules">True where what the carrier's rules hold is to be decided all the same.</param>
    public static async Task<IReadOnlyList<ReleasedStep>> ReleaseAsync(
        WorldSession session, Guid carrierId, Func<MemberTransaction, bool>? which, bool despiteRules)
    {
        var held = await (
            from work in session.Db.ScheduledWork
            join transaction in session.Db.MemberTransactions on work.SubjectId equals transaction.Id
            where work.DueAt == null && Steps.Contains(work.Kind) && transaction.CarrierId == carrierId
                && (transaction.Status == TransactionStatus.Processing || transaction.Status == TransactionStatus.Completed)
            orderby work.Sequence
            select new { Work = work, Transaction = transaction }).ToListAsync();
        var released = new List<ReleasedStep>();
        foreach (var step in held.Where(step => which?.Invoke(step.Transaction) ?? true))
        {
            var (kind, number) = (step.Work.Kind, step.Work.Number);
            _ = session.Db.ScheduledWork.Remove(step.Work);
            session.Schedule(kind, step.Transaction.Id, session.Now, despiteRules && kind == WorkKind.Process ? RoundTrip.Released : number);
            released.Add(new ReleasedStep(kind, step.Transaction.Id));
        }

        return released;
    }
}

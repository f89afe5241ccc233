using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.RoundTrips;

/// <summary>A step that was released.</summary>
/// <param name="Kind">What is to be done.</param>
/// <param name="SubjectId">The transaction, or the group connection, it is a step of.</param>
internal sealed record ReleasedStep(WorkKind Kind, Guid SubjectId);

/// <summary>The steps that wait at a carrier until somebody releases them.</summary>
internal static class HeldWork
{
    private const string HeldSteps = "due_at IS NULL AND set_aside_at IS NULL AND kind IN ('submit', 'process', 'process_released', 'confirm', 'confirm_effective_date') ORDER BY sequence";

    /// <summary>Makes held steps due now.</summary>
    /// <param name="session">The session in which it happens.</param>
    /// <param name="carrierId">The carrier they wait at.</param>
    /// <param name="which">Of which transactions; null for all.</param>
    /// <param name="despiteRules">True where what the carrier's rules hold is to be decided all the same.</param>
    public static IReadOnlyList<ReleasedStep> Release(
        WorldSession session, Guid carrierId, Func<MemberTransaction, bool>? which, bool despiteRules)
    {
        var held = session.Rows.Where<ScheduledWork>(HeldSteps);
        var transactions = session.Rows.WhereIn<MemberTransaction>("id", [.. held.Select(work => work.SubjectId)])
            .Where(transaction => transaction.CarrierId == carrierId
                && transaction.Status is (TransactionStatus.Processing or TransactionStatus.Completed)
                && which?.Invoke(transaction) != false)
            .Select(transaction => transaction.Id).ToHashSet();
        var released = new List<ReleasedStep>();
        foreach (var step in held.Where(step => transactions.Contains(step.SubjectId)))
        {
            var kind = despiteRules && step.Kind == WorkKind.Process ? WorkKind.ProcessReleased : step.Kind;
            _ = session.Rows.Delete(step);
            session.Schedule(kind, step.SubjectId, session.Now, step.Round);
            released.Add(new ReleasedStep(kind, step.SubjectId));
        }

        return released;
    }

    /// <summary>Makes the steps of group connections that wait at a carrier due now.</summary>
    public static IReadOnlyList<ReleasedStep> ReleaseConnections(WorldSession session, Guid carrierId)
    {
        var held = session.Rows.Where<ScheduledWork>("due_at IS NULL AND set_aside_at IS NULL AND kind = 'connect' ORDER BY sequence");
        var connections = session.Rows.WhereIn<GroupConnection>("id", [.. held.Select(work => work.SubjectId)])
            .Where(connection => connection.CarrierId == carrierId).Select(connection => connection.Id).ToHashSet();
        var released = held.FindAll(step => connections.Contains(step.SubjectId));
        foreach (var step in released)
        {
            _ = session.Rows.Delete(step);
            session.Schedule(step.Kind, step.SubjectId, session.Now, step.Round);
        }

        return released.ConvertAll(step => new ReleasedStep(step.Kind, step.SubjectId));
    }
}

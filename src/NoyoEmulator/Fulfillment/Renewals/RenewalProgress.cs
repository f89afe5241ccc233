using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Renewals;

/// <summary>The way of a renewal decision: it is submitted, the carriers' systems are looked at, and somebody marks it as done.</summary>
internal static class RenewalProgress
{
    /// <summary>The kind that the history calls it.</summary>
    public const string HistoryKind = "renewal_decision";

    private const string NoIssues = "[]";

    // Published: the sandbox decides after a random time of at most this many seconds.
    private const int MostSeconds = 15;

    /// <summary>Stores a decision that was just submitted, and has it judged.</summary>
    public static void Begin(WorldSession session, RenewalDecision decision)
    {
        session.Rows.Insert(decision);
        session.AddHistory(HistoryKind, decision.Id, $"{EnumName.Of(decision.Status)} for {decision.RenewalDate:yyyy-MM-dd}");
        Expect(session, decision);
    }

    /// <summary>Has a decision judged that waits for it.</summary>
    public static void Expect(WorldSession session, RenewalDecision decision)
    {
        if (RenewalVerdicts.Of(decision.RenewalDate).Count > 0)
            session.Schedule(WorkKind.Renew, decision.Id, session.Now + session.DelayUpTo(MostSeconds));
    }

    /// <summary>Begins anew with what was edited: what was judged before says nothing of it (inferred).</summary>
    public static void Restart(WorldSession session, RenewalDecision decision)
    {
        Stop(session, decision);
        Move(session, decision, RenewalStatus.Submitted, NoIssues);
        session.AddHistory(HistoryKind, decision.Id, $"edited, and {EnumName.Of(decision.Status)} again for {decision.RenewalDate:yyyy-MM-dd}");
        Expect(session, decision);
    }

    /// <summary>The platform has no further use for it.</summary>
    public static void Finish(WorldSession session, RenewalDecision decision)
    {
        Stop(session, decision);
        Move(session, decision, RenewalStatus.Done, NoIssues);
        session.AddHistory(HistoryKind, decision.Id, EnumName.Of(decision.Status));
    }

    /// <summary>Judges a decision.</summary>
    /// <param name="session">The session in which it happens.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="round">Which of its verdicts it is, from 1.</param>
    /// <returns>What came of it, for the ledger.</returns>
    public static string Judge(WorldSession session, RenewalDecision decision, int round)
    {
        var verdicts = RenewalVerdicts.Of(decision.RenewalDate);
        if (round > verdicts.Count)
            return ScheduledWork.NothingLeftToDo;
        var verdict = verdicts[round - 1];
        Move(session, decision, verdict.Status, WireJson.Write(About(decision, verdict.Issues)));
        if (round < verdicts.Count)
            session.Schedule(WorkKind.Renew, decision.Id, session.Now + RenewalVerdicts.UntilSecond, round + 1);
        return $"renewal of group {decision.GroupId} on {decision.RenewalDate:yyyy-MM-dd}: {EnumName.Of(decision.Status)}";
    }

    /// <summary>The issues, with what they are about in this decision.</summary>
    public static IReadOnlyList<RenewalDecisionIssue> About(RenewalDecision decision, IReadOnlyList<RenewalDecisionIssue> issues)
    {
        var carrier = WireJson.Read<RenewalDecisionBody>(decision.Body).Carriers![0];
        var line = carrier.LinesOfCoverage?.Stated().Select(stated => stated.Name).FirstOrDefault();
        return [.. issues.Select(issue => issue with { CarrierId = Uuid.Parse(carrier.CarrierId!), LineOfCoverage = line })];
    }

    private static void Stop(WorldSession session, RenewalDecision decision) =>
        session.Rows.DeleteWhere<ScheduledWork>("subject_id = ?", decision.Id);

    private static void Move(WorldSession session, RenewalDecision decision, RenewalStatus status, string issues)
    {
        decision.Status = status;
        decision.Issues = issues;
        decision.Version = session.NewId();
        decision.Modified = session.Now;
        session.Rows.Update(decision);
    }
}

/// <summary>Judges renewal decisions.</summary>
internal sealed class RenewHandler : IWorkHandler
{
    public IReadOnlyCollection<WorkKind> Kinds { get; } = [WorkKind.Renew];

    public IEnumerable<string> Run(WorldSession session, IReadOnlyList<ScheduledWork> batch)
    {
        foreach (var step in batch)
        {
            yield return session.Rows.Find<RenewalDecision>(step.SubjectId) is { } decision
                ? RenewalProgress.Judge(session, decision, step.Round)
                : ScheduledWork.NothingLeftToDo;
        }
    }
}

using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>What a run of steps did.</summary>
/// <param name="Fired">What happened, in order.</param>
/// <param name="NextDelivery">The delivery that is due next, before any further step; null when there is none.</param>
internal sealed record StepOutcome(IReadOnlyList<FiredWork> Fired, ScheduledWork? NextDelivery);

/// <summary>
/// Runs the steps of a world: all scheduled work but deliveries. Each row is consumed in the transaction that does its work, and
/// many rows share one. When a step fails, the transaction is taken back, and the steps are run one by one, so that only the failing
/// one is set aside. When the storage fails, nothing is wrong with any of them: they stay due, in their order.
/// </summary>
internal sealed partial class StepRunner(World world, IReadOnlyDictionary<WorkKind, IWorkHandler> handlers, ILogger logger)
{
    /// <summary>How many steps share one transaction: enough to make commits cheap, few enough to let others in.</summary>
    private const int MostPerTransaction = 250;

    /// <summary>Runs what is due now, or a part of it; deliveries are left out.</summary>
    public async Task<IReadOnlyList<FiredWork>> RunDueAsync(DateTimeOffset now) => (await RunAsync(new Span(now, now, MovesClock: false))).Fired;

    /// <summary>Runs what is due up to a target, or a part of it, and takes the clock along. It stops at a delivery.</summary>
    /// <param name="from">When what is overdue is done.</param>
    /// <param name="target">The last instant.</param>
    public Task<StepOutcome> AdvanceAsync(DateTimeOffset from, DateTimeOffset target) => RunAsync(new Span(from, target, MovesClock: true));

    private async Task<StepOutcome> RunAsync(Span span)
    {
        using var activity = Telemetry.Begin("run steps", world.Name);
        var outcome = await RunTogetherAsync(span);
        Telemetry.Did(outcome.Fired);
        return outcome;
    }

    private async Task<StepOutcome> RunTogetherAsync(Span span)
    {
        try
        {
            return await RunInOneTransactionAsync(span, MostPerTransaction, _ => { });
        }
        catch (Exception exception) when (StorageFailure.Of(exception) is null)
        {
            Log.BatchFailed(logger, world.Name, exception);
            return await RunOneByOneAsync(span);
        }
    }

    private async Task<StepOutcome> RunOneByOneAsync(Span span)
    {
        var fired = new List<FiredWork>();
        while (fired.Count < MostPerTransaction)
        {
            ScheduledWork? current = null;
            try
            {
                var outcome = await RunInOneTransactionAsync(span, 1, step => current = step);
                fired.AddRange(outcome.Fired);
                if (outcome.Fired.Count == 0)
                    return outcome with { Fired = fired };
            }
            catch (Exception exception) when (current is not null && StorageFailure.Of(exception) is null)
            {
                Log.StepFailed(logger, world.Name, current.Kind, current.SubjectId, exception);
                fired.Add(await SetAsideAsync(span, current, exception));
                world.CountStepsSetAside();
            }
        }

        return new StepOutcome(fired, NextDelivery: null);
    }

    private Task<StepOutcome> RunInOneTransactionAsync(Span span, int most, Action<ScheduledWork> begins) => world.WriteAsync(
        session =>
        {
            var queue = new WorkQueue(session, span.Target, withDeliveries: span.MovesClock);
            var fired = new List<FiredWork>();
            while (fired.Count < most && queue.Peek() is { Kind: not WorkKind.Delivery })
            {
                var batch = queue.Take(span.InstantOf, most - fired.Count);
                begins(batch[0]);
                Enter(session, span, batch[0]);
                // An earlier step may have done away with a later one.
                var steps = batch.FindAll(session.Rows.Delete);
                if (steps.Count > 0)
                    fired.AddRange(Run(session, steps));
            }

            return new StepOutcome(fired, queue.Peek());
        },
        CancellationToken.None);

    private IEnumerable<FiredWork> Run(WorldSession session, List<ScheduledWork> steps)
    {
        foreach (var (step, summary) in steps.Zip(handlers[steps[0].Kind].Run(session, steps)))
        {
            session.AddHistory(step.Kind.LedgerName(), step.SubjectId, summary);
            session.WriteEvents();
            yield return new FiredWork(session.Now, step.Kind, step.SubjectId, summary) { Differences = session.TakeCounted() };
        }
    }

    private Task<FiredWork> SetAsideAsync(Span span, ScheduledWork step, Exception exception) => world.WriteAsync(
        session =>
        {
            Enter(session, span, step);
            StepsSetAside.Add(session, step, exception);
            var summary = $"failed and was set aside: {step.SetAsideReason}";
            session.AddHistory(step.Kind.LedgerName(), step.SubjectId, summary);
            return new FiredWork(session.Now, step.Kind, step.SubjectId, summary);
        },
        CancellationToken.None);

    private static void Enter(WorldSession session, Span span, ScheduledWork step)
    {
        if (span.MovesClock)
            session.MoveTo(span.InstantOf(step));
    }

    /// <summary>The time that a run covers.</summary>
    private sealed record Span(DateTimeOffset From, DateTimeOffset Target, bool MovesClock)
    {
        public DateTimeOffset InstantOf(ScheduledWork work) => work.DueAt > From ? work.DueAt.Value : From;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "World {World}: a batch of steps failed; trying them one by one.")]
        public static partial void BatchFailed(ILogger logger, string world, Exception exception);

        [LoggerMessage(2, LogLevel.Error, "World {World}: {Kind} of {SubjectId} failed and was set aside.")]
        public static partial void StepFailed(ILogger logger, string world, WorkKind kind, Guid subjectId, Exception exception);
    }
}

using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Configuration;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Simulation;

/// <summary>One entry of the ledger of an advance: something that happened.</summary>
/// <param name="At">When, on the world's clock.</param>
/// <param name="Kind">What kind of work it was.</param>
/// <param name="Id">What it was about.</param>
/// <param name="Summary">What came of it, in words, without personal data.</param>
internal sealed record FiredWork(DateTimeOffset At, WorkKind Kind, Guid Id, string Summary);

/// <summary>What an advance did.</summary>
internal sealed record AdvanceResult(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<FiredWork> Fired);

/// <summary>Does one kind of scheduled work inside a session, and says what came of it.</summary>
internal interface IWorkHandler
{
    WorkKind Kind { get; }

    Task<string> RunAsync(WorldSession session, ScheduledWork work);
}

/// <summary>
/// The discrete-event simulator of one world. Work is a row with a due instant; each row is consumed in the transaction
/// that does it. In realtime mode the engine sleeps until the next due instant. An advance takes the clock to each due
/// instant in turn. Both run what is due in order of its instant, then of its creation.
/// </summary>
internal sealed partial class WorldEngine(
    World world, IReadOnlyDictionary<WorkKind, IWorkHandler> handlers, IOutboundWork deliveries, TimeProvider realTime, ILogger logger) : IDisposable
{
    /// <summary>How many rows share one transaction: large enough to make commits cheap, small enough to let others in.</summary>
    private const int BatchSize = 100;

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The world it runs.</summary>
    public World World => world;

    /// <summary>Why the engine does not get on, such as a full disk; null while it is well.</summary>
    public string? Failure { get; private set; }

    /// <summary>Runs due work as time passes, until cancelled. Nothing that goes wrong ends it: it tries again.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                try
                {
                    await RunOnceAsync(cancellationToken);
                    Failure = null;
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    Failure = $"the engine of world '{world.Name}' fails: {exception.GetType().Name}";
                    Log.EngineFailed(logger, world.Name, exception);
                    await Task.Delay(PauseAfterFailure, realTime, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops; what is due stays due.
        }
        finally
        {
            await deliveries.StopAsync();
        }
    }

    /// <summary>
    /// Takes the clock to a target, doing everything that falls due on the way. Returns when all of it is done, webhook
    /// attempts included.
    /// </summary>
    /// <param name="chooseTarget">The target, given the present and the next due instant; null to do nothing after all.</param>
    /// <param name="cancellationToken">Stops between two steps; the clock then stays where it came to.</param>
    public async Task<AdvanceResult> AdvanceAsync(
        Func<DateTimeOffset, DateTimeOffset?, DateTimeOffset?> chooseTarget, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await deliveries.PauseAsync(cancellationToken);
            var from = world.Clock.GetUtcNow();
            var fired = new List<FiredWork>();
            if (chooseTarget(from, await NextDueAsync(DateTimeOffset.MinValue, cancellationToken)) is not { } target)
                return new AdvanceResult(from, from, fired);
            world.Clock.Hold(from);
            while (await NextDueAsync(DateTimeOffset.MinValue, cancellationToken) is { } due && due <= target)
            {
                var instant = due > from ? due : from;
                world.Clock.Hold(instant);
                fired.AddRange(await RunInstantAsync(instant, cancellationToken));
            }

            world.Clock.Hold(target);
            return new AdvanceResult(from, target, fired);
        }
        finally
        {
            await world.SetClockAsync(clock => clock.Release(), CancellationToken.None);
            deliveries.Resume();
            _ = _turn.Release();
        }
    }

    /// <summary>Runs <paramref name="work"/> while neither the engine nor an advance does anything.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="breakOff">True to break off webhook attempts under way, which then stay due; false to let them finish.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task WhileIdleAsync(Func<Task> work, bool breakOff, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await (breakOff ? deliveries.BreakOffAsync() : deliveries.PauseAsync(cancellationToken));
            await work();
        }
        finally
        {
            deliveries.Resume();
            _ = _turn.Release();
        }
    }

    /// <summary>Runs <paramref name="work"/> while no step runs and no advance is under way; webhook attempts go on.</summary>
    public async Task BetweenStepsAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await work();
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    /// <summary>The earliest due instant after <paramref name="after"/>; null when nothing is scheduled.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(DateTimeOffset after, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return await db.ScheduledWork.Where(work => work.DueAt > after).MinAsync(work => work.DueAt, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _turn.Dispose();
        deliveries.Dispose();
    }

    private async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        world.EngineSleepsUntil = DateTimeOffset.MaxValue;
        var scheduled = world.WorkScheduled.Next;
        if (world.Clock.State.Mode == ClockMode.Frozen)
        {
            await scheduled.WaitAsync(cancellationToken);
            return;
        }

        var (didWork, upTo) = await RunDueAsync(cancellationToken);
        if (!didWork)
            await SleepAsync(upTo, scheduled, cancellationToken);
    }

    /// <summary>Runs what is due, or a batch of it.</summary>
    /// <returns>Whether there was any, and the instant up to which it looked.</returns>
    private async Task<(bool DidWork, DateTimeOffset UpTo)> RunDueAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = world.Clock.GetUtcNow();
            List<ScheduledWork> due;
            await using (var db = world.OpenReader())
            {
                due = await db.ScheduledWork.Where(work => work.DueAt <= now && work.Kind != WorkKind.Delivery)
                    .OrderBy(work => work.DueAt).ThenBy(work => work.Sequence).Take(BatchSize).ToListAsync(cancellationToken);
            }

            if (due.Count > 0)
                _ = await RunStepsAsync(due);
            await deliveries.StartDueAsync(now, cancellationToken);
            return (due.Count > 0, now);
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    /// <summary>Sleeps until work falls due that was not due at <paramref name="upTo"/>; what fell due since then ends it at once.</summary>
    private async Task SleepAsync(DateTimeOffset upTo, Task scheduled, CancellationToken cancellationToken)
    {
        var next = await NextDueAsync(upTo, cancellationToken);
        var wait = next is null ? null : world.Clock.RealTimeUntil(next.Value);
        world.EngineSleepsUntil = wait is null ? DateTimeOffset.MaxValue : next!.Value;
        if (wait is null)
        {
            await scheduled.WaitAsync(cancellationToken);
            return;
        }

        // A timer runs for at most 49 days; sleeping in parts costs nothing.
        var longest = TimeSpan.FromDays(1);
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = Task.Delay(wait < longest ? wait.Value : longest, realTime, woken.Token);
        _ = await Task.WhenAny(scheduled, timer);
        await woken.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<IReadOnlyList<FiredWork>> RunInstantAsync(DateTimeOffset instant, CancellationToken cancellationToken)
    {
        List<ScheduledWork> due;
        await using (var db = world.OpenReader())
        {
            due = await db.ScheduledWork.Where(work => work.DueAt <= instant)
                .OrderBy(work => work.DueAt).ThenBy(work => work.Sequence).Take(BatchSize).ToListAsync(cancellationToken);
        }

        // What was due may have been removed since the look, with its subscription.
        if (due.Count == 0)
            return [];
        return due[0].Kind == WorkKind.Delivery
            ? await deliveries.RunAsync([.. due.TakeWhile(work => work.Kind == WorkKind.Delivery)], cancellationToken)
            : await RunStepsAsync([.. due.TakeWhile(work => work.Kind != WorkKind.Delivery)]);
    }

    /// <summary>Runs steps in one transaction. When one fails, each runs in its own, and only the failing one is set aside.</summary>
    private async Task<IReadOnlyList<FiredWork>> RunStepsAsync(List<ScheduledWork> steps)
    {
        try
        {
            return await RunInOneTransactionAsync(steps);
        }
        catch (Exception exception) when (steps.Count > 1)
        {
            Log.BatchFailed(logger, world.Name, steps.Count, exception);
            var fired = new List<FiredWork>();
            foreach (var step in steps)
                fired.AddRange(await RunStepsAsync([step]));
            return fired;
        }
        catch (Exception exception)
        {
            var step = steps[0];
            Log.StepFailed(logger, world.Name, step.Kind, step.SubjectId, exception);
            return await world.WriteAsync(
                async session =>
                {
                    var row = await session.Db.ScheduledWork.SingleAsync(work => work.Sequence == step.Sequence);
                    row.DueAt = null;
                    var summary = $"failed and was set aside: {exception.GetType().Name}";
                    session.Note(EnumName.Of(step.Kind), step.SubjectId, summary);
                    return new[] { new FiredWork(session.Now, step.Kind, step.SubjectId, summary) };
                },
                CancellationToken.None);
        }
    }

    private Task<IReadOnlyList<FiredWork>> RunInOneTransactionAsync(List<ScheduledWork> steps) =>
        world.WriteAsync<IReadOnlyList<FiredWork>>(
            async session =>
            {
                var fired = new List<FiredWork>(steps.Count);
                foreach (var step in steps)
                {
                    // An earlier step of the batch may have done away with a later one.
                    if (await session.Db.ScheduledWork.Where(work => work.Sequence == step.Sequence).ExecuteDeleteAsync() == 0)
                        continue;
                    var summary = await handlers[step.Kind].RunAsync(session, step);
                    session.Note(EnumName.Of(step.Kind), step.SubjectId, summary);
                    await World.FlushAsync(session);
                    fired.Add(new FiredWork(session.Now, step.Kind, step.SubjectId, summary));
                }

                return fired;
            },
            CancellationToken.None);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "World {World}: a batch of {Count} steps failed; trying them one by one.")]
        public static partial void BatchFailed(ILogger logger, string world, int count, Exception exception);

        [LoggerMessage(2, LogLevel.Error, "World {World}: {Kind} of {SubjectId} failed and was set aside.")]
        public static partial void StepFailed(ILogger logger, string world, WorkKind kind, Guid subjectId, Exception exception);

        [LoggerMessage(3, LogLevel.Error, "World {World}: the engine failed and tries again.")]
        public static partial void EngineFailed(ILogger logger, string world, Exception exception);
    }
}

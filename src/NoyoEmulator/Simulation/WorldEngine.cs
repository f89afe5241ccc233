using NoyoEmulator.Configuration;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>What an advance did.</summary>
internal sealed record AdvanceResult(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<FiredWork> Fired);

/// <summary>How far an advance has come.</summary>
/// <param name="From">The instant at which it began.</param>
/// <param name="Now">The instant that the clock has reached.</param>
/// <param name="Target">The instant that it goes to.</param>
/// <param name="Done">How many steps and attempts are done.</param>
internal sealed record AdvanceProgress(DateTimeOffset From, DateTimeOffset Now, DateTimeOffset Target, int Done);

/// <summary>An advance was broken off, because the world it is in was put back or ends; what it did until then is done.</summary>
internal sealed class AdvanceBrokenOffException() : Exception("The advance was broken off.");

/// <summary>
/// The discrete-event simulator of one world. In realtime mode it sleeps until the next due instant. An advance takes the clock
/// to each due instant in turn. Both run what is due in order of its instant, then of its creation; who has the turn runs alone.
/// </summary>
internal sealed partial class WorldEngine(World world, StepRunner steps, IDeliveries deliveries, TimeProvider realTime, StorageLog storageLog, ILogger logger) : IDisposable
{
    /// <summary>How many deliveries are sent together.</summary>
    private const int MostDeliveries = 100;

    /// <summary>Under a steady stream of requests something is always due; what falls due meanwhile is done in one transaction.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _lock = new();
    private CancellationTokenSource _advances = new();
    private DateTimeOffset _toldAt;

    /// <summary>What happens to deliveries while somebody has the turn.</summary>
    private enum Sending
    {
        GoesOn,
        Paused,
        BrokenOff,
    }

    /// <summary>The world it runs.</summary>
    public World World => world;

    /// <summary>Why the engine does not get on, although the storage is well; null while it does.</summary>
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
                    Report(exception);
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

    /// <inheritdoc cref="AdvanceAsync(Func{DateTimeOffset, DateTimeOffset?, DateTimeOffset?}, Action{AdvanceProgress}?, CancellationToken)"/>
    public Task<AdvanceResult> AdvanceAsync(
        Func<DateTimeOffset, DateTimeOffset?, DateTimeOffset?> chooseTarget, CancellationToken cancellationToken) =>
        AdvanceAsync(chooseTarget, tell: null, cancellationToken);

    /// <summary>
    /// Takes the clock to a target, doing everything that falls due on the way. Returns when all of it is done, webhook
    /// attempts included.
    /// </summary>
    /// <param name="chooseTarget">The target, given the present and the next due instant; null to do nothing after all.</param>
    /// <param name="tell">Is told how far it has come: once it has a target, and whenever something is done; null for nobody.</param>
    /// <param name="cancellationToken">Stops between two steps; the clock then stays where it came to.</param>
    /// <exception cref="AdvanceBrokenOffException">Somebody broke it off; the clock stays where it came to.</exception>
    /// <exception cref="StorageException">It cannot be stored; the clock stays where it came to.</exception>
    public async Task<AdvanceResult> AdvanceAsync(
        Func<DateTimeOffset, DateTimeOffset?, DateTimeOffset?> chooseTarget, Action<AdvanceProgress>? tell, CancellationToken cancellationToken)
    {
        while (true)
        {
            var brokenOff = AdvancesToken();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, brokenOff);
            var hasBegun = false;
            try
            {
                await using var turn = await TakeTurnAsync(Sending.Paused, either.Token);
                hasBegun = true;
                using var activity = Telemetry.Begin("advance", world.Name);
                return await AdvanceAsync(turn, chooseTarget, tell, either.Token);
            }
            catch (OperationCanceledException) when (brokenOff.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                // Whoever broke it off was not to wait for it. One that had not begun takes its turn behind him.
                if (hasBegun || AdvancesToken().IsCancellationRequested)
                    throw new AdvanceBrokenOffException();
            }
        }
    }

    /// <summary>Breaks off an advance that is under way, at its next instant or attempt.</summary>
    /// <param name="forGood">Whether none is to begin any more.</param>
    public void BreakOffAdvances(bool forGood = false)
    {
        CancellationTokenSource begun;
        lock (_lock)
        {
            begun = _advances;
            if (!forGood)
                _advances = new CancellationTokenSource();
        }

        // Not disposed: who began just now may still be linking to it, and it holds nothing.
        begun.Cancel();
    }

    /// <summary>Runs <paramref name="work"/> while neither the engine nor an advance does anything.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="breakOff">True to break off advances and webhook attempts under way, which then stay due; false to let them finish.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task WhileIdleAsync(Func<Task> work, bool breakOff, CancellationToken cancellationToken)
    {
        await using var turn = await TakeTurnAsync(breakOff ? Sending.BrokenOff : Sending.Paused, cancellationToken);
        await work();
    }

    /// <summary>Runs <paramref name="work"/> while no step runs and no advance is under way; webhook attempts go on.</summary>
    public async Task BetweenStepsAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await using var turn = await TakeTurnAsync(Sending.GoesOn, cancellationToken);
        await work();
    }

    /// <summary>The earliest due instant after <paramref name="after"/>; null when nothing is scheduled.</summary>
    public DateTimeOffset? NextDue(DateTimeOffset after)
    {
        using var reader = world.OpenSqlReader();
        return reader.NextDue(after);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _turn.Dispose();
        deliveries.Dispose();
    }

    private CancellationToken AdvancesToken()
    {
        lock (_lock)
            return _advances.Token;
    }

    private async Task<AdvanceResult> AdvanceAsync(
        Turn turn, Func<DateTimeOffset, DateTimeOffset?, DateTimeOffset?> chooseTarget, Action<AdvanceProgress>? tell, CancellationToken cancellationToken)
    {
        var from = world.Clock.GetUtcNow();
        if (chooseTarget(from, NextDue(DateTimeOffset.MinValue)) is not { } target)
            return new AdvanceResult(from, from, []);
        turn.HoldClock(from);
        var fired = new List<FiredWork>();
        tell?.Invoke(new AdvanceProgress(from, from, target, 0));
        while (await RunNextAsync(from, target, cancellationToken) is { } done)
        {
            fired.AddRange(done);
            tell?.Invoke(new AdvanceProgress(from, world.Clock.GetUtcNow(), target, fired.Count));
        }

        await turn.ReleaseClockAsync(target);
        return new AdvanceResult(from, target, fired);
    }

    /// <summary>The storage is told of by itself, and by everybody it fails; anything else is told once a minute while it lasts.</summary>
    private void Report(Exception exception)
    {
        if (StorageFailure.Of(exception) is { } storage)
        {
            storageLog.Report(storage, $"World {world.Name}: what is due");
            return;
        }

        Failure = $"its engine fails: {exception.GetType().Name}";
        if (realTime.GetUtcNow() - _toldAt < LogInterval)
            return;
        _toldAt = realTime.GetUtcNow();
        Log.EngineFailed(logger, world.Name, exception);
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
        if (didWork)
            await Task.Delay(Rest, realTime, cancellationToken);
        else
            await SleepAsync(upTo, scheduled, cancellationToken);
    }

    /// <summary>Runs what is due, or a part of it.</summary>
    /// <returns>Whether there was any, and the instant up to which it looked.</returns>
    private async Task<(bool DidWork, DateTimeOffset UpTo)> RunDueAsync(CancellationToken cancellationToken)
    {
        await using var turn = await TakeTurnAsync(Sending.GoesOn, cancellationToken);
        var now = world.Clock.GetUtcNow();
        var fired = await steps.RunDueAsync(now);
        deliveries.StartDue(now);
        return (fired.Count > 0, now);
    }

    /// <summary>Sleeps until work falls due that was not due at <paramref name="upTo"/>; what fell due since then ends it at once.</summary>
    private async Task SleepAsync(DateTimeOffset upTo, Task scheduled, CancellationToken cancellationToken)
    {
        var next = NextDue(upTo);
        var wait = next is null ? null : world.Clock.RealTimeUntil(next.Value);
        world.EngineSleepsUntil = wait is null ? DateTimeOffset.MaxValue : next!.Value;
        if (wait is null)
        {
            await scheduled.WaitAsync(cancellationToken);
            return;
        }

        // A timer runs for at most 49 days, and one for less than a millisecond does not run at all.
        var duration = TimeSpan.FromTicks(Math.Clamp(wait.Value.Ticks, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerDay));
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = Task.Delay(duration, realTime, woken.Token);
        _ = await Task.WhenAny(scheduled, timer);
        await woken.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Runs the next steps or the next deliveries of an advance, with the clock at their instants.</summary>
    /// <returns>What came of them; null when nothing is due any more.</returns>
    private async Task<IReadOnlyList<FiredWork>?> RunNextAsync(DateTimeOffset from, DateTimeOffset target, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (fired, nextDelivery) = await steps.AdvanceAsync(from, target);
        if (fired.Count > 0)
            return fired;
        if (nextDelivery?.DueAt is not { } due)
            return null;
        var instant = due > from ? due : from;
        world.Clock.Hold(instant);
        return await deliveries.RunAsync(FirstDeliveries(instant), cancellationToken);
    }

    /// <summary>The deliveries that are due at an instant before anything else is. Some may be gone by now, with their subscription.</summary>
    private IReadOnlyList<ScheduledWork> FirstDeliveries(DateTimeOffset instant)
    {
        using var reader = world.OpenSqlReader();
        return [.. reader.Due(instant, MostDeliveries).TakeWhile(work => work.Kind == WorkKind.Delivery)];
    }

    private async Task<Turn> TakeTurnAsync(Sending sending, CancellationToken cancellationToken)
    {
        var taken = _turn.WaitAsync(cancellationToken);
        // Only once it waits itself: advances that have not begun take their turn behind it.
        if (sending == Sending.BrokenOff)
            BreakOffAdvances();
        await taken;
        var turn = new Turn(this, sending);
        try
        {
            await turn.BeginAsync(cancellationToken);
            return turn;
        }
        catch
        {
            await turn.DisposeAsync();
            throw;
        }
    }

    /// <summary>The right to run alone. Whatever fails, giving it up lets clock and deliveries go on, and the next one in.</summary>
    private sealed class Turn(WorldEngine engine, Sending sending) : IAsyncDisposable
    {
        private bool _holdsClock;

        public Task BeginAsync(CancellationToken cancellationToken) => sending switch
        {
            Sending.Paused => engine.Deliveries.PauseAsync(cancellationToken),
            Sending.BrokenOff => engine.Deliveries.BreakOffAsync(),
            _ => Task.CompletedTask,
        };

        public void HoldClock(DateTimeOffset instant)
        {
            _holdsClock = true;
            engine.World.Clock.Hold(instant);
        }

        /// <summary>Lets the clock go on from an instant, once that is stored.</summary>
        public async Task ReleaseClockAsync(DateTimeOffset instant)
        {
            await engine.World.SetClockAsync(clock => clock.At(instant), CancellationToken.None);
            _holdsClock = false;
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                if (_holdsClock)
                    await ReleaseClockAsync(engine.World.Clock.GetUtcNow());
            }
            catch (StorageException)
            {
                // Who failed because of it has told so. The clock goes on in memory, and is stored with the next change.
            }
            finally
            {
                engine.World.Clock.Release();
                if (sending != Sending.GoesOn)
                    engine.Deliveries.Resume();
                _ = engine._turn.Release();
            }
        }
    }

    private IDeliveries Deliveries => deliveries;

    private static partial class Log
    {
        [LoggerMessage(3, LogLevel.Error, "World {World}: the engine failed and tries again.")]
        public static partial void EngineFailed(ILogger logger, string world, Exception exception);
    }
}

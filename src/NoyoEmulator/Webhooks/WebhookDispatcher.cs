using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Webhooks;

/// <summary>
/// Sends a world's due deliveries. In realtime each subscription has a lane of its own, which sends as the subscription's
/// options say, so that a slow or dead receiver holds up nobody but itself. An advance pauses the lanes and sends what is
/// due at each instant itself, to all receivers at the same time.
/// </summary>
internal sealed partial class WebhookDispatcher(World world, DeliveryAttempts attempts, TimeProvider realTime, StorageLog storageLog, ILogger logger) : IDeliveries
{
    private const int LaneBatchSize = 100;
    private const string WithDue = """
        SELECT id FROM webhook_subscriptions WHERE EXISTS (
            SELECT 1 FROM webhook_deliveries WHERE subscription_id = webhook_subscriptions.id AND status = 'pending' AND next_attempt_at <= ?)
        """;

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly AttemptRecorder _recorder = new(world, attempts);
    private readonly ConcurrentDictionary<Guid, Task> _lanes = new();
    private readonly CancellationTokenSource _stopping = new();
    private CancellationTokenSource _attempting = new();
    private volatile bool _isPaused;

    /// <summary>Starts a lane for each subscription that has due deliveries and no lane yet.</summary>
    public void StartDue(DateTimeOffset now)
    {
        if (_isPaused)
            return;
        foreach (var subscriptionId in SubscriptionsWithDue(now))
        {
            // Started only once it is listed: a lane that ended before that would stay listed, and block the receiver for good.
            var lane = new Task<Task>(() => RunLaneAsync(subscriptionId));
            if (_lanes.TryAdd(subscriptionId, lane.Unwrap()))
                lane.Start(TaskScheduler.Default);
        }
    }

    private List<Guid> SubscriptionsWithDue(DateTimeOffset now)
    {
        var found = new List<Guid>();
        using var reader = world.OpenSqlReader();
        using var rows = reader.Query(WithDue, now);
        while (rows.Next())
            found.Add(rows.Id(0));
        return found;
    }

    /// <summary>Sends the given deliveries now, to all receivers at once, and to each as its subscription's options say.</summary>
    /// <returns>What came of them, in their order.</returns>
    public async Task<IReadOnlyList<FiredWork>> RunAsync(IReadOnlyList<ScheduledWork> due, CancellationToken cancellationToken)
    {
        using var stoppable = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        var runs = await LoadAsync(due, stoppable.Token);
        try
        {
            await Task.WhenAll(runs.GroupBy(run => run.Receiver.SubscriptionId).Select(
                lane => SendAsync([.. lane.Select(run => run.Run)], lane.First().Receiver.Options, _ => { }, () => false, stoppable.Token)));
        }
        catch (OperationCanceledException)
        {
            // What was sent is on record even so; the rest stays due.
            await RecordAsync([.. runs.Select(run => run.Run).Where(run => run.BreakOff() || run.Outstanding == 0)]);
            throw;
        }

        // In one go and in their order, so that the same world always has the same retries in the same order.
        return await RecordAsync([.. runs.Select(run => run.Run)]);
    }

    /// <summary>Lets the lanes finish the attempt they are at, and no more start.</summary>
    /// <param name="cancellationToken">Gives up waiting for them; they stay paused.</param>
    public async Task PauseAsync(CancellationToken cancellationToken)
    {
        _isPaused = true;
        await Task.WhenAll(_lanes.Values).WaitAsync(cancellationToken);
    }

    /// <summary>Breaks off what the lanes are sending, which stays due, and lets no more start.</summary>
    public async Task BreakOffAsync()
    {
        _isPaused = true;
        await _attempting.CancelAsync();
        await Task.WhenAll(_lanes.Values);
        _attempting.Dispose();
        _attempting = new CancellationTokenSource();
    }

    /// <summary>Lets lanes start again.</summary>
    public void Resume()
    {
        _isPaused = false;
        world.WorkScheduled.Notify();
    }

    /// <summary>Breaks off what is being sent; it stays due.</summary>
    public async Task StopAsync()
    {
        _isPaused = true;
        await _stopping.CancelAsync();
        await _attempting.CancelAsync();
        await Task.WhenAll(_lanes.Values);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        _attempting.Dispose();
    }

    /// <summary>Sends what is due to one receiver.</summary>
    /// <param name="runs">What is due, in the order of events.</param>
    /// <param name="options">How to send it.</param>
    /// <param name="over">Told when all attempts of a run have ended.</param>
    /// <param name="isPaused">Whether no more attempts are to begin.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    private Task SendAsync(
        IReadOnlyList<DeliveryRun> runs, DeliveryOptions options, Action<DeliveryRun> over, Func<bool> isPaused, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            options.Plan(runs),
            new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken },
            async (run, token) =>
            {
                if (!isPaused() && run.End(await attempts.SendAsync(world, run, token)))
                    over(run);
            });

    private async Task<IReadOnlyList<FiredWork>> RecordAsync(List<DeliveryRun> runs) =>
        runs.Count == 0 ? [] : await world.WriteAsync(session => attempts.Record(session, runs), CancellationToken.None);

    private async Task RunLaneAsync(Guid subscriptionId)
    {
        var token = _attempting.Token;
        try
        {
            while (!_isPaused && await LoadDueAsync(subscriptionId, token) is ({ Count: > 0 } runs, { } options))
            {
                var recorded = new ConcurrentQueue<Task>();
                try
                {
                    await SendAsync(runs, options, run => recorded.Enqueue(_recorder.AddAsync(run)), () => _isPaused, token);
                }
                finally
                {
                    foreach (var run in runs.Where(run => run.BreakOff()))
                        recorded.Enqueue(_recorder.AddAsync(run));
                    await Task.WhenAll(recorded);
                }
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // The host stops, or the world is reset; what is due stays due.
        }
        catch (Exception exception)
        {
            // One lane's failure is not the others'. What is due stays due: without a pause, a receiver would get it again and
            // again for as long as nothing can be recorded.
            if (StorageFailure.Of(exception) is { } storage)
                storageLog.Report(storage, $"World {world.Name}: what became of webhooks");
            else
                Log.LaneFailed(logger, world.Name, subscriptionId, exception);
            await Task.Delay(PauseAfterFailure, realTime, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            _ = _lanes.TryRemove(subscriptionId, out _);
            // What fell due between the last look and here found the lane still open.
            world.WorkScheduled.Notify();
        }
    }

    private async Task<(List<DeliveryRun> Runs, DeliveryOptions? Options)> LoadDueAsync(Guid subscriptionId, CancellationToken cancellationToken)
    {
        var now = world.Clock.GetUtcNow();
        await using var db = world.OpenReader();
        var options = await db.WebhookSubscriptions.Where(subscription => subscription.Id == subscriptionId)
            .Select(subscription => new { subscription.Concurrency, subscription.Order, subscription.Duplicate, subscription.Seed }).SingleOrDefaultAsync(cancellationToken);
        var rows = await db.WebhookDeliveries
            .Where(delivery => delivery.SubscriptionId == subscriptionId && delivery.Status == DeliveryStatus.Pending && delivery.NextAttemptAt <= now)
            .OrderBy(delivery => delivery.NextAttemptAt).ThenBy(delivery => delivery.Sequence).Take(LaneBatchSize)
            .Join(
                db.ScheduledWork.Where(work => work.Kind == WorkKind.Delivery && work.DueAt <= now),
                delivery => delivery.Id,
                work => work.SubjectId,
                (delivery, work) => new { Work = work, delivery.Sequence })
            .ToListAsync(cancellationToken);
        return (
            [.. rows.OrderBy(row => row.Work.DueAt).ThenBy(row => row.Sequence).Select(row => new DeliveryRun(row.Work, subscriptionId, row.Sequence))],
            options is null ? null : new DeliveryOptions(options.Concurrency, options.Order, options.Duplicate, options.Seed));
    }

    private async Task<List<(DeliveryRun Run, Receiver Receiver)>> LoadAsync(IReadOnlyList<ScheduledWork> due, CancellationToken cancellationToken)
    {
        var ids = due.Select(work => work.SubjectId).ToList();
        await using var db = world.OpenReader();
        var receivers = await (
            from delivery in db.WebhookDeliveries
            join subscription in db.WebhookSubscriptions on delivery.SubscriptionId equals subscription.Id
            where ids.Contains(delivery.Id)
            select new { delivery.Id, delivery.Sequence, SubscriptionId = subscription.Id, subscription.Concurrency, subscription.Order, subscription.Duplicate, subscription.Seed })
            .ToDictionaryAsync(
                row => row.Id,
                row => new Receiver(row.SubscriptionId, row.Sequence, new DeliveryOptions(row.Concurrency, row.Order, row.Duplicate, row.Seed)),
                cancellationToken);
        return
        [
            .. due.Select(work => (work, receiver: receivers.GetValueOrDefault(work.SubjectId, Receiver.Gone)))
                .Select(row => (new DeliveryRun(row.work, row.receiver.SubscriptionId, row.receiver.DeliverySequence), row.receiver)),
        ];
    }

    private sealed record Receiver(Guid SubscriptionId, long DeliverySequence, DeliveryOptions Options)
    {
        /// <summary>That of a delivery that was removed since it fell due.</summary>
        public static readonly Receiver Gone = new(Guid.Empty, 0, DeliveryOptions.Default);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "World {World}: deliveries to subscription {SubscriptionId} stopped unexpectedly.")]
        public static partial void LaneFailed(ILogger logger, string world, Guid subscriptionId, Exception exception);
    }
}

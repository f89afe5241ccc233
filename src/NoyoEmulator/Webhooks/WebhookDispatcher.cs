using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Webhooks;

/// <summary>
/// Sends a world's due deliveries. In realtime each subscription has a lane of its own, which sends one delivery after the
/// other in the order of events, so that a slow or dead receiver holds up nobody but itself. An advance pauses the lanes
/// and sends what is due at each instant itself, to all receivers at the same time.
/// </summary>
internal sealed partial class WebhookDispatcher(World world, DeliveryAttempts attempts, ILogger logger) : IDisposable
{
    private const int LaneBatchSize = 50;

    private readonly ConcurrentDictionary<Guid, Task> _lanes = new();
    private readonly CancellationTokenSource _stopping = new();
    private CancellationTokenSource _attempting = new();
    private volatile bool _isPaused;

    /// <summary>Starts a lane for each subscription that has due deliveries and no lane yet.</summary>
    public async Task StartDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_isPaused)
            return;
        List<Guid> subscriptions;
        await using (var db = world.OpenReader())
        {
            subscriptions = await db.WebhookSubscriptions
                .Where(subscription => db.WebhookDeliveries.Any(delivery => delivery.SubscriptionId == subscription.Id
                    && delivery.Status == DeliveryStatus.Pending && delivery.NextAttemptAt <= now))
                .Select(subscription => subscription.Id).ToListAsync(cancellationToken);
        }

        foreach (var subscriptionId in subscriptions)
        {
            // Started only once it is listed: a lane that ended before that would stay listed, and block the receiver for good.
            var lane = new Task<Task>(() => RunLaneAsync(subscriptionId));
            if (_lanes.TryAdd(subscriptionId, lane.Unwrap()))
                lane.Start(TaskScheduler.Default);
        }
    }

    /// <summary>Sends the given deliveries now: one after the other to each receiver, to all receivers at once.</summary>
    /// <returns>What came of them, in their order.</returns>
    public async Task<IReadOnlyList<FiredWork>> RunAsync(IReadOnlyList<ScheduledWork> due, CancellationToken cancellationToken)
    {
        using var stoppable = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        var ids = due.Select(work => work.SubjectId).ToList();
        Dictionary<Guid, Guid> receivers;
        await using (var db = world.OpenReader())
        {
            receivers = await db.WebhookDeliveries.Where(delivery => ids.Contains(delivery.Id))
                .ToDictionaryAsync(delivery => delivery.Id, delivery => delivery.SubscriptionId, stoppable.Token);
        }

        var fired = new FiredWork[due.Count];
        var lanes = Enumerable.Range(0, due.Count).GroupBy(index => receivers.GetValueOrDefault(due[index].SubjectId));
        await Task.WhenAll(lanes.Select(async lane =>
        {
            foreach (var index in lane)
                fired[index] = await attempts.RunAsync(world, due[index], stoppable.Token);
        }));
        return fired;
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
        world.WorkScheduled.Beat();
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

    private async Task RunLaneAsync(Guid subscriptionId)
    {
        var token = _attempting.Token;
        try
        {
            while (!_isPaused && await LoadDueAsync(subscriptionId, token) is { Count: > 0 } due)
            {
                foreach (var work in due)
                {
                    if (_isPaused)
                        break;
                    _ = await attempts.RunAsync(world, work, token);
                }
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // The host stops, or the world is reset; what is due stays due.
        }
        catch (Exception exception)
        {
            // One lane's failure is not the others'; what is due stays due and is tried when the engine wakes next.
            Log.LaneFailed(logger, world.Name, subscriptionId, exception);
        }
        finally
        {
            _ = _lanes.TryRemove(subscriptionId, out _);
            // What fell due between the last look and here found the lane still open.
            world.WorkScheduled.Beat();
        }
    }

    private async Task<List<ScheduledWork>> LoadDueAsync(Guid subscriptionId, CancellationToken cancellationToken)
    {
        var now = world.Clock.GetUtcNow();
        await using var db = world.OpenReader();
        return await db.WebhookDeliveries
            .Where(delivery => delivery.SubscriptionId == subscriptionId && delivery.Status == DeliveryStatus.Pending && delivery.NextAttemptAt <= now)
            .Join(
                db.ScheduledWork.Where(work => work.Kind == WorkKind.Delivery && work.DueAt <= now),
                delivery => delivery.Id,
                work => work.SubjectId,
                (delivery, work) => work)
            .OrderBy(work => work.DueAt).ThenBy(work => work.Sequence).Take(LaneBatchSize).ToListAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "World {World}: deliveries to subscription {SubscriptionId} stopped unexpectedly.")]
        public static partial void LaneFailed(ILogger logger, string world, Guid subscriptionId, Exception exception);
    }
}

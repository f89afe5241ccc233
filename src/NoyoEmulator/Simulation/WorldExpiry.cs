namespace NoyoEmulator.Simulation;

/// <summary>Deletes worlds that nobody used for as long as they may stay unused. Sleeps while no world can expire.</summary>
/// <remarks>No <see cref="BackgroundService"/>: one that is stopped before its thread begins is logged as having failed.</remarks>
internal sealed class WorldExpiry(WorldRegistry registry, TimeProvider realTime) : IHostedService, IDisposable
{
    // A timer runs for at most 49 days.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = RunAsync(_stopping.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _loop;
    }

    /// <summary>Ends the loop of a host that was never stopped. A host may still be stopped afterwards.</summary>
    public void Dispose() => _stopping.Cancel();

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // Taken before the look, so that a world created after it is seen.
            var changed = registry.Changed.Next;
            var now = realTime.GetUtcNow();
            var expired = registry.Worlds.Where(running => running.ExpiresAt <= now).ToList();
            foreach (var running in expired)
                _ = await registry.DeleteAsync(running.World.Name);
            if (expired.Count == 0)
                await SleepAsync(registry.Worlds.Min(running => running.ExpiresAt) - now, changed, stoppingToken);
        }
    }

    private async Task SleepAsync(TimeSpan? duration, Task changed, CancellationToken cancellationToken)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = duration is null ? Task.Delay(Timeout.InfiniteTimeSpan, realTime, woken.Token)
            : Task.Delay(duration < LongestSleep ? duration.Value : LongestSleep, realTime, woken.Token);
        _ = await Task.WhenAny(changed, timer);
        await woken.CancelAsync();
    }
}

namespace NoyoEmulator.Simulation;

/// <summary>
/// Deletes worlds that nobody used for as long as they may stay unused, lets idle ones rest, and wakes those in which something is
/// to be done. Sleeps while there is nothing of that kind. Whatever one world does, it goes on.
/// </summary>
/// <remarks>No <see cref="BackgroundService"/>: one that is stopped before its thread begins is logged as having failed.</remarks>
internal sealed partial class WorldUpkeep(WorldRegistry registry, TimeProvider realTime, ILogger<WorldUpkeep> logger) : IHostedService, IDisposable
{
    // A timer runs for at most 49 days, and one for less than a millisecond does not run at all.
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
            // Taken before the look, so that what changes after it is seen.
            var changed = registry.Changed.Next;
            await SleepAsync(await TendAsync(stoppingToken) - realTime.GetUtcNow(), changed, stoppingToken);
        }
    }

    /// <summary>Does what is to be done now.</summary>
    /// <returns>When there is more; null for not before something changes.</returns>
    private async Task<DateTimeOffset?> TendAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await registry.TendAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception)
        {
            Log.Failed(logger, exception);
            return realTime.GetUtcNow() + WorldRegistry.RetryInterval;
        }
    }

    private async Task SleepAsync(TimeSpan? duration, Task changed, CancellationToken cancellationToken)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var time = duration is { } given
            ? TimeSpan.FromTicks(Math.Clamp(given.Ticks, TimeSpan.TicksPerMillisecond, LongestSleep.Ticks))
            : Timeout.InfiniteTimeSpan;
        var timer = Task.Delay(time, realTime, woken.Token);
        _ = await Task.WhenAny(changed, timer);
        await woken.CancelAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Looking after the worlds failed; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}

namespace NoyoEmulator.Tests.Worlds;

/// <summary>The machine's time, counting the timers that are set on it.</summary>
internal sealed class CountedTimers : TimeProvider
{
    private int _active;

    /// <summary>How many timers were created and not yet disposed of.</summary>
    public int Active => Volatile.Read(ref _active);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _ = Interlocked.Increment(ref _active);
        return new Counted(base.CreateTimer(callback, state, dueTime, period), this);
    }

    private sealed class Counted(ITimer timer, CountedTimers owner) : ITimer
    {
        private int _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
                _ = Interlocked.Decrement(ref owner._active);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

using NoyoEmulator.Configuration;

namespace NoyoEmulator.Simulation;

/// <summary>What a clock needs to go on after a restart: the pair of instants it was last set at, and how it moves.</summary>
/// <param name="Mode">Realtime or frozen.</param>
/// <param name="Speed">World seconds per real second in realtime mode.</param>
/// <param name="WorldAnchor">The world's time when the clock was last set.</param>
/// <param name="RealAnchor">The real time of that moment.</param>
internal sealed record ClockState(ClockMode Mode, double Speed, DateTimeOffset WorldAnchor, DateTimeOffset RealAnchor);

/// <summary>
/// A world's clock: the only source of time for everything that happens in the world. It never goes back by itself, and
/// it counts whole microseconds, so that what is stored and what is computed are the same instant.
/// </summary>
/// <param name="real">The machine's clock.</param>
internal sealed class EmulatorClock(TimeProvider real) : TimeProvider
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(36_500);

    private readonly Lock _lock = new();
    private ClockState _state = new(ClockMode.Realtime, 1, real.GetUtcNow(), real.GetUtcNow());
    private DateTimeOffset? _held;
    private DateTimeOffset _latest;

    /// <summary>The state to store, so that the clock can be restored.</summary>
    public ClockState State
    {
        get
        {
            lock (_lock)
                return _held is { } held ? _state with { WorldAnchor = held, RealAnchor = real.GetUtcNow() } : _state;
        }
    }

    /// <summary>The machine's present.</summary>
    public DateTimeOffset RealNow => WholeMicroseconds(real.GetUtcNow());

    /// <summary>The world's present.</summary>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return Now();
    }

    /// <summary>World time is kept as scheduled work, never as timers: a timer could not survive a restart or be advanced.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException("The world's clock has no timers; schedule work on the world instead.");

    /// <summary>Takes over a stored state.</summary>
    public void Restore(ClockState state)
    {
        lock (_lock)
        {
            _state = state;
            _held = null;
            _latest = DateTimeOffset.MinValue;
        }
    }

    /// <summary>Goes on from a stored state as if no time had passed since.</summary>
    public void Continue(ClockState state) => Restore(state with { RealAnchor = real.GetUtcNow() });

    /// <summary>Begins anew.</summary>
    public void Start(ClockStart start) => Set(start.Mode, start.Speed, start.Now ?? real.GetUtcNow());

    /// <summary>Changes how the clock moves, and optionally what time it is.</summary>
    public void Set(ClockMode mode, double speed, DateTimeOffset? now)
    {
        lock (_lock)
        {
            var worldNow = now is null ? Now() : WholeMicroseconds(now.Value);
            _state = new ClockState(mode, speed, worldNow, real.GetUtcNow());
            _latest = worldNow;
        }
    }

    /// <summary>Stops the clock at <paramref name="instant"/>, whatever its mode, until <see cref="Release"/>.</summary>
    public void Hold(DateTimeOffset instant)
    {
        lock (_lock)
        {
            _held = WholeMicroseconds(instant);
            _latest = _held.Value;
        }
    }

    /// <summary>Lets the clock go on, from where it was held, in the mode it has.</summary>
    public void Release()
    {
        lock (_lock)
        {
            if (_held is not { } held)
                return;
            _state = _state with { WorldAnchor = held, RealAnchor = real.GetUtcNow() };
            _held = null;
        }
    }

    /// <summary>How long in real time until the world reaches <paramref name="instant"/>; null when it never does by itself.</summary>
    public TimeSpan? RealTimeUntil(DateTimeOffset instant)
    {
        lock (_lock)
        {
            if (_held is not null || _state.Mode == ClockMode.Frozen)
                return null;
            // A slow enough clock takes longer than any span of time can be.
            var seconds = (instant - Now()).TotalSeconds / _state.Speed;
            return seconds <= 0 ? TimeSpan.Zero : seconds < LongestWait.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestWait;
        }
    }

    private DateTimeOffset Now()
    {
        if (_held is { } held)
            return held;
        if (_state.Mode == ClockMode.Frozen)
            return _state.WorldAnchor;
        var now = WholeMicroseconds(_state.WorldAnchor + (real.GetUtcNow() - _state.RealAnchor) * _state.Speed);
        return _latest = now > _latest ? now : _latest;
    }

    private static DateTimeOffset WholeMicroseconds(DateTimeOffset instant) =>
        new(instant.UtcTicks - instant.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}

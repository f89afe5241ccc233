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
    /// <summary>The last instant: a clock that comes here stands still, whatever its mode.</summary>
    public static readonly DateTimeOffset End = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

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
            _latest = state.WorldAnchor;
        }
    }

    /// <summary>A stored state, to go on from as if no time had passed since.</summary>
    public ClockState Continued(ClockState state) => state with { RealAnchor = real.GetUtcNow() };

    /// <summary>How a new clock begins.</summary>
    public ClockState Started(ClockStart start) => With(start.Mode, start.Speed, start.Now ?? real.GetUtcNow());

    /// <summary>The state in which it moves differently from now on, and optionally from another time.</summary>
    public ClockState With(ClockMode mode, double speed, DateTimeOffset? now)
    {
        lock (_lock)
            return new ClockState(mode, speed, now is null ? Now() : WholeMicroseconds(now.Value), real.GetUtcNow());
    }

    /// <summary>The state in which it goes on from where it is.</summary>
    public ClockState Settled()
    {
        lock (_lock)
            return _state with { WorldAnchor = Now(), RealAnchor = real.GetUtcNow() };
    }

    /// <summary>The state in which it goes on from an instant.</summary>
    public ClockState At(DateTimeOffset instant)
    {
        lock (_lock)
            return _state with { WorldAnchor = WholeMicroseconds(instant), RealAnchor = real.GetUtcNow() };
    }

    /// <summary>Whether somebody makes time pass at the moment, from instant to instant.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_lock)
                return _held is not null;
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
            if (_held is not null || _state.Mode == ClockMode.Frozen || instant > End)
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
        var now = Reached(real.GetUtcNow() - _state.RealAnchor);
        return _latest = now > _latest ? now : _latest;
    }

    /// <summary>Where the world is after some real time. At a million seconds a second, some days of it reach beyond any calendar.</summary>
    private DateTimeOffset Reached(TimeSpan passed) => passed.TotalSeconds * _state.Speed < (End - _state.WorldAnchor).TotalSeconds
        ? WholeMicroseconds(_state.WorldAnchor + (passed * _state.Speed))
        : End;

    private static DateTimeOffset WholeMicroseconds(DateTimeOffset instant) =>
        new(instant.UtcTicks - instant.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}

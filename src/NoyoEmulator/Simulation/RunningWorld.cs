using System.Diagnostics.CodeAnalysis;

namespace NoyoEmulator.Simulation;

/// <summary>
/// A world, its engine, and those who are using it: it closes only when the last of them has left, so that nobody ever
/// meets a closed database.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Closed asynchronously, once.")]
internal sealed class RunningWorld
{
    /// <summary>How long a world keeps its files open that nobody uses and that does nothing by itself.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How long requests may take to end by themselves when the process stops.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _realTime;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _unused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _loop;
    private int _holders = 1;
    private long _lastUsed;

    internal RunningWorld(World world, WorldEngine engine, WorldFolder folder, WorldRegistration registration, TimeProvider realTime)
    {
        World = world;
        Engine = engine;
        Folder = folder;
        Registration = registration;
        _realTime = realTime;
        _lastUsed = realTime.GetUtcNow().UtcTicks;
        _loop = Task.Run(() => engine.RunAsync(_stopping.Token), CancellationToken.None);
    }

    public World World { get; }

    public WorldEngine Engine { get; }

    public WorldFolder Folder { get; }

    public WorldRegistration Registration { get; }

    /// <summary>Cancelled when the world is deleted: whoever uses it is to leave.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>When somebody last began or ceased to use it, in real time.</summary>
    public DateTimeOffset LastUsedAt => new(Interlocked.Read(ref _lastUsed), TimeSpan.Zero);

    /// <summary>When it is deleted unless somebody uses it, in real time; null for never.</summary>
    public DateTimeOffset? ExpiresAt => Registration.TimeToLive is not { } life ? null
        : Volatile.Read(ref _holders) > 1 ? _realTime.GetUtcNow() + life
        : LastUsedAt + life;

    /// <summary>When to see whether it can rest, in real time; null while it rests.</summary>
    public DateTimeOffset? RestsAt
    {
        get
        {
            if (!World.IsAwake)
                return null;
            var now = _realTime.GetUtcNow();
            var idleAt = Volatile.Read(ref _holders) > 1 ? now + Patience : LastUsedAt + Patience;
            // What it does by itself soon keeps it awake, too.
            var wakesIn = World.EngineSleepsUntil == DateTimeOffset.MaxValue ? null : World.Clock.RealTimeUntil(World.EngineSleepsUntil);
            return wakesIn <= Patience && idleAt < now + wakesIn + Patience ? now + wakesIn + Patience : idleAt;
        }
    }

    /// <summary>Begins to use the world; <see cref="EndUse"/> must follow. False when it is closed already.</summary>
    public bool TryUse()
    {
        if (!TryPin())
            return false;
        Touch();
        return true;
    }

    /// <summary>Ceases to use the world.</summary>
    public void EndUse()
    {
        Touch();
        Unpin();
    }

    /// <summary>Keeps the world open without using it; <see cref="Unpin"/> must follow. False when it is closed already.</summary>
    public bool TryPin()
    {
        var holders = Volatile.Read(ref _holders);
        while (holders > 0)
        {
            var seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
                return true;
            holders = seen;
        }

        return false;
    }

    /// <summary>Ends a <see cref="TryPin"/>.</summary>
    public void Unpin()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            _unused.SetResult();
    }

    /// <summary>Gives back files and memory until somebody uses the world again, or something is to be done in it.</summary>
    public async Task RestAsync(CancellationToken cancellationToken)
    {
        if (!TryPin())
            return;
        try
        {
            using var limit = new CancellationTokenSource(Grace, _realTime);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            await Engine.BetweenStepsAsync(() => World.RestAsync(either.Token), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Somebody began to use it.
        }
        finally
        {
            Unpin();
        }
    }

    /// <summary>Ends the engine and closes the database. To be called once.</summary>
    /// <param name="atOnce">True to send everybody away who uses the world; false to give them a moment first.</param>
    public async Task CloseAsync(bool atOnce)
    {
        if (atOnce)
            await _closing.CancelAsync();
        Engine.BreakOffAdvances(forGood: true);
        await _stopping.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Unpin();
        if (!atOnce)
            await GiveAMomentAsync();
        await _closing.CancelAsync();
        await _unused.Task;
        Engine.Dispose();
        await World.CloseAsync();
        _stopping.Dispose();
        _closing.Dispose();
    }

    private async Task GiveAMomentAsync()
    {
        try
        {
            await _unused.Task.WaitAsync(Grace, _realTime);
        }
        catch (TimeoutException)
        {
            // They are sent away now.
        }
    }

    private void Touch() => Interlocked.Exchange(ref _lastUsed, _realTime.GetUtcNow().UtcTicks);
}

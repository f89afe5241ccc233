namespace NoyoEmulator.Simulation;

/// <summary>A change that waits for its turn, and may be made in one transaction with others that wait.</summary>
internal abstract class SharedWrite
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int GivenUp = 2;

    private int _state;

    /// <summary>Begins to make it; false when its caller gave up, after which it is not to be run.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _state, Begun, Waiting) == Waiting;

    /// <summary>Makes the change. What it comes to is told by <see cref="Complete"/> only, once it is committed.</summary>
    public abstract void Run(WorldSession session);

    /// <summary>Tells the caller what came of it.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller why it could not be made.</summary>
    public abstract void Fail(Exception exception);

    /// <summary>Gives up; false when it has begun.</summary>
    protected bool TryGiveUp() => Interlocked.CompareExchange(ref _state, GivenUp, Waiting) == Waiting;
}

/// <inheritdoc cref="SharedWrite"/>
internal sealed class SharedWrite<T> : SharedWrite
{
    private readonly Func<WorldSession, T> _work;
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _givingUp;
    private T? _result;

    public SharedWrite(Func<WorldSession, T> work, CancellationToken cancellationToken)
    {
        _work = work;
        _givingUp = cancellationToken.Register(() =>
        {
            if (TryGiveUp())
                _ = _done.TrySetCanceled(cancellationToken);
        });
    }

    /// <summary>Ends once the change is committed, or found to change nothing.</summary>
    public Task<T> Done => _done.Task;

    public override void Run(WorldSession session) => _result = _work(session);

    public override void Complete()
    {
        _givingUp.Dispose();
        _ = _done.TrySetResult(_result!);
    }

    public override void Fail(Exception exception)
    {
        _givingUp.Dispose();
        _ = _done.TrySetException(exception);
    }
}

/// <summary>The changes that wait, in their order, and whether somebody is making them.</summary>
internal sealed class SharedWriteQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<SharedWrite> _waiting = new();
    private bool _isServed;

    /// <summary>Adds a change.</summary>
    /// <returns>True when nobody makes those that wait: the caller is to.</returns>
    public bool Add(SharedWrite write)
    {
        lock (_lock)
        {
            _waiting.Enqueue(write);
            var isFirst = !_isServed;
            _isServed = true;
            return isFirst;
        }
    }

    /// <summary>Takes the first ones, which have begun then.</summary>
    public List<SharedWrite> Take(int most)
    {
        lock (_lock)
        {
            var taken = new List<SharedWrite>();
            while (taken.Count < most && _waiting.TryDequeue(out var write))
            {
                if (write.TryBegin())
                    taken.Add(write);
            }

            return taken;
        }
    }

    /// <summary>Ends making changes, unless more of them wait.</summary>
    /// <returns>False when there are more, which the caller is to make.</returns>
    public bool TryEnd()
    {
        lock (_lock)
        {
            _isServed = _waiting.Count > 0;
            return !_isServed;
        }
    }
}

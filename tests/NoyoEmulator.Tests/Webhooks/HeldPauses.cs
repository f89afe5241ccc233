namespace NoyoEmulator.Tests.Webhooks;

/// <summary>Real time, except that pauses of one length last until they are ended.</summary>
internal sealed class HeldPauses(TimeSpan length) : TimeProvider
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action? _end;

    /// <summary>Ends when a pause has begun.</summary>
    public Task Begun => _begun.Task;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var isHeld = dueTime == length && _end is null;
        var timer = base.CreateTimer(callback, state, isHeld ? Timeout.InfiniteTimeSpan : dueTime, period);
        if (isHeld)
        {
            _end = () => callback(state);
            _begun.SetResult();
        }

        return timer;
    }

    /// <summary>Ends the first pause; those after it last as long as they should.</summary>
    public void End() => _end!();
}

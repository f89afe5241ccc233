using NoyoEmulator.Simulation;

namespace NoyoEmulator.Webhooks;

/// <summary>A due delivery while it is being sent: once, or twice where it is to be a duplicate.</summary>
/// <param name="work">What fell due.</param>
/// <param name="subscriptionId">The receiver.</param>
/// <param name="deliverySequence">The place of the delivery in its world.</param>
internal sealed class DeliveryRun(ScheduledWork work, Guid subscriptionId, long deliverySequence)
{
    private readonly Lock _lock = new();
    private readonly List<AttemptResult> _results = [];
    private int _attempts;
    private bool _isHandedOver;

    /// <summary>What fell due.</summary>
    public ScheduledWork Work => work;

    /// <summary>The receiver.</summary>
    public Guid SubscriptionId => subscriptionId;

    /// <summary>The place of the delivery in its world.</summary>
    public long DeliverySequence => deliverySequence;

    /// <summary>How many attempts are still to end.</summary>
    public int Outstanding { get; set; }

    /// <summary>When its first attempt began, on the world's clock.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>What became of its attempts.</summary>
    public IReadOnlyList<AttemptResult> Results
    {
        get
        {
            lock (_lock)
                return [.. _results];
        }
    }

    /// <summary>Begins an attempt.</summary>
    /// <returns>How many began before it.</returns>
    public int Begin(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_attempts == 0)
                StartedAt = now;
            return _attempts++;
        }
    }

    /// <summary>Ends an attempt.</summary>
    /// <param name="result">What became of it; null when there was nothing left to send.</param>
    /// <returns>Whether the run is over, and to be put on record by the caller.</returns>
    public bool End(AttemptResult? result)
    {
        lock (_lock)
        {
            if (result is not null)
                _results.Add(result);
            return --Outstanding == 0 && TakeOver();
        }
    }

    /// <summary>Ends a run that was broken off.</summary>
    /// <returns>Whether anything of it is to be put on record by the caller.</returns>
    public bool BreakOff()
    {
        lock (_lock)
            return _results.Count > 0 && TakeOver();
    }

    private bool TakeOver() => !_isHandedOver && (_isHandedOver = true);
}

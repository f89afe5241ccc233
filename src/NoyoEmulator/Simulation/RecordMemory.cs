namespace NoyoEmulator.Simulation;

/// <summary>Something that keeps records of what happened in a world, in memory.</summary>
internal interface IRecordKeeper
{
    /// <summary>How many bytes it keeps.</summary>
    long Bytes { get; }

    /// <summary>Lets go of the oldest record.</summary>
    /// <returns>How many bytes that were; 0 when there is none.</returns>
    long DropOldest();
}

/// <summary>
/// Bounds what is kept in memory of what happened, in all worlds together: what is beyond goes from where most is kept, the oldest
/// first.
/// </summary>
/// <param name="most">How many bytes there may be.</param>
internal sealed class RecordMemory(long most)
{
    private readonly Lock _lock = new();
    private readonly HashSet<IRecordKeeper> _keepers = [];
    private long _bytes;

    /// <summary>Takes note that a keeper keeps more, or less. Not to be called while it is locked.</summary>
    public void Changed(IRecordKeeper keeper, long by)
    {
        lock (_lock)
        {
            _bytes += by;
            if (keeper.Bytes > 0)
                _ = _keepers.Add(keeper);
            else
                _ = _keepers.Remove(keeper);
            while (_bytes > most && _keepers.MaxBy(one => one.Bytes) is { } fullest && fullest.DropOldest() is > 0 and var freed)
                _bytes -= freed;
        }
    }
}

using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>Whether a world's storage is well, as far as is known from what was last stored or read.</summary>
/// <param name="folder">The folder of the world.</param>
internal sealed class StorageHealth(string folder)
{
    private volatile StorageFailure? _failure;

    /// <summary>What is wrong with it; null while it is well.</summary>
    public StorageFailure? Failure => _failure;

    /// <summary>Takes note of a failure.</summary>
    /// <returns>False where the exception tells of no failure of the storage.</returns>
    public bool Note(Exception exception)
    {
        if (StorageFailure.Of(exception, folder) is not { } failure)
            return false;
        _failure = failure;
        return true;
    }

    /// <summary>An exception that says what is wrong; only after it was taken note of.</summary>
    public StorageException Explain(Exception exception) => exception as StorageException ?? new StorageException(_failure!, exception);

    /// <summary>Something was stored. One place that is whole does not mend a database that is damaged in another.</summary>
    public void Stored()
    {
        if (_failure is { Fault: not StorageFault.Damaged })
            _failure = null;
    }

    /// <summary>All of the world was stored anew.</summary>
    public void Renewed() => _failure = null;
}

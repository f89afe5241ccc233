namespace NoyoEmulator.Persistence;

/// <summary>A world's file cannot be used.</summary>
internal sealed class WorldDatabaseException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What is wrong with the storage; null where the file is whole, but not what it should be.</summary>
    public StorageFailure? Failure { get; init; }
}

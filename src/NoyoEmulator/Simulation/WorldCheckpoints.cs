namespace NoyoEmulator.Simulation;

/// <summary>A world has as many checkpoints as it may have.</summary>
internal sealed class TooManyCheckpointsException(int most) : Exception($"There are {most} checkpoints already.")
{
    public int Most => most;
}

/// <summary>A world has no checkpoint of that name.</summary>
internal sealed class CheckpointMissingException(string name) : Exception($"There is no checkpoint named {name}.");

/// <summary>Saves worlds, puts them back to what was saved, and forgets it.</summary>
internal static class WorldCheckpoints
{
    /// <summary>Puts a copy of the world aside, in the place of one of that name.</summary>
    /// <param name="running">The world.</param>
    /// <param name="name">What the copy is called.</param>
    /// <param name="most">How many checkpoints the world may have.</param>
    /// <param name="cancellationToken">Gives up; nothing is left.</param>
    /// <returns>The checkpoint, and whether there was none of that name before.</returns>
    /// <exception cref="TooManyCheckpointsException">The world may have no more.</exception>
    public static async Task<(Checkpoint Saved, bool IsNew)> SaveAsync(
        RunningWorld running, string name, int most, CancellationToken cancellationToken)
    {
        (Checkpoint Saved, bool IsNew)? outcome = null;
        await running.Engine.BetweenStepsAsync(
            async () =>
            {
                var isNew = running.Folder.FindCheckpoint(name) is null;
                if (isNew && running.Folder.ListCheckpoints().Count >= most)
                    throw new TooManyCheckpointsException(most);
                await running.World.CopyToAsync(running.Folder.CheckpointFile(name), cancellationToken);
                outcome = (running.Folder.FindCheckpoint(name)!, isNew);
                running.World.Feed.Tell(UnstoredKinds.Checkpoint, isNew ? ChangeSort.Created : ChangeSort.Changed);
            },
            cancellationToken);
        return outcome!.Value;
    }

    /// <summary>Makes a world what it was when a checkpoint was saved.</summary>
    /// <returns>False when there is no such checkpoint any more.</returns>
    public static async Task<bool> RestoreAsync(RunningWorld running, string name, CancellationToken cancellationToken)
    {
        var exists = false;
        await running.Engine.WhileIdleAsync(
            async () =>
            {
                exists = running.Folder.FindCheckpoint(name) is not null;
                if (exists)
                    await running.World.ReplaceWithAsync(running.Folder.CheckpointFile(name), WorldStart.AsCopied, cancellationToken);
            },
            breakOff: true,
            cancellationToken);
        return exists;
    }

    /// <summary>Forgets a checkpoint.</summary>
    /// <returns>False when there is none of that name.</returns>
    public static async Task<bool> DeleteAsync(RunningWorld running, string name, CancellationToken cancellationToken)
    {
        var exists = false;
        await running.Engine.BetweenStepsAsync(
            () =>
            {
                exists = running.Folder.FindCheckpoint(name) is not null;
                running.Folder.DeleteCheckpoint(name);
                if (exists)
                    running.World.Feed.Tell(UnstoredKinds.Checkpoint, ChangeSort.Deleted);
                return Task.CompletedTask;
            },
            cancellationToken);
        return exists;
    }
}

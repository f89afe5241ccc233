using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>The files of one world.</summary>
internal sealed class WorldFolder(string path)
{
    private const string CheckpointExtension = ".db";

    // No world can be called so.
    private const string DeletedPrefix = ".deleted-";

    public string Path => path;

    public string Database => System.IO.Path.Combine(path, "world.db");

    /// <summary>The database of the world's own seed, where it has one.</summary>
    public string Seed => System.IO.Path.Combine(path, "seed.db");

    /// <summary>What the world was forked from, which a reset goes back to.</summary>
    public string Origin => System.IO.Path.Combine(path, "origin.db");

    /// <summary>How the world was created.</summary>
    public string Registration => System.IO.Path.Combine(path, "world.json");

    /// <summary>There while the world is being created: with it, the folder is what is left of a world that never was.</summary>
    private string Unfinished => System.IO.Path.Combine(path, ".unfinished");

    private string Checkpoints => System.IO.Path.Combine(path, "checkpoints");

    public bool Exists => Directory.Exists(path);

    /// <summary>Whether the process that created the world ended before it was done.</summary>
    public bool IsUnfinished => File.Exists(Unfinished);

    /// <summary>Whether it is a world's, or one into which this user may not look.</summary>
    public bool MayHoldWorld
    {
        get
        {
            try
            {
                var files = Directory.EnumerateFiles(path).ToHashSet(StringComparer.Ordinal);
                return files.Overlaps([Database, Registration, Origin, Seed]);
            }
            catch (UnauthorizedAccessException)
            {
                return true;
            }
        }
    }

    /// <summary>Makes the folder exist, as that of a world that is being created.</summary>
    public void Create()
    {
        PrivateFiles.CreateFolder(path);
        PrivateFiles.Ensure(Unfinished);
        PrivateFiles.CreateFolder(Checkpoints);
    }

    /// <summary>Says that the world is there.</summary>
    public void Finish() => File.Delete(Unfinished);

    /// <summary>Closes the folder to other users, and makes it whole.</summary>
    public void Open()
    {
        PrivateFiles.CreateFolder(path);
        PrivateFiles.CreateFolder(Checkpoints);
        foreach (var file in Directory.EnumerateFiles(path, "*.db").Concat(Directory.EnumerateFiles(Checkpoints)))
            PrivateFiles.Ensure(file);
    }

    /// <summary>Takes the folder away at once, so that another world can have its name, and removes what is in it.</summary>
    /// <returns>False when some of it is left, to be removed later by <see cref="TryRemoveLeftOvers"/>.</returns>
    /// <exception cref="IOException">It cannot be taken away; nothing is changed.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public bool Delete()
    {
        var grave = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, DeletedPrefix + System.IO.Path.GetRandomFileName());
        try
        {
            Directory.Move(path, grave);
        }
        catch (DirectoryNotFoundException)
        {
            // Not asked before: where one may not look, nothing seems to exist.
            return true;
        }

        return TryRemove(grave);
    }

    /// <summary>Removes what deletions left, as far as that goes.</summary>
    /// <param name="folderOfWorlds">The folder of all worlds.</param>
    /// <returns>False when some of it is left.</returns>
    public static bool TryRemoveLeftOvers(string folderOfWorlds) =>
        !Directory.Exists(folderOfWorlds) || Array.TrueForAll(Array.ConvertAll(Directory.GetDirectories(folderOfWorlds, DeletedPrefix + "*"), TryRemove), isGone => isGone);

    private static bool TryRemove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Where a checkpoint of the world is kept, or would be.</summary>
    public string CheckpointFile(string name) => System.IO.Path.Combine(Checkpoints, (FindCheckpoint(name)?.Name ?? name) + CheckpointExtension);

    /// <summary>The checkpoints that are there. Others may delete them, or the whole world, meanwhile.</summary>
    public IReadOnlyList<Checkpoint> ListCheckpoints()
    {
        try
        {
            return
            [
                .. new DirectoryInfo(Checkpoints).EnumerateFiles("*" + CheckpointExtension).Select(Describe).OfType<Checkpoint>()
                    .OrderBy(checkpoint => checkpoint.Name, StringComparer.OrdinalIgnoreCase),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    public Checkpoint? FindCheckpoint(string name) =>
        ListCheckpoints().FirstOrDefault(checkpoint => string.Equals(checkpoint.Name, name, StringComparison.OrdinalIgnoreCase));

    public void DeleteCheckpoint(string name) => WorldDatabase.Delete(CheckpointFile(name));

    /// <summary>A checkpoint; null for a file that is gone since the look.</summary>
    private static Checkpoint? Describe(FileInfo file)
    {
        try
        {
            return new Checkpoint(System.IO.Path.GetFileNameWithoutExtension(file.Name), new DateTimeOffset(file.LastWriteTimeUtc), file.Length);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}

/// <summary>A copy of a world that was put aside.</summary>
/// <param name="Name">What it is called, within its world.</param>
/// <param name="CreatedAt">When it was saved, in real time.</param>
/// <param name="Size">The bytes of its file.</param>
internal sealed record Checkpoint(string Name, DateTimeOffset CreatedAt, long Size);

using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>The files of one world.</summary>
internal sealed class WorldFolder(string path)
{
    private const string CheckpointExtension = ".db";

    public string Database => Path.Combine(path, "world.db");

    /// <summary>The database of the world's own seed, where it has one.</summary>
    public string Seed => Path.Combine(path, "seed.db");

    /// <summary>What the world was forked from, which a reset goes back to.</summary>
    public string Origin => Path.Combine(path, "origin.db");

    /// <summary>How the world was created. Written last: without it the folder is what is left of a world.</summary>
    public string Registration => Path.Combine(path, "world.json");

    private string Checkpoints => Path.Combine(path, "checkpoints");

    /// <summary>Makes the folder exist, and empty.</summary>
    public void Create()
    {
        Delete();
        _ = Directory.CreateDirectory(Checkpoints);
    }

    public void Delete()
    {
        if (!Directory.Exists(path))
            return;
        File.Delete(Registration);
        Directory.Delete(path, recursive: true);
    }

    /// <summary>Where a checkpoint of the world is kept, or would be.</summary>
    public string CheckpointFile(string name) => Path.Combine(Checkpoints, (FindCheckpoint(name)?.Name ?? name) + CheckpointExtension);

    public IReadOnlyList<Checkpoint> ListCheckpoints() =>
    [
        .. new DirectoryInfo(Checkpoints).EnumerateFiles("*" + CheckpointExtension)
            .Select(
                file => new Checkpoint(Path.GetFileNameWithoutExtension(file.Name), new DateTimeOffset(file.LastWriteTimeUtc), file.Length))
            .OrderBy(checkpoint => checkpoint.Name, StringComparer.OrdinalIgnoreCase),
    ];

    public Checkpoint? FindCheckpoint(string name) =>
        ListCheckpoints().FirstOrDefault(checkpoint => string.Equals(checkpoint.Name, name, StringComparison.OrdinalIgnoreCase));

    public void DeleteCheckpoint(string name) => WorldDatabase.Delete(CheckpointFile(name));
}

/// <summary>A copy of a world that was put aside.</summary>
/// <param name="Name">What it is called, within its world.</param>
/// <param name="CreatedAt">When it was saved, in real time.</param>
/// <param name="Size">The bytes of its file.</param>
internal sealed record Checkpoint(string Name, DateTimeOffset CreatedAt, long Size);

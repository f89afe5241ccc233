namespace NoyoEmulator.Benchmarks.Processes;

/// <summary>A temporary folder for everything that a run writes; the <see cref="Watchdog"/> removes it.</summary>
internal sealed class Workspace
{
    private int _count;

    public Workspace() => Root = Directory.CreateTempSubdirectory("noyo-benchmarks-").FullName;

    public string Root { get; }

    /// <summary>The name of a file that does not exist yet.</summary>
    public string NewFile(string name) => Path.Combine(Root, $"{Interlocked.Increment(ref _count)}-{name}");

    /// <summary>An empty folder.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(NewFile(name)).FullName;

    /// <summary>Removes a file or folder that is not needed any more.</summary>
    public static void Remove(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        else
            File.Delete(path);
    }
}

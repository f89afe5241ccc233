using NoyoEmulator.Configuration;

namespace NoyoEmulator.Simulation;

/// <summary>The folder of the worlds' files, held by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;
    private readonly bool _isTemporary;

    private DataFolder(string path, FileStream hold, bool isTemporary)
    {
        Path = path;
        _lock = hold;
        _isTemporary = isTemporary;
    }

    public string Path { get; }

    /// <summary>Opens the data directory, or a temporary folder when nothing is to be kept.</summary>
    /// <exception cref="ConfigurationException">It cannot be used; the message says why.</exception>
    public static DataFolder Open(EmulatorOptions options)
    {
        var isTemporary = options.Storage == StorageMode.Memory;
        var path = isTemporary ? System.IO.Path.GetTempPath() : System.IO.Path.GetFullPath(options.DataDirectory);
        try
        {
            path = isTemporary ? Directory.CreateTempSubdirectory("noyo-emulator-").FullName : Directory.CreateDirectory(path).FullName;
            var hold = new FileStream(System.IO.Path.Combine(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new DataFolder(path, hold, isTemporary);
        }
        catch (UnauthorizedAccessException)
        {
            throw new ConfigurationException(isTemporary
                ? $"Emulator:Storage is memory, which needs a temporary folder, and this user may not write to \"{path}\"."
                : $"Emulator:DataDirectory is \"{path}\", where this user may not write; name a writable folder.");
        }
        catch (IOException exception)
        {
            throw new ConfigurationException(isTemporary
                ? $"Emulator:Storage is memory, which needs a temporary folder, and \"{path}\" cannot be used: {exception.Message}"
                : $"Emulator:DataDirectory is \"{path}\", which cannot be used ({exception.Message}); "
                    + "another emulator may be running on it.");
        }
    }

    public string PathOf(string file) => System.IO.Path.Combine(Path, file);

    public IReadOnlyList<string> WorldNames =>
        Directory.Exists(Worlds) ? [.. Directory.EnumerateDirectories(Worlds).Select(System.IO.Path.GetFileName).Order()!] : [];

    private string Worlds => PathOf("worlds");

    public WorldFolder WorldFolder(string name) => new(System.IO.Path.Combine(Worlds, name));

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock.Dispose();
        if (_isTemporary)
            Directory.Delete(Path, recursive: true);
    }
}

using NoyoEmulator.Configuration;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>The folder of the worlds' files, held by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private const string WorldsName = "worlds";

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
            if (isTemporary)
                path = Directory.CreateTempSubdirectory("noyo-emulator-").FullName;
            else if (!Directory.Exists(path))
                PrivateFiles.CreateFolder(path);
            PrivateFiles.CreateFolder(System.IO.Path.Combine(path, WorldsName));
            var hold = PrivateFiles.Hold(System.IO.Path.Combine(path, ".lock"));
            return new DataFolder(path, hold, isTemporary);
        }
        catch (UnauthorizedAccessException)
        {
            throw new ConfigurationException(isTemporary
                ? $"Emulator:Storage is memory, which needs a temporary folder, and this user may not write to \"{path}\"."
                : $"Emulator:DataDirectory is \"{path}\", where this user may not write; name a writable folder.");
        }
        catch (IOException exception) when (StorageFailure.Of(exception) is { } failure)
        {
            throw new ConfigurationException(
                $"{(isTemporary ? "Emulator:Storage is memory, which needs a temporary folder, and" : "Emulator:DataDirectory is")} \"{path}\""
                + $"{(isTemporary ? " cannot be used" : ", which cannot be used")}: {failure.Reason}. {failure.Remedy}");
        }
        catch (IOException exception)
        {
            throw new ConfigurationException(isTemporary
                ? $"Emulator:Storage is memory, which needs a temporary folder, and \"{path}\" cannot be used: {exception.Message}"
                : $"Emulator:DataDirectory is \"{path}\", which cannot be used ({exception.Message}); "
                    + "another emulator may be running on it. Stop that one, or give this one a folder of its own with "
                    + "--Emulator:DataDirectory=FOLDER, or none with --Emulator:Storage=memory.");
        }
    }

    public string PathOf(string file) => System.IO.Path.Combine(Path, file);

    /// <summary>The folder of the worlds' folders.</summary>
    public string Worlds => PathOf(WorldsName);

    /// <summary>The names of the folders that may be worlds'.</summary>
    public IReadOnlyList<string> WorldNames => Directory.Exists(Worlds)
        ? [.. Directory.EnumerateDirectories(Worlds).Select(System.IO.Path.GetFileName).Where(name => name![0] != '.').Order()!]
        : [];

    public WorldFolder WorldFolder(string name) => new(System.IO.Path.Combine(Worlds, name));

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock.Dispose();
        if (!_isTemporary)
            return;
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What lies in a temporary folder is removed with it one day.
        }
    }
}

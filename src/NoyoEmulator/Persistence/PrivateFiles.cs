namespace NoyoEmulator.Persistence;

/// <summary>Files and folders that hold personal data and secrets: nobody but the user who runs the emulator may look into them.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>Creates a folder; one that is there is closed to others, where it is this user's.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            _ = Directory.CreateDirectory(path);
            return;
        }

        var isNew = !Directory.Exists(path);
        _ = Directory.CreateDirectory(path, OwnerFolder);
        if (!isNew)
            TryClose(path, OwnerFolder);
    }

    /// <summary>Opens a new file for writing, in the place of one that is there.</summary>
    public static FileStream Create(string path)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerFile;
        return new FileStream(path, options);
    }

    /// <summary>Opens a file, new or not, that nobody else may open meanwhile.</summary>
    /// <exception cref="IOException">Somebody has it open.</exception>
    public static FileStream Hold(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerFile;
        return new FileStream(path, options);
    }

    /// <summary>Sees to it that a file is there, empty if it was not, and is closed to others. The files beside a database take its rights.</summary>
    public static void Ensure(string path)
    {
        if (!File.Exists(path))
            Create(path).Dispose();
        else if (!OperatingSystem.IsWindows())
            TryClose(path, OwnerFile);
    }

    /// <summary>Lets every user read a file, which holds nothing of anybody's.</summary>
    public static void Share(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, OwnerFile | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    /// <summary>Puts a whole file in the place of one that is there: after a crash it is the old one or the new one.</summary>
    public static void Replace(string path, Action<Stream> write)
    {
        var draft = path + ".new";
        try
        {
            using (var stream = Create(draft))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            TryDelete(draft);
            throw;
        }
    }

    /// <summary>Copies a file into a new one.</summary>
    public static void Copy(string source, string path)
    {
        try
        {
            using var from = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var to = Create(path);
            from.CopyTo(to);
        }
        catch
        {
            TryDelete(path);
            throw;
        }
    }

    /// <summary>Deletes what a failure left, as far as that goes: what is told is the failure.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A later try puts its own in this place.
        }
    }

    private static void TryClose(string path, UnixFileMode mode)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != mode)
                File.SetUnixFileMode(path, mode);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody else's, who has decided who may see it.
        }
    }
}

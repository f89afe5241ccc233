using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Accounts;

/// <summary>The secret that signs tokens. It outlives the process, so that a client's token does, too.</summary>
internal sealed class SigningKey
{
    public const string FileName = "signing.key";

    /// <summary>The length of the key in bytes: as long as the digest of HMAC-SHA-256.</summary>
    public const int Length = 32;

    private readonly byte[] _bytes;

    private SigningKey(byte[] bytes) => _bytes = bytes;

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>A new key that ends with the process.</summary>
    public static SigningKey CreateInMemory() => new(RandomNumberGenerator.GetBytes(Length));

    /// <summary>Reads the key of a data directory, or creates both.</summary>
    /// <exception cref="InvalidDataException">The file is not a key.</exception>
    public static SigningKey LoadOrCreate(string directory)
    {
        var path = Path.Combine(Folder(directory), FileName);
        if (!File.Exists(path))
            Create(path);

        var bytes = File.ReadAllBytes(path);
        return bytes.Length == Length
            ? new SigningKey(bytes)
            : throw new InvalidDataException(
                $"{path} holds {bytes.Length} bytes where a signing key has {Length}; delete it and start again, all tokens then end.");
    }

    private static string Folder(string directory)
    {
        if (!Directory.Exists(directory))
            PrivateFiles.CreateFolder(directory);
        return Path.GetFullPath(directory);
    }

    // The file appears under its name only when it is whole; when two processes start at once, the first to move wins.
    private static void Create(string path)
    {
        var draft = $"{path}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        try
        {
            using (var stream = new FileStream(draft, options))
            {
                stream.Write(RandomNumberGenerator.GetBytes(Length));
                stream.Flush(flushToDisk: true);
            }

            MoveUnlessThere(draft, path);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static void MoveUnlessThere(string draft, string path)
    {
        // On Unix a move looks first and renames then: between the two, another process's key would be replaced.
        if (!OperatingSystem.IsWindows() && (Link(draft, path) == 0 || File.Exists(path)))
            return;
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            return;
        }
    }

    [DllImport("libc", EntryPoint = "link")]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string added);
}

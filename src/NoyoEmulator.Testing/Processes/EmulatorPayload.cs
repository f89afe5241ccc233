using System.Runtime.InteropServices;

namespace NoyoEmulator.Testing.Processes;

/// <summary>Where the emulator's program is, and what runs it.</summary>
internal static class EmulatorPayload
{
    private const string Folder = "noyo-emulator";
    private const string Program = "NoyoEmulator.dll";

    /// <summary>The program that came with this package.</summary>
    /// <exception cref="NoyoEmulatorException">It is not there; the message says where it was looked for.</exception>
    public static string Find()
    {
        string[] places = [.. new[] { AppContext.BaseDirectory, Path.GetDirectoryName(typeof(EmulatorPayload).Assembly.Location) }
            .OfType<string>().Where(place => place.Length > 0).Select(place => Path.Combine(Path.GetFullPath(place), Folder, Program)).Distinct()];
        return Array.Find(places, File.Exists) ?? throw new NoyoEmulatorException(
            $"The emulator is not there: {string.Join(" and ", places)} do not exist. The package copies it to the output of each project that "
            + "references it, unless NoyoEmulatorCopy is false or the reference leaves out buildTransitive. Rebuild the test project, name a program in "
            + $"{nameof(NoyoEmulatorOptions)}.{nameof(NoyoEmulatorOptions.ProgramPath)}, or use {nameof(NoyoEmulatorHost)}.{nameof(NoyoEmulatorHost.Connect)} "
            + "with an emulator that runs elsewhere.");
    }

    /// <summary>
    /// The <c>dotnet</c> that this process runs on, as it has the same runtimes beside it; else the one that the environment names.
    /// </summary>
    public static string FindDotnet()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        // RuntimeDirectory is <root>/shared/Microsoft.NETCore.App/<version>/.
        string?[] roots =
        [
            Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
            Path.GetDirectoryName(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")),
            Environment.GetEnvironmentVariable("DOTNET_ROOT"),
        ];
        return roots.Where(root => !string.IsNullOrEmpty(root)).Select(root => Path.Combine(root!, name)).FirstOrDefault(File.Exists) ?? name;
    }
}

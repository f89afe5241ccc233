namespace NoyoEmulator.Tests.Infrastructure;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its root.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? directory) => directory switch
    {
        null => throw new InvalidOperationException($"{AppContext.BaseDirectory} is not below a folder with NoyoEmulator.sln."),
        _ when File.Exists(Path.Combine(directory.FullName, "NoyoEmulator.sln")) => directory.FullName,
        _ => Find(directory.Parent),
    };
}

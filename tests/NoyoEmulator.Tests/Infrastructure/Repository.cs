namespace NoyoEmulator.Tests.Infrastructure;

/// <summary>The working tree that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NoyoEmulator.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run below the solution's folder.");
        return folder.FullName;
    }
}

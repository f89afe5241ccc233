namespace NoyoEmulator.Testing.Processes;

/// <summary>
/// What of this process's environment is not the emulator's: the settings of the platform under test, which the emulator would read as its
/// own, and the hooks of whoever runs, measures or debugs the tests.
/// </summary>
internal static class ChildEnvironment
{
    private static readonly string[] ForeignPrefixes =
        ["ASPNETCORE_", "DOTNET_", "CORECLR_", "COR_", "COREHOST_", "COMPlus_", "VSTEST_", "MicrosoftInstrumentationEngine_"];

    private static readonly string[] Kept = ["DOTNET_ROOT", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "DOTNET_CLI_HOME", "DOTNET_BUNDLE_EXTRACT_BASE_DIR"];

    private static readonly string[] HostSettings =
        ["URLS", "HTTP_PORTS", "HTTPS_PORTS", "ENVIRONMENT", "CONTENTROOT", "WEBROOT", "APPLICATIONNAME", "ALLOWEDHOSTS", "PREFERHOSTINGURLS"];

    /// <summary>Removes them.</summary>
    public static void Clean(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(IsForeign).ToList())
            _ = environment.Remove(name);
    }

    // A double underscore is how a key of a configuration is written.
    private static bool IsForeign(string name) =>
        !Kept.Any(kept => name.StartsWith(kept, StringComparison.OrdinalIgnoreCase))
        && (name.Contains("__", StringComparison.Ordinal)
            || ForeignPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            || HostSettings.Contains(name, StringComparer.OrdinalIgnoreCase));
}

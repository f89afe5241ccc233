namespace NoyoEmulator.Testing;

/// <summary>How an emulator is started.</summary>
public sealed record NoyoEmulatorOptions
{
    /// <summary>A JSON file of data to begin with, which replaces or extends the built-in data. Default: none.</summary>
    public string? SeedFile { get; init; }

    /// <summary>
    /// Keys of the emulator's configuration with their values, such as <c>Noyo:DifferenceList</c> and <c>array</c>. Without any, worlds are
    /// kept in memory, and their clocks are frozen.
    /// </summary>
    public IReadOnlyDictionary<string, string> Configuration { get; init; } = new Dictionary<string, string>();

    /// <summary>How long the start may take, in real time. Default: one minute.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The <c>dotnet</c> to run it with. Default: the one that runs the tests.</summary>
    public string? DotnetPath { get; init; }

    /// <summary>Another <c>NoyoEmulator.dll</c> than the one in the package. Default: none.</summary>
    public string? ProgramPath { get; init; }
}

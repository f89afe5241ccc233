namespace NoyoEmulator.Benchmarks.Processes;

/// <summary>A published emulator that can be started.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Folder">Where NoyoEmulator.dll is.</param>
/// <param name="Environment">Further variables of its environment, the same in every row.</param>
internal sealed record Emulator(string Name, string Folder, IReadOnlyDictionary<string, string> Environment)
{
    public const string ReadyPath = "/_emulator/health/ready";

    /// <summary>The setting that lets the clock move by itself; it is frozen without.</summary>
    public static readonly (string Name, string Value) RunningClock = ("Emulator__Clock__Mode", "realtime");

    /// <summary>Starts it on a data folder.</summary>
    public Task<Server> StartAsync(Workspace workspace, string data, params IReadOnlyList<(string Name, string Value)> settings)
    {
        var environment = new Dictionary<string, string>(Environment)
        {
            ["Emulator__DataDirectory"] = data,
            ["Emulator__Clock__Mode"] = "frozen",
            ["DOTNET_ENVIRONMENT"] = "Production",
        };
        foreach (var (name, value) in settings)
            environment[name] = value;
        return Server.StartAsync(workspace.NewFile($"{Name}.log"), environment, ReadyPath, _ => ["dotnet", Path.Combine(Folder, "NoyoEmulator.dll")]);
    }
}

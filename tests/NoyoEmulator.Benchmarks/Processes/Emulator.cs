namespace NoyoEmulator.Benchmarks.Processes;

/// <summary>A published emulator that can be started.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Folder">Where NoyoEmulator.dll is.</param>
internal sealed record Emulator(string Name, string Folder)
{
    public const string ReadyPath = "/_emulator/health/ready";

    /// <summary>Starts it on a data folder, with its clock frozen or running.</summary>
    public Task<Server> StartAsync(Workspace workspace, string data, bool frozen = true) => Server.StartAsync(
        workspace.NewFile($"{Name}.log"),
        new Dictionary<string, string>
        {
            ["Emulator__DataDirectory"] = data,
            ["Emulator__Clock__Mode"] = frozen ? "frozen" : "realtime",
            ["DOTNET_ENVIRONMENT"] = "Production",
        },
        ReadyPath,
        _ => ["dotnet", Path.Combine(Folder, "NoyoEmulator.dll")]);
}

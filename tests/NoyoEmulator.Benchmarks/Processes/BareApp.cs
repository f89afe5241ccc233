namespace NoyoEmulator.Benchmarks.Processes;

/// <summary>The bare ASP.NET Core program with SQLite, published as the emulator is.</summary>
/// <param name="Folder">Where it is.</param>
internal sealed record BareApp(string Folder)
{
    public const string Project = "tests/NoyoEmulator.Benchmarks/BareApp/BareApp.csproj";

    public Task<Server> StartAsync(Workspace workspace) => Server.StartAsync(
        workspace.NewFile("bare.log"),
        new Dictionary<string, string> { ["DataDirectory"] = workspace.NewFolder("bare-data"), ["DOTNET_ENVIRONMENT"] = "Production" },
        Emulator.ReadyPath,
        _ => ["dotnet", Path.Combine(Folder, "BareApp.dll")]);
}

using System.Text.Json;
using NoyoEmulator.Benchmarks.Reporting;

namespace NoyoEmulator.Benchmarks.Processes;

/// <summary>A mock server that answers from an OpenAPI document.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Version">Of its package.</param>
/// <param name="Command">Starts it on a document and a port.</param>
internal sealed record Peer(string Name, string Version, Func<string, int, IReadOnlyList<string>> Command)
{
    public Task<Server> StartAsync(Workspace workspace, string document) => Server.StartAsync(
        workspace.NewFile($"{Name}.log"),
        new Dictionary<string, string> { ["HOME"] = workspace.Root },
        "/",
        address => Command(document, address.Port));
}

/// <summary>Prism and Mockoon, installed by npm into a folder outside the repository.</summary>
internal static class Peers
{
    private const string Prism = "@stoplight/prism-cli";
    private const string PrismVersion = "5.16.0";
    private const string Mockoon = "@mockoon/cli";
    private const string MockoonVersion = "9.9.0";

    /// <summary>Finds them, or installs them, and says in the table which they are or why they are missing.</summary>
    public static async Task<IReadOnlyList<Peer>> FindAsync(string folder, ResultTable table)
    {
        try
        {
            var node = (await Publisher.RunAsync("node", "--version")).Trim();
            if (!IsInstalled(folder, Prism, PrismVersion) || !IsInstalled(folder, Mockoon, MockoonVersion))
            {
                _ = Directory.CreateDirectory(folder);
                _ = await Publisher.RunAsync(
                    "npm", "install", "--no-audit", "--no-fund", "--prefix", folder, $"{Prism}@{PrismVersion}", $"{Mockoon}@{MockoonVersion}");
            }

            table.Note($"Prism {PrismVersion} (`prism mock`, static answers) and Mockoon {MockoonVersion} (`mockoon-cli start`), on Node.js {node}, "
                + "each with its defaults and its log in a file.");
            return
            [
                new(Subjects.Prism, PrismVersion, (document, port) =>
                    ["node", Path.Combine(folder, "node_modules", ".bin", "prism"), "mock", "--host", "127.0.0.1", "--port", $"{port}", document]),
                new(Subjects.Mockoon, MockoonVersion, (document, port) =>
                    ["node", Path.Combine(folder, "node_modules", ".bin", "mockoon-cli"), "start", "--data", document, "--hostname", "127.0.0.1", "--port", $"{port}"]),
            ];
        }
        catch (BenchmarkException exception)
        {
            table.Note($"No peers: {exception.Message.Split('\n')[0]}");
            return [];
        }
    }

    /// <summary>The document among several that has an operation.</summary>
    public static string? DocumentWith(IEnumerable<string> documents, string method, string path) => documents.FirstOrDefault(document =>
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(document));
        return json.RootElement.TryGetProperty("paths", out var paths) && paths.TryGetProperty(path, out var item) && item.TryGetProperty(method, out _);
    });

    private static bool IsInstalled(string folder, string package, string version)
    {
        var file = Path.Combine(folder, "node_modules", package, "package.json");
        if (!File.Exists(file))
            return false;
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return json.RootElement.GetProperty("version").GetString() == version;
    }
}

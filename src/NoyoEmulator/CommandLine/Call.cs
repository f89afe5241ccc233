using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NoyoEmulator.CommandLine;

/// <summary>One run of a verb.</summary>
/// <param name="parsed">What was asked.</param>
/// <param name="shell">Where it was asked.</param>
/// <param name="client">Speaks to the emulator that is meant.</param>
/// <param name="wantsJson">Whether the emulator's own JSON is wanted.</param>
/// <param name="world">The world that was named; null where none was.</param>
internal sealed class Call(ParseResult parsed, Shell shell, EmulatorClient client, bool wantsJson, string? world)
{
    public ParseResult Parsed => parsed;

    public Shell Shell => shell;

    public EmulatorClient Client => client;

    public bool WantsJson => wantsJson;

    public string World => world ?? "default";

    public Printer Printer { get; } = new(shell);

    /// <summary>Makes a call of the control plane, and prints the answer: as it came where JSON is wanted, else as said here.</summary>
    public async Task<int> DoAsync(HttpMethod method, string path, JsonNode? body, Action<JsonElement> tell, CancellationToken cancellationToken)
    {
        var text = await client.TextAsync(method, path, body, cancellationToken);
        await ShowAsync(text, tell);
        return ExitCode.Done;
    }

    /// <summary>Prints what an emulator answered: as it came where JSON is wanted, else as said here.</summary>
    public async Task ShowAsync(string text, Action<JsonElement> tell)
    {
        if (!wantsJson)
            tell(Json.Parse(text));
        else if (text.Length > 0)
            await shell.Out.WriteLineAsync(text);
    }

    /// <summary>Says something beside the output, which programs may read.</summary>
    public Task NoteAsync(string line) => shell.Error.WriteLineAsync(line);
}

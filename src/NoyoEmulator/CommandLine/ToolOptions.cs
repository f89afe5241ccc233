using System.CommandLine;

namespace NoyoEmulator.CommandLine;

/// <summary>The options that all verbs have.</summary>
internal sealed class ToolOptions
{
    public const string UrlVariable = "NOYO_EMULATOR_URL";
    public const string KeyVariable = "NOYO_EMULATOR_KEY";

    /// <summary>The key as an emulator itself is given it: the tool may be beside one, in its container.</summary>
    private const string OwnKeyVariable = "Emulator__ControlKey";

    public ToolOptions(Names names)
    {
        World.CompletionSources.Add(_ => names.Worlds);
        All = [Url, World, ControlKey, IsJson];
    }

    /// <summary>In the order of the help.</summary>
    public IReadOnlyList<Option> All { get; }

    private Option<string?> Url { get; } = new("--url")
    {
        Description = $"Where the emulator is; {UrlVariable} if absent, else port 8080 of this machine.",
        HelpName = "URL",
        Recursive = true,
    };

    private Option<string?> World { get; } = new("--world", "-w")
    {
        Description = "The world that is meant; the default one if absent.",
        HelpName = "NAME",
        Recursive = true,
    };

    private Option<string?> ControlKey { get; } = new("--control-key")
    {
        Description = $"The key of its control plane, where it asks for one; {KeyVariable} if absent.",
        HelpName = "KEY",
        Recursive = true,
    };

    private Option<bool> IsJson { get; } = new("--json") { Description = "Print the emulator's own JSON.", Recursive = true };

    public bool WantsJson(ParseResult parsed) => parsed.GetValue(IsJson);

    public string? WorldOf(ParseResult parsed) => Value(parsed, World) is { Length: > 0 } world ? world : null;

    /// <summary>A client for the emulator and the world that a command line means.</summary>
    /// <exception cref="ToolException">The URL is none.</exception>
    public EmulatorClient ClientFor(ParseResult parsed, Shell shell)
    {
        var given = new[] { Value(parsed, Url), shell.Variable(UrlVariable) }.FirstOrDefault(url => !string.IsNullOrWhiteSpace(url))
            ?? HealthProbe.AddressesOf(shell.Variable)[0];
        var address = AddressOf(given)
            ?? throw ToolException.WrongUsage($"\"{given}\" is no URL of an emulator: --url and {UrlVariable} are such as http://127.0.0.1:8080.");
        var key = new[] { Value(parsed, ControlKey), shell.Variable(KeyVariable), shell.Variable(OwnKeyVariable) }.FirstOrDefault(value => !string.IsNullOrEmpty(value));
        return new EmulatorClient(address, WorldOf(parsed), key, shell.Handler(address));
    }

    // A command line that is not yet whole has options without their values.
    private static string? Value(ParseResult parsed, Option<string?> option) => parsed.GetResult(option) is { Tokens.Count: > 0 } ? parsed.GetValue(option) : null;

    private static Uri? AddressOf(string text)
    {
        var url = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        return Uri.TryCreate(url.EndsWith('/') ? url : url + "/", UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) && address.Query.Length == 0
            ? address
            : null;
    }
}

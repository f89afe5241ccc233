namespace NoyoEmulator.CommandLine;

/// <summary>What the tool has around it: streams, a terminal or none, variables, and a way to an emulator.</summary>
internal sealed record Shell
{
    private const int UsualWidth = 80;

    /// <summary>Opens the standard input; not before it is needed, because a terminal is told so.</summary>
    public required Func<TextReader> In { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether people look at the output, and no program.</summary>
    public required bool IsTerminal { get; init; }

    /// <summary>Whether people look at the errors.</summary>
    public required bool IsErrorTerminal { get; init; }

    /// <summary>How many characters a line of the terminal has.</summary>
    public required int Width { get; init; }

    /// <summary>Gives the value of an environment variable, or null.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Makes what sends requests to an address.</summary>
    public required Func<Uri, HttpMessageHandler> Handler { get; init; }

    /// <summary>Whether colors, and whatever else terminals are told, are welcome.</summary>
    public bool HasColors => string.IsNullOrEmpty(Variable("NO_COLOR")) && !string.Equals(Variable("TERM"), "dumb", StringComparison.Ordinal);

    /// <summary>That of this process.</summary>
    public static Shell OfProcess() => new()
    {
        In = () => Console.In,
        Out = Console.Out,
        Error = Console.Error,
        IsTerminal = !Console.IsOutputRedirected,
        IsErrorTerminal = !Console.IsErrorRedirected,
        Width = Console.IsOutputRedirected || Console.WindowWidth <= 0 ? UsualWidth : Console.WindowWidth,
        Variable = Environment.GetEnvironmentVariable,
        // A proxy is for what is elsewhere.
        Handler = address => new SocketsHttpHandler { UseProxy = !address.IsLoopback, UseCookies = false, AllowAutoRedirect = false },
    };
}

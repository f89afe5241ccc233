using NoyoEmulator.CommandLine;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.CommandLine;

/// <summary>What a run of the tool left.</summary>
internal sealed record ToolResult(int Code, string Out, string Error);

/// <summary>Runs the command-line tool in this process, against an emulator in it.</summary>
internal sealed class ToolBench(EmulatorApp? app)
{
    public const string Escape = "\u001b";

    /// <summary>Whether people look at its output and errors.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>What comes from its standard input.</summary>
    public string Input { get; init; } = "";

    /// <summary>Its environment variables; it has no others.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs it in a pipe.</summary>
    public static Task<ToolResult> PipeAsync(EmulatorApp app, params string[] args) => new ToolBench(app).RunAsync(args);

    /// <summary>Runs it in a terminal that wants no colors.</summary>
    public static Task<ToolResult> TerminalAsync(EmulatorApp app, params string[] args) =>
        new ToolBench(app) { IsTerminal = true, Variables = { ["NO_COLOR"] = "1" } }.RunAsync(args);

    public Task<ToolResult> RunAsync(params string[] args) => RunAsync(TestContext.Current.CancellationToken, args);

    public async Task<ToolResult> RunAsync(CancellationToken cancellationToken, params string[] args)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var errors = new StringWriter { NewLine = "\n" };
        var shell = new Shell
        {
            In = () => new StringReader(Input),
            Out = TextWriter.Synchronized(output),
            Error = TextWriter.Synchronized(errors),
            IsTerminal = IsTerminal,
            IsErrorTerminal = IsTerminal,
            Width = 160,
            Variable = Variables.GetValueOrDefault,
            Handler = address => app is not null && address is { Host: "127.0.0.1", Port: 8080 } ? app.Handler() : new SocketsHttpHandler(),
        };
        var code = await Tool.RunAsync(args, shell, cancellationToken);
        return new ToolResult(code, Trimmed(output), Trimmed(errors));
    }

    // Tables are filled up to the width of their columns.
    private static string Trimmed(StringWriter writer) =>
        string.Join('\n', writer.ToString().Split('\n').Select(line => line.TrimEnd()));
}

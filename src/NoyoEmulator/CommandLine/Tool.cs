using System.CommandLine;
using System.CommandLine.Invocation;

namespace NoyoEmulator.CommandLine;

/// <summary>The command-line tool: verbs that speak to an emulator, elsewhere or in a process of its own, over HTTP.</summary>
internal static class Tool
{
    public const string Name = "noyo-emulator";

    // An argument that begins with @ is an argument, and no file of them.
    private static readonly ParserConfiguration WithoutFiles = new() { ResponseFileTokenReplacer = null };

    /// <summary>Does what the command line of this process asks.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> args) => RunAsync(args, Shell.OfProcess(), CancellationToken.None);

    /// <summary>Does what a command line asks.</summary>
    /// <param name="args">The command line, without the tool's name.</param>
    /// <param name="shell">Where it is asked.</param>
    /// <param name="cancellationToken">Ends it as Ctrl-C does.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Shell shell, CancellationToken cancellationToken)
    {
        var parsed = CommandTree.For(shell).Parse(Spelt(args), WithoutFiles);
        if (parsed.Action is ParseErrorAction)
            return await RefuseAsync(parsed, shell);
        var configuration = new InvocationConfiguration { Output = shell.Out, Error = shell.Error, EnableDefaultExceptionHandler = false };
        return await parsed.InvokeAsync(configuration, cancellationToken);
    }

    // A verb is one in any case; what follows may be a name, and is left alone.
    private static string[] Spelt(IReadOnlyList<string> args) =>
        args is [var first, ..] && Verbs.All.FirstOrDefault(verb => verb.Name.Equals(first, StringComparison.OrdinalIgnoreCase)).Name is { } name
            ? [name, .. args.Skip(1)]
            : [.. args];

    private static async Task<int> RefuseAsync(ParseResult parsed, Shell shell)
    {
        var path = string.Join(' ', PathOf(parsed.CommandResult.Command));
        await shell.Error.WriteLineAsync($"{WhatIsWrong(parsed, path)} {path} --help tells how it is used.");
        return ExitCode.WrongUsage;
    }

    private static string WhatIsWrong(ParseResult parsed, string path)
    {
        var command = parsed.CommandResult.Command;
        var commands = command.Subcommands.Where(subcommand => !subcommand.Hidden).Select(subcommand => subcommand.Name).ToList();
        if (parsed.UnmatchedTokens is [var unknown, ..])
        {
            var words = unknown.StartsWith('-') ? OptionsOf(parsed.CommandResult.Command) : commands;
            return $"{path} has no {(unknown.StartsWith('-') ? "option" : "command")} {unknown}.{(Spelling.NearestTo(unknown, words) is { } meant ? $" Did you mean {meant}?" : "")}";
        }

        if (command.Action is null && commands.Count > 0)
            return $"{path} needs a command: {string.Join(", ", commands)}.";
        var missing = command.Arguments.FirstOrDefault(argument => argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is not { Tokens.Count: > 0 });
        return missing is null || missing.HasDefaultValue ? $"{parsed.Errors[0].Message.TrimEnd('.')}." : $"{path} needs {missing.Name}.";
    }

    private static IEnumerable<string> OptionsOf(Command command) =>
        command.Options.Select(option => option.Name).Concat(command.Parents.OfType<Command>().SelectMany(OptionsOf));

    private static IEnumerable<string> PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? [.. PathOf(parent), command.Name] : [command.Name];
}

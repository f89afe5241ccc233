using System.CommandLine;
using System.CommandLine.Help;

namespace NoyoEmulator.CommandLine;

/// <summary>All verbs, with what they take.</summary>
internal sealed class CommandTree
{
    private readonly Shell _shell;
    private readonly ToolOptions _options;

    private CommandTree(Shell shell)
    {
        _shell = shell;
        Names = new Names();
        _options = new ToolOptions(Names);
    }

    /// <summary>What a shell completes.</summary>
    public Names Names { get; }

    /// <summary>The whole tree, for one command line.</summary>
    public static Command For(Shell shell) => new CommandTree(shell).Build();

    /// <summary>A verb of the list.</summary>
    public static Command Verb(string name) => new(name, Verbs.All.First(verb => verb.Name == name).Summary);

    /// <summary>Gives a command something to do with an emulator.</summary>
    /// <param name="command">The command.</param>
    /// <param name="run">Does it, and says how it ended.</param>
    public void Does(Command command, Func<Call, CancellationToken, Task<int>> run) => command.SetAction((parsed, cancellationToken) => GuardAsync(
        async () =>
        {
            using var client = _options.ClientFor(parsed, _shell);
            var call = new Call(parsed, _shell, client, _options.WantsJson(parsed), _options.WorldOf(parsed));
            return await run(call, cancellationToken);
        }));

    /// <summary>Asks the emulator that a command line means for the names that it has.</summary>
    public async Task AskForNamesAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var client = _options.ClientFor(parsed, _shell);
        await Names.AskAsync(client, cancellationToken);
    }

    private Command Build()
    {
        var root = new Command(Tool.Name, "A local, stateful emulator of Noyo's APIs. Without a command it starts one; the commands speak to one that runs.");
        root.Options.Add(new HelpOption());
        foreach (var option in _options.All)
            root.Options.Add(option);
        foreach (var command in (IEnumerable<Command>)
        [
            ServerVerbs.Start(), StatusVerb.Make(this), WorldVerbs.Make(this), ClockVerb.Make(this), AdvanceVerb.Make(this), ResetVerb.Make(this),
            CheckpointVerbs.Make(this), TriggerVerb.Make(this), ListenVerb.Make(this), ExplainVerb.Make(this), VerifyVerb.Make(this),
            ReproVerb.Make(this), ReplayVerb.Make(this),
            CompletionVerb.Make(_shell), ServerVerbs.Probe(_shell),
        ])
        {
            root.Subcommands.Add(command);
        }

        root.Subcommands.Add(CompletionVerb.MakeHidden(this, root));
        return root;
    }

    private async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (ToolException exception)
        {
            await _shell.Error.WriteLineAsync(exception.Message);
            return exception.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
    }
}

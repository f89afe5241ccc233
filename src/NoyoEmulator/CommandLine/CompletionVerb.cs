using System.CommandLine;

namespace NoyoEmulator.CommandLine;

/// <summary>Prints scripts for shells, which ask the tool what there is to complete.</summary>
internal static class CompletionVerb
{
    private const string Hidden = "complete";

    private static readonly IReadOnlyDictionary<string, string> Scripts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["bash"] = """
            # source <(noyo-emulator completion bash)
            _noyo_emulator() {
                local IFS=$'\n'
                COMPREPLY=($(compgen -W "$(noyo-emulator complete "$COMP_POINT" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _noyo_emulator noyo-emulator
            """,
        ["zsh"] = """
            # source <(noyo-emulator completion zsh)
            _noyo_emulator() {
                local -a words_there_are
                words_there_are=("${(@f)$(noyo-emulator complete "$CURSOR" "$BUFFER" 2>/dev/null)}")
                compadd -a words_there_are || _files
            }
            compdef _noyo_emulator noyo-emulator
            """,
        ["fish"] = """
            # noyo-emulator completion fish | source
            complete --command noyo-emulator --arguments '(noyo-emulator complete (commandline --cursor) (commandline) 2>/dev/null)'
            """,
        ["pwsh"] = """
            # noyo-emulator completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName noyo-emulator -ScriptBlock {
                param($wordToComplete, $commandAst, $cursorPosition)
                noyo-emulator complete $cursorPosition "$commandAst" 2>$null | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """,
    };

    public static Command Make(Shell shell)
    {
        var name = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh." };
        name.CompletionSources.Add([.. Scripts.Keys]);
        name.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Scripts.ContainsKey(token.Value))
                result.AddError($"\"{token.Value}\" is no shell that can be completed: give one of {string.Join(", ", Scripts.Keys)}");
        });
        var command = CommandTree.Verb(Verbs.Completion);
        command.Arguments.Add(name);
        command.SetAction(async (parsed, _) =>
        {
            await shell.Out.WriteLineAsync(Scripts[parsed.GetRequiredValue(name)].ReplaceLineEndings("\n"));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>What the scripts call.</summary>
    /// <param name="tree">Knows the names that an emulator has.</param>
    /// <param name="root">What is completed.</param>
    public static Command MakeHidden(CommandTree tree, Command root)
    {
        var position = new Argument<int>("POSITION");
        var line = new Argument<string>("LINE");
        var command = new Command(Hidden, "Print what a command line could go on with.") { position, line };
        command.Hidden = true;
        tree.Does(command, async (call, cancellationToken) =>
        {
            var begun = Begun(call.Parsed.GetRequiredValue(line), call.Parsed.GetRequiredValue(position));
            if (begun is null)
                return ExitCode.Done;
            await tree.AskForNamesAsync(root.Parse(begun), cancellationToken);
            foreach (var word in WordsAfter(root, begun))
                await call.Shell.Out.WriteLineAsync(word);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>What is typed until the cursor, without the tool's name; null where that is not yet whole.</summary>
    private static string? Begun(string line, int position)
    {
        // A cursor behind the end has typed the space before it, which some shells leave out.
        var typed = line.PadRight(position)[..Math.Max(position, 0)];
        return typed.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var space ? typed[(space + 1)..] : null;
    }

    private static IEnumerable<string> WordsAfter(Command root, string begun)
    {
        var word = begun[(begun.LastIndexOf(' ') + 1)..];
        return root.Parse(begun).GetCompletions(begun.Length).Select(item => item.InsertText ?? item.Label)
            .Where(known => known.StartsWith(word, StringComparison.OrdinalIgnoreCase) && known is not ['/', ..] and not ['-', not '-', ..])
            .Distinct(StringComparer.Ordinal);
    }
}

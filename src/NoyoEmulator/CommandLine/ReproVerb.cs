using System.CommandLine;

namespace NoyoEmulator.CommandLine;

/// <summary>Writes down how a world came to be what it is.</summary>
internal static class ReproVerb
{
    public static Command Make(CommandTree tree)
    {
        var file = new Argument<string?>("FILE") { Description = "Where to; left out, the standard output.", Arity = ArgumentArity.ZeroOrOne };
        var command = CommandTree.Verb(Verbs.Repro);
        command.Arguments.Add(file);
        tree.Does(command, (call, cancellationToken) => WriteAsync(call, call.Parsed.GetValue(file), cancellationToken));
        return command;
    }

    private static async Task<int> WriteAsync(Call call, string? file, CancellationToken cancellationToken)
    {
        var text = await call.Client.TextAsync(HttpMethod.Get, Verbs.Repro, body: null, cancellationToken);
        var repro = Json.Parse(text);
        if (repro.FindText("incomplete") is { } why)
            await call.NoteAsync($"It does not lead to where the world is: {why}.");
        if (file is null)
        {
            await call.Shell.Out.WriteLineAsync(text);
            return ExitCode.Done;
        }

        try
        {
            await File.WriteAllTextAsync(file, text + "\n", cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ToolException.WrongUsage($"{file} cannot be written: {exception.Message.TrimEnd('.')}.");
        }

        var count = repro.List("calls").Count();
        await call.NoteAsync($"{count} {(count == 1 ? "call" : "calls")} of the world {call.World} are in {file}; {Tool.Name} {Verbs.Replay} makes them again.");
        return ExitCode.Done;
    }
}

using System.CommandLine;

namespace NoyoEmulator.CommandLine;

/// <summary>Puts a world back to how it was created.</summary>
internal static class ResetVerb
{
    public static Command Make(CommandTree tree)
    {
        var command = CommandTree.Verb(Verbs.Reset);
        tree.Does(command, (call, cancellationToken) => call.DoAsync(
            HttpMethod.Post, "reset", body: null,
            world => call.Printer.Facts(("world", world.FindText("world")), ("now", world.FindTime("now"))), cancellationToken));
        return command;
    }
}

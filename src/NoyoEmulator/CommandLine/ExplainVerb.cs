using System.CommandLine;

namespace NoyoEmulator.CommandLine;

/// <summary>Tells what happened to something.</summary>
internal static class ExplainVerb
{
    public static Command Make(CommandTree tree)
    {
        var id = new Argument<string>("ID") { Description = "Any id that an answer has, or latest for the newest member snapshot.", DefaultValueFactory = _ => "latest" };
        id.CompletionSources.Add("latest");
        var command = CommandTree.Verb(Verbs.Explain);
        command.Arguments.Add(id);
        tree.Does(command, async (call, cancellationToken) =>
        {
            var given = call.Parsed.GetRequiredValue(id);
            var path = $"explain/{Uri.EscapeDataString(given.Equals("latest", StringComparison.OrdinalIgnoreCase) ? "latest" : given)}";
            var text = await call.Client.TextAsync(HttpMethod.Get, call.WantsJson ? path : path + "/text", body: null, cancellationToken);
            await call.Shell.Out.WriteLineAsync(text.TrimEnd());
            return ExitCode.Done;
        });
        return command;
    }
}

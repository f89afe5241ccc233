using System.CommandLine;

namespace NoyoEmulator.CommandLine;

/// <summary>Shows webhooks as they are delivered, and forwards them.</summary>
internal static class ListenVerb
{
    public static Command Make(CommandTree tree)
    {
        var url = new Option<string?>("--forward-to") { Description = "Your receiver, such as http://localhost:9000/hooks; left out, webhooks are shown only.", HelpName = "URL" };
        var events = new Option<string[]>("--events")
        {
            Description = "The types of events to listen to, separated by commas; all if absent.",
            HelpName = "TYPES",
            AllowMultipleArgumentsPerToken = false,
        };
        var secret = new Option<string?>("--secret") { Description = "The key of the signatures; a new one if absent.", HelpName = "TEXT" };
        var count = new Option<int?>("--count") { Description = "End when this many have come.", HelpName = "NUMBER" };
        var command = CommandTree.Verb(Verbs.Listen);
        foreach (var option in (IEnumerable<Option>)[url, events, secret, count])
            command.Options.Add(option);
        tree.Does(command, async (call, cancellationToken) =>
        {
            var target = TargetOf(call.Parsed.GetValue(url));
            using var forwarder = target is null ? null : new WebhookForwarder(target, call.Shell.Handler(target));
            var types = (call.Parsed.GetValue(events) ?? []).SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            var listening = new Listening(call, forwarder, [.. types], call.Parsed.GetValue(secret), call.Parsed.GetValue(count));
            return await listening.RunAsync(cancellationToken);
        });
        return command;
    }

    private static Uri? TargetOf(string? text)
    {
        if (text is null)
            return null;
        var url = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        return Uri.TryCreate(url, UriKind.Absolute, out var target) && (target.Scheme == Uri.UriSchemeHttp || target.Scheme == Uri.UriSchemeHttps)
            ? target
            : throw ToolException.WrongUsage($"\"{text}\" is no URL of a receiver: --forward-to is such as http://localhost:9000/hooks.");
    }
}

using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NoyoEmulator.CommandLine;

/// <summary>Shows a world's clock, or sets it.</summary>
internal static class ClockVerb
{
    public static Command Make(CommandTree tree)
    {
        var mode = new Argument<string?>("MODE") { Description = "frozen or realtime; left out, as it is.", Arity = ArgumentArity.ZeroOrOne };
        mode.CompletionSources.Add("frozen", "realtime");
        var now = new Option<string?>("--now") { Description = "Set it to this instant; nothing runs that would have fallen due.", HelpName = "INSTANT" };
        var speed = new Option<decimal?>("--speed") { Description = "How many seconds pass there in a real one.", HelpName = "NUMBER" };
        var command = CommandTree.Verb(Verbs.Clock);
        command.Arguments.Add(mode);
        command.Options.Add(now);
        command.Options.Add(speed);
        tree.Does(command, (call, cancellationToken) =>
        {
            var change = Body(call.Parsed.GetValue(mode), call.Parsed.GetValue(now), call.Parsed.GetValue(speed));
            return call.DoAsync(
                change is null ? HttpMethod.Get : HttpMethod.Put, "clock", change, clock => call.Printer.Facts(Facts(clock)), cancellationToken);
        });
        return command;
    }

    /// <summary>A clock as the control plane takes it; null where nothing of it is given.</summary>
    public static JsonObject? Body(string? mode, string? now, decimal? speed = null)
    {
        var body = new JsonObject();
        if (mode is not null)
            body["mode"] = mode;
        if (now is not null)
            body["now"] = now;
        if (speed is not null)
            body["speed"] = speed;
        return body.Count == 0 ? null : body;
    }

    /// <summary>What there is to know of a clock.</summary>
    public static IEnumerable<(string Name, Cell? Value)> Facts(JsonElement clock) =>
    [
        ("now", clock.FindTime("now")),
        ("clock", ModeOf(clock)),
        ("next due", clock.FindTime("next_due")),
        ("pending", clock.FindText("pending")),
        ("held", clock.FindText("held")),
    ];

    /// <summary>How a clock runs.</summary>
    public static string? ModeOf(JsonElement clock) =>
        clock.IsTrue("at_end") ? "at the end of its calendar" : clock.FindText("speed") is { } speed and not "1" ? $"{clock.FindText("mode")}, {speed} times as fast" : clock.FindText("mode");
}

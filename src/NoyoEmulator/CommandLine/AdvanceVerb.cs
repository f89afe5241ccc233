using System.CommandLine;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NoyoEmulator.CommandLine;

/// <summary>Lets time pass in a world, and shows how far it has come.</summary>
internal static class AdvanceVerb
{
    private const string Path = "clock/advance";
    private const string EventStream = "text/event-stream";

    /// <summary>As much as one can take in; what is more is counted.</summary>
    private const int MostShown = 40;

    private static readonly string[] Headings = ["AT", "WHAT", "ID", "SUMMARY"];

    public static Command Make(CommandTree tree)
    {
        var amount = new Argument<string>("AMOUNT")
        {
            Description = "How far: a duration such as 2d, 3h, 90s or P2D; an instant or a day such as 2024-09-01; or next, to the next thing that falls due.",
        };
        amount.CompletionSources.Add("next", "1h", "1d", "2d", "1w");
        var all = new Option<bool>("--all") { Description = $"Show everything that happened on a terminal too, not the first {MostShown}." };
        var command = CommandTree.Verb(Verbs.Advance);
        command.Arguments.Add(amount);
        command.Options.Add(all);
        tree.Does(command, (call, cancellationToken) =>
            RunAsync(call, BodyOf(call.Parsed.GetRequiredValue(amount)), call.Parsed.GetValue(all), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Call call, JsonObject body, bool all, CancellationToken cancellationToken)
    {
        var text = call.Shell is { IsErrorTerminal: true, HasColors: true }
            ? await WithBarAsync(call, body, cancellationToken)
            : await call.Client.TextAsync(HttpMethod.Post, Path, body, cancellationToken);
        await call.ShowAsync(text, ledger => Tell(call, ledger, all));
        return ExitCode.Done;
    }

    /// <summary>What the control plane is asked for.</summary>
    private static JsonObject BodyOf(string amount)
    {
        if (amount.Equals("next", StringComparison.OrdinalIgnoreCase))
            return new JsonObject { ["next"] = true };
        // A year and a hyphen begin an instant; no duration has them.
        var isInstant = amount.Length > 4 && amount.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') < 0 && amount[4] == '-';
        return new JsonObject { [isInstant ? "to" : "by"] = amount };
    }

    private static async Task<string> WithBarAsync(Call call, JsonObject body, CancellationToken cancellationToken)
    {
        using var response = await call.Client.SendAsync(HttpMethod.Post, Path, body, EventStream, cancellationToken);
        // An older emulator tells nothing on the way.
        if (response.Content.Headers.ContentType?.MediaType != EventStream)
            return await call.Client.ReadAsync(response, cancellationToken);
        return await AdvanceBar.ShowAsync(call.Shell, async show =>
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            await using var events = SseParser.Create(stream).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await call.Client.AnsweredAsync(events.MoveNextAsync().AsTask(), cancellationToken))
            {
                switch (events.Current.EventType)
                {
                    case "progress":
                        show(Json.Parse(events.Current.Data));
                        break;
                    case "result":
                        return events.Current.Data;
                    case "error":
                        var status = Json.Parse(events.Current.Data).Number("status");
                        throw call.Client.Refused((System.Net.HttpStatusCode)status, events.Current.Data);
                }
            }

            throw new ToolException(ExitCode.NotReachable, $"The emulator at {call.Client.Address} was gone before it was done.");
        });
    }

    private static void Tell(Call call, JsonElement ledger, bool all)
    {
        var fired = ledger.List("fired").ToList();
        var shown = all || !call.Shell.IsTerminal ? fired : fired.Take(MostShown).ToList();
        if (shown.Count > 0)
            call.Printer.Table(Headings, shown.Select(Row));
        if (!call.Shell.IsTerminal)
            return;
        if (shown.Count < fired.Count)
            call.Printer.Remark($"… and {fired.Count - shown.Count} more; --all shows them");
        call.Printer.Line(
            $"It is {ledger.FindTime("to")}: {Count(fired.Count)} happened since {ledger.FindTime("from")}; "
            + (ledger.FindTime("next_due") is { } next ? $"the next is due at {next}." : "nothing is scheduled."));
    }

    private static string Count(int things) => things switch { 0 => "nothing", 1 => "1 thing", _ => string.Create(CultureInfo.InvariantCulture, $"{things:N0} things") };

    private static IReadOnlyList<Cell> Row(JsonElement entry) =>
    [
        entry.FindTime("at"), entry.FindText("kind"), entry.FindText("id"),
        new Cell(entry.FindText("summary") ?? "", entry.FindText("status") == "failed" ? Tone.Bad : Tone.Plain),
    ];
}

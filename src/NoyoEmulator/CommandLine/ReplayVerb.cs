using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NoyoEmulator.CommandLine;

/// <summary>Makes the calls of a file again that says how a world came to be what it was.</summary>
internal static class ReplayVerb
{
    private const int Format = 1;

    private static readonly string[] Headings = ["CALL", "WAS", "IS", "OF"];

    public static Command Make(CommandTree tree)
    {
        var file = new Argument<string>("FILE") { Description = "What GET /_emulator/repro answered; - is the standard input." };
        var name = new Option<string?>("--as") { Description = "What the new world is to be called; left out, a new name.", HelpName = "NAME" };
        var command = CommandTree.Verb(Verbs.Replay);
        command.Arguments.Add(file);
        command.Options.Add(name);
        tree.Does(command, (call, cancellationToken) => RunAsync(call, call.Parsed.GetRequiredValue(file), call.Parsed.GetValue(name), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Call call, string file, string? name, CancellationToken cancellationToken)
    {
        var repro = await InputFile.ReadAsync(call.Shell, file, cancellationToken);
        if (repro.Number("format") != Format || repro.FindText("seed") is not { } seed || repro.Find("clock") is not { } clock)
            throw ToolException.WrongUsage($"{InputFile.NameOf(file)} is nothing that GET /_emulator/repro answers: it has no format {Format}, or no seed and clock.");
        await WarnAsync(call, repro, cancellationToken);

        var begin = new JsonObject { ["seed"] = seed, ["clock"] = new JsonObject { ["mode"] = "frozen", ["now"] = clock.FindText("now") } };
        if (name is not null)
            begin["name"] = name;
        using var created = await call.Client.SendAsync(HttpMethod.Post, "worlds", begin, accept: null, cancellationToken);
        var world = Json.Parse(await call.Client.ReadAsync(created, cancellationToken));
        using var client = call.Client.About(world.FindText("name")!);
        var replay = new Replay(repro, client, world.FindText("access_token")!);
        await replay.RunAsync(cancellationToken);
        var others = await replay.CompareAsync(cancellationToken);
        var now = (await client.GetAsync("clock", cancellationToken)).FindTime("now");
        await call.ShowAsync(Summary(world, replay.Count, others).ToLine(), _ => Tell(call, world.FindText("name")!, replay.Count, others, now));
        return others.Count == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    /// <summary>Says what may be the reason when it goes otherwise here.</summary>
    private static async Task WarnAsync(Call call, JsonElement repro, CancellationToken cancellationToken)
    {
        if (repro.FindText("incomplete") is { } why)
            await call.NoteAsync($"The file does not lead to where its world was: {why}.");
        var here = await call.Client.GetAsync("info", cancellationToken);
        if (repro.FindText("version") is { } version && here.FindText("version") is { } own && version != own)
            await call.NoteAsync($"It was written by version {version}; this is {own}.");
        if (repro.Find("configuration") is not { } configuration)
            return;
        foreach (var entry in configuration.EnumerateObject())
        {
            var (was, now) = (entry.Value.ToString(), here.Find("configuration")?.FindText(entry.Name) ?? "");
            if (was != now)
                await call.NoteAsync($"{entry.Name} was {was}; here it is {now}.");
        }
    }

    private static JsonObject Summary(JsonElement world, int calls, List<OtherAnswer> others) => new()
    {
        ["world"] = world.FindText("name"),
        ["access_token"] = world.FindText("access_token"),
        ["calls"] = calls,
        ["same"] = others.Count == 0,
        ["different"] = new JsonArray([
            .. others.Select(other => new JsonObject { ["number"] = other.Number, ["call"] = other.Call, ["was"] = other.Was, ["is"] = other.Is }),
        ]),
    };

    private static void Tell(Call call, string world, int calls, List<OtherAnswer> others, string? now)
    {
        if (others.Count > 0)
            call.Printer.Table(Headings, others.Select(other => (IReadOnlyList<Cell>)[$"{other.Number}", other.Was, new Cell(other.Is, Tone.Bad), other.Call]));
        call.Printer.Facts(("world", world), ("now", now), ("calls", $"{calls}"), ("answered otherwise", $"{others.Count}"));
    }
}

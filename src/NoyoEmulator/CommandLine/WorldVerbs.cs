using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NoyoEmulator.CommandLine;

/// <summary>Lists worlds, creates and deletes them.</summary>
internal static class WorldVerbs
{
    private const string Path = "worlds";

    private static readonly string[] Headings = ["WORLD", "NOW", "CLOCK", "PENDING", "CHECKPOINTS"];

    public static Command Make(CommandTree tree)
    {
        var command = CommandTree.Verb(Verbs.Worlds);
        tree.Does(command, ListAsync);
        var list = new Command("list", "List the worlds.");
        tree.Does(list, ListAsync);
        command.Subcommands.Add(list);
        command.Subcommands.Add(Create(tree));
        command.Subcommands.Add(Delete(tree));
        return command;
    }

    private static async Task<int> ListAsync(Call call, CancellationToken cancellationToken)
    {
        var worlds = await call.Client.ListAsync(Path, cancellationToken);
        await call.ShowAsync(worlds.ToLine(), all => call.Printer.Table(Headings, all.List("response").Select(Row)));
        return ExitCode.Done;
    }

    private static IReadOnlyList<Cell> Row(JsonElement world) => world.Find("clock") is { } clock
        ? [world.FindText("name"), clock.FindTime("now"), ClockVerb.ModeOf(clock), clock.FindText("pending"), string.Join(", ", world.List("checkpoints"))]
        : [world.FindText("name"), "", new Cell("broken", Tone.Bad), "", world.FindText("broken")];

    private static Command Create(CommandTree tree)
    {
        var name = new Argument<string?>("NAME") { Description = "What it is to be called; left out, a new name.", Arity = ArgumentArity.ZeroOrOne };
        var from = new Option<string?>("--from") { Description = "The world it is a copy of; left out, it begins with the seed.", HelpName = "WORLD" };
        from.CompletionSources.Add(_ => tree.Names.Worlds);
        var checkpoint = new Option<string?>("--checkpoint") { Description = "A checkpoint of that world to copy.", HelpName = "NAME" };
        var clock = new Option<string?>("--clock") { Description = "frozen or realtime.", HelpName = "MODE" };
        clock.CompletionSources.Add("frozen", "realtime");
        var now = new Option<string?>("--now") { Description = "The instant at which its clock begins.", HelpName = "INSTANT" };
        var seed = new Option<string?>("--seed") { Description = "Worlds with the same seed give the same ids to the same calls.", HelpName = "TEXT" };
        var life = new Option<string?>("--time-to-live") { Description = "It is deleted when nobody has used it for this long.", HelpName = "DURATION" };
        var replace = new Option<bool>("--replace") { Description = "Delete one of that name first." };
        var command = new Command("create", "Create a world, or copy one.") { name, from, checkpoint, clock, now, seed, life, replace };
        tree.Does(command, (call, cancellationToken) =>
        {
            var body = new JsonObject();
            Add("name", call.Parsed.GetValue(name));
            Add("from", call.Parsed.GetValue(from));
            Add("checkpoint", call.Parsed.GetValue(checkpoint));
            Add("clock", ClockVerb.Body(call.Parsed.GetValue(clock), call.Parsed.GetValue(now)));
            Add("seed", call.Parsed.GetValue(seed));
            Add("time_to_live", call.Parsed.GetValue(life));
            Add("replace", call.Parsed.GetValue(replace) ? true : null);
            return call.DoAsync(HttpMethod.Post, Path, body, world => call.Printer.Facts([
                ("world", world.FindText("name")),
                .. ClockVerb.Facts(world.Find("clock") ?? default),
                ("client id", world.FindText("client_id")),
                ("access token", world.FindText("access_token")),
            ]), cancellationToken);

            void Add(string property, JsonNode? value)
            {
                if (value is not null)
                    body[property] = value;
            }
        });
        return command;
    }

    private static Command Delete(CommandTree tree)
    {
        var name = new Argument<string>("NAME") { Description = "The world to delete." };
        name.CompletionSources.Add(_ => tree.Names.Worlds);
        var command = new Command("delete", "End a world and remove its files.") { name };
        tree.Does(command, (call, cancellationToken) => call.DoAsync(
            HttpMethod.Delete, $"{Path}/{Uri.EscapeDataString(call.Parsed.GetRequiredValue(name))}", body: null,
            _ => call.Printer.Remark($"The world {call.Parsed.GetRequiredValue(name)} is gone."), cancellationToken));
        return command;
    }
}

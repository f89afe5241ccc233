using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace NoyoEmulator.CommandLine;

/// <summary>Saves a world, and goes back.</summary>
internal static class CheckpointVerbs
{
    private const string Path = "checkpoints";

    private static readonly string[] Headings = ["CHECKPOINT", "SAVED", "SIZE"];

    private static readonly string[] ChangeHeadings = ["KIND", "CREATED", "CHANGED", "RESOLVED", "DELETED"];

    public static Command Make(CommandTree tree)
    {
        var command = CommandTree.Verb(Verbs.Checkpoint);
        var list = new Command("list", "List the world's checkpoints.");
        tree.Does(list, ListAsync);
        command.Subcommands.Add(list);
        command.Subcommands.Add(Make(tree, "save", "Save the world under a name; one of that name is replaced.", HttpMethod.Put, "", (call, saved) =>
            call.Printer.Facts(("checkpoint", saved.FindText("name")), ("world", saved.FindText("world")), ("size", SizeOf(saved)))));
        command.Subcommands.Add(Make(tree, "restore", "Put the world back to a checkpoint.", HttpMethod.Post, "/restore", (call, restored) =>
            call.Printer.Facts(("checkpoint", restored.FindText("checkpoint")), ("world", restored.FindText("world")), ("now", restored.FindTime("now")))));
        command.Subcommands.Add(Make(tree, "changes", "Tell what happened since, by kind.", HttpMethod.Get, "/changes", (call, since) =>
            call.Printer.Table(ChangeHeadings, since.List("changes").Select(ChangeRow))));
        command.Subcommands.Add(Make(tree, "delete", "Forget a checkpoint.", HttpMethod.Delete, "", (call, _) => call.Printer.Remark("It is gone.")));
        return command;
    }

    private static async Task<int> ListAsync(Call call, CancellationToken cancellationToken)
    {
        var checkpoints = await call.Client.ListAsync(Path, cancellationToken);
        await call.ShowAsync(checkpoints.ToLine(), all => call.Printer.Table(Headings, all.List("response").Select(Row)));
        return ExitCode.Done;
    }

    private static IReadOnlyList<Cell> Row(JsonElement checkpoint) => [checkpoint.FindText("name"), checkpoint.FindTime("created_at"), SizeOf(checkpoint)];

    private static Command Make(CommandTree tree, string verb, string summary, HttpMethod method, string ending, Action<Call, JsonElement> tell)
    {
        var name = new Argument<string>("NAME") { Description = "The checkpoint." };
        name.CompletionSources.Add(_ => tree.Names.Checkpoints);
        var command = new Command(verb, summary) { name };
        tree.Does(command, (call, cancellationToken) => call.DoAsync(
            method, $"{Path}/{Uri.EscapeDataString(call.Parsed.GetRequiredValue(name))}{ending}", body: null, answer => tell(call, answer), cancellationToken));
        return command;
    }

    private static IReadOnlyList<Cell> ChangeRow(JsonElement kind) =>
        [kind.FindText("kind"), CountOf(kind, "created"), CountOf(kind, "changed"), CountOf(kind, "resolved"), CountOf(kind, "deleted")];

    private static string CountOf(JsonElement kind, string sort) => kind.Find(sort)?.Find("count") is { ValueKind: JsonValueKind.Number } count
        ? string.Create(CultureInfo.InvariantCulture, $"{count.GetInt64():N0}")
        : "0";

    private static string SizeOf(JsonElement checkpoint) => checkpoint.Find("size") is { ValueKind: JsonValueKind.Number } size
        ? string.Create(CultureInfo.InvariantCulture, $"{size.GetInt64() / 1024:N0} KiB")
        : "";
}

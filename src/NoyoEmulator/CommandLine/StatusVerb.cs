using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NoyoEmulator.CommandLine;

/// <summary>Whether an emulator runs, and how things stand in a world.</summary>
internal static class StatusVerb
{
    public static Command Make(CommandTree tree)
    {
        var command = CommandTree.Verb(Verbs.Status);
        tree.Does(command, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var info = await call.Client.TextAsync(HttpMethod.Get, "info", body: null, cancellationToken);
        var clock = await call.Client.TextAsync(HttpMethod.Get, "clock", body: null, cancellationToken);
        // Two answers in one document, as one document is what programs are promised.
        var all = JsonNode.Parse(info)!.AsObject();
        all["clock"] = JsonNode.Parse(clock);
        await call.ShowAsync(all.ToLine(), status => Tell(call, status));
        return ExitCode.Done;
    }

    private static void Tell(Call call, JsonElement status)
    {
        var clock = status.Find("clock") ?? default;
        call.Printer.Facts([
            ("emulator", call.Client.Address.AbsoluteUri),
            ("version", status.FindText("version")?.Split('+')[0]),
            ("world", status.FindText("world")),
            .. ClockVerb.Facts(clock),
        ]);
    }
}

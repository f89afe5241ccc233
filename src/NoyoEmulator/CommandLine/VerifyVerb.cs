using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NoyoEmulator.CommandLine;

/// <summary>Checks that what a file expects happened.</summary>
internal static class VerifyVerb
{
    public static Command Make(CommandTree tree)
    {
        var file = new Argument<string>("FILE") { Description = "A JSON document with requests and webhooks, as POST /_emulator/verify takes it; - is the standard input." };
        var command = CommandTree.Verb(Verbs.Verify);
        command.Arguments.Add(file);
        tree.Does(command, (call, cancellationToken) => RunAsync(call, call.Parsed.GetRequiredValue(file), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Call call, string file, CancellationToken cancellationToken)
    {
        var expectations = await ReadAsync(call.Shell, file, cancellationToken);
        var text = await call.Client.TextAsync(HttpMethod.Post, "verify", expectations, cancellationToken);
        await call.ShowAsync(text, verdict => Tell(call.Printer, verdict));
        return Json.Parse(text).IsTrue("verified") ? ExitCode.Done : ExitCode.Refused;
    }

    private static async Task<JsonNode> ReadAsync(Shell shell, string file, CancellationToken cancellationToken)
    {
        var expectations = await InputFile.ReadAsync(shell, file, cancellationToken);
        return JsonNode.Parse(expectations.GetRawText(), documentOptions: InputFile.Options)
            ?? throw ToolException.WrongUsage($"{InputFile.NameOf(file)} expects nothing: it is null.");
    }

    private static void Tell(Printer printer, JsonElement verdict)
    {
        foreach (var one in verdict.List("requests").Concat(verdict.List("webhooks")))
        {
            if (one.IsTrue("verified"))
            {
                printer.Line(new Cell("ok    ", Tone.Good), one.FindText("expected"));
                continue;
            }

            printer.Line(new Cell("FAIL  ", Tone.Bad), $"{one.FindText("expected")}; there {Count(one.Number("matched"))}");
            if (one.Find("closest") is not { } closest)
                continue;
            printer.Line($"      closest: {Describe(closest)}");
            foreach (var mismatch in closest.List("mismatches"))
                printer.Line($"        {mismatch}");
        }
    }

    private static string Count(int matched) => matched switch { 0 => "was none", 1 => "was 1", _ => $"were {matched}" };

    private static string Describe(JsonElement closest) => closest.FindText("method") is { } method
        ? $"{method} {closest.FindText("path")}, answered {closest.FindText("status") ?? "not at all"} ({closest.FindText("id")})"
        : $"{closest.FindText("type")} about {closest.FindText("object_id")}, {closest.FindTime("created")} ({closest.FindText("id")})";
}

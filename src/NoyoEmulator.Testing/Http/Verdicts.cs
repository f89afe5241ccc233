using System.Text;
using System.Text.Json;

namespace NoyoEmulator.Testing.Http;

/// <summary>Tells what did not happen as expected.</summary>
internal static class Verdicts
{
    public static string Tell(JsonElement verdict)
    {
        var text = new StringBuilder("It did not happen as expected.");
        foreach (var failed in verdict.List("requests", one => one).Concat(verdict.List("webhooks", one => one)).Where(one => !one.GetProperty("verified").GetBoolean()))
        {
            _ = text.Append($"\nExpected {failed.Text("expected")}; there {Count(failed.GetProperty("matched").GetInt32())}.");
            if (failed.Find("closest") is { } closest)
                AddClosest(text, closest);
        }

        return text.Append("\nNoyoWorld.ReportAsync and ExplainAsync tell what did happen.").ToString();
    }

    private static string Count(int matched) => matched switch { 0 => "was none", 1 => "was 1", _ => $"were {matched}" };

    private static void AddClosest(StringBuilder text, JsonElement closest)
    {
        var what = closest.FindText("method") is { } method
            ? $"{method} {closest.FindText("path")}, answered {closest.FindText("status") ?? "not at all"}"
            : string.Join(", ", closest.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.String)
                .Select(property => $"{property.Name} {property.Value}"));
        _ = text.Append($"\n  Closest: {what}");
        foreach (var mismatch in closest.List("mismatches", one => one.ToString()))
            _ = text.Append("\n    ").Append(mismatch);
    }
}

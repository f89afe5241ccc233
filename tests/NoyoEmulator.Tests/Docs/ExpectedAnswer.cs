using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NoyoEmulator.Tests.Docs;

/// <summary>
/// What a document shows below a command. A <c>json</c> block is the body of an answer of 200 to 299; an <c>http</c> block is the whole
/// answer, as <c>curl -i</c> prints it; a <c>text</c> block is an answer in plain text, or curl's own message that there was none. A body is compared with
/// as much of the answer as is shown: properties that are left out may be there, <c>…</c> at the end of a text stands for the
/// rest of it, and an
/// item <c>"…"</c> for any further items; in plain text <c>…</c> stands for anything within a line, and a line of it for all lines that follow.
/// </summary>
internal sealed record ExpectedAnswer(int? Status, IReadOnlyList<(string Name, string Value)> Headers, JsonNode? Body, string? Text = null)
{
    /// <summary>Any answer of 200 to 299.</summary>
    public static readonly ExpectedAnswer Any = new(null, [], null);

    private const string Ellipsis = "…";

    /// <summary>Reads a block; null when it is no answer.</summary>
    public static ExpectedAnswer? Parse(string language, string text) => language switch
    {
        "json" => new ExpectedAnswer(null, [], JsonNode.Parse(text)),
        "http" => ParseHttp(text),
        "text" => new ExpectedAnswer(null, [], null, text),
        _ => null,
    };

    /// <summary>Compares; fails with the place that differs.</summary>
    public void ShouldFit(HttpResponseMessage response, string text)
    {
        if (Status is null)
            response.IsSuccessStatusCode.ShouldBeTrue($"{(int)response.StatusCode} {text}");
        else
            response.StatusCode.ShouldBe((HttpStatusCode)Status, text);
        foreach (var (name, value) in Headers)
            Fits(JsonValue.Create(value), JsonValue.Create(HeaderOf(response, name)), name);
        if (Body is not null)
            Fits(Body, JsonNode.Parse(text), "$");
        if (Text is not null)
            Regex.IsMatch(text, PatternOf(Text), RegexOptions.None, TimeSpan.FromSeconds(1)).ShouldBeTrue(text);
    }

    private static string PatternOf(string text)
    {
        var rest = $"\n{Ellipsis}\n";
        var isOpen = text.EndsWith(rest, StringComparison.Ordinal);
        var shown = Regex.Escape(isOpen ? text[..^rest.Length] : text).Replace(Ellipsis, "[^\n]*", StringComparison.Ordinal);
        return $"^{shown}{(isOpen ? "\n" : "$")}";
    }

    private static string HeaderOf(HttpResponseMessage response, string name)
    {
        var all = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated);
        return string.Join(", ", all.Where(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase))
            .SelectMany(header => header.Value));
    }

    private static ExpectedAnswer ParseHttp(string text)
    {
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var head = (end < 0 ? text : text[..end]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var headers = head.Skip(1).Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).Select(parts => (parts[0], parts[1]));
        return new ExpectedAnswer(int.Parse(head[0].Split(' ')[1]), [.. headers], end < 0 ? null : JsonNode.Parse(text[end..]));
    }

    private static void Fits(JsonNode? expected, JsonNode? actual, string place)
    {
        switch (expected)
        {
            case JsonObject properties:
                var found = (actual as JsonObject).ShouldNotBeNull($"{place} is no object but {actual?.ToJsonString() ?? "null"}");
                foreach (var (name, value) in properties)
                {
                    found.ContainsKey(name).ShouldBeTrue($"{place}.{name} is missing in {found.ToJsonString()}");
                    Fits(value, found[name], $"{place}.{name}");
                }

                break;
            case JsonArray items:
                var isOpen = items.Count > 0 && items[^1]?.GetValueKind() == System.Text.Json.JsonValueKind.String
                    && (string?)items[^1] == Ellipsis;
                var shown = isOpen ? items.Count - 1 : items.Count;
                var list = (actual as JsonArray).ShouldNotBeNull($"{place} is no array but {actual?.ToJsonString() ?? "null"}");
                (isOpen ? list.Count >= shown : list.Count == shown)
                    .ShouldBeTrue($"{place} has {list.Count} items, not {shown}: {list.ToJsonString()}");
                for (var i = 0; i < shown; i++)
                    Fits(items[i], list[i], $"{place}[{i}]");
                break;
            default:
                if (expected?.GetValueKind() == System.Text.Json.JsonValueKind.String && (string)expected! is var text
                    && text.EndsWith(Ellipsis, StringComparison.Ordinal))
                {
                    if (text.Length > Ellipsis.Length)
                        ((string?)actual ?? "").ShouldStartWith(text[..^Ellipsis.Length], Case.Sensitive, place);
                    else
                        actual.ShouldNotBeNull(place);
                }
                else
                {
                    JsonNode.DeepEquals(expected, actual)
                        .ShouldBeTrue($"{place} is {actual?.ToJsonString() ?? "null"}, not {expected?.ToJsonString() ?? "null"}");
                }

                break;
        }
    }
}

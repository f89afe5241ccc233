using System.Text.Json;
using System.Text.Json.Nodes;

namespace NoyoEmulator.CommandLine;

/// <summary>A call that was answered otherwise than in the file.</summary>
/// <param name="Number">Which of the file's calls, from 1.</param>
/// <param name="Call">Its method and path.</param>
/// <param name="Was">How it was answered.</param>
/// <param name="Is">How it is answered now.</param>
internal sealed record OtherAnswer(int Number, string Call, string Was, string Is);

/// <summary>
/// Makes the calls of a file again, in a world that stands still but for what the file says. What it was answered it does not look at: the
/// world itself wrote that down.
/// </summary>
internal sealed class Replay(JsonElement file, EmulatorClient client, string token)
{
    private const string Subscriptions = "/_emulator/webhooks/subscriptions";
    private const string Clock = "/_emulator/clock";
    private const string Nothing = "nothing";
    private const string OtherText = "another text";

    // Which call of the file each call that was made is; null for those in between that let time pass.
    private readonly List<int?> _made = [];
    private readonly HashSet<int> _altered = [];
    private readonly List<JsonElement> _calls = [.. file.List("calls")];
    private readonly Dictionary<string, string> _inboxes = new(StringComparer.Ordinal);

    /// <summary>How many calls the file has.</summary>
    public int Count => _calls.Count;

    /// <summary>Makes the calls.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < _calls.Count; i++)
        {
            var call = _calls[i];
            if (i == 0 || _calls[i - 1].FindInstant("at") != call.FindInstant("at"))
                await PassUntilAsync(call.FindInstant("at"), cancellationToken);
            _made.Add(i);
            await client.MakeAsync((new HttpMethod(call.FindText("method") ?? "GET"), call.FindText("path") ?? "/"), BodyOf(i), call.FindText("prefer"), token, cancellationToken);
        }
    }

    /// <summary>Compares how the calls were answered.</summary>
    public async Task<List<OtherAnswer>> CompareAsync(CancellationToken cancellationToken)
    {
        var again = (await client.GetAsync(Verbs.Repro, cancellationToken)).List("calls").ToList();
        var others = new List<OtherAnswer>();
        for (var i = 0; i < _made.Count; i++)
        {
            if (_made[i] is { } number && Compare(number, i < again.Count ? again[i] : default) is { } other)
                others.Add(other);
        }

        return others;
    }

    private OtherAnswer? Compare(int number, JsonElement again)
    {
        var call = _calls[number];
        var (was, now) = (call.FindText("status") ?? Nothing, again.FindText("status") ?? Nothing);
        // Where time passed by itself, it passed otherwise.
        var isComparable = !call.IsTrue("realtime") && !_altered.Contains(number);
        if (was == now && isComparable && call.FindText("answer") is { } text && again.FindText("answer") != text)
            now = $"{now}, {OtherText}";
        return was == now ? null : new OtherAnswer(number + 1, $"{call.FindText("method")} {call.FindText("path")}", was, now);
    }

    private async Task PassUntilAsync(DateTimeOffset? instant, CancellationToken cancellationToken)
    {
        if (instant is null || (await client.GetAsync("clock", cancellationToken)).FindInstant("now") >= instant)
            return;
        _made.Add(null);
        _ = await client.CallAsync(HttpMethod.Post, "clock/advance", new JsonObject { ["to"] = instant }, cancellationToken);
    }

    /// <summary>The body as it is in the file, unless it would make the clock run, or send webhooks to somebody.</summary>
    private string? BodyOf(int number)
    {
        var call = _calls[number];
        if (call.Find("body") is not { } body)
            return null;
        var path = call.FindText("path")!;
        var isClock = path == Clock && body.Find("mode") is not null;
        if (!isClock && !(path.StartsWith(Subscriptions, StringComparison.Ordinal) && body.FindText("url") is not null))
            return body.GetRawText();

        var other = JsonNode.Parse(body.GetRawText())!.AsObject();
        if (isClock)
        {
            if (string.Equals(body.FindText("mode"), "frozen", StringComparison.OrdinalIgnoreCase))
                return body.GetRawText();
            other["mode"] = "frozen";
        }
        else
        {
            var url = body.FindText("url")!;
            _ = other.Remove("url");
            other["inbox"] = _inboxes.TryGetValue(url, out var inbox) ? inbox : _inboxes[url] = $"receiver-{_inboxes.Count + 1}";
        }

        _ = _altered.Add(number);
        return other.ToJsonString();
    }
}

using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace NoyoEmulator.Tests.Infrastructure;

/// <summary>Listens to what happens in a world.</summary>
internal sealed class StreamListener : IAsyncDisposable
{
    public const string Path = "/_emulator/stream";

    private readonly HttpResponseMessage _response;
    private readonly Stream _body;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private StreamListener(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _body = body;
        _events = SseParser.Create(body).EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    /// <summary>What the stream began with.</summary>
    public StreamEvent Start { get; private set; } = new("", null, new JsonObject());

    /// <summary>The id of the latest event that had one, which a browser would come again with.</summary>
    public string Cursor { get; private set; } = "";

    /// <summary>Begins to listen; nothing that happens after this is missed.</summary>
    /// <param name="app">The emulator.</param>
    /// <param name="query">The query, without its question mark.</param>
    /// <param name="world">The path prefix of a world; none for the default one.</param>
    /// <param name="lastEventId">What a browser sends after its connection broke.</param>
    public static async Task<StreamListener> OpenAsync(EmulatorApp app, string query = "", string world = "", string? lastEventId = null)
    {
        var response = await SendAsync(app, HttpMethod.Get, query, world, lastEventId);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var listener = new StreamListener(response, body);
        listener.Start = (await listener.NextAsync())!;
        listener.Start.Type.ShouldBe("start");
        return listener;
    }

    /// <summary>The same as it comes, of which nothing is read.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        EmulatorApp app, HttpMethod method, string query = "", string world = "", string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(method, $"{world}{Path}?{query}");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        return await app.UncheckedClient().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>What comes next; null at the end.</summary>
    public async Task<StreamEvent?> NextAsync()
    {
        if (!await _events.MoveNextAsync())
            return null;
        var (item, data) = (_events.Current, JsonNode.Parse(_events.Current.Data)!);
        if (item.EventId is { } id)
            Cursor = id;
        return new StreamEvent(item.EventType, item.EventId, data);
    }

    /// <summary>Makes a mark in the world, and gives what comes before it.</summary>
    public async Task<IReadOnlyList<StreamEvent>> UntilMarkAsync(EmulatorApp app)
    {
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/inbox/mark/behavior", new JsonObject { ["statuses"] = new JsonArray(200) });
        var events = new List<StreamEvent>();
        while (await NextAsync() is { } one && !one.Kinds.Contains("inbox_behavior"))
            events.Add(one);
        return events;
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        await _body.DisposeAsync();
        _response.Dispose();
    }
}

/// <summary>An event of a stream.</summary>
internal sealed record StreamEvent(string Type, string? Id, JsonNode Data)
{
    /// <summary>The kinds of what changed.</summary>
    public IReadOnlyList<string> Kinds => [.. Changes.Select(change => change.Text("kind"))];

    /// <summary>What changed, in words.</summary>
    public string Summary => string.Join(", ", Changes.SelectMany(change => change.AsObject().Where(sort => sort.Key != "kind")
        .Select(sort => $"{change.Text("kind")} {sort.Key} {sort.Value!["count"]}")));

    private IEnumerable<JsonNode> Changes => Data["changes"]?.AsArray().Select(change => change!) ?? [];

    /// <summary>The ids of things of a kind to which the same happened.</summary>
    public IReadOnlyList<string> Ids(string kind, string sort) =>
        [.. Changes.Where(change => change.Text("kind") == kind).SelectMany(change => change[sort]?["ids"]?.AsArray() ?? []).Select(id => id!.GetValue<string>())];
}

using System.Text;
using System.Text.Json.Serialization;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Control;

/// <summary>From where a stream tells what happens in a world.</summary>
public record StreamStart
{
    public required string World { get; init; }

    /// <summary>The place in the stream; what happens from here on is told.</summary>
    public required string Cursor { get; init; }

    /// <summary>The world's time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>realtime or frozen.</summary>
    public required string Mode { get; init; }
}

/// <summary>From where a stream goes on that left something out.</summary>
public sealed record StreamGap : StreamStart
{
    /// <summary>Why.</summary>
    [JsonPropertyOrder(1)]
    public required string Reason { get; init; }
}

/// <summary>What happened in a world at once.</summary>
public sealed record StreamChanges
{
    /// <summary>The place in the stream after it.</summary>
    public required string Cursor { get; init; }

    /// <summary>When, on the world's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When, in real time.</summary>
    public required DateTimeOffset RealAt { get; init; }

    /// <summary>By kind.</summary>
    public required IReadOnlyList<KindOfChanges> Changes { get; init; }
}

/// <summary>Why a stream ends.</summary>
public sealed record StreamEnd
{
    public required string Reason { get; init; }
}

/// <summary>
/// Answers with what happens in a world, as server-sent events, until the client goes away, the world ends or the emulator stops. Each
/// event has its place in the stream as its id, by which a client goes on after its connection broke.
/// </summary>
/// <param name="running">The world.</param>
/// <param name="after">The cursor of what the client knows already; null for nothing.</param>
/// <param name="kinds">What it wants to hear of; all where there is none.</param>
/// <param name="services">What else is needed.</param>
internal sealed class ChangeStream(RunningWorld running, string? after, IReadOnlyList<string> kinds, StreamServices services) : IResult
{
    /// <summary>How often a client hears something where nothing happens.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private const int MostAtOnce = 100;
    private const string LostReason = "The cursor is of another time: since then the emulator or the world began anew, more happened than is kept, or nobody listened for a minute";
    private const string SlowReason = "More happened than is kept until it was read";

    /// <summary>How long a client that does not read may take to take the last event.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(500);

    private readonly StringBuilder _unsent = new();
    private long _sentAt;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = AdvanceStream.MediaType;
        response.Headers.CacheControl = "no-cache,no-store";
        if (HttpMethods.IsHead(httpContext.Request.Method))
            return;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(
            httpContext.RequestAborted, running.Closing, services.Lifetime.ApplicationStopping);
        try
        {
            using var reader = await running.World.ListenAsync(after, ended.Token);
            await TellAsync(response, reader, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            if (!httpContext.RequestAborted.IsCancellationRequested)
                await EndAsync(httpContext);
        }
    }

    private async Task TellAsync(HttpResponse response, FeedReader reader, CancellationToken cancellationToken)
    {
        // Who loses the connection between the two is to ask again with the cursor he had.
        Add("start", reader.HasGap ? null : reader.Place, Start(reader.Place));
        if (reader.HasGap)
            AddGap(reader.Place, LostReason);
        var place = reader.Place;
        while (true)
        {
            await SendAsync(response, cancellationToken);
            var more = reader.More;
            var news = reader.Read(MostAtOnce);
            if (news.Break == FeedBreak.Replaced)
                Add("replaced", news.Place, Start(news.Place));
            else if (news.Break == FeedBreak.TooSlow)
                AddGap(news.Place, SlowReason);
            foreach (var moment in news.Moments)
                Add(moment, news.Place with { Number = moment.Number });
            if (_unsent.Length > 0 || news.Moments.Count > 0)
                continue;
            if (await HappensAsync(more, cancellationToken))
                continue;
            // What was left out for its kind need not be told once more to a client that comes again.
            _ = _unsent.Append(':').Append('\n');
            if (place != reader.Place)
                _ = _unsent.Append("id: ").Append(reader.Place).Append('\n');
            _ = _unsent.Append('\n');
            place = reader.Place;
        }
    }

    /// <summary>Waits until there is more; false when it is time to say at least that the connection is there.</summary>
    private async Task<bool> HappensAsync(Task more, CancellationToken cancellationToken)
    {
        var left = Heartbeat - services.RealTime.GetElapsedTime(_sentAt);
        if (left <= TimeSpan.Zero)
            return false;
        try
        {
            await more.WaitAsync(left, services.RealTime, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Add(ToldMoment moment, FeedPlace place)
    {
        List<KindOfChanges> changes =
        [
            .. from change in moment.Changes
               where kinds.Count == 0 || kinds.Contains(change.Kind)
               group change by change.Kind into sorts
               orderby Order(sorts.Key)
               select ToResult(sorts.Key, sorts.ToDictionary(change => change.Sort, change => new ChangedThings { Count = change.Count, Ids = change.Ids })),
        ];
        if (changes.Count > 0)
            Add("changes", place, new StreamChanges { Cursor = place.ToString(), At = moment.At, RealAt = moment.RealAt, Changes = changes });
    }

    private static int Order(string kind)
    {
        for (var i = 0; i < ToldRows.Kinds.Count; i++)
        {
            if (ToldRows.Kinds[i] == kind)
                return i;
        }

        return ToldRows.Kinds.Count;
    }

    private static KindOfChanges ToResult(string kind, Dictionary<ChangeSort, ChangedThings> sorts) => new()
    {
        Kind = kind,
        Created = sorts.GetValueOrDefault(ChangeSort.Created),
        Changed = sorts.GetValueOrDefault(ChangeSort.Changed),
        Resolved = sorts.GetValueOrDefault(ChangeSort.Resolved),
        Deleted = sorts.GetValueOrDefault(ChangeSort.Deleted),
    };

    private StreamStart Start(FeedPlace place)
    {
        var clock = running.World.Clock;
        return new StreamStart { World = running.World.Name, Cursor = place.ToString(), Now = clock.GetUtcNow(), Mode = EnumName.Of(clock.State.Mode) };
    }

    private void AddGap(FeedPlace place, string reason)
    {
        var start = Start(place);
        Add("gap", place, new StreamGap { World = start.World, Cursor = start.Cursor, Now = start.Now, Mode = start.Mode, Reason = reason });
    }

    private void Add<T>(string type, FeedPlace? place, T data)
    {
        if (place is not null)
            _ = _unsent.Append("id: ").Append(place).Append('\n');
        _ = _unsent.Append("event: ").Append(type).Append('\n').Append("data: ").Append(WireJson.Write(data)).Append("\n\n");
    }

    private async Task SendAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        if (_unsent.Length == 0)
            return;
        var text = _unsent.ToString();
        _ = _unsent.Clear();
        _sentAt = services.RealTime.GetTimestamp();
        await response.WriteAsync(text, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    private async Task EndAsync(HttpContext context)
    {
        _ = _unsent.Clear();
        var isStopping = services.Lifetime.ApplicationStopping.IsCancellationRequested;
        Add("end", null, new StreamEnd { Reason = isStopping ? "The emulator stops" : $"The world {running.World.Name} was deleted" });
        using var limit = new CancellationTokenSource(LastWords, services.RealTime);
        try
        {
            await SendAsync(context.Response, limit.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }
}

/// <summary>What a stream of changes needs beside its world.</summary>
internal sealed record StreamServices(IHostApplicationLifetime Lifetime, TimeProvider RealTime);

using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Control;

/// <summary>How far an advance has come.</summary>
public sealed record AdvanceProgressResult
{
    /// <summary>The instant at which it began.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The instant that the world's clock has reached.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The instant at which it is done.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>How many steps of carriers and attempts to deliver are done.</summary>
    public required int Done { get; init; }

    /// <summary>
    /// How many are known: what is done, and what is scheduled on the rest of the way. It grows as steps bring about others.
    /// </summary>
    public required int Known { get; init; }
}

/// <summary>
/// Tells how far an advance has come while it is under way, as server-sent events: <c>progress</c>, and in the end <c>result</c> or
/// <c>error</c>.
/// </summary>
internal sealed class AdvanceStream(World world, TimeProvider realTime)
{
    public const string MediaType = "text/event-stream";

    private const string Progress = "progress";
    private const string Result = "result";
    private const string Error = "error";

    /// <summary>What is scheduled is counted for each event, so there are only as many as one can see.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Channel<SseItem<string>> _items = Channel.CreateUnbounded<SseItem<string>>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _toldAt;

    /// <summary>Whether a request asks for events.</summary>
    public static bool IsWantedBy(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => string.Equals(type.MediaType.Value, MediaType, StringComparison.OrdinalIgnoreCase));

    /// <summary>Takes note of how far the advance has come.</summary>
    public void Tell(AdvanceProgress progress)
    {
        var now = realTime.GetUtcNow();
        if (now - _toldAt < Interval)
            return;
        _toldAt = now;
        using (var reader = world.OpenSqlReader())
        {
            var known = progress.Done + reader.PendingUntil(progress.Target);
            Add(Progress, new AdvanceProgressResult { From = progress.From, Now = progress.Now, To = progress.Target, Done = progress.Done, Known = known });
        }

        _ = _begun.TrySetResult();
    }

    /// <summary>Waits until the advance is under way; false where it ended before that, as one that is refused does.</summary>
    public async Task<bool> HasBegunAsync(Task advance)
    {
        _ = await Task.WhenAny(_begun.Task, advance);
        return _begun.Task.IsCompleted;
    }

    /// <summary>The events of an advance that is under way, as they come.</summary>
    /// <param name="advance">The advance, with its ledger or what is said in its place.</param>
    /// <param name="explain">What is said of an exception; null of one that leaves nobody to say it to.</param>
    /// <param name="cancellationToken">Ends them when nobody reads any more.</param>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync(
        Task<(AdvanceLedger? Ledger, ApiErrorResult? Refusal)> advance, Func<Exception, ApiErrorResult?> explain,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var last = AddLastAsync(advance, explain);
        try
        {
            await foreach (var item in _items.Reader.ReadAllAsync(cancellationToken))
                yield return item;
        }
        finally
        {
            await last;
        }
    }

    private async Task AddLastAsync(Task<(AdvanceLedger? Ledger, ApiErrorResult? Refusal)> advance, Func<Exception, ApiErrorResult?> explain)
    {
        try
        {
            var (ledger, refusal) = await advance;
            if (ledger is not null)
                Add(Result, ledger);
            else
                Add(Error, refusal!.Value);
        }
        catch (Exception exception)
        {
            // The status is sent already, so what would have been the answer is told as the last event.
            if (explain(exception) is { } answer)
                Add(Error, answer.Value);
        }
        finally
        {
            _items.Writer.Complete();
        }
    }

    private void Add<T>(string type, T value) => _ = _items.Writer.TryWrite(new SseItem<string>(WireJson.Write(value)!, type));
}

/// <summary>
/// Answers with the events of an advance. The OpenAPI document has them in words only: clients made from it ask for the ledger, and take
/// one kind of answer.
/// </summary>
internal sealed class AdvanceEvents(IAsyncEnumerable<SseItem<string>> events) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => TypedResults.ServerSentEvents(events).ExecuteAsync(httpContext);
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>A webhook as it came over the wire.</summary>
internal sealed record ReceivedWebhook(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string EventId => Json["event"]!["id"]!.GetValue<string>();

    public string Type => Json["event"]!["type"]!.GetValue<string>();

    public string ObjectId => Json["data"]!["id"]!.GetValue<string>();

    public DateTimeOffset Timestamp => DateTimeOffset.Parse(Headers["x-noyo-timestamp"], CultureInfo.InvariantCulture);

    /// <summary>
    /// Checks the signature as a receiver would that knows nothing of the emulator: two digests for each secret, of timestamp and
    /// body, and of the body.
    /// </summary>
    public void ShouldBeSignedWith(params string[] secrets)
    {
        byte[] stamped = [.. Encoding.UTF8.GetBytes(Headers["x-noyo-timestamp"]), (byte)'.', .. Body];
        Headers["x-noyo-signature"].Split(',').ShouldBe(secrets.Select(Encoding.UTF8.GetBytes).SelectMany(key => new[]
        {
            Convert.ToHexStringLower(HMACSHA256.HashData(key, stamped)),
            Convert.ToHexStringLower(HMACSHA256.HashData(key, Body)),
        }));
    }
}

/// <summary>A receiver of webhooks on a real socket that keeps what it got.</summary>
internal sealed class RecordingReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedWebhook> _received = new();
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TestReceiver? _server;
    private (int Count, TaskCompletionSource Reached)? _awaited;

    /// <summary>Answers with a status, given how many webhooks came before.</summary>
    public Func<int, HttpContext, Task<int>> Answer { get; set; } = (_, _) => Task.FromResult(200);

    public IReadOnlyList<ReceivedWebhook> Received => [.. _received];

    public string Url => _server!.Url + "/hooks";

    /// <summary>One that accepts everything.</summary>
    public static async Task<RecordingReceiver> StartAsync()
    {
        var receiver = new RecordingReceiver();
        receiver._server = await TestReceiver.StartAsync(receiver.ReceiveAsync);
        return receiver;
    }

    /// <summary>One that always answers the same status.</summary>
    public static async Task<RecordingReceiver> StartAsync(int status)
    {
        var receiver = await StartAsync();
        receiver.Answer = (_, _) => Task.FromResult(status);
        return receiver;
    }

    /// <summary>One that never answers, until released.</summary>
    public static async Task<RecordingReceiver> StartStuckAsync(Task released)
    {
        var receiver = await StartAsync();
        receiver.Answer = async (_, context) =>
        {
            await Task.WhenAny(released, receiver._stopping.Task).WaitAsync(context.RequestAborted);
            return 200;
        };
        return receiver;
    }

    /// <summary>Completes when so many webhooks have come in all.</summary>
    public Task ReceivedAsync(int count)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_received)
        {
            _awaited = (count, reached);
            if (_received.Count >= count)
                reached.TrySetResult();
        }

        return reached.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _stopping.TrySetResult();
        await _server!.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal);
        int before;
        lock (_received)
        {
            before = _received.Count;
            _received.Enqueue(new ReceivedWebhook(headers, body.ToArray()));
            if (_awaited is { } awaited && _received.Count >= awaited.Count)
                awaited.Reached.TrySetResult();
        }

        var status = await Answer(before, context);
        if (!context.Response.HasStarted)
            context.Response.StatusCode = status;
    }
}

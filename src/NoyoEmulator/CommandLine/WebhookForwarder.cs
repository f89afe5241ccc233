using System.Text;
using System.Text.Json;

namespace NoyoEmulator.CommandLine;

/// <summary>What came of forwarding: a status, or why there is none.</summary>
internal sealed record Forwarded(int? Status, string? Problem)
{
    public bool IsAccepted => Status is >= 200 and < 300;
}

/// <summary>Sends webhooks on to a receiver, as they came: the method, the headers, signature included, and each byte of the body.</summary>
internal sealed class WebhookForwarder(Uri target, HttpMessageHandler handler) : IDisposable
{
    /// <summary>As long as Noyo waits.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // Of the connection that they came by, not of the webhook.
    private static readonly HashSet<string> OfTheConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Content-Length", "Transfer-Encoding", "Expect", "Keep-Alive", "Upgrade", "TE", "Trailer",
    };

    private readonly HttpClient _client = new(handler) { Timeout = Limit };

    public Uri Target => target;

    /// <summary>Forwards a message of an inbox.</summary>
    public async Task<Forwarded> SendAsync(JsonElement message, CancellationToken cancellationToken)
    {
        // Half a body has no signature that fits.
        if (message.IsTrue("truncated"))
            return new Forwarded(null, "not forwarded, because its body is longer than the emulator keeps");
        using var request = new HttpRequestMessage(new HttpMethod(message.FindText("method") ?? "POST"), target);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(message.FindText("body") ?? ""));
        foreach (var header in message.Find("headers")?.EnumerateObject().ToList() ?? [])
        {
            var value = header.Value.ToString();
            if (!OfTheConnection.Contains(header.Name) && !request.Headers.TryAddWithoutValidation(header.Name, value))
                _ = request.Content.Headers.TryAddWithoutValidation(header.Name, value);
        }

        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return new Forwarded((int)response.StatusCode, null);
        }
        catch (HttpRequestException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new Forwarded(null, (exception.InnerException ?? exception).Message.ReplaceLineEndings(" ").TrimEnd('.'));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Forwarded(null, $"no answer in {Limit.TotalSeconds:0} s");
        }
    }

    public void Dispose() => _client.Dispose();
}

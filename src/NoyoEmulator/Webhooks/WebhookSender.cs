using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NoyoEmulator.Configuration;

namespace NoyoEmulator.Webhooks;

/// <summary>Makes one attempt to deliver a webhook. Retrying is the caller's business, so that every attempt is on record.</summary>
/// <param name="clients">Makes the client named <see cref="ClientName"/>.</param>
/// <param name="options">Holds the time limit of an attempt.</param>
/// <param name="signatureMode">What signatures cover.</param>
/// <param name="callbackHost">Where receivers on localhost are to be found; null for where they say.</param>
/// <param name="runsInContainer">Whether this process runs in a container.</param>
internal sealed class WebhookSender(
    IHttpClientFactory clients,
    WebhookOptions options,
    WebhookSignatureMode signatureMode,
    string? callbackHost,
    bool runsInContainer)
{
    /// <summary>The name of the HTTP client: one that follows no redirects and keeps no cookies.</summary>
    public const string ClientName = "webhooks";

    private const string TraceHeader = "x-cloud-trace-context";

    // Receivers answer in real time, whatever the world's clock says.
    private static readonly TimeProvider RealTime = TimeProvider.System;

    /// <summary>Sends the request and says what became of it.</summary>
    /// <param name="request">What to send, and where.</param>
    /// <param name="cancellationToken">Ends the attempt without a result.</param>
    /// <returns>The outcome, whatever the receiver did and whatever its URL is.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<AttemptResult> SendAsync(WebhookRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var headers = HeadersOf(request);
        var started = RealTime.GetTimestamp();
        using var content = new ReadOnlyMemoryContent(request.Body);
        var (failure, response) = await ExchangeAsync(request.Url, headers, content, options.AttemptTimeout, cancellationToken);
        return new AttemptResult
        {
            FailureReason = failure,
            StartedAt = request.StartedAt,
            Duration = RealTime.GetElapsedTime(started),
            RequestHeaders = headers,
            RequestBody = request.Body,
            Response = response,
        };
    }

    /// <summary>Posts something, and says what came of it.</summary>
    /// <param name="url">The receiver's URL, as its owner wrote it.</param>
    /// <param name="headers">All headers.</param>
    /// <param name="content">The body.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancellationToken">Ends it without a result.</param>
    /// <returns>Why it failed, in words; null when it succeeded. What came back, as far as anything did.</returns>
    public async Task<(string? Failure, AttemptResponse? Response)> ExchangeAsync(
        string url, IReadOnlyDictionary<string, string> headers, HttpContent content, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!TryGetUrl(url, out var receiver))
            return (WebhookFailure.BadUrl, null);

        using var limit = new CancellationTokenSource(timeout, RealTime);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var target = CallbackHost.Apply(receiver, callbackHost);
        AttemptResponse? answer = null;
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var message = MessageOf(content, receiver, target, headers);
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, linked.Token);
            answer = new AttemptResponse((int)response.StatusCode, HeadersOf(response, receiver), Body: "", IsBodyComplete: false);
            answer = await WithBodyAsync(answer, response, receiver, linked.Token);
            return (response.IsSuccessStatusCode ? null : WebhookFailure.Status(response.StatusCode, answer.Body), answer);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return limit.IsCancellationRequested
                ? (WebhookFailure.Timeout(timeout, answer is not null), answer)
                : (WebhookFailure.Broken(exception, receiver, target, runsInContainer), answer);
        }
    }

    private static bool TryGetUrl(string text, [NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url)
        && (string.Equals(url.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal)
            || string.Equals(url.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal));

    private Dictionary<string, string> HeadersOf(WebhookRequest request)
    {
        var timestamp = WebhookSigner.FormatTimestamp(request.StartedAt);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = "application/json",
            [WebhookSigner.SignatureHeader] = WebhookSigner.Sign(timestamp, request.Body.Span, request.Secrets, signatureMode),
            [WebhookSigner.TimestampHeader] = timestamp,
            [TraceHeader] = TraceOf(request),
        };
    }

    private static HttpRequestMessage MessageOf(HttpContent content, Uri receiver, Uri target, IReadOnlyDictionary<string, string> headers)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, target) { Content = content };
        // Certificates and virtual hosts are those of the name that the receiver has for itself.
        if (target != receiver)
            message.Headers.Host = receiver.Authority;
        foreach (var (name, value) in headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    /// <summary>A trace of its own for every attempt, the same whenever the world is run again.</summary>
    private static string TraceOf(WebhookRequest request)
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes($"{request.DeliveryId:D}/{request.Attempt}"));
        var span = BinaryPrimitives.ReadUInt64BigEndian(hash.AsSpan(16, 8));
        return $"{Convert.ToHexStringLower(hash.AsSpan(0, 16))}/{span.ToString(CultureInfo.InvariantCulture)}";
    }

    private static SortedDictionary<string, string> HeadersOf(HttpResponseMessage response, Uri receiver)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
            headers[name.ToLowerInvariant()] = ReceiverUrl.MaskedIn(string.Join(", ", values), receiver);
        return headers;
    }

    private static async Task<AttemptResponse> WithBodyAsync(
        AttemptResponse answer,
        HttpResponseMessage response,
        Uri receiver,
        CancellationToken cancellationToken)
    {
        // One byte more than is kept tells whether there was more.
        var buffer = new byte[AttemptResponse.MaxBodyBytes + 1];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        var isComplete = read < buffer.Length;
        var body = TextOf(buffer.AsSpan(0, isComplete ? read : read - 1), isComplete);
        return answer with { Body = ReceiverUrl.MaskedIn(body, receiver), IsBodyComplete = isComplete };
    }

    // A character cut in two by the limit is left out; other bytes that are not UTF-8 become replacement characters.
    private static string TextOf(ReadOnlySpan<byte> bytes, bool isComplete)
    {
        var characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        var count = Encoding.UTF8.GetDecoder().GetChars(bytes, characters, flush: isComplete);
        return new string(characters, 0, count);
    }
}

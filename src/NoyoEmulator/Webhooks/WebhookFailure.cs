using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace NoyoEmulator.Webhooks;

/// <summary>Puts into words why an attempt failed. Decides by codes, never by the text of exceptions.</summary>
internal static class WebhookFailure
{
    /// <summary>The URL cannot be used at all.</summary>
    public const string BadUrl = "the URL is not an absolute http or https address";

    private const string DockersName = "host.docker.internal";

    private const string OnlyHttp2 = "the receiver speaks HTTP/2 without TLS (h2c) only; webhooks are sent with HTTP/1.1";

    // What ASP.NET Core answers to HTTP/1.1 where it speaks HTTP/2 alone.
    private const string KestrelOnlyHttp2 = "HTTP/2 only endpoint";

    /// <summary>The receiver answered, but not with 200 to 299.</summary>
    /// <param name="status">What it answered.</param>
    /// <param name="body">The beginning of its body.</param>
    public static string Status(HttpStatusCode status, string body) => (int)status switch
    {
        400 when body.Contains(KestrelOnlyHttp2, StringComparison.Ordinal) => $"status 400: {OnlyHttp2}",
        301 or 302 or 303 or 307 or 308 => $"status {(int)status}: redirects are not followed",
        505 => "status 505: the receiver does not speak HTTP/1.1, which webhooks are sent with",
        _ => $"status {(int)status}",
    };

    /// <summary>No complete answer came within the limit.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="hasStatus">Whether the answer had at least begun.</param>
    public static string Timeout(TimeSpan limit, bool hasStatus)
    {
        var seconds = limit.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return hasStatus ? $"the answer did not end in {seconds} s" : $"no answer in {seconds} s";
    }

    /// <summary>The exchange broke off.</summary>
    /// <param name="exception">What the HTTP client threw.</param>
    /// <param name="url">The receiver.</param>
    /// <param name="target">Where it was looked for, which is another place when <c>Emulator:CallbackHost</c> says so.</param>
    /// <param name="runsInContainer">Whether this process runs in a container, where localhost is seldom what was meant.</param>
    public static string Broken(Exception exception, Uri url, Uri target, bool runsInContainer)
    {
        var chain = Chain(exception).ToArray();
        if (chain.OfType<LinkLocalException>().FirstOrDefault() is { Address: var address })
            return $"not sent: {target.Host} is the link-local or metadata address {address}, which is refused unless {LinkLocal.Option} is true{By(url, target)}";
        if (chain.Any(cause => cause is ReceiverClosedException))
            return "the receiver closed the connection without an answer";
        if (chain.Any(cause => cause is SpeaksHttp2Exception))
            return OnlyHttp2;
        var error = chain.Select(ErrorOf).FirstOrDefault(code => code is not (null or HttpRequestError.Unknown));
        var socket = chain.OfType<SocketException>().FirstOrDefault()?.SocketErrorCode;

        return (error, socket) switch
        {
            (HttpRequestError.NameResolutionError, _) or (_, SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData) =>
                $"the name {target.Host} is not resolved{By(url, target)}{ForDockersName(target)}",
            // A container without IPv6 has no address to call its own localhost from.
            (_, SocketError.ConnectionRefused) or (_, SocketError.AddressNotAvailable) when target.IsLoopback || socket == SocketError.ConnectionRefused => Refused(url, target, runsInContainer),
            (HttpRequestError.SecureConnectionError, _) => TlsFailed(chain),
            (_, SocketError.HostUnreachable or SocketError.NetworkUnreachable) => $"{target.Host} cannot be reached{By(url, target)}",
            (HttpRequestError.ConnectionError, _) => $"no connection: {chain[^1].Message}",
            (HttpRequestError.ResponseEnded, _) or (_, SocketError.ConnectionReset or SocketError.Shutdown) =>
                "the receiver closed the connection before its answer was complete",
            (HttpRequestError.InvalidResponse, _) => "the answer is not HTTP",
            (HttpRequestError.ConfigurationLimitExceeded, _) => "the answer's headers are too long",
            _ => $"the exchange broke off: {chain[^1].Message}",
        };
    }

    private static string Refused(Uri url, Uri target, bool runsInContainer) => runsInContainer && target.IsLoopback
        ? $"connection refused: the emulator runs in a container, and {url.Host} is the container itself; "
          + $"use {DockersName} to reach the machine it runs on, here or once for all in Emulator:CallbackHost"
        : $"connection refused{By(url, target)}";

    private static string ForDockersName(Uri target) => string.Equals(target.Host, DockersName, StringComparison.OrdinalIgnoreCase)
        ? $"; start the container with --add-host={DockersName}:host-gateway"
        : "";

    private static string By(Uri url, Uri target) => url == target ? "" : $" ({target.Authority}, by Emulator:CallbackHost)";

    private static string TlsFailed(Exception[] chain) => $"TLS failed: {chain[^1].Message}"
        + (chain.OfType<AuthenticationException>().Any()
            ? " (a development certificate is accepted with Webhooks:AllowUntrustedCertificates)"
            : "");

    private static HttpRequestError? ErrorOf(Exception exception) => exception switch
    {
        HttpRequestException request => request.HttpRequestError,
        HttpIOException io => io.HttpRequestError,
        _ => null,
    };

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
            yield return current;
    }
}

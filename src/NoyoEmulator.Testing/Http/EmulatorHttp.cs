using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NoyoEmulator.Testing.Processes;

namespace NoyoEmulator.Testing.Http;

/// <summary>Speaks to one emulator: to its control plane, and to Noyo's APIs in its worlds.</summary>
internal sealed class EmulatorHttp : IDisposable
{
    public const string ControlPrefix = "_emulator/";

    private const string WorldHeader = "X-Emulator-World";
    private const string KeyHeader = "X-Emulator-Key";

    /// <summary>An advance by years of webhooks takes its time.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _client;
    private readonly string? _controlKey;
    private readonly EmulatorProcess? _process;

    public EmulatorHttp(Uri address, string? controlKey, EmulatorProcess? process)
    {
        Address = address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + '/');
        _controlKey = controlKey;
        _process = process;
        _handler = new SocketsHttpHandler
        {
            UseProxy = !Address.IsLoopback,
            UseCookies = false,
            AllowAutoRedirect = false,
            // The emulator closes a connection that is idle for a minute.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        };
        _client = CreateClient();
        _client.BaseAddress = Address;
    }

    /// <summary>The emulator's address, with a slash at the end.</summary>
    public Uri Address { get; }

    /// <summary>A client that shares the connections of all others.</summary>
    public HttpClient CreateClient() => new(_handler, disposeHandler: false) { Timeout = Timeout };

    /// <summary>Calls the control plane.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path below <c>/_emulator</c>.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="world">The world that is meant; null for the default one.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>The answer; undefined where it has no body.</returns>
    public async Task<JsonElement> ControlAsync(
        HttpMethod method, string path, NoyoJson? body, string? world, CancellationToken cancellationToken)
    {
        var text = await ControlTextAsync(method, path, body, world, cancellationToken).ConfigureAwait(false);
        return Parse(text);
    }

    /// <summary>The same for an answer that is a text.</summary>
    public Task<string> ControlTextAsync(HttpMethod method, string path, NoyoJson? body, string? world, CancellationToken cancellationToken)
    {
        var request = RequestOf(method, ControlPrefix + path.TrimStart('/'), body);
        if (world is not null)
            request.Headers.Add(WorldHeader, world);
        if (_controlKey is not null)
            request.Headers.Add(KeyHeader, _controlKey);
        return SendAsync(request, cancellationToken);
    }

    /// <summary>Calls one of Noyo's APIs.</summary>
    /// <param name="method">The method.</param>
    /// <param name="uri">The absolute address.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="token">The bearer token.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    public async Task<JsonElement> ApiAsync(HttpMethod method, Uri uri, NoyoJson? body, string token, CancellationToken cancellationToken)
    {
        var request = RequestOf(method, uri.AbsoluteUri, body);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return Parse(await SendAsync(request, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }

    private static HttpRequestMessage RequestOf(HttpMethod method, string uri, NoyoJson? body)
    {
        var request = new HttpRequestMessage(method, new Uri(uri, UriKind.RelativeOrAbsolute));
        if (body is { } json)
            request.Content = new StringContent(json.ToString(), Encoding.UTF8, "application/json");
        return request;
    }

    private static JsonElement Parse(string text)
    {
        if (text.Length == 0)
            return default;
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private async Task<string> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            var what = $"{request.Method} {new Uri(Address, request.RequestUri!)}";
            HttpStatusCode status;
            string text;
            try
            {
                using var response = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
                status = response.StatusCode;
                text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is HttpRequestException or ObjectDisposedException)
            {
                throw Refusal.WithoutAnswer(what, Address, _process, exception);
            }

            return (int)status < 300 ? text : throw Refusal.Of(what, status, text, _process);
        }
    }
}

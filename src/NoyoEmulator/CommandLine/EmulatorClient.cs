using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NoyoEmulator.CommandLine;

/// <summary>Calls the control plane of an emulator, about one world.</summary>
internal sealed class EmulatorClient : IDisposable
{
    private const string Prefix = "_emulator/";
    private const string WorldHeader = "X-Emulator-World";
    private const string KeyHeader = "X-Emulator-Key";

    private readonly HttpClient _client;
    private readonly HttpMessageHandler _handler;
    private readonly string? _world;
    private readonly string? _key;

    /// <param name="address">The emulator's address.</param>
    /// <param name="world">The world that is meant; null for the default one.</param>
    /// <param name="key">The key of its control plane; null for none.</param>
    /// <param name="handler">Sends the requests.</param>
    public EmulatorClient(Uri address, string? world, string? key, HttpMessageHandler handler)
        : this(address, world, key, handler, ownsHandler: true)
    {
    }

    private EmulatorClient(Uri address, string? world, string? key, HttpMessageHandler handler, bool ownsHandler)
    {
        Address = address;
        (_world, _key, _handler) = (world, key, handler);
        // An advance by years takes its time, and a wait is as long as it was asked to be.
        _client = new HttpClient(handler, ownsHandler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The emulator's address, with a slash at the end.</summary>
    public Uri Address { get; }

    /// <summary>Makes a call that is to succeed.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path below <c>/_emulator</c>, with a query if need be.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>What was answered, as it came; empty where there is nothing to say.</returns>
    /// <exception cref="ToolException">It was refused, or nobody answers.</exception>
    public async Task<string> TextAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, body, accept: null, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    /// <inheritdoc cref="TextAsync"/>
    public async Task<JsonElement> CallAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken) =>
        Json.Parse(await TextAsync(method, path, body, cancellationToken));

    /// <summary>Reads what is at a path.</summary>
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => CallAsync(HttpMethod.Get, path, body: null, cancellationToken);

    /// <summary>Reads all pages of a list.</summary>
    public async Task<JsonObject> ListAsync(string path, CancellationToken cancellationToken)
    {
        var all = await PageAsync(0);
        var items = all["response"]!.AsArray();
        while (items.Count < all["meta"]!["total_records"]!.GetValue<int>()
            && (await PageAsync(items.Count))["response"]!.AsArray() is { Count: > 0 } more)
        {
            foreach (var item in more)
                items.Add(item!.DeepClone());
        }

        return all;

        async Task<JsonObject> PageAsync(int offset) =>
            JsonNode.Parse(await TextAsync(HttpMethod.Get, $"{path}?page_size=100&offset={offset}", body: null, cancellationToken))!.AsObject();
    }

    /// <summary>Makes a call whose answer is looked at by the caller, who disposes of it.</summary>
    /// <exception cref="ToolException">It was refused with something other than <paramref name="taken"/>, or nobody answers.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, JsonNode? body, string? accept, CancellationToken cancellationToken, HttpStatusCode taken = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address, Prefix + path));
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        if (_world is not null)
            request.Headers.Add(WorldHeader, _world);
        if (_key is not null)
            request.Headers.Add(KeyHeader, _key);
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        var response = await AnsweredAsync(_client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken), cancellationToken);
        if (response.IsSuccessStatusCode || response.StatusCode == taken)
            return response;
        using (response)
            throw Refused(response.StatusCode, await ReadAsync(response, cancellationToken));
    }

    /// <summary>The same emulator, about another world. Disposing of it ends nothing.</summary>
    public EmulatorClient About(string world) => new(Address, world, _key, _handler, ownsHandler: false);

    /// <summary>Makes a call of any of the emulator's APIs, whatever is answered, if anything is.</summary>
    /// <param name="call">The method, and the path as it is to be sent.</param>
    /// <param name="body">Its JSON; null for none.</param>
    /// <param name="prefer">The header of that name; null for none.</param>
    /// <param name="token">The access token.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task MakeAsync((HttpMethod Method, string Path) call, string? body, string? prefer, string token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(call.Method, new Uri(Address, call.Path.TrimStart('/')));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (prefer is not null)
            request.Headers.Add("Prefer", prefer);
        request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add(WorldHeader, _world);
        if (_key is not null)
            request.Headers.Add(KeyHeader, _key);
        // Where there will be no answer, a connection that was used before would be taken for one that had gone stale, and the call be made twice.
        request.Headers.ConnectionClose = true;
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // An answer that never comes, or ends early, is one of the things that are made again. An emulator that is gone is missed soon enough.
        }
    }

    /// <summary>Reads an answer to its end.</summary>
    public Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        AnsweredAsync(response.Content.ReadAsStringAsync(cancellationToken), cancellationToken);

    /// <summary>Waits for something of the emulator's, and says so where it is gone.</summary>
    public async Task<T> AnsweredAsync<T>(Task<T> answer, CancellationToken cancellationToken)
    {
        try
        {
            return await answer;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // A call that is given up may end in either way.
            cancellationToken.ThrowIfCancellationRequested();
            throw new ToolException(
                ExitCode.NotReachable,
                $"No emulator answers at {Address}: {Cause(exception)}. Start one with {Tool.Name} start, or name another with --url or {ToolOptions.UrlVariable}.");
        }
    }

    /// <summary>Why a call was refused, from what was answered.</summary>
    public ToolException Refused(HttpStatusCode status, string answer)
    {
        if (Json.TryParse(answer) is not { } refusal || refusal.FindText("message") is not { } message)
        {
            return new ToolException(
                ExitCode.NotReachable, $"What answers at {Address} is no emulator: it said {(int)status}. Name another with --url or {ToolOptions.UrlVariable}.");
        }

        var errors = refusal.List("errors").Select(error => error.FindText("message")).OfType<string>().ToList();
        var said = (errors.Count > 1 ? string.Join("; ", errors) : message).TrimEnd('.');
        return new ToolException(
            ExitCode.Refused,
            status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                ? $"{said} ({(int)status}). Give the emulator's control key with --control-key or {ToolOptions.KeyVariable}."
                : $"{said} ({(int)status}).");
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static string Cause(Exception exception) =>
        (exception.InnerException ?? exception).Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.OpenApi;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Contract;

namespace NoyoEmulator.Tests.Infrastructure;

/// <summary>
/// The whole emulator in this process, reached over HTTP as a client would. Its clock is frozen at <see cref="Start"/>
/// unless the settings say otherwise; its data is thrown away at the end unless a directory is given.
/// </summary>
public sealed class EmulatorApp : IAsyncDisposable
{
    public const string Start = "2024-08-20T12:00:00Z";

    private readonly Factory _factory;
    private readonly bool _isWholeEmulator;
    private readonly ContractTerms _terms;

    public EmulatorApp(params (string Key, string? Value)[] settings)
        : this(isOnSocket: false, services: null, settings)
    {
    }

    private EmulatorApp(bool isOnSocket, Action<IServiceCollection>? services, (string Key, string? Value)[] settings)
    {
        _factory = new Factory(settings, services);
        if (isOnSocket)
            _factory.UseKestrel(0);
        _isWholeEmulator = true;
        _terms = new ContractTerms(settings.Contains(("Noyo:DifferenceList", "array")), Array.Exists(settings, setting => setting.Key == "Emulator:ControlKey"));
        Client = AnonymousClient();
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "any");
    }

    private EmulatorApp(Factory factory, ContractTerms terms, JsonNode world)
    {
        _factory = factory;
        _terms = terms;
        Client = AnonymousClient();
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", world["access_token"]!.GetValue<string>());
    }

    /// <summary>A client with a bearer token.</summary>
    public HttpClient Client { get; }

    /// <summary>An emulator whose data stays in a directory, so that another one can be started on it.</summary>
    public static EmulatorApp On(string dataDirectory, params (string Key, string? Value)[] settings) =>
        new([("Emulator:Storage", "file"), ("Emulator:DataDirectory", dataDirectory), .. settings]);

    /// <summary>An emulator that listens on a free port, as a process of its own would.</summary>
    public static EmulatorApp OnSocket(params (string Key, string? Value)[] settings) => new(isOnSocket: true, services: null, settings);

    /// <summary>An emulator whose real time is the given one.</summary>
    public static EmulatorApp WithRealTime(TimeProvider realTime, params (string Key, string? Value)[] settings) =>
        With(services => services.AddSingleton(realTime), settings);

    /// <summary>An emulator with services of a test's own.</summary>
    public static EmulatorApp With(Action<IServiceCollection> services, params (string Key, string? Value)[] settings) =>
        new(isOnSocket: false, services, settings);

    /// <summary>The method and route of everything that is mapped, with the prefix of its API.</summary>
    public IReadOnlyList<string> MappedOperations =>
    [
        .. _factory.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(endpoint =>
            (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method =>
                $"{method} {ApiDocument.PrefixOf(endpoint.Metadata.GetMetadata<ApiFamilyMetadata>()?.Family)}/{endpoint.RoutePattern.RawText!.Trim('/')}")),
    ];

    /// <summary>The operations of Noyo's APIs whose endpoints do not say how faithful they are.</summary>
    public IReadOnlyList<string> UnmarkedOperations =>
    [
        .. _factory.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ApiFamilyMetadata>() is not null && endpoint.Metadata.GetMetadata<FidelityMetadata>() is null)
            .Select(endpoint => $"{endpoint.RoutePattern.RawText} of {endpoint.Metadata.GetMetadata<ApiFamilyMetadata>()!.Family}"),
    ];

    /// <summary>Creates a world; gives the emulator as that world's clients see it. Ends with the emulator, not with this.</summary>
    public async Task<EmulatorApp> CreateWorldAsync(string name, JsonObject? body = null)
    {
        body ??= [];
        body["name"] = name;
        return new EmulatorApp(_factory, _terms, await DoAsync(HttpMethod.Post, "/_emulator/worlds", body));
    }

    /// <summary>The emulator as those see it who have a token of a world.</summary>
    public EmulatorApp Enter(string accessToken) => new(_factory, _terms, new JsonObject { ["access_token"] = accessToken });

    /// <summary>A client without a token. Like every client, it lets no answer through that is not as the contract has it.</summary>
    public HttpClient AnonymousClient() => _factory.CreateDefaultClient(new RedirectHandler(), new ContractHandler(_terms));

    /// <summary>A client that shows redirects instead of following them.</summary>
    public HttpClient WithoutRedirects() => _factory.CreateDefaultClient(new ContractHandler(_terms));

    /// <summary>What brings requests to it, for programs that have a client of their own. Nothing checks the answers.</summary>
    public HttpMessageHandler Handler() => _factory.Server.CreateHandler();

    /// <summary>A client that reads of an answer only what its user reads, so that nothing checks it.</summary>
    public HttpClient UncheckedClient() => _factory.CreateDefaultClient();

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a request that is to succeed.</summary>
    public async Task<JsonNode> DoAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var response = await SendAsync(method, path, body);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    /// <summary>Sends a request that is to be refused, and gives the error.</summary>
    public async Task<JsonNode> RefusedAsync(HttpStatusCode status, HttpMethod method, string path, JsonNode? body = null)
    {
        using var response = await SendAsync(method, path, body);
        var error = await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(status, error!.ToJsonString());
        error["status"]!.GetValue<int>().ShouldBe((int)status);
        error["message"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        return error;
    }

    public Task<JsonNode> GetAsync(string path) => DoAsync(HttpMethod.Get, path);

    public Task<JsonNode> PostSnapshotAsync(string groupId, JsonNode body) => DoAsync(HttpMethod.Post, $"/api/v1/groups/{groupId}/member_snapshots", body);

    public Task<JsonNode> GetSnapshotAsync(string id) => GetAsync($"/api/v1/member_snapshots/{id}");

    /// <summary>The differences that match a query, all on one page.</summary>
    public async Task<IReadOnlyList<JsonNode>> DifferencesAsync(string query)
    {
        var page = await GetAsync($"/tracking/api/v1/differences?page_size=100&{query}");
        page["meta"]!["total_records"]!.GetValue<int>().ShouldBeLessThanOrEqualTo(100);
        return [.. page["response"]!.AsArray().Select(item => item!)];
    }

    /// <summary>Lets time pass; gives the ledger.</summary>
    public Task<JsonNode> AdvanceAsync(string by) => DoAsync(HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["by"] = by });

    /// <summary>Makes a carrier behave by the given rules.</summary>
    public Task<JsonNode> BehaveAsync(string carrierId, params JsonObject[] rules) => DoAsync(
        HttpMethod.Put, $"/_emulator/carriers/{carrierId}/behavior", new JsonObject { ["rules"] = new JsonArray([.. rules]) });

    /// <summary>The types of all events about an object, or of all events, oldest first.</summary>
    public async Task<IReadOnlyList<string>> EventTypesAsync(string? objectId = null)
    {
        var events = await GetAsync("/_emulator/webhooks/events?page_size=100" + (objectId is null ? "" : $"&object_id={objectId}"));
        return [.. events["response"]!.AsArray().Select(item => item!["type"]!.GetValue<string>())];
    }

    /// <summary>Registers a receiver; gives its subscription.</summary>
    public Task<JsonNode> SubscribeAsync(string url, string secret = "s3cret", params string[] events)
    {
        var body = new JsonObject { ["url"] = url, ["secret"] = secret };
        if (events.Length > 0)
            body["events"] = new JsonArray([.. events.Select(type => (JsonNode)type)]);
        return DoAsync(HttpMethod.Post, "/_emulator/webhooks/subscriptions", body);
    }

    /// <summary>Posts the guide's change: a known dependent into vision.</summary>
    public Task<JsonNode> PostGuideAsync() => PostSnapshotAsync(Defaults.GuideGroup, SnapshotBody.FromFile("guide-enroll-dependent.json"));

    /// <summary>Posts the published example of a create request.</summary>
    public Task<JsonNode> PostExampleAsync() => PostSnapshotAsync(Defaults.ExampleGroup, SnapshotBody.Example());

    /// <summary>Puts the world back to its seed.</summary>
    public Task<JsonNode> ResetAsync() => DoAsync(HttpMethod.Post, "/_emulator/reset");

    /// <summary>Leaves nothing but the default world as it is at the start, without checkpoints.</summary>
    public async Task CleanAsync()
    {
        foreach (var name in await NamesAsync("/_emulator/worlds"))
        {
            if (name != "default")
                _ = await DoAsync(HttpMethod.Delete, $"/_emulator/worlds/{name}");
        }

        foreach (var name in await NamesAsync("/_emulator/checkpoints"))
            _ = await DoAsync(HttpMethod.Delete, $"/_emulator/checkpoints/{name}");
        _ = await ResetAsync();

        async Task<IReadOnlyList<string>> NamesAsync(string list) =>
            [.. (await GetAsync($"{list}?page_size=100"))["response"]!.AsArray().Select(item => item!["name"]!.GetValue<string>())];
    }

    /// <summary>Runs everything that is due now.</summary>
    public Task<JsonNode> DrainAsync() => DoAsync(HttpMethod.Post, "/_emulator/drain");

    /// <summary>The clock of the world.</summary>
    public Task<JsonNode> ClockAsync() => GetAsync("/_emulator/clock");

    /// <summary>The deliveries that match a query, all on one page.</summary>
    public async Task<IReadOnlyList<JsonNode>> DeliveriesAsync(string query = "")
    {
        var page = await GetAsync($"/_emulator/webhooks/deliveries?page_size=100&{query}");
        page["meta"]!["total_records"]!.GetValue<int>().ShouldBeLessThanOrEqualTo(100);
        return [.. page["response"]!.AsArray().Select(item => item!)];
    }

    /// <summary>One delivery with its attempts.</summary>
    public Task<JsonNode> DeliveryAsync(string id) => GetAsync($"/_emulator/webhooks/deliveries/{id}");

    /// <summary>A subscription as it stands.</summary>
    public Task<JsonNode> SubscriptionAsync(string id) => GetAsync($"/_emulator/webhooks/subscriptions/{id}");

    /// <summary>Sends a test event to a subscription.</summary>
    public Task<JsonNode> TestSubscriptionAsync(string id) => DoAsync(HttpMethod.Post, $"/_emulator/webhooks/subscriptions/{id}/test");

    /// <summary>
    /// Asks again and again until something holds that no event announces; for half a minute at most. Each question is to be one to the
    /// emulator, which gets its turn so.
    /// </summary>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await holds())
            limit.Token.ThrowIfCancellationRequested();
    }

    /// <summary>Builds the database of the default data into a file, as a start does that finds none.</summary>
    internal Task BuildSeedAsync(string file)
    {
        var seed = _factory.Services.GetRequiredService<IDefaultSeed>().Load();
        return _factory.Services.GetRequiredService<WorldFactory>().BuildAsync(seed, file, TestContext.Current.CancellationToken);
    }

    /// <summary>Lets the database of the default world grow no more, as on a full disk; or again, when there is room.</summary>
    internal Task SetRoomAsync(bool isRoom) => _factory.Services.GetRequiredService<WorldRegistry>().Find(WorldRegistry.DefaultName)!.World.WriteAsync(
        session => session.Db.Database.ExecuteSqlRaw(isRoom ? "PRAGMA max_page_count = 1000000" : "PRAGMA max_page_count = 1"), TestContext.Current.CancellationToken);

    /// <summary>What a world tells to those who listen to it.</summary>
    internal ChangeFeed Feed(string world = WorldRegistry.DefaultName) => _factory.Services.GetRequiredService<WorldRegistry>().Find(world)!.World.Feed;

    /// <summary>Stops the emulator as a signal would; requests under way are still answered.</summary>
    public Task StopAsync() => _factory.Services.GetRequiredService<IHost>().StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_isWholeEmulator)
            await _factory.DisposeAsync();
    }

    private sealed class Factory((string Key, string? Value)[] settings, Action<IServiceCollection>? services) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            _ = builder
                .UseSetting("Emulator:Storage", "memory")
                .UseSetting("Emulator:Clock:Mode", "frozen")
                .UseSetting("Emulator:Clock:Now", Start)
                .UseSetting("Serilog:MinimumLevel", "Fatal")
                .UseSetting("Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime", "Fatal");
            foreach (var (key, value) in settings)
                _ = builder.UseSetting(key, value);
            if (services is not null)
                _ = builder.ConfigureServices(services);
        }
    }
}

using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using NoyoEmulator.Testing.Http;

namespace NoyoEmulator.Testing;

/// <summary>
/// A Noyo of one's own: its data, clock, ids, carriers, faults and webhooks are no other world's. It is deleted when it is disposed of.
/// Safe for use by several threads.
/// </summary>
public sealed partial class NoyoWorld : IAsyncDisposable
{
    private const int PageSize = 100;
    private const int KeptLedgers = 50;

    private readonly NoyoEmulatorHost _host;
    private readonly DateTimeOffset _began;
    private readonly Queue<NoyoLedger> _ledgers = new();
    private readonly List<WebhookReceiver> _receivers = [];
    private int _isDisposed;

    internal NoyoWorld(NoyoEmulatorHost host, JsonElement created, bool isCopy)
    {
        _host = host;
        // What a copy has from before may be what a test is about; what the data has from before is not.
        _began = isCopy ? DateTimeOffset.MinValue : DateTimeOffset.FromUnixTimeSeconds(created.GetProperty("clock").Instant("now").ToUnixTimeSeconds());
        Name = created.Text("name");
        ClientId = created.Text("client_id");
        ClientSecret = created.Text("client_secret");
        AccessToken = created.Text("access_token");
        // Not those of the answer: behind a proxy or a port mapping, the emulator may know another address than this process does.
        FulfillmentUri = BaseOf("fulfillment");
        TrackingUri = BaseOf("tracking");
        CarrierUri = BaseOf("carrier");
        AccountsUri = BaseOf("accounts");
        FulfillmentClient = ClientOf(FulfillmentUri);
        TrackingClient = ClientOf(TrackingUri);
        CarrierClient = ClientOf(CarrierUri);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What stands in for <c>https://fulfillment.noyo.com</c>; ends with a slash.</summary>
    public Uri FulfillmentUri { get; }

    /// <summary>What stands in for <c>https://tracking.noyo.com</c>; ends with a slash.</summary>
    public Uri TrackingUri { get; }

    /// <summary>What stands in for <c>https://carrier.noyo.com</c>; ends with a slash.</summary>
    public Uri CarrierUri { get; }

    /// <summary>What stands in for <c>https://accounts.noyo.com</c>; ends with a slash.</summary>
    public Uri AccountsUri { get; }

    /// <summary>A client that asks for its token with this id is in this world, whatever address it calls.</summary>
    public string ClientId { get; }

    /// <summary>A secret to go with <see cref="ClientId"/>.</summary>
    public string ClientSecret { get; }

    /// <summary>A bearer token for this world, valid as long as the world is there.</summary>
    public string AccessToken { get; }

    /// <summary>A client at <see cref="FulfillmentUri"/> that sends <see cref="AccessToken"/>: <c>GetAsync("api/v1/member_snapshots")</c>.</summary>
    public HttpClient FulfillmentClient { get; }

    /// <summary>A client at <see cref="TrackingUri"/> that sends <see cref="AccessToken"/>: <c>GetAsync("api/v1/differences")</c>.</summary>
    public HttpClient TrackingClient { get; }

    /// <summary>A client at <see cref="CarrierUri"/> that sends <see cref="AccessToken"/>.</summary>
    public HttpClient CarrierClient { get; }

    /// <summary>The ledgers of what <see cref="AdvanceAsync(TimeSpan, CancellationToken)"/> and its like brought about, newest last; at most fifty.</summary>
    public IReadOnlyList<NoyoLedger> Ledgers
    {
        get
        {
            lock (_ledgers)
                return [.. _ledgers];
        }
    }

    /// <summary>Creates a world in the emulator of the whole test run, which the first call starts.</summary>
    /// <param name="now">What time it is in it, such as <c>2024-08-20T12:00:00Z</c>; null for the real time.</param>
    /// <param name="seed">Worlds with the same seed and time give the same ids to the same calls; null: no other world gives its ids.</param>
    /// <param name="from">The name of the world it is a copy of; null: it begins with the emulator's data.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="NoyoEmulatorException">The emulator cannot be started, or refuses it; with what it said.</exception>
    public static async Task<NoyoWorld> CreateAsync(
        string? now = null, string? seed = null, string? from = null, CancellationToken cancellationToken = default)
    {
        var host = await NoyoEmulatorHost.SharedAsync(cancellationToken).ConfigureAwait(false);
        return await host.CreateWorldAsync(now, seed, from, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Posts a member snapshot, as the platform does.</summary>
    /// <param name="groupId">The group.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="NoyoEmulatorException">It is refused; with each place and what is wrong there.</exception>
    public async Task<NoyoSnapshot> PostSnapshotAsync(Guid groupId, NoyoJson snapshot, CancellationToken cancellationToken = default) =>
        new(await ApiAsync(HttpMethod.Post, FulfillmentUri, $"api/v1/groups/{groupId}/member_snapshots", snapshot, cancellationToken).ConfigureAwait(false));

    /// <summary>A snapshot as it is now.</summary>
    /// <exception cref="NoyoEmulatorException">There is none of that id.</exception>
    public async Task<NoyoSnapshot> SnapshotAsync(Guid snapshotId, CancellationToken cancellationToken = default) =>
        new(await ApiAsync(HttpMethod.Get, FulfillmentUri, $"api/v1/member_snapshots/{snapshotId}", body: null, cancellationToken).ConfigureAwait(false));

    /// <summary>The snapshot that was posted last, by whoever it was; null where there is none.</summary>
    public async Task<NoyoSnapshot?> LatestSnapshotAsync(CancellationToken cancellationToken = default)
    {
        var page = await ApiAsync(HttpMethod.Get, FulfillmentUri, "api/v1/member_snapshots?page_size=1", body: null, cancellationToken).ConfigureAwait(false);
        return ItemsOf(page, item => new NoyoSnapshot(item)) is [var latest, ..] ? latest : null;
    }

    /// <summary>The differences that are open, newest first.</summary>
    /// <param name="snapshotId">The snapshot in connection with which they were seen; null for all there are, those of the default data included.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public Task<IReadOnlyList<NoyoDifference>> OpenDifferencesAsync(Guid? snapshotId = null, CancellationToken cancellationToken = default) =>
        DifferencesAsync("is_open=true" + (snapshotId is { } id ? $"&member_snapshot_id={id}" : ""), cancellationToken);

    /// <summary>Differences, all pages of them.</summary>
    /// <param name="query">The query of Noyo's list, such as <c>employee_id=…&amp;is_discrepancy=true</c>; empty for all.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="NoyoEmulatorException">The query is refused; with what is wrong.</exception>
    public async Task<IReadOnlyList<NoyoDifference>> DifferencesAsync(string query = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var all = new List<NoyoDifference>();
        while (true)
        {
            var page = await ApiAsync(
                HttpMethod.Get, TrackingUri, $"api/v1/differences?{query.TrimStart('?')}&page_size={PageSize}&offset={all.Count}".Replace("?&", "?", StringComparison.Ordinal), body: null, cancellationToken).ConfigureAwait(false);
            var items = ItemsOf(page, item => new NoyoDifference(item));
            all.AddRange(items);
            if (items.Count < PageSize)
                return all;
        }
    }

    /// <summary>Lets time pass, and everything happen that falls due on the way, webhooks included.</summary>
    /// <param name="by">How long.</param>
    /// <param name="cancellationToken">Gives it up; what was done until then is done.</param>
    /// <returns>What happened.</returns>
    public Task<NoyoLedger> AdvanceAsync(TimeSpan by, CancellationToken cancellationToken = default) =>
        AdvanceAsync("by", by.ToString("c", CultureInfo.InvariantCulture), cancellationToken);

    /// <summary>Lets time pass until an instant, and everything happen that falls due on the way.</summary>
    /// <exception cref="NoyoEmulatorException">The instant is past.</exception>
    public Task<NoyoLedger> AdvanceToAsync(DateTimeOffset instant, CancellationToken cancellationToken = default) =>
        AdvanceAsync("to", instant.ToString("O", CultureInfo.InvariantCulture), cancellationToken);

    /// <summary>Lets time pass until something falls due, and that happen.</summary>
    public Task<NoyoLedger> AdvanceToNextAsync(CancellationToken cancellationToken = default) => AdvanceAsync("next", true, cancellationToken);

    /// <summary>Lets what is due now happen; no time passes.</summary>
    public Task<NoyoLedger> RunDueAsync(CancellationToken cancellationToken = default) => AdvanceAsync(TimeSpan.Zero, cancellationToken);

    /// <summary>What time it is.</summary>
    public async Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken = default) =>
        (await ControlAsync(HttpMethod.Get, "clock", cancellationToken: cancellationToken).ConfigureAwait(false)).Instant("now");

    /// <summary>Puts the world back to how it was created: data, clock, due work and ids; faults and what was recorded are gone.</summary>
    public Task ResetAsync(CancellationToken cancellationToken = default)
    {
        ForgetLedgers();
        return ControlAsync(HttpMethod.Post, "reset", cancellationToken: cancellationToken);
    }

    /// <summary>Saves the world under a name, to come back to.</summary>
    public Task SaveCheckpointAsync(string name, CancellationToken cancellationToken = default) =>
        ControlAsync(HttpMethod.Put, $"checkpoints/{Uri.EscapeDataString(name)}", cancellationToken: cancellationToken);

    /// <summary>Puts the world back to a checkpoint: the same calls then have the same future.</summary>
    /// <exception cref="NoyoEmulatorException">There is none of that name; with those there are.</exception>
    public Task RestoreCheckpointAsync(string name, CancellationToken cancellationToken = default)
    {
        ForgetLedgers();
        return ControlAsync(HttpMethod.Post, $"checkpoints/{Uri.EscapeDataString(name)}/restore", cancellationToken: cancellationToken);
    }

    /// <summary>Creates a copy of this world as it is now, which goes its own way from here.</summary>
    public Task<NoyoWorld> ForkAsync(CancellationToken cancellationToken = default) =>
        _host.CreateWorldAsync(new NoyoWorldOptions { From = Name }, cancellationToken);

    /// <summary>A carrier of this world, by its id.</summary>
    public NoyoCarrier Carrier(Guid carrierId) => new(this, carrierId);

    /// <summary>Calls the emulator's control plane in this world, for what has no method here.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path below <c>/_emulator</c>, such as <c>steps/set-aside</c>.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>The answer; undefined where it has no body.</returns>
    /// <exception cref="NoyoEmulatorException">It is refused; with each place and what is wrong there.</exception>
    public Task<JsonElement> ControlAsync(HttpMethod method, string path, NoyoJson? body = null, CancellationToken cancellationToken = default) =>
        _host.Http.ControlAsync(method, path, body, Name, cancellationToken);

    /// <summary>Deletes the world, and stops the receivers of its webhooks.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;
        try
        {
            _ = await _host.Http.ControlAsync(HttpMethod.Delete, $"worlds/{Name}", body: null, world: null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (NoyoEmulatorException)
        {
            // It is gone already, or the emulator is; where that matters to a test, the test has failed with it.
        }

        foreach (var receiver in TakeReceivers())
            await receiver.DisposeAsync().ConfigureAwait(false);
        FulfillmentClient.Dispose();
        TrackingClient.Dispose();
        CarrierClient.Dispose();
    }

    private static IReadOnlyList<T> ItemsOf<T>(JsonElement page, Func<JsonElement, T> read) =>
        // Noyo:DifferenceList=array has no envelope.
        page.ValueKind == JsonValueKind.Array ? [.. page.EnumerateArray().Select(read)] : page.List("response", read);

    private void ForgetLedgers()
    {
        lock (_ledgers)
            _ledgers.Clear();
    }

    private Uri BaseOf(string api) => new(_host.BaseAddress, $"w/{Name}/{api}/");

    private HttpClient ClientOf(Uri address)
    {
        var client = _host.Http.CreateClient();
        client.BaseAddress = address;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken);
        return client;
    }

    private Task<JsonElement> ApiAsync(HttpMethod method, Uri api, string path, NoyoJson? body, CancellationToken cancellationToken) =>
        _host.Http.ApiAsync(method, new Uri(api, path), body, AccessToken, cancellationToken);

    private async Task<NoyoLedger> AdvanceAsync(string how, JsonNode value, CancellationToken cancellationToken)
    {
        var answer = await ControlAsync(HttpMethod.Post, "clock/advance", new JsonObject { [how] = value }, cancellationToken).ConfigureAwait(false);
        var ledger = new NoyoLedger(answer);
        lock (_ledgers)
        {
            _ledgers.Enqueue(ledger);
            if (_ledgers.Count > KeptLedgers)
                _ = _ledgers.Dequeue();
        }

        return ledger;
    }
}

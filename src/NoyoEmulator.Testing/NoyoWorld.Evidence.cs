using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Testing.Http;

namespace NoyoEmulator.Testing;

/// <content>What goes wrong on purpose, what happened, and why.</content>
public sealed partial class NoyoWorld
{
    private const string NoSnapshot = "No member snapshot was posted since the world began.";

    /// <summary>Lets requests to Noyo's APIs go wrong.</summary>
    /// <exception cref="NoyoEmulatorException">The fault cannot be; with each place and what is wrong there.</exception>
    public async Task<NoyoAddedFault> AddFaultAsync(NoyoFault fault, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var added = await ControlAsync(HttpMethod.Post, "faults", fault.ToJson(), cancellationToken).ConfigureAwait(false);
        return new NoyoAddedFault(this, added.Id("id"));
    }

    /// <summary>Removes all faults.</summary>
    public Task ClearFaultsAsync(CancellationToken cancellationToken = default) =>
        ControlAsync(HttpMethod.Delete, "faults", cancellationToken: cancellationToken);

    /// <summary>Checks that requests were made, and that events happened.</summary>
    /// <param name="expectation">What is expected.</param>
    /// <param name="more">What else is expected.</param>
    /// <exception cref="NoyoVerificationException">It did not happen; with what came closest, and why that does not match.</exception>
    /// <exception cref="NoyoEmulatorException">The expectation cannot be; with each place and what is wrong there.</exception>
    public Task VerifyAsync(NoyoExpectation expectation, params NoyoExpectation[] more) => VerifyAsync([expectation, .. more], CancellationToken.None);

    /// <inheritdoc cref="VerifyAsync(NoyoExpectation, NoyoExpectation[])"/>
    /// <param name="expectations">What is expected.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task VerifyAsync(IReadOnlyCollection<NoyoExpectation> expectations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expectations);
        var body = new JsonObject
        {
            ["requests"] = new JsonArray([.. expectations.OfType<NoyoExpectedRequest>().Select(request => request.ToJson())]),
            ["webhooks"] = new JsonArray([.. expectations.OfType<NoyoExpectedWebhook>().Select(webhook => webhook.ToJson())]),
        };
        var verdict = await ControlAsync(HttpMethod.Post, "verify", body, cancellationToken).ConfigureAwait(false);
        if (!verdict.GetProperty("verified").GetBoolean())
            throw new NoyoVerificationException(Verdicts.Tell(verdict)) { Verdict = verdict };
    }

    /// <summary>Everything that happened to something, in lines to be read.</summary>
    /// <param name="id">Any id that the emulator ever answered: of a snapshot, an employee, a difference, an event …</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="NoyoEmulatorException">Nothing has that id.</exception>
    public Task<string> ExplainAsync(Guid id, CancellationToken cancellationToken = default) =>
        _host.Http.ControlTextAsync(HttpMethod.Get, $"explain/{id}/text", body: null, Name, cancellationToken);

    /// <summary>Everything that happened to the snapshot that was posted last, in lines to be read.</summary>
    public async Task<string> ExplainLatestAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _host.Http.ControlTextAsync(HttpMethod.Get, "explain/latest/text", body: null, Name, cancellationToken).ConfigureAwait(false);
        }
        catch (NoyoEmulatorException exception) when (exception.Status == HttpStatusCode.NotFound && Volatile.Read(ref _isDisposed) == 0)
        {
            return NoSnapshot;
        }
    }

    /// <summary>What one wants to see of a test that failed: the newest snapshot's story, what time brought about, and requests that nothing answers.</summary>
    public async Task<string> ReportAsync(CancellationToken cancellationToken = default)
    {
        var text = new StringBuilder($"The emulator's world {Name} ({new Uri(_host.BaseAddress, $"w/{Name}/")})\n\n");
        var latest = await LatestSnapshotAsync(cancellationToken).ConfigureAwait(false);
        var story = latest is null || latest.Json.FindUnixTime("created") < _began ? NoSnapshot : await ExplainAsync(latest.Id, cancellationToken).ConfigureAwait(false);
        _ = text.Append(story.TrimEnd()).Append('\n');
        foreach (var ledger in Ledgers)
            _ = text.Append("\nTime passed, ").Append(ledger).Append('\n');
        var unmatched = await ControlAsync(HttpMethod.Get, "requests/unmatched", cancellationToken: cancellationToken).ConfigureAwait(false);
        foreach (var request in unmatched.List("response", request => request))
        {
            _ = text.Append($"\nNo operation answers {request.FindText("method")} {request.FindText("path")}");
            if (request.FindText("nearest") is { } nearest)
                _ = text.Append($"; the nearest is {nearest}");
        }

        return text.Append('\n').ToString();
    }

    /// <summary>Starts a receiver on this machine, and has this world's webhooks sent to it, signed.</summary>
    /// <param name="events">The types it wants, such as <c>difference.created</c>; none for all.</param>
    /// <returns>The receiver, which ends with the world.</returns>
    public Task<WebhookReceiver> ReceiveWebhooksAsync(params string[] events) => ReceiveWebhooksAsync(events, CancellationToken.None);

    /// <inheritdoc cref="ReceiveWebhooksAsync(string[])"/>
    /// <param name="events">The types it wants; none for all.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<WebhookReceiver> ReceiveWebhooksAsync(IReadOnlyCollection<string> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        var secret = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var receiver = WebhookReceiver.Start(secret);
        try
        {
            _ = await SubscribeAsync(receiver.Uri, secret, events, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await receiver.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        lock (_receivers)
            _receivers.Add(receiver);
        return receiver;
    }

    /// <summary>Has this world's webhooks sent to a receiver.</summary>
    /// <param name="url">Where it listens.</param>
    /// <param name="secret">What they are signed with.</param>
    /// <param name="events">The types it wants; null or none for all.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>The subscription's id.</returns>
    public async Task<Guid> SubscribeAsync(Uri url, string secret, IReadOnlyCollection<string>? events = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(url);
        var body = new JsonObject { ["url"] = url.AbsoluteUri, ["secret"] = secret };
        if (events is { Count: > 0 })
            body["events"] = new JsonArray([.. events.Select(type => (JsonNode)type)]);
        return (await ControlAsync(HttpMethod.Post, "webhooks/subscriptions", body, cancellationToken).ConfigureAwait(false)).Id("id");
    }

    private List<WebhookReceiver> TakeReceivers()
    {
        lock (_receivers)
        {
            List<WebhookReceiver> taken = [.. _receivers];
            _receivers.Clear();
            return taken;
        }
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NoyoEmulator.CommandLine;

/// <summary>
/// Listens to the webhooks of a world by a subscription and an inbox of the emulator of its own, which it removes in the end. So it needs
/// no port that the emulator could reach, and works the same through a container's.
/// </summary>
internal sealed class Listening(Call call, WebhookForwarder? forwarder, IReadOnlyList<string> events, string? secret, int? count)
{
    /// <summary>How long the emulator is asked to wait; after that, it is asked whether the subscription is still there.</summary>
    private const string Wait = "PT2S";

    /// <summary>Nobody who ended it waits for longer.</summary>
    private static readonly TimeSpan TidyingLimit = TimeSpan.FromSeconds(1.5);

    private readonly string _inbox = "listen-" + RandomNumberGenerator.GetHexString(12, lowercase: true);
    private readonly string _secret = string.IsNullOrEmpty(secret) ? RandomNumberGenerator.GetHexString(32, lowercase: true) : secret;
    private string? _subscription;
    private long _seen;
    private int _shown;

    /// <summary>Listens until it is ended, or until as many have come as are wanted.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SubscribeAsync(cancellationToken);
            await GreetAsync(cancellationToken);
            while (count is not { } wanted || _shown < wanted)
            {
                if (await HaveComeAsync(cancellationToken))
                    await ShowAllAsync(cancellationToken);
                else
                    await SubscribeAgainAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // That is how one stops listening.
        }
        finally
        {
            await TidyAsync();
        }

        return ExitCode.Done;
    }

    private async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["inbox"] = _inbox, ["secret"] = _secret, ["name"] = $"{Tool.Name} {Verbs.Listen}" };
        if (events.Count > 0)
            body["events"] = new JsonArray([.. events.Select(type => (JsonNode)type)]);
        _subscription = (await call.Client.CallAsync(HttpMethod.Post, "webhooks/subscriptions", body, cancellationToken)).FindText("id");
        _seen = 0;
    }

    private async Task GreetAsync(CancellationToken cancellationToken)
    {
        var clock = await call.Client.GetAsync("clock", cancellationToken);
        await call.NoteAsync(
            $"Listening to the webhooks of the world {call.World}{(forwarder is null ? "" : $", which go on to {forwarder.Target}")}. Ctrl-C ends it.");
        await call.NoteAsync($"They are signed with the secret {_secret}");
        if (clock.FindText("mode") == "frozen")
            await call.NoteAsync($"Its clock is frozen: they come when time passes, with {Tool.Name} advance.");
    }

    /// <summary>Waits for something new; false where nothing has come for a while.</summary>
    private async Task<bool> HaveComeAsync(CancellationToken cancellationToken)
    {
        using var response = await call.Client.SendAsync(
            HttpMethod.Get, $"inbox/{_inbox}/messages/await?after={_seen}&timeout={Wait}", body: null, accept: null, cancellationToken, taken: HttpStatusCode.RequestTimeout);
        return response.IsSuccessStatusCode;
    }

    private async Task ShowAllAsync(CancellationToken cancellationToken)
    {
        var messages = await call.Client.GetAsync($"inbox/{_inbox}/messages?after={_seen}&page_size=100", cancellationToken);
        foreach (var message in messages.List("response"))
        {
            var number = message.Find("number")?.GetInt64() ?? 0;
            if (number > _seen + 1)
                await call.NoteAsync($"{number - _seen - 1} more came than the emulator keeps until they are asked for.");
            _seen = number;
            var forwarded = forwarder is null ? null : await forwarder.SendAsync(message, cancellationToken);
            await ShowAsync(message, forwarded);
            if (++_shown == count)
                return;
        }
    }

    private async Task ShowAsync(JsonElement message, Forwarded? forwarded)
    {
        if (call.WantsJson)
        {
            var line = JsonObject.Create(message)!;
            if (forwarded is not null)
                line["forwarded"] = forwarded.Status is { } status ? new JsonObject { ["status"] = status } : new JsonObject { ["problem"] = forwarded.Problem };
            await call.Shell.Out.WriteLineAsync(line.ToLine());
            return;
        }

        Cell outcome = forwarded is null ? "" : new Cell(forwarded.Status?.ToString() ?? forwarded.Problem!, forwarded.IsAccepted ? Tone.Good : Tone.Bad);
        if (call.Shell.IsTerminal)
            call.Printer.Line($"{message.FindTime("at")}  {message.FindText("type"),-32}  {message.FindText("object_id")}  ", outcome);
        else
            call.Printer.Table([], [[message.FindTime("at"), message.FindText("type"), message.FindText("object_id"), message.FindText("event_id"), outcome]]);
    }

    /// <summary>A reset takes subscriptions with it, and a restore those that are not in the checkpoint.</summary>
    private async Task SubscribeAgainAsync(CancellationToken cancellationToken)
    {
        using (var response = await call.Client.SendAsync(
            HttpMethod.Get, $"webhooks/subscriptions/{_subscription}", body: null, accept: null, cancellationToken, taken: HttpStatusCode.NotFound))
        {
            if (response.IsSuccessStatusCode)
                return;
        }

        await SubscribeAsync(cancellationToken);
        await call.NoteAsync("The world was put back, and the subscription with it; listening again.");
    }

    private async Task TidyAsync()
    {
        if (_subscription is null)
            return;
        using var limit = new CancellationTokenSource(TidyingLimit);
        try
        {
            _ = await call.Client.TextAsync(HttpMethod.Delete, $"webhooks/subscriptions/{_subscription}", body: null, limit.Token);
            _ = await call.Client.TextAsync(HttpMethod.Delete, $"inbox/{_inbox}/messages", body: null, limit.Token);
        }
        catch (Exception exception) when (exception is ToolException or OperationCanceledException)
        {
            // The emulator is gone, or the subscription with the world that it was in.
        }
    }
}

using System.Text;
using System.Text.Json;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Simulation;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Inbox;

/// <summary>
/// Takes what is sent to an inbox. It waits for nothing that the world does: an advance that delivers to the emulator itself waits
/// for this answer.
/// </summary>
internal static class InboxReception
{
    /// <summary>Keeps the request, verifies it, and answers as the inbox was told.</summary>
    public static async Task<IResult> TakeAsync(HttpContext context, string name, string path, World world)
    {
        var admission = context.RequestServices.GetRequiredService<InboxAdmission>();
        if (await admission.RefusalAsync(world, name, context.RequestAborted) is { } refusal)
            return refusal;
        var body = await ReadAsync(context);
        var behavior = world.Inboxes.BehaviorOf(name);
        var at = world.Clock.GetUtcNow();
        var signature = SignatureOf(context.Request.Headers, body, behavior.Secret);
        var (type, eventId, objectId) = Envelope(body);
        var message = world.Inboxes.Add(name, (number, status) => new InboxMessage
        {
            Number = number,
            At = at,
            RealAt = world.Clock.RealNow,
            Method = context.Request.Method,
            Path = path,
            Query = context.Request.QueryString.Value ?? "",
            Headers = context.Request.Headers.ToDictionary(
                header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal),
            Body = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, InboxList.MaxBodyBytes))),
            IsBodyComplete = body.Length <= InboxList.MaxBodyBytes,
            Type = type,
            EventId = eventId,
            ObjectId = objectId,
            Signature = signature,
            Status = status,
        });
        if (message is null)
        {
            return ApiErrorResult.Conflict(
                $"There are {InboxList.MaxInboxes} inboxes already, more than the emulator keeps; reset the world, or use another one");
        }

        // In real time, as the sender's patience is; it ends with the request and with the world.
        if (behavior.Delay > TimeSpan.Zero)
            await Task.Delay(behavior.Delay, TimeProvider.System, context.RequestAborted);
        return Results.StatusCode(message.Status);
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        return buffer.ToArray();
    }

    private static InboxSignature SignatureOf(IHeaderDictionary headers, byte[] body, string? secret)
    {
        if (secret is null)
            return InboxSignature.Unchecked;
        if (headers[WebhookSigner.SignatureHeader].ToString() is not { Length: > 0 } signature)
            return InboxSignature.Missing;
        return WebhookSigner.Verify(signature, headers[WebhookSigner.TimestampHeader].ToString(), body, [secret], WebhookSignatureMode.Both)
            ? InboxSignature.Valid
            : InboxSignature.Invalid;
    }

    /// <summary>What the body says about its event, as far as it is a webhook.</summary>
    private static (string? Type, string? EventId, string? ObjectId) Envelope(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return (Text(root, "event", "type"), Text(root, "event", "id"), Text(root, "data", "id"));
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement root, string part, string property) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(part, out var found)
        && found.ValueKind == JsonValueKind.Object && found.TryGetProperty(property, out var value)
        && value.ValueKind == JsonValueKind.String
            ? Text(value)
            : null;

    /// <summary>Null for half of a surrogate pair, which no text can hold.</summary>
    private static string? Text(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

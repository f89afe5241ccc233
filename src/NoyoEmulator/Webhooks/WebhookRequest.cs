namespace NoyoEmulator.Webhooks;

/// <summary>One attempt to deliver a webhook.</summary>
/// <param name="Url">The subscription's URL, as its owner wrote it, marked where it is an inbox of the emulator itself.</param>
/// <param name="DeliveryId">The id of the delivery that the attempt belongs to.</param>
/// <param name="Attempt">The number of the attempt, the first being 1.</param>
/// <param name="StartedAt">When the attempt is made, on the world's clock; it becomes the timestamp header.</param>
/// <param name="Body">The exact bytes to send.</param>
/// <param name="Secrets">The subscription's secrets, the current one first; at least one.</param>
internal sealed record WebhookRequest(
    string Url,
    Guid DeliveryId,
    int Attempt,
    DateTimeOffset StartedAt,
    ReadOnlyMemory<byte> Body,
    IReadOnlyList<string> Secrets);

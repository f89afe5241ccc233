using System.Buffers;
using System.Text.Json;

namespace NoyoEmulator.Webhooks;

/// <summary>The body of a webhook: which object something happened to, and what. It holds no personal data.</summary>
/// <param name="ObjectId">The id of the object.</param>
/// <param name="EventId">The id of the event, by which receivers recognize a repeated delivery.</param>
/// <param name="Created">When the event happened, on the world's clock; sent in whole Unix seconds.</param>
/// <param name="Type">One of <see cref="WebhookEventType"/>.</param>
internal sealed record WebhookEnvelope(Guid ObjectId, Guid EventId, DateTimeOffset Created, string Type)
{
    /// <summary>
    /// The bytes to sign, send and keep, properties in the order of Noyo's published example. Write them once for each event:
    /// a signature covers bytes, not values.
    /// </summary>
    public byte[] ToUtf8Bytes()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("data");
            writer.WriteString("id", ObjectId);
            writer.WriteEndObject();
            writer.WriteStartObject("event");
            writer.WriteString("id", EventId);
            writer.WriteNumber("created", Created.ToUnixTimeSeconds());
            writer.WriteString("type", Type);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}

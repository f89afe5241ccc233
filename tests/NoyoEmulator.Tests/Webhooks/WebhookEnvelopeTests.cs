using System.Text;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Tests.Webhooks;

public sealed class WebhookEnvelopeTests
{
    [Fact]
    public void The_envelope_is_written_in_the_published_order()
    {
        var envelope = new WebhookEnvelope(
            Guid.Parse("2D9F6C9E-7B1E-4B0A-9A51-1F0C6F1D7A11"),
            Guid.Parse("6A0F6D0C-0F5E-4A43-8D0E-2F4F2C5B9B7E"),
            DateTimeOffset.FromUnixTimeMilliseconds(1_715_203_665_999),
            WebhookEventType.DifferenceCreated);

        Encoding.UTF8.GetString(envelope.ToUtf8Bytes()).ShouldBe(
            """{"data":{"id":"2d9f6c9e-7b1e-4b0a-9a51-1f0c6f1d7a11"},"event":{"id":"6a0f6d0c-0f5e-4a43-8d0e-2f4f2c5b9b7e","created":1715203665,"type":"difference.created"}}""");
    }
}

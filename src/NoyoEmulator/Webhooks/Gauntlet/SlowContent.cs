using System.Net;

namespace NoyoEmulator.Webhooks.Gauntlet;

/// <summary>A body with a pause in its middle, after which something can happen at its end.</summary>
/// <param name="body">The bytes.</param>
/// <param name="pause">How long the pause is.</param>
/// <param name="sent">Runs when the last byte is on its way.</param>
internal sealed class SlowContent(ReadOnlyMemory<byte> body, TimeSpan pause, Action sent) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(body[..(body.Length / 2)], cancellationToken);
        await stream.FlushAsync(cancellationToken);
        if (pause > TimeSpan.Zero)
            await Task.Delay(pause, TimeProvider.System, cancellationToken);
        await stream.WriteAsync(body[(body.Length / 2)..], cancellationToken);
        await stream.FlushAsync(cancellationToken);
        sent();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}

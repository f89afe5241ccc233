using System.Net.Sockets;

namespace NoyoEmulator.Webhooks;

/// <summary>The receiver closed the connection, and had answered nothing.</summary>
internal sealed class ReceiverClosedException(Exception? cause) : IOException("closed without an answer", cause);

/// <summary>The receiver answers HTTP/1.1 with a frame of HTTP/2.</summary>
internal sealed class SpeaksHttp2Exception() : IOException("HTTP/2 without TLS");

/// <summary>
/// A connection to a receiver that looks at the first bytes of its answer. The HTTP client tells neither whether there were any nor
/// what they were.
/// </summary>
internal sealed class ReceiverStream(Stream connection) : Stream
{
    // RFC 9113, 4.1: three bytes of length, then the type. A server begins with SETTINGS; one that gives up at once sends GOAWAY.
    private const int FrameTypeOffset = 3;
    private const byte Settings = 4;
    private const byte GoAway = 7;

    private bool _hasAnswer;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await connection.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException exception) when (IsClosed(exception))
        {
            throw new ReceiverClosedException(exception);
        }

        // Without room for a byte it only waits until there is one.
        if (_hasAnswer || buffer.IsEmpty)
            return read;
        if (read == 0)
            throw new ReceiverClosedException(null);
        if (IsHttp2(buffer.Span[..read]))
            throw new SpeaksHttp2Exception();
        _hasAnswer = true;
        return read;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await connection.WriteAsync(buffer, cancellationToken);
        }
        catch (IOException exception) when (IsClosed(exception))
        {
            throw new ReceiverClosedException(exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => connection.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            connection.Dispose();
        base.Dispose(disposing);
    }

    private static bool IsHttp2(ReadOnlySpan<byte> answer) =>
        answer.Length > FrameTypeOffset && answer[0] == 0 && answer[FrameTypeOffset] is Settings or GoAway;

    private bool IsClosed(IOException exception) => !_hasAnswer && exception.InnerException is SocketException
    {
        SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown,
    };
}

using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NoyoEmulator.Benchmarks.Load;

/// <summary>
/// One kept-alive connection that sends requests already written as bytes, and blocks: on a machine that it shares with the
/// server nothing costs less. Reads answers with a length and chunked ones.
/// </summary>
internal sealed class HttpConnection(IPEndPoint server, TimeSpan limit) : IDisposable
{
    private const int LargestAnswer = 512 * 1024 * 1024;

    private Socket? _socket;
    private byte[] _buffer = new byte[64 * 1024];
    private int _filled;
    private Range _body;

    /// <summary>The body of the last answer, valid until the next request.</summary>
    public ReadOnlySpan<byte> Body => _buffer.AsSpan(_body);

    /// <summary>The body of the last answer as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The beginning of it, for messages.</summary>
    public string Excerpt => Encoding.UTF8.GetString(Body[..Math.Min(500, Body.Length)]);

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <returns>Its status.</returns>
    /// <exception cref="SocketException">There is no answer within the limit, or nobody listens.</exception>
    /// <exception cref="BenchmarkException">The server closed the connection, or what it sent is no answer.</exception>
    public int Exchange(ReadOnlySpan<byte> request)
    {
        _socket ??= Connect();
        for (var sent = 0; sent < request.Length;)
            sent += _socket.Send(request[sent..]);

        _filled = 0;
        var head = ReadThrough("\r\n\r\n"u8, 0);
        var (status, length, closes) = ReadHead(_buffer.AsSpan(0, head));
        _body = length is { } bytes ? ReadBody(head, bytes) : ReadChunks(head);
        if (closes)
            Close();
        return status;
    }

    public void Dispose() => Close();

    private Socket Connect()
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = (int)limit.TotalMilliseconds,
            SendTimeout = (int)limit.TotalMilliseconds,
        };
        try
        {
            socket.Connect(server);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }

    // A length of null: chunked.
    private static (int Status, int? Length, bool Closes) ReadHead(ReadOnlySpan<byte> head)
    {
        if (head.Length < 12 || !head.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(head.Slice(9, 3), out int status, out _))
            throw new BenchmarkException($"This is no answer: {Encoding.UTF8.GetString(head)}");
        int? length = status is 204 or 304 ? 0 : null;
        var (isChunked, closes) = (false, false);
        foreach (var line in head.Split("\r\n"u8))
        {
            var colon = head[line].IndexOf((byte)':');
            if (colon < 0)
                continue;
            var field = head[line][..colon];
            var value = head[line][(colon + 1)..].Trim((byte)' ');
            if (Ascii.EqualsIgnoreCase(field, "content-length"u8) && Utf8Parser.TryParse(value, out int bytes, out _))
                length = bytes;
            else if (Ascii.EqualsIgnoreCase(field, "transfer-encoding"u8))
                isChunked = Ascii.EqualsIgnoreCase(value, "chunked"u8);
            else if (Ascii.EqualsIgnoreCase(field, "connection"u8))
                closes = Ascii.EqualsIgnoreCase(value, "close"u8);
        }

        return length is null && !isChunked
            ? throw new BenchmarkException($"The answer has neither a length nor chunks: {Encoding.UTF8.GetString(head)}")
            : (status, isChunked ? null : length, closes);
    }

    private Range ReadBody(int start, int length)
    {
        while (_filled < start + length)
            Fill();
        return start..(start + length);
    }

    // Moves the chunks together in place.
    private Range ReadChunks(int start)
    {
        var (read, written) = (start, start);
        while (true)
        {
            var data = ReadThrough("\r\n"u8, read);
            if (!Utf8Parser.TryParse(_buffer.AsSpan(read, data - read), out int size, out _, 'x'))
                throw new BenchmarkException("The answer has a chunk without a size.");
            if (size == 0)
            {
                // Fields may follow; an empty line ends them.
                for (read = data; (data = ReadThrough("\r\n"u8, read)) - read > 2;)
                    read = data;
                return start..written;
            }

            _ = ReadBody(data, size + 2);
            _buffer.AsSpan(data, size).CopyTo(_buffer.AsSpan(written));
            (read, written) = (data + size + 2, written + size);
        }
    }

    /// <summary>Reads until the mark has arrived; gives the position after it.</summary>
    private int ReadThrough(ReadOnlySpan<byte> mark, int from)
    {
        while (true)
        {
            if (_buffer.AsSpan(from, Math.Max(0, _filled - from)).IndexOf(mark) is >= 0 and var found)
                return from + found + mark.Length;
            Fill();
        }
    }

    private void Fill()
    {
        if (_filled == _buffer.Length)
        {
            if (_buffer.Length >= LargestAnswer)
                throw new BenchmarkException($"The answer is larger than {LargestAnswer} bytes.");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var count = _socket!.Receive(_buffer.AsSpan(_filled));
        if (count == 0)
        {
            Close();
            throw new BenchmarkException("The server closed the connection before the end of an answer.");
        }

        _filled += count;
    }
}

using System.Globalization;
using System.Text;

namespace NoyoEmulator.Testing.Http;

/// <summary>An HTTP/1.1 request as a receiver of webhooks gets it.</summary>
internal sealed record HttpMessage(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    private const int MostHead = 64 * 1024;
    private const int MostBody = 16 * 1024 * 1024;

    /// <summary>Reads one; null where the connection ends before it is whole.</summary>
    /// <exception cref="IOException">It is no request, or too long.</exception>
    public static async Task<HttpMessage?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var input = new BufferedInput(stream);
        if (await input.LineAsync(MostHead, cancellationToken).ConfigureAwait(false) is not { } first)
            return null;
        var words = first.Split(' ');
        if (words.Length != 3)
            throw new IOException("This is no HTTP request.");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (true)
        {
            if (await input.LineAsync(MostHead, cancellationToken).ConfigureAwait(false) is not { } line)
                return null;
            if (line.Length == 0)
                break;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                throw new IOException("This is no header.");
            var (name, value) = (line[..colon], line[(colon + 1)..].Trim());
            headers[name] = headers.TryGetValue(name, out var before) ? $"{before},{value}" : value;
        }

        if (headers.GetValueOrDefault("Expect") == "100-continue")
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        var body = string.Equals(headers.GetValueOrDefault("Transfer-Encoding"), "chunked", StringComparison.OrdinalIgnoreCase)
            ? await ChunksAsync(input, cancellationToken).ConfigureAwait(false)
            : await input.BytesAsync(LengthIn(headers), cancellationToken).ConfigureAwait(false);
        return body is null ? null : new HttpMessage(words[1], headers, body);
    }

    /// <summary>Answers with a status and nothing else.</summary>
    public static async Task AnswerAsync(Stream stream, int status, CancellationToken cancellationToken)
    {
        var answer = $"HTTP/1.1 {status} {(System.Net.HttpStatusCode)status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), cancellationToken).ConfigureAwait(false);
    }

    private static int LengthIn(Dictionary<string, string> headers) =>
        !headers.TryGetValue("Content-Length", out var text) ? 0
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= MostBody ? length
            : throw new IOException("The body is too long.");

    private static async Task<byte[]?> ChunksAsync(BufferedInput input, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        while (await input.LineAsync(MostHead, cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (!int.TryParse(line.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var size) || size < 0 || body.Length + size > MostBody)
                throw new IOException("This is no chunk, or the body is too long.");
            if (size > 0)
            {
                if (await input.BytesAsync(size, cancellationToken).ConfigureAwait(false) is not { } chunk)
                    return null;
                body.Write(chunk);
                _ = await input.LineAsync(MostHead, cancellationToken).ConfigureAwait(false);
                continue;
            }

            // Trailers, and the empty line that ends them.
            while (await input.LineAsync(MostHead, cancellationToken).ConfigureAwait(false) is { Length: > 0 })
            {
            }

            return body.ToArray();
        }

        return null;
    }

    /// <summary>Reads lines and bytes.</summary>
    private sealed class BufferedInput(Stream stream)
    {
        private readonly byte[] _buffer = new byte[16 * 1024];
        private int _at;
        private int _end;

        public async Task<string?> LineAsync(int most, CancellationToken cancellationToken)
        {
            using var line = new MemoryStream();
            while (true)
            {
                if (_at == _end && !await FillAsync(cancellationToken).ConfigureAwait(false))
                    return null;
                var length = _buffer.AsSpan(_at, _end - _at).IndexOf((byte)'\n');
                var taken = length < 0 ? _end - _at : length;
                line.Write(_buffer, _at, taken);
                _at += length < 0 ? taken : taken + 1;
                if (line.Length > most)
                    throw new IOException("A line is too long.");
                if (length >= 0)
                    return Encoding.Latin1.GetString(line.GetBuffer(), 0, (int)line.Length).TrimEnd('\r');
            }
        }

        public async Task<byte[]?> BytesAsync(int count, CancellationToken cancellationToken)
        {
            var bytes = new byte[count];
            for (var read = 0; read < count;)
            {
                if (_at == _end && !await FillAsync(cancellationToken).ConfigureAwait(false))
                    return null;
                var taken = Math.Min(count - read, _end - _at);
                _buffer.AsSpan(_at, taken).CopyTo(bytes.AsSpan(read));
                _at += taken;
                read += taken;
            }

            return bytes;
        }

        private async Task<bool> FillAsync(CancellationToken cancellationToken)
        {
            _at = 0;
            _end = await stream.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
            return _end > 0;
        }
    }
}

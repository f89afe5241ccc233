using System.Buffers;
using System.Text.Json;

namespace NoyoEmulator.Http.Json;

/// <summary>An answer of 200 whose JSON is written by hand, whole before the first byte of it is sent.</summary>
internal sealed class JsonAnswer : IResult, IBufferWriter<byte>
{
    private const int FirstSize = 16 * 1024;
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = WireJson.Options.Encoder, SkipValidation = true };

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _length;

    /// <summary>Writes into the answer; flush it at the end.</summary>
    public Utf8JsonWriter NewWriter() => new(this, WriterOptions);

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = _length;
        _ = await httpContext.Response.BodyWriter.WriteAsync(_buffer.AsMemory(0, _length), httpContext.RequestAborted);
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
    }

    void IBufferWriter<byte>.Advance(int count) => _length += count;

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint)
    {
        if (_buffer.Length - _length < Math.Max(sizeHint, 1))
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _buffer.Length, _length + sizeHint));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            _buffer = larger;
        }

        return _buffer.AsMemory(_length);
    }

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => ((IBufferWriter<byte>)this).GetMemory(sizeHint).Span;
}

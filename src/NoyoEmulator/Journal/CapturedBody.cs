using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace NoyoEmulator.Journal;

/// <summary>The beginning of a body as it goes by, in a buffer that is borrowed.</summary>
internal sealed class CapturedBody
{
    private const int FirstSize = 4 * 1024;

    private byte[]? _buffer;
    private int _kept;

    /// <summary>How many bytes went by.</summary>
    public long Length { get; private set; }

    /// <summary>Takes over what has a place.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        var taken = Math.Min(bytes.Length, RequestJournal.MaxBodyBytes - _kept);
        if (taken <= 0)
            return;
        if (_buffer is null || _buffer.Length < _kept + taken)
            Grow(_kept + taken);
        bytes[..taken].CopyTo(_buffer.AsSpan(_kept));
        _kept += taken;
    }

    /// <summary>Masks what was kept, and forgets it.</summary>
    public MaskedBody Mask(PersonalEchoes echoes)
    {
        if (_buffer is not { } buffer)
            return default;
        var masked = BodyMask.Apply(buffer.AsSpan(0, _kept), echoes);
        _buffer = null;
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return masked;
    }

    /// <summary>Looks at the body of a request without taking it from those who read it later.</summary>
    /// <returns>How long the body is; null when that is not known.</returns>
    public async ValueTask<long?> PeekAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentLength is 0 || context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return 0;
        if (request.ContentLength > context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize)
            return request.ContentLength;
        try
        {
            while (true)
            {
                var result = await request.BodyReader.ReadAsync(context.RequestAborted);
                if (result.IsCompleted || result.IsCanceled || result.Buffer.Length > RequestJournal.MaxBodyBytes)
                {
                    foreach (var segment in result.Buffer)
                        Add(segment.Span);
                    request.BodyReader.AdvanceTo(result.Buffer.Start);
                    return request.ContentLength ?? (result.IsCompleted ? Length : null);
                }

                request.BodyReader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // Whoever reads the body has the same difficulty, and answers for it.
            return request.ContentLength;
        }
    }

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(size, Math.Max(FirstSize, 2 * _kept)));
        _buffer.AsSpan(0, _kept).CopyTo(larger);
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = larger;
    }
}

using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Http.Bodies;

/// <summary>Gets from a request to a JSON document, or to a refusal that says what stands in the way.</summary>
internal static class JsonBodyReader
{
    private static readonly JsonDocumentOptions DocumentOptions = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = WireJson.MaxBodyDepth,
    };

    /// <summary>Reads the bytes of the body, without a byte order mark.</summary>
    /// <exception cref="RequestRefusedException">The body is missing, not declared as JSON in UTF-8, or too large.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContext context)
    {
        if (!IsJson(context.Request.ContentType))
        {
            throw string.IsNullOrEmpty(context.Request.ContentType) && await EmptyBodies.IsEmptyAsync(context)
                ? Refused("The body is missing: send a JSON object, with the Content-Type application/json")
                : new RequestRefusedException(ApiErrorResult.UnsupportedMediaType());
        }

        if (context.Request.ContentLength > WireJson.MaxBodyBytes)
        {
            throw new RequestRefusedException(ApiErrorResult.PayloadTooLarge());
        }

        var bytes = context.Request.ContentLength is { } length
            ? await ReadDeclaredAsync(context.Request.BodyReader, (int)length, context.RequestAborted)
            : await ReadChunkedAsync(context.Request.BodyReader, context.RequestAborted);

        // The mark belongs to the transfer: it is no JSON, and in an answer it would be an invisible character.
        var text = bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        context.Features.Get<IRequestRecord>()?.TakeBody(text);
        return text;
    }

    /// <summary>Takes a body over as it comes in, so that a large one is never there twice.</summary>
    private static async ValueTask<ReadOnlyMemory<byte>> ReadDeclaredAsync(PipeReader reader, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        var read = 0;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var piece = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, length - read));
            piece.CopyTo(bytes.AsSpan(read));
            read += (int)piece.Length;
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
                return bytes.AsMemory(0, read);
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadChunkedAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        // Counted here as well: a chunked body declares no length, and not every server has a limit.
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            if (result.Buffer.Length > WireJson.MaxBodyBytes)
            {
                reader.AdvanceTo(result.Buffer.End);
                throw new RequestRefusedException(ApiErrorResult.PayloadTooLarge());
            }

            if (result.IsCompleted)
            {
                ReadOnlyMemory<byte> bytes = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <summary>Parses the text as one JSON object.</summary>
    /// <exception cref="RequestRefusedException">It is not one.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> text)
    {
        if (text.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            throw Refused("The body is empty; a JSON object is required");
        }

        if (JsonDefect.FindInvalidUtf8(text.Span) is { } notUtf8)
        {
            throw Refused(notUtf8);
        }

        // The parser lets half of a surrogate pair pass; it can only be written as an escape.
        if (text.Span.IndexOf("\\u"u8) >= 0 && JsonDefect.Find(text.Span) is { } defect)
        {
            throw Refused(defect);
        }

        try
        {
            var document = JsonDocument.Parse(text, DocumentOptions);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
        }
        catch (JsonException exception)
        {
            throw Refused(JsonDefect.Find(text.Span) ?? $"The body is not valid JSON: see {JsonDefect.Place(exception)}");
        }

        throw new RequestRefusedException(ApiErrorResult.Unprocessable([FieldError.At(JsonPath.Root, "must be a JSON object")]));
    }

    private static RequestRefusedException Refused(string message) => new(ApiErrorResult.BadRequest(message));

    public static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}

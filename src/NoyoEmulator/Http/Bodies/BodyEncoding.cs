using Microsoft.AspNetCore.RequestDecompression;
using Microsoft.Net.Http.Headers;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Http.Bodies;

/// <summary>Reads bodies that were sent as gzip (or x-gzip, RFC 9110), br or deflate; of what comes out as many bytes may be as of one that was not.</summary>
internal static class BodyEncoding
{
    private const string Known = "gzip, br, deflate";

    public static IServiceCollection AddBodyEncoding(this IServiceCollection services) => services.AddRequestDecompression(
        options => options.DecompressionProviders["x-gzip"] = options.DecompressionProviders["gzip"]);

    /// <summary>Stands before everything that reads a body.</summary>
    public static IApplicationBuilder UseBodyEncoding(this IApplicationBuilder app) => app.Use(static async (context, next) =>
    {
        var encodings = context.Request.Headers.ContentEncoding;
        var refusal = encodings.Count == 0 || IsNone(encodings.ToString()) || context.Request.ContentLength == 0 ? null : await DecodeAsync(context, encodings.ToString());
        await (refusal?.ExecuteAsync(context) ?? next(context));
    });

    /// <summary>Puts what was encoded in the place of the body; gives the refusal where that cannot be.</summary>
    private static async Task<ApiErrorResult?> DecodeAsync(HttpContext context, string encodings)
    {
        if (context.RequestServices.GetRequiredService<IRequestDecompressionProvider>().GetDecompressionStream(context) is not { } plain)
        {
            return ApiErrorResult.Of(
                StatusCodes.Status415UnsupportedMediaType,
                $"The body's Content-Encoding is {Named(encodings)}; it must be one of: {Known}, or none");
        }

        var body = new MemoryStream();
        try
        {
            var piece = new byte[16 * 1024];
            while (await plain.ReadAsync(piece, context.RequestAborted) is > 0 and var length)
            {
                if (body.Length + length > WireJson.MaxBodyBytes)
                    return ApiErrorResult.PayloadTooLarge();
                body.Write(piece.AsSpan(0, length));
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            return ApiErrorResult.BadRequest("The body cannot be decompressed: it is cut off, or not in the encoding that its Content-Encoding names");
        }

        body.Position = 0;
        _ = context.Request.Headers.Remove(HeaderNames.ContentEncoding);
        context.Request.Headers.TransferEncoding = default;
        context.Request.ContentLength = body.Length;
        context.Request.Body = body;
        return null;
    }

    private static bool IsNone(string encoding) => encoding.Trim() is "" or "identity";

    /// <summary>Not everything in a header is fit to be repeated.</summary>
    private static string Named(string encoding) => encoding.Length <= 40 && encoding.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or ',' or ' ')
        ? encoding
        : "of no known kind";
}

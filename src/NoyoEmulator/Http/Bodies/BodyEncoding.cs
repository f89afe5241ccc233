using Microsoft.AspNetCore.RequestDecompression;
using Microsoft.Net.Http.Headers;
using NoyoEmulator.Http.Errors;

namespace NoyoEmulator.Http.Bodies;

/// <summary>Reads bodies that were sent as gzip, br or deflate; of what comes out as many bytes may be as of one that was not.</summary>
internal static class BodyEncoding
{
    private const string Known = "gzip, br, deflate";

    public static IServiceCollection AddBodyEncoding(this IServiceCollection services) => services.AddRequestDecompression();

    /// <summary>Stands before everything that reads a body.</summary>
    public static IApplicationBuilder UseBodyEncoding(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        var encodings = context.Request.Headers.ContentEncoding;
        if (encodings.Count == 0 || IsNone(encodings.ToString()))
            return next(context);
        if (context.RequestServices.GetRequiredService<IRequestDecompressionProvider>().GetDecompressionStream(context) is not { } plain)
        {
            return ApiErrorResult.Of(
                StatusCodes.Status415UnsupportedMediaType,
                $"The body's Content-Encoding is {Named(encodings.ToString())}; it must be one of: {Known}, or none").ExecuteAsync(context);
        }

        context.Request.Headers.Remove(HeaderNames.ContentEncoding);
        // The length that was declared is that of what was sent.
        context.Request.ContentLength = null;
        context.Request.Headers.TransferEncoding = "chunked";
        context.Request.Body = plain;
        return next(context);
    });

    private static bool IsNone(string encoding) => encoding.Trim() is "" or "identity";

    /// <summary>Not everything in a header is fit to be repeated.</summary>
    private static string Named(string encoding) => encoding.Length <= 40 && encoding.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or ',' or ' ')
        ? encoding
        : "of no known kind";
}

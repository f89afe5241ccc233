using Microsoft.AspNetCore.Http.Features;

namespace NoyoEmulator.Http.Bodies;

/// <summary>A body without a byte is none, whatever type it is declared to be of: many clients declare one for every request.</summary>
internal static class EmptyBodies
{
    /// <summary>Stands before routing, which judges the type.</summary>
    /// <param name="app">The application.</param>
    /// <param name="prefix">Below it are the operations that can do without a body.</param>
    public static IApplicationBuilder UseNoEmptyBodies(this IApplicationBuilder app, PathString prefix) => app.Use(async (context, next) =>
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase) && request.ContentType is not null && !JsonBodyReader.IsJson(request.ContentType) && await IsEmptyAsync(context))
        {
            request.ContentType = null;
            request.Headers.TransferEncoding = default;
            request.ContentLength = 0;
        }

        await next(context);
    });

    /// <summary>Whether nothing comes; of a body in chunks that is known when it begins or ends.</summary>
    public static async ValueTask<bool> IsEmptyAsync(HttpContext context)
    {
        if (context.Request.ContentLength is { } length)
            return length == 0;
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return true;
        while (true)
        {
            var read = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
            context.Request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.IsEmpty ? read.Buffer.End : read.Buffer.Start);
            if (!read.Buffer.IsEmpty || read.IsCompleted)
                return read.Buffer.IsEmpty;
        }
    }
}

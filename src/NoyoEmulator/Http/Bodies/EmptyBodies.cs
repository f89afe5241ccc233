namespace NoyoEmulator.Http.Bodies;

/// <summary>A body without a byte is none, whatever type it is declared to be of: many clients declare one for every request.</summary>
internal static class EmptyBodies
{
    /// <summary>Stands before routing, which judges the type.</summary>
    public static IApplicationBuilder UseNoEmptyBodies(this IApplicationBuilder app) => app.Use(static async (context, next) =>
    {
        var request = context.Request;
        // To whoever takes forms, an empty one says that nothing is filled in.
        if (request.Path.Value?.EndsWith("/auth/public/token", StringComparison.OrdinalIgnoreCase) != true && request.ContentType is not null && !JsonBodyReader.IsJson(request.ContentType) && await IsEmptyAsync(context))
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
        if (context.Request.Headers.TransferEncoding.Count == 0)
            return context.Request.ContentType is null;
        while (true)
        {
            var read = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
            context.Request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.IsEmpty ? read.Buffer.End : read.Buffer.Start);
            if (!read.Buffer.IsEmpty || read.IsCompleted)
                return read.Buffer.IsEmpty;
        }
    }
}

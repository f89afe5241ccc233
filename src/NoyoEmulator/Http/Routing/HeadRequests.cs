namespace NoyoEmulator.Http.Routing;

/// <summary>Answers HEAD wherever GET is: with the same status and headers, and without the body.</summary>
internal static class HeadRequests
{
    /// <summary>Stands before routing, which is to find the operation of GET.</summary>
    public static IApplicationBuilder UseHeadAsGet(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (!HttpMethods.IsHead(context.Request.Method))
            return next(context);
        context.Request.Method = HttpMethods.Get;
        context.Response.Body = Stream.Null;
        context.Features.Set(new HeadFeature());
        return next(context);
    });

    /// <summary>Stands behind routing: to all others the request is what it was.</summary>
    public static IApplicationBuilder UseHeadAgain(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (context.Features.Get<HeadFeature>() is null)
            return next(context);
        context.Request.Method = HttpMethods.Head;
        return next(context);
    });

    private sealed class HeadFeature;
}

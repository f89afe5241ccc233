namespace NoyoEmulator.Http.Callers;

/// <summary>Tells browsers to take every answer for what it says it is.</summary>
internal sealed class NoSniff(RequestDelegate next)
{
    private static readonly Func<object, Task> Add = static context =>
    {
        ((HttpContext)context).Response.Headers.XContentTypeOptions = "nosniff";
        return Task.CompletedTask;
    };

    public Task InvokeAsync(HttpContext context)
    {
        // Error handling clears the headers that are there, so this one comes last.
        context.Response.OnStarting(Add, context);
        return next(context);
    }
}

internal static class NoSniffRegistration
{
    /// <summary>Must come before everything that answers.</summary>
    public static IApplicationBuilder UseNoSniff(this IApplicationBuilder app) => app.UseMiddleware<NoSniff>();
}

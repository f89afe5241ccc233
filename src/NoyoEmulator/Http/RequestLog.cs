using System.Runtime.ExceptionServices;
using Serilog;
using Serilog.Events;

namespace NoyoEmulator.Http;

/// <summary>
/// One line a request. The path is logged without its query, and never a header or a body: those may hold names, tokens
/// and Social Security numbers.
/// </summary>
internal static class RequestLog
{
    private const string Template = "{Method} {Path} {Status} {Milliseconds:0.0} ms";

    /// <summary>Must come first, so that it sees what everything after it made of the request.</summary>
    public static IApplicationBuilder UseRequestLog(this IApplicationBuilder app) => app
        .Use(GoOnFailingAsync)
        .UseSerilogRequestLogging(options =>
        {
            options.MessageTemplate = Template;
            options.Logger = app.ApplicationServices.GetRequiredService<Serilog.ILogger>();
            options.GetLevel = (_, _, _) => LogEventLevel.Information;
            options.GetMessageTemplateProperties = (context, _, milliseconds, status) =>
            [
                new("Method", new ScalarValue(context.Request.Method)),
                new("Path", new ScalarValue(PathOf(context.Request))),
                new("Status", new ScalarValue(status)),
                new("Milliseconds", new ScalarValue(milliseconds)),
            ];
        })
        .Use(HoldFailureAsync);

    // As it was sent, prefixes included; escaped, so that a path cannot write lines of its own.
    private static string PathOf(HttpRequest request) => (request.PathBase + request.Path).ToUriComponent();

    /// <summary>Leads what ended a request round its line, because messages of exceptions may quote what was received.</summary>
    private static async Task HoldFailureAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception)
        {
            context.Features.Set(ExceptionDispatchInfo.Capture(exception));
        }
    }

    private static async Task GoOnFailingAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        context.Features.Get<ExceptionDispatchInfo>()?.Throw();
    }
}

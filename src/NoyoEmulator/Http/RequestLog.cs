using System.Runtime.ExceptionServices;
using NoyoEmulator.Http.Errors;
using Serilog;
using Serilog.Events;

namespace NoyoEmulator.Http;

/// <summary>
/// One line a request. Of the path only words of routes and ids are logged, and never the query, a header or a body: those may hold
/// names, tokens and Social Security numbers.
/// </summary>
internal static class RequestLog
{
    private const string Template = "{Method} {Path} {Status} {Milliseconds:0.0} ms";

    /// <summary>Must come first, so that it sees what everything after it made of the request.</summary>
    public static IApplicationBuilder UseRequestLog(this IApplicationBuilder app)
    {
        var paths = app.ApplicationServices.GetRequiredService<ILoggedPath>();
        return app
            .Use(GoOnFailingAsync)
            .UseSerilogRequestLogging(options =>
            {
                options.MessageTemplate = Template;
                options.Logger = app.ApplicationServices.GetRequiredService<Serilog.ILogger>();
                options.GetLevel = (_, _, _) => LogEventLevel.Information;
                options.GetMessageTemplateProperties = (context, _, milliseconds, status) =>
                [
                    new("Method", new ScalarValue(context.Request.Method)),
                    new("Path", new ScalarValue(paths.Of(context))),
                    new("Status", new ScalarValue(status)),
                    new("Milliseconds", new ScalarValue(milliseconds)),
                ];
            })
            .Use(HoldFailureAsync);
    }

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

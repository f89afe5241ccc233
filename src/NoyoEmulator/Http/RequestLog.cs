using System.Diagnostics;

namespace NoyoEmulator.Http;

/// <summary>
/// One line a request. The path is logged without its query, and never a header or a body: those may hold names, tokens
/// and Social Security numbers.
/// </summary>
internal static partial class RequestLog
{
    /// <summary>Must come first, so that it sees what everything after it made of the request.</summary>
    public static IApplicationBuilder UseRequestLog(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("NoyoEmulator.Requests");
        return app.Use(async (context, next) =>
        {
            var started = Stopwatch.GetTimestamp();
            // Escaped, so that a path cannot write lines of its own.
            var path = context.Request.Path.ToUriComponent();
            try
            {
                await next(context);
            }
            finally
            {
                Log.Request(logger, context.Request.Method, path, context.Response.StatusCode, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        });
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Method} {Path} {Status} {Milliseconds:0.0} ms")]
        public static partial void Request(ILogger logger, string method, string path, int status, double milliseconds);
    }
}

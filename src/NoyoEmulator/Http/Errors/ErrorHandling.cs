using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Http.Errors;

/// <summary>Sees to it that every answer of 400 and above has an <see cref="ApiError"/> for a body, whatever its origin.</summary>
internal static partial class ErrorHandling
{
    /// <summary>The header that helps with a path that does not exist.</summary>
    public const string HintHeader = "X-Emulator-Hint";

    public static IServiceCollection AddErrorHandling(this IServiceCollection services) =>
        services
            .AddSingleton<StorageLog>()
            .AddExceptionHandler<ExceptionAnswer>()
            .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);

    /// <summary>Where the paths are that Noyo does not have.</summary>
    private const string OwnPrefix = "/_emulator/";

    /// <summary>Puts the handling in front of everything that follows.</summary>
    public static IApplicationBuilder UseErrorHandling(this IApplicationBuilder app)
    {
        // Without a delegate the middleware insists on the problem details service.
        _ = app.UseExceptionHandler(static _ => { });
        return app.UseStatusCodePages(AnswerBareStatusAsync);
    }

    private static Task AnswerBareStatusAsync(StatusCodeContext status)
    {
        var context = status.HttpContext;
        var isUnknownPath = context.Response.StatusCode == StatusCodes.Status404NotFound && context.GetEndpoint() is null;
        var hint = isUnknownPath ? context.RequestServices.GetService<IUnknownPathHint>()?.HintFor(context) : null;
        if (hint is not null)
            context.Response.Headers[HintHeader] = hint.Text;

        return Plain(context, context.Response.StatusCode, isUnknownPath, hint).ExecuteAsync(context);
    }

    private static ApiErrorResult Plain(HttpContext context, int status, bool isUnknownPath, PathHint? hint = null)
    {
        var request = context.Request;
        return status switch
        {
            StatusCodes.Status400BadRequest => ApiErrorResult.BadRequest("The request cannot be read"),
            StatusCodes.Status401Unauthorized => ApiErrorResult.Unauthorized(),
            StatusCodes.Status403Forbidden => ApiErrorResult.Forbidden("Forbidden"),
            StatusCodes.Status404NotFound => ApiErrorResult.NotFound(
                isUnknownPath ? NoSuchPath(request, hint) : "Not found"),
            StatusCodes.Status405MethodNotAllowed => ApiErrorResult.Of(
                status, $"{request.Method} is not allowed on this path; allowed: {context.Response.Headers.Allow}"),
            StatusCodes.Status413PayloadTooLarge => ApiErrorResult.PayloadTooLarge(),
            StatusCodes.Status415UnsupportedMediaType => ApiErrorResult.UnsupportedMediaType(),
            _ => ApiErrorResult.Of(status, Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status)),
        };
    }

    private static string NoSuchPath(HttpRequest request, PathHint? hint) =>
        $"No such path: {request.Method} {request.PathBase}{request.Path}"
        + (request.Path.Value?.Contains("//", StringComparison.Ordinal) == true ? "; a part of it is empty, where an id or a name is missing" : "")
        + (hint?.IsOfAnotherApi == true || hint?.Text.Contains(OwnPrefix, StringComparison.Ordinal) == true ? $"; the nearest is {hint.Text}" : "");

    /// <summary>Answers for exceptions: refusals as what they carry, anything else as a bug of the emulator.</summary>
    private sealed partial class ExceptionAnswer(
        IHostApplicationLifetime lifetime, StorageLog storageLog, ILoggedPath paths, ILogger<ExceptionAnswer> logger) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            await Answer(httpContext, exception).ExecuteAsync(httpContext);
            return true;
        }

        private ApiErrorResult Answer(HttpContext context, Exception exception)
        {
            switch (exception)
            {
                case RequestRefusedException refused:
                    return refused.Answer;
                case BadHttpRequestException { InnerException: JsonException json }:
                    return ApiErrorResult.BadRequest($"The body cannot be read: see {JsonDefect.Place(json)}");
                case BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest }:
                    return ApiErrorResult.BadRequest(
                        "A value in the path, the query, the headers or the body is missing or has the wrong form");
                case BadHttpRequestException bad:
                    return Plain(context, bad.StatusCode, isUnknownPath: false);
                case OperationCanceledException when lifetime.ApplicationStopping.IsCancellationRequested:
                    return ApiErrorResult.Unavailable("The emulator is stopping");
                case WorldDatabaseException { Message: var message }:
                    return ApiErrorResult.Unavailable(message);
                case var _ when StorageFailure.Of(exception) is { } storage:
                    storageLog.Report(storage, "A request");
                    return ApiErrorResult.Of(storage);
                default:
                    Log.Failed(logger, context.Request.Method, paths.Of(context), TypesOf(exception), exception.StackTrace);
                    return ApiErrorResult.Of(
                        StatusCodes.Status500InternalServerError,
                        "The emulator failed on this request; this is a bug in it. Its log has the details.");
            }
        }

        private static string TypesOf(Exception exception) =>
            exception.InnerException is { } inner ? $"{exception.GetType()} from {TypesOf(inner)}" : exception.GetType().ToString();
    }

    private static partial class Log
    {
        // Messages of exceptions may quote what was received, so they are not written.
        [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed with {ExceptionTypes}\n{StackTrace}")]
        public static partial void Failed(ILogger logger, string method, string path, string exceptionTypes, string? stackTrace);
    }
}

/// <summary>Knows a better path than one that does not exist.</summary>
internal interface IUnknownPathHint
{
    /// <summary>What to put into the header <see cref="ErrorHandling.HintHeader"/>, or null for nothing.</summary>
    PathHint? HintFor(HttpContext context);
}

/// <summary>A path that may have been meant.</summary>
/// <param name="Text">Its methods and itself.</param>
/// <param name="IsOfAnotherApi">Whether the request named another API of Noyo's than the one that has it.</param>
internal sealed record PathHint(string Text, bool IsOfAnotherApi = false);

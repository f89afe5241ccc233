using System.Text.Json;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Http.Errors;

/// <summary>Answers for exceptions: refusals as what they carry, anything else as a bug of the emulator.</summary>
internal sealed partial class ExceptionAnswers(IHostApplicationLifetime lifetime, StorageLog storageLog, ILoggedPath paths, ILogger<ExceptionAnswers> logger)
{
    /// <summary>The answer to a request that ended with an exception, which is logged where nobody else does.</summary>
    public ApiErrorResult To(HttpContext context, Exception exception)
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
                return ErrorHandling.Plain(context, bad.StatusCode, isUnknownPath: false);
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

    private static partial class Log
    {
        // Messages of exceptions may quote what was received, so they are not written.
        [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed with {ExceptionTypes}\n{StackTrace}")]
        public static partial void Failed(ILogger logger, string method, string path, string exceptionTypes, string? stackTrace);
    }
}

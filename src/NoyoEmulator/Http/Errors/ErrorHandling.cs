using Microsoft.AspNetCore.Diagnostics;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Http.Errors;

/// <summary>Sees to it that every answer of 400 and above has an <see cref="ApiError"/> for a body, whatever its origin.</summary>
internal static class ErrorHandling
{
    /// <summary>The header that helps with a path that does not exist.</summary>
    public const string HintHeader = "X-Emulator-Hint";

    public static IServiceCollection AddErrorHandling(this IServiceCollection services) =>
        services
            .AddSingleton<StorageLog>()
            .AddSingleton<ExceptionAnswers>()
            .AddExceptionHandler<ExceptionHandler>()
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

    internal static ApiErrorResult Plain(HttpContext context, int status, bool isUnknownPath, PathHint? hint = null)
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

    private sealed class ExceptionHandler(ExceptionAnswers answers) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            await answers.To(httpContext, exception).ExecuteAsync(httpContext);
            return true;
        }
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

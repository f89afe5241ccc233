using Microsoft.AspNetCore.Http.Features;
using NoyoEmulator.Http;

namespace NoyoEmulator.Faults;

/// <summary>
/// Ends a request whose answer was cut on purpose. The server can then do nothing but send what it has and close the connection;
/// aborting it could lose the part that is to arrive.
/// </summary>
internal sealed class AnswerCutException() : Exception("A fault cut the answer.");

internal static class AnswerCut
{
    /// <summary>Lets the request be handled and sends headers and half of the body. An answer without a body is sent as it is.</summary>
    /// <exception cref="AnswerCutException">The answer was cut, and the connection is to be closed.</exception>
    public static async Task SendHalfAsync(HttpContext context, RequestDelegate next)
    {
        using var answer = await HandleAsync(context, next);
        if (answer.Length == 0)
            return;
        context.Response.ContentLength = answer.Length;
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        await context.Response.Body.WriteAsync(answer.GetBuffer().AsMemory(0, (int)answer.Length / 2), context.RequestAborted);
        context.Features.Get<IRequestRecord>()?.EndEarly();
        await context.Response.Body.FlushAsync(context.RequestAborted);
        throw new AnswerCutException();
    }

    /// <summary>Lets the request be handled, and closes the connection in the place of the answer.</summary>
    public static async Task LoseAsync(HttpContext context, RequestDelegate next)
    {
        using var answer = await HandleAsync(context, next);
        context.Features.Get<IRequestRecord>()?.EndUnanswered();
        context.Abort();
    }

    /// <summary>Has the request handled; nothing is sent.</summary>
    private static async Task<MemoryStream> HandleAsync(HttpContext context, RequestDelegate next)
    {
        var real = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var answer = new MemoryStream();
        var buffered = new StreamResponseBodyFeature(answer);
        context.Features.Set<IHttpResponseBodyFeature>(buffered);
        try
        {
            await next(context);
            await buffered.CompleteAsync();
        }
        finally
        {
            context.Features.Set(real);
        }

        return answer;
    }
}

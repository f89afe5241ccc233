using System.Net;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Simulation;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Inbox;

/// <summary>Hands what is for one of the emulator's own inboxes to it, without a socket; sends anything else on.</summary>
internal sealed class InboxHandler(WorldRegistry worlds, IServiceProvider services) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(WebhookSender.IsOwnInbox, out _) || !OwnInbox.TryRead(request.RequestUri!, out var place))
            return await base.SendAsync(request, cancellationToken);
        if (worlds.Find(place.World) is not { } running || !running.TryUse())
            return await AnswerAsync(request, _ => Task.FromResult<IResult>(ApiErrorResult.NotFound($"There is no world named {place.World}")), cancellationToken);
        try
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, running.Closing);
            return await AnswerAsync(
                request, context => InboxReception.TakeAsync(context, place.Name, place.Below, running.World), ended.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "the world of the inbox ended", exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Over a socket it would be an answer of 500: a failed attempt, and no failure of the world that sends.
            throw new HttpRequestException("the inbox failed", exception);
        }
        finally
        {
            running.EndUse();
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(
        HttpRequestMessage request, Func<HttpContext, Task<IResult>> take, CancellationToken cancellationToken)
    {
        using var answer = new MemoryStream();
        var context = await ContextOfAsync(request, cancellationToken);
        context.Response.Body = answer;
        await (await take(context)).ExecuteAsync(context);
        var response = new HttpResponseMessage((HttpStatusCode)context.Response.StatusCode)
        {
            RequestMessage = request,
            Content = new ByteArrayContent(answer.ToArray()),
        };
        foreach (var (name, values) in context.Response.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                _ = response.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        return response;
    }

    private async Task<HttpContext> ContextOfAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var url = request.RequestUri!;
        var context = new DefaultHttpContext { RequestServices = services, RequestAborted = cancellationToken };
        context.Request.Method = request.Method.Method;
        context.Request.Scheme = url.Scheme;
        context.Request.Host = new HostString(url.Authority);
        context.Request.Path = url.AbsolutePath;
        context.Request.QueryString = new QueryString(url.Query);
        var content = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        context.Request.Body = new MemoryStream(content);
        context.Request.ContentLength = content.Length;
        foreach (var (name, values) in request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? default))
            context.Request.Headers[name] = values.ToArray();
        return context;
    }
}

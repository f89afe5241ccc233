using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Callers;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Journal;

/// <summary>A request that is being written down. It is in the journal before its sender can know that it has been answered.</summary>
internal sealed class RequestRecording(HttpContext context, World world, TimeProvider realTime) : IRequestRecord
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly DateTimeOffset _at = world.Clock.GetUtcNow();
    private readonly DateTimeOffset _realAt = realTime.GetUtcNow();
    private readonly CapturedBody _request = new();
    private readonly CapturedBody _response = new();
    private long? _requestLength;
    private bool _isRecorded;

    /// <summary>Looks at the request's body, and begins to look on at the answer's.</summary>
    public async ValueTask StartAsync()
    {
        _requestLength = await _request.PeekAsync(context);
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        context.Features.Set<IHttpResponseBodyFeature>(new ResponseCapture(body, OnWritten));
        context.Features.Set<IRequestRecord>(this);
    }

    public string? Fault { private get; set; }

    /// <summary>Writes it down, once.</summary>
    public void Record() => Record(isAnswered: true);

    public void EndUnanswered() => Record(isAnswered: false);

    public void EndEarly() => Record(isAnswered: true);

    private void Record(bool isAnswered)
    {
        if (_isRecorded)
            return;
        _isRecorded = true;
        world.Journal.Add(ToEntry(isAnswered));
    }

    private void OnWritten(ReadOnlySpan<byte> bytes)
    {
        _response.Add(bytes);

        // With this piece the answer is whole, and its reader need not wait for the end of the request.
        if (_response.Length == context.Response.ContentLength)
            Record();
    }

    private JournalEntry ToEntry(bool isAnswered)
    {
        var request = context.Request;
        var status = context.Response.StatusCode;
        var taken = context.Features.Get<RequestRoute>();
        var isMatched = taken?.IsMatched is true;
        var echoes = new PersonalEchoes(status >= StatusCodes.Status400BadRequest);
        var route = AddressMask.Path(request.Path.Value ?? "/", taken?.Pattern, echoes);
        var query = AddressMask.Query(request.QueryString.Value, echoes);
        var requestBody = _request.Mask(echoes);
        var responseBody = _response.Mask(echoes);
        var prefix = SentPath.FamilyPrefix(context);
        return new JournalEntry
        {
            At = _at,
            RealAt = _realAt,
            Duration = Stopwatch.GetElapsedTime(_started),
            Method = request.Method,
            Path = prefix + route,
            Route = route,
            Family = taken?.Family,
            Query = query,
            Operation = taken?.Operation,
            Status = isAnswered ? status : null,
            IsMatched = isMatched,
            Nearest = isMatched ? null : context.RequestServices.GetRequiredService<IUnknownPathHint>().HintFor(context)?.Text,
            Fault = Fault,
            Request = new JournalMessage { Headers = AddressMask.Headers(request.Headers), Length = _requestLength, Body = requestBody },
            Response = isAnswered
                ? new JournalMessage
                {
                    Headers = AddressMask.Headers(context.Response.Headers),
                    Length = _response.Length,
                    Body = responseBody,
                }

                : null,
        };
    }
}

/// <summary>What routing made of a request, kept because error handling forgets it.</summary>
internal sealed record RequestRoute(ApiFamily? Family, string? Operation, bool IsMatched, RoutePattern? Pattern);

/// <summary>Writes requests to Noyo's APIs into the journal of their world.</summary>
internal static class RequestRecordingMiddleware
{
    /// <summary>Must come after the selection of the world, and before everything that answers.</summary>
    public static IApplicationBuilder UseJournal(this IApplicationBuilder app)
    {
        var realTime = app.ApplicationServices.GetRequiredService<TimeProvider>();
        return app.Use(async (context, next) =>
        {
            if (!NoyoTraffic.Is(context) || Observer.Sent(context.Request)
                || context.Features.Get<RunningWorld>()?.World is not { Journal.IsOn: true } world)
            {
                await next(context);
                return;
            }

            context.Features.Set(
                new RequestRoute(NoyoTraffic.FamilyOf(context), NoyoTraffic.OperationOf(context), NoyoTraffic.HasEndpoint(context),
                    (context.GetEndpoint() as RouteEndpoint)?.RoutePattern));
            var recording = new RequestRecording(context, world, realTime);
            await recording.StartAsync();
            try
            {
                await next(context);
            }
            finally
            {
                recording.Record();
            }
        });
    }
}

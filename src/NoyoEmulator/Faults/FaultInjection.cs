using System.Globalization;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Callers;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Faults;

/// <summary>Lets requests to Noyo's APIs meet the faults of their world.</summary>
internal sealed class FaultInjection(RequestDelegate next, TimeProvider realTime, IHostApplicationLifetime lifetime)
{
    /// <summary>The header of every answer that a fault had a part in.</summary>
    public const string Header = "X-Emulator-Fault";

    private const string PreferenceId = "prefer";

    public Task InvokeAsync(HttpContext context)
    {
        if (!NoyoTraffic.Is(context) || Observer.Sent(context.Request) || context.Features.Get<RunningWorld>() is not { World: var world })
            return next(context);
        if (RequestPreference.Of(context.Request) is { } preference)
            return FollowAsync(context, preference);

        var request = context.Request;
        var target = new FaultTarget(
            request.Method, request.Path.Value ?? "/", NoyoTraffic.FamilyOf(context), NoyoTraffic.OperationOf(context));
        if (world.Faults.HasAny)
            context.Features.Get<IRequestRecord>()?.TakeCount();
        return world.Faults.Hit(target) is { } fault ? InjectAsync(context, fault) : next(context);
    }

    private static Task FollowAsync(HttpContext context, RequestPreference preference)
    {
        if (preference.Status is not { } status)
        {
            return ApiErrorResult.Unprocessable(
                RequestPreference.Header,
                $"{RequestPreference.Header} can ask for a code from {FaultStatus.Least} to {FaultStatus.Most}, as in code=503")
                    .ExecuteAsync(context);
        }

        Mark(context, PreferenceId);
        context.Response.Headers[RequestPreference.AppliedHeader] = $"code={preference.Text}";
        return FaultStatus.Answer(status).ExecuteAsync(context);
    }

    private async Task InjectAsync(HttpContext context, Fault fault)
    {
        Mark(context, fault.Id.ToString());
        var rule = fault.Rule;
        if (rule.Delay is { } delay && !await WaitAsync(delay, context.RequestAborted))
        {
            await ApiErrorResult.Unavailable("The emulator is stopping").ExecuteAsync(context);
            return;
        }

        if (rule.Abort)
        {
            context.Features.Get<IRequestRecord>()?.EndUnanswered();
            context.Abort();
            return;
        }

        if (rule.RetryAfter is { } retryAfter)
            context.Response.Headers.RetryAfter = ((long)retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (rule.Status is { } status)
            await FaultStatus.Answer(status, rule.Message).ExecuteAsync(context);
        else if (rule.ExpiredToken)
            await ApiErrorResult.Unauthorized().ExecuteAsync(context);
        else if (rule.LoseAnswer)
            await AnswerCut.LoseAsync(context, next);
        else if (rule.Truncate)
            await AnswerCut.SendHalfAsync(context, next);
        else
            await next(context);
    }

    /// <summary>Waits in real time; false when the emulator stops meanwhile.</summary>
    private async Task<bool> WaitAsync(TimeSpan delay, CancellationToken aborted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        try
        {
            await Task.Delay(delay, realTime, limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // Error handling clears the headers that are there, so this one comes last.
    private static void Mark(HttpContext context, string id)
    {
        if (context.Features.Get<IRequestRecord>() is { } record)
            record.Fault = id;
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = id;
            return Task.CompletedTask;
        });
    }
}

internal static class FaultRegistration
{
    extension(World world)
    {
        /// <summary>What goes wrong with requests.</summary>
        public FaultList Faults => world.Features.Get<FaultList>();
    }

    public static IServiceCollection AddFaults(this IServiceCollection services) => services
        .AddWorldFeature(_ => new FaultList())
        .AddSingleton<OperationIds>();

    /// <summary>Must come after the selection of the world, and before everything that answers.</summary>
    public static IApplicationBuilder UseFaults(this IApplicationBuilder app) => app.UseMiddleware<FaultInjection>();
}

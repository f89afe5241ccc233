using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

[assembly: WireTypes<NoyoEmulator.Control.HealthJsonContext>]

namespace NoyoEmulator.Control;

/// <summary>How the emulator is.</summary>
public sealed record HealthResult
{
    /// <summary>live or ready.</summary>
    public required string Status { get; init; }

    /// <summary>What is wrong with worlds; absent where nothing is.</summary>
    public IReadOnlyList<WorldProblemResult>? Problems { get; init; }
}

/// <summary>What is wrong with a world.</summary>
public sealed record WorldProblemResult
{
    public required string World { get; init; }

    public required string Reason { get; init; }
}

/// <summary>What the emulator is and how it runs.</summary>
public sealed record InfoResult
{
    public required string Version { get; init; }

    /// <summary>Real time since the start, ISO-8601.</summary>
    public required string Uptime { get; init; }

    /// <summary>The world that the request was about.</summary>
    public required string World { get; init; }

    /// <summary>The base URL of each of Noyo's APIs.</summary>
    public required IReadOnlyDictionary<string, string> Urls { get; init; }

    /// <summary>The configuration in effect; secrets are masked, and what is not set is null.</summary>
    public required IReadOnlyDictionary<string, string?> Configuration { get; init; }
}

/// <summary>What a reset leaves.</summary>
public sealed record ResetResult
{
    public required string World { get; init; }

    /// <summary>The world's time after the reset.</summary>
    public required DateTimeOffset Now { get; init; }
}

internal static class HealthEndpoints
{
    private const string Tag = "Emulator";

    public static void MapHealth(this IEndpointRouteBuilder control)
    {
        _ = control.MapGet("/health/live", Live).WithName("getLiveness").WithTags(Tag).WithSummary("Whether the process is up");
        _ = control.MapGet("/health/ready", ReadyAsync).WithName("getReadiness").WithTags(Tag)
            .WithSummary("Whether the emulator can serve requests")
            .WithDescription(
                "503 with the reason while it cannot. Where a world is named, it is about that world, else about the default one; what is "
                + "wrong with the others is told.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
    }

    public static void MapInfo(this IEndpointRouteBuilder control)
    {
        // Made now, so that it counts from here and not from the first question.
        _ = control.ServiceProvider.GetRequiredService<EmulatorUptime>();
        _ = control.MapGet("/info", Info).WithName("getInfo").WithTags(Tag).WithSummary("Version, configuration in effect, base URLs");
        _ = control.MapPost("/reset", ResetAsync).WithName("resetWorld").WithTags(Tag)
            .WithSummary("Put the world back to how it was created").WithDescription("Data, due work, deliveries, clock and ids, in milliseconds. Checkpoints stay.").WithCallRole(CallRole.NotMadeAgain);
    }

    private static Ok<HealthResult> Live() => TypedResults.Ok(new HealthResult { Status = "live" });

    /// <summary>
    /// Without a world, it is about the process, which is ready while the default world is: another one that is broken is named, but
    /// is no reason to take the process for broken.
    /// </summary>
    private static async Task<Results<Ok<HealthResult>, ApiErrorResult>> ReadyAsync(
        HttpContext context, WorldRegistry worlds, EmulatorOptions options)
    {
        if (worlds.NotReadyReason is { } reason)
            return ApiErrorResult.Unavailable($"Not ready: {reason}");
        var named = WorldSelection.NamedIn(context);
        if (named is not null && worlds.FindSlot(named) is null)
            return ApiErrorResult.NotFound($"There is no world named {named}");
        var asked = named ?? WorldRegistry.DefaultName;
        // Without the key, nobody learns the names of worlds.
        var problems = await worlds.ProblemsAsync(named ?? (options.ControlKey is null ? null : asked));
        return problems.FirstOrDefault(problem => problem.IsBroken && string.Equals(problem.World, asked, StringComparison.OrdinalIgnoreCase)) is { } broken
            ? ApiErrorResult.Unavailable($"Not ready: world {broken.World}: {broken.Reason}")
            : TypedResults.Ok(new HealthResult
            {
                Status = "ready",
                Problems = problems.Count == 0
                    ? null
                    : [.. problems.Select(problem => new WorldProblemResult { World = problem.World, Reason = problem.Reason })],
            });
    }

    private static Ok<InfoResult> Info(HttpContext context, World world, EmulatorConfiguration configuration, EmulatorUptime uptime)
    {
        return TypedResults.Ok(new InfoResult
        {
            Version = typeof(HealthEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
            Uptime = IsoDuration.Format(uptime.Elapsed),
            World = world.Name,
            Urls = ApiFamilies.BaseUrls(context.Request, context.Request.PathBase),
            Configuration = configuration.Describe().ToDictionary(),
        });
    }

    private static async Task<Ok<ResetResult>> ResetAsync(RunningWorld running, WorldRegistry worlds, CancellationToken cancellationToken)
    {
        await worlds.ResetAsync(running, cancellationToken);
        return TypedResults.Ok(new ResetResult { World = running.World.Name, Now = running.World.Clock.GetUtcNow() });
    }
}

/// <summary>How long the process has been serving, in real time.</summary>
internal sealed class EmulatorUptime(TimeProvider realTime)
{
    private readonly long _start = realTime.GetTimestamp();

    public TimeSpan Elapsed => realTime.GetElapsedTime(_start);
}

/// <summary>Generated metadata of what is asked for first.</summary>
[JsonSerializable(typeof(HealthResult))]
internal sealed partial class HealthJsonContext : JsonSerializerContext;

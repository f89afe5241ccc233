using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Http.Callers;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Routing;

namespace NoyoEmulator.Simulation;

/// <summary>Knows for which world a client was given its credentials.</summary>
internal interface IWorldCredentials
{
    /// <summary>The name of that world; null when the request carries no credentials, or such as would do for any.</summary>
    string? WorldOf(HttpContext context);
}

/// <summary>
/// Finds the world that a request is about: the header <c>X-Emulator-World</c>, the path prefix <c>/w/{world}</c>, the
/// world of the credentials, or the default.
/// </summary>
internal static class WorldSelection
{
    public const string Header = "X-Emulator-World";

    private const int MaxListed = 20;

    /// <summary>Registers the chosen world for injection into handlers.</summary>
    public static IServiceCollection AddWorldSelection(this IServiceCollection services) => services
        .AddHttpContextAccessor()
        .AddScoped(provider => Chosen(provider.GetRequiredService<IHttpContextAccessor>().HttpContext!))
        .AddScoped(provider => provider.GetRequiredService<RunningWorld>().World);

    /// <summary>Takes <c>/w/{world}</c> off the path. Must come before routing.</summary>
    public static IApplicationBuilder UseWorldPrefix(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.Path.StartsWithSegments("/w", StringComparison.Ordinal, out var prefix, out var rest)
            && rest.Value is ['/', not '/', ..])
        {
            var end = rest.Value!.IndexOf('/', 1);
            var name = end < 0 ? rest.Value[1..] : rest.Value[1..end];
            context.Features.Set(new NamedWorld(name));
            context.Request.PathBase += prefix + "/" + name;
            context.Request.Path = end < 0 ? "/" : rest.Value[end..];
        }

        return next(context);
    });

    /// <summary>
    /// Chooses the world, if there is one of that name; it stays open until the request is answered. Must come after routing.
    /// </summary>
    public static IApplicationBuilder UseWorldSelection(this IApplicationBuilder app) => app.Use((context, next) =>
        (NeedsWorld(context) || NoyoTraffic.Is(context)) && Registry(context).Find(NameFor(context)) is { } running && running.TryUse()
            ? AnswerAndLeaveAsync(context, running, next)
            : next(context));

    /// <summary>
    /// Refuses requests about a world that does not exist. Must come after authentication, as the refusal names those that do.
    /// </summary>
    public static IApplicationBuilder UseWorldRequirement(
        this IApplicationBuilder app) => app.Use((context, next) => context.Features.Get<RunningWorld>() switch
    {
        null when NeedsWorld(context) => Refusal(context, Registry(context), NameFor(context)).ExecuteAsync(context),
        null => next(context),
        var running => AnswerUnlessSentAwayAsync(context, running, next),
    });

    /// <summary>Says that the endpoints act on a world.</summary>
    public static TBuilder OnWorld<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new NeedsWorldMetadata()));
        return builder.AddEndpointFilter(AnswerInFullAsync);
    }

    private static async Task AnswerAndLeaveAsync(HttpContext context, RunningWorld running, RequestDelegate next)
    {
        var client = new Client(context.RequestAborted);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(client.Aborted, running.Closing);
        try
        {
            context.Features.Set(running);
            context.Features.Set(client);
            context.RequestAborted = ended.Token;
            await AnswerUnlessSentAwayAsync(context, running, next);
        }
        finally
        {
            context.RequestAborted = client.Aborted;
            running.EndUse();
        }
    }

    /// <summary>Ends with a refusal where the world is deleted in the meantime.</summary>
    private static async Task AnswerUnlessSentAwayAsync(HttpContext context, RunningWorld running, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (running.World.Storage.Note(exception))
        {
            // Readers fail without the world's knowledge.
            throw running.World.Storage.Explain(exception);
        }
        catch (OperationCanceledException) when (IsSentAway(context, running))
        {
            context.RequestAborted = context.Features.Get<Client>()!.Aborted;
            await SentAway(running.World).ExecuteAsync(context);
        }
    }

    /// <summary>
    /// Runs the handler while the world is there, and lets the client have what comes of it: an answer that the end of the
    /// world cut off half-way would be broken JSON. A file is no such answer: it may take as long as its client likes.
    /// </summary>
    private static async ValueTask<object?> AnswerInFullAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var result = await next(invocation);
        if (invocation.HttpContext.Features.Get<Client>() is { } client
            && (result as INestedHttpResult)?.Result is not FileStreamHttpResult)
        {
            invocation.HttpContext.RequestAborted = client.Aborted;
        }

        return result;
    }

    /// <summary>404 for a request whose world is deleted while it is under way.</summary>
    public static ApiErrorResult SentAway(World world) => ApiErrorResult.NotFound($"The world named {world.Name} was deleted while it worked on this request");

    /// <summary>Whether a request ended because its world did, with an answer still to be given.</summary>
    private static bool IsSentAway(HttpContext context, RunningWorld running) =>
        running.Closing.IsCancellationRequested
        && !context.Features.Get<Client>()!.Aborted.IsCancellationRequested
        && !context.Response.HasStarted
        && !context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;

    /// <summary>The world that a request names itself, by its header or its path; null when it names none.</summary>
    public static string? NamedIn(HttpContext context) =>
        context.Request.Headers[Header] is [{ Length: > 0 } header] ? header : context.Features.Get<NamedWorld>()?.Name;

    private static string NameFor(HttpContext context) =>
        NamedIn(context) ?? context.RequestServices.GetService<IWorldCredentials>()?.WorldOf(context) ?? WorldRegistry.DefaultName;

    private static bool NeedsWorld(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<NeedsWorldMetadata>() is not null;

    private static WorldRegistry Registry(HttpContext context) => context.RequestServices.GetRequiredService<WorldRegistry>();

    private static RunningWorld Chosen(HttpContext context) =>
        context.Features.Get<RunningWorld>()
            ?? throw new InvalidOperationException($"{context.Request.Path} is not marked as acting on a world.");

    // Where the control plane has a key, the names of worlds are for those who have it.
    private static ApiErrorResult Refusal(HttpContext context, WorldRegistry registry, string name) =>
        registry.NotReadyReason is { } reason ? ApiErrorResult.Unavailable($"The emulator is not ready: {reason}")
        : registry.WhyBroken(name) is { } broken ? ApiErrorResult.Unavailable($"The world {name} cannot be used: {broken}")
        : ApiErrorResult.NotFound($"There is no world named {name}{(ControlKey.IsWith(context) ? $". {Listing(registry.Names)}" : "")}");

    /// <summary>What exists, in words; of very many, some.</summary>
    public static string Listing(IReadOnlyList<string> names) => names.Count <= MaxListed
        ? $"These exist: {string.Join(", ", names)}"
        : $"{names.Count} exist, among them: {string.Join(", ", names.Take(MaxListed))}";

    private sealed record NamedWorld(string Name);

    /// <summary>Whoever sent the request.</summary>
    /// <param name="Aborted">Cancelled when it hangs up.</param>
    private sealed record Client(CancellationToken Aborted);

    private sealed class NeedsWorldMetadata;
}

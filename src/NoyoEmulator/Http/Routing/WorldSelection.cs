using NoyoEmulator.Accounts;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Http.Routing;

/// <summary>
/// Finds the world that a request is about: the header <c>X-Emulator-World</c>, the path prefix <c>/w/{world}</c>, the
/// world of the bearer token, or the default.
/// </summary>
internal static class WorldSelection
{
    /// <summary>The header that names a world.</summary>
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
        if (context.Request.Path.StartsWithSegments("/w", StringComparison.Ordinal, out var prefix, out var rest) && rest.Value is ['/', not '/', ..])
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
    /// Chooses the world, which stays open until the request is answered; an unknown name is refused. Must come after routing.
    /// </summary>
    public static IApplicationBuilder UseWorldSelection(this IApplicationBuilder app) => app.Use((context, next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<NeedsWorldMetadata>() is null ? next(context) : AnswerInWorldAsync(context, next));

    /// <summary>Says that the endpoints act on a world.</summary>
    public static TBuilder OnWorld<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new NeedsWorldMetadata()));
        return builder;
    }

    private static async Task AnswerInWorldAsync(HttpContext context, RequestDelegate next)
    {
        var registry = context.RequestServices.GetRequiredService<WorldRegistry>();
        var name = NameFor(context);
        if (registry.Find(name) is not { } running || !running.TryEnter())
        {
            await Refusal(registry, name).ExecuteAsync(context);
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, running.Closing);
        var aborted = context.RequestAborted;
        try
        {
            context.Features.Set(running);
            context.RequestAborted = ended.Token;
            await next(context);
        }
        catch (OperationCanceledException) when (IsSentAway(context, running, aborted))
        {
            context.RequestAborted = aborted;
            await ApiErrorResult.NotFound($"The world named {name} was deleted while it worked on this request").ExecuteAsync(context);
        }
        finally
        {
            context.RequestAborted = aborted;
            running.Leave();
        }
    }

    /// <summary>Whether a request ended because its world did, with an answer still to be given.</summary>
    private static bool IsSentAway(HttpContext context, RunningWorld running, CancellationToken aborted) =>
        running.Closing.IsCancellationRequested
        && !aborted.IsCancellationRequested
        && !context.Response.HasStarted
        && !context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;

    private static string NameFor(HttpContext context)
    {
        if (context.Request.Headers[Header] is [{ Length: > 0 } header])
            return header;
        if (context.Features.Get<NamedWorld>() is { } named)
            return named.Name;
        return BearerAuthentication.WorldOf(context) ?? WorldRegistry.DefaultName;
    }

    private static RunningWorld Chosen(HttpContext context) =>
        context.Features.Get<RunningWorld>() ?? throw new InvalidOperationException($"{context.Request.Path} is not marked as acting on a world.");

    private static ApiErrorResult Refusal(WorldRegistry registry, string name) => registry.NotReadyReason is { } reason && registry.Names.Count == 0
        ? ApiErrorResult.Unavailable($"The emulator is not ready: {reason}")
        : ApiErrorResult.NotFound($"There is no world named {name}. {Listing(registry.Names)}");

    /// <summary>What exists, in words; of very many, some.</summary>
    public static string Listing(IReadOnlyList<string> names) => names.Count <= MaxListed
        ? $"These exist: {string.Join(", ", names)}"
        : $"{names.Count} exist, among them: {string.Join(", ", names.Take(MaxListed))}";

    private sealed record NamedWorld(string Name);

    private sealed class NeedsWorldMetadata;
}

using NoyoEmulator.Configuration;
using NoyoEmulator.Http.Callers;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Accounts;

/// <summary>Lets requests to Noyo's APIs through with a bearer token, and to the control plane with its key, if it has one.</summary>
internal static class BearerAuthentication
{
    private const string Scheme = "Bearer ";

    /// <summary>Says that the endpoints are Noyo's and want a token.</summary>
    public static TBuilder RequireToken<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            endpoint.Metadata.Add(new TokenMetadata());
            endpoint.Metadata.Add(
                new ProducesResponseTypeMetadata(StatusCodes.Status401Unauthorized, typeof(ApiError), ["application/json"]));
        });
        return builder;
    }

    /// <summary>Says that the endpoints want the control plane's key.</summary>
    public static TBuilder RequireControlKey<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new ControlKeyMetadata()));
        return builder;
    }

    public static bool WantsToken(IEnumerable<object> metadata) => metadata.OfType<TokenMetadata>().Any();

    public static bool WantsControlKey(IEnumerable<object> metadata) => metadata.OfType<ControlKeyMetadata>().Any();

    /// <summary>Must come after routing.</summary>
    public static IApplicationBuilder UseBearerAuthentication(this IApplicationBuilder app) => app.Use((context, next) =>
        IsLetThrough(context) ? next(context) : ApiErrorResult.Unauthorized().ExecuteAsync(context));

    /// <summary>The world that the request's token was issued for; null when it names none, or one whose name another world has by now.</summary>
    public static string? WorldOf(HttpContext context) =>
        IssuedFor(context) is { } world && !IsReplaced(context, world) ? world.Name : null;

    private static bool IsLetThrough(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ControlKeyMetadata>() is not null)
            return ControlKey.IsWith(context) && !ChoosesReplacedWorld(context);
        if (context.GetEndpoint()?.Metadata.GetMetadata<TokenMetadata>() is null)
            return true;

        return context.RequestServices.GetRequiredService<EmulatorOptions>().Authentication switch
        {
            AuthenticationMode.Off => true,
            AuthenticationMode.Any => TokenOf(context) is not null && !ChoosesReplacedWorld(context),
            _ => IsAlive(context),
        };
    }

    /// <summary>Whether the token is one of the very world that the request is about, and its life not over.</summary>
    private static bool IsAlive(HttpContext context)
    {
        if (IssuedFor(context) is not { } world
            || IsReplaced(context, world)
            || WorldSelection.NamedIn(context) is { } named && !string.Equals(named, world.Name, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var now = context.RequestServices.GetRequiredService<WorldRegistry>().Find(world.Name)?.World.Clock.GetUtcNow();
        return now is not null
            && context.RequestServices.GetRequiredService<TokenIssuer>().Validate(TokenOf(context), now.Value).Status == TokenStatus.Valid;
    }

    private static bool ChoosesReplacedWorld(HttpContext context) =>
        WorldSelection.NamedIn(context) is null && IssuedFor(context) is { } world && IsReplaced(context, world);

    /// <summary>Whether the world was deleted, and another one has its name.</summary>
    private static bool IsReplaced(HttpContext context, TokenWorld world) =>
        context.RequestServices.GetRequiredService<WorldRegistry>().FindSlot(world.Name) is { } slot && slot.Id != world.Id;

    private static TokenWorld? IssuedFor(HttpContext context) =>
        TokenOf(context) is { } token && context.RequestServices.GetRequiredService<TokenIssuer>().TryReadWorld(token, out var world) ? world : null;

    private static string? TokenOf(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var token = header[Scheme.Length..].Trim();
        return token.Length == 0 ? null : token;
    }

    private sealed class TokenMetadata;

    private sealed class ControlKeyMetadata;
}

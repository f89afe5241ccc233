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

    /// <summary>The world that the request's token was issued for; null when it names none.</summary>
    public static string? WorldOf(HttpContext context) =>
        TokenOf(context) is { } token && context.RequestServices.GetRequiredService<TokenIssuer>().TryReadWorld(token, out var world)
            ? world
            : null;

    private static bool IsLetThrough(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ControlKeyMetadata>() is not null)
            return ControlKey.IsWith(context);
        if (context.GetEndpoint()?.Metadata.GetMetadata<TokenMetadata>() is null)
            return true;

        return context.RequestServices.GetRequiredService<EmulatorOptions>().Authentication switch
        {
            AuthenticationMode.Off => true,
            AuthenticationMode.Any => TokenOf(context) is not null,
            _ => IsAlive(context),
        };
    }

    private static bool IsAlive(HttpContext context)
    {
        var worlds = context.RequestServices.GetRequiredService<WorldRegistry>();
        var now = worlds.Find(WorldOf(context) ?? WorldRegistry.DefaultName)?.World.Clock.GetUtcNow();
        return now is not null
            && context.RequestServices.GetRequiredService<TokenIssuer>().Validate(TokenOf(context), now.Value).Status == TokenStatus.Valid;
    }

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

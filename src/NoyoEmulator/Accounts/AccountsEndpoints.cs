using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Accounts;

/// <summary>What a client sends to get a token.</summary>
public sealed record TokenRequest
{
    /// <summary>Always <c>client_credentials</c>.</summary>
    public string? GrantType { get; init; }

    /// <summary>The client id, for clients that do not send it as Basic authorization.</summary>
    public string? ClientId { get; init; }

    /// <summary>The client secret, beside a client id; any is accepted.</summary>
    public string? ClientSecret { get; init; }
}

/// <summary>A token.</summary>
public sealed record TokenResponse
{
    public required string AccessToken { get; init; }

    /// <summary>How long the token lives, in milliseconds of the world's clock (Noyo's page on authentication says milliseconds).</summary>
    public required long ExpiresIn { get; init; }

    /// <summary>Always <c>Bearer</c>.</summary>
    public required string TokenType { get; init; }
}

internal sealed class TokenRequestValidator : AbstractValidator<TokenRequest>
{
    public const string ClientCredentials = "client_credentials";

    public TokenRequestValidator() =>
        RuleFor(request => request.GrantType).Equal(ClientCredentials).WithMessage($"must be {ClientCredentials}");
}

internal static class AccountsEndpoints
{
    public static IServiceCollection AddAccounts(this IServiceCollection services) => services
        .AddSingleton(provider => new TokenIssuer(KeyFor(provider.GetRequiredService<EmulatorOptions>())))
        .AddSingleton<IWorldCredentials, WorldCredentials>()
        .AddHostedService<TokenIssuerStart>();

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("").InFamily(ApiFamily.Accounts).WithFidelity(Fidelity.Documented).WithTags("Accounts").AddValidation();
        _ = accounts.MapPost("/auth/public/token", IssueToken).WithName("createToken").WithSummary("Get an access token")
            .WithDescription(
                "Send your client id and secret as Basic authorization, or in the body. Any pair is accepted; the client id chooses the world. "
                + "The body may be JSON or a form, and the path is served below every base URL.")
            .Refuses(StatusCodes.Status401Unauthorized).WithCallRole(CallRole.Reads);
    }

    private static Results<Ok<TokenResponse>, ApiErrorResult> IssueToken(
        HttpContext context, FormOrJsonBody<TokenRequest> body, WorldRegistry worlds, TokenIssuer issuer, NoyoOptions noyo)
    {
        var credentials = CredentialsOf(context.Request, body.Value);
        if (credentials is null)
            return ApiErrorResult.Unauthorized();

        var running = worlds.Find(credentials.ClientId) ?? worlds.Find(WorldRegistry.DefaultName);
        if (running is null)
            return ApiErrorResult.Unavailable("The emulator is not ready.");
        var now = running.World.Clock.GetUtcNow();
        var token = issuer.Issue(credentials.ClientId, new TokenWorld(running.World.Name, running.Registration.Id), now, noyo.TokenLifetime);
        return TypedResults.Ok(
            new TokenResponse { AccessToken = token, ExpiresIn = (long)noyo.TokenLifetime.TotalMilliseconds, TokenType = "Bearer" });
    }

    /// <summary>The header's credentials; without a header, the body's.</summary>
    private static BasicCredentials? CredentialsOf(HttpRequest request, TokenRequest body)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length > 0)
            return BasicCredentials.TryParse(header, out var credentials) ? credentials : null;
        return body.ClientId is { Length: > 0 } id ? new BasicCredentials(id, body.ClientSecret ?? "") : null;
    }

    private static SigningKey KeyFor(EmulatorOptions options)
    {
        try
        {
            return options.Storage == StorageMode.Memory ? SigningKey.CreateInMemory() : SigningKey.LoadOrCreate(options.DataDirectory);
        }
        catch (InvalidDataException exception)
        {
            throw new ConfigurationException(exception.Message);
        }
        catch (Exception exception) when (StorageFailure.Of(exception) is { } failure)
        {
            var file = Path.Combine(Path.GetFullPath(options.DataDirectory), SigningKey.FileName);
            throw new ConfigurationException($"{file} cannot be read or made: {failure.Reason}. {failure.Remedy}");
        }
    }

    /// <summary>Reads the key when the host starts: a bad one is to stop the start, not to fail every request.</summary>
    private sealed class TokenIssuerStart(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            _ = services.GetRequiredService<TokenIssuer>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

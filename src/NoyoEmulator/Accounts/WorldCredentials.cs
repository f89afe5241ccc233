using NoyoEmulator.Simulation;

namespace NoyoEmulator.Accounts;

/// <summary>
/// The world of a bearer token; of a client that asks for a token, the world that is named after it, if there is one, for the
/// token will be for that world.
/// </summary>
internal sealed class WorldCredentials(WorldRegistry worlds) : IWorldCredentials
{
    public string? WorldOf(HttpContext context) => BearerAuthentication.WorldOf(context) ?? ClientOf(context);

    private string? ClientOf(HttpContext context) =>
        BasicCredentials.TryParse(context.Request.Headers.Authorization, out var credentials)
            && worlds.Find(credentials.ClientId) is not null
            ? credentials.ClientId
            : null;
}

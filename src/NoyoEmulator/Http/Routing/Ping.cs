using Microsoft.AspNetCore.Http.HttpResults;

namespace NoyoEmulator.Http.Routing;

/// <summary>Noyo's ping: each API answers it, without a token.</summary>
internal static class Ping
{
    public const string OperationId = "ping";

    public static void MapPing(this IEndpointRouteBuilder routes)
    {
        foreach (var family in new[] { ApiFamily.Fulfillment, ApiFamily.Tracking, ApiFamily.Carrier })
        {
            _ = routes.MapGet("/ping", Answer).InFamily(family).WithFidelity(Fidelity.Documented).WithName($"{family}Ping").WithOperationId(OperationId)
                .WithSummary("Ping Endpoint").Produces<string>(StatusCodes.Status200OK, "text/plain")
                .WithDescription("Answers OK. Needs no token.").WithTags("Ping");
        }
    }

    private static ContentHttpResult Answer() => TypedResults.Text("OK");
}

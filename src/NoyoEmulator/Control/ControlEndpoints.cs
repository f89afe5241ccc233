using NoyoEmulator.Accounts;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Control;

/// <summary>The control plane, below <c>/_emulator</c>: what the emulator offers and Noyo does not.</summary>
internal static class ControlEndpoints
{
    public const string Prefix = "/_emulator";

    public static IServiceCollection AddControl(this IServiceCollection services) => services.AddSingleton<EmulatorUptime>();

    public static void MapControl(this IEndpointRouteBuilder routes)
    {
        var open = routes.MapGroup(Prefix);
        open.MapHealth();
        open.MapInboxReceivers();
        routes.MapGroup(Prefix).RequireControlKey().AddValidation().RefuseUnknownParameters().MapWorlds();
        var guarded = routes.MapGroup(Prefix).RequireControlKey().OnWorld().AddValidation().RefuseUnknownParameters();
        guarded.MapInfo();
        guarded.MapCheckpoints();
        guarded.MapSeed();
        guarded.MapClock();
        guarded.MapSteps();
        guarded.MapExplain();
        guarded.MapCarriers();
        guarded.MapCarrierRecords();
        guarded.MapBehaviors();
        guarded.MapSubscriptions();
        guarded.MapEvents();
        guarded.MapDeliveries();
        guarded.MapGauntlet();
        guarded.MapInboxes();
        guarded.MapFaults();
        guarded.MapRequests();
        guarded.MapVerify();
    }

    /// <summary>Unlike Noyo, the control plane refuses query parameters that it does not know.</summary>
    private static RouteGroupBuilder RefuseUnknownParameters(this RouteGroupBuilder group) => group.AddEndpointFilter((invocation, next) =>
    {
        var context = invocation.HttpContext;
        if (context.GetEndpoint()?.Metadata.GetMetadata<QueryParametersMetadata>() is not { } known)
            return next(invocation);
        var reader = new QueryReader(context.Request.Query);
        reader.Only(known.Parameters);
        return reader.Failure is { } failure ? ValueTask.FromResult<object?>(failure) : next(invocation);
    });
}

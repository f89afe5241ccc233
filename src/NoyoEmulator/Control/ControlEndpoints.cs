using NoyoEmulator.Accounts;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Control;

/// <summary>The control plane, below <c>/_emulator</c>: what the emulator offers and Noyo does not.</summary>
internal static class ControlEndpoints
{
    public const string Prefix = "/_emulator";

    public static IServiceCollection AddControl(this IServiceCollection services) => services.AddSingleton<EmulatorUptime>().AddSingleton<AdvanceServices>().AddSingleton<FidelityTable>()
        .AddSingleton<StreamServices>().AddSingleton<IToldRows, ToldRows>();

    public static void MapControl(this IEndpointRouteBuilder routes)
    {
        var open = routes.MapGroup(Prefix);
        open.MapHealth();
        open.MapInboxReceivers();
        routes.MapGroup(Prefix).RequireControlKey().OnlyKnownParameters(areOurs: true).AddValidation().MapWorlds();
        routes.MapGroup(Prefix).RequireControlKey().OnlyKnownParameters(areOurs: true).MapCallList();
        var guarded = routes.MapGroup(Prefix).RequireControlKey().OnWorld().OnlyKnownParameters(areOurs: true).AddValidation();
        guarded.MapInfo();
        guarded.MapCheckpoints();
        guarded.MapSeed();
        guarded.MapRepro();
        guarded.MapClock();
        guarded.MapSteps();
        guarded.MapSnapshots();
        guarded.MapExplain();
        guarded.MapCarriers();
        guarded.MapHeldSteps();
        guarded.MapConnectionControl();
        guarded.MapCarrierRecords();
        guarded.MapBehaviors();
        guarded.MapSubscriptions();
        guarded.MapEvents();
        guarded.MapDeliveries();
        guarded.MapGauntlet();
        guarded.MapInboxes();
        guarded.MapFaults();
        guarded.MapRequests();
        guarded.MapFidelity();
        guarded.MapVerify();
        guarded.MapStream();
    }
}

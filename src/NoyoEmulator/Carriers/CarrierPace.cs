using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Carriers;

/// <summary>
/// How fast round trips go: by the delays of a behavior where it has any, else by those of the configured profile. A delay
/// of null is a wait until the step is released.
/// </summary>
internal sealed class CarrierPace(RoundTripProfile profile, CarrierBehavior behavior)
{
    /// <summary>From the snapshot to the hand-over.</summary>
    public TimeSpan? Submit => Delay(behavior.Delays?.Submit, profile.Submit);

    /// <summary>From the hand-over to the carrier's decision.</summary>
    public TimeSpan? Process => Delay(behavior.Delays?.Process, profile.Process);

    /// <summary>From the request of a connection to its end, and for a Send carrier to the first file and then again to its end.</summary>
    public TimeSpan? Connect => Delay(behavior.Connection?.Delay, profile.Connect);

    /// <summary>The number of the last confirmation.</summary>
    public int Confirmations => behavior.Confirmations ?? profile.Confirmations;

    /// <summary>From the decision or the previous confirmation to confirmation <paramref name="number"/>.</summary>
    public TimeSpan? BeforeConfirmation(int number) => Delay(behavior.Delays?.Confirm, profile.GapBefore(number));

    /// <summary>The behavior that a carrier's row holds.</summary>
    public static CarrierBehavior BehaviorOf(Carrier? carrier) => carrier?.Behavior is { } document
        ? WireJson.Read<CarrierBehavior>(document)
        : new CarrierBehavior();

    private static TimeSpan? Delay(string? text, TimeSpan otherwise) => text switch
    {
        null => otherwise,
        CarrierDelays.Manual => null,
        _ => SpokenDuration.TryParse(text, out var delay, out _) ? delay : otherwise,
    };
}

using System.Text.Json;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Carriers;

/// <summary>How fast one carrier's round trips go: its own delays where it has any, else those of the configured profile.</summary>
internal sealed class CarrierPace(RoundTripProfile profile, CarrierBehavior behavior)
{
    /// <summary>From the snapshot to the hand-over.</summary>
    public TimeSpan Submit => behavior.Delays?.Submit ?? profile.Submit;

    /// <summary>From the hand-over to the carrier's decision.</summary>
    public TimeSpan Process => behavior.Delays?.Process ?? profile.Process;

    /// <summary>The number of the last confirmation.</summary>
    public int Confirmations => behavior.Confirmations ?? profile.Confirmations;

    /// <summary>From the decision or the previous confirmation to confirmation <paramref name="number"/>.</summary>
    public TimeSpan BeforeConfirmation(int number) => behavior.Delays?.Confirm ?? profile.GapBefore(number);

    /// <summary>The behavior that a carrier's row holds.</summary>
    public static CarrierBehavior BehaviorOf(Carrier? carrier) => carrier?.Behavior is { } document
        ? JsonSerializer.Deserialize<CarrierBehavior>(document, WireJson.Options)!
        : new CarrierBehavior();
}

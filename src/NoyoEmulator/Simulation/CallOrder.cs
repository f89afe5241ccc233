namespace NoyoEmulator.Simulation;

/// <summary>
/// Where the change that a call makes stands among all changes of its world. Calls that overlap are committed in an order that neither
/// their arrival nor their answers tell, and ids depend on it.
/// </summary>
internal sealed class CallOrder
{
    private static readonly AsyncLocal<CallOrder?> OfThisCall = new();

    /// <summary>That of the call under way; null where nobody wants to know.</summary>
    public static CallOrder? Current => OfThisCall.Value;

    /// <summary>The place of its latest change, from 1; null when it made none.</summary>
    public long? Place { get; set; }

    /// <summary>Begins to look at what the call that runs here changes.</summary>
    public static CallOrder Watch() => OfThisCall.Value = new CallOrder();
}

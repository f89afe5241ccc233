namespace NoyoEmulator.Simulation;

/// <summary>Announces changes of a world to those outside who want to know.</summary>
internal interface IEventOutbox
{
    /// <summary>Writes what the session raised into its transaction: a committed change has its events, a rolled back one has none.</summary>
    Task WriteAsync(WorldSession session);
}

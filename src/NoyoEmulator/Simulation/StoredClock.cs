using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

internal static class StoredClock
{
    extension(WorldState row)
    {
        /// <summary>The clock's part of the row.</summary>
        public ClockState Clock => new(row.ClockMode, row.ClockSpeed, row.WorldAnchor, row.RealAnchor);
    }
}

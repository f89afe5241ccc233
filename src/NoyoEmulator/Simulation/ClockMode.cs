namespace NoyoEmulator.Simulation;

/// <summary>Whether a world's clock moves by itself.</summary>
internal enum ClockMode
{
    /// <summary>The clock moves with real time, times its speed. Wire value: <c>realtime</c>.</summary>
    Realtime,

    /// <summary>The clock stands still until it is advanced. Wire value: <c>frozen</c>.</summary>
    Frozen,
}

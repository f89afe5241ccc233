namespace NoyoEmulator.Simulation;

/// <summary>How a world began, anew or as a copy.</summary>
/// <param name="Start">What was asked of its beginning.</param>
/// <param name="Seed">The seed of its ids.</param>
/// <param name="Clock">Its clock.</param>
internal sealed record WorldBeginning(WorldStart Start, string Seed, ClockState Clock);

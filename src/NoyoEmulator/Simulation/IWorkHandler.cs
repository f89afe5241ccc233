namespace NoyoEmulator.Simulation;

/// <summary>Does some kinds of scheduled work inside a session.</summary>
internal interface IWorkHandler
{
    /// <summary>The kinds it does.</summary>
    IReadOnlyCollection<WorkKind> Kinds { get; }

    /// <summary>Does pieces of work that fall due at one instant. What they need is read together, as far as they do not depend on one another.</summary>
    /// <param name="session">The session in which it is done.</param>
    /// <param name="batch">Pieces of one kind, in their order; not empty.</param>
    /// <returns>
    /// What came of each piece, in words, without personal data. Each is done when it is asked for, and only then the next.
    /// </returns>
    IEnumerable<string> Run(WorldSession session, IReadOnlyList<ScheduledWork> batch);
}

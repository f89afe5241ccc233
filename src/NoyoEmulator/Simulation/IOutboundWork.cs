namespace NoyoEmulator.Simulation;

/// <summary>
/// Does the work of a world that waits for somebody outside, such as deliveries. It runs in no transaction; in realtime it runs
/// beside the engine, and in an advance as a part of it.
/// </summary>
internal interface IOutboundWork : IDisposable
{
    /// <summary>Starts what is due, without waiting for it.</summary>
    Task StartDueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Does the given work now.</summary>
    /// <returns>What came of it, in its order.</returns>
    Task<IReadOnlyList<FiredWork>> RunAsync(IReadOnlyList<ScheduledWork> due, CancellationToken cancellationToken);

    /// <summary>Lets what is under way finish, and nothing more start.</summary>
    /// <param name="cancellationToken">Gives up waiting; it stays paused.</param>
    Task PauseAsync(CancellationToken cancellationToken);

    /// <summary>Breaks off what is under way, which stays due, and lets nothing more start.</summary>
    Task BreakOffAsync();

    /// <summary>Lets work start again.</summary>
    void Resume();

    /// <summary>Breaks off what is under way for good; it stays due.</summary>
    Task StopAsync();
}

/// <summary>Makes what does the outbound work of one world.</summary>
internal delegate IOutboundWork OutboundWorkFactory(World world);

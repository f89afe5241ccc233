namespace NoyoEmulator.Simulation;

/// <summary>Sends what a world's subscribers are to get, outside of any transaction.</summary>
internal interface IDeliveries : IDisposable
{
    /// <summary>Begins to send what is due, if nothing is paused; what it is at then goes on by itself.</summary>
    void StartDue(DateTimeOffset now);

    /// <summary>Sends the given deliveries now.</summary>
    /// <returns>What came of them, in their order.</returns>
    Task<IReadOnlyList<FiredWork>> RunAsync(IReadOnlyList<ScheduledWork> due, CancellationToken cancellationToken);

    /// <summary>Lets what is being sent end, and no more begin.</summary>
    /// <param name="cancellationToken">Gives up waiting; they stay paused.</param>
    Task PauseAsync(CancellationToken cancellationToken);

    /// <summary>Breaks off what is being sent, which stays due, and lets no more begin.</summary>
    Task BreakOffAsync();

    /// <summary>Goes on.</summary>
    void Resume();

    /// <summary>Breaks off what is being sent, which stays due, for good.</summary>
    Task StopAsync();
}

/// <summary>Makes what sends a world's deliveries.</summary>
internal delegate IDeliveries DeliveriesFactory(World world);

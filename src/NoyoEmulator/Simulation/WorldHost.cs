namespace NoyoEmulator.Simulation;

/// <summary>Opens the worlds before the server listens, and closes them after it stopped.</summary>
internal sealed class WorldHost(WorldRegistry registry, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The server stops first, and waits for the answers of those who let time pass.
        _ = lifetime.ApplicationStopping.Register(registry.BreakOffAdvances);
        return registry.OpenAsync().WaitAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await registry.CloseAsync();
}

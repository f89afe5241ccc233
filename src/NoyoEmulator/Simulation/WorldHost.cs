namespace NoyoEmulator.Simulation;

/// <summary>Opens the worlds before the server listens, and closes them after it stopped.</summary>
internal sealed class WorldHost(WorldRegistry registry) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => registry.OpenAsync().WaitAsync(cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken) => await registry.CloseAsync();
}

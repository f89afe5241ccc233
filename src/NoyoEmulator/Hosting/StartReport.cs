using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using NoyoEmulator.Configuration;
using NoyoEmulator.OpenApi;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Hosting;

/// <summary>Says in the log, once the server listens, what one wants to know first: where to look, where state is kept, what time it is.</summary>
internal sealed partial class StartReport(
    IServer server, WorldRegistry worlds, EmulatorOptions options, ILogger<StartReport> logger) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (!logger.IsEnabled(LogLevel.Information))
            return Task.CompletedTask;
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        foreach (var address in addresses.Select(BrowserAddress).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (options.Dashboard == DashboardMode.On)
                Log.DashboardIsAt(logger, address);
            Log.SwaggerIsAt(logger, address + OpenApiDocuments.PagePath);
        }

        if (options.Storage == StorageMode.Memory)
            Log.StateIsInMemory(logger);
        else
            Log.StateIsIn(logger, Path.GetFullPath(options.DataDirectory));
        if (worlds.Find(WorldRegistry.DefaultName) is { } running)
        {
            var clock = running.World.Clock;
            Log.ClockIs(logger, EnumName.Of(clock.State.Mode), clock.GetUtcNow());
        }

        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>An address on which it listens as a browser takes it; null for a socket that none can open.</summary>
    private static string? BrowserAddress(string address)
    {
        var binding = BindingAddress.Parse(address);
        if (binding.IsUnixPipe || binding.IsNamedPipe)
            return null;
        var host = binding.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : binding.Host;
        return $"{binding.Scheme}://{host}:{binding.Port}";
    }

    private static partial class Log
    {
        [LoggerMessage(5, LogLevel.Information, "Dashboard: {Url}")]
        public static partial void DashboardIsAt(ILogger logger, string url);

        [LoggerMessage(1, LogLevel.Information, "Swagger UI: {Url}")]
        public static partial void SwaggerIsAt(ILogger logger, string url);

        [LoggerMessage(2, LogLevel.Information, "State: {Folder}")]
        public static partial void StateIsIn(ILogger logger, string folder);

        [LoggerMessage(3, LogLevel.Information, "State: in memory, gone when the emulator ends")]
        public static partial void StateIsInMemory(ILogger logger);

        [LoggerMessage(4, LogLevel.Information, "Clock: {Mode}, at {Now:O}")]
        public static partial void ClockIs(ILogger logger, string mode, DateTimeOffset now);
    }
}

using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Features;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NoyoEmulator.Hosting;

/// <summary>Sends metrics and traces over OTLP, where OpenTelemetry's own variables say where to. Else nothing of it is loaded.</summary>
internal static class TelemetryExport
{
    private const string Disabled = "OTEL_SDK_DISABLED";

    private static readonly string[] Endpoints =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];

    public static IServiceCollection AddTelemetryExport(this IServiceCollection services, IConfiguration configuration)
    {
        if (Array.Exists(Endpoints, name => !string.IsNullOrWhiteSpace(configuration[name]))
            && !string.Equals(configuration[Disabled], "true", StringComparison.OrdinalIgnoreCase))
        {
            Add(services);
        }

        return services;
    }

    // Apart, so that the libraries are loaded only where this is called.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Add(IServiceCollection services) => _ = services
        .AddHostedService<WorldGauges>()
        .AddSingleton<IStartupFilter, ImpersonalSpans>()
        .AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService(
            "noyo-emulator",
            serviceVersion: typeof(TelemetryExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion))
        .WithMetrics(metrics => metrics
            .AddMeter(Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"))
        .WithTracing(traces => traces
            .AddSource(Telemetry.Name)
            .AddAspNetCoreInstrumentation())
        .UseOtlpExporter();
}

/// <summary>
/// Leaves of the paths of requests what the log has of them: what stands in the place of an id may be somebody's name. It is no processor of the
/// library, because a type of the emulator's that derived from one of the library's would have it loaded by whoever looks at all types.
/// </summary>
internal sealed class ImpersonalSpans(ILoggedPath path) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        _ = app.Use(async (context, answer) =>
        {
            try
            {
                await answer(context);
            }
            finally
            {
                _ = context.Features.Get<IHttpActivityFeature>()?.Activity
                    .SetTag("url.path", path.Of(context)).SetTag("url.query", null)
                    .SetTag("noyo_emulator.world", context.Features.Get<RunningWorld>()?.World.Name);
            }
        });
        next(app);
    };
}

/// <summary>What is counted only when somebody asks: how many worlds there are, and how much is due in those that are awake.</summary>
internal sealed class WorldGauges(WorldRegistry worlds) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Telemetry.Meter.CreateObservableGauge("noyo_emulator.worlds", CountWorlds, "{world}", "Worlds, by whether they have their files open.");
        _ = Telemetry.Meter.CreateObservableGauge("noyo_emulator.work.due", CountDue, "{step}", "Work that is due and not done yet, in all worlds that are awake.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<int>> CountWorlds()
    {
        var all = worlds.Worlds;
        var awake = all.Count(slot => slot.Running?.World.IsAwake == true);
        yield return new Measurement<int>(awake, KeyValuePair.Create<string, object?>("noyo_emulator.state", "awake"));
        yield return new Measurement<int>(all.Count - awake, KeyValuePair.Create<string, object?>("noyo_emulator.state", "resting"));
    }

    private long CountDue()
    {
        var due = 0L;
        foreach (var slot in worlds.Worlds)
        {
            if (slot.Running is not { World.IsAwake: true } running || !running.TryPin())
                continue;
            try
            {
                using var reader = running.World.OpenSqlReader();
                due += reader.PendingUntil(running.World.Clock.GetUtcNow());
            }
            catch (Exception exception) when (StorageFailure.Of(exception) is not null)
            {
                // Readiness tells of it.
            }
            finally
            {
                running.Unpin();
            }
        }

        return due;
    }
}

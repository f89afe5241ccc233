using FluentValidation;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NoyoEmulator.Accounts;
using NoyoEmulator.Carriers;
using NoyoEmulator.Configuration;
using NoyoEmulator.Control;
using NoyoEmulator.Faults;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.RoundTrips;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Journal;
using NoyoEmulator.OpenApi;
using NoyoEmulator.Seeding;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tracking;
using NoyoEmulator.Webhooks;
using NoyoEmulator.Webhooks.Gauntlet;

namespace NoyoEmulator.Hosting;

/// <summary>Puts the emulator together. The program, the tests and the benchmarks all start this.</summary>
internal static class EmulatorBuilder
{
    private const string DefaultUrl = "http://localhost:8080";

    /// <summary>SIGTERM must end the process within two seconds.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1.5);

    /// <summary>Registers everything.</summary>
    /// <exception cref="ConfigurationException">The configuration is refused.</exception>
    public static WebApplicationBuilder AddEmulator(this WebApplicationBuilder builder)
    {
        var configuration = EmulatorConfiguration.Read(builder.Configuration);
        builder.AddEmulatorLogging(configuration.Emulator);
        UseDefaultUrl(builder);
        _ = builder.Services
            .Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout)
            .Configure<KestrelServerOptions>(options =>
            {
                options.AddServerHeader = false;
                options.Limits.MaxRequestBodySize = JsonBodyReader.MaxBytes;
            })
            .AddSingleton(configuration)
            .AddSingleton(configuration.Emulator)
            .AddSingleton(configuration.Noyo)
            .AddSingleton(configuration.Webhooks)
            .AddSingleton(TimeProvider.System)
            .AddWireJson()
            .AddErrorHandling()
            .AddRequestValidation()
            .AddSingleton<MatcherPolicy, ApiFamilyMatcherPolicy>()
            .AddSingleton<IUnknownPathHint, NearestRoute>()
            .AddWorldSelection()
            .AddFaults()
            .AddMemberSnapshots()
            .AddTracking()
            .AddCarriers(configuration.Emulator.RoundTrip)
            .AddWebhooks()
            .AddSimulation()
            .AddAccounts()
            .AddSeeding()
            .AddControl()
            .AddOpenApiDocuments();
        return builder;
    }

    /// <summary>Orders the middleware and maps the endpoints.</summary>
    public static WebApplication UseEmulator(this WebApplication app)
    {
        _ = app.UseRequestLog();
        _ = app.UseWorldPrefix().UseApiFamilies();
        _ = app.UseRouting();
        // The journal and faults are about answers of every origin, so they stand before whatever makes one.
        _ = app.UseWorldSelection().UseJournal().UseFaults();
        _ = app.UseErrorHandling().UseUnknownPaths().UseBearerAuthentication().UseWorldRequirement();
        app.MapPing();
        app.MapAccounts();
        app.MapMemberSnapshots();
        app.MapTransactions();
        app.MapDifferences();
        app.MapControl();
        app.MapOpenApiDocuments();
        return app;
    }

    private static IServiceCollection AddCarriers(this IServiceCollection services, string profile) => services
        .AddSingleton<IValidator<CarrierBehaviorBody>, CarrierBehaviorBodyValidator>()
        .AddSingleton(RoundTripProfile.Find(profile)!)
        .AddSingleton<ICarrierClient, CarrierClient>()
        .AddSingleton<GroupSyncs>()
        .AddSingleton<IWorkHandler, SyncHandler>()
        .AddSingleton<IWorkHandler, SubmitHandler>()
        .AddSingleton<IWorkHandler, ProcessHandler>()
        .AddSingleton<IWorkHandler, ConfirmHandler>()
        .AddSingleton<IWorkHandler, CompleteHandler>();

    private static IServiceCollection AddWebhooks(this IServiceCollection services) => services
        .AddWebhookSender()
        .AddSingleton<IValidator<SubscriptionBody>, SubscriptionBodyValidator>()
        .AddSingleton<IValidator<SubscriptionUpdateBody>, SubscriptionUpdateBodyValidator>()
        .AddSingleton<IEventOutbox, EventOutbox>()
        .AddSingleton<DeliveryAttempts>()
        .AddSingleton<WebhookGauntlet>()
        .AddSingleton<IWorkHandler, SubscriptionHealthHandler>();

    private static IServiceCollection AddSimulation(this IServiceCollection services) => services
        .AddSingleton<WorldFactory>()
        .AddSingleton<WorldRegistry>()
        .AddHostedService<WorldHost>()
        .AddHostedService<WorldExpiry>();

    private static IServiceCollection AddSeeding(this IServiceCollection services) => services
        .AddSingleton<IValidator<SeedDocument>, SeedDocumentValidator>()
        .AddSingleton<SeedLoader>();

    private static void UseDefaultUrl(WebApplicationBuilder builder)
    {
        string[] keys = [WebHostDefaults.ServerUrlsKey, "http_ports", "https_ports", "Kestrel:Endpoints"];
        if (!keys.Any(key => builder.Configuration.GetSection(key).Exists()))
            _ = builder.WebHost.UseUrls(DefaultUrl);
    }
}

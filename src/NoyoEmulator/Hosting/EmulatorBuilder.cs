using FluentValidation;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NoyoEmulator.Accounts;
using NoyoEmulator.CarrierDirectory;
using NoyoEmulator.Carriers;
using NoyoEmulator.Configuration;
using NoyoEmulator.Control;
using NoyoEmulator.Dashboard;
using NoyoEmulator.Faults;
using NoyoEmulator.Fulfillment.Connections;
using NoyoEmulator.Fulfillment.Disconnections;
using NoyoEmulator.Fulfillment.Discrepancies;
using NoyoEmulator.Fulfillment.Feeds;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.IndividualEnrollments;
using NoyoEmulator.Fulfillment.Issues;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Fulfillment.MemberRequests;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.Plans;
using NoyoEmulator.Fulfillment.Pages;
using NoyoEmulator.Fulfillment.Premiums;
using NoyoEmulator.Fulfillment.PartnerDocuments;
using NoyoEmulator.Fulfillment.Renewals;
using NoyoEmulator.Fulfillment.RoundTrips;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Callers;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Inbox;
using NoyoEmulator.Journal;
using NoyoEmulator.Journal.Repro;
using NoyoEmulator.OpenApi;
using NoyoEmulator.Persistence;
using NoyoEmulator.Seeding;
using NoyoEmulator.Shapes;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tracking;
using NoyoEmulator.Webhooks;
using NoyoEmulator.Webhooks.Gauntlet;

namespace NoyoEmulator.Hosting;

/// <summary>Puts the emulator together: for the program, for tests in their own process, and to prepare the default data when building.</summary>
internal static class EmulatorBuilder
{
    /// <summary>SIGTERM must end the process within two seconds.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// Begins the program, which has its process to itself. It reads the configuration once: watching its files means watching the
    /// folder it runs in, with all that a world writes there. What the full builder brings besides, IIS and four loggers above all,
    /// nobody would use.
    /// </summary>
    public static WebApplicationBuilder Create(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
        _ = builder.WebHost.UseKestrelHttpsConfiguration();
        _ = builder.Services.AddHostedService<MemoryReturn>().AddHostedService<InputWatch>();
        return builder;
    }

    /// <summary>Registers everything.</summary>
    /// <exception cref="ConfigurationException">The configuration is refused.</exception>
    public static WebApplicationBuilder AddEmulator(this WebApplicationBuilder builder)
    {
        var configuration = EmulatorConfiguration.Read(builder.Configuration);
        builder.AddEmulatorLogging(configuration.Emulator);
        builder.UseListenAddresses();
        _ = builder.Services
            .Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout)
            .Configure<KestrelServerOptions>(ConfigureServer)
            .AddSingleton(configuration)
            .AddSingleton(configuration.Emulator)
            .AddSingleton(configuration.Noyo)
            .AddSingleton(configuration.Webhooks)
            .AddSingleton(TimeProvider.System)
            .AddWireJson()
            .AddErrorHandling()
            .AddCors()
            .AddRequestValidation()
            .AddValidators()
            .AddSingleton<MatcherPolicy, ApiFamilyMatcherPolicy>()
            .AddBodyEncoding()
            .AddSingleton<IUnknownPathHint, NearestRoute>()
            .AddSingleton<ILoggedPath, LoggedPath>()
            .AddSingleton<WorldExists>(provider => name => provider.GetRequiredService<WorldRegistry>().Find(name) is not null)
            .AddWorldSelection()
            .AddFaults()
            .AddJournal()
            .AddCallLog()
            .AddInboxes()
            .AddMemberSnapshots()
            .AddMemberRequests()
            .AddGroupConnections()
            .AddDisconnections()
            .AddRenewals()
            .AddIssues()
            .AddCarriers(configuration.Emulator.RoundTrip)
            .AddWebhooks()
            .AddSimulation()
            .AddAccounts()
            .AddSeeding()
            .AddControl()
            .AddOpenApiDocuments()
            .AddDashboard()
            .AddTelemetryExport(builder.Configuration)
            .AddHostedService<StartReport>();
        return builder;
    }

    /// <summary>Orders the middleware and maps the endpoints, and begins to open the worlds meanwhile.</summary>
    public static WebApplication UseEmulator(this WebApplication app)
    {
        _ = app.Services.GetRequiredService<WorldRegistry>().OpenAsync();
        _ = app.UseRequestLog().UseNoSniff().UseHostCheck();
        _ = app.UseWorldPrefix().UseApiFamilies().UseOriginCheck(ControlEndpoints.Prefix);
        _ = app.UseHeadAsGet().UseNoEmptyBodies(ControlEndpoints.Prefix);
        _ = app.UseRouting();
        _ = app.UseHeadAgain().UseFidelity();
        // The journal and faults are about answers of every origin, so they stand before whatever makes one.
        _ = app.UseWorldSelection().UseBodyEncoding().UseJournal().UseCallLog().UseFaults();
        _ = app.UseErrorHandling().UseUnknownPaths().UseBearerAuthentication().UseWorldRequirement().UseKnownParameters();
        app.MapPing();
        app.MapAccounts();
        app.MapGroups();
        app.MapUiGroups();
        app.MapUiEmployees();
        app.MapMemberSnapshots();
        app.MapMemberRequests();
        app.MapUiMemberRequests();
        app.MapMembers();
        app.MapTransactions();
        app.MapLabels();
        app.MapGroupConnections();
        app.MapConnectionEligibility();
        app.MapDisconnections();
        app.MapRenewals();
        app.MapIssues();
        app.MapFeeds();
        app.MapDiscrepancies();
        app.MapReconciliationIssues();
        app.MapPartnerDocuments();
        app.MapGroupAudits();
        app.MapPlans();
        app.MapGroupEnrollments();
        app.MapIndividualEnrollments();
        app.MapPremiums();
        app.MapDifferences();
        app.MapCarrierDirectory();
        app.MapControl();
        app.MapOpenApiDocuments();
        app.MapDashboard();
        app.MapShapes(app.Services.GetRequiredService<EmulatorOptions>().OpenApi);
        return app;
    }

    // Some hundred ids fit into a query; the framework has room for two hundred, and refuses more without a word.
    private const int MaxRequestLineBytes = 64 * 1024;

    /// <summary>Nobody can keep a connection for himself by saying little: slow ones end in time.</summary>
    private static void ConfigureServer(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = WireJson.MaxBodyBytes;
        options.Limits.MaxRequestLineSize = MaxRequestLineBytes;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        options.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        // The framework's own.
        options.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        options.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
    }

    /// <summary>One validator serves all requests: it keeps nothing. Those within others are theirs alone.</summary>
    private static IServiceCollection AddValidators(this IServiceCollection services) => services.AddValidatorsFromAssemblyContaining<Program>(
        ServiceLifetime.Singleton, found => !found.ValidatorType.IsNested, includeInternalTypes: true);

    private static IServiceCollection AddCarriers(this IServiceCollection services, RoundTripTiming timing) => services
        .AddSingleton(RoundTripProfile.Of(timing))
        .AddSingleton<ICarrierClient, CarrierClient>()
        .AddSingleton<GroupSyncs>()
        .AddSingleton<IWorkHandler, SyncHandler>()
        .AddSingleton<IWorkHandler, SubmitHandler>()
        .AddSingleton<IWorkHandler, ProcessHandler>()
        .AddSingleton<IWorkHandler, ConfirmHandler>()
        .AddSingleton<IWorkHandler, CompleteHandler>();

    private static IServiceCollection AddWebhooks(this IServiceCollection services) => services
        .AddWebhookSender()
        .AddSingleton<IEventOutbox, EventOutbox>()
        .AddSingleton<DeliveryAttempts>()
        .AddSingleton<DeliveriesFactory>(provider => world => new WebhookDispatcher(
            world,
            provider.GetRequiredService<DeliveryAttempts>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<StorageLog>(),
            provider.GetRequiredService<ILogger<WebhookDispatcher>>()))
        .AddSingleton<WebhookGauntlet>()
        .AddSingleton<IWorkHandler, SubscriptionHealthHandler>()
        .AddSingleton<IRetainedRecords, RetainedEvents>();

    private static IServiceCollection AddSimulation(this IServiceCollection services) => services
        .AddSingleton<IRetainedRecords, RetainedHistory>()
        .AddSingleton<IRetainedRecords, RetainedSightings>()
        .AddSingleton<Retention>()
        .AddSingleton(provider => new RecordMemory(provider.GetRequiredService<EmulatorOptions>().RecordMegabytes * 1024L * 1024))
        .AddSingleton<WorldFactory>()
        .AddSingleton<WorldRegistry>()
        .AddHostedService<WorldHost>()
        .AddHostedService<WorldUpkeep>();

    private static IServiceCollection AddSeeding(this IServiceCollection services) => services
        .AddSingleton<SeedLoader>()
        .AddSingleton<BuiltInValues>()
        .AddSingleton<IDefaultSeed>(provider => provider.GetRequiredService<SeedLoader>());
}

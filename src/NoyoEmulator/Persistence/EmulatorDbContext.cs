using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using NoyoEmulator.CarrierDirectory;
using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Configuration;
using NoyoEmulator.Fulfillment;
using NoyoEmulator.Fulfillment.Discrepancies;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Feeds;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.Issues;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Fulfillment.MemberRequests;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.PartnerDocuments;
using NoyoEmulator.Fulfillment.Renewals;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Shapes;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tracking;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Persistence;

internal sealed class EmulatorDbContext(DbContextOptions<EmulatorDbContext> options) : DbContext(options)
{
    /// <summary>The version of the schema; a file of another version is refused. Raise it with every change of the model.</summary>
    public const int SchemaVersion = 11;

    /// <summary>What the schema has beside the model: triggers, and what they keep.</summary>
    public static string SchemaScript => DifferenceKinds.Schema;

    private static readonly Lazy<IModel> Tables = new(() => FindCompiledModel() ?? BuildModel());

    /// <summary>
    /// The model for those who want the names of tables and columns only: it is there without a context, which takes longer to
    /// make than all the rest of a start.
    /// </summary>
    public static IModel TableModel => Tables.Value;

    public DbSet<WorldState> WorldState => Set<WorldState>();

    public DbSet<ScheduledWork> ScheduledWork => Set<ScheduledWork>();

    public DbSet<HistoryEntry> History => Set<HistoryEntry>();

    public DbSet<Group> Groups => Set<Group>();

    public DbSet<GroupConnection> GroupConnections => Set<GroupConnection>();

    public DbSet<GroupDisconnection> GroupDisconnections => Set<GroupDisconnection>();

    public DbSet<RenewalDecision> RenewalDecisions => Set<RenewalDecision>();

    public DbSet<Issue> Issues => Set<Issue>();

    public DbSet<FeedRun> FeedRuns => Set<FeedRun>();

    public DbSet<PartnerDocument> PartnerDocuments => Set<PartnerDocument>();

    public DbSet<PartnerDocumentSource> PartnerDocumentSources => Set<PartnerDocumentSource>();

    public DbSet<GroupAudit> GroupAudits => Set<GroupAudit>();

    public DbSet<Plan> Plans => Set<Plan>();

    public DbSet<GroupEnrollment> GroupEnrollments => Set<GroupEnrollment>();

    public DbSet<GroupContact> GroupContacts => Set<GroupContact>();

    public DbSet<GroupLocation> GroupLocations => Set<GroupLocation>();

    public DbSet<GroupCarrierConfiguration> GroupCarrierConfigurations => Set<GroupCarrierConfiguration>();

    public DbSet<OrganizationCarrier> OrganizationCarriers => Set<OrganizationCarrier>();

    public DbSet<Carrier> Carriers => Set<Carrier>();

    public DbSet<CarrierRecord> CarrierRecords => Set<CarrierRecord>();

    public DbSet<CarrierSubmission> CarrierSubmissions => Set<CarrierSubmission>();

    public DbSet<SentRecord> SentRecords => Set<SentRecord>();

    public DbSet<Member> Members => Set<Member>();

    public DbSet<MemberAlias> MemberAliases => Set<MemberAlias>();

    public DbSet<IndividualEnrollment> IndividualEnrollments => Set<IndividualEnrollment>();

    public DbSet<MemberSnapshot> MemberSnapshots => Set<MemberSnapshot>();

    public DbSet<MemberSnapshotContent> MemberSnapshotContents => Set<MemberSnapshotContent>();

    public DbSet<CarrierFulfillment> CarrierFulfillments => Set<CarrierFulfillment>();

    public DbSet<MemberRequest> MemberRequests => Set<MemberRequest>();

    public DbSet<MemberTransaction> MemberTransactions => Set<MemberTransaction>();

    public DbSet<Label> Labels => Set<Label>();

    public DbSet<TransactionLabel> TransactionLabels => Set<TransactionLabel>();

    public DbSet<Difference> Differences => Set<Difference>();

    public DbSet<DiscrepancyStep> DiscrepancySteps => Set<DiscrepancyStep>();

    public DbSet<DifferenceSource> DifferenceSources => Set<DifferenceSource>();

    public DbSet<ShapeObject> ShapeObjects => Set<ShapeObject>();

    public DbSet<WebhookSubscription> WebhookSubscriptions => Set<WebhookSubscription>();

    public DbSet<WebhookEvent> WebhookEvents => Set<WebhookEvent>();

    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    public DbSet<WebhookAttempt> WebhookAttempts => Set<WebhookAttempt>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<Guid>().HaveConversion<IdConverter>();
        UseEnumNames<ClockMode>(configurationBuilder);
        UseEnumNames<WorkKind>(configurationBuilder);
        UseEnumNames<SnapshotOrigin>(configurationBuilder);
        UseEnumNames<MemberRequestType>(configurationBuilder);
        UseEnumNames<ConnectionStatus>(configurationBuilder);
        UseEnumNames<ConnectionRequestType>(configurationBuilder);
        UseEnumNames<DisconnectionStatus>(configurationBuilder);
        UseEnumNames<DisconnectionSource>(configurationBuilder);
        UseEnumNames<RenewalStatus>(configurationBuilder);
        UseEnumNames<IssueStatus>(configurationBuilder);
        UseEnumNames<IssueSource>(configurationBuilder);
        UseEnumNames<CarrierStanding>(configurationBuilder);
        UseEnumNames<MemberType>(configurationBuilder);
        UseEnumNames<SnapshotStatus>(configurationBuilder);
        UseEnumNames<FulfillmentStatus>(configurationBuilder);
        UseEnumNames<TransactionStatus>(configurationBuilder);
        UseEnumNames<StatusDetail>(configurationBuilder);
        UseEnumNames<ObjectType>(configurationBuilder);
        UseEnumNames<Classification>(configurationBuilder);
        UseEnumNames<SourceStage>(configurationBuilder);
        UseEnumNames<SubscriptionStatus>(configurationBuilder);
        UseEnumNames<DeliveryStatus>(configurationBuilder);
        UseEnumNames<DeliveryOrder>(configurationBuilder);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(EmulatorDbContext).Assembly);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            entity.SetTableName(JsonNamingPolicy.SnakeCaseLower.ConvertName(entity.GetTableName()!));
            foreach (var property in entity.GetProperties())
                property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        }
    }

    /// <summary>Looked for as EF does; while it is written anew, there is none.</summary>
    private static IModel? FindCompiledModel() => typeof(EmulatorDbContext).Assembly.GetCustomAttribute<DbContextModelAttribute>() is { } compiled
        ? (IModel)compiled.ModelType.GetProperty("Instance")!.GetValue(null)!
        : null;

    private static IModel BuildModel()
    {
        using var context = new EmulatorDbContext(new DbContextOptionsBuilder<EmulatorDbContext>().UseSqlite("Data Source=:memory:").Options);
        return context.Model;
    }

    private static void UseEnumNames<TEnum>(ModelConfigurationBuilder builder)
        where TEnum : struct, Enum =>
        builder.Properties<TEnum>().HaveConversion<EnumNameConverter<TEnum>>();
}

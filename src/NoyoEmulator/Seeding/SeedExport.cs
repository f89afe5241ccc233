using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Seeding;

/// <summary>
/// Writes a world as the seed that would build it: reference data, families as Noyo has them, and what carriers hold. What
/// happened in it is no part of a seed; differences follow from the next comparison.
/// </summary>
internal static class SeedExport
{
    /// <summary>What stands for a secret, which is never read back.</summary>
    public const string SecretPlaceholder = "replace-me";

    public static async Task<SeedDocument> WriteAsync(EmulatorDbContext db, CancellationToken cancellationToken)
    {
        var organizations = await db.Groups.Select(group => group.OrganizationId).Distinct().OrderBy(id => id)
            .ToListAsync(cancellationToken);
        return new SeedDocument
        {
            OrganizationId = organizations.Count == 0 ? null : organizations[0].ToString("D"),
            Carriers = await CarriersAsync(db, cancellationToken),
            Groups = await GroupsAsync(db, organizations.FirstOrDefault(), cancellationToken),
            Families = await FamiliesAsync(db, cancellationToken),
            CarrierRecords = await RecordsAsync(db, cancellationToken),
            OrganizationCarriers = await SeedGroupExport.OrganizationCarriersAsync(db, organizations.FirstOrDefault(), cancellationToken),
            PartnerDocumentSources = NoneOr(await db.PartnerDocumentSources.OrderBy(source => source.Id).ToListAsync(cancellationToken), SeedPartnerDocuments.Write),
            PartnerDocuments = NoneOr(await db.PartnerDocuments.OrderBy(document => document.Id).ToListAsync(cancellationToken), SeedPartnerDocuments.Write),
            Subscriptions = await SubscriptionsAsync(db, cancellationToken),
        };
    }

    private static List<TSeed>? NoneOr<TRow, TSeed>(List<TRow> rows, Converter<TRow, TSeed> write) => rows.Count == 0 ? null : rows.ConvertAll(write);

    private static async Task<IReadOnlyList<SeedCarrier>> CarriersAsync(EmulatorDbContext db, CancellationToken cancellationToken)
    {
        var carriers = await db.Carriers.OrderBy(carrier => carrier.Id).ToListAsync(cancellationToken);
        return carriers.ConvertAll(carrier => new SeedCarrier
        {
            Id = carrier.Id.ToString("D"),
            DisplayName = carrier.DisplayName,
            InternalName = carrier.InternalName,
            State = carrier.State == "US" ? null : carrier.State,
            LinesOfCoverage = WireJson.Read<IReadOnlyList<string>>(carrier.LinesOfCoverage),
            IsListed = carrier.IsListed ? null : false,
            Behavior = WireJson.Read<CarrierBehaviorBody>(carrier.Behavior),
        });
    }

    private static async Task<IReadOnlyList<SeedGroup>> GroupsAsync(
        EmulatorDbContext db, Guid organizationId, CancellationToken cancellationToken)
    {
        var groups = await db.Groups.OrderBy(group => group.Id).ToListAsync(cancellationToken);
        var connections = await db.GroupConnections.OrderBy(connection => connection.CarrierId).ThenBy(connection => connection.Id)
            .ToListAsync(cancellationToken);
        var disconnections = await db.GroupDisconnections.OrderBy(disconnection => disconnection.Created).ThenBy(disconnection => disconnection.Id)
            .ToListAsync(cancellationToken);
        var renewals = await db.RenewalDecisions.OrderBy(decision => decision.RenewalDate).ThenBy(decision => decision.Id).ToListAsync(cancellationToken);
        var issues = await db.Issues.OrderBy(issue => issue.Id).ToListAsync(cancellationToken);
        // What only snapshots named is kept again when they, or what they made, are stated again.
        var plans = await db.Plans.Where(plan => !plan.IsNamedOnly).OrderBy(plan => plan.LineOfCoverage).ThenBy(plan => plan.Id).ToListAsync(cancellationToken);
        var enrollments = await db.GroupEnrollments.OrderBy(enrollment => enrollment.CarrierId).ThenBy(enrollment => enrollment.LineOfCoverage)
            .ToListAsync(cancellationToken);
        var parts = await SeedGroupExport.ReadAsync(db, cancellationToken);
        return groups.ConvertAll(group => parts.Complete(group: group, written: new SeedGroup
        {
            Id = group.Id.ToString("D"),
            Name = group.Name,
            OrganizationId = group.OrganizationId == organizationId ? null : group.OrganizationId.ToString("D"),
            Protected = group.IsProtected ? true : null,
            Connections = SeedConnections.Write(connections.Where(connection => connection.GroupId == group.Id)),
            Disconnections = SeedConnections.Write(disconnections.Where(disconnection => disconnection.GroupId == group.Id)),
            RenewalDecisions = SeedRenewals.Write(renewals.Where(decision => decision.GroupId == group.Id)),
            Issues = SeedIssues.Write(issues.Where(issue => issue.GroupId == group.Id)),
            Plans = [.. plans.Where(plan => plan.GroupId == group.Id).Select(SeedPlans.Write)],
            GroupEnrollments = [.. enrollments.Where(enrollment => enrollment.GroupId == group.Id).Select(SeedPlans.Write)],
        }));
    }

    private static async Task<IReadOnlyList<SeedFamily>> FamiliesAsync(EmulatorDbContext db, CancellationToken cancellationToken)
    {
        var employees = await db.Members.Where(member => member.Type == MemberType.Employee).OrderBy(member => member.Id)
            .Select(member => new { member.Id, member.GroupId, member.LocationId }).ToListAsync(cancellationToken);
        var furtherIds = (await db.MemberAliases
                .Join(db.Members, alias => alias.MemberId, member => member.Id, (alias, member) => new { member.EmployeeId, member.Id, alias.CustomIndividualId })
                .OrderBy(alias => alias.CustomIndividualId).ToListAsync(cancellationToken))
            .ToLookup(alias => alias.EmployeeId, alias => new SeedFurtherId { IndividualId = alias.Id.ToString("D"), CustomIndividualId = alias.CustomIndividualId });
        var families = new List<SeedFamily>();
        foreach (var employee in employees)
        {
            families.Add(new SeedFamily
            {
                GroupId = employee.GroupId.ToString("D"),
                KnownToCarriers = false,
                LocationId = employee.LocationId?.ToString("D"),
                Snapshot = await EmployeeQueries.CalculateAsync(db, employee.Id, cancellationToken),
                FurtherIds = furtherIds.Contains(employee.Id) ? [.. furtherIds[employee.Id]] : null,
            });
        }

        return families;
    }

    private static async Task<IReadOnlyList<SeedCarrierRecord>> RecordsAsync(EmulatorDbContext db, CancellationToken cancellationToken)
    {
        var records = await db.CarrierRecords.OrderBy(record => record.CarrierId).ThenBy(record => record.IndividualId)
            .Select(record => new { record.CarrierId, record.Document }).ToListAsync(cancellationToken);
        return records.ConvertAll(
            record => new SeedCarrierRecord { CarrierId = record.CarrierId.ToString("D"), Record = CarrierRecords.Read(record.Document) });
    }

    private static async Task<IReadOnlyList<SubscriptionBody>> SubscriptionsAsync(EmulatorDbContext db, CancellationToken cancellationToken)
    {
        var subscriptions = await db.WebhookSubscriptions.OrderBy(subscription => subscription.Created)
            .ThenBy(subscription => subscription.Id)
            .ToListAsync(cancellationToken);
        return subscriptions.ConvertAll(subscription => new SubscriptionBody
        {
            Url = OwnInbox.UrlOf(subscription.Url) is { } url ? ReceiverUrl.Masked(url) : null,
            Inbox = OwnInbox.NameOf(subscription.Url),
            Secret = SecretPlaceholder,
            Name = subscription.Name,
            Events = Subscriptions.EventsOf(subscription),
            Concurrency = subscription.Concurrency,
            Order = EnumName.Of(subscription.Order),
            Duplicate = subscription.Duplicate,
            Seed = subscription.Seed,
        });
    }
}

using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NoyoEmulator.CarrierDirectory;
using NoyoEmulator.Carriers;
using NoyoEmulator.Fulfillment;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Seeding;

/// <summary>A location of a group.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedLocation
{
    /// <summary>Absent: one is made up.</summary>
    public string? Id { get; init; }

    public string? DisplayName { get; init; }

    public Address? Address { get; init; }
}

/// <summary>A contact of a group.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedContact
{
    /// <summary>Absent: one is made up.</summary>
    public string? Id { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Title { get; init; }

    public string? Email { get; init; }

    public string? PhoneNumber { get; init; }

    public IReadOnlyList<string>? Types { get; init; }

    public bool? PrimaryContact { get; init; }

    /// <summary>Needed when the types have <c>carrier</c>.</summary>
    public string? CarrierId { get; init; }

    /// <summary>The same as a request would state it.</summary>
    internal ContactCreateRequest ToRequest() => new()
    {
        FirstName = FirstName,
        LastName = LastName,
        Title = Title,
        Email = Email,
        PhoneNumber = PhoneNumber,
        Types = Types,
        PrimaryContact = PrimaryContact,
        CarrierId = CarrierId,
    };
}

/// <summary>What Noyo holds of a group at a carrier. A connection for which none is stated gets one that is made up.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedCarrierConfiguration
{
    /// <summary>Absent: one is made up.</summary>
    public string? Id { get; init; }

    public string? CarrierId { get; init; }

    /// <summary>The group's id in the carrier's system; absent: none is known.</summary>
    public string? CarrierGroupId { get; init; }

    /// <summary>Any object; empty if absent.</summary>
    public JsonObject? Configuration { get; init; }

    /// <summary>Absent: what carriers of its tier have.</summary>
    public PublicGroupCarrierConnectionConfigurationEdit? ConnectionConfiguration { get; init; }

    /// <summary>The day from which it holds; absent: always.</summary>
    public string? EffectiveStartDate { get; init; }
}

/// <summary>A carrier that an organization asked for.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedOrganizationCarrier
{
    /// <summary>Absent: one is made up.</summary>
    public string? Id { get; init; }

    /// <summary>The organization, where that is not the one of the whole document.</summary>
    public string? OrganizationId { get; init; }

    public string? CarrierId { get; init; }

    /// <summary>How many enrollments are expected.</summary>
    public int? EstimatedVolume { get; init; }
}

/// <summary>Puts what belongs to groups into a world.</summary>
internal static class SeedGroupParts
{
    /// <summary>Adds what a group has beside its connections and plans, which are there already.</summary>
    public static void Add(WorldSession session, SeedGroup group)
    {
        var groupId = Guid.Parse(group.Id!);
        foreach (var location in group.Locations ?? [])
        {
            session.Rows.Insert(new GroupLocation
            {
                Id = IdOf(session, location.Id),
                Version = session.NewId(),
                Created = session.Now,
                Modified = session.Now,
                GroupId = groupId,
                DisplayName = location.DisplayName!,
                Address = WireJson.Write(location.Address!),
            });
        }

        foreach (var contact in group.Contacts ?? [])
        {
            session.Rows.Insert(new GroupContact
            {
                Id = IdOf(session, contact.Id),
                Version = session.NewId(),
                Created = session.Now,
                Modified = session.Now,
                GroupId = groupId,
                FirstName = contact.FirstName!,
                LastName = contact.LastName!,
                Title = contact.Title,
                Email = contact.Email!,
                PhoneNumber = contact.PhoneNumber,
                Types = WireJson.Write(contact.Types!),
                IsPrimary = contact.PrimaryContact,
                CarrierId = contact.CarrierId is { } carrierId ? Guid.Parse(carrierId) : null,
            });
        }

        foreach (var configuration in group.CarrierConfigurations ?? [])
            session.Rows.Insert(ConfigurationOf(session, groupId, configuration));
        foreach (var connection in group.Connections ?? [])
            _ = GroupCarrierConfigurations.Ensure(session, groupId, Guid.Parse(connection.CarrierId!), connection.CarrierGroupId);
    }

    /// <summary>Adds the labels.</summary>
    public static void AddLabels(WorldSession session, SeedDocument document)
    {
        foreach (var label in document.Labels ?? [])
        {
            session.Rows.Insert(new Label
            {
                Id = Guid.Parse(label.Id!),
                Version = session.NewId(),
                Created = session.Now,
                Modified = session.Now,
                DisplayName = label.DisplayName!,
                Summary = label.Summary,
            });
        }
    }

    /// <summary>Adds the carriers that organizations asked for.</summary>
    public static void AddOrganizationCarriers(WorldSession session, SeedDocument document)
    {
        foreach (var request in document.OrganizationCarriers ?? [])
        {
            session.Rows.Insert(new OrganizationCarrier
            {
                Id = IdOf(session, request.Id),
                Version = session.NewId(),
                Created = session.Now,
                Modified = session.Now,
                OrganizationId = Guid.Parse(request.OrganizationId ?? document.OrganizationId!),
                CarrierId = Guid.Parse(request.CarrierId!),
                Status = CarrierStanding.Pending,
                EstimatedVolume = request.EstimatedVolume,
            });
        }
    }

    private static GroupCarrierConfiguration ConfigurationOf(WorldSession session, Guid groupId, SeedCarrierConfiguration configuration)
    {
        var carrierId = Guid.Parse(configuration.CarrierId!);
        var tier = session.Rows.Setup.Get<CarrierSetups>().BehaviorOf(carrierId).Tier;
        return new GroupCarrierConfiguration
        {
            Id = IdOf(session, configuration.Id),
            Version = session.NewId(),
            Created = session.Now,
            Modified = session.Now,
            GroupId = groupId,
            CarrierId = carrierId,
            CarrierGroupId = configuration.CarrierGroupId,
            Configuration = WireJson.Write(configuration.Configuration ?? []),
            ConnectionConfiguration = WireJson.Write(configuration.ConnectionConfiguration) ?? WireJson.Write(GroupCarrierConfigurations.DefaultFor(tier)),
            EffectiveStartDate = configuration.EffectiveStartDate is { } start ? IsoDate.Parse(start) : null,
        };
    }

    private static Guid IdOf(WorldSession session, string? stated) => stated is null ? session.NewId() : Guid.Parse(stated);
}

using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Fulfillment;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Seeding;

/// <summary>Writes down what belongs to groups.</summary>
internal sealed class SeedGroupExport
{
    private readonly ILookup<Guid, GroupLocation> _locations;
    private readonly ILookup<Guid, GroupContact> _contacts;
    private readonly ILookup<Guid, GroupCarrierConfiguration> _configurations;

    private SeedGroupExport(
        IEnumerable<GroupLocation> locations, IEnumerable<GroupContact> contacts, IEnumerable<GroupCarrierConfiguration> configurations)
    {
        _locations = locations.ToLookup(location => location.GroupId);
        _contacts = contacts.ToLookup(contact => contact.GroupId);
        _configurations = configurations.ToLookup(configuration => configuration.GroupId);
    }

    public static async Task<SeedGroupExport> ReadAsync(EmulatorDbContext db, CancellationToken cancellationToken) => new(
        await db.GroupLocations.OrderBy(location => location.Id).ToListAsync(cancellationToken),
        await db.GroupContacts.OrderBy(contact => contact.Id).ToListAsync(cancellationToken),
        await db.GroupCarrierConfigurations.OrderBy(configuration => configuration.Id).ToListAsync(cancellationToken));

    public static async Task<IReadOnlyList<SeedOrganizationCarrier>?> OrganizationCarriersAsync(
        EmulatorDbContext db, Guid organizationId, CancellationToken cancellationToken)
    {
        var requests = await db.OrganizationCarriers.OrderBy(request => request.Id).ToListAsync(cancellationToken);
        return requests.Count == 0 ? null : requests.ConvertAll(request => new SeedOrganizationCarrier
        {
            Id = request.Id.ToString("D"),
            OrganizationId = request.OrganizationId == organizationId ? null : request.OrganizationId.ToString("D"),
            CarrierId = request.CarrierId.ToString("D"),
            EstimatedVolume = request.EstimatedVolume,
        });
    }

    /// <summary>A group with its parts; without connections and plans.</summary>
    public SeedGroup Complete(SeedGroup written, Group group) => written with
    {
        DbaName = group.DbaName,
        FederalEin = group.FederalEin,
        SicCode = group.SicCode,
        Locations = OrAbsent(_locations[group.Id].Select(location => new SeedLocation
        {
            Id = location.Id.ToString("D"),
            DisplayName = location.DisplayName,
            Address = WireJson.Read<Address>(location.Address),
        })),
        Contacts = OrAbsent(_contacts[group.Id].Select(contact => new SeedContact
        {
            Id = contact.Id.ToString("D"),
            FirstName = contact.FirstName,
            LastName = contact.LastName,
            Title = contact.Title,
            Email = contact.Email,
            PhoneNumber = contact.PhoneNumber,
            Types = WireJson.Read<IReadOnlyList<string>>(contact.Types),
            PrimaryContact = contact.IsPrimary,
            CarrierId = contact.CarrierId?.ToString("D"),
        })),
        CarrierConfigurations = OrAbsent(_configurations[group.Id].Select(configuration => new SeedCarrierConfiguration
        {
            Id = configuration.Id.ToString("D"),
            CarrierId = configuration.CarrierId.ToString("D"),
            CarrierGroupId = configuration.CarrierGroupId,
            Configuration = WireJson.Read<JsonObject>(configuration.Configuration),
            ConnectionConfiguration = WireJson.Read<PublicGroupCarrierConnectionConfigurationEdit>(configuration.ConnectionConfiguration),
            EffectiveStartDate = configuration.EffectiveStartDate is { } start ? IsoDate.Format(start) : null,
        })),
    };

    private static List<T>? OrAbsent<T>(IEnumerable<T> items) => items.ToList() is { Count: > 0 } some ? some : null;
}

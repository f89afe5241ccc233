using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.OpenApi;

/// <summary>Something that belongs to a group, in its latest version.</summary>
internal sealed record GroupPart(Guid GroupId, Guid Id, Guid Version);

/// <summary>Ids of groups and of what belongs to them. Null where the world has no such thing.</summary>
internal sealed record GroupExamples
{
    /// <summary>The latest version of the group that examples ask for.</summary>
    public required Guid? GroupVersion { get; init; }

    /// <summary>The newest of each kind.</summary>
    public required GroupPart? Contact { get; init; }

    public required GroupPart? Location { get; init; }

    public required GroupPart? CarrierConfiguration { get; init; }

    /// <summary>A carrier that nobody has asked for; any carrier where there is none.</summary>
    public required Guid? CarrierId { get; init; }

    public static async Task<GroupExamples> ReadAsync(EmulatorDbContext db, Guid? groupId, CancellationToken cancellationToken) => new()
    {
        GroupVersion = await db.Groups.Where(group => group.Id == groupId).Select(group => (Guid?)group.Version).FirstOrDefaultAsync(cancellationToken),
        Contact = await db.GroupContacts.OrderByDescending(row => row.Created).ThenByDescending(row => row.Id)
            .Select(row => new GroupPart(row.GroupId, row.Id, row.Version)).FirstOrDefaultAsync(cancellationToken),
        Location = await db.GroupLocations.OrderByDescending(row => row.Created).ThenByDescending(row => row.Id)
            .Select(row => new GroupPart(row.GroupId, row.Id, row.Version)).FirstOrDefaultAsync(cancellationToken),
        CarrierConfiguration = await db.GroupCarrierConfigurations.OrderByDescending(row => row.Created).ThenByDescending(row => row.Id)
            .Select(row => new GroupPart(row.GroupId, row.Id, row.Version)).FirstOrDefaultAsync(cancellationToken),
        CarrierId = await db.Carriers.OrderBy(carrier => db.OrganizationCarriers.Any(request => request.CarrierId == carrier.Id))
            .ThenBy(carrier => carrier.DisplayName).Select(carrier => (Guid?)carrier.Id).FirstOrDefaultAsync(cancellationToken),
    };

    /// <summary>The value of a path parameter of an operation on groups; null where nothing special is wanted.</summary>
    public string? Of(string operationId, string parameter) => (operationId, parameter) switch
    {
        ("editGroup", "version") => $"{GroupVersion}",
        ("getContact" or "editContact", _) => Of(Contact, parameter),
        ("getLocation", _) => Of(Location, parameter),
        ("editGroupConnectionConfigurationPublic", _) => Of(CarrierConfiguration, parameter),
        _ => null,
    };

    private static string? Of(GroupPart? part, string parameter) => part is null ? null : parameter switch
    {
        "group_id" => $"{part.GroupId}",
        "version" => $"{part.Version}",
        _ => $"{part.Id}",
    };
}

using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Connections;

/// <summary>Which connections a list shows, and in which order.</summary>
internal sealed record ConnectionListQuery
{
    // By what can be sorted is inferred: Noyo publishes no list.
    private static readonly string[] Attributes = ["created", "modified", "status", "completed"];
    private static readonly string[] Directions = ["asc", "desc"];

    public static readonly IReadOnlyList<QueryParameter> GroupParameters =
    [
        .. QueryParameter.Paging,
        new("status", "array", "Only connections with one of these statuses.", Values: EnumName.All<ConnectionStatus>()),
        new("sort_by", "string", "The attribute to sort by; created if absent.", Values: Attributes),
        new("sort_direction", "string", "desc if absent.", Values: Directions),
    ];

    public static readonly IReadOnlyList<QueryParameter> AllParameters =
    [
        .. GroupParameters,
        new("id", "array", "Only these connections.", "uuid"),
        new("carrier_id", "array", "Only connections to these carriers.", "uuid"),
        new("carrier_group_id", "string", "Only the connections with this id of the group at the carrier; needs one carrier_id."),
        new("organization_id", "string", "Only connections of this organization's groups.", "uuid"),
        new("requires_mapping_action_from", "string", "Only connections that wait for somebody's mapping. Here none ever does, so the list is empty."),
    ];

    public required QueryReader Reader { get; init; }

    public required PageRequest Page { get; init; }

    private Guid? GroupId { get; init; }

    private IReadOnlyList<ConnectionStatus> Statuses { get; init; } = [];

    private IReadOnlyList<Guid> Ids { get; init; } = [];

    private IReadOnlyList<Guid> Carriers { get; init; } = [];

    private string? CarrierGroupId { get; init; }

    private Guid? OrganizationId { get; init; }

    private bool NeedsMapping { get; init; }

    private string? SortBy { get; init; }

    private bool IsAscending { get; init; }

    /// <summary>Reads the parameters of the list of all.</summary>
    public static ConnectionListQuery Read(IQueryCollection query)
    {
        var reader = new QueryReader(query);
        var carriers = reader.Guids("carrier_id");
        var carrierGroupId = reader.Text("carrier_group_id");
        if (carrierGroupId is not null && carriers.Count != 1)
            reader.Fail("carrier_group_id", "must be used with one carrier_id");
        return Read(reader) with
        {
            Ids = reader.Guids("id"),
            Carriers = carriers,
            CarrierGroupId = carrierGroupId,
            OrganizationId = reader.Guid("organization_id"),
            NeedsMapping = reader.Text("requires_mapping_action_from") is not null,
        };
    }

    /// <summary>Reads the parameters of the list of a group.</summary>
    public static ConnectionListQuery ReadOfGroup(IQueryCollection query, Guid groupId) => Read(new QueryReader(query)) with { GroupId = groupId };

    /// <summary>The page.</summary>
    public async Task<Paginated<GroupSetupRequestPublicResult>> ListAsync(EmulatorDbContext db, CancellationToken cancellationToken)
    {
        var matching = db.GroupConnections.AsQueryable();
        if (GroupId is { } groupId)
            matching = matching.Where(connection => connection.GroupId == groupId);
        if (Statuses.Count > 0)
            matching = matching.Where(connection => Statuses.Contains(connection.Status));
        if (Ids.Count > 0)
            matching = matching.Where(connection => Ids.Contains(connection.Id));
        if (Carriers.Count > 0)
            matching = matching.Where(connection => Carriers.Contains(connection.CarrierId));
        if (CarrierGroupId is not null)
            matching = matching.Where(connection => connection.CarrierGroupId == CarrierGroupId);
        if (OrganizationId is not null)
            matching = matching.Where(connection => db.Groups.Any(group => group.Id == connection.GroupId && group.OrganizationId == OrganizationId));
        if (NeedsMapping)
            matching = matching.Where(_ => false);
        var total = await matching.CountAsync(cancellationToken);
        var rows = await Sorted(matching).Skip(Page.Offset).Take(Page.PageSize)
            .Join(db.Groups, connection => connection.GroupId, group => group.Id, (connection, group) => new { Connection = connection, Group = group })
            .ToListAsync(cancellationToken);
        return Paginated<GroupSetupRequestPublicResult>.For(
            Page, total, rows.ConvertAll(row => ConnectionMapping.ToPublic(row.Connection, row.Group)));
    }

    private static ConnectionListQuery Read(QueryReader reader) => new()
    {
        Reader = reader,
        Page = reader.Paging(),
        Statuses = reader.Enums<ConnectionStatus>("status"),
        SortBy = reader.OneOf("sort_by", Attributes),
        IsAscending = reader.OneOf("sort_direction", Directions) == "asc",
    };

    private IQueryable<GroupConnection> Sorted(IQueryable<GroupConnection> connections) => (SortBy, IsAscending) switch
    {
        ("modified", true) => connections.OrderBy(connection => connection.Modified).ThenBy(connection => connection.Id),
        ("modified", false) => connections.OrderByDescending(connection => connection.Modified).ThenByDescending(connection => connection.Id),
        ("status", true) => connections.OrderBy(connection => connection.Status).ThenBy(connection => connection.Id),
        ("status", false) => connections.OrderByDescending(connection => connection.Status).ThenByDescending(connection => connection.Id),
        ("completed", true) => connections.OrderBy(connection => connection.Completed).ThenBy(connection => connection.Id),
        ("completed", false) => connections.OrderByDescending(connection => connection.Completed).ThenByDescending(connection => connection.Id),
        (_, true) => connections.OrderBy(connection => connection.Created).ThenBy(connection => connection.Id),
        _ => connections.OrderByDescending(connection => connection.Created).ThenByDescending(connection => connection.Id),
    };
}

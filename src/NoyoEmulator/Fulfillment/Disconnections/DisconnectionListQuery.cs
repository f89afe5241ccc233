using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Disconnections;

/// <summary>Which disconnections a list shows; newest first.</summary>
internal sealed record DisconnectionListQuery
{
    public static readonly IReadOnlyList<QueryParameter> AllParameters =
    [
        .. QueryParameter.Paging,
        new("status", "array", "Only requests with one of these statuses.", Values: EnumName.All<DisconnectionStatus>()),
        new("carrier_id", "array", "Only requests about these carriers.", "uuid"),
        new("group_id", "array", "Only requests about these groups.", "uuid"),
        new("min_effective_end_date", "string", "Only requests with this end date, or a later one.", "date"),
        new("max_effective_end_date", "string", "Only requests with this end date, or an earlier one.", "date"),
        new("search", "string", "Only requests about groups whose name contains this, in any case."),
        new("source_type", "string", "Only requests of the platform, or of carriers.", Values: DisconnectionReasons.Sources),
        new("id", "array", "Only these requests.", "uuid"),
    ];

    public static readonly IReadOnlyList<QueryParameter> UIParameters =
        [.. AllParameters, new("creation_reason", "string", "Only requests that were made for this reason.", Values: DisconnectionReasons.OfAnybody)];

    public required QueryReader Reader { get; init; }

    public required PageRequest Page { get; init; }

    private IReadOnlyList<DisconnectionStatus> Statuses { get; init; } = [];

    private IReadOnlyList<Guid> Carriers { get; init; } = [];

    private IReadOnlyList<Guid> Groups { get; init; } = [];

    private DateOnly? MinEnd { get; init; }

    private DateOnly? MaxEnd { get; init; }

    private string? Search { get; init; }

    private string? Source { get; init; }

    private string? CreationReason { get; init; }

    private IReadOnlyList<Guid> Ids { get; init; } = [];

    /// <summary>Reads the parameters of the list of all.</summary>
    public static DisconnectionListQuery Read(IQueryCollection query)
    {
        var reader = new QueryReader(query);
        return new DisconnectionListQuery
        {
            Reader = reader,
            Page = reader.Paging(),
            Statuses = reader.Enums<DisconnectionStatus>("status"),
            Carriers = reader.Guids("carrier_id"),
            Groups = reader.Guids("group_id"),
            MinEnd = reader.Date("min_effective_end_date"),
            MaxEnd = reader.Date("max_effective_end_date"),
            Search = reader.Text("search"),
            Source = reader.OneOf("source_type", DisconnectionReasons.Sources),
            Ids = reader.Guids("id"),
        };
    }

    /// <summary>Reads the parameters of the list in Noyo's app.</summary>
    public static DisconnectionListQuery ReadOfUI(IQueryCollection query)
    {
        var read = Read(query);
        return read with { CreationReason = read.Reader.OneOf("creation_reason", DisconnectionReasons.OfAnybody) };
    }

    /// <summary>Reads the parameters of the list of a group.</summary>
    public static DisconnectionListQuery ReadOfGroup(IQueryCollection query, Guid groupId)
    {
        var reader = new QueryReader(query);
        return new DisconnectionListQuery { Reader = reader, Page = reader.Paging(), Groups = [groupId] };
    }

    /// <summary>The page, in one of the public forms.</summary>
    public async Task<Paginated<TResult>> ListAsync<TResult>(
        EmulatorDbContext db, Func<GroupDisconnection, Group, TResult> form, CancellationToken cancellationToken)
    {
        // Names are compared here, for SQLite knows the case of ASCII letters only; a world has few groups.
        var groups = (await db.Groups.ToListAsync(cancellationToken))
            .FindAll(group => Search is null || group.Name.Contains(Search, StringComparison.InvariantCultureIgnoreCase)).ToDictionary(group => group.Id);
        var named = groups.Keys.ToList();
        var matching = db.GroupDisconnections.AsQueryable();
        if (Search is not null)
            matching = matching.Where(disconnection => named.Contains(disconnection.GroupId));
        if (Statuses.Count > 0)
            matching = matching.Where(disconnection => Statuses.Contains(disconnection.Status));
        if (Carriers.Count > 0)
            matching = matching.Where(disconnection => Carriers.Contains(disconnection.CarrierId));
        if (Groups.Count > 0)
            matching = matching.Where(disconnection => Groups.Contains(disconnection.GroupId));
        if (MinEnd is not null)
            matching = matching.Where(disconnection => disconnection.EffectiveEndDate >= MinEnd);
        if (MaxEnd is not null)
            matching = matching.Where(disconnection => disconnection.EffectiveEndDate <= MaxEnd);
        if (Source is not null && EnumName.TryParse<DisconnectionSource>(Source, out var source))
            matching = matching.Where(disconnection => disconnection.SourceType == source);
        else if (Source is not null)
            return Paginated<TResult>.For(Page, 0, []);
        if (CreationReason is not null)
            matching = matching.Where(disconnection => disconnection.CreatedReason == CreationReason);
        if (Ids.Count > 0)
            matching = matching.Where(disconnection => Ids.Contains(disconnection.Id));
        var total = await matching.CountAsync(cancellationToken);
        var rows = await matching.OrderByDescending(disconnection => disconnection.Created).ThenByDescending(disconnection => disconnection.Id)
            .Skip(Page.Offset).Take(Page.PageSize).ToListAsync(cancellationToken);
        return Paginated<TResult>.For(Page, total, rows.ConvertAll(row => form(row, groups[row.GroupId])));
    }
}

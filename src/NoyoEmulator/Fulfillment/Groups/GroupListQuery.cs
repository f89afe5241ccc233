using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>Which groups a list is to have, and which part of it.</summary>
internal sealed record GroupListQuery
{
    /// <summary>The parameters of <c>getGroupList</c>.</summary>
    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        .. QueryParameter.Paging,
        new("company", "string", "Only groups with this in their name or dba_name, in any case."),
        new("group_ids", "array", "Only these groups.", "uuid"),
        new("carrier_id", "string", "Only groups that this carrier knows as carrier_group_id, which must be given too.", "uuid"),
        new("carrier_group_id", "string", "The carrier's own id of the group; needs carrier_id."),
    ];

    /// <summary>The parameters of <c>uiGetGroupList</c>. Noyo declares its carrier_id as a whole number, though carriers have uuids.</summary>
    public static readonly IReadOnlyList<QueryParameter> UiParameters =
    [
        .. Parameters,
        new("name", "string", "Only groups of exactly this name or dba_name, in any case."),
        new("name_starts_with", "string", "Only groups whose name or dba_name begins so, in any case."),
        new("organization_id", "string", "Only groups of this organization.", "uuid"),
    ];

    public required PageRequest Page { get; init; }

    public ApiErrorResult? Failure { get; init; }

    private string? Company { get; init; }

    private string? Name { get; init; }

    private string? NameStart { get; init; }

    private IReadOnlyList<Guid> GroupIds { get; init; } = [];

    private Guid? CarrierId { get; init; }

    private string? CarrierGroupId { get; init; }

    private Guid? OrganizationId { get; init; }

    private bool HasNames => Company is not null || Name is not null || NameStart is not null;

    /// <param name="query">The query.</param>
    /// <param name="isUi">Whether it is one of <c>uiGetGroupList</c>.</param>
    public static GroupListQuery Read(IQueryCollection query, bool isUi)
    {
        var reader = new QueryReader(query);
        var result = new GroupListQuery
        {
            Page = reader.Paging(),
            Company = reader.Text("company"),
            Name = isUi ? reader.Text("name") : null,
            NameStart = isUi ? reader.Text("name_starts_with") : null,
            GroupIds = reader.Guids("group_ids"),
            CarrierId = reader.Guid("carrier_id"),
            CarrierGroupId = reader.Text("carrier_group_id"),
            OrganizationId = isUi ? reader.Guid("organization_id") : null,
        };
        if (reader.IsValid && result.CarrierId is null != result.CarrierGroupId is null)
        {
            var (alone, other) = result.CarrierId is null ? ("carrier_group_id", "carrier_id") : ("carrier_id", "carrier_group_id");
            reader.Fail(alone, $"must be given together with {other}");
        }

        return result with { Failure = reader.Failure };
    }

    /// <summary>The groups of the page, newest first, and how many the whole list has.</summary>
    public async Task<(IReadOnlyList<Group> Groups, int Total)> ListAsync(EmulatorDbContext db, CancellationToken cancellationToken)
    {
        var inOrder = Matching(db).OrderByDescending(group => group.Created).ThenByDescending(group => group.Id);
        if (!HasNames)
        {
            return (await inOrder.Skip(Page.Offset).Take(Page.PageSize).ToListAsync(cancellationToken),
                await Matching(db).CountAsync(cancellationToken));
        }

        // The database tells letters apart by case outside of ASCII.
        var named = (await inOrder.Select(group => new { group.Id, group.Name, group.DbaName }).ToListAsync(cancellationToken))
            .FindAll(group => HasWantedName(group.Name, group.DbaName)).ConvertAll(group => group.Id);
        var ids = named.Skip(Page.Offset).Take(Page.PageSize).ToList();
        var groups = await db.Groups.Where(group => ids.Contains(group.Id)).ToDictionaryAsync(group => group.Id, cancellationToken);
        return (ids.ConvertAll(id => groups[id]), named.Count);
    }

    private IQueryable<Group> Matching(EmulatorDbContext db)
    {
        var matching = db.Groups.AsQueryable();
        if (GroupIds.Count > 0)
            matching = matching.Where(group => GroupIds.Contains(group.Id));
        if (OrganizationId is not null)
            matching = matching.Where(group => group.OrganizationId == OrganizationId);
        if (CarrierId is not null)
        {
            var known = db.GroupCarrierConfigurations
                .Where(configuration => configuration.CarrierId == CarrierId && configuration.CarrierGroupId == CarrierGroupId)
                .Select(configuration => configuration.GroupId);
            matching = matching.Where(group => known.Contains(group.Id));
        }

        return matching;
    }

    private bool HasWantedName(string name, string? dbaName) =>
        IsMet(Company, static (text, wanted) => text.Contains(wanted, StringComparison.OrdinalIgnoreCase), name, dbaName)
        && IsMet(Name, static (text, wanted) => text.Equals(wanted, StringComparison.OrdinalIgnoreCase), name, dbaName)
        && IsMet(NameStart, static (text, wanted) => text.StartsWith(wanted, StringComparison.OrdinalIgnoreCase), name, dbaName);

    private static bool IsMet(string? wanted, Func<string, string, bool> fits, string name, string? dbaName) =>
        wanted is null || fits(name, wanted) || (dbaName is not null && fits(dbaName, wanted));
}

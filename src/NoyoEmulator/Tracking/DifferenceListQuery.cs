using System.Linq.Expressions;
using NoyoEmulator.Comparison;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Tracking;

/// <summary>The filters and the order of a list of differences. Filters that are absent do not filter (inferred).</summary>
internal sealed record DifferenceListQuery
{
    private static readonly Dictionary<string, Func<IQueryable<Difference>, bool, IOrderedQueryable<Difference>>> Orders = new(StringComparer.Ordinal)
    {
        ["id"] = By(difference => difference.Id),
        ["version"] = By(difference => difference.Version),
        ["created"] = By(difference => difference.Created),
        ["modified"] = By(difference => difference.Modified),
        ["organization_id"] = By(difference => difference.OrganizationId),
        ["group_id"] = By(difference => difference.GroupId),
        ["carrier_id"] = By(difference => difference.CarrierId),
        ["employee_id"] = By(difference => difference.EmployeeId),
        ["object_type"] = By(difference => difference.ObjectType),
        ["object_id"] = By(difference => difference.ObjectId),
        ["impact_score"] = By(difference => difference.ImpactScore),
        ["difference_classification"] = By(difference => difference.Classification),
        ["difference_type"] = By(difference => difference.DifferenceType),
        ["resolved"] = By(difference => difference.Resolved),
        ["replaced_by"] = By(difference => difference.ReplacedById),
        ["is_dismissed"] = By(difference => difference.IsDismissed),
        ["is_suppressed"] = By(difference => difference.IsSuppressed),
        ["discrepancy_time"] = By(difference => difference.DiscrepancyTime),
    };

    /// <summary>The parameters of the list of all differences.</summary>
    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        .. QueryParameter.Paging,
        new("id", "string", "Only these differences, separated by commas."),
        new("group_id", "string", "Only differences of this group.", "uuid"),
        new("member_snapshot_id", "string", "Only differences that were seen in connection with this snapshot.", "uuid"),
        new("object_type", "string", "Only differences of these object types, separated by commas: employee, dependent, individual_enrollment."),
        new("object_id", "string", "Only differences of this object.", "uuid"),
        new("type", "string", "Only these difference types, separated by commas, such as missing_ie,ie_effective_start_date."),
        new("classification", "string", "Only these classifications, separated by commas: missing_from_carrier, field_mismatch, missing_from_platform."),
        new("min_impact_score", "integer", "Leaves out differences below this impact score."),
        new("max_impact_score", "integer", "Leaves out differences above this impact score."),
        new("impact_type", "string", "Only these impact types, separated by commas. Noyo publishes none, so any value leaves nothing."),
        new("is_open", "boolean", "True: not resolved and not replaced. False: resolved or replaced."),
        new("is_discrepancy", "boolean", "True: discrepancies. False: pending changes."),
        new("is_dismissed", "boolean", "True: dismissed ones. False: the others."),
        new("include_unavailable", "boolean", "Also differences in data that carriers do not give. The emulator's carriers give all they have."),
        new("created_before", "string", "Only differences created before this date (2020-12-1) or RFC 1123 instant, which is not included."),
        new("created_after", "string", "Only differences created after this date (2020-12-1) or RFC 1123 instant, which is not included."),
        new("sort_by", "string", "The attribute to sort by; created if absent. Newest first if nothing is said about the order.", Values: [.. Orders.Keys]),
        new("sort_direction", "string", "asc if absent.", Values: ["asc", "desc"]),
    ];

    /// <summary>The parameters of a list within a group, a family or a transaction.</summary>
    public static readonly IReadOnlyList<QueryParameter> ScopedParameters = [.. Parameters.Where(parameter => parameter.Name is not ("id" or "group_id"))];

    /// <summary>The parameters that filter, without those of paging and order.</summary>
    public static readonly IReadOnlyList<QueryParameter> FilterParameters =
        [.. Parameters.Where(parameter => parameter.Name is not ("id" or "page_size" or "offset"))];

    public required PageRequest Page { get; init; }

    public ApiErrorResult? Failure { get; init; }

    private Func<IQueryable<Difference>, IQueryable<Difference>> Filter { get; init; } = differences => differences;

    private Func<IQueryable<Difference>, IOrderedQueryable<Difference>> Order { get; init; } = differences => Orders["created"](differences, true);

    /// <summary>Reads the query; what is wrong with it is in <see cref="Failure"/>.</summary>
    public static DifferenceListQuery Read(IQueryCollection parameters)
    {
        var reader = new QueryReader(parameters);
        var page = reader.Paging();
        var filter = ReadFilter(reader);
        var order = ReadOrder(reader);
        var query = new DifferenceListQuery { Page = page, Filter = filter, Failure = reader.Failure };
        return order is null ? query : query with { Order = order };
    }

    /// <summary>The matching differences.</summary>
    public IQueryable<Difference> Matching(EmulatorDbContext db) => Filter(db.Differences);

    /// <summary>The page of them that was asked for.</summary>
    public IQueryable<Difference> PageOf(IQueryable<Difference> matching) => Order(matching).Skip(Page.Offset).Take(Page.PageSize);

    private static Func<IQueryable<Difference>, IQueryable<Difference>> ReadFilter(QueryReader reader)
    {
        var filters = new List<Expression<Func<Difference, bool>>>();
        if (reader.Guids("id") is { Count: > 0 } ids)
            filters.Add(difference => ids.Contains(difference.Id));
        if (reader.Guid("group_id") is { } groupId)
            filters.Add(difference => difference.GroupId == groupId);
        if (reader.Guid("member_snapshot_id") is { } snapshotId)
            filters.Add(difference => difference.Sources.Any(source => source.SnapshotId == snapshotId));
        if (reader.Enums<ObjectType>("object_type") is { Count: > 0 } objectTypes)
            filters.Add(difference => objectTypes.Contains(difference.ObjectType));
        if (reader.Guid("object_id") is { } objectId)
            filters.Add(difference => difference.ObjectId == objectId);
        if (reader.Texts("type") is { Count: > 0 } types)
            filters.Add(difference => types.Contains(difference.DifferenceType));
        if (reader.Enums<Classification>("classification") is { Count: > 0 } classifications)
            filters.Add(difference => classifications.Contains(difference.Classification));
        if (reader.Integer("min_impact_score") is { } min)
            filters.Add(difference => difference.ImpactScore >= min);
        if (reader.Integer("max_impact_score") is { } max)
            filters.Add(difference => difference.ImpactScore <= max);
        if (reader.Texts("impact_type").Count > 0)
            filters.Add(difference => false);
        if (reader.Boolean("is_open") is { } isOpen)
            filters.Add(difference => difference.IsOpen == isOpen);
        if (reader.Boolean("is_discrepancy") is { } isDiscrepancy)
            filters.Add(difference => (difference.DiscrepancyTime != null) == isDiscrepancy);
        if (reader.Boolean("is_dismissed") is { } isDismissed)
            filters.Add(difference => difference.IsDismissed == isDismissed);
        if (reader.Instant("created_before") is { } before)
            filters.Add(difference => difference.Created < before);
        if (reader.Instant("created_after") is { } after)
            filters.Add(difference => difference.Created > after);
        _ = reader.Boolean("include_unavailable");
        return differences => filters.Aggregate(differences, (matching, filter) => matching.Where(filter));
    }

    private static Func<IQueryable<Difference>, IOrderedQueryable<Difference>>? ReadOrder(QueryReader reader)
    {
        var attribute = reader.OneOf("sort_by", Orders.Keys);
        var direction = reader.OneOf("sort_direction", ["asc", "desc"]);
        if (attribute is null && direction is null)
            return null;
        return differences => Orders[attribute ?? "created"](differences, direction == "desc");
    }

    private static Func<IQueryable<Difference>, bool, IOrderedQueryable<Difference>> By<TKey>(Expression<Func<Difference, TKey>> key) =>
        (differences, isDescending) => isDescending
            ? differences.OrderByDescending(key).ThenByDescending(difference => difference.Id)
            : differences.OrderBy(key).ThenBy(difference => difference.Id);
}

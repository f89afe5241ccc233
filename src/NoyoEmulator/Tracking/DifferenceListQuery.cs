using NoyoEmulator.Comparison;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Tracking;

/// <summary>The filters and the order of a list of differences. Filters that are absent do not filter (inferred).</summary>
internal sealed record DifferenceListQuery
{
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
        new("sort_by", "string", "The attribute to sort by; created if absent. Newest first if nothing is said about the order.", Values: [.. DifferenceSort.Attributes]),
        new("sort_direction", "string", "asc if absent.", Values: ["asc", "desc"]),
    ];

    /// <summary>The parameters of a list within a group, a family or a transaction.</summary>
    public static readonly IReadOnlyList<QueryParameter> ScopedParameters = [.. Parameters.Where(parameter => parameter.Name is not ("id" or "group_id"))];

    /// <summary>The parameters that filter, without those of paging and order.</summary>
    public static readonly IReadOnlyList<QueryParameter> FilterParameters =
        [.. Parameters.Where(parameter => parameter.Name is not ("id" or "page_size" or "offset"))];

    public required PageRequest Page { get; init; }

    public ApiErrorResult? Failure { get; init; }

    public required DifferenceFilter Filter { get; init; }

    public required DifferenceSort Sort { get; init; }

    /// <summary>Reads the query; what is wrong with it is in <see cref="Failure"/>.</summary>
    public static DifferenceListQuery Read(IQueryCollection parameters)
    {
        var reader = new QueryReader(parameters);
        var page = reader.Paging();
        var filter = ReadFilter(reader);
        var sort = ReadSort(reader);
        filter.Values.Set("$page_size", page.PageSize);
        filter.Values.Set("$offset", page.Offset);
        return new DifferenceListQuery { Page = page, Filter = filter, Sort = sort, Failure = reader.Failure };
    }

    private static DifferenceFilter ReadFilter(QueryReader reader)
    {
        var filter = new DifferenceFilter();
        if (reader.Guids("id") is { Count: > 0 } ids)
            filter.WithIds(ids);
        if (reader.Guid("group_id") is { } groupId)
            filter.OfKind("group_id", "=", groupId);
        if (reader.Guid("member_snapshot_id") is { } snapshotId)
            filter.SeenIn("snapshot_id", snapshotId);
        if (reader.Enums<ObjectType>("object_type") is { Count: > 0 } objectTypes)
            filter.OfKinds("object_type", objectTypes.Select(EnumName.Of));
        if (reader.Guid("object_id") is { } objectId)
            filter.OfObject(objectId);
        if (reader.Texts("type") is { Count: > 0 } types)
            filter.OfKinds("difference_type", types);
        if (reader.Enums<Classification>("classification") is { Count: > 0 } classifications)
            filter.OfKinds("classification", classifications.Select(EnumName.Of));
        if (reader.Integer("min_impact_score") is { } min)
            filter.OfKind("impact_score", ">=", min);
        if (reader.Integer("max_impact_score") is { } max)
            filter.OfKind("impact_score", "<=", max);
        if (reader.Texts("impact_type").Count > 0)
            filter.OfNoKind();
        if (reader.Boolean("is_open") is { } isOpen)
            filter.OfKind("is_open", "=", isOpen);
        if (reader.Boolean("is_discrepancy") is { } isDiscrepancy)
            filter.OfKind("is_discrepancy", "=", isDiscrepancy);
        if (reader.Boolean("is_dismissed") is { } isDismissed)
            filter.OfKind("is_dismissed", "=", isDismissed);
        var before = reader.Instant("created_before");
        filter.CreatedBetween(reader.Instant("created_after"), before);
        _ = reader.Boolean("include_unavailable");
        return filter;
    }

    private static DifferenceSort ReadSort(QueryReader reader)
    {
        var attribute = reader.OneOf("sort_by", DifferenceSort.Attributes);
        var direction = reader.OneOf("sort_direction", ["asc", "desc"]);
        return DifferenceSort.Of(attribute ?? "created", isDescending: direction is null ? attribute is null : direction == "desc");
    }
}

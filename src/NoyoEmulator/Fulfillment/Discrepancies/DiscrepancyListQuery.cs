using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Comparison;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Tracking;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Discrepancies;

/// <summary>Which discrepancies a list shows; newest first, unless it is sorted.</summary>
internal sealed record DiscrepancyListQuery
{
    private const string TypeName = "discrepancy_type";
    private const string IssueTypeName = "reconciliation_issue_type";

    private static readonly AllowedValues Attributes = new("created", "modified");
    private static readonly AllowedValues Directions = new("asc", "desc");

    private static readonly IReadOnlyList<QueryParameter> Common =
    [
        .. QueryParameter.Paging,
        new("status", "array", "Only those with one of these statuses.", Values: EnumName.All<DiscrepancyStatus>()),
        new("status_grouping", "string", "Only those that need something done, or only those that do not.", Values: DiscrepancyTerms.StatusGroupings),
        new("type_grouping", "string", "Only those whose types belong to this.", Values: DiscrepancyTerms.TypeGroupings),
        new("carrier_id", "string", "Only those with this carrier.", "uuid"),
        new("subject_id", "string", "Only those about this.", "uuid"),
        new("subject_type", "string", "Only those about such a thing.", Values: DiscrepancyTerms.SubjectTypes),
    ];

    private static readonly QueryParameter OfGroup = new("group_id", "string", "Only those of this group.", "uuid");
    private static readonly QueryParameter OfType = new(TypeName, "string", "Only those of this type.", Values: DiscrepancyTerms.Types);

    public static readonly IReadOnlyList<QueryParameter> Parameters = [.. Common, OfGroup, OfType];

    public static readonly IReadOnlyList<QueryParameter> OfEmployeeParameters = [.. Common, OfType];

    public static readonly IReadOnlyList<QueryParameter> UIParameters =
    [
        .. Parameters,
        new("sort_by", "string", "created if absent.", Values: Attributes),
        new("sort_direction", "string", "desc if absent.", Values: Directions),
    ];

    public static readonly IReadOnlyList<QueryParameter> IssueParameters = [.. Common, OfGroup, OfType with { Name = IssueTypeName }];

    public required QueryReader Reader { get; init; }

    private PageRequest Page { get; init; }

    private IReadOnlyCollection<DiscrepancyStatus> Statuses { get; init; } = [];

    private IReadOnlyList<DiscrepancyType> Types { get; init; } = DiscrepancyType.All;

    private Guid? CarrierId { get; init; }

    private Guid? GroupId { get; init; }

    private Guid? EmployeeId { get; init; }

    private Guid? SubjectId { get; init; }

    private string? SubjectType { get; init; }

    private bool IsByModified { get; init; }

    private bool IsAscending { get; init; }

    /// <summary>Reads the parameters of a list of all.</summary>
    public static DiscrepancyListQuery Read(IQueryCollection query) => Read(new QueryReader(query), TypeName, hasGroup: true);

    /// <summary>Reads those of the list of reconciliation issues.</summary>
    public static DiscrepancyListQuery ReadOfIssues(IQueryCollection query) => Read(new QueryReader(query), IssueTypeName, hasGroup: true);

    /// <summary>Reads those of the list of an employee's family.</summary>
    public static DiscrepancyListQuery ReadOfEmployee(IQueryCollection query, Guid employeeId) =>
        Read(new QueryReader(query), TypeName, hasGroup: false) with { EmployeeId = employeeId };

    /// <summary>Reads those of the app's list of all.</summary>
    public static DiscrepancyListQuery ReadOfUI(IQueryCollection query)
    {
        var read = Read(query);
        return read with
        {
            IsByModified = read.Reader.OneOf("sort_by", Attributes) == "modified",
            IsAscending = read.Reader.OneOf("sort_direction", Directions) == "asc",
        };
    }

    /// <summary>The page, in one of the public forms.</summary>
    public async Task<Paginated<TResult>> ListAsync<TResult>(EmulatorDbContext db, Func<Discrepancy, TResult> form, CancellationToken cancellationToken)
    {
        var matching = Filter(db);
        var total = await matching.CountAsync(cancellationToken);
        var rows = await Sort(matching).Skip(Page.Offset).Take(Page.PageSize).ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(row => row.Id);
        var outcomes = (await db.DiscrepancySteps.Where(step => ids.Contains(step.DifferenceId) && step.Outcome != null)
            .OrderByDescending(step => step.Created).ThenByDescending(step => step.Id).ToListAsync(cancellationToken)).ToLookup(step => step.DifferenceId);
        return Paginated<TResult>.For(Page, total, rows.ConvertAll(row => form(new Discrepancy(row, outcomes[row.Id].FirstOrDefault()))));
    }

    private static DiscrepancyListQuery Read(QueryReader reader, string typeName, bool hasGroup)
    {
        var statuses = reader.Enums<DiscrepancyStatus>("status");
        if (statuses.Count == 0)
            statuses = Enum.GetValues<DiscrepancyStatus>();
        var inGrouping = reader.OneOf("status_grouping", DiscrepancyTerms.StatusGroupings) is { } statusGrouping
            ? DiscrepancyTerms.StatusesIn(statusGrouping) : statuses;
        var (type, typeGrouping) = (reader.OneOf(typeName, DiscrepancyTerms.Types), reader.OneOf("type_grouping", DiscrepancyTerms.TypeGroupings));
        return new DiscrepancyListQuery
        {
            Reader = reader,
            Page = reader.Paging(),
            Statuses = [.. statuses.Intersect(inGrouping)],
            Types = [.. DiscrepancyType.All.Where(known => (type is null || known.Name == type) && (typeGrouping is null || known.Grouping == typeGrouping))],
            CarrierId = reader.Guid("carrier_id"),
            GroupId = hasGroup ? reader.Guid("group_id") : null,
            SubjectId = reader.Guid("subject_id"),
            SubjectType = reader.OneOf("subject_type", DiscrepancyTerms.SubjectTypes),
        };
    }

    private IQueryable<Difference> Filter(EmulatorDbContext db)
    {
        // No type belongs to differences that are missing and to those of fields, so that both can be looked for apart.
        var names = Types.Select(type => type.DifferenceType).Distinct(StringComparer.Ordinal).ToList();
        var classifications = Types.Select(type => type.Classification).Distinct().ToList();
        var matching = db.Differences.Where(difference => difference.DiscrepancyTime != null && names.Contains(difference.DifferenceType)
            && classifications.Contains(difference.Classification));
        if (CarrierId is not null)
            matching = matching.Where(difference => difference.CarrierId == CarrierId);
        if (GroupId is not null)
            matching = matching.Where(difference => difference.GroupId == GroupId);
        if (EmployeeId is not null)
            matching = matching.Where(difference => difference.EmployeeId == EmployeeId);
        if (SubjectId is not null)
            matching = matching.Where(difference => difference.ObjectId == SubjectId);
        if (SubjectType is not null)
        {
            var objects = Enum.GetValues<ObjectType>().Where(type => DiscrepancyTerms.SubjectTypeOf(type) == SubjectType).ToList();
            matching = matching.Where(difference => objects.Contains(difference.ObjectType));
        }

        var (resolved, dismissed) = (Statuses.Contains(DiscrepancyStatus.Resolved), Statuses.Contains(DiscrepancyStatus.Dismissed));
        var (processing, unseen) = (Statuses.Contains(DiscrepancyStatus.Processing), Statuses.Contains(DiscrepancyStatus.NeedsReview));
        return resolved && dismissed && processing && unseen ? matching : matching.Where(difference =>
            (resolved && !difference.IsOpen)
            || (dismissed && difference.IsOpen && difference.IsDismissed)
            || (processing && difference.IsOpen && !difference.IsDismissed && db.DiscrepancySteps.Any(step => step.DifferenceId == difference.Id && step.Outcome != null))
            || (unseen && difference.IsOpen && !difference.IsDismissed && !db.DiscrepancySteps.Any(step => step.DifferenceId == difference.Id && step.Outcome != null)));
    }

    private IOrderedQueryable<Difference> Sort(IQueryable<Difference> differences) => (IsByModified, IsAscending) switch
    {
        (true, true) => differences.OrderBy(difference => difference.Modified).ThenBy(difference => difference.Id),
        (true, false) => differences.OrderByDescending(difference => difference.Modified).ThenByDescending(difference => difference.Id),
        (false, true) => differences.OrderBy(difference => difference.Created).ThenBy(difference => difference.Id),
        _ => differences.OrderByDescending(difference => difference.Created).ThenByDescending(difference => difference.Id),
    };
}

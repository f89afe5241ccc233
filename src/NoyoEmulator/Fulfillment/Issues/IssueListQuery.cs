using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Issues;

/// <summary>Which issues a list shows; newest first.</summary>
internal sealed record IssueListQuery
{
    // The filter lacks what only the bodies have (OpenAPI).
    private static readonly IReadOnlyList<string> OriginatingTypes = [.. IssueTerms.OriginatingRecordTypes.Where(type => type != "api_request")];

    public static readonly IReadOnlyList<QueryParameter> AllParameters =
    [
        .. QueryParameter.Paging,
        new("partner_id", "string", "Only issues with this carrier, or whoever else it is.", "uuid"),
        new("group_id", "string", "Only issues of this group.", "uuid"),
        new("status", "array", "Only issues with one of these statuses.", Values: EnumName.All<IssueStatus>()),
        new("member_id", "string", "Only issues about this member.", "uuid"),
        new("employee_id", "string", "Only issues about this employee's family.", "uuid"),
        new("partner_document_source_id", "string", "Only issues from documents of this source.", "uuid"),
        new("originating_record_ids", "array", "Only issues that came from all of these.", "uuid"),
        new("source", "string", "Only issues that were found by this.", Values: EnumName.All<IssueSource>()),
        new("category", "string", "Only issues of this category."),
        new("issue_key", "string", "Only the issue with this key."),
        new("dismissed", "boolean", "Only issues that are dismissed, or only others."),
        new("resolution_action", "string", "Only issues whose resolution has an action with this explanation."),
    ];

    public static readonly IReadOnlyList<QueryParameter> UIParameters =
    [
        .. AllParameters,
        new("organization_id", "string", "Only issues of this organization.", "uuid"),
        new("is_external", "boolean", "Only issues that the API shows too, or only others."),
        new("originating_record_type", "string", "Only issues that came from this kind of thing.", Values: OriginatingTypes),
    ];

    public required QueryReader Reader { get; init; }

    public required PageRequest Page { get; init; }

    private Guid? PartnerId { get; init; }

    private Guid? GroupId { get; init; }

    private IReadOnlyList<IssueStatus> Statuses { get; init; } = [];

    private Guid? MemberId { get; init; }

    private Guid? EmployeeId { get; init; }

    private Guid? DocumentSourceId { get; init; }

    private IReadOnlyList<Guid> OriginatingRecords { get; init; } = [];

    private string? Source { get; init; }

    private string? Category { get; init; }

    private string? IssueKey { get; init; }

    private bool? IsDismissed { get; init; }

    private string? ResolutionAction { get; init; }

    private Guid? OrganizationId { get; init; }

    private bool? IsExternal { get; init; }

    private string? OriginatingType { get; init; }

    /// <summary>Reads the parameters of the API's list, which shows what those outside of Noyo may see.</summary>
    public static IssueListQuery Read(IQueryCollection query) => ReadCommon(query) with { IsExternal = true };

    /// <summary>Reads the parameters of the app's list.</summary>
    public static IssueListQuery ReadOfUI(IQueryCollection query)
    {
        var read = ReadCommon(query);
        return read with
        {
            OrganizationId = read.Reader.Guid("organization_id"),
            IsExternal = read.Reader.Boolean("is_external"),
            OriginatingType = read.Reader.OneOf("originating_record_type", OriginatingTypes),
        };
    }

    /// <summary>The page, in one of the public forms.</summary>
    public async Task<Paginated<TResult>> ListAsync<TResult>(EmulatorDbContext db, Converter<Issue, TResult> form, CancellationToken cancellationToken)
    {
        var matching = Filter(db.Issues);
        var total = await matching.CountAsync(cancellationToken);
        var rows = await matching.OrderByDescending(issue => issue.Created).ThenByDescending(issue => issue.Id)
            .Skip(Page.Offset).Take(Page.PageSize).ToListAsync(cancellationToken);
        return Paginated<TResult>.For(Page, total, rows.ConvertAll(form));
    }

    private static IssueListQuery ReadCommon(IQueryCollection query)
    {
        var reader = new QueryReader(query);
        return new IssueListQuery
        {
            Reader = reader,
            Page = reader.Paging(),
            PartnerId = reader.Guid("partner_id"),
            GroupId = reader.Guid("group_id"),
            Statuses = reader.Enums<IssueStatus>("status"),
            MemberId = reader.Guid("member_id"),
            EmployeeId = reader.Guid("employee_id"),
            DocumentSourceId = reader.Guid("partner_document_source_id"),
            OriginatingRecords = reader.Guids("originating_record_ids"),
            Source = reader.OneOf("source", EnumName.All<IssueSource>()),
            Category = reader.Text("category"),
            IssueKey = reader.Text("issue_key"),
            IsDismissed = reader.Boolean("dismissed"),
            ResolutionAction = reader.Text("resolution_action"),
        };
    }

    private IQueryable<Issue> Filter(IQueryable<Issue> issues)
    {
        if (PartnerId is not null)
            issues = issues.Where(issue => issue.PartnerId == PartnerId);
        if (GroupId is not null)
            issues = issues.Where(issue => issue.GroupId == GroupId);
        if (Statuses.Count > 0)
            issues = issues.Where(issue => Statuses.Contains(issue.Status));
        if (MemberId is not null)
            issues = issues.Where(issue => issue.MemberId == MemberId);
        if (EmployeeId is not null)
            issues = issues.Where(issue => issue.EmployeeId == EmployeeId);
        if (DocumentSourceId is not null)
            issues = issues.Where(issue => issue.PartnerDocumentSourceId == DocumentSourceId);
        foreach (var record in OriginatingRecords.Select(id => id.ToString("D")))
            issues = issues.Where(issue => issue.OriginatingRecordIds.Contains(record));
        if (Source is not null && EnumName.TryParse<IssueSource>(Source, out var source))
            issues = issues.Where(issue => issue.Source == source);
        if (Category is not null)
            issues = issues.Where(issue => issue.Category == Category);
        if (IssueKey is not null)
            issues = issues.Where(issue => issue.IssueKey == IssueKey);
        if (IsDismissed is not null)
            issues = issues.Where(issue => issue.IsDismissed == IsDismissed);
        if (ResolutionAction is not null)
            issues = issues.Where(issue => issue.ResolutionAction == ResolutionAction);
        if (OrganizationId is not null)
            issues = issues.Where(issue => issue.OrganizationId == OrganizationId);
        if (IsExternal is not null)
            issues = issues.Where(issue => issue.IsExternal == IsExternal);
        if (OriginatingType is not null)
            issues = issues.Where(issue => issue.OriginatingRecordType == OriginatingType);
        return issues;
    }
}

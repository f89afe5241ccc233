using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.PartnerDocuments;

/// <summary>Which documents a list shows; newest first, unless it is sorted. A world has few documents.</summary>
internal sealed record PartnerDocumentListQuery
{
    private static readonly AllowedValues Attributes = new("file_name", "created", "effective_date");
    private static readonly AllowedValues Orders = new("asc", "desc");

    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        new("group_ids", "array", "Only documents about one of these groups.", "uuid"),
        new("feed_ids", "array", "Only documents about one of these feeds.", "uuid"),
        new("partner_id", "string", "Only documents of this partner.", "uuid"),
        new("partner_type", "string", "Only documents of partners of this type."),
        new("organization_id", "string", "Only documents of this organization.", "uuid"),
        new("file_name", "string", "Only documents with this in their file or display name, in any case."),
        new("source", "string", "Only documents that came so.", Values: PartnerDocumentTerms.Sources),
        new("content_type", "string", "Only documents of this type.", Values: PartnerDocumentTerms.ContentTypes),
        new("effective_date_start", "string", "Only documents with this effective date, or a later one.", "date"),
        new("effective_date_end", "string", "Only documents with this effective date, or an earlier one.", "date"),
        new("sort_by", "string", "created if absent.", Values: Attributes),
        new("sort_order", "string", "desc if absent.", Values: Orders),
        new("page", "integer", "The number of the page, from 1; 1 if absent."),
        new("offset", "integer", "How many records to leave out first, as in all other lists; it goes before page."),
        new("page_size", "integer", "The most records of a page, 1 to 100; 20 if absent."),
        new("exclude_total_count", "boolean", "Makes no difference: the total is there anyway."),
    ];

    public required QueryReader Reader { get; init; }

    private PageRequest Page { get; init; }

    private IReadOnlyList<Guid> Groups { get; init; } = [];

    private IReadOnlyList<Guid> Feeds { get; init; } = [];

    private Guid? PartnerId { get; init; }

    private string? PartnerType { get; init; }

    private Guid? OrganizationId { get; init; }

    private string? FileName { get; init; }

    private string? Source { get; init; }

    private string? ContentType { get; init; }

    private DateOnly? Start { get; init; }

    private DateOnly? End { get; init; }

    private string? SortBy { get; init; }

    private bool IsAscending { get; init; }

    public static PartnerDocumentListQuery Read(IQueryCollection query)
    {
        var reader = new QueryReader(query);
        var size = reader.Integer("page_size", PageRequest.MinPageSize, PageRequest.MaxPageSize) ?? PageRequest.DefaultPageSize;
        var page = reader.Integer("page", 1, PageRequest.MaxOffset / PageRequest.MaxPageSize) ?? 1;
        _ = reader.Boolean("exclude_total_count");
        return new PartnerDocumentListQuery
        {
            Reader = reader,
            Page = new PageRequest(size, reader.Integer("offset", 0, PageRequest.MaxOffset) ?? (page - 1) * size),
            Groups = reader.Guids("group_ids"),
            Feeds = reader.Guids("feed_ids"),
            PartnerId = reader.Guid("partner_id"),
            PartnerType = reader.Text("partner_type"),
            OrganizationId = reader.Guid("organization_id"),
            FileName = reader.Text("file_name"),
            Source = reader.OneOf("source", PartnerDocumentTerms.Sources),
            ContentType = reader.OneOf("content_type", PartnerDocumentTerms.ContentTypes),
            Start = reader.Date("effective_date_start"),
            End = reader.Date("effective_date_end"),
            SortBy = reader.OneOf("sort_by", Attributes),
            IsAscending = reader.OneOf("sort_order", Orders) == "asc",
        };
    }

    public async Task<Paginated<PartnerDocumentPublicResult>> ListAsync(EmulatorDbContext db, CancellationToken cancellationToken)
    {
        var matching = (await db.PartnerDocuments.OrderBy(document => document.Created).ThenBy(document => document.Id).ToListAsync(cancellationToken)).FindAll(Matches);
        var sorted = SortBy switch
        {
            "file_name" => [.. matching.OrderBy(document => document.FileName, StringComparer.OrdinalIgnoreCase)],
            "effective_date" => [.. matching.OrderBy(document => document.EffectiveDate ?? DateOnly.MinValue)],
            _ => matching,
        };
        if (!IsAscending)
            sorted.Reverse();
        return Paginated<PartnerDocumentPublicResult>.For(
            Page, matching.Count, [.. sorted.Skip(Page.Offset).Take(Page.PageSize).Select(PartnerDocumentMapping.ToPublic)]);
    }

    private bool Matches(PartnerDocument document) =>
        IsAbout(Groups, document.GroupIds)
        && IsAbout(Feeds, document.FeedIds)
        && (PartnerId is null || document.PartnerId == PartnerId)
        && (PartnerType is null || document.PartnerType == PartnerType)
        && (OrganizationId is null || document.OrganizationId == OrganizationId)
        && (FileName is null || document.FileName.Contains(FileName, StringComparison.OrdinalIgnoreCase)
            || document.DisplayName?.Contains(FileName, StringComparison.OrdinalIgnoreCase) == true)
        && (Source is null || document.Source == Source)
        && (ContentType is null || document.ContentType == ContentType)
        && (Start is null || document.EffectiveDate >= Start)
        && (End is null || document.EffectiveDate <= End);

    private static bool IsAbout(IReadOnlyList<Guid> wanted, string ids) =>
        wanted.Count == 0 || WireJson.Read<IReadOnlyList<Guid>>(ids).Intersect(wanted).Any();
}

/// <summary>Which sources a list shows; newest first, unless it is sorted.</summary>
internal sealed record PartnerDocumentSourceListQuery
{
    private static readonly AllowedValues Attributes = new("name", "created");
    private static readonly AllowedValues Directions = new("asc", "desc");

    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        .. QueryParameter.Paging,
        new("partner_id", "string", "Only sources of this partner.", "uuid"),
        new("partner_type", "string", "Only sources of partners of this type."),
        new("match_strategy", "string", "Only sources whose documents are recognized so.", Values: PartnerDocumentTerms.MatchStrategies),
        new("group_ids", "array", "Only sources of documents about one of these groups.", "uuid"),
        new("sort_by", "string", "created if absent.", Values: Attributes),
        new("sort_direction", "string", "desc if absent.", Values: Directions),
    ];

    public required QueryReader Reader { get; init; }

    private PageRequest Page { get; init; }

    private Guid? PartnerId { get; init; }

    private string? PartnerType { get; init; }

    private string? MatchStrategy { get; init; }

    private IReadOnlyList<Guid> Groups { get; init; } = [];

    private bool IsByName { get; init; }

    private bool IsAscending { get; init; }

    public static PartnerDocumentSourceListQuery Read(IQueryCollection query)
    {
        var reader = new QueryReader(query);
        return new PartnerDocumentSourceListQuery
        {
            Reader = reader,
            Page = reader.Paging(),
            PartnerId = reader.Guid("partner_id"),
            PartnerType = reader.Text("partner_type"),
            MatchStrategy = reader.OneOf("match_strategy", PartnerDocumentTerms.MatchStrategies),
            Groups = reader.Guids("group_ids"),
            IsByName = reader.OneOf("sort_by", Attributes) == "name",
            IsAscending = reader.OneOf("sort_direction", Directions) == "asc",
        };
    }

    public async Task<Paginated<PartnerDocumentSourcePublicResult>> ListAsync(EmulatorDbContext db, CancellationToken cancellationToken)
    {
        var matching = (await db.PartnerDocumentSources.OrderBy(source => source.Created).ThenBy(source => source.Id).ToListAsync(cancellationToken)).FindAll(Matches);
        List<PartnerDocumentSource> sorted = IsByName ? [.. matching.OrderBy(source => source.Name, StringComparer.OrdinalIgnoreCase)] : matching;
        if (!IsAscending)
            sorted.Reverse();
        return Paginated<PartnerDocumentSourcePublicResult>.For(
            Page, matching.Count, [.. sorted.Skip(Page.Offset).Take(Page.PageSize).Select(PartnerDocumentMapping.ToPublic)]);
    }

    private bool Matches(PartnerDocumentSource source) =>
        (PartnerId is null || source.PartnerId == PartnerId)
        && (PartnerType is null || source.PartnerType == PartnerType)
        && (MatchStrategy is null || source.MatchStrategy == MatchStrategy)
        && (Groups.Count == 0 || WireJson.Read<IReadOnlyList<Guid>>(source.GroupIds).Intersect(Groups).Any());
}

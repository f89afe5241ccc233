using System.Text.Json.Nodes;
using FluentValidation;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.PartnerDocuments;

/// <summary>A document that a partner gave (OpenAPI).</summary>
public sealed record PartnerDocumentPublicCreateRequest
{
    /// <summary>Such as EDI_ERROR_REPORT; required.</summary>
    public string? ContentType { get; init; }

    public string? DisplayName { get; init; }

    public string? EffectiveDate { get; init; }

    /// <summary>Any object.</summary>
    public JsonObject? ExtractedData { get; init; }

    /// <summary>The feeds it is about.</summary>
    public IReadOnlyList<string>? FeedIds { get; init; }

    /// <summary>Where the file is; required. Nobody looks there.</summary>
    public string? FileKey { get; init; }

    /// <summary>The groups it is about; absent: those of its source, where it has one (inferred).</summary>
    public IReadOnlyList<string>? GroupIds { get; init; }

    /// <summary>Absent: the partner, where that is an organization.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>Absent: that of the partner by whose file name the document is recognized, if any (inferred).</summary>
    public string? PartnerDocumentSourceId { get; init; }

    /// <summary>Required.</summary>
    public string? PartnerId { get; init; }

    /// <summary>Such as carrier or organization; required.</summary>
    public string? PartnerType { get; init; }

    /// <summary>Such as SFTP, EMAIL, UPLOAD or PORTAL; required.</summary>
    public string? Source { get; init; }
}

/// <summary>What changes of a document; what is absent stays (OpenAPI).</summary>
public sealed record PartnerDocumentPublicEditRequest
{
    public string? DisplayName { get; init; }

    public string? EffectiveDate { get; init; }

    /// <summary>Any object; it takes the place of what there was.</summary>
    public JsonObject? ExtractedData { get; init; }

    /// <summary>Kept, and not answered.</summary>
    public bool? IsExternal { get; init; }
}

/// <summary>A document that a partner gave (OpenAPI). Times are Unix seconds.</summary>
public sealed record PartnerDocumentPublicResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required string ContentType { get; init; }

    public string? DisplayName { get; init; }

    public string? EffectiveDate { get; init; }

    public JsonObject? ExtractedData { get; init; }

    public required IReadOnlyList<Guid> FeedIds { get; init; }

    public required string FileKey { get; init; }

    public required IReadOnlyList<Guid> GroupIds { get; init; }

    public Guid? OrganizationId { get; init; }

    public Guid? PartnerDocumentSourceId { get; init; }

    public required Guid PartnerId { get; init; }

    public required string PartnerType { get; init; }

    public required string Source { get; init; }
}

/// <summary>How far Noyo is with a document (OpenAPI). Times are Unix seconds.</summary>
public sealed record WorkflowStatus
{
    public required Guid Id { get; init; }

    /// <summary>That of the document.</summary>
    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    /// <summary>processing, and completed a few seconds later (the words are inferred).</summary>
    public required string Status { get; init; }

    public required string TemplateName { get; init; }
}

/// <summary>Where documents of one sort come from (OpenAPI). Times are Unix seconds.</summary>
public sealed record PartnerDocumentSourcePublicResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required IReadOnlyList<Guid> GroupIds { get; init; }

    /// <summary>How its documents are recognized.</summary>
    public required string MatchStrategy { get; init; }

    public required string MatchValue { get; init; }

    public required string Name { get; init; }

    public Guid? OrganizationId { get; init; }

    public required Guid PartnerId { get; init; }

    /// <summary>carrier, organization or group.</summary>
    public required string PartnerType { get; init; }

    public string? ReportFormat { get; init; }

    public string? SourceDescription { get; init; }
}

internal sealed class PartnerDocumentPublicCreateRequestValidator : AbstractValidator<PartnerDocumentPublicCreateRequest>
{
    public PartnerDocumentPublicCreateRequestValidator()
    {
        _ = RuleFor(body => body.ContentType).IsRequired().HasText();
        _ = RuleFor(body => body.EffectiveDate).IsDate();
        _ = RuleForEach(body => body.FeedIds).IsUuid();
        _ = RuleFor(body => body.FileKey).IsRequired().HasText();
        _ = RuleForEach(body => body.GroupIds).IsUuid();
        _ = RuleFor(body => body.OrganizationId).IsUuid();
        _ = RuleFor(body => body.PartnerDocumentSourceId).IsUuid();
        _ = RuleFor(body => body.PartnerId).IsRequired().IsUuid();
        _ = RuleFor(body => body.PartnerType).IsRequired().HasText();
        _ = RuleFor(body => body.Source).IsRequired().HasText();
    }
}

internal sealed class PartnerDocumentPublicEditRequestValidator : AbstractValidator<PartnerDocumentPublicEditRequest>
{
    public PartnerDocumentPublicEditRequestValidator() => RuleFor(body => body.EffectiveDate).IsDate();
}

/// <summary>Documents and their sources in their public forms.</summary>
internal static class PartnerDocumentMapping
{
    // Reading a document takes so long (ours).
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(5);

    public static PartnerDocumentPublicResult ToPublic(PartnerDocument document) => new()
    {
        Id = document.Id,
        Version = document.Version,
        Created = document.Created.ToUnixTimeSeconds(),
        Modified = document.Modified.ToUnixTimeSeconds(),
        ContentType = document.ContentType,
        DisplayName = document.DisplayName,
        EffectiveDate = document.EffectiveDate is { } day ? IsoDate.Format(day) : null,
        ExtractedData = WireJson.Read<JsonObject>(document.ExtractedData),
        FeedIds = WireJson.Read<IReadOnlyList<Guid>>(document.FeedIds),
        FileKey = document.FileKey,
        GroupIds = WireJson.Read<IReadOnlyList<Guid>>(document.GroupIds),
        OrganizationId = document.OrganizationId,
        PartnerDocumentSourceId = document.PartnerDocumentSourceId,
        PartnerId = document.PartnerId,
        PartnerType = document.PartnerType,
        Source = document.Source,
    };

    public static WorkflowStatus ToStatus(PartnerDocument document, DateTimeOffset now)
    {
        var isDone = now >= document.Created + Reading;
        return new WorkflowStatus
        {
            Id = PartnerDocument.WorkflowOf(document.Id),
            Version = document.Version,
            Created = document.Created.ToUnixTimeSeconds(),
            Modified = (isDone ? document.Created + Reading : document.Created).ToUnixTimeSeconds(),
            Status = isDone ? "completed" : "processing",
            TemplateName = "partner_document_ingestion",
        };
    }

    public static PartnerDocumentSourcePublicResult ToPublic(PartnerDocumentSource source) => new()
    {
        Id = source.Id,
        Version = source.Version,
        Created = source.Created.ToUnixTimeSeconds(),
        Modified = source.Modified.ToUnixTimeSeconds(),
        GroupIds = WireJson.Read<IReadOnlyList<Guid>>(source.GroupIds),
        MatchStrategy = source.MatchStrategy,
        MatchValue = source.MatchValue,
        Name = source.Name,
        OrganizationId = source.OrganizationId,
        PartnerId = source.PartnerId,
        PartnerType = source.PartnerType,
        ReportFormat = source.ReportFormat,
        SourceDescription = source.SourceDescription,
    };
}

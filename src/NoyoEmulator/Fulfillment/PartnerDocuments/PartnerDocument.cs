using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.PartnerDocuments;

/// <summary>A document that a carrier, or another partner, gave: such as a report of what it could not take of a file.</summary>
internal sealed class PartnerDocument
{
    /// <summary>The kind that the history calls it, and what its workflow is called in explanations.</summary>
    public const string HistoryKind = "partner_document";
    public const string WorkflowKind = "partner_document_workflow";

    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    public required string ContentType { get; set; }

    public string? DisplayName { get; set; }

    public DateOnly? EffectiveDate { get; set; }

    /// <summary>What was read in it, as JSON; null for nothing.</summary>
    public string? ExtractedData { get; set; }

    /// <summary>The feeds it is about, as a JSON list of ids.</summary>
    public required string FeedIds { get; set; }

    /// <summary>Where the file is.</summary>
    public required string FileKey { get; set; }

    /// <summary>The groups it is about, as a JSON list of ids.</summary>
    public required string GroupIds { get; set; }

    public Guid? OrganizationId { get; set; }

    public Guid? PartnerDocumentSourceId { get; set; }

    public Guid PartnerId { get; set; }

    /// <summary>carrier, organization, or any other word.</summary>
    public required string PartnerType { get; set; }

    /// <summary>How it came.</summary>
    public required string Source { get; set; }

    /// <summary>Whether those outside of Noyo see it; kept, and not answered.</summary>
    public bool? IsExternal { get; set; }

    /// <summary>The name of the file.</summary>
    public string FileName => FileKey[(FileKey.LastIndexOf('/') + 1)..];

    /// <summary>The workflow of a document; or the document of a workflow.</summary>
    public static Guid WorkflowOf(Guid id) => DerivedId.Mask(id, WorkflowKind);
}

/// <summary>Where documents of one sort come from. Only seeds make them: Noyo publishes no operation that does.</summary>
internal sealed class PartnerDocumentSource
{
    public const string Kind = "partner_document_source";

    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    public required string Name { get; set; }

    public Guid? OrganizationId { get; set; }

    public Guid PartnerId { get; set; }

    /// <summary>carrier, organization or group.</summary>
    public required string PartnerType { get; set; }

    /// <summary>One of <see cref="PartnerDocumentTerms.MatchStrategies"/>: how its documents are recognized.</summary>
    public required string MatchStrategy { get; set; }

    /// <summary>What the file name, the subject or the field of the metadata has to be.</summary>
    public required string MatchValue { get; set; }

    public string? ReportFormat { get; set; }

    public string? SourceDescription { get; set; }

    /// <summary>The groups its documents are about, as a JSON list of ids.</summary>
    public required string GroupIds { get; set; }
}

/// <summary>The words of partner documents (OpenAPI).</summary>
internal static class PartnerDocumentTerms
{
    public const string ByFileName = "FILENAME_EXACT";

    public static AllowedValues MatchStrategies { get; } = new(ByFileName, "SUBJECT_EXACT", "METADATA_FIELD_EXACT");

    public static AllowedValues SourcePartnerTypes { get; } = new("carrier", "organization", "group");

    public static AllowedValues Sources { get; } = new("SFTP", "EMAIL", "UPLOAD", "PORTAL");

    public static AllowedValues ContentTypes { get; } = new("EDI_ERROR_REPORT");
}

internal sealed class PartnerDocumentConfiguration : IEntityTypeConfiguration<PartnerDocument>
{
    public void Configure(EntityTypeBuilder<PartnerDocument> builder)
    {
        builder.HasKey(document => document.Id);
        builder.Property(document => document.Id).ValueGeneratedNever();
        builder.Ignore(document => document.FileName);
        builder.HasIndex(document => new { document.Created, document.Id });
    }
}

internal sealed class PartnerDocumentSourceConfiguration : IEntityTypeConfiguration<PartnerDocumentSource>
{
    public void Configure(EntityTypeBuilder<PartnerDocumentSource> builder)
    {
        builder.HasKey(source => source.Id);
        builder.Property(source => source.Id).ValueGeneratedNever();
    }
}

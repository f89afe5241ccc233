using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NoyoEmulator.Fulfillment.Issues;

/// <summary>Something that keeps a group's or a member's data from being as it should be at a carrier, and that somebody has to look at.</summary>
internal sealed class Issue
{
    /// <summary>The partner type of carriers (OpenAPI).</summary>
    public const string CarrierPartner = "carrier";

    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    public Guid OrganizationId { get; set; }

    public Guid? GroupId { get; set; }

    /// <summary>The carrier, or whoever else it is an issue with.</summary>
    public Guid? PartnerId { get; set; }

    /// <summary>carrier, broker or organization.</summary>
    public string? PartnerType { get; set; }

    public Guid? EmployeeId { get; set; }

    public Guid? MemberId { get; set; }

    /// <summary>employee or dependent.</summary>
    public string? MemberType { get; set; }

    public Guid? IssuePersonId { get; set; }

    /// <summary>One of <see cref="IssueTerms.Categories"/>.</summary>
    public string? Category { get; set; }

    public IssueSource Source { get; set; }

    public IssueStatus Status { get; set; }

    public bool IsDismissed { get; set; }

    /// <summary>Whether those outside of Noyo see it.</summary>
    public bool IsExternal { get; set; }

    /// <summary>What makes it the issue that it is: unique in a world.</summary>
    public required string IssueKey { get; set; }

    public DateTimeOffset LastSeen { get; set; }

    public DateTimeOffset? ResolvedAt { get; set; }

    public string? ResolutionGuidance { get; set; }

    public string? ResolutionMethod { get; set; }

    public string? InternalNotes { get; set; }

    /// <summary>What the operations call data, as JSON in the shape of the wire.</summary>
    public required string Data { get; set; }

    /// <summary>The explanation of the action in the data; null for none.</summary>
    public string? ResolutionAction { get; set; }

    /// <summary>One of <see cref="IssueTerms.OriginatingRecordTypes"/>.</summary>
    public required string OriginatingRecordType { get; set; }

    /// <summary>What it came from, as a JSON list of ids.</summary>
    public required string OriginatingRecordIds { get; set; }

    public Guid? PartnerDocumentSourceId { get; set; }

    /// <summary>The document that resolved it.</summary>
    public Guid? ResolutionPartnerDocumentId { get; set; }

    /// <summary>What was received, as JSON; kept and not answered.</summary>
    public string? RawIssueData { get; set; }
}

/// <summary>The status of an issue (OpenAPI).</summary>
internal enum IssueStatus
{
    Open,
    PendingResolution,
    Resolved,
}

/// <summary>What found an issue (OpenAPI).</summary>
internal enum IssueSource
{
    EdiErrorReport,
    MemberSnapshotCreation,
    TransactionConfirmation,
    TransactionToPartner,
    AsyncCarrierTransactionDetail,
}

internal sealed class IssueConfiguration : IEntityTypeConfiguration<Issue>
{
    public void Configure(EntityTypeBuilder<Issue> builder)
    {
        builder.HasKey(issue => issue.Id);
        builder.Property(issue => issue.Id).ValueGeneratedNever();
        builder.HasIndex(issue => issue.IssueKey).IsUnique();
        builder.HasIndex(issue => new { issue.Created, issue.Id });
        builder.HasIndex(issue => new { issue.GroupId, issue.Created, issue.Id });
        // What is still open of a family, whenever a snapshot or a transaction of it is done.
        builder.HasIndex(issue => new { issue.EmployeeId, issue.Status });
    }
}

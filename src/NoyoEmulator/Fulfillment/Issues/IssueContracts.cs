using System.Text.Json.Nodes;

namespace NoyoEmulator.Fulfillment.Issues;

/// <summary>What may be said beside an issue (OpenAPI).</summary>
public sealed record IssueData
{
    /// <summary>Differences that keep it from being resolved.</summary>
    public IReadOnlyList<string>? BlockingDifferenceIds { get; init; }

    /// <summary>Differences that are about the same.</summary>
    public IReadOnlyList<string>? DifferenceIds { get; init; }

    /// <summary>What kind of error it is, in the words of whoever found it.</summary>
    public string? ErrorKey { get; init; }

    public IssueDataNotes? Notes { get; init; }

    /// <summary>The plan that is a part of the issue's key.</summary>
    public string? PlanIdForKey { get; init; }

    /// <summary>The plans it is about.</summary>
    public IReadOnlyList<string>? PlanIds { get; init; }

    public IssueDataResolution? Resolution { get; init; }

    public ResolutionGuidanceContextContainer? ResolutionGuidance { get; init; }

    public string? Summary { get; init; }
}

/// <summary>Notes about an issue (OpenAPI).</summary>
public sealed record IssueDataNotes
{
    /// <summary>What customers see of them.</summary>
    public string? Customer { get; init; }
}

/// <summary>How an issue is being resolved (OpenAPI).</summary>
public sealed record IssueDataResolution
{
    public IssueAction? Action { get; init; }

    /// <summary>When it first became pending_resolution.</summary>
    public string? PendingTime { get; init; }
}

/// <summary>What was done about an issue (OpenAPI).</summary>
public sealed record IssueAction
{
    /// <summary>Required.</summary>
    public string? CompletedAt { get; init; }

    /// <summary>Who did it; required.</summary>
    public string? CompletedBy { get; init; }

    /// <summary>updated_carrier, updated_noyo or updated_platform; required.</summary>
    public string? Explanation { get; init; }
}

/// <summary>What the guidance of an issue points at (OpenAPI).</summary>
public sealed record ResolutionGuidanceContextContainer
{
    /// <summary>At least one; required.</summary>
    public IReadOnlyList<ResolutionGuidanceContextEntry>? Context { get; init; }
}

/// <summary>One of the things that the guidance of an issue points at (OpenAPI).</summary>
public sealed record ResolutionGuidanceContextEntry
{
    /// <summary>Required.</summary>
    public string? Id { get; init; }

    /// <summary>Any object; required.</summary>
    public JsonObject? References { get; init; }

    /// <summary>member_snapshot; required.</summary>
    public string? Type { get; init; }
}

/// <summary>An issue that somebody states by hand (OpenAPI).</summary>
public sealed record IssueUICreateRequest
{
    /// <summary>Required.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>Required.</summary>
    public IReadOnlyList<string>? OriginatingRecordIds { get; init; }

    /// <summary>Required.</summary>
    public string? OriginatingRecordType { get; init; }

    /// <summary>Absent: what goes with the type of the originating records, as in the published example (decision).</summary>
    public string? Source { get; init; }

    /// <summary>Absent: one is made, as the text of the operation says (decision). No two issues have the same.</summary>
    public string? IssueKey { get; init; }

    public string? Category { get; init; }

    public IssueData? Data { get; init; }

    public bool? Dismissed { get; init; }

    public string? GroupId { get; init; }

    /// <summary>Whether the API shows it too, and not only the app; it does not if absent (inferred).</summary>
    public bool? IsExternal { get; init; }

    public string? IssuePersonId { get; init; }

    public string? PartnerDocumentSourceId { get; init; }

    public string? PartnerId { get; init; }

    public string? PartnerType { get; init; }

    /// <summary>Any object; kept, and not answered.</summary>
    public JsonObject? RawIssueData { get; init; }

    /// <summary>Absent: what the category suggests.</summary>
    public string? ResolutionGuidance { get; init; }
}

/// <summary>What changes of an issue; what is absent stays (OpenAPI).</summary>
public sealed record IssueUIEditRequest
{
    public string? Category { get; init; }

    /// <summary>Takes the place of what there was.</summary>
    public IssueData? Data { get; init; }

    public bool? Dismissed { get; init; }

    public string? EmployeeId { get; init; }

    public string? GroupId { get; init; }

    public string? InternalNotes { get; init; }

    public bool? IsExternal { get; init; }

    public string? IssuePersonId { get; init; }

    /// <summary>An ISO 8601 instant.</summary>
    public string? LastSeen { get; init; }

    public string? MemberId { get; init; }

    /// <summary>employee or dependent.</summary>
    public string? MemberType { get; init; }

    public IReadOnlyList<string>? OriginatingRecordIds { get; init; }

    public string? OriginatingRecordType { get; init; }

    public string? PartnerDocumentSourceId { get; init; }

    /// <summary>Any object; kept, and not answered.</summary>
    public JsonObject? RawIssueData { get; init; }

    public string? ResolutionGuidance { get; init; }

    public string? ResolutionMethod { get; init; }

    public string? ResolutionPartnerDocumentId { get; init; }

    /// <summary>open, pending_resolution or resolved.</summary>
    public string? Status { get; init; }
}

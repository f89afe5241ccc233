using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Issues;

/// <summary>An issue (OpenAPI). Times are Unix seconds, also those that the published examples write as text.</summary>
public record PublicIssueResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public string? Category { get; init; }

    public required bool Dismissed { get; init; }

    public Guid? EmployeeId { get; init; }

    public Guid? GroupId { get; init; }

    /// <summary>What makes it the issue that it is: 64 hexadecimal digits where the emulator made it.</summary>
    public required string IssueKey { get; init; }

    /// <summary>When it was observed last.</summary>
    public required long LastSeen { get; init; }

    public Guid? MemberId { get; init; }

    /// <summary>employee or dependent.</summary>
    public string? MemberType { get; init; }

    /// <summary>The carrier, or whoever else it is an issue with.</summary>
    public Guid? PartnerId { get; init; }

    public long? ResolvedAt { get; init; }

    /// <summary>open, pending_resolution or resolved.</summary>
    public required string Status { get; init; }
}

/// <summary>An issue as Noyo's app sees it (OpenAPI).</summary>
public sealed record IssueUIResult : PublicIssueResult
{
    public required IssueData Data { get; init; }

    /// <summary>In the published examples, and not in the schema.</summary>
    public string? InternalNotes { get; init; }

    /// <summary>Whether the API shows it too.</summary>
    public required bool IsExternal { get; init; }

    public Guid? IssuePersonId { get; init; }

    public required Guid OrganizationId { get; init; }

    /// <summary>What it came from.</summary>
    public required IReadOnlyList<Guid> OriginatingRecordIds { get; init; }

    /// <summary>What kind of thing that is.</summary>
    public required string OriginatingRecordType { get; init; }

    /// <summary>carrier, broker or organization.</summary>
    public string? PartnerType { get; init; }

    /// <summary>What helps.</summary>
    public string? ResolutionGuidance { get; init; }

    public string? ResolutionMethod { get; init; }

    /// <summary>What found it.</summary>
    public required string Source { get; init; }
}

/// <summary>Whom an issue is about (OpenAPI). Times are Unix seconds.</summary>
public sealed record IssuePersonUIResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid OrganizationId { get; init; }

    public string? FirstName { get; init; }

    public string? MiddleName { get; init; }

    public string? LastName { get; init; }

    public string? Suffix { get; init; }

    public string? DateOfBirth { get; init; }

    /// <summary>Absent always: below /ui/v1 no Social Security number is answered.</summary>
    public string? Ssn { get; init; }
}

/// <summary>Issues in their public forms.</summary>
internal static class IssueMapping
{
    public static PublicIssueResult ToPublic(Issue issue) => new()
    {
        Id = issue.Id,
        Version = issue.Version,
        Created = issue.Created.ToUnixTimeSeconds(),
        Modified = issue.Modified.ToUnixTimeSeconds(),
        Category = issue.Category,
        Dismissed = issue.IsDismissed,
        EmployeeId = issue.EmployeeId,
        GroupId = issue.GroupId,
        IssueKey = issue.IssueKey,
        LastSeen = issue.LastSeen.ToUnixTimeSeconds(),
        MemberId = issue.MemberId,
        MemberType = issue.MemberType,
        PartnerId = issue.PartnerId,
        ResolvedAt = issue.ResolvedAt?.ToUnixTimeSeconds(),
        Status = EnumName.Of(issue.Status),
    };

    public static IssueUIResult ToUI(Issue issue) => new()
    {
        Id = issue.Id,
        Version = issue.Version,
        Created = issue.Created.ToUnixTimeSeconds(),
        Modified = issue.Modified.ToUnixTimeSeconds(),
        Category = issue.Category,
        Dismissed = issue.IsDismissed,
        EmployeeId = issue.EmployeeId,
        GroupId = issue.GroupId,
        IssueKey = issue.IssueKey,
        LastSeen = issue.LastSeen.ToUnixTimeSeconds(),
        MemberId = issue.MemberId,
        MemberType = issue.MemberType,
        PartnerId = issue.PartnerId,
        ResolvedAt = issue.ResolvedAt?.ToUnixTimeSeconds(),
        Status = EnumName.Of(issue.Status),
        Data = WireJson.Read<IssueData>(issue.Data),
        InternalNotes = issue.InternalNotes,
        IsExternal = issue.IsExternal,
        IssuePersonId = issue.IssuePersonId,
        OrganizationId = issue.OrganizationId,
        OriginatingRecordIds = WireJson.Read<IReadOnlyList<Guid>>(issue.OriginatingRecordIds),
        OriginatingRecordType = issue.OriginatingRecordType,
        PartnerType = issue.PartnerType,
        ResolutionGuidance = issue.ResolutionGuidance,
        ResolutionMethod = issue.ResolutionMethod,
        Source = EnumName.Of(issue.Source),
    };
}

using System.Text.Json.Serialization;
using FluentValidation;
using NoyoEmulator.Fulfillment;
using NoyoEmulator.Fulfillment.Issues;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Seeding;

/// <summary>An issue of a group with a carrier.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedIssue
{
    /// <summary>Absent: one is made.</summary>
    public string? Id { get; init; }

    public string? CarrierId { get; init; }

    /// <summary>The employee whom it is about; absent: it is about the group.</summary>
    public string? EmployeeId { get; init; }

    /// <summary>One of Noyo's categories.</summary>
    public string? Category { get; init; }

    /// <summary>What found it; absent: a carrier's answer to a transaction.</summary>
    public string? Source { get; init; }

    /// <summary>A status of Noyo's issues; absent: open.</summary>
    public string? Status { get; init; }

    public bool? Dismissed { get; init; }

    /// <summary>False where only the app shows it; absent: the API does too.</summary>
    public bool? IsExternal { get; init; }

    /// <summary>What makes it the issue that it is; absent: it follows from the rest.</summary>
    public string? IssueKey { get; init; }

    /// <summary>What it came from; absent: somebody stated it.</summary>
    public string? OriginatingRecordType { get; init; }

    public IReadOnlyList<string>? OriginatingRecordIds { get; init; }

    /// <summary>What helps; absent: what the category suggests.</summary>
    public string? ResolutionGuidance { get; init; }

    public string? InternalNotes { get; init; }

    public IssueData? Data { get; init; }
}

internal sealed class SeedIssueValidator : AbstractValidator<SeedIssue>
{
    public SeedIssueValidator()
    {
        _ = RuleFor(issue => issue.Id).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(issue => issue.CarrierId).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(issue => issue.EmployeeId).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(issue => issue.Category).IsOneOf(IssueTerms.Categories);
        _ = RuleFor(issue => issue.Source).IsOneOf(IssueRules.Sources);
        _ = RuleFor(issue => issue.Status).IsOneOf(IssueRules.Statuses);
        _ = RuleFor(issue => issue.IssueKey).HasText();
        _ = RuleFor(issue => issue.OriginatingRecordType).IsOneOf(IssueTerms.OriginatingRecordTypes);
        _ = RuleForEach(issue => issue.OriginatingRecordIds).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(issue => issue.Data).SetValidator(new IssueDataValidator()!);
    }
}

/// <summary>Puts issues into a world, and writes those of a world down.</summary>
internal static class SeedIssues
{
    public static void Add(WorldSession session, Guid organizationId, Guid groupId, SeedIssue seed)
    {
        var source = seed.Source is null ? IssueSource.AsyncCarrierTransactionDetail : EnumName.Parse<IssueSource>(seed.Source);
        var status = seed.Status is null ? IssueStatus.Open : EnumName.Parse<IssueStatus>(seed.Status);
        var (carrierId, employeeId) = (IdOf(seed.CarrierId), IdOf(seed.EmployeeId));
        session.Rows.Insert(new Issue
        {
            Id = IdOf(seed.Id) ?? session.NewId(),
            Version = session.NewId(),
            Created = session.Now,
            Modified = session.Now,
            OrganizationId = organizationId,
            GroupId = groupId,
            PartnerId = carrierId,
            PartnerType = carrierId is null ? null : Issue.CarrierPartner,
            EmployeeId = employeeId,
            MemberId = employeeId,
            MemberType = employeeId is null ? null : "employee",
            IssuePersonId = employeeId is { } employee ? IssuePersonId.Of(employee) : null,
            Category = seed.Category,
            Source = source,
            Status = status,
            IsDismissed = seed.Dismissed == true,
            IsExternal = seed.IsExternal != false,
            IssueKey = seed.IssueKey ?? IssueLog.KeyOf(carrierId, groupId, employeeId, seed.Category, EnumName.Of(source), ""),
            LastSeen = session.Now,
            ResolvedAt = status == IssueStatus.Resolved ? session.Now : null,
            ResolutionGuidance = seed.ResolutionGuidance ?? IssueTerms.GuidanceFor(seed.Category),
            InternalNotes = seed.InternalNotes,
            Data = WireJson.Write(seed.Data ?? new IssueData()),
            ResolutionAction = seed.Data?.Resolution?.Action?.Explanation,
            OriginatingRecordType = seed.OriginatingRecordType ?? "manual_entry",
            OriginatingRecordIds = WireJson.Write<IReadOnlyList<Guid>>([.. (seed.OriginatingRecordIds ?? []).Select(Guid.Parse)]),
        });
    }

    /// <summary>Issues as seeds state them.</summary>
    public static IReadOnlyList<SeedIssue>? Write(IEnumerable<Issue> issues)
    {
        IReadOnlyList<SeedIssue> written = [.. issues.Select(Write)];
        return written.Count == 0 ? null : written;
    }

    private static SeedIssue Write(Issue issue) => new()
    {
        Id = issue.Id.ToString("D"),
        CarrierId = issue.PartnerType == Issue.CarrierPartner ? issue.PartnerId?.ToString("D") : null,
        EmployeeId = issue.EmployeeId?.ToString("D"),
        Category = issue.Category,
        Source = EnumName.Of(issue.Source),
        Status = EnumName.Of(issue.Status),
        Dismissed = issue.IsDismissed ? true : null,
        IsExternal = issue.IsExternal ? null : false,
        IssueKey = issue.IssueKey,
        OriginatingRecordType = issue.OriginatingRecordType,
        OriginatingRecordIds = [.. WireJson.Read<IReadOnlyList<Guid>>(issue.OriginatingRecordIds).Select(id => id.ToString("D"))],
        ResolutionGuidance = issue.ResolutionGuidance,
        InternalNotes = issue.InternalNotes,
        Data = WireJson.Read<IssueData>(issue.Data),
    };

    private static Guid? IdOf(string? text) => text is null ? null : Guid.Parse(text);
}

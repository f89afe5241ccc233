using System.Security.Cryptography;
using System.Text;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Issues;

/// <summary>Something that was observed, and is an issue.</summary>
/// <param name="OrganizationId">The organization of the group.</param>
/// <param name="GroupId">The group.</param>
/// <param name="EmployeeId">The employee whose family it is about.</param>
/// <param name="CarrierId">The carrier it is an issue with.</param>
/// <param name="Category">One of Noyo's categories.</param>
/// <param name="Source">What found it.</param>
/// <param name="OriginatingRecordType">What kind of thing it came from.</param>
/// <param name="OriginatingRecordId">That thing.</param>
/// <param name="Data">What else is known, without personal data.</param>
internal sealed record ObservedIssue(
    Guid OrganizationId,
    Guid GroupId,
    Guid EmployeeId,
    Guid CarrierId,
    string Category,
    IssueSource Source,
    string OriginatingRecordType,
    Guid OriginatingRecordId,
    IssueData Data)
{
    /// <summary>What tells it apart from others of the same carrier, employee, category and source.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The key of it: the same for what is observed again.</summary>
    public string Key => IssueLog.KeyOf(CarrierId, GroupId, EmployeeId, Category, EnumName.Of(Source), Detail);
}

/// <summary>Keeps issues: each is there once, and what is observed again is seen again.</summary>
internal static class IssueLog
{
    /// <summary>The kind that the history calls it.</summary>
    public const string HistoryKind = "issue";

    /// <summary>A key: 64 hexadecimal digits that follow from what the issue is about.</summary>
    public static string KeyOf(params ReadOnlySpan<object?> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
            _ = text.Append(part).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Raises an issue. One that is there already was seen again; one that was resolved is open again.</summary>
    public static Issue Observe(WorldSession session, ObservedIssue observed)
    {
        if (session.Rows.Where<Issue>("issue_key = ?", observed.Key) is [var known])
        {
            See(session, known, observed);
            return known;
        }

        var issue = new Issue
        {
            Id = session.NewId(),
            Version = session.NewId(),
            Created = session.Now,
            Modified = session.Now,
            OrganizationId = observed.OrganizationId,
            GroupId = observed.GroupId,
            PartnerId = observed.CarrierId,
            PartnerType = Issue.CarrierPartner,
            EmployeeId = observed.EmployeeId,
            MemberId = observed.EmployeeId,
            MemberType = "employee",
            IssuePersonId = IssuePersonId.Of(observed.EmployeeId),
            Category = observed.Category,
            Source = observed.Source,
            Status = IssueStatus.Open,
            IsExternal = true,
            IssueKey = observed.Key,
            LastSeen = session.Now,
            ResolutionGuidance = IssueTerms.GuidanceFor(observed.Category),
            Data = WireJson.Write(observed.Data),
            OriginatingRecordType = observed.OriginatingRecordType,
            OriginatingRecordIds = WireJson.Write<IReadOnlyList<Guid>>([observed.OriginatingRecordId]),
        };
        session.Rows.Insert(issue);
        session.AddHistory(HistoryKind, issue.Id, $"{EnumName.Of(issue.Status)}: {issue.Category}");
        return issue;
    }

    /// <summary>Resolves what is not observed any more.</summary>
    /// <param name="session">The session in which it happens.</param>
    /// <param name="issue">The issue.</param>
    /// <param name="method">What resolved it.</param>
    public static void Resolve(WorldSession session, Issue issue, string method)
    {
        issue.ResolutionMethod = method;
        Move(session, issue, IssueStatus.Resolved);
    }

    /// <summary>Gives an issue a status, with the time at which it was resolved; it is stored with all that was changed of it.</summary>
    public static void Move(WorldSession session, Issue issue, IssueStatus status)
    {
        var isNew = issue.Status != status;
        issue.Status = status;
        if (isNew)
            issue.ResolvedAt = status == IssueStatus.Resolved ? session.Now : null;
        Touch(session, issue);
        if (isNew)
            session.AddHistory(HistoryKind, issue.Id, $"{EnumName.Of(status)}: {issue.Category}");
    }

    /// <summary>Stores what was changed of an issue, with a new version.</summary>
    public static void Touch(WorldSession session, Issue issue)
    {
        issue.Version = session.NewId();
        issue.Modified = session.Now;
        session.Rows.Update(issue);
    }

    private static void See(WorldSession session, Issue issue, ObservedIssue observed)
    {
        issue.LastSeen = session.Now;
        issue.Data = WireJson.Write(observed.Data with { Notes = WireJson.Read<IssueData>(issue.Data).Notes });
        var records = WireJson.Read<List<Guid>>(issue.OriginatingRecordIds);
        if (!records.Contains(observed.OriginatingRecordId))
            issue.OriginatingRecordIds = WireJson.Write<IReadOnlyList<Guid>>([.. records, observed.OriginatingRecordId]);
        if (issue.Status == IssueStatus.Resolved)
        {
            issue.ResolutionMethod = null;
            Move(session, issue, IssueStatus.Open);
            return;
        }

        Touch(session, issue);
    }
}

/// <summary>The ids of issue persons: each follows from the member whose demographics they are, and neither is stored.</summary>
internal static class IssuePersonId
{
    /// <summary>What it is called in explanations.</summary>
    public const string Kind = "issue_person";

    public static Guid Of(Guid memberId) => DerivedId.Mask(memberId, Kind);

    /// <summary>The member whom it is about, if there is one.</summary>
    public static Guid MemberOf(Guid issuePersonId) => DerivedId.Mask(issuePersonId, Kind);
}

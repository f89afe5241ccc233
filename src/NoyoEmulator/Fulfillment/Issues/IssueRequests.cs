using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Issues;

/// <summary>An issue that was written; or why it was not.</summary>
internal readonly record struct WrittenIssue(Issue? Issue, ApiErrorResult? Refusal);

/// <summary>What people do with issues by hand.</summary>
internal static class IssueRequests
{
    /// <summary>States an issue.</summary>
    public static WrittenIssue Create(WorldSession session, IssueUICreateRequest body)
    {
        if (body.GroupId is { } group && session.Rows.Find<Group>(Uuid.Parse(group)) is null)
            return Refused(session, ApiErrorResult.Unknown("Group", group));
        var id = session.NewId();
        var key = body.IssueKey ?? IssueLog.KeyOf(body.PartnerId, body.GroupId, body.Category, id);
        if (session.Rows.Where<Issue>("issue_key = ?", key) is [var known])
            return Refused(session, ApiErrorResult.Conflict($"There is an issue with this issue_key already: {known.Id}, {EnumName.Of(known.Status)}"));
        var issue = new Issue
        {
            Id = id,
            Version = session.NewId(),
            Created = session.Now,
            Modified = session.Now,
            OrganizationId = Uuid.Parse(body.OrganizationId!),
            GroupId = IdOf(body.GroupId),
            PartnerId = IdOf(body.PartnerId),
            PartnerType = body.PartnerType,
            IssuePersonId = IdOf(body.IssuePersonId),
            Category = body.Category,
            Source = body.Source is { } source ? EnumName.Parse<IssueSource>(source) : SourceOf(body.OriginatingRecordType!),
            Status = IssueStatus.Open,
            IsDismissed = body.Dismissed == true,
            IsExternal = body.IsExternal == true,
            IssueKey = key,
            LastSeen = session.Now,
            ResolutionGuidance = body.ResolutionGuidance ?? IssueTerms.GuidanceFor(body.Category),
            Data = WireJson.Write(body.Data ?? new IssueData()),
            ResolutionAction = body.Data?.Resolution?.Action?.Explanation,
            OriginatingRecordType = body.OriginatingRecordType!,
            OriginatingRecordIds = ListOf(body.OriginatingRecordIds!),
            PartnerDocumentSourceId = IdOf(body.PartnerDocumentSourceId),
            RawIssueData = WireJson.Write(body.RawIssueData),
        };
        session.Rows.Insert(issue);
        session.AddHistory(IssueLog.HistoryKind, issue.Id, $"stated by hand: {issue.Category ?? "no category"}");
        return new WrittenIssue(issue, null);
    }

    /// <summary>Changes an issue, given its latest version.</summary>
    public static WrittenIssue Edit(WorldSession session, string id, string version, IssueUIEditRequest body)
    {
        if (!Uuid.TryParse(id, out var known) || session.Rows.Find<Issue>(known) is not { } issue)
            return Refused(session, ApiErrorResult.Unknown("Issue", id));
        if (!Uuid.TryParse(version, out var seen) || seen != issue.Version)
            return Refused(session, ApiErrorResult.StaleVersion(issue.Version));
        if (body.GroupId is { } group && session.Rows.Find<Group>(Uuid.Parse(group)) is null)
            return Refused(session, ApiErrorResult.Unknown("Group", group));
        issue.Category = body.Category ?? issue.Category;
        issue.IsDismissed = body.Dismissed ?? issue.IsDismissed;
        issue.EmployeeId = IdOf(body.EmployeeId) ?? issue.EmployeeId;
        issue.GroupId = IdOf(body.GroupId) ?? issue.GroupId;
        issue.InternalNotes = body.InternalNotes ?? issue.InternalNotes;
        issue.IsExternal = body.IsExternal ?? issue.IsExternal;
        issue.IssuePersonId = IdOf(body.IssuePersonId) ?? issue.IssuePersonId;
        issue.LastSeen = body.LastSeen is { } last ? DateTimeOffset.Parse(last) : issue.LastSeen;
        issue.MemberId = IdOf(body.MemberId) ?? issue.MemberId;
        issue.MemberType = body.MemberType ?? issue.MemberType;
        issue.OriginatingRecordIds = body.OriginatingRecordIds is { } records ? ListOf(records) : issue.OriginatingRecordIds;
        issue.OriginatingRecordType = body.OriginatingRecordType ?? issue.OriginatingRecordType;
        issue.PartnerDocumentSourceId = IdOf(body.PartnerDocumentSourceId) ?? issue.PartnerDocumentSourceId;
        issue.RawIssueData = WireJson.Write(body.RawIssueData) ?? issue.RawIssueData;
        issue.ResolutionGuidance = body.ResolutionGuidance ?? issue.ResolutionGuidance;
        issue.ResolutionMethod = body.ResolutionMethod ?? issue.ResolutionMethod;
        issue.ResolutionPartnerDocumentId = IdOf(body.ResolutionPartnerDocumentId) ?? issue.ResolutionPartnerDocumentId;
        var status = body.Status is { } stated ? EnumName.Parse<IssueStatus>(stated) : issue.Status;
        WriteData(session, issue, body.Data ?? WireJson.Read<IssueData>(issue.Data), status);
        IssueLog.Move(session, issue, status);
        return new WrittenIssue(issue, null);
    }

    /// <summary>Has the guidance of an issue made anew, a moment later.</summary>
    public static ApiErrorResult? Regenerate(WorldSession session, string id)
    {
        if (!Uuid.TryParse(id, out var known) || session.Rows.Find<Issue>(known) is null)
            return Refused(session, ApiErrorResult.Unknown("Issue", id)).Refusal;
        session.Schedule(WorkKind.Guide, known, session.Now + TimeSpan.FromSeconds(1));
        return null;
    }

    /// <summary>The data say when an issue first was to be resolved (OpenAPI).</summary>
    private static void WriteData(WorldSession session, Issue issue, IssueData data, IssueStatus status)
    {
        if (status == IssueStatus.PendingResolution && data.Resolution?.PendingTime is null)
            data = data with { Resolution = (data.Resolution ?? new IssueDataResolution()) with { PendingTime = $"{session.Now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}" } };
        issue.Data = WireJson.Write(data);
        issue.ResolutionAction = data.Resolution?.Action?.Explanation;
    }

    private static IssueSource SourceOf(string originatingRecordType) => originatingRecordType switch
    {
        "partner_document" => IssueSource.EdiErrorReport,
        "member_snapshot" or "api_request" => IssueSource.MemberSnapshotCreation,
        "member_transaction" => IssueSource.AsyncCarrierTransactionDetail,
        _ => IssueSource.TransactionToPartner,
    };

    private static Guid? IdOf(string? text) => text is null ? null : Uuid.Parse(text);

    private static string ListOf(IReadOnlyList<string> ids) => WireJson.Write<IReadOnlyList<Guid>>([.. ids.Select(Uuid.Parse)]);

    private static WrittenIssue Refused(WorldSession session, ApiErrorResult refusal)
    {
        session.Discard();
        return new WrittenIssue(null, refusal);
    }
}

/// <summary>Makes the guidance of issues anew.</summary>
internal sealed class GuideHandler : IWorkHandler
{
    public IReadOnlyCollection<WorkKind> Kinds { get; } = [WorkKind.Guide];

    public IEnumerable<string> Run(WorldSession session, IReadOnlyList<ScheduledWork> batch)
    {
        foreach (var step in batch)
        {
            if (session.Rows.Find<Issue>(step.SubjectId) is not { } issue)
            {
                yield return ScheduledWork.NothingLeftToDo;
                continue;
            }

            issue.ResolutionGuidance = IssueTerms.GuidanceFor(issue.Category);
            IssueLog.Touch(session, issue);
            yield return $"guidance for {issue.Category ?? "no category"}";
        }
    }
}

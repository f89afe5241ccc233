using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Feeds;
using NoyoEmulator.Fulfillment.Issues;
using NoyoEmulator.Fulfillment.PartnerDocuments;
using NoyoEmulator.Fulfillment.Renewals;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.OpenApi;

/// <summary>Ids of what platforms ask for beside snapshots and connections, and of what is found there. Null where a world has none.</summary>
internal sealed record RequestExamples
{
    /// <summary>A day that a renewal decision can be made for, and on which it will be ready.</summary>
    public required string RenewalDate { get; init; }

    /// <summary>A renewal decision that can be marked as done, and another one.</summary>
    public required RenewalDecision? ReadyRenewal { get; init; }

    public required RenewalDecision? OtherRenewal { get; init; }

    public required Guid? OrganizationId { get; init; }

    /// <summary>An issue that the API shows and that is about somebody, and another one.</summary>
    public required Issue? Issue { get; init; }

    public required Issue? OtherIssue { get; init; }

    /// <summary>The newest file that went to a carrier.</summary>
    public required FeedRun? FeedRun { get; init; }

    /// <summary>The newest discrepancy that is open.</summary>
    public required Guid? DiscrepancyId { get; init; }

    /// <summary>A document, another one that can be removed, and a source.</summary>
    public required PartnerDocument? Document { get; init; }

    public required PartnerDocument? OtherDocument { get; init; }

    public required Guid? DocumentSourceId { get; init; }

    /// <summary>The newest member request, and a label.</summary>
    public required Guid? MemberRequestId { get; init; }

    public required Guid? LabelId { get; init; }

    /// <summary>An employee's coverage that goes on, and one that goes on under COBRA.</summary>
    public required IndividualEnrollment? Covered { get; init; }

    public required IndividualEnrollment? Continued { get; init; }

    /// <summary>The day in the world.</summary>
    public required string Today { get; init; }

    public static async Task<RequestExamples> ReadAsync(World world, EmulatorDbContext db, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(world.Clock.GetUtcNow().UtcDateTime);
        var renewals = await db.RenewalDecisions.OrderByDescending(row => row.Status == RenewalStatus.Ready).ThenBy(row => row.Status == RenewalStatus.Done)
            .ThenBy(row => row.Created).ThenBy(row => row.Id).Take(2).ToListAsync(cancellationToken);
        var issues = await db.Issues.OrderByDescending(row => row.IsExternal && row.IssuePersonId != null).ThenBy(row => row.Created).ThenBy(row => row.Id)
            .Take(2).ToListAsync(cancellationToken);
        var documents = await db.PartnerDocuments.OrderBy(row => row.Created).ThenBy(row => row.Id).Take(2).ToListAsync(cancellationToken);
        var open = db.IndividualEnrollments.Where(row => row.IndividualType == MemberType.Employee && row.PlanId != null && row.EffectiveEndDate == Period.Open);
        return new RequestExamples
        {
            MemberRequestId = await db.MemberRequests.OrderByDescending(row => row.Created).ThenByDescending(row => row.Id).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellationToken),
            LabelId = await db.Labels.OrderBy(row => row.Id).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellationToken),
            Covered = await open.Where(row => row.CobraDetails == null).OrderByDescending(row => row.Created).ThenBy(row => row.Id).FirstOrDefaultAsync(cancellationToken),
            Continued = await open.Where(row => row.CobraDetails != null).OrderByDescending(row => row.Created).ThenBy(row => row.Id).FirstOrDefaultAsync(cancellationToken),
            Today = IsoDate.Format(today),
            Document = documents.FirstOrDefault(),
            OtherDocument = documents.LastOrDefault(),
            DocumentSourceId = await db.PartnerDocumentSources.OrderBy(row => row.Id).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellationToken),
            RenewalDate = IsoDate.Format(new DateOnly(today.Year, today.Month, 1).AddMonths(1)),
            ReadyRenewal = renewals.FirstOrDefault(),
            OtherRenewal = renewals.LastOrDefault(),
            OrganizationId = await db.Groups.OrderBy(row => row.Created).ThenBy(row => row.Id).Select(row => (Guid?)row.OrganizationId).FirstOrDefaultAsync(cancellationToken),
            FeedRun = await db.FeedRuns.OrderByDescending(row => row.Created).ThenByDescending(row => row.Id).FirstOrDefaultAsync(cancellationToken),
            DiscrepancyId = await db.Differences.Where(row => row.DiscrepancyTime != null && row.IsOpen).OrderByDescending(row => row.Created).ThenByDescending(row => row.Id)
                .Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellationToken),
            Issue = issues.FirstOrDefault(),
            OtherIssue = issues.LastOrDefault(),
        };
    }

    /// <summary>The value of a path parameter of an operation; null for one that is not about any of these.</summary>
    public string? Of(string operationId, string parameter) => (operationId, parameter) switch
    {
        ("cobraEnrollmentMemberRequest" or "cobraOpenEnrollmentMemberRequest" or "cobraQualifyingLifeEventMemberRequest" or "cobraTerminationMemberRequest", _) =>
            Continued?.EmployeeId.ToString(),
        ("demographicChangeMemberRequest" or "createEnrollmentSnapshotMemberRequest" or "newHireEnrollmentMemberRequest" or "openEnrollmentMemberRequest"
            or "qualifyingLifeEventMemberRequest" or "terminationMemberRequest", _) => Covered?.EmployeeId.ToString(),
        ("getMemberRequest" or "uiGetMemberRequest" or "getMemberTransactionsByMemberRequestList" or "uiGetMemberTransactionsByMemberRequestList", _) =>
            MemberRequestId?.ToString(),
        (_, "label_id") => LabelId?.ToString(),
        ("getRenewalDecision", "group_id") => ReadyRenewal?.GroupId.ToString(),
        ("markRenewalDecisionDone", "version") => ReadyRenewal?.Version.ToString(),
        ("editRenewalDecision", "version") => OtherRenewal?.Version.ToString(),
        ("editRenewalDecision", _) => OtherRenewal?.Id.ToString(),
        ("getIssuePersonUI", _) => Issue?.IssuePersonId.ToString(),
        ("editIssueUI", "version") => OtherIssue?.Version.ToString(),
        ("editIssueUI", _) => OtherIssue?.Id.ToString(),
        ("uiGetFeedRuns", "id") or (_, "feed_id") => FeedRun is null ? null : FeedIds.FeedOf(FeedRun.CarrierId).ToString(),
        ("getFeedRunFile", "id") or (_, "feed_run_id") => FeedRun?.Id.ToString(),
        (_, "discrepancy_id" or "reconciliation_issue_id") => DiscrepancyId?.ToString(),
        ("editPartnerDocument", "version") => Document?.Version.ToString(),
        ("deletePartnerDocument", "version") => OtherDocument?.Version.ToString(),
        ("deletePartnerDocument", "id") => OtherDocument?.Id.ToString(),
        ("editPartnerDocument" or "getPartnerDocumentStatuses", "id") or (_, "partner_document_id") => Document?.Id.ToString(),
        (_, "source_id") => DocumentSourceId?.ToString(),
        (_, "issue_id") => Issue?.Id.ToString(),
        (_, "renewal_decision_id") => ReadyRenewal?.Id.ToString(),
        _ => null,
    };
}

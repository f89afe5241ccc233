using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.Issues;

/// <summary>A plan that a snapshot names and that its group does not have.</summary>
/// <param name="CarrierId">The carrier.</param>
/// <param name="LineOfCoverage">The line.</param>
/// <param name="PlanId">Its id, where it was named by one.</param>
/// <param name="PlanName">Its name, where it was named by one.</param>
internal sealed record UnmappedPlan(Guid CarrierId, string LineOfCoverage, Guid? PlanId, string? PlanName);

/// <summary>Sees issues come and go with snapshots and transactions. When exactly they do is inferred.</summary>
internal static class IssueWatch
{
    private const string FromTransaction = "member_transaction";
    private const string FromSnapshot = "member_snapshot";

    /// <summary>A transaction ended: what the carrier said against it is an issue, and what it said before is none any more when it took it.</summary>
    public static void Ended(WorldSession session, MemberTransaction transaction, IReadOnlyList<string>? errors)
    {
        if (transaction.Status == TransactionStatus.Completed)
        {
            foreach (var issue in OpenOf(session, transaction.EmployeeId, IssueSource.AsyncCarrierTransactionDetail))
            {
                if (issue.PartnerId == transaction.CarrierId)
                    IssueLog.Resolve(session, issue, "transaction_completed");
            }

            return;
        }

        var organizationId = session.Rows.Setup.Get<GroupSetups>().OrganizationOf(transaction.GroupId);
        foreach (var said in (errors ?? []).GroupBy(IssueTerms.CategoryOf, StringComparer.Ordinal))
        {
            _ = IssueLog.Observe(session, new ObservedIssue(
                organizationId, transaction.GroupId, transaction.EmployeeId, transaction.CarrierId, said.Key, IssueSource.AsyncCarrierTransactionDetail,
                FromTransaction, transaction.Id, new IssueData { ErrorKey = "carrier_rejection" }));
        }
    }

    /// <summary>A snapshot was taken in: the plans that it names and the group does not have are issues, and those of former snapshots are none any more.</summary>
    public static void Received(WorldSession session, Group group, Guid employeeId, Guid snapshotId, IReadOnlyList<UnmappedPlan> unmapped)
    {
        var seen = new HashSet<Guid>();
        foreach (var plan in unmapped)
        {
            var issue = IssueLog.Observe(session, new ObservedIssue(
                group.OrganizationId, group.Id, employeeId, plan.CarrierId, IssueTerms.InvalidCoverage, IssueSource.MemberSnapshotCreation, FromSnapshot, snapshotId,
                new IssueData
                {
                    ErrorKey = "unmapped_plan",
                    PlanIdForKey = plan.PlanId?.ToString("D"),
                    PlanIds = plan.PlanId is { } id ? [id.ToString("D")] : null,
                    Summary = $"The group has no such plan for {plan.LineOfCoverage} at this carrier",
                })
            {
                Detail = $"{plan.LineOfCoverage} {plan.PlanId} {(plan.PlanId is null ? plan.PlanName : null)}",
            });
            _ = seen.Add(issue.Id);
        }

        foreach (var issue in OpenOf(session, employeeId, IssueSource.MemberSnapshotCreation))
        {
            if (!seen.Contains(issue.Id))
                IssueLog.Resolve(session, issue, "plan_mapped");
        }
    }

    private static List<Issue> OpenOf(WorldSession session, Guid employeeId, IssueSource source) =>
        session.Rows.Where<Issue>("employee_id = ? AND status IN ('open', 'pending_resolution') ORDER BY created, id", employeeId)
            .FindAll(issue => issue.Source == source);
}

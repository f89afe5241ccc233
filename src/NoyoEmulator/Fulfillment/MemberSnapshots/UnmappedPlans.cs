using NoyoEmulator.Fulfillment.Issues;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots;

/// <summary>Finds the plans that a snapshot names and that its group does not have.</summary>
internal static class UnmappedPlans
{
    /// <summary>Those at carriers that the group is connected to; elsewhere nobody looks at plans.</summary>
    public static IReadOnlyList<UnmappedPlan> In(SnapshotDecision decision)
    {
        var unmapped = new List<UnmappedPlan>();
        foreach (var coverage in decision.Members.Document.Coverages ?? [])
        {
            var carrierId = Uuid.Parse(coverage.CarrierId!);
            if (!decision.IsConnected(carrierId))
                continue;
            Guid? planId = coverage.PlanId is { } id ? Uuid.Parse(id) : null;
            var isKnown = decision.Context.Group.Plans.Any(plan => planId is not null
                ? plan.Id == planId
                : plan.CarrierId == carrierId && plan.LineOfCoverage == coverage.LineOfCoverage
                    && string.Equals(plan.Name, coverage.PlanName, StringComparison.OrdinalIgnoreCase));
            var plan = new UnmappedPlan(carrierId, coverage.LineOfCoverage!, planId, coverage.PlanName);
            if (!isKnown && !unmapped.Contains(plan))
                unmapped.Add(plan);
        }

        return unmapped;
    }
}

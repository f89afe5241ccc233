using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.MemberSnapshots.Validation;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots;

/// <summary>What a snapshot cannot say of the plans that its group has, and of periods of one plan. All of it is inferred.</summary>
internal sealed class PlanRules
{
    private readonly IReadOnlyList<InboundMemberSnapshotCoverage> _coverages;
    private readonly GroupSetups _groups;
    private readonly IReadOnlyList<Plan> _plans;
    private readonly IReadOnlyList<IndividualEnrollment> _known;

    private PlanRules(
        IReadOnlyList<InboundMemberSnapshotCoverage> coverages, GroupSetups groups, IReadOnlyList<Plan> plans, IReadOnlyList<IndividualEnrollment> known) =>
        (_coverages, _groups, _plans, _known) = (coverages, groups, plans, known);

    /// <summary>Checks a valid snapshot.</summary>
    /// <param name="coverages">Its coverages, with the ids of all enrolled members.</param>
    /// <param name="groups">The groups of the world.</param>
    /// <param name="plans">The group's plans.</param>
    /// <param name="known">The enrollments that Noyo has of the family.</param>
    /// <param name="root">Where the snapshot is in the body, as a JSON path.</param>
    /// <returns>Why it is refused; null when it is not.</returns>
    public static Refusal? Check(
        IReadOnlyList<InboundMemberSnapshotCoverage>? coverages, GroupSetups groups, IReadOnlyList<Plan> plans, IReadOnlyList<IndividualEnrollment> known, string root)
    {
        if (coverages is null)
            return null;
        var errors = new List<FieldError>();
        var findings = new SnapshotFindings(root, errors);
        var rules = new PlanRules(coverages, groups, plans, known);
        rules.CheckPlaces(findings);
        SnapshotPeriods.Check(coverages, rules.ReadEnrollees, rules.PlanOf, (earlier, later) => rules.Has(earlier) && rules.Has(later), findings);
        return errors.Count == 0 ? null : new Refusal(RefusalReason.Contradiction, errors[0].Message) { Errors = errors };
    }

    /// <summary>A known plan, be it another group's, is stated under its own line and carrier.</summary>
    private void CheckPlaces(SnapshotFindings findings)
    {
        for (var i = 0; i < _coverages.Count; i++)
        {
            if (_coverages[i] is not { PlanId: { } planId } coverage || Find(Uuid.Parse(planId)) is not { } plan)
                continue;
            if (plan.LineOfCoverage != coverage.LineOfCoverage || plan.CarrierId != Uuid.Parse(coverage.CarrierId!))
            {
                findings.Add(
                    $"{JsonPath.Item("$.coverages", i)}.plan_id",
                    $"must be a plan of the line and carrier beside it; this one is of line {plan.LineOfCoverage} at carrier {plan.CarrierId}");
            }
        }
    }

    /// <summary>Whether Noyo has a period as it is stated.</summary>
    private bool Has(StatedPeriod stated)
    {
        var member = Uuid.Parse(_coverages[stated.Enrollee.Coverage].EnrolledMembers![stated.Enrollee.Entry].IndividualId!);
        return _known.Any(enrollment => enrollment.IndividualId == member && enrollment.CarrierId == stated.Plan!.Value.CarrierId
            && enrollment.LineOfCoverage == stated.Line && enrollment.Period == stated.Period);
    }

    private Plan? Find(Guid planId)
    {
        foreach (var plan in _plans)
        {
            if (plan.Id == planId)
                return plan;
        }

        return _groups.FindPlan(planId);
    }

    /// <summary>The plan of a coverage: a known one also where only its name is stated.</summary>
    private StatedPlan? PlanOf(InboundMemberSnapshotCoverage coverage, Guid carrierId)
    {
        if (StatedPlan.Named(coverage, carrierId) is not { } stated)
            return null;
        foreach (var plan in _plans)
        {
            var isStated = stated.Id is { } id
                ? plan.Id == id
                : plan.CarrierId == carrierId && plan.LineOfCoverage == coverage.LineOfCoverage
                    && string.Equals(plan.Name.Trim(), coverage.PlanName!.Trim(), StringComparison.OrdinalIgnoreCase);
            if (isStated)
                return new StatedPlan(carrierId, plan.Id, Name: null, plan.PlanType);
        }

        return stated;
    }

    private List<Enrollee> ReadEnrollees()
    {
        var members = new Dictionary<Guid, int>();
        var enrollees = new List<Enrollee>();
        for (var i = 0; i < _coverages.Count; i++)
        {
            var enrolled = _coverages[i].EnrolledMembers!;
            for (var j = 0; j < enrolled.Count; j++)
            {
                var id = Uuid.Parse(enrolled[j].IndividualId!);
                if (!members.TryGetValue(id, out var member))
                    members.Add(id, member = members.Count);
                enrollees.Add(new Enrollee(i, j, member));
            }
        }

        return enrollees;
    }
}

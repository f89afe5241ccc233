using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberRequests;

/// <summary>Coverage that is asked for.</summary>
/// <param name="Carrier">The carrier's part of the request.</param>
/// <param name="Action">What is asked for a member.</param>
/// <param name="Plan">The plan, where the group offers it.</param>
/// <param name="Before">What the member, or else the employee, has or had in the line at the carrier.</param>
internal sealed record AskedCoverage(CarrierActions Carrier, CoverageAction Action, Plan? Plan, IndividualEnrollment? Before);

/// <summary>Makes what a request asks for coverage part of a family. From which day it holds is the kind of request's own rule.</summary>
/// <param name="context">What is known.</param>
/// <param name="startOf">The first day of what an action asks for.</param>
internal sealed class CoverageDecision(RequestContext context, Func<AskedCoverage, DateOnly> startOf)
{
    private readonly HashSet<(Guid Carrier, string Line, Guid Member)> _named = [];

    /// <summary>
    /// Of COBRA coverage, what it is stated with, given its first day and what it follows; null for somebody who cannot have it. Null for
    /// other coverage.
    /// </summary>
    public Func<AskedCoverage, DateOnly, InboundMemberSnapshotCOBRADetails?>? Cobra { get; init; }

    /// <summary>Coverage goes on that was there before: it keeps its first day, and who turns it down loses nothing more (inferred).</summary>
    public bool IsContinuation { get; init; }

    /// <summary>Carries out what is asked of all carriers.</summary>
    public void Apply(IReadOnlyList<CarrierActions> carriers)
    {
        if (carriers.All(carrier => carrier.Actions.Count == 0))
            context.Refuse("$.coverages", "must ask something for one member at least");
        foreach (var carrier in carriers)
        {
            foreach (var action in carrier.Actions)
                Apply(carrier, action);
        }
    }

    private void Apply(CarrierActions carrier, CoverageAction action)
    {
        var memberId = Uuid.Parse(action.Member.Id!);
        if (context.Draft.TypeOf(memberId) is not { } type)
        {
            context.Refuse($"{action.Path}.id", "must be the id of the employee or of a dependent");
            return;
        }

        if (EnumName.Of(type) != action.Member.MemberType)
        {
            context.Refuse($"{action.Path}.member_type", $"must be {EnumName.Of(type)}, which is what the member named beside it is");
            return;
        }

        if (!_named.Add((carrier.CarrierId, action.Line, memberId)))
        {
            context.Refuse(action.Path, "names a member again whom the same line at the same carrier has already");
            return;
        }

        var held = context.Draft.Current.Where(enrollment => enrollment.IndividualId == memberId && enrollment.CarrierId == carrier.CarrierId
            && enrollment.LineOfCoverage == action.Line).ToList();
        switch (action.Kind)
        {
            case ActionKind.Remove:
                End(carrier, action, held);
                break;
            case ActionKind.Waive:
                Waive(carrier, action, memberId, type, held);
                break;
            default:
                Enroll(carrier, action, memberId, type, held);
                break;
        }
    }

    private void Enroll(CarrierActions carrier, CoverageAction action, Guid memberId, MemberType type, List<IndividualEnrollment> held)
    {
        if (action.Kind == ActionKind.Modify && held.Count == 0)
        {
            context.Refuse($"{action.Path}.id", $"must be the id of somebody with {action.Line} coverage at the carrier");
            return;
        }

        var before = LatestIn(action, carrier, memberId);
        if (PlanFor(carrier, action, held is [] && IsContinuation && before is not null ? [before] : held) is not { } plan)
            return;
        var asked = new AskedCoverage(carrier, action, OfferedPlan(plan.Id), before);
        var start = startOf(asked);
        var cobra = Cobra?.Invoke(asked, start);
        if (Cobra is not null && cobra is null)
        {
            context.Refuse($"{action.Path}.id", "must be in a family with COBRA coverage");
            return;
        }

        var goesOn = IsContinuation && before is not null && before.IndividualId == memberId && before.PlanId == plan.Id;
        context.Draft.Enroll(
            NewOf(carrier, action, memberId, type, new Period(goesOn ? before!.EffectiveStartDate : start, Period.Open)) with
            {
                PlanId = plan.Id,
                PlanName = plan.Name,
                Stated = new EnrollmentDetails { Volume = action.Volume, CarrierConfig = carrier.CarrierConfig, CobraDetails = cobra },
            },
            TypeOf,
            start);
    }

    private void End(CarrierActions carrier, CoverageAction action, List<IndividualEnrollment> held)
    {
        var leaving = held.FindAll(enrollment => action.Member.PlanId is not { } plan || enrollment.PlanId == Uuid.Parse(plan));
        if (leaving.Count == 0)
            context.Refuse($"{action.Path}.id", $"must be the id of somebody with {action.Line} coverage at the carrier{InThePlan(action)}");
        foreach (var enrollment in leaving)
            context.Draft.End(enrollment, CalendarDays.DayBefore(startOf(new AskedCoverage(carrier, action, context.PlanOf(enrollment), enrollment))));
    }

    /// <summary>What there is, is taken back. Where there is nothing, the plan that is turned down is stated, if it is named.</summary>
    private void Waive(CarrierActions carrier, CoverageAction action, Guid memberId, MemberType type, List<IndividualEnrollment> held)
    {
        if (IsContinuation)
            return;
        foreach (var enrollment in held)
            context.Draft.Waive(enrollment);
        if (held.Count > 0 || action.Member.PlanId is null || PlanFor(carrier, action, held) is not { } plan)
            return;
        var start = startOf(new AskedCoverage(carrier, action, OfferedPlan(plan.Id), Before: null));
        context.Draft.Add(NewOf(carrier, action, memberId, type, new Period(start, Period.Open).Waived()) with { PlanId = plan.Id, PlanName = plan.Name });
    }

    private IndividualEnrollment NewOf(CarrierActions carrier, CoverageAction action, Guid memberId, MemberType type, Period period) => new()
    {
        GroupId = context.Group.Group.Id,
        EmployeeId = context.Draft.EmployeeId,
        IndividualId = memberId,
        IndividualType = type,
        CarrierId = carrier.CarrierId,
        LineOfCoverage = action.Line,
        Period = period,
        SignatureDate = carrier.SignatureDate,
    };

    /// <summary>The plan that an action is about, by id and name; null where it cannot be told, which is noted.</summary>
    private (Guid? Id, string? Name)? PlanFor(CarrierActions carrier, CoverageAction action, List<IndividualEnrollment> held)
    {
        var path = $"{action.Path}.plan_id";
        if (action.Member.PlanId is { } stated)
        {
            var id = Uuid.Parse(stated);
            var plan = context.Group.Plans.FirstOrDefault(candidate => candidate.Id == id) ?? context.Groups.FindPlan(id);
            if (plan is null || (plan.LineOfCoverage == action.Line && plan.CarrierId == carrier.CarrierId))
                return (id, null);
            context.Refuse(path, $"must be a plan of the line and carrier that it is under; this one is of line {plan.LineOfCoverage} at carrier {plan.CarrierId}");
            return null;
        }

        if (held is [var known])
            return (known.PlanId, known.PlanName);
        var employees = context.Draft.Current.Where(enrollment => enrollment.IndividualId == context.Draft.EmployeeId
            && enrollment.CarrierId == carrier.CarrierId && enrollment.LineOfCoverage == action.Line).ToList();
        if (employees is [var shared])
            return (shared.PlanId, shared.PlanName);
        var offered = context.Group.Plans.Where(plan => plan.CarrierId == carrier.CarrierId && plan.LineOfCoverage == action.Line).ToList();
        if (offered is [var only])
            return (only.Id, null);
        context.Refuse(path, $"is required: the group offers {offered.Count} {action.Line} plans at the carrier");
        return null;
    }

    /// <summary>The coverage that the member has or had in the line at the carrier, the latest first; else the employee's.</summary>
    private IndividualEnrollment? LatestIn(CoverageAction action, CarrierActions carrier, Guid memberId) => context.Draft.All
        .Where(enrollment => enrollment.CarrierId == carrier.CarrierId && enrollment.LineOfCoverage == action.Line && !enrollment.Period.IsWaived)
        .OrderByDescending(enrollment => enrollment.IndividualId == memberId).ThenByDescending(enrollment => enrollment.EffectiveStartDate)
        .FirstOrDefault(enrollment => enrollment.IndividualId == memberId || enrollment.IndividualId == context.Draft.EmployeeId);

    private Plan? OfferedPlan(Guid? id) => context.Group.Plans.FirstOrDefault(plan => plan.Id == id);

    private string? TypeOf(IndividualEnrollment enrollment) => context.PlanOf(enrollment)?.PlanType;

    private static string InThePlan(CoverageAction action) => action.Member.PlanId is null ? "" : " in the plan";
}

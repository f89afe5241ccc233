using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.MemberRequests.Contracts;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberRequests;

/// <summary>What the requests mean that ask for coverage, each by its own rule of when it begins. All of these rules are inferred.</summary>
internal static class EnrollmentDecisions
{
    /// <summary>A new hire's coverage begins when the plan's waiting period is over.</summary>
    public static RequestedChange Decide(RequestContext context, MemberRequestNewHireEnrollmentRequest body) =>
        Change(context, CarrierActions.Of(body.Coverages!), FirstOfNewHire(context), _ => "carrier_new_hire");

    /// <summary>
    /// The same; and what a new hire took before and does not take now is taken back, at every carrier (Noyo's text says that it replaces
    /// what was asked for).
    /// </summary>
    public static RequestedChange Decide(RequestContext context, MemberRequestEnrollmentSnapshotRequest body)
    {
        var before = context.Draft.Current.ToList();
        var actions = CarrierActions.Of(body.Coverages!, body.TargetDate is { } date ? IsoDate.Parse(date) : null);
        var asked = (from carrier in actions
                     from action in carrier.Actions
                     select (carrier.CarrierId, action.Line, action.Member.Id)).ToHashSet();
        var given = before.FindAll(enrollment => !asked.Contains((enrollment.CarrierId, enrollment.LineOfCoverage, enrollment.IndividualId.ToString())));
        foreach (var enrollment in given)
            context.Draft.Waive(enrollment);
        var change = Change(context, actions, FirstOfNewHire(context), _ => "carrier_enrollment_snapshot_new_hire");
        return change with { Carriers = change.Carriers!.Union(given.Select(enrollment => enrollment.CarrierId)).ToHashSet() };
    }

    /// <summary>The changes hold from the day that is stated, be it for a carrier or by the event, or else from the group's renewal.</summary>
    public static RequestedChange Decide(RequestContext context, MemberRequestOpenEnrollmentRequest body)
    {
        var actions = CarrierActions.Of(body.Coverages!, DateOf(body.Event));
        return Change(context, actions, FirstOfOpenEnrollment(context), ByActions("carrier_open_enrollment", actions));
    }

    /// <summary>The changes hold from the day of the event; what ends, ends the day before.</summary>
    public static RequestedChange Decide(RequestContext context, MemberRequestQualifyingLifeEventRequest body)
    {
        var actions = CarrierActions.Of(body.Coverages!, IsoDate.Parse(body.Event!.EventDate!));
        return Change(context, actions, asked => asked.Carrier.Start!.Value, ByActions("carrier_qualifying_life_event", actions));
    }

    /// <summary>Coverage goes on under COBRA from the day after it ends; with the end of the employment, where that is stated.</summary>
    public static RequestedChange Decide(RequestContext context, MemberRequestCOBRAEnrollmentRequest body)
    {
        DateOnly? lastWorkDate = body.TerminationInfo is { } info ? IsoDate.Parse(info.LastWorkDate!) : null;
        if (lastWorkDate is { } day)
        {
            TerminationDecision.EndEmployment(context, day, "$.termination_info.last_work_date");
            TerminationDecision.EndCoverage(context, day);
        }

        var left = context.Draft.Employee.Employment!.EmploymentDates!.Terminated is { } terminated ? IsoDate.Parse(terminated) : (DateOnly?)null;
        var actions = CarrierActions.Of(body.Coverages!);
        var decision = new CoverageDecision(context, FirstOfCobra)
        {
            IsContinuation = true,
            Cobra = (_, first) => CoverageDates.Cobra(first, left),
        };
        decision.Apply(actions);
        return new RequestedChange(context.Draft.ToSnapshot(), _ => "carrier_cobra_enrollment")
        {
            Carriers = lastWorkDate is null ? CarriersOf(actions) : null,
            LastWorkDate = lastWorkDate,
        };

        DateOnly FirstOfCobra(AskedCoverage asked) => asked.Before switch
        {
            { EffectiveEndDate: var end } when end != Period.Open => CalendarDays.DayAfter(end),
            _ => left is { } last ? CalendarDays.DayAfter(CoverageDates.LastAfter(asked.Plan, last)) : context.Moment.Today,
        };
    }

    /// <summary>As an open enrollment, in COBRA coverage.</summary>
    public static RequestedChange Decide(RequestContext context, MemberRequestCOBRAOpenEnrollmentRequest body) =>
        ChangeCobra(context, CarrierActions.Of(body.Coverages!, DateOf(body.Event)), FirstOfOpenEnrollment(context), "carrier_cobra_open_enrollment");

    /// <summary>As a life event, in COBRA coverage.</summary>
    public static RequestedChange Decide(RequestContext context, MemberRequestCOBRAQualifyingLifeEventRequest body) => ChangeCobra(
        context,
        CarrierActions.Of(body.Coverages!, IsoDate.Parse(body.Event!.EventDate!)),
        asked => asked.Carrier.Start!.Value,
        "carrier_cobra_qualifying_life_event");

    private static RequestedChange Change(
        RequestContext context, IReadOnlyList<CarrierActions> actions, Func<AskedCoverage, DateOnly> startOf, Func<Guid, string> typeAt)
    {
        new CoverageDecision(context, startOf).Apply(actions);
        return new RequestedChange(context.Draft.ToSnapshot(), typeAt) { Carriers = CarriersOf(actions) };
    }

    private static RequestedChange ChangeCobra(
        RequestContext context, IReadOnlyList<CarrierActions> actions, Func<AskedCoverage, DateOnly> startOf, string type)
    {
        new CoverageDecision(context, startOf) { Cobra = (asked, _) => CobraOf(asked.Before) ?? context.Draft.Current.Select(CobraOf).FirstOrDefault(details => details is not null) }
            .Apply(actions);
        return new RequestedChange(context.Draft.ToSnapshot(), _ => type) { Carriers = CarriersOf(actions) };
    }

    private static InboundMemberSnapshotCOBRADetails? CobraOf(IndividualEnrollment? enrollment) =>
        enrollment?.Stated.CobraDetails is { CobraEnrolled: true } details ? details : null;

    private static Func<AskedCoverage, DateOnly> FirstOfNewHire(RequestContext context) =>
        asked => asked.Carrier.Start ?? CoverageDates.FirstOfNewHire(asked.Plan, context.Draft.Employee.Employment!.EmploymentDates!);

    private static Func<AskedCoverage, DateOnly> FirstOfOpenEnrollment(RequestContext context) => asked => asked.Carrier.Start
        ?? CoverageDates.FirstOfOpenEnrollment(
            context.GroupEnrollments.FirstOrDefault(enrollment => enrollment.CarrierId == asked.Carrier.CarrierId && enrollment.LineOfCoverage == asked.Action.Line),
            context.Moment.Today);

    private static DateOnly? DateOf(ApiBaseOpenEnrollmentEventDetails? details) => details?.EventDate is { } date ? IsoDate.Parse(date) : null;

    private static HashSet<Guid> CarriersOf(IEnumerable<CarrierActions> actions) => actions.Select(carrier => carrier.CarrierId).ToHashSet();

    /// <summary>A carrier's part is called by what it only does, or full when it does several things.</summary>
    private static Func<Guid, string> ByActions(string name, IReadOnlyList<CarrierActions> actions) => carrierId =>
        actions.Where(carrier => carrier.CarrierId == carrierId).SelectMany(carrier => carrier.Actions).Select(action => action.Kind).Distinct().ToList() switch
        {
            [ActionKind.Add] => $"{name}_adding",
            [ActionKind.Modify] => $"{name}_modifying",
            [ActionKind.Remove] => $"{name}_removing",
            _ => $"{name}_full",
        };
}

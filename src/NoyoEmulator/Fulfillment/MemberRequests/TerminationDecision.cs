using NoyoEmulator.Fulfillment.MemberRequests.Contracts;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberRequests;

/// <summary>What it means that an employee leaves, or that COBRA coverage ends.</summary>
internal static class TerminationDecision
{
    private const string Terminated = "terminated";

    /// <summary>All coverage ends, at every carrier; the employment ends with the last day of work.</summary>
    public static RequestedChange Decide(RequestContext context, MemberRequestTerminationRequest body)
    {
        var lastWorkDate = IsoDate.Parse(body.LastWorkDate!);
        EndEmployment(context, lastWorkDate, "$.last_work_date");
        EndCoverage(context, lastWorkDate);
        return new RequestedChange(context.Draft.ToSnapshot(), _ => "carrier_termination") { LastWorkDate = lastWorkDate };
    }

    /// <summary>COBRA coverage ends with a day.</summary>
    public static RequestedChange Decide(RequestContext context, MemberRequestCOBRATerminationRequest body)
    {
        var continued = context.Draft.Current.Where(enrollment => enrollment.Stated.CobraDetails?.CobraEnrolled == true).ToList();
        if (continued.Count == 0)
            context.Refuse("$.cobra_termination_date", "must end COBRA coverage, and the employee's family has none");
        foreach (var enrollment in continued)
            context.Draft.End(enrollment, IsoDate.Parse(body.CobraTerminationDate!));
        return new RequestedChange(context.Draft.ToSnapshot(), _ => "carrier_cobra_termination")
        {
            Carriers = continued.Select(enrollment => enrollment.CarrierId).ToHashSet(),
        };
    }

    /// <summary>The employment ends: carriers are told at once, and the employee is marked when the day has come.</summary>
    public static void EndEmployment(RequestContext context, DateOnly lastWorkDate, string path)
    {
        var employment = context.Draft.Employee.Employment!;
        if (lastWorkDate < IsoDate.Parse(employment.EmploymentDates!.HireDate!))
            context.Refuse(path, "must not be before the employee was hired");
        employment = employment with { EmploymentDates = employment.EmploymentDates with { Terminated = IsoDate.Format(lastWorkDate) } };
        if (lastWorkDate <= context.Moment.Today)
            employment = employment with { EmploymentStatus = Terminated };
        context.Draft.Employee = context.Draft.Employee with { Employment = employment };
    }

    /// <summary>Ends all coverage that goes on, each by the policy of its plan; what only carriers know ends as if its plan had none.</summary>
    public static void EndCoverage(RequestContext context, DateOnly lastWorkDate)
    {
        foreach (var enrollment in context.Draft.Current.ToList())
        {
            var lastDay = CoverageDates.LastAfter(context.PlanOf(enrollment), lastWorkDate);
            if (lastDay < enrollment.EffectiveEndDate)
                context.Draft.End(enrollment, lastDay);
        }

        context.Draft.Unknown = new InboundMemberSnapshotOmittedCoverage
        {
            Policy = MemberSnapshotVocabulary.PolicyTerminate,
            TerminationRule = MemberSnapshotVocabulary.RuleCustom,
            Custom = new InboundMemberSnapshotOmittedCoverageCustom { EffectiveEndDate = IsoDate.Format(CalendarDays.LastOfMonth(lastWorkDate)) },
        };
    }
}

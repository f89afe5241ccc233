using System.Text.Json;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.Plans;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;
using static NoyoEmulator.Fulfillment.MemberRequests.CalendarDays;

namespace NoyoEmulator.Fulfillment.MemberRequests;

/// <summary>
/// When coverage begins and ends that a request asks for without a date. Plans have waiting periods and termination policies (OpenAPI);
/// what each of them means to the day is inferred.
/// </summary>
internal static class CoverageDates
{
    private const int CobraMonths = 18;

    /// <summary>The first day of a new hire's coverage: after the plan's waiting period, and not before the plan itself.</summary>
    /// <param name="plan">The plan; null for one that the group does not offer, which has no waiting period.</param>
    /// <param name="dates">The dates of the employment.</param>
    public static DateOnly FirstOfNewHire(Plan? plan, InboundMemberSnapshotEmploymentDates dates)
    {
        var hired = IsoDate.Parse(dates.HireDate!);
        var isRehire = dates.Rehire is { } rehire && IsoDate.Parse(rehire) > hired;
        var since = isRehire ? IsoDate.Parse(dates.Rehire!) : hired;
        var first = WaitingPeriodOf(plan, isRehire ? "rehire" : "new_member") is { } waiting ? AfterWaiting(since, waiting) : since;
        return plan?.EffectiveStartDate is { } offered && offered > first ? offered : first;
    }

    /// <summary>The day from which changes of an open enrollment hold, where it is not stated: the group's renewal, or else the first of the next month.</summary>
    public static DateOnly FirstOfOpenEnrollment(GroupEnrollment? enrollment, DateOnly today) =>
        enrollment?.OpenEnrollmentRenewalDate ?? FirstOfNextMonth(today);

    /// <summary>The last day of coverage of somebody who leaves.</summary>
    /// <param name="plan">The plan; of one without a policy, coverage goes on to the end of the month.</param>
    /// <param name="lastWorkDate">The day on which the employee works last.</param>
    public static DateOnly LastAfter(Plan? plan, DateOnly lastWorkDate) => TermsOf(plan)?.TerminationPolicy switch
    {
        "last_work_date" => lastWorkDate,
        "fifteenth_of_month" => Next(lastWorkDate, isDayItself: true, 15),
        "first_of_following_month" => FirstOfNextMonth(lastWorkDate),
        "end_of_plan_year" => plan!.EffectiveEndDate is { } end && end >= lastWorkDate ? end : new DateOnly(lastWorkDate.Year, 12, 31),
        _ => LastOfMonth(lastWorkDate),
    };

    /// <summary>COBRA coverage from a day on: federal law gives 18 months after an employment.</summary>
    /// <param name="first">The first day of it.</param>
    /// <param name="event">The day on which the employment ended; null where it is not known.</param>
    public static InboundMemberSnapshotCOBRADetails Cobra(DateOnly first, DateOnly? @event) => new()
    {
        CobraEnrolled = true,
        EligibilityStartDate = IsoDate.Format(first),
        EligibilityEndDate = IsoDate.Format(DayBefore(MonthsLater(first, CobraMonths))),
        QualifyingEventDate = @event is { } day ? IsoDate.Format(day) : null,
        QualifyingEventReason = "termination_of_employment",
    };

    private static DateOnly AfterWaiting(DateOnly since, WaitingPeriod waiting)
    {
        var (amount, isDayItself) = (Math.Max(0, waiting.WaitingPeriodAmount ?? 0), waiting.WaitingPeriodCoinciding == true);
        var over = waiting.WaitingPeriodUnit switch
        {
            "week" => Later(since, amount * 7L),
            "month" => MonthsLater(since, amount),
            "year" => MonthsLater(since, amount * 12L),
            "business_day" => BusinessDaysLater(since, amount),
            _ => Later(since, amount),
        };
        return waiting.WaitingPeriodRule switch
        {
            { } rule when rule.StartsWith("first_or_fifteenth_of_month", StringComparison.Ordinal) => Next(over, isDayItself, 1, 15),
            { } rule when rule.StartsWith("first_of_month", StringComparison.Ordinal) => Next(over, isDayItself, 1),
            { } rule when rule.StartsWith("fifteenth_of_month", StringComparison.Ordinal) => Next(over, isDayItself, 15),
            _ => over,
        };
    }

    private static WaitingPeriod? WaitingPeriodOf(Plan? plan, string enrollmentType) =>
        (TermsOf(plan)?.WaitingPeriods ?? []).Select(waiting => waiting.Deserialize<WaitingPeriod>(WireJson.Options)!)
            .FirstOrDefault(waiting => waiting.WaitingPeriodEnrollmentType == enrollmentType);

    private static PlanTerms? TermsOf(Plan? plan) => WireJson.Read<PlanTerms>(plan?.Terms);

    /// <summary>Any of Noyo's kinds of waiting periods (OpenAPI).</summary>
    private sealed record WaitingPeriod
    {
        public string? WaitingPeriodEnrollmentType { get; init; }

        public string? WaitingPeriodRule { get; init; }

        public int? WaitingPeriodAmount { get; init; }

        public string? WaitingPeriodUnit { get; init; }

        public bool? WaitingPeriodCoinciding { get; init; }
    }
}

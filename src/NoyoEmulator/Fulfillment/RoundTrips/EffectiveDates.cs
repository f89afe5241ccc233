using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Enrollments;

namespace NoyoEmulator.Fulfillment.RoundTrips;

/// <summary>
/// When what a transaction changes takes effect. A change's date is the one that the platform states, or else the start of
/// coverage; of coverage that ends, also its last day (Noyo's pages on the member change workflow and on end dates; which date
/// counts is inferred).
/// </summary>
internal static class EffectiveDates
{
    /// <summary>Dates beyond it mean "never".</summary>
    private const int LastYear = 9000;

    /// <summary>The days, in order; none where everything that changes is a person's data.</summary>
    /// <param name="enrollments">The family's enrollments.</param>
    /// <param name="changes">What changes at the carrier.</param>
    public static IReadOnlyList<DateOnly> Of(IEnumerable<IndividualEnrollment> enrollments, IReadOnlyList<Mismatch> changes)
    {
        var byEnrollment = changes.ToLookup(change => change.EnrollmentId, change => change.Key.DifferenceType);
        return
        [
            .. enrollments.Where(enrollment => !enrollment.Period.IsWaived && byEnrollment.Contains(enrollment.Id))
                .SelectMany(enrollment => Of(enrollment, [.. byEnrollment[enrollment.Id]]))
                .Where(day => day.Year < LastYear).Distinct().Order(),
        ];
    }

    private static IEnumerable<DateOnly> Of(IndividualEnrollment enrollment, IReadOnlyList<string> changes)
    {
        const string End = "ie_effective_end_date";
        var isNew = changes.Contains(DifferenceCatalogue.EnrollmentMissingFromCarrier.Name);
        if (isNew || changes.Contains(End))
            yield return enrollment.EffectiveEndDate;
        if (enrollment.LatestChangeEffectiveDate is { } stated)
            yield return stated;
        else if (isNew || changes.Any(change => change != End))
            yield return enrollment.EffectiveStartDate;
    }
}

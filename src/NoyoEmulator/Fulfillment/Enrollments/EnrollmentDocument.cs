using System.Text.Json;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Enrollments;

/// <summary>Individual enrollments written as the coverages of a snapshot.</summary>
internal static class EnrollmentDocument
{
    /// <summary>
    /// One coverage for each carrier, line and plan, and further ones for members who are in it more than once: a snapshot names
    /// each only once in a coverage. Without events, which Noyo does not keep.
    /// </summary>
    /// <param name="enrollments">The enrollments.</param>
    /// <param name="detailsOf">What is stated of the parts that a snapshot may leave out; all that is known if absent.</param>
    public static IReadOnlyList<InboundMemberSnapshotCoverage> Write(
        IEnumerable<IndividualEnrollment> enrollments, Func<IndividualEnrollment, EnrollmentDetails>? detailsOf = null) =>
    [
        .. enrollments
            .OrderBy(enrollment => enrollment.CarrierId).ThenBy(enrollment => enrollment.LineOfCoverage, StringComparer.Ordinal)
            .ThenBy(enrollment => enrollment.IndividualType).ThenBy(enrollment => enrollment.EffectiveStartDate).ThenBy(enrollment => enrollment.Id)
            .Select(enrollment => (Enrollment: enrollment, Known: detailsOf is null ? enrollment.Known : detailsOf(enrollment)))
            .GroupBy(known => (
                known.Enrollment.CarrierId,
                known.Enrollment.LineOfCoverage,
                known.Enrollment.PlanId,
                known.Enrollment.PlanName,
                known.Enrollment.CustomPlanId,
                known.Enrollment.SignatureDate,
                CarrierConfig: WireJson.Write(known.Known.CarrierConfig),
                CobraDetails: WireJson.Write(known.Known.CobraDetails)))
            .SelectMany(coverage => EachMemberOnce(coverage).Select(part => new InboundMemberSnapshotCoverage
            {
                CarrierId = coverage.Key.CarrierId.ToString(),
                LineOfCoverage = coverage.Key.LineOfCoverage,
                PlanId = coverage.Key.PlanId?.ToString(),
                PlanName = coverage.Key.PlanName,
                CustomPlanId = coverage.Key.CustomPlanId,
                SignatureDate = coverage.Key.SignatureDate,
                CarrierConfig = WireJson.Read<JsonElement?>(coverage.Key.CarrierConfig),
                CobraDetails = WireJson.Read<InboundMemberSnapshotCOBRADetails>(coverage.Key.CobraDetails),
                EnrolledMembers = [.. part.Select(known => Write(known.Enrollment, known.Known))],
            })),
    ];

    private static IEnumerable<IEnumerable<(IndividualEnrollment Enrollment, EnrollmentDetails Known)>> EachMemberOnce(
        IEnumerable<(IndividualEnrollment Enrollment, EnrollmentDetails Known)> coverage) => coverage
        .GroupBy(known => known.Enrollment.IndividualId)
        .SelectMany(member => member.Index())
        .GroupBy(part => part.Index, part => part.Item);

    private static InboundMemberSnapshotEnrolledMember Write(IndividualEnrollment enrollment, EnrollmentDetails known) => new()
    {
        IndividualType = enrollment.IndividualType == MemberType.Employee ? "employee" : "dependent",
        IndividualId = enrollment.IndividualId.ToString(),
        EffectiveStartDate = IsoDate.Format(enrollment.EffectiveStartDate),
        EffectiveEndDate = IsoDate.Format(enrollment.EffectiveEndDate),
        LatestChangeEffectiveDate = enrollment.LatestChangeEffectiveDate is { } date ? IsoDate.Format(date) : null,
        Volume = known.Volume,
        PcpDetails = known.PcpDetails,
    };
}

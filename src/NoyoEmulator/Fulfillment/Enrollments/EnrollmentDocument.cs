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
    public static IReadOnlyList<InboundMemberSnapshotCoverage> Write(IEnumerable<IndividualEnrollment> enrollments) =>
    [
        .. enrollments
            .OrderBy(enrollment => enrollment.CarrierId).ThenBy(enrollment => enrollment.LineOfCoverage, StringComparer.Ordinal)
            .ThenBy(enrollment => enrollment.IndividualType).ThenBy(enrollment => enrollment.EffectiveStartDate).ThenBy(enrollment => enrollment.Id)
            .GroupBy(enrollment => (
                enrollment.CarrierId,
                enrollment.LineOfCoverage,
                enrollment.PlanId,
                enrollment.PlanName,
                enrollment.CustomPlanId,
                enrollment.SignatureDate,
                enrollment.CarrierConfig,
                enrollment.CobraDetails))
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
                EnrolledMembers = [.. part.Select(Write)],
            })),
    ];

    private static IEnumerable<IEnumerable<IndividualEnrollment>> EachMemberOnce(IEnumerable<IndividualEnrollment> coverage) => coverage
        .GroupBy(enrollment => enrollment.IndividualId)
        .SelectMany(member => member.Index())
        .GroupBy(part => part.Index, part => part.Item);

    private static InboundMemberSnapshotEnrolledMember Write(IndividualEnrollment enrollment) => new()
    {
        IndividualType = enrollment.IndividualType == MemberType.Employee ? "employee" : "dependent",
        IndividualId = enrollment.IndividualId.ToString(),
        EffectiveStartDate = IsoDate.Format(enrollment.EffectiveStartDate),
        EffectiveEndDate = IsoDate.Format(enrollment.EffectiveEndDate),
        LatestChangeEffectiveDate = enrollment.LatestChangeEffectiveDate is { } date ? IsoDate.Format(date) : null,
        Volume = enrollment.Volume,
        PcpDetails = WireJson.Read<InboundMemberSnapshotPCPDetails>(enrollment.PcpDetails),
    };
}

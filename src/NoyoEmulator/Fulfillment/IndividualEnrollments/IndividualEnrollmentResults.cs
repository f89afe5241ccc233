using System.Text.Json;
using System.Text.Json.Nodes;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.Plans;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.IndividualEnrollments;

/// <summary>Individual enrollments in Noyo's shape, as of a day.</summary>
internal sealed class IndividualEnrollmentResults(SqlReader reader, DateOnly day)
{
    private static readonly JsonElement Nothing = WireJson.Read<JsonElement>("{}");

    private readonly Dictionary<(Guid GroupId, Guid PlanId), IReadOnlyList<PlanPremium>> _premiums = [];

    public PublicIndividualEnrollmentResultWithConfig Of(IndividualEnrollment enrollment)
    {
        var known = enrollment.Known;
        var status = enrollment.Period.StatusOn(day);
        return new PublicIndividualEnrollmentResultWithConfig
        {
            Id = enrollment.Id,
            Version = enrollment.Version,
            Created = enrollment.Created.ToUnixTimeSeconds(),
            Modified = enrollment.Modified.ToUnixTimeSeconds(),
            GroupEnrollmentId = enrollment.GroupEnrollmentId,
            PlanId = enrollment.KeptPlanId,
            LineOfCoverage = enrollment.LineOfCoverage,
            IndividualId = enrollment.IndividualId,
            IndividualType = EnumName.Of(enrollment.IndividualType),
            Status = EnumName.Of(status),
            EffectiveStartDate = enrollment.EffectiveStartDate,
            EffectiveEndDate = enrollment.EffectiveEndDate,
            EnrollData = status is EnrollmentStatus.Active or EnrollmentStatus.Terminated ? EnrollData(enrollment, known) : [],
            IndividualEnrollmentConfiguration = known.CarrierConfig ?? Nothing,
            CobraEnrollment = known.CobraDetails?.CobraEnrolled == true
                ? new IndividualEnrollmentCOBRAEnrollment { CobraEnrolled = true, CobraType = "federal" }
                : new IndividualEnrollmentCOBRAEnrollment(),
            CobraDetails = Of(known.CobraDetails),
            PcpDetails = Of(known.PcpDetails),
        };
    }

    /// <summary>What is known of the coverage, on the day or on its last one before it.</summary>
    private JsonObject EnrollData(IndividualEnrollment enrollment, EnrollmentDetails known)
    {
        var data = new JsonObject();
        if (known.Volume is { } volume)
            data["volume"] = volume;
        var then = enrollment.EffectiveEndDate < day ? enrollment.EffectiveEndDate : day;
        var memberType = EnumName.Of(enrollment.IndividualType);
        var premium = PremiumsOf(enrollment).FirstOrDefault(premium =>
            premium.PremiumType == PlanPremium.Total && premium.MemberType == memberType && premium.IsPaidOn(then));
        // With a capital letter, as the published example has it.
        if (premium is { Each.Unit: { } unit })
            data["premium"] = new JsonObject { ["amount"] = premium.Dollars, ["unit"] = $"{char.ToUpperInvariant(unit[0])}{unit[1..]}" };
        return data;
    }

    private IReadOnlyList<PlanPremium> PremiumsOf(IndividualEnrollment enrollment)
    {
        var key = (enrollment.GroupId, enrollment.KeptPlanId);
        if (!_premiums.TryGetValue(key, out var premiums))
        {
            var plan = reader.Where<Plan>("group_id = ? AND id = ?", enrollment.GroupId, enrollment.KeptPlanId).Single();
            _premiums.Add(key, premiums = PlanPremium.Read(plan.Premiums));
        }

        return premiums;
    }

    private static COBRADetails? Of(InboundMemberSnapshotCOBRADetails? known) => known is null ? null : new COBRADetails
    {
        EligibilityStartDate = known.EligibilityStartDate!,
        EligibilityEndDate = known.EligibilityEndDate,
        QualifyingEventDate = known.QualifyingEventDate,
        QualifyingEventReason = known.QualifyingEventReason,
    };

    private static PCPDetails? Of(InboundMemberSnapshotPCPDetails? known) => known is null ? null : new PCPDetails
    {
        Providers =
        [
            .. known.Providers!.Select(provider => new PrimaryCareProvider
            {
                IdentificationCode = provider.IdentificationCode!,
                IdentificationCodeType = provider.IdentificationCodeType!,
                EntityIdentifierCode = provider.EntityIdentifierCode,
                EntityType = provider.EntityType,
                FirstName = provider.FirstName,
                MiddleName = provider.MiddleName,
                LastName = provider.LastName,
                OrganizationName = provider.OrganizationName,
                PatientRelationshipCode = provider.PatientRelationshipCode,
            }),
        ],
    };
}

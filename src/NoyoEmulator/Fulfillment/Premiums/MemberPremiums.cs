using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Fulfillment.Plans;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Premiums;

/// <summary>What makes a premium of a family another one than the rest of them.</summary>
internal sealed record PremiumKey(Guid CarrierId, string PremiumType, MemberPremiumPeriod Period)
{
    /// <summary>The id of the premium of an employee's family; and of that id, the employee's.</summary>
    public Guid IdOf(Guid employeeId) => DerivedId.Mask(employeeId, "member_premium", CarrierId, PremiumType, Period.Amount, Period.Unit);
}

/// <summary>
/// The premiums of families. They are kept nowhere: they follow from the plans that the members are in on a day (inferred), and so do
/// their ids.
/// </summary>
internal static class MemberPremiums
{
    /// <summary>What is paid for a family on a day: for each carrier, type and period the sum.</summary>
    public static IReadOnlyList<MemberPremiumResult> Of(SqlReader reader, Guid employeeId, DateOnly day)
    {
        var enrollments = reader.Where<IndividualEnrollment>("employee_id = ?", employeeId)
            .FindAll(enrollment => enrollment.Period.StatusOn(day) == EnrollmentStatus.Active);
        var plans = enrollments.Select(enrollment => (enrollment.GroupId, enrollment.KeptPlanId)).Distinct()
            .ToDictionary(key => key, key => PremiumsOf(reader.Where<Plan>("group_id = ? AND id = ?", key.GroupId, key.KeptPlanId)));
        return
        [
            .. enrollments
                .SelectMany(
                    enrollment => plans[(enrollment.GroupId, enrollment.KeptPlanId)].Where(premium => IsPaid(premium, enrollment, day)),
                    (enrollment, premium) => new Part(enrollment, premium))
                .GroupBy(part => new PremiumKey(part.Enrollment.CarrierId, part.Premium.PremiumType!, part.Premium.Each))
                .Select(parts => Sum(employeeId, parts.Key, [.. parts.OrderBy(part => part.Enrollment.IndividualType).ThenBy(part => part.Enrollment.Created).ThenBy(part => part.Enrollment.Id)]))
                .OrderByDescending(premium => premium.Created).ThenByDescending(premium => premium.Id),
        ];
    }

    /// <summary>The family and the premium that an id stands for; null when it stands for none.</summary>
    public static (Member Employee, PremiumKey Key)? Find(SqlReader reader, Guid id)
    {
        var keys = reader.Where<Plan>("premiums IS NOT NULL")
            .SelectMany(plan => PlanPremium.Read(plan.Premiums), (plan, premium) => new PremiumKey(plan.CarrierId, premium.PremiumType!, premium.Each)).Distinct();
        foreach (var key in keys)
        {
            if (reader.Where<Member>("id = ?", key.IdOf(id)) is [{ Type: MemberType.Employee } employee])
                return (employee, key);
        }

        return null;
    }

    private static IReadOnlyList<PlanPremium> PremiumsOf(List<Plan> plans) => [.. plans.SelectMany(plan => PlanPremium.Read(plan.Premiums))];

    private static bool IsPaid(PlanPremium premium, IndividualEnrollment enrollment, DateOnly day) =>
        premium.MemberType == EnumName.Of(enrollment.IndividualType) && premium.IsPaidOn(day);

    private static MemberPremiumResult Sum(Guid employeeId, PremiumKey key, IReadOnlyList<Part> parts)
    {
        var id = key.IdOf(employeeId);
        var premium = new MemberPremiumResult
        {
            Id = id,
            Version = Guid.Empty,
            Created = parts.Min(part => part.Enrollment.Created).ToUnixTimeSeconds(),
            Modified = parts.Max(part => part.Enrollment.Modified).ToUnixTimeSeconds(),
            CarrierId = key.CarrierId,
            PremiumType = key.PremiumType,
            Amount = parts.Sum(part => part.Premium.Dollars),
            Period = key.Period,
            EffectiveStartDate = parts.Max(part => part.First),
            EffectiveEndDate = parts.Min(part => part.Last),
            BilledMembers =
            [
                .. parts.Select(part => new MemberPremiumBilledMember
                {
                    MemberId = part.Enrollment.IndividualId,
                    MemberType = EnumName.Of(part.Enrollment.IndividualType),
                    LineOfCoverage = part.Enrollment.LineOfCoverage,
                    PlanId = part.Enrollment.KeptPlanId,
                }).Distinct(),
            ],
        };
        return premium with { Version = DerivedId.Of("member_premium_version", WireJson.Write(premium)) };
    }

    /// <summary>What is paid for one enrollment.</summary>
    private sealed record Part(IndividualEnrollment Enrollment, PlanPremium Premium)
    {
        public DateOnly First => Enrollment.EffectiveStartDate > Premium.First ? Enrollment.EffectiveStartDate : Premium.First;

        public DateOnly Last => Enrollment.EffectiveEndDate < Premium.Last ? Enrollment.EffectiveEndDate : Premium.Last;
    }
}

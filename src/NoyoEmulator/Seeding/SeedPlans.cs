using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.Plans;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Seeding;

/// <summary>Plans and group enrollments between a seed and a world.</summary>
internal static class SeedPlans
{
    /// <summary>Adds what a group of a seed offers.</summary>
    public static void Add(WorldSession session, Guid groupId, SeedGroup group)
    {
        var placed = new HashSet<(Guid CarrierId, string Line)>();
        foreach (var stated in group.GroupEnrollments ?? [])
        {
            var enrollment = Of(session, groupId, stated);
            session.Rows.Insert(enrollment);
            _ = placed.Add((enrollment.CarrierId, enrollment.LineOfCoverage));
        }

        foreach (var stated in group.Plans ?? [])
        {
            var plan = Of(session, groupId, stated);
            session.Rows.Insert(plan);
            if (placed.Add((plan.CarrierId, plan.LineOfCoverage)))
                session.Rows.Insert(GroupEnrollment.New(session, groupId, plan.CarrierId, plan.LineOfCoverage));
        }
    }

    /// <summary>A plan as a seed states it.</summary>
    public static SeedPlan Write(Plan plan)
    {
        var terms = WireJson.Read<PlanTerms>(plan.Terms) ?? new PlanTerms();
        return new SeedPlan
        {
            Id = plan.Id.ToString("D"),
            CarrierId = plan.CarrierId.ToString("D"),
            LineOfCoverage = plan.LineOfCoverage,
            Name = plan.Name,
            PlanType = plan.PlanType,
            Code = plan.Code,
            Network = plan.Network,
            EffectiveStartDate = Text(plan.EffectiveStartDate),
            EffectiveEndDate = Text(plan.EffectiveEndDate),
            Voluntary = plan.Voluntary,
            MetalTier = terms.MetalTier,
            EligibleMemberTypes = terms.EligibleMemberTypes,
            WaitingPeriods = terms.WaitingPeriods,
            TerminationPolicy = terms.TerminationPolicy,
            CobraRules = terms.CobraRules,
            Benefits = terms.Benefits,
            DependentChildAgeLimits = terms.DependentChildAgeLimits,
            VolumeRules = terms.VolumeRules,
            PlanConfiguration = terms.PlanConfiguration,
            Rates = WireJson.Read<IReadOnlyList<PlanRate>>(plan.Rates),
            Premiums = WireJson.Read<IReadOnlyList<PlanPremium>>(plan.Premiums),
        };
    }

    /// <summary>A group enrollment as a seed states it.</summary>
    public static SeedGroupEnrollment Write(GroupEnrollment enrollment) => new()
    {
        Id = enrollment.Id.ToString("D"),
        CarrierId = enrollment.CarrierId.ToString("D"),
        LineOfCoverage = enrollment.LineOfCoverage,
        EffectiveStartDate = Text(enrollment.EffectiveStartDate),
        EffectiveEndDate = Text(enrollment.EffectiveEndDate),
        OpenEnrollmentStartDate = Text(enrollment.OpenEnrollmentStartDate),
        OpenEnrollmentEndDate = Text(enrollment.OpenEnrollmentEndDate),
        OpenEnrollmentRenewalDate = Text(enrollment.OpenEnrollmentRenewalDate),
    };

    private static GroupEnrollment Of(WorldSession session, Guid groupId, SeedGroupEnrollment stated)
    {
        var enrollment = GroupEnrollment.New(session, groupId, Guid.Parse(stated.CarrierId!), MemberSnapshotVocabulary.LinesOfCoverage.Find(stated.LineOfCoverage)!);
        if (stated.Id is not null)
            enrollment.Id = Guid.Parse(stated.Id);
        enrollment.EffectiveStartDate = Day(stated.EffectiveStartDate);
        enrollment.EffectiveEndDate = Day(stated.EffectiveEndDate);
        enrollment.OpenEnrollmentStartDate = Day(stated.OpenEnrollmentStartDate);
        enrollment.OpenEnrollmentEndDate = Day(stated.OpenEnrollmentEndDate);
        enrollment.OpenEnrollmentRenewalDate = Day(stated.OpenEnrollmentRenewalDate);
        return enrollment;
    }

    private static Plan Of(WorldSession session, Guid groupId, SeedPlan stated)
    {
        var terms = new PlanTerms
        {
            EligibleMemberTypes = stated.EligibleMemberTypes,
            WaitingPeriods = stated.WaitingPeriods,
            TerminationPolicy = stated.TerminationPolicy,
            CobraRules = stated.CobraRules,
            Benefits = stated.Benefits,
            DependentChildAgeLimits = stated.DependentChildAgeLimits,
            VolumeRules = stated.VolumeRules,
            PlanConfiguration = stated.PlanConfiguration,
            MetalTier = stated.MetalTier,
        };
        return new Plan
        {
            Id = Guid.Parse(stated.Id!),
            Version = session.NewId(),
            Created = session.Now,
            Modified = session.Now,
            GroupId = groupId,
            CarrierId = Guid.Parse(stated.CarrierId!),
            LineOfCoverage = MemberSnapshotVocabulary.LinesOfCoverage.Find(stated.LineOfCoverage)!,
            Name = stated.Name!,
            PlanType = stated.PlanType,
            Code = stated.Code,
            Network = stated.Network,
            EffectiveStartDate = Day(stated.EffectiveStartDate),
            EffectiveEndDate = Day(stated.EffectiveEndDate),
            Voluntary = stated.Voluntary,
            Terms = WireJson.Write(terms) is not "{}" and var known ? known : null,
            Rates = stated.Rates is { Count: > 0 } ? WireJson.Write(stated.Rates) : null,
            Premiums = stated.Premiums is { Count: > 0 } ? WireJson.Write(stated.Premiums) : null,
        };
    }

    private static DateOnly? Day(string? text) => text is null ? null : IsoDate.Parse(text);

    private static string? Text(DateOnly? day) => day is { } known ? IsoDate.Format(known) : null;
}

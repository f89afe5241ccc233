using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Enrollments;

/// <summary>
/// Gives enrollments a plan and a group enrollment that can be fetched. What a snapshot names and the group does not have is kept for it
/// (inferred); only answers tell of it: what a snapshot means is decided by what the group offers and by what was stated.
/// </summary>
internal static class KeptPlans
{
    /// <summary>The enrollment as it is to be stored.</summary>
    public static IndividualEnrollment Place(WorldSession session, IndividualEnrollment enrollment)
    {
        var group = session.Rows.Setup.Get<GroupSetups>().Find(enrollment.GroupId)!;
        return enrollment with { KeptPlanId = PlanOf(session, group, enrollment), GroupEnrollmentId = GroupEnrollmentOf(session, group, enrollment) };
    }

    private static Guid GroupEnrollmentOf(WorldSession session, GroupSetup group, IndividualEnrollment enrollment)
    {
        if (group.GroupEnrollments.TryGetValue((enrollment.CarrierId, enrollment.LineOfCoverage), out var known))
            return known;
        var made = GroupEnrollment.New(session, enrollment.GroupId, enrollment.CarrierId, enrollment.LineOfCoverage);
        session.Rows.Insert(made);
        return made.Id;
    }

    private static Guid PlanOf(WorldSession session, GroupSetup group, IndividualEnrollment enrollment)
    {
        var name = enrollment.PlanName?.Trim();
        var id = enrollment.PlanId
            ?? DerivedId.Of("plan", enrollment.GroupId, enrollment.CarrierId, enrollment.LineOfCoverage, name?.ToLowerInvariant());
        if (group.KeptPlans.Contains(id))
            return id;
        session.Rows.Insert(new Plan
        {
            Id = id,
            Version = session.NewId(),
            Created = session.Now,
            Modified = session.Now,
            GroupId = enrollment.GroupId,
            CarrierId = enrollment.CarrierId,
            LineOfCoverage = enrollment.LineOfCoverage,
            Name = string.IsNullOrEmpty(name) ? NameOf(session, enrollment) : name,
            IsNamedOnly = true,
        });
        return id;
    }

    private static string NameOf(WorldSession session, IndividualEnrollment enrollment) => enrollment.PlanId is { } id
        ? session.Rows.Setup.Get<GroupSetups>().FindPlan(id)?.Name ?? id.ToString()
        : enrollment.LineOfCoverage;
}

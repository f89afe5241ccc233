using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Connections;

/// <summary>
/// The plans that a group has at a carrier once it is connected: Noyo has them of the carrier then (page on connections). Those that the
/// carrier has in other groups are taken for its plans (inferred), each with an id of the group's own.
/// </summary>
internal static class CarrierOffers
{
    /// <summary>Gives a group that has no plan at the carrier those that the carrier has, without rates and premiums.</summary>
    public static void Give(WorldSession session, GroupConnection connection)
    {
        var groups = session.Rows.Setup.Get<GroupSetups>();
        var group = groups.Find(connection.GroupId)!;
        if (group.Plans.Any(plan => plan.CarrierId == connection.CarrierId))
            return;
        var plans = groups.Plans.Where(plan => plan.CarrierId == connection.CarrierId).OrderBy(plan => plan.Created).ThenBy(plan => plan.Id)
            .DistinctBy(plan => (plan.LineOfCoverage, plan.Name.Trim().ToUpperInvariant())).ToList();
        foreach (var plan in plans)
        {
            session.Rows.Insert(new Plan
            {
                Id = DerivedId.Of("plan", connection.GroupId, plan.Id),
                Version = session.NewId(),
                Created = session.Now,
                Modified = session.Now,
                GroupId = connection.GroupId,
                CarrierId = connection.CarrierId,
                LineOfCoverage = plan.LineOfCoverage,
                Name = plan.Name,
                PlanType = plan.PlanType,
                Code = plan.Code,
                Network = plan.Network,
                EffectiveStartDate = plan.EffectiveStartDate,
                EffectiveEndDate = plan.EffectiveEndDate,
                Voluntary = plan.Voluntary,
                Terms = plan.Terms,
            });
        }

        foreach (var line in plans.Select(plan => plan.LineOfCoverage).Distinct(StringComparer.Ordinal))
        {
            if (!group.GroupEnrollments.ContainsKey((connection.CarrierId, line)))
                session.Rows.Insert(GroupEnrollment.New(session, connection.GroupId, connection.CarrierId, line));
        }
    }
}

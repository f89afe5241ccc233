using NoyoEmulator.Persistence;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>A group with what was set up for it.</summary>
/// <param name="Group">The group.</param>
/// <param name="Plans">The plans that it offers.</param>
/// <param name="ConnectedCarriers">The carriers to which it has a completed connection.</param>
internal sealed record GroupSetup(Group Group, IReadOnlyList<Plan> Plans, IReadOnlySet<Guid> ConnectedCarriers)
{
    /// <summary>The carriers that it was disconnected from, each with the day from which they take nothing new.</summary>
    public IReadOnlyDictionary<Guid, DateOnly> DisconnectedCarriers { get; init; } = new Dictionary<Guid, DateOnly>();

    /// <summary>The plans that can be fetched: what it offers, and what snapshots named beside that.</summary>
    public IReadOnlySet<Guid> KeptPlans { get; init; } = new HashSet<Guid>();

    /// <summary>Its group enrollments.</summary>
    public IReadOnlyDictionary<(Guid CarrierId, string Line), Guid> GroupEnrollments { get; init; } = new Dictionary<(Guid CarrierId, string Line), Guid>();
}

/// <summary>The groups of a world.</summary>
internal sealed class GroupSetups : ISetup<GroupSetups>
{
    private readonly Dictionary<Guid, GroupSetup> _groups;

    private readonly Dictionary<Guid, Plan> _plans = [];

    private GroupSetups(Dictionary<Guid, GroupSetup> groups)
    {
        _groups = groups;
        foreach (var plan in groups.Values.OrderBy(group => group.Group.Id).SelectMany(group => group.Plans))
            _ = _plans.TryAdd(plan.Id, plan);
    }

    /// <summary>The plans that groups offer, each id once.</summary>
    public IReadOnlyCollection<Plan> Plans => _plans.Values;

    /// <inheritdoc/>
    public static IReadOnlyList<Type> Sources { get; } = [typeof(Group), typeof(GroupConnection), typeof(Plan), typeof(GroupEnrollment)];

    /// <inheritdoc/>
    public static GroupSetups Load(RowStore rows)
    {
        var plans = rows.All<Plan>().ToLookup(plan => plan.GroupId);
        var connections = rows.All<GroupConnection>().ToLookup(connection => connection.GroupId);
        var enrollments = rows.All<GroupEnrollment>().ToLookup(enrollment => enrollment.GroupId);
        return new GroupSetups(rows.All<Group>().ToDictionary(
            group => group.Id,
            group =>
            {
                var connected = connections[group.Id].Where(connection => connection.IsInUse).Select(connection => connection.CarrierId).ToHashSet();
                return new GroupSetup(group, [.. plans[group.Id].Where(plan => !plan.IsNamedOnly)], connected)
                {
                    DisconnectedCarriers = connections[group.Id]
                        .Where(connection => connection.DisconnectedOn is not null && !connected.Contains(connection.CarrierId))
                        .GroupBy(connection => connection.CarrierId, connection => connection.DisconnectedOn!.Value)
                        .ToDictionary(carrier => carrier.Key, carrier => carrier.Max()),
                    KeptPlans = plans[group.Id].Select(plan => plan.Id).ToHashSet(),
                    GroupEnrollments = enrollments[group.Id].ToDictionary(enrollment => (enrollment.CarrierId, enrollment.LineOfCoverage), enrollment => enrollment.Id),
                };
            }));
    }

    /// <summary>The group with an id; null when there is none.</summary>
    public GroupSetup? Find(Guid groupId) => _groups.GetValueOrDefault(groupId);

    /// <summary>The plan with an id, whichever group offers it; null when none does.</summary>
    public Plan? FindPlan(Guid planId) => _plans.GetValueOrDefault(planId);

    /// <summary>The groups that are connected to a carrier.</summary>
    public IEnumerable<Guid> ConnectedTo(Guid carrierId) =>
        _groups.Values.Where(group => group.ConnectedCarriers.Contains(carrierId)).Select(group => group.Group.Id).Order();

    /// <summary>The groups that were disconnected from a carrier, each with the day from which it takes nothing new.</summary>
    public IEnumerable<(Guid GroupId, DateOnly Day)> DisconnectedFrom(Guid carrierId) =>
        from setup in _groups.Values
        where setup.DisconnectedCarriers.ContainsKey(carrierId)
        orderby setup.Group.Id
        select (setup.Group.Id, setup.DisconnectedCarriers[carrierId]);

    /// <summary>The organization of a group that exists.</summary>
    public Guid OrganizationOf(Guid groupId) => _groups[groupId].Group.OrganizationId;
}

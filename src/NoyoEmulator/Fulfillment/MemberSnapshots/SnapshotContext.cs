using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Families;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots;

/// <summary>What Noyo knows when a snapshot arrives, as far as it matters for what becomes of it.</summary>
/// <param name="Group">The group with its plans and connections.</param>
/// <param name="Linked">Which known member each person of the snapshot is.</param>
/// <param name="Family">The family as it is.</param>
/// <param name="Carriers">The carriers and how they behave.</param>
/// <param name="CarriersAtWork">The carriers that have not decided yet about what they were told of the family.</param>
/// <param name="Behavior">The named behavior that the employee's classifications choose; null for the carriers' own.</param>
internal sealed record SnapshotContext(
    GroupSetup Group, LinkedFamily Linked, FamilyState Family, CarrierSetups Carriers, IReadOnlySet<Guid> CarriersAtWork, NamedBehavior? Behavior)
{
    /// <summary>What Noyo knows a carrier to hold of the family.</summary>
    public IReadOnlyList<MemberRecord> FoundAt(Guid carrierId) => Family.FoundAt(carrierId, Carriers, Behavior?.Name);

    /// <summary>Reads what is known.</summary>
    /// <param name="rows">The world's rows.</param>
    /// <param name="groupId">The group that the snapshot was posted to.</param>
    /// <param name="inbound">The snapshot.</param>
    /// <param name="carrierOverrides">Carriers that are to be taken as connected or not, whatever the group's connections say.</param>
    /// <returns>What is known; or why the snapshot names what does not exist.</returns>
    public static (SnapshotContext? Context, Refusal? Refusal) Load(
        RowStore rows, Guid groupId, InboundMemberSnapshot inbound, IReadOnlyList<CarrierOverride>? carrierOverrides)
    {
        if (rows.Setup.Get<GroupSetups>().Find(groupId) is not { } group)
            return (null, new Refusal(RefusalReason.Missing, $"Group not found with UUID {groupId}"));

        var mentioned = MentionedMembers.Load(rows, groupId, inbound);
        var (employee, unknown) = MemberLinking.FindEmployee(inbound, mentioned, MemberLinking.LoadAlike(rows, groupId, inbound));
        if (unknown is not null)
            return (null, unknown);
        var family = employee is null ? FamilyState.Unknown : FamilyState.Load(rows, [employee.Id])[employee.Id];
        var (linked, refusal) = MemberLinking.Link(inbound, mentioned, employee, family.Members);
        if (linked is null)
            return (null, refusal);
        var atWork = employee is null ? []
            : rows.Where<MemberTransaction>("employee_id = ? AND status = 'processing'", employee.Id).Select(transaction => transaction.CarrierId).ToHashSet();
        return (
            new SnapshotContext(
                Override(group, carrierOverrides),
                linked,
                family,
                rows.Setup.Get<CarrierSetups>(),
                atWork,
                NamedBehavior.Find(NamedBehavior.ChosenBy(inbound.Employee!.Classifications))),
            null);
    }

    private static GroupSetup Override(GroupSetup group, IReadOnlyList<CarrierOverride>? carrierOverrides)
    {
        if (carrierOverrides is null)
            return group;
        var connected = group.ConnectedCarriers.ToHashSet();
        foreach (var change in carrierOverrides.Where(change => change.Connected is not null))
            _ = change.Connected == true ? connected.Add(Uuid.Parse(change.CarrierId!)) : connected.Remove(Uuid.Parse(change.CarrierId!));
        return group with { ConnectedCarriers = connected };
    }
}

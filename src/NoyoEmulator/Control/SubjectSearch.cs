using System.Text;
using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Fulfillment.Plans;
using NoyoEmulator.Fulfillment.Premiums;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Persistence;
using NoyoEmulator.Tracking;
using NoyoEmulator.Vocabulary;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Control;

/// <summary>Finds what a world has under an id. Every kind is looked up by an index, but for those of which a world has few.</summary>
internal sealed class SubjectSearch(SqlReader reader)
{
    /// <summary>Of what may have any number of snapshots or deliveries, the newest ones are told.</summary>
    public const int Most = 100;

    /// <summary>What has the id; null when nothing has.</summary>
    public ExplainedSubject? Find(Guid id)
    {
        Func<Guid, ExplainedSubject?>[] kinds =
        [
            FindSnapshot, FindMember, FindTransaction, FindDifference, FindSource, FindDelivery, FindEvent, FindEnrollment, FindSubscription,
            FindGroup, FindCarrier, FindPlan, FindConnection, FindDisconnection, FindOrganization, FindGroupEnrollment,
            FindRate, FindPremium, FindPerson, new GroupSubjects(reader).Find,
        ];
        return kinds.Select(find => find(id)).FirstOrDefault(found => found is not null);
    }

    /// <summary>The ids that a statement gives.</summary>
    public IReadOnlyList<Guid> Ids(string sql, params ReadOnlySpan<object> values)
    {
        var ids = new List<Guid>();
        using var rows = reader.Query(sql, values);
        while (rows.Next())
            ids.Add(rows.Id(0));
        return ids;
    }

    /// <summary>The snapshot that was posted last; null when there is none.</summary>
    public Guid? NewestSnapshot() => Ids("SELECT id FROM member_snapshots WHERE origin = 'posted' ORDER BY rowid DESC LIMIT 1") is [var newest, ..] ? newest : null;

    private T? One<T>(string condition, Guid id)
        where T : class => reader.Where<T>(condition, id) is [var found, ..] ? found : null;

    private ExplainedSubject? FindSnapshot(Guid id)
    {
        if (One<MemberSnapshot>("id = ?", id) is not { } snapshot)
            return null;
        var isRequest = snapshot.Origin == SnapshotOrigin.Requested;
        var subject = new ExplainedSubject(
            isRequest ? "member_request" : "member_snapshot",
            $"a member {(isRequest ? "request" : "snapshot")} of employee {snapshot.EmployeeId} of group {snapshot.GroupId}: {EnumName.Of(snapshot.Status)}"
            + (snapshot.ReplacedById is { } newer ? $", replaced by {newer}" : ""));
        AddSnapshot(subject, id);
        return subject;
    }

    private void AddSnapshot(ExplainedSubject subject, Guid id)
    {
        _ = subject.Snapshots.Add(id);
        _ = subject.Subjects.Add(id);
        subject.Subjects.UnionWith(Ids("SELECT id FROM member_transactions WHERE snapshot_id = ?", id));
        subject.Differences.UnionWith(Ids("SELECT difference_id FROM difference_sources WHERE snapshot_id = ?", id));
    }

    private ExplainedSubject? FindMember(Guid id)
    {
        if (One<Member>("id = ?", id) is not { } member)
            return null;
        if (member.Type == MemberType.Dependent)
        {
            var dependent = new ExplainedSubject("dependent", $"a dependent of employee {member.EmployeeId} of group {member.GroupId}");
            _ = dependent.Subjects.Add(id);
            AddDifferences(dependent, member.EmployeeId, [
                id,
                .. Ids("SELECT id FROM individual_enrollments WHERE employee_id = ? AND individual_id = ?", member.EmployeeId, id),
            ]);
            return dependent;
        }

        var employee = new ExplainedSubject("employee", $"an employee of group {member.GroupId}");
        _ = employee.Subjects.Add(id);
        foreach (var snapshot in Ids("SELECT id FROM member_snapshots WHERE employee_id = ?", id))
            AddSnapshot(employee, snapshot);
        employee.Differences.UnionWith(Ids("SELECT id FROM differences WHERE employee_id = ?", id));
        return employee;
    }

    private ExplainedSubject? FindPerson(Guid id)
    {
        var memberId = PersonId.MemberOf(id);
        if (One<Member>("id = ?", memberId) is not { } member || FindMember(memberId) is not { } subject)
            return null;
        return subject with { Kind = "person", What = $"the person who is {EnumName.Of(member.Type)} {memberId}; that is {subject.What}" };
    }

    /// <summary>Those of a family that are about some of its people and enrollments.</summary>
    private void AddDifferences(ExplainedSubject subject, Guid employeeId, IReadOnlyCollection<Guid> objects)
    {
        using var rows = reader.Query("SELECT id, object_id FROM differences WHERE employee_id = ?", employeeId);
        while (rows.Next())
        {
            if (objects.Contains(rows.Id(1)))
                _ = subject.Differences.Add(rows.Id(0));
        }
    }

    private ExplainedSubject? FindTransaction(Guid id)
    {
        if (One<MemberTransaction>("id = ?", id) is not { } transaction)
            return null;
        var subject = new ExplainedSubject(
            "member_transaction",
            $"the transaction of snapshot {transaction.SnapshotId} at carrier {transaction.CarrierId}: {EnumName.Of(transaction.Status)}, "
            + EnumName.Of(transaction.StatusDetail));
        subject.Subjects.UnionWith([id, transaction.SnapshotId]);
        _ = subject.Snapshots.Add(transaction.SnapshotId);
        subject.Differences.UnionWith(Ids("SELECT difference_id FROM difference_sources WHERE transaction_id = ?", id));
        return subject;
    }

    private ExplainedSubject? FindDifference(Guid id)
    {
        if (One<Difference>("id = ?", id) is not { } difference)
            return null;
        var state = difference switch
        {
            { ReplacedById: { } newer } => $"replaced by {newer}",
            { Resolved: not null } => "resolved",
            { DiscrepancyTime: not null } => "open, a discrepancy",
            _ => "open, a pending change",
        };
        return Of(id, new ExplainedSubject(
            "difference",
            $"a {difference.DifferenceType} of {EnumName.Of(difference.ObjectType)} {difference.ObjectId} at carrier {difference.CarrierId}: {state}"));

        static ExplainedSubject Of(Guid id, ExplainedSubject subject)
        {
            _ = subject.Differences.Add(id);
            return subject;
        }
    }

    private ExplainedSubject? FindSource(Guid id)
    {
        if (One<DifferenceSource>("id = ?", id) is not { } source)
            return null;
        var subject = new ExplainedSubject("difference_source", $"a sighting of difference {source.DifferenceId}, {EnumName.Of(source.Stage)}");
        _ = subject.Differences.Add(source.DifferenceId);
        return subject;
    }

    private ExplainedSubject? FindDelivery(Guid id)
    {
        if (One<WebhookDelivery>("id = ?", id) is not { } delivery)
            return null;
        var subject = new ExplainedSubject(
            "delivery", $"the delivery of event {delivery.EventId} to subscription {delivery.SubscriptionId}: {EnumName.Of(delivery.Status)}");
        _ = subject.Subjects.Add(id);
        _ = subject.Deliveries.Add(id);
        return subject;
    }

    private ExplainedSubject? FindEvent(Guid id)
    {
        if (One<WebhookEvent>("id = ?", id) is not { } webhookEvent)
            return null;
        var subject = new ExplainedSubject("event", $"a {webhookEvent.Type} about {webhookEvent.ObjectId}");
        _ = subject.Subjects.Add(id);
        subject.Deliveries.UnionWith(Ids("SELECT id FROM webhook_deliveries WHERE event_id = ?", id));
        return subject;
    }

    private ExplainedSubject? FindEnrollment(Guid id)
    {
        if (One<IndividualEnrollment>("id = ?", id) is not { } enrollment)
            return null;
        var subject = new ExplainedSubject(
            "individual_enrollment",
            $"the {enrollment.LineOfCoverage} enrollment of {EnumName.Of(enrollment.IndividualType)} {enrollment.IndividualId} at carrier "
            + $"{enrollment.CarrierId}, from {enrollment.EffectiveStartDate:yyyy-MM-dd} to {enrollment.EffectiveEndDate:yyyy-MM-dd}");
        AddDifferences(subject, enrollment.EmployeeId, [id]);
        return subject;
    }

    private ExplainedSubject? FindSubscription(Guid id)
    {
        if (One<WebhookSubscription>("id = ?", id) is not { } subscription)
            return null;
        var subject = new ExplainedSubject(
            "subscription", $"the webhook subscription of {ReceiverUrl.Shown(subscription.Url)}: {EnumName.Of(subscription.Status)}");
        _ = subject.Subjects.Add(id);
        subject.Deliveries.UnionWith(
            Ids("SELECT id FROM webhook_deliveries WHERE subscription_id = ? ORDER BY sequence DESC LIMIT ?", id, Most));
        return subject;
    }

    private ExplainedSubject? FindGroup(Guid id)
    {
        if (One<Group>("id = ?", id) is not { } group)
            return null;
        var subject = new ExplainedSubject("group", $"the group {group.Name} of organization {group.OrganizationId}");
        _ = subject.Subjects.Add(id);
        subject.Subjects.UnionWith(Ids("SELECT id FROM group_connections WHERE group_id = ?", id));
        subject.Snapshots.UnionWith(
            Ids("SELECT id FROM member_snapshots WHERE group_id = ? ORDER BY created DESC, id DESC LIMIT ?", id, Most));
        return subject;
    }

    private ExplainedSubject? FindCarrier(Guid id)
    {
        if (One<Carrier>("id = ?", id) is not { } carrier)
            return null;
        var subject = new ExplainedSubject("carrier", $"the carrier {carrier.DisplayName}");
        _ = subject.Subjects.Add(id);
        subject.Subjects.UnionWith(Ids("SELECT id FROM group_connections WHERE carrier_id = ?", id));
        subject.Snapshots.UnionWith(
            Ids("SELECT snapshot_id FROM carrier_fulfillments WHERE carrier_id = ? ORDER BY snapshot_id DESC LIMIT ?", id, Most));
        return subject;
    }

    private ExplainedSubject? FindPlan(Guid id)
    {
        if (reader.Where<Plan>("id = ? ORDER BY group_id LIMIT ?", id, Most) is not [var plan, ..] plans)
            return null;
        var offered = string.Join(" and ", plans.Where(of => !of.IsNamedOnly).Select(of => of.GroupId));
        var named = string.Join(" and ", plans.Where(of => of.IsNamedOnly).Select(of => of.GroupId));
        return new ExplainedSubject(
            "plan",
            $"the {plan.LineOfCoverage} plan {plan.Name} of carrier {plan.CarrierId}"
            + (offered.Length > 0 ? $", offered to {offered}" : "")
            + (named.Length > 0 ? $", which only snapshots of {named} name" : ""));
    }

    private ExplainedSubject? FindGroupEnrollment(Guid id)
    {
        if (One<GroupEnrollment>("id = ?", id) is not { } enrollment)
            return null;
        return new ExplainedSubject(
            "group_enrollment", $"the {enrollment.LineOfCoverage} coverage of group {enrollment.GroupId} at carrier {enrollment.CarrierId}");
    }

    // Only seeds give plans rates and premiums.
    private ExplainedSubject? FindRate(Guid id)
    {
        foreach (var plan in reader.Where<Plan>("rates IS NOT NULL"))
        {
            var rates = PlanResults.RatesOf(plan);
            if (rates.PlanRateId == id)
                return new ExplainedSubject("plan_rate", $"the rates of plan {plan.Id} of group {plan.GroupId}");
            if (rates.TemporalRates.FirstOrDefault(rate => rate.Id == id) is { } temporal)
                return new ExplainedSubject("plan_rate", $"the rate of plan {plan.Id} of group {plan.GroupId} from {temporal.StartDate:yyyy-MM-dd}");
        }

        return null;
    }

    private ExplainedSubject? FindPremium(Guid id)
    {
        if (MemberPremiums.Find(reader, id) is not { } found)
            return null;
        var (employee, key) = found;
        return new ExplainedSubject(
            "member_premium",
            $"the {key.PremiumType} of the family of employee {employee.Id} at carrier {key.CarrierId}, for {key.Period.Amount} {key.Period.Unit}; it follows from their plans");
    }

    // A world has few connections and groups.
    private ExplainedSubject? FindConnection(Guid id)
    {
        if (One<GroupConnection>("id = ?", id) is not { } connection)
            return null;
        var subject = new ExplainedSubject(
            "group_connection",
            $"the connection of group {connection.GroupId} with carrier {connection.CarrierId}: {EnumName.Of(connection.Status)}");
        _ = subject.Subjects.Add(id);
        return subject;
    }

    private ExplainedSubject? FindDisconnection(Guid id)
    {
        if (One<GroupDisconnection>("id = ?", id) is not { } disconnection)
            return null;
        var subject = new ExplainedSubject(
            "group_disconnection",
            $"the request to disconnect group {disconnection.GroupId} from carrier {disconnection.CarrierId}"
            + (disconnection.EffectiveEndDate is { } day ? $" as of {day:yyyy-MM-dd}" : "") + $": {EnumName.Of(disconnection.Status)}");
        _ = subject.Subjects.Add(id);
        return subject;
    }

    private ExplainedSubject? FindOrganization(Guid id)
    {
        var groups = Ids("SELECT id FROM groups WHERE organization_id = ? LIMIT ?", id, Most);
        return groups.Count == 0
            ? null
            : new ExplainedSubject(
                "organization", new StringBuilder("the organization, a client of Noyo's, that owns groups; nothing happens to it. Its groups: ")
                    .AppendJoin(", ", groups).ToString());
    }
}

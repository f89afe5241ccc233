using NoyoEmulator.CarrierDirectory;
using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Feeds;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.Issues;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.PartnerDocuments;
using NoyoEmulator.Fulfillment.Renewals;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Persistence;
using NoyoEmulator.Shapes;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tracking;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Control;

/// <summary>Calls rows what checkpoints' changes call them. Rows that are a part of something else are told with it, or not at all.</summary>
internal sealed class ToldRows : IToldRows
{
    public const string Attempt = "attempt";
    public const string StepSetAside = "step_set_aside";
    public const string CarrierBehavior = "carrier_behavior";

    /// <summary>All kinds of what is told, in the order in which a message has them.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        .. CheckpointChanges.KindNames, Attempt, StepSetAside, CarrierBehavior, UnstoredKinds.Clock, UnstoredKinds.Checkpoint, UnstoredKinds.Request,
        UnstoredKinds.Fault, UnstoredKinds.InboxMessage, UnstoredKinds.InboxBehavior,
    ];

    public RowChange? ChangeOf(object row, RowWrite write, ReadOnlySpan<string> properties)
    {
        var sort = write switch
        {
            RowWrite.Inserted => ChangeSort.Created,
            RowWrite.Deleted => ChangeSort.Deleted,
            _ => ChangeSort.Changed,
        };
        return row switch
        {
            Group group => new("group", sort, group.Id),
            GroupContact contact => new("group_contact", sort, contact.Id),
            GroupLocation location => new("group_location", sort, location.Id),
            GroupCarrierConfiguration configuration => new("group_carrier_configuration", sort, configuration.Id),
            GroupConnection connection => new("group_connection", sort, connection.Id),
            GroupDisconnection disconnection => new("group_disconnection", sort, disconnection.Id),
            RenewalDecision decision => new("renewal_decision", sort, decision.Id),
            Issue issue => new("issue", sort, issue.Id),
            FeedRun run => new("feed_run", sort, run.Id),
            PartnerDocument document => new("partner_document", sort, document.Id),
            OrganizationCarrier carrier => new("organization_carrier", sort, carrier.Id),
            Plan plan => new("plan", sort, plan.Id, plan.GroupId),
            GroupEnrollment enrollment => new("group_enrollment", sort, enrollment.Id),
            Member member => new(member.Type == MemberType.Employee ? "employee" : "dependent", sort, member.Id),
            IndividualEnrollment enrollment => new("individual_enrollment", sort, enrollment.Id),
            MemberSnapshot snapshot => new(snapshot.Origin == SnapshotOrigin.Posted ? "member_snapshot" : "member_request", sort, snapshot.Id),
            MemberTransaction transaction => new("member_transaction", sort, transaction.Id),
            Difference difference => new("difference", IsResolving(difference, properties) ? ChangeSort.Resolved : sort, difference.Id),
            CarrierRecord record => new("carrier_record", sort, record.IndividualId, record.CarrierId),
            ShapeObject shape => new("shape_object", sort, shape.Id),
            WebhookSubscription subscription => new("subscription", sort, subscription.Id),
            WebhookEvent raised => new("event", sort, raised.Id),
            WebhookDelivery delivery => new("delivery", sort, delivery.Id),
            WebhookAttempt attempt => new(Attempt, sort, attempt.DeliveryId, attempt.Number),
            // A step is set aside as it is: its row is one that says so from then on.
            ScheduledWork { SetAsideAt: not null } step when write != RowWrite.Inserted =>
                new(StepSetAside, write == RowWrite.Updated ? ChangeSort.Created : sort, null, step.Sequence),
            // Only their behavior changes.
            Carrier carrier when write == RowWrite.Updated => new(CarrierBehavior, sort, carrier.Id),
            _ => null,
        };
    }

    private static bool IsResolving(Difference difference, ReadOnlySpan<string> properties) =>
        difference.Resolved is not null && properties.Contains(nameof(Difference.Resolved));
}

using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Webhooks;

/// <summary>
/// Writes the events of a change, and a delivery for each subscription that wants them, into the transaction of the
/// change itself: a committed change has its events, a rolled back one has none.
/// </summary>
internal sealed class EventOutbox : IEventOutbox
{
    public async Task WriteAsync(WorldSession session)
    {
        if (session.Events.Count == 0)
            return;

        var subscriptions = await session.Db.WebhookSubscriptions.AsNoTracking().OrderBy(subscription => subscription.Created)
            .ThenBy(subscription => subscription.Id).ToListAsync();
        foreach (var raised in session.Events)
        {
            var id = AddEvent(session, raised);
            foreach (var subscription in subscriptions.Where(subscription => Wants(subscription, raised.Type)))
                AddDelivery(session, subscription, id);
        }
    }

    /// <summary>Adds an event; it has no deliveries yet.</summary>
    public static Guid AddEvent(WorldSession session, RaisedEvent raised)
    {
        var id = session.NewId();
        _ = session.Db.WebhookEvents.Add(new WebhookEvent
        {
            Id = id,
            Created = session.Now,
            RealAt = session.RealNow,
            Type = raised.Type,
            ObjectId = raised.ObjectId,
            Body = new WebhookEnvelope(raised.ObjectId, id, session.Now, raised.Type).ToUtf8Bytes(),
        });
        return id;
    }

    /// <summary>Adds a delivery; to a failed subscription it waits until the subscription is active again.</summary>
    public static Guid AddDelivery(WorldSession session, WebhookSubscription subscription, Guid eventId)
    {
        DateTimeOffset? due = subscription.Status == SubscriptionStatus.Failed ? null : session.Now;
        var delivery = new WebhookDelivery
        {
            Id = session.NewId(),
            SubscriptionId = subscription.Id,
            EventId = eventId,
            Created = session.Now,
            Status = DeliveryStatus.Pending,
            NextAttemptAt = due,
        };
        _ = session.Db.WebhookDeliveries.Add(delivery);
        session.Schedule(WorkKind.Delivery, delivery.Id, due);
        return delivery.Id;
    }

    private static bool Wants(WebhookSubscription subscription, string eventType) =>
        Subscriptions.EventsOf(subscription) is not { } wanted || wanted.Contains(eventType, StringComparer.Ordinal);
}

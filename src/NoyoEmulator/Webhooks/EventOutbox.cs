using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Webhooks;

/// <summary>
/// Writes the events of a change, and a delivery for each subscription that wants them, into the transaction of the
/// change itself: a committed change has its events, a rolled back one has none.
/// </summary>
internal sealed class EventOutbox : IEventOutbox
{
    public void Write(WorldSession session, IReadOnlyList<RaisedEvent> events)
    {
        var subscribers = session.Rows.Setup.Get<Subscribers>();
        foreach (var raised in events)
        {
            var id = AddEvent(session, raised);
            foreach (var subscription in subscribers.Of(raised.Type))
                _ = AddDelivery(session, subscription, id);
        }
    }

    /// <summary>Adds an event; it has no deliveries yet.</summary>
    public static Guid AddEvent(WorldSession session, RaisedEvent raised)
    {
        var id = session.NewId();
        session.Rows.Insert(new WebhookEvent
        {
            Id = id,
            Created = session.Now,
            RealAt = session.RealNow,
            Type = raised.Type,
            ObjectId = raised.ObjectId,
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
        session.Rows.Insert(delivery);
        session.Schedule(WorkKind.Delivery, delivery.Id, due);
        return delivery.Id;
    }
}

/// <summary>The subscriptions of a world, oldest first.</summary>
internal sealed class Subscribers : ISetup<Subscribers>
{
    private readonly List<(WebhookSubscription Subscription, IReadOnlyList<string>? Wanted)> _subscriptions;

    private Subscribers(List<(WebhookSubscription Subscription, IReadOnlyList<string>? Wanted)> subscriptions) => _subscriptions = subscriptions;

    /// <inheritdoc/>
    public static IReadOnlyList<Type> Sources { get; } = [typeof(WebhookSubscription)];

    /// <inheritdoc/>
    public static Subscribers Load(RowStore rows) => new([.. rows.All<WebhookSubscription>()
        .OrderBy(subscription => subscription.Created).ThenBy(subscription => subscription.Id)
        .Select(subscription => (subscription, Subscriptions.EventsOf(subscription)))]);

    /// <summary>Those that want events of a type.</summary>
    public IEnumerable<WebhookSubscription> Of(string eventType) => _subscriptions
        .Where(subscriber => subscriber.Wanted is null || subscriber.Wanted.Contains(eventType, StringComparer.Ordinal))
        .Select(subscriber => subscriber.Subscription);
}

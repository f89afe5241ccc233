using NoyoEmulator.Simulation;

namespace NoyoEmulator.Webhooks;

/// <summary>Sends deliveries again, or sooner than they would be sent by themselves.</summary>
internal static class Redelivery
{
    /// <summary>What a delivery to a failed subscription waits for.</summary>
    public const string WaitsForSubscription =
        "its subscription is failed: it is sent when that is active again, which PUT /_emulator/webhooks/subscriptions/{id} makes it";

    /// <summary>
    /// Sends deliveries again: a pending one at once in place of later, one that succeeded or failed with all its retries anew.
    /// For a failed subscription they wait until it is active again.
    /// </summary>
    public static void Resend(WorldSession session, WebhookSubscription subscription, IReadOnlyList<WebhookDelivery> deliveries)
    {
        DateTimeOffset? due = subscription.Status == SubscriptionStatus.Failed ? null : session.Now;
        foreach (var delivery in deliveries.Where(delivery => delivery.Status != DeliveryStatus.Pending))
        {
            delivery.Status = DeliveryStatus.Pending;
            delivery.NextAttemptAt = due;
            session.Rows.Update(delivery, WebhookDelivery.ProgressColumns);
            session.Schedule(WorkKind.Delivery, delivery.Id, due);
        }

        // What is due already may be under way, and what waits for its subscription goes on waiting.
        BringForward(session, [.. deliveries.Where(delivery => delivery.NextAttemptAt > session.Now)], session.Now);
    }

    /// <summary>Makes pending deliveries due at an instant, in the given order, and goes on with their retries where they were.</summary>
    public static void BringForward(WorldSession session, IReadOnlyList<WebhookDelivery> deliveries, DateTimeOffset due)
    {
        var works = session.Rows.WhereIn<ScheduledWork>("subject_id", [.. deliveries.Select(delivery => delivery.Id)]).ToDictionary(work => work.SubjectId);
        foreach (var delivery in deliveries)
        {
            delivery.NextAttemptAt = due;
            session.Rows.Update(delivery, WebhookDelivery.ProgressColumns);
            var work = works.GetValueOrDefault(delivery.Id);
            if (work is not null)
                _ = session.Rows.Delete(work);
            session.Schedule(WorkKind.Delivery, delivery.Id, due, work?.Round ?? 1);
        }
    }
}

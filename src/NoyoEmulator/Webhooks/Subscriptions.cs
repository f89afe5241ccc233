using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Webhooks;

/// <summary>Makes, changes and removes subscriptions.</summary>
internal static class Subscriptions
{
    /// <summary>What a receiver's URL must be, as a predicate.</summary>
    public const string ReceiverRule = "must be an absolute http or https URL";

    /// <summary>What an event type must be, as a predicate.</summary>
    public static readonly string EventRule = $"must be one of: {string.Join(", ", WebhookEventType.Listing)}";

    /// <summary>Whether webhooks can be sent to a URL.</summary>
    public static bool IsReceiver(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.Host.Length > 0;

    /// <summary>The subscription with an id, or the newest one for <see cref="RouteId.Latest"/>.</summary>
    public static async Task<WebhookSubscription?> FindAsync(EmulatorDbContext db, string id, CancellationToken cancellationToken)
    {
        // In a frozen world several may have the same time; the database numbers rows in the order they came.
        if (id == RouteId.Latest)
            return await db.WebhookSubscriptions.FromSql($"SELECT * FROM webhook_subscriptions ORDER BY rowid DESC LIMIT 1").SingleOrDefaultAsync(cancellationToken);
        return Guid.TryParse(id, out var known) ? await db.WebhookSubscriptions.FindAsync([known], cancellationToken) : null;
    }

    /// <summary>A new, active subscription; not yet added.</summary>
    public static WebhookSubscription New(WorldSession session, string url, string secret, string? name, IReadOnlyList<string>? events) => new()
    {
        Id = session.NewId(),
        Created = session.Now,
        Modified = session.Now,
        Name = name,
        Url = url,
        Secrets = JsonSerializer.Serialize(new[] { secret }, WireJson.Options),
        EventTypes = Write(events),
        Status = SubscriptionStatus.Active,
    };

    /// <summary>Changes a subscription and makes it active again; what waited for that is sent now.</summary>
    public static async Task UpdateAsync(
        WorldSession session, WebhookSubscription subscription, string url, string? secret, string? name, IReadOnlyList<string>? events)
    {
        subscription.Url = url;
        subscription.Name = name;
        subscription.EventTypes = Write(events);
        subscription.Modified = session.Now;
        if (secret is not null)
            subscription.Secrets = JsonSerializer.Serialize(new[] { secret }, WireJson.Options);
        subscription.Status = SubscriptionStatus.Active;
        subscription.FailingSince = null;

        var waiting = await session.Db.WebhookDeliveries
            .Where(delivery => delivery.SubscriptionId == subscription.Id && delivery.Status == DeliveryStatus.Pending && delivery.NextAttemptAt == null)
            .OrderBy(delivery => delivery.Sequence).ToListAsync();
        var works = await WorkOf(session, waiting).ToDictionaryAsync(work => work.SubjectId);
        foreach (var delivery in waiting)
        {
            delivery.NextAttemptAt = session.Now;
            if (works.TryGetValue(delivery.Id, out var work))
                _ = session.Db.ScheduledWork.Remove(work);
            session.Schedule(WorkKind.Delivery, delivery.Id, session.Now, delivery.AttemptCount + 1);
        }
    }

    /// <summary>Removes a subscription with its deliveries and what is scheduled for them.</summary>
    public static async Task RemoveAsync(WorldSession session, WebhookSubscription subscription)
    {
        var deliveries = await session.Db.WebhookDeliveries.Where(delivery => delivery.SubscriptionId == subscription.Id).ToListAsync();
        var ids = deliveries.ConvertAll(delivery => delivery.Id);
        session.Db.ScheduledWork.RemoveRange(await WorkOf(session, deliveries).ToListAsync());
        session.Db.ScheduledWork.RemoveRange(await session.Db.ScheduledWork.Where(work => work.SubjectId == subscription.Id).ToListAsync());
        session.Db.WebhookAttempts.RemoveRange(await session.Db.WebhookAttempts.Where(attempt => ids.Contains(attempt.DeliveryId)).ToListAsync());
        session.Db.WebhookDeliveries.RemoveRange(deliveries);
        _ = session.Db.WebhookSubscriptions.Remove(subscription);
    }

    private static IQueryable<ScheduledWork> WorkOf(WorldSession session, List<WebhookDelivery> deliveries)
    {
        var ids = deliveries.ConvertAll(delivery => delivery.Id);
        return session.Db.ScheduledWork.Where(work => work.Kind == WorkKind.Delivery && ids.Contains(work.SubjectId));
    }

    private static string? Write(IReadOnlyList<string>? events) => events is null ? null : JsonSerializer.Serialize(events, WireJson.Options);
}

using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Webhooks;

/// <summary>Makes, changes and removes subscriptions.</summary>
internal static class Subscriptions
{
    /// <summary>What a receiver's URL must be, as a predicate.</summary>
    public const string ReceiverRule = "must be an absolute http or https URL, without credentials and blanks, of at most 2000 characters";

    private const int MaxUrlLength = 2_000;

    /// <summary>What an event type must be, as a predicate.</summary>
    public static readonly string EventRule = $"must be one of: {string.Join(", ", WebhookEventType.Listing)}";

    /// <summary>Whether webhooks can be sent to a URL.</summary>
    public static bool IsReceiver(string? url) =>
        url is { Length: <= MaxUrlLength }
        && !url.Any(character => char.IsWhiteSpace(character) || char.IsControl(character))
        && Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri is { Host.Length: > 0, UserInfo: "", Port: > 0 };

    /// <summary>The subscription with an id, or the newest one for <see cref="RouteId.Latest"/>.</summary>
    public static WebhookSubscription? Find(EmulatorDbContext db, string id)
    {
        // In a frozen world several may have the same time; the database numbers rows in the order they came.
        if (id == RouteId.Latest)
            return db.WebhookSubscriptions.FromSql($"SELECT * FROM webhook_subscriptions ORDER BY rowid DESC LIMIT 1").SingleOrDefault();
        return Uuid.TryParse(id, out var known) ? db.WebhookSubscriptions.SingleOrDefault(subscription => subscription.Id == known) : null;
    }

    /// <summary>A new, active subscription; not yet added.</summary>
    /// <param name="session">The session in which it is made.</param>
    /// <param name="terms">What it is told to be.</param>
    /// <param name="receiver">Where events go, if that is more than the terms say of it.</param>
    public static WebhookSubscription New(WorldSession session, SubscriptionBody terms, string? receiver = null) => new()
    {
        Id = session.NewId(),
        Created = session.Now,
        Modified = session.Now,
        Name = terms.Name,
        Url = receiver ?? ReceiverOf(terms),
        Secrets = SubscriptionSecrets.Only(terms.Secret!, session.Now),
        EventTypes = WireJson.Write(terms.ToEventTypes()),
        Status = SubscriptionStatus.Active,
        Delivery = terms.ToDelivery(),
    };

    /// <summary>Changes a subscription and makes it active again; what waited for that is sent now.</summary>
    /// <param name="session">The session in which it is changed.</param>
    /// <param name="subscription">The subscription.</param>
    /// <param name="terms">What it is told to be.</param>
    /// <param name="receiver">Where events go.</param>
    public static void Update(WorldSession session, WebhookSubscription subscription, SubscriptionUpdateBody terms, string receiver)
    {
        // Who reads a subscription, changes something and puts it back has the masked form.
        if (terms.Url is null || OwnInbox.UrlOf(subscription.Url) is not { } known || terms.Url != ReceiverUrl.Masked(known))
            subscription.Url = receiver;
        subscription.Name = terms.Name;
        subscription.EventTypes = WireJson.Write(terms.ToEventTypes());
        subscription.Delivery = terms.ToDelivery();
        subscription.Modified = session.Now;
        if (terms.Secret is { } secret)
            subscription.Secrets = SubscriptionSecrets.Only(secret, session.Now);
        subscription.Status = SubscriptionStatus.Active;
        subscription.FailingSince = null;
        session.Rows.Update(subscription);

        Redelivery.BringForward(
            session,
            session.Rows.Where<WebhookDelivery>("subscription_id = ? AND status = 'pending' AND next_attempt_at IS NULL ORDER BY sequence", subscription.Id),
            session.Now);
    }

    /// <summary>Where events go by the terms alone.</summary>
    public static string ReceiverOf(SubscriptionTerms terms) => terms.Inbox is { } inbox ? OwnInbox.Named(inbox) : terms.Url!;

    /// <summary>Gives a subscription another key, which signs first; those before it sign along for a while.</summary>
    /// <returns>Why it cannot have it, in words; null when it has.</returns>
    public static string? Rotate(WorldSession session, WebhookSubscription subscription, string secret, TimeSpan overlap, int maxSecrets)
    {
        var signing = SubscriptionSecrets.At(subscription.Secrets, session.Now);
        if (signing.Any(known => known.Value == secret))
            return "The subscription signs with that secret already";
        if (overlap > TimeSpan.Zero && signing.Count >= maxSecrets)
        {
            return $"The subscription signs with {signing.Count} secrets, and can with {maxSecrets} (Emulator:Webhooks:MaxSecrets): wait until "
                + "one of them ceases, or let them all cease now with an overlap of PT0S";
        }

        subscription.Secrets = SubscriptionSecrets.Rotate(subscription.Secrets, secret, session.Now, overlap);
        subscription.Modified = session.Now;
        session.Rows.Update(subscription, nameof(WebhookSubscription.Secrets), nameof(WebhookSubscription.Modified));
        return null;
    }

    /// <summary>Removes a subscription with its deliveries and what is scheduled for them.</summary>
    public static void Remove(WorldSession session, WebhookSubscription subscription)
    {
        var deliveries = session.Db.WebhookDeliveries.Where(delivery => delivery.SubscriptionId == subscription.Id);
        _ = session.Db.ScheduledWork
            .Where(work => work.SubjectId == subscription.Id || (work.Kind == WorkKind.Delivery && deliveries.Any(delivery => delivery.Id == work.SubjectId)))
            .ExecuteDelete();
        _ = session.Db.WebhookAttempts.Where(attempt => deliveries.Any(delivery => delivery.Id == attempt.DeliveryId)).ExecuteDelete();
        _ = deliveries.ExecuteDelete();
        _ = session.Rows.Delete(subscription);
    }

    /// <summary>The event types a subscription wants; null for all.</summary>
    public static IReadOnlyList<string>? EventsOf(WebhookSubscription subscription) =>
        WireJson.Read<string[]>(subscription.EventTypes);
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NoyoEmulator.Webhooks;

/// <summary>Whether a subscription's receiver is doing its part.</summary>
internal enum SubscriptionStatus
{
    /// <summary>Receives events.</summary>
    Active,

    /// <summary>Receives events, but has been failing.</summary>
    Unhealthy,

    /// <summary>Receives nothing until it is activated again.</summary>
    Failed,
}

/// <summary>How a delivery stands.</summary>
internal enum DeliveryStatus
{
    /// <summary>Another attempt will follow.</summary>
    Pending,

    /// <summary>The receiver accepted it.</summary>
    Succeeded,

    /// <summary>All attempts failed.</summary>
    Failed,
}

/// <summary>A receiver and the events it wants.</summary>
internal sealed class WebhookSubscription
{
    /// <summary>What changes with the receiver's health.</summary>
    public static readonly string[] HealthColumns = [nameof(Status), nameof(FailingSince)];

    public Guid Id { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    public string? Name { get; set; }

    public required string Url { get; set; }

    /// <summary>Signing keys, as <see cref="SubscriptionSecrets"/> keeps them. Never read back.</summary>
    public required string Secrets { get; set; }

    /// <summary>The event types it wants, as JSON; null for all.</summary>
    public string? EventTypes { get; set; }

    public SubscriptionStatus Status { get; set; }

    /// <summary>Since when no attempt has succeeded; null while the latest one did.</summary>
    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>How many attempts may be under way at once.</summary>
    public int Concurrency { get; set; }

    public DeliveryOrder Order { get; set; }

    /// <summary>The share of deliveries that are sent twice.</summary>
    public double Duplicate { get; set; }

    /// <summary>Chooses order and duplicates.</summary>
    public long? Seed { get; set; }

    /// <summary>How its deliveries are sent.</summary>
    public DeliveryOptions Delivery
    {
        get => new(Concurrency, Order, Duplicate, Seed);
        set => (Concurrency, Order, Duplicate, Seed) = value;
    }
}

/// <summary>Something that happened. Its body holds ids only, nothing personal.</summary>
internal sealed class WebhookEvent
{
    /// <summary>Order of occurrence.</summary>
    public long Sequence { get; set; }

    public Guid Id { get; set; }

    public DateTimeOffset Created { get; set; }

    /// <summary>The real time of it.</summary>
    public DateTimeOffset RealAt { get; set; }

    public required string Type { get; set; }

    /// <summary>The object it is about, <c>data.id</c>.</summary>
    public Guid ObjectId { get; set; }

    /// <summary>The exact bytes that every attempt sends: a function of the event, so they are not kept.</summary>
    public byte[] ToBody() => new WebhookEnvelope(ObjectId, Id, Created, Type).ToUtf8Bytes();
}

/// <summary>One event for one subscription.</summary>
internal sealed class WebhookDelivery
{
    /// <summary>What changes with its attempts.</summary>
    public static readonly string[] ProgressColumns = [nameof(Status), nameof(AttemptCount), nameof(NextAttemptAt)];

    /// <summary>Order of creation.</summary>
    public long Sequence { get; set; }

    public Guid Id { get; set; }

    public Guid SubscriptionId { get; set; }

    public Guid EventId { get; set; }

    public DateTimeOffset Created { get; set; }

    public DeliveryStatus Status { get; set; }

    /// <summary>How many attempts were made.</summary>
    public int AttemptCount { get; set; }

    /// <summary>When the next attempt is due; null when there is none.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }
}

/// <summary>One try to deliver, as it went over the wire.</summary>
internal sealed class WebhookAttempt
{
    public Guid DeliveryId { get; set; }

    /// <summary>From 1.</summary>
    public int Number { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When its outcome was recorded, in real time.</summary>
    public DateTimeOffset RealAt { get; set; }

    /// <summary>Real time, not the world's.</summary>
    public double DurationMilliseconds { get; set; }

    /// <summary>Request headers, as JSON.</summary>
    public required string RequestHeaders { get; set; }

    public int? ResponseStatus { get; set; }

    /// <summary>Response headers, as JSON.</summary>
    public string? ResponseHeaders { get; set; }

    /// <summary>The beginning of the response body.</summary>
    public string? ResponseBody { get; set; }

    /// <summary>Why it failed, in words; null when it succeeded.</summary>
    public string? Error { get; set; }
}

internal sealed class WebhookSubscriptionConfiguration : IEntityTypeConfiguration<WebhookSubscription>
{
    public void Configure(EntityTypeBuilder<WebhookSubscription> builder)
    {
        builder.HasKey(subscription => subscription.Id);
        builder.Property(subscription => subscription.Id).ValueGeneratedNever();
        builder.Ignore(subscription => subscription.Delivery);
    }
}

internal sealed class WebhookEventConfiguration : IEntityTypeConfiguration<WebhookEvent>
{
    public void Configure(EntityTypeBuilder<WebhookEvent> builder)
    {
        builder.HasKey(webhookEvent => webhookEvent.Sequence);
        builder.Property(webhookEvent => webhookEvent.Sequence).ValueGeneratedOnAdd();
        builder.HasIndex(webhookEvent => webhookEvent.Id).IsUnique();
        builder.HasIndex(webhookEvent => webhookEvent.ObjectId);
    }
}

internal sealed class WebhookDeliveryConfiguration : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.HasKey(delivery => delivery.Sequence);
        builder.Property(delivery => delivery.Sequence).ValueGeneratedOnAdd();
        builder.HasIndex(delivery => delivery.Id).IsUnique();
        builder.HasIndex(delivery => delivery.EventId);
        builder.HasIndex(delivery => new { delivery.SubscriptionId, delivery.Status, delivery.NextAttemptAt, delivery.Sequence });
    }
}

internal sealed class WebhookAttemptConfiguration : IEntityTypeConfiguration<WebhookAttempt>
{
    public void Configure(EntityTypeBuilder<WebhookAttempt> builder)
    {
        builder.HasKey(attempt => new { attempt.DeliveryId, attempt.Number });
    }
}

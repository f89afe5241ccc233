using System.Text.Json.Serialization;
using FluentValidation;
using NoyoEmulator.Configuration;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Webhooks;

/// <summary>What a receiver of webhooks is told to be.</summary>
public abstract record SubscriptionTerms
{
    /// <summary>Where events are posted to.</summary>
    public string? Url { get; init; }

    /// <summary>The key they are signed with; chosen by you, never read back.</summary>
    public string? Secret { get; init; }

    /// <summary>For people.</summary>
    public string? Name { get; init; }

    /// <summary>The event types it wants; absent: all.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>How many attempts may be under way at once; absent: one.</summary>
    public int? Concurrency { get; init; }

    /// <summary>In what order what is due together is sent: fifo, the order of events, or shuffle; absent: fifo.</summary>
    public string? Order { get; init; }

    /// <summary>The share of deliveries that are sent twice, from 0 to 1; absent: none.</summary>
    public double? Duplicate { get; init; }

    /// <summary>Chooses the order of a shuffle and the duplicates, the same each time; absent: a choice of its own.</summary>
    public long? Seed { get; init; }

    /// <summary>How its deliveries are sent; only for terms that were found valid.</summary>
    internal DeliveryOptions ToDelivery() =>
        new(Concurrency ?? 1, Order is null ? DeliveryOrder.Fifo : EnumName.Parse<DeliveryOrder>(Order), Duplicate ?? 0, Seed);
}

/// <summary>A receiver of webhooks that is to be registered.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SubscriptionBody : SubscriptionTerms;

/// <summary>A receiver as it is to be from now on; without a secret it keeps the one it has.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SubscriptionUpdateBody : SubscriptionTerms;

internal abstract class SubscriptionTermsValidator<T> : AbstractValidator<T>
    where T : SubscriptionTerms
{
    private const int MaxTextLength = 1_000;

    private static readonly AllowedValues Orders = new([.. EnumName.All<DeliveryOrder>()]);

    protected SubscriptionTermsValidator(WebhookOptions options)
    {
        _ = RuleFor(terms => terms.Url).Must(Subscriptions.IsReceiver).WithMessage(Subscriptions.ReceiverRule);
        _ = RuleFor(terms => terms.Url).Must(url => !AnyAddress.HasHostOf(url)).WithMessage(AnyAddress.Rule);
        _ = RuleFor(terms => terms.Url).Must(url => options.AllowLinkLocal || !LinkLocal.HasHostOf(url)).WithMessage(LinkLocal.Rule);
        _ = RuleFor(terms => terms.Name).MaximumLength(MaxTextLength).WithMessage($"must have at most {MaxTextLength} characters");
        _ = RuleFor(terms => terms.Secret).MaximumLength(MaxTextLength).WithMessage($"must have at most {MaxTextLength} characters");
        _ = RuleForEach(terms => terms.Events).Must(type => type is not null && WebhookEventType.IsKnown(type))
            .WithMessage(Subscriptions.EventRule);
        _ = RuleFor(terms => terms.Concurrency).InclusiveBetween(1, DeliveryOptions.MaxConcurrency)
            .WithMessage($"must be from 1 to {DeliveryOptions.MaxConcurrency}");
        _ = RuleFor(terms => terms.Order).Must(order => order is null || Orders.Contains(order))
            .WithMessage($"must be one of: {Orders.Listing}");
        _ = RuleFor(terms => terms.Duplicate).InclusiveBetween(0, 1).WithMessage("must be from 0 to 1");
        _ = RuleFor(terms => terms.Seed)
            .Must((terms, seed) => seed is null || terms.Duplicate > 0 || terms.Order == EnumName.Of(DeliveryOrder.Shuffle))
            .WithMessage("needs order shuffle or a duplicate above 0: there is nothing else to choose");
    }
}

internal sealed class SubscriptionBodyValidator : SubscriptionTermsValidator<SubscriptionBody>
{
    public SubscriptionBodyValidator(WebhookOptions options)
        : base(options) => _ = RuleFor(body => body.Secret).NotEmpty().WithMessage("is required: events are signed with it");
}

internal sealed class SubscriptionUpdateBodyValidator : SubscriptionTermsValidator<SubscriptionUpdateBody>
{
    public SubscriptionUpdateBodyValidator(WebhookOptions options)
        : base(options) => _ = RuleFor(body => body.Secret)
        .Must(secret => secret is null || !string.IsNullOrWhiteSpace(secret))
        .WithMessage("must not be blank; leave it out to keep the old one");
}

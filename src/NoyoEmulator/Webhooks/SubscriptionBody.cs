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

    /// <summary>The name of one of the emulator's own inboxes, in place of a URL.</summary>
    public string? Inbox { get; init; }

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

    /// <summary>The event types as Noyo spells them; only for terms that were found valid.</summary>
    internal IReadOnlyList<string>? ToEventTypes() => Events is null ? null : [.. Events.Select(type => WebhookEventType.Find(type)!)];

    /// <summary>How its deliveries are sent; only for terms that were found valid.</summary>
    internal DeliveryOptions ToDelivery() =>
        new(Concurrency ?? 1, Order is null ? DeliveryOrder.Fifo : EnumName.Parse<DeliveryOrder>(Order), Duplicate ?? 0, Seed);
}

/// <summary>A receiver of webhooks that is to be registered.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SubscriptionBody : SubscriptionTerms;

/// <summary>
/// A receiver as it is to be from now on; without a secret it keeps the one it has. What can only be read may be there as it was read, and
/// changes nothing.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SubscriptionUpdateBody : SubscriptionTerms
{
    /// <summary>Changes nothing.</summary>
    public string? Id { get; init; }

    /// <summary>Changes nothing.</summary>
    public string? MessagesUrl { get; init; }

    /// <summary>Changes nothing: it is active again.</summary>
    public string? Status { get; init; }

    /// <summary>Changes nothing.</summary>
    public string? Created { get; init; }

    /// <summary>Changes nothing.</summary>
    public string? Modified { get; init; }

    /// <summary>Changes nothing.</summary>
    public string? FailingSince { get; init; }

    /// <summary>Changes nothing.</summary>
    public IReadOnlyList<SecretInstants>? Secrets { get; init; }
}

/// <summary>When a key came, and when it goes.</summary>
public sealed record SecretInstants
{
    /// <summary>Changes nothing.</summary>
    public string? Added { get; init; }

    /// <summary>Changes nothing.</summary>
    public string? Until { get; init; }
}

internal abstract class SubscriptionTermsValidator<T> : AbstractValidator<T>
    where T : SubscriptionTerms
{
    private const int MaxTextLength = 1_000;

    protected SubscriptionTermsValidator(WebhookOptions options)
    {
        // No NotNull, which the documents would read as required.
        _ = RuleFor(terms => terms.Url).Must((terms, url) => url is not null || terms.Inbox is not null)
            .WithMessage($"is required, or an inbox in its place: it {Subscriptions.ReceiverRule}");
        _ = RuleFor(terms => terms.Url).Must(url => url is null || Subscriptions.IsReceiver(url)).WithMessage(Subscriptions.ReceiverRule);
        _ = RuleFor(terms => terms.Url).Must(url => !AnyAddress.HasHostOf(url) || OwnInbox.HasPathOf(url)).WithMessage(AnyAddress.Rule);
        _ = RuleFor(terms => terms.Inbox).Must(inbox => inbox is null || OwnInbox.IsName(inbox)).WithMessage(OwnInbox.NameRule);
        _ = RuleFor(terms => terms.Inbox).Null().When(terms => terms.Url is not null)
            .WithMessage("must not be there together with url: exactly one of the two says where events go");
        _ = RuleFor(terms => terms.Url).Must(url => options.AllowLinkLocal || !LinkLocal.HasHostOf(url)).WithMessage(LinkLocal.Rule);
        _ = RuleFor(terms => terms.Name).MaximumLength(MaxTextLength).WithMessage($"must have at most {MaxTextLength} characters");
        _ = RuleFor(terms => terms.Secret).MaximumLength(MaxTextLength).WithMessage($"must have at most {MaxTextLength} characters");
        _ = RuleFor(terms => terms.Events).Must(events => events is not { Count: 0 })
            .WithMessage("must name at least one event; leave it out for all events");
        _ = RuleForEach(terms => terms.Events).Must(type => WebhookEventType.Find(type) is not null).WithMessage(Subscriptions.EventRule);
        _ = RuleFor(terms => terms.Concurrency).InclusiveBetween(1, DeliveryOptions.MaxConcurrency)
            .WithMessage($"must be from 1 to {DeliveryOptions.MaxConcurrency}");
        _ = RuleFor(terms => terms.Order).Must(order => order is null || EnumName.TryParse<DeliveryOrder>(order, out _))
            .WithMessage($"must be one of: {string.Join(", ", EnumName.All<DeliveryOrder>())}");
        _ = RuleFor(terms => terms.Duplicate).InclusiveBetween(0, 1).WithMessage("must be from 0 to 1");
        _ = RuleFor(terms => terms.Seed)
            .Must((terms, seed) => seed is null || terms.Duplicate > 0 || IsShuffled(terms))
            .WithMessage("needs order shuffle or a duplicate above 0: there is nothing else to choose");
    }

    private static bool IsShuffled(SubscriptionTerms terms) =>
        terms.Order is not null && EnumName.TryParse<DeliveryOrder>(terms.Order, out var order) && order == DeliveryOrder.Shuffle;
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

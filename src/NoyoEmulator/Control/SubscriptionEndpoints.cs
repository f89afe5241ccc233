using System.Text.Json.Serialization;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Control;

/// <summary>A registered receiver.</summary>
public sealed record SubscriptionResult
{
    public required Guid Id { get; init; }

    /// <summary>Its query is masked; absent where the receiver was given as an inbox.</summary>
    public string? Url { get; init; }

    /// <summary>The emulator's own inbox that was given in place of a URL.</summary>
    public string? Inbox { get; init; }

    /// <summary>Where to look at what has arrived; absent where the receiver is no inbox of the emulator.</summary>
    public string? MessagesUrl { get; init; }

    public string? Name { get; init; }

    /// <summary>The event types it wants; absent: all.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>active, unhealthy or failed.</summary>
    public required string Status { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Modified { get; init; }

    /// <summary>Since when nothing has succeeded.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    public required int Concurrency { get; init; }

    /// <summary>fifo or shuffle.</summary>
    public required string Order { get; init; }

    public required double Duplicate { get; init; }

    public long? Seed { get; init; }

    /// <summary>When its keys came, newest first; never the keys.</summary>
    public required IReadOnlyList<SecretResult> Secrets { get; init; }
}

/// <summary>A signing key, without the key.</summary>
public sealed record SecretResult
{
    public required DateTimeOffset Added { get; init; }

    /// <summary>When it ceases to sign; absent: not before another one comes.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>Another key of a receiver.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SecretBody
{
    /// <summary>The key; chosen by you, never read back.</summary>
    public string? Secret { get; init; }

    /// <summary>
    /// How long the keys before it go on signing, a duration on the world's clock; absent: a day. With zero they cease
    /// at once.
    /// </summary>
    public string? Overlap { get; init; }
}

/// <summary>Which deliveries of a receiver are to be sent again.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RecoverBody
{
    /// <summary>Those of events since this instant of the world's clock.</summary>
    public string? Since { get; init; }

    /// <summary>And up to this one; absent: up to now.</summary>
    public string? Until { get; init; }

    /// <summary>failed: those that ran out of retries; all: whatever became of them. Absent: failed.</summary>
    public string? Status { get; init; }
}

/// <summary>What is sent again.</summary>
public sealed record RecoverResult
{
    /// <summary>How many deliveries.</summary>
    public required int Resent { get; init; }

    /// <summary>What they wait for, in words, where the subscription is failed; else absent.</summary>
    public string? WaitsFor { get; init; }
}

/// <summary>Which deliveries are sent again.</summary>
internal enum RecoverStatus
{
    /// <summary>Only deliveries that ran out of retries.</summary>
    Failed,

    All,
}

/// <summary>A test event on its way.</summary>
public sealed record TestDeliveryResult
{
    public required Guid EventId { get; init; }

    public required Guid DeliveryId { get; init; }

    /// <summary>What it waits for, in words, where the subscription is failed; else absent.</summary>
    public string? WaitsFor { get; init; }
}

/// <summary>The limits of what receivers can be told.</summary>
internal static class SubscriptionRules
{
    public static readonly TimeSpan DefaultOverlap = TimeSpan.FromDays(1);
    public static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(3_650);
    public static readonly AllowedValues RecoverStatuses = new([.. EnumName.All<RecoverStatus>()]);
}

internal sealed class SecretBodyValidator : AbstractValidator<SecretBody>
{
    public SecretBodyValidator()
    {
        _ = RuleFor(body => body.Secret).NotEmpty().WithMessage("is required: events are signed with it");
        _ = RuleFor(body => body.Overlap).Custom((text, context) =>
        {
            if (text is null)
                return;
            if (!SpokenDuration.TryParse(text, out var overlap, out var error))
                context.AddFailure(error);
            else if (overlap > SubscriptionRules.LongestOverlap)
                context.AddFailure($"must be at most {IsoDuration.Format(SubscriptionRules.LongestOverlap)}");
        });
    }
}

internal sealed class RecoverBodyValidator : AbstractValidator<RecoverBody>
{
    public RecoverBodyValidator()
    {
        _ = RuleFor(body => body.Since).NotEmpty().WithMessage("is required: say from when on");
        _ = RuleFor(body => body.Since).Must(IsInstant).WithMessage(Instants.Rule);
        _ = RuleFor(body => body.Until).Must(until => until is null || Instants.TryParse(until, out _)).WithMessage(Instants.Rule);
        _ = RuleFor(body => body.Until)
            .Must((body, until) => until is null || body.Since is null || !Instants.TryParse(until, out var end)
                || !Instants.TryParse(body.Since, out var start) || end >= start)
            .WithMessage("must not be before since");
        _ = RuleFor(body => body.Status).Must(status => status is null || SubscriptionRules.RecoverStatuses.Find(status) is not null)
            .WithMessage($"must be one of: {SubscriptionRules.RecoverStatuses.Listing}");
    }

    private static bool IsInstant(string? text) => text is null or "" || Instants.TryParse(text, out _);
}

internal static class SubscriptionEndpoints
{
    private const string Tag = "Webhooks";
    private const string All = "/webhooks/subscriptions";
    private const string One = All + "/{subscription_id}";

    public static void MapSubscriptions(this IEndpointRouteBuilder control)
    {
        // Not in a group of their own, which would put them after the events and deliveries that follow from them.
        _ = control.MapPost(All, CreateAsync).WithTags(Tag).WithName("createSubscription").WithSummary("Register a receiver")
            .WithDescription(
                "By its url, or by the name of one of the emulator's own inboxes, which is reached without a socket, in whatever container or test "
                + "server the emulator is. A url of an inbox by an address of the emulator is recognised as that.")
            .Refuses(StatusCodes.Status409Conflict);
        _ = control.MapGet(All, ListAsync).WithTags(Tag).WithName("listSubscriptions").WithSummary("The registered receivers")
            .Takes(QueryParameter.Paging).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = control.MapGet(One, GetAsync).WithTags(Tag).WithName("getSubscription").WithSummary("One receiver")
            .Refuses(StatusCodes.Status404NotFound);
        _ = control.MapPut(One, UpdateAsync).WithTags(Tag).WithName("updateSubscription")
            .WithSummary("Change a receiver and make it active again")
            .WithDescription(
                "What waited while it was failed is sent now. A URL as it is read back, with its query masked, keeps the one there is; "
                + "what can only be read changes nothing.").Refuses(StatusCodes.Status404NotFound);
        _ = control.MapPost(One + "/secrets", RotateAsync).WithTags(Tag).WithName("rotateSecret").WithSummary("Give a receiver another key")
            .WithDescription(
                "It signs first. The keys before it go on signing for the overlap, so that a receiver can change over without missing "
                + "anything.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        _ = control.MapPost(One + "/recover", RecoverAsync).WithTags(Tag).WithName("recoverSubscription")
            .WithSummary("Send the deliveries of a time again")
            .WithDescription(
                "With the same bytes and event ids, and with all retries anew. Once for each delivery, however often it was tried. To a "
                + "failed subscription they wait until it is active again.")
            .Refuses(StatusCodes.Status404NotFound);
        _ = control.MapPost(One + "/test", TestAsync).WithTags(Tag).WithName("testSubscription")
            .WithSummary("Send test.hello_world to a receiver")
            .WithDescription(
                "Whatever event types it asked for. While the clock is frozen it waits for you to advance it, or to drain; "
                + "while the subscription is failed, for it to be active again.")
            .Refuses(StatusCodes.Status404NotFound);
        _ = control.MapDelete(One, DeleteAsync).WithTags(Tag).WithName("deleteSubscription")
            .WithSummary("Remove a receiver with its deliveries").Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<SubscriptionResult>, ApiErrorResult>> CreateAsync(
        HttpContext context, JsonBody<SubscriptionBody> body, World world, WebhookOptions options, OwnAddresses own,
        CancellationToken cancellationToken)
    {
        var receiver = ReceiverOf(body.Value, context, own);
        var subscription = await world.WriteAsync(
            session =>
            {
                if (session.Db.WebhookSubscriptions.Count() >= options.MaxSubscriptions)
                    return null;
                var created = Subscriptions.New(session, body.Value, receiver);
                session.Rows.Insert(created);
                return created;
            },
            cancellationToken);
        return subscription is null
            ? ApiErrorResult.Conflict(
                $"The world has {options.MaxSubscriptions} subscriptions already, the most there can be (Emulator:Webhooks:MaxSubscriptions): "
                + "delete some, reset the world, or use another one")
            : TypedResults.Created($"{ControlEndpoints.Prefix}/webhooks/subscriptions/{subscription.Id}", ToResult(subscription, world, context));
    }

    private static async Task<Results<Ok<Paginated<SubscriptionResult>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        if (reader.Failure is { } failure)
            return failure;
        await using var db = world.OpenReader();
        var total = await db.WebhookSubscriptions.CountAsync(cancellationToken);
        var rows = await db.WebhookSubscriptions.OrderByDescending(subscription => subscription.Created)
            .ThenByDescending(subscription => subscription.Id)
            .Skip(page.Offset).Take(page.PageSize).ToListAsync(cancellationToken);
        return TypedResults.Ok(
            Paginated<SubscriptionResult>.For(page, total, rows.ConvertAll(subscription => ToResult(subscription, world, context))));
    }

    private static async Task<Results<Ok<SubscriptionResult>, ApiErrorResult>> GetAsync(
        [RouteId(Name = "subscription_id", AcceptsLatest = true)] string subscriptionId, HttpContext context, World world,
        CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return Subscriptions.Find(db, subscriptionId) is { } subscription
            ? TypedResults.Ok(ToResult(subscription, world, context))
            : Missing(subscriptionId);
    }

    private static async Task<Results<Ok<SubscriptionResult>, ApiErrorResult>> UpdateAsync(
        [RouteId(Name = "subscription_id", AcceptsLatest = true)] string subscriptionId, HttpContext context,
        JsonBody<SubscriptionUpdateBody> body, World world, OwnAddresses own, CancellationToken cancellationToken)
    {
        var receiver = ReceiverOf(body.Value, context, own);
        var subscription = await ChangeAsync(
            subscriptionId,
            world,
            (session, found) => Subscriptions.Update(session, found, body.Value, receiver),
            cancellationToken);
        return subscription is null ? Missing(subscriptionId) : TypedResults.Ok(ToResult(subscription, world, context));
    }

    private static async Task<Results<Ok<SubscriptionResult>, ApiErrorResult>> RotateAsync(
        [RouteId(Name = "subscription_id", AcceptsLatest = true)] string subscriptionId, HttpContext context, JsonBody<SecretBody> body, World world,
        WebhookOptions options,
        CancellationToken cancellationToken)
    {
        var overlap = SpokenDuration.TryParse(body.Value.Overlap, out var given, out _) ? given : SubscriptionRules.DefaultOverlap;
        string? problem = null;
        var subscription = await ChangeAsync(
            subscriptionId,
            world,
            (session, found) => problem = Subscriptions.Rotate(session, found, body.Value.Secret!, overlap, options.MaxSecrets),
            cancellationToken);
        if (subscription is null)
            return Missing(subscriptionId);
        return problem is null ? TypedResults.Ok(ToResult(subscription, world, context)) : ApiErrorResult.Conflict(problem);
    }

    private static async Task<Results<Accepted<RecoverResult>, ApiErrorResult>> RecoverAsync(
        [RouteId(Name = "subscription_id", AcceptsLatest = true)] string subscriptionId, JsonBody<RecoverBody> body, World world,
        CancellationToken cancellationToken)
    {
        _ = Instants.TryParse(body.Value.Since!, out var since);
        DateTimeOffset? until = body.Value.Until is { } text && Instants.TryParse(text, out var instant) ? instant : null;
        var isAll = SubscriptionRules.RecoverStatuses.Find(body.Value.Status) == EnumName.Of(RecoverStatus.All);
        var resent = 0;
        var subscription = await ChangeAsync(
            subscriptionId,
            world,
            (session, found) =>
            {
                var matching = session.Db.WebhookDeliveries
                    .Where(delivery => delivery.SubscriptionId == found.Id && delivery.Created >= since
                        && (until == null || delivery.Created <= until)
                        && (isAll || delivery.Status == DeliveryStatus.Failed))
                    .OrderBy(delivery => delivery.Sequence).ToList();
                resent = matching.Count;
                Redelivery.Resend(session, found, matching);
            },
            cancellationToken);
        return subscription is null
            ? Missing(subscriptionId)
            : TypedResults.Accepted(
                $"{ControlEndpoints.Prefix}/webhooks/deliveries?subscription_id={subscription.Id}", new RecoverResult { Resent = resent, WaitsFor = WaitsFor(subscription) });
    }

    private static async Task<Results<Accepted<TestDeliveryResult>, ApiErrorResult>> TestAsync(
        [RouteId(Name = "subscription_id", AcceptsLatest = true)] string subscriptionId, World world, CancellationToken cancellationToken)
    {
        TestDeliveryResult? test = null;
        _ = await ChangeAsync(
            subscriptionId,
            world,
            (session, found) =>
            {
                var eventId = EventOutbox.AddEvent(session, new RaisedEvent(WebhookEventType.TestHelloWorld, found.Id));
                test = new TestDeliveryResult
                {
                    EventId = eventId,
                    DeliveryId = EventOutbox.AddDelivery(session, found, eventId),
                    WaitsFor = WaitsFor(found),
                };
            },
            cancellationToken);
        return test is null
            ? Missing(subscriptionId)
            : TypedResults.Accepted($"{ControlEndpoints.Prefix}/webhooks/deliveries/{test.DeliveryId}", test);
    }

    private static async Task<Results<NoContent, ApiErrorResult>> DeleteAsync(
        [RouteId(Name = "subscription_id", AcceptsLatest = true)] string subscriptionId, World world,
        CancellationToken cancellationToken) =>
        await ChangeAsync(subscriptionId, world, Subscriptions.Remove, cancellationToken) is null
            ? Missing(subscriptionId)
            : TypedResults.NoContent();

    private static async Task<WebhookSubscription?> ChangeAsync(
        string subscriptionId, World world, Action<WorldSession, WebhookSubscription> change, CancellationToken cancellationToken) =>
        await world.WriteAsync(
            session =>
            {
                if (Subscriptions.Find(session.Db, subscriptionId) is not { } subscription)
                    return null;
                change(session, subscription);
                return subscription;
            },
            cancellationToken);

    private static string ReceiverOf(SubscriptionTerms terms, HttpContext context, OwnAddresses own) =>
        terms.Url is { } url ? own.Store(url, context.Request.Host) : Subscriptions.ReceiverOf(terms);

    private static string? MessagesUrl(string receiver, World world, HttpContext context)
    {
        var inWorld = OwnInbox.InWorld(receiver, world.Name);
        return OwnInbox.IsMarked(inWorld) && OwnInbox.TryRead(new Uri(OwnInbox.UrlOf(inWorld)!), out var place)
            ? $"{context.Request.Scheme}://{context.Request.Host}{OwnInbox.PathOf(place.World, place.Name)}/messages"
            : null;
    }

    private static SubscriptionResult ToResult(WebhookSubscription subscription, World world, HttpContext context) => new()
    {
        Id = subscription.Id,
        Url = OwnInbox.UrlOf(subscription.Url) is { } url ? ReceiverUrl.Masked(url) : null,
        Inbox = OwnInbox.NameOf(subscription.Url),
        MessagesUrl = MessagesUrl(subscription.Url, world, context),
        Name = subscription.Name,
        Events = Subscriptions.EventsOf(subscription),
        Status = EnumName.Of(subscription.Status),
        Created = subscription.Created,
        Modified = subscription.Modified,
        FailingSince = subscription.FailingSince,
        Concurrency = subscription.Concurrency,
        Order = EnumName.Of(subscription.Order),
        Duplicate = subscription.Duplicate,
        Seed = subscription.Seed,
        Secrets = [.. SubscriptionSecrets.At(subscription.Secrets, world.Clock.GetUtcNow()).Select(secret => new SecretResult
        {
            Added = secret.Added,
            Until = secret.Until,
        })],
    };

    private static string? WaitsFor(WebhookSubscription subscription) =>
        subscription.Status == SubscriptionStatus.Failed ? Redelivery.WaitsForSubscription : null;

    private static ApiErrorResult Missing(string id) => ApiErrorResult.NotFound(id == RouteId.Latest
        ? $"There is no subscription: register one with POST {ControlEndpoints.Prefix}/webhooks/subscriptions"
        : $"Subscription not found with UUID {id}");
}

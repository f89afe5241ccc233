using System.Text.Json;
using System.Text.Json.Serialization;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Control;

/// <summary>A receiver of webhooks that is to be registered.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SubscriptionBody
{
    /// <summary>Where events are posted to.</summary>
    public string? Url { get; init; }

    /// <summary>The key they are signed with; chosen by you, never read back.</summary>
    public string? Secret { get; init; }

    /// <summary>For people.</summary>
    public string? Name { get; init; }

    /// <summary>The event types it wants; absent: all.</summary>
    public IReadOnlyList<string>? Events { get; init; }
}

/// <summary>A receiver as it is to be from now on.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SubscriptionUpdateBody
{
    /// <summary>Where events are posted to.</summary>
    public string? Url { get; init; }

    /// <summary>A new key; absent: the old one stays.</summary>
    public string? Secret { get; init; }

    /// <summary>For people.</summary>
    public string? Name { get; init; }

    /// <summary>The event types it wants; absent: all.</summary>
    public IReadOnlyList<string>? Events { get; init; }
}

/// <summary>A registered receiver.</summary>
public sealed record SubscriptionResult
{
    public required Guid Id { get; init; }

    public required string Url { get; init; }

    public string? Name { get; init; }

    /// <summary>The event types it wants; absent: all.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>active, unhealthy or failed.</summary>
    public required string Status { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Modified { get; init; }

    /// <summary>Since when nothing has succeeded.</summary>
    public DateTimeOffset? FailingSince { get; init; }
}

/// <summary>A test event on its way.</summary>
public sealed record TestDeliveryResult
{
    public required Guid EventId { get; init; }

    public required Guid DeliveryId { get; init; }
}

internal sealed class SubscriptionBodyValidator : AbstractValidator<SubscriptionBody>
{
    public SubscriptionBodyValidator()
    {
        _ = RuleFor(body => body.Url).Must(Subscriptions.IsReceiver).WithMessage(Subscriptions.ReceiverRule);
        _ = RuleFor(body => body.Secret).NotEmpty().WithMessage("is required: events are signed with it");
        _ = RuleForEach(body => body.Events).Must(type => type is not null && WebhookEventType.IsKnown(type)).WithMessage(Subscriptions.EventRule);
    }
}

internal sealed class SubscriptionUpdateBodyValidator : AbstractValidator<SubscriptionUpdateBody>
{
    public SubscriptionUpdateBodyValidator()
    {
        _ = RuleFor(body => body.Url).Must(Subscriptions.IsReceiver).WithMessage(Subscriptions.ReceiverRule);
        _ = RuleFor(body => body.Secret).Must(secret => secret is null or not "").WithMessage("must not be empty; leave it out to keep the old one");
        _ = RuleForEach(body => body.Events).Must(type => type is not null && WebhookEventType.IsKnown(type)).WithMessage(Subscriptions.EventRule);
    }
}

/// <summary>Receivers of webhooks.</summary>
internal static class SubscriptionEndpoints
{
    private const string Tag = "Webhooks";
    private const string All = "/webhooks/subscriptions";
    private const string One = All + "/{subscription_id}";

    public static void MapSubscriptions(this IEndpointRouteBuilder control)
    {
        // Not in a group of their own, which would put them after the events and deliveries that follow from them.
        _ = control.MapPost(All, CreateAsync).WithTags(Tag).WithName("createSubscription").WithSummary("Register a receiver");
        _ = control.MapGet(All, ListAsync).WithTags(Tag).WithName("listSubscriptions").WithSummary("The registered receivers")
            .Takes(QueryParameter.Paging).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = control.MapGet(One, GetAsync).WithTags(Tag).WithName("getSubscription").WithSummary("One receiver").Refuses(StatusCodes.Status404NotFound);
        _ = control.MapPut(One, UpdateAsync).WithTags(Tag).WithName("updateSubscription").WithSummary("Change a receiver and make it active again")
            .WithDescription("What waited while it was failed is sent now.").Refuses(StatusCodes.Status404NotFound);
        _ = control.MapPost(One + "/test", TestAsync).WithTags(Tag).WithName("testSubscription").WithSummary("Send test.hello_world to a receiver")
            .WithDescription("Whatever event types it asked for. While the clock is frozen it waits for you to advance it, or to drain.").Refuses(StatusCodes.Status404NotFound);
        _ = control.MapDelete(One, DeleteAsync).WithTags(Tag).WithName("deleteSubscription")
            .WithSummary("Remove a receiver with its deliveries").Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<Created<SubscriptionResult>> CreateAsync(JsonBody<SubscriptionBody> body, World world, CancellationToken cancellationToken)
    {
        var subscription = await world.WriteAsync(
            session =>
            {
                var created = Subscriptions.New(session, body.Value.Url!, body.Value.Secret!, body.Value.Name, body.Value.Events);
                _ = session.Db.WebhookSubscriptions.Add(created);
                return Task.FromResult(created);
            },
            cancellationToken);
        return TypedResults.Created($"{ControlEndpoints.Prefix}/webhooks/subscriptions/{subscription.Id}", ToResult(subscription));
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
        var rows = await db.WebhookSubscriptions.OrderByDescending(subscription => subscription.Created).ThenBy(subscription => subscription.Id)
            .Skip(page.Offset).Take(page.PageSize).ToListAsync(cancellationToken);
        return TypedResults.Ok(Paginated<SubscriptionResult>.For(page, total, rows.ConvertAll(ToResult)));
    }

    private static async Task<Results<Ok<SubscriptionResult>, ApiErrorResult>> GetAsync(
        [RouteId("subscription_id", AcceptsLatest = true)] string subscriptionId, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return await Subscriptions.FindAsync(db, subscriptionId, cancellationToken) is { } subscription
            ? TypedResults.Ok(ToResult(subscription))
            : Missing(subscriptionId);
    }

    private static async Task<Results<Ok<SubscriptionResult>, ApiErrorResult>> UpdateAsync(
        [RouteId("subscription_id", AcceptsLatest = true)] string subscriptionId, JsonBody<SubscriptionUpdateBody> body, World world, CancellationToken cancellationToken)
    {
        var subscription = await ChangeAsync(
            subscriptionId,
            world,
            (session, found) => Subscriptions.UpdateAsync(session, found, body.Value.Url!, body.Value.Secret, body.Value.Name, body.Value.Events),
            cancellationToken);
        return subscription is null ? Missing(subscriptionId) : TypedResults.Ok(ToResult(subscription));
    }

    private static async Task<Results<Accepted<TestDeliveryResult>, ApiErrorResult>> TestAsync(
        [RouteId("subscription_id", AcceptsLatest = true)] string subscriptionId, World world, CancellationToken cancellationToken)
    {
        TestDeliveryResult? test = null;
        _ = await ChangeAsync(
            subscriptionId,
            world,
            (session, found) =>
            {
                var eventId = EventOutbox.AddEvent(session, new RaisedEvent(WebhookEventType.TestHelloWorld, found.Id));
                test = new TestDeliveryResult { EventId = eventId, DeliveryId = EventOutbox.AddDelivery(session, found, eventId) };
                return Task.CompletedTask;
            },
            cancellationToken);
        return test is null
            ? Missing(subscriptionId)
            : TypedResults.Accepted($"{ControlEndpoints.Prefix}/webhooks/deliveries/{test.DeliveryId}", test);
    }

    private static async Task<Results<NoContent, ApiErrorResult>> DeleteAsync(
        [RouteId("subscription_id", AcceptsLatest = true)] string subscriptionId, World world, CancellationToken cancellationToken) =>
        await ChangeAsync(subscriptionId, world, Subscriptions.RemoveAsync, cancellationToken) is null
            ? Missing(subscriptionId)
            : TypedResults.NoContent();

    private static async Task<WebhookSubscription?> ChangeAsync(
        string subscriptionId, World world, Func<WorldSession, WebhookSubscription, Task> change, CancellationToken cancellationToken) =>
        await world.WriteAsync(
            async session =>
            {
                if (await Subscriptions.FindAsync(session.Db, subscriptionId, CancellationToken.None) is not { } subscription)
                    return null;
                await change(session, subscription);
                return subscription;
            },
            cancellationToken);

    private static SubscriptionResult ToResult(WebhookSubscription subscription) => new()
    {
        Id = subscription.Id,
        Url = subscription.Url,
        Name = subscription.Name,
        Events = subscription.EventTypes is null ? null : JsonSerializer.Deserialize<string[]>(subscription.EventTypes, WireJson.Options),
        Status = WireName.Of(subscription.Status),
        Created = subscription.Created,
        Modified = subscription.Modified,
        FailingSince = subscription.FailingSince,
    };

    private static ApiErrorResult Missing(string id) => ApiErrorResult.NotFound(id == RouteId.Latest
        ? $"There is no subscription: register one with POST {ControlEndpoints.Prefix}/webhooks/subscriptions"
        : $"Subscription not found with UUID {id}");
}

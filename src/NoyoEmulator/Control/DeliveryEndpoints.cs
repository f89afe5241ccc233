using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Control;

/// <summary>One event on its way to one subscription.</summary>
public record DeliveryResult
{
    public required Guid Id { get; init; }

    public required Guid SubscriptionId { get; init; }

    public required Guid EventId { get; init; }

    /// <summary>The event's type.</summary>
    public required string Type { get; init; }

    /// <summary>The object that the event is about.</summary>
    public required Guid ObjectId { get; init; }

    /// <summary>pending, succeeded or failed.</summary>
    public required string Status { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>How many attempts were made.</summary>
    public required int AttemptCount { get; init; }

    /// <summary>When the next attempt is due.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>What it waits for, in words, where no attempt is due: its subscription is failed. Else absent.</summary>
    public string? WaitsFor { get; init; }
}

/// <summary>Not enough deliveries in time.</summary>
/// <param name="Message">What was waited for.</param>
/// <param name="Status">408.</param>
/// <param name="Response">What there is.</param>
public sealed record DeliveryTimeout(string Message, int Status, IReadOnlyList<DeliveryResult> Response);

/// <summary>A delivery with all its attempts.</summary>
public sealed record DeliveryDetails : DeliveryResult
{
    [SetsRequiredMembers]
    internal DeliveryDetails(DeliveryResult delivery, IReadOnlyList<AttemptDetails> attempts)
        : base(delivery) => Attempts = attempts;

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<AttemptDetails> Attempts { get; init; }
}

/// <summary>One try, as it went over the wire.</summary>
public sealed record AttemptDetails
{
    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>On the world's clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>In real time.</summary>
    public required double DurationMs { get; init; }

    public required AttemptRequest Request { get; init; }

    /// <summary>Absent when there was none.</summary>
    public AttemptAnswer? Response { get; init; }

    /// <summary>Why it failed, in words; absent when it succeeded.</summary>
    public string? Error { get; init; }
}

/// <summary>What was sent.</summary>
public sealed record AttemptRequest
{
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The exact body, as text.</summary>
    public required string Body { get; init; }
}

/// <summary>What the receiver answered.</summary>
public sealed record AttemptAnswer
{
    public required int Status { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Its beginning, as text.</summary>
    public string? Body { get; init; }
}

internal static class DeliveryEndpoints
{
    private const string Tag = "Webhooks";

    private static readonly IReadOnlyList<QueryParameter> Filters =
    [
        new("type", "string", "Only deliveries of events of this type.", Values: WebhookEventType.Listing),
        new("object_id", "string", "Only deliveries of events about this object.", "uuid"),
        new("status", "array", "Only deliveries with one of these statuses.", Values: EnumName.All<DeliveryStatus>()),
        new("subscription_id", "string", "Only deliveries to this subscription.", "uuid"),
    ];

    public static void MapDeliveries(this IEndpointRouteBuilder control)
    {
        _ = control.MapGet("/webhooks/deliveries", ListAsync).WithName("listDeliveries").WithTags(Tag)
            .WithSummary("Every event for every subscription, and how far it has come").WithDescription("Oldest first.")
            .Takes([.. QueryParameter.Paging, .. Filters])
            .Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = control.MapGet("/webhooks/deliveries/await", AwaitAsync).WithName("awaitDeliveries").WithTags(Tag)
            .WithSummary("Wait until deliveries exist, or have come to a status")
            .WithDescription(
                "Waits in real time; answers 408 with what there is when it is not enough in time, and at once when the clock is frozen and "
                + "nothing that is due can bring what is awaited. With status=succeeded it waits until receivers have accepted them.")
            .Takes([.. Filters, .. AwaitTerms.Parameters]).WithCallRole(CallRole.MayPassTime)
            .Refuses(StatusCodes.Status422UnprocessableEntity)
            .Produces<Paginated<DeliveryResult>>().Produces<DeliveryTimeout>(StatusCodes.Status408RequestTimeout);
        _ = control.MapGet("/webhooks/deliveries/{delivery_id}", GetAsync).WithName("getDelivery").WithTags(Tag)
            .WithSummary("One delivery with every attempt").WithDescription("Headers, body, answer, duration and error of each.")
            .Refuses(StatusCodes.Status404NotFound);
        _ = control.MapPost("/webhooks/deliveries/{delivery_id}/resend", ResendAsync).WithName("resendDelivery").WithTags(Tag)
            .WithSummary("Send an event to its receiver again")
            .WithDescription(
                "With the same bytes and event id, and with all retries anew; a pending one at once in place of later. To a failed subscription it "
                + "waits until the subscription is active again, and the answer says so.")
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Paginated<DeliveryResult>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        var (filter, _) = ReadFilter(reader);
        if (reader.Failure is { } failure)
            return failure;

        await using var db = world.OpenReader();
        var total = await filter(db).CountAsync(cancellationToken);
        var rows = await filter(db).OrderBy(row => row.Delivery.Sequence).Skip(page.Offset).Take(page.PageSize)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(Paginated<DeliveryResult>.For(page, total, rows.ConvertAll(ToResult)));
    }

    private static async Task<IResult> AwaitAsync(
        HttpContext context, RunningWorld running, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var (filter, statuses) = ReadFilter(reader);
        var terms = AwaitTerms.Read(reader);
        if (reader.Failure is { } failure)
            return failure;

        // A delivery is there, and pending, as soon as its event is; only attempts take it further.
        IReadOnlyList<WorkKind> bringers = statuses.Any(status => status != DeliveryStatus.Pending) ? [.. WorkKinds.Steps, WorkKind.Delivery] : WorkKinds.Steps;
        var (deliveries, lack) = await new Awaiting(running, terms, terms.Count == 1 ? "delivery" : "deliveries", bringers).UntilAsync(
            async () =>
            {
                await using var db = running.World.OpenReader();
                var rows = await filter(db).OrderBy(row => row.Delivery.Sequence).Take(terms.Count).ToListAsync(cancellationToken);
                return rows.ConvertAll(ToResult);
            },
            lifetime.ApplicationStopping,
            cancellationToken);
        return lack is null
            ? TypedResults.Ok(Paginated<DeliveryResult>.For(new PageRequest(terms.Count, 0), deliveries.Count, deliveries))
            : TypedResults.Json(
                new DeliveryTimeout(lack, StatusCodes.Status408RequestTimeout, deliveries), statusCode: StatusCodes.Status408RequestTimeout);
    }

    private static (Func<EmulatorDbContext, IQueryable<DeliveryAndEvent>> Filter, IReadOnlyList<DeliveryStatus> Statuses) ReadFilter(QueryReader reader)
    {
        var type = reader.OneOfInAnyCase("type", WebhookEventType.Listing);
        var objectId = reader.Guid("object_id");
        var statuses = reader.Enums<DeliveryStatus>("status");
        var subscriptionId = reader.Guid("subscription_id");
        return (
            db =>
            {
                var matching = Joined(db)
                    .Where(row => (type == null || row.Event.Type == type) && (objectId == null || row.Event.ObjectId == objectId)
                        && (subscriptionId == null || row.Delivery.SubscriptionId == subscriptionId));
                return statuses.Count > 0 ? matching.Where(row => statuses.Contains(row.Delivery.Status)) : matching;
            },
            statuses);
    }

    private static async Task<Results<Ok<DeliveryDetails>, ApiErrorResult>> GetAsync(
        [RouteId(Name = "delivery_id", AcceptsLatest = true)] string deliveryId, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        if (Find(db, deliveryId) is not { } found)
            return Missing(deliveryId);
        var attempts = await db.WebhookAttempts.Where(attempt => attempt.DeliveryId == found.Delivery.Id).OrderBy(attempt => attempt.Number)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(ToDetails(found, attempts));
    }

    private static async Task<Results<Accepted<DeliveryResult>, ApiErrorResult>> ResendAsync(
        [RouteId(Name = "delivery_id", AcceptsLatest = true)] string deliveryId, World world, CancellationToken cancellationToken)
    {
        var resent = await world.WriteAsync(
            session =>
            {
                if (Find(session.Db, deliveryId) is not { } found)
                    return null;
                var subscription = session.Rows.Find<WebhookSubscription>(found.Delivery.SubscriptionId);
                Redelivery.Resend(session, subscription!, [found.Delivery]);
                return found;
            },
            cancellationToken);
        return resent is null
            ? Missing(deliveryId)
            : TypedResults.Accepted($"{ControlEndpoints.Prefix}/webhooks/deliveries/{resent.Delivery.Id}", ToResult(resent));
    }

    private static ApiErrorResult Missing(string id) => ApiErrorResult.NotFound(id == RouteId.Latest
        ? "There is no delivery: nothing has happened since a subscription was registered; "
            + $"send one with POST {ControlEndpoints.Prefix}/webhooks/subscriptions/{RouteId.Latest}/test"
        : $"Delivery not found with UUID {id}");

    private static DeliveryAndEvent? Find(EmulatorDbContext db, string id)
    {
        if (id == RouteId.Latest)
            return Joined(db).OrderByDescending(row => row.Delivery.Sequence).FirstOrDefault();
        return Uuid.TryParse(id, out var known) ? Joined(db).SingleOrDefault(row => row.Delivery.Id == known) : null;
    }

    private static IQueryable<DeliveryAndEvent> Joined(EmulatorDbContext db) => db.WebhookDeliveries.Join(
        db.WebhookEvents,
        delivery => delivery.EventId,
        webhookEvent => webhookEvent.Id,
        (delivery, webhookEvent) => new DeliveryAndEvent { Delivery = delivery, Event = webhookEvent });

    private static DeliveryResult ToResult(DeliveryAndEvent row) => new()
    {
        Id = row.Delivery.Id,
        SubscriptionId = row.Delivery.SubscriptionId,
        EventId = row.Event.Id,
        Type = row.Event.Type,
        ObjectId = row.Event.ObjectId,
        Status = EnumName.Of(row.Delivery.Status),
        Created = row.Delivery.Created,
        AttemptCount = row.Delivery.AttemptCount,
        NextAttemptAt = row.Delivery.NextAttemptAt,
        WaitsFor = row.Delivery is { Status: DeliveryStatus.Pending, NextAttemptAt: null } ? Redelivery.WaitsForSubscription : null,
    };

    private static DeliveryDetails ToDetails(DeliveryAndEvent row, List<WebhookAttempt> attempts) => new(
        ToResult(row),
        attempts.ConvertAll(attempt => new AttemptDetails
        {
            Number = attempt.Number,
            StartedAt = attempt.StartedAt,
            DurationMs = attempt.DurationMilliseconds,
            Request = new AttemptRequest
            {
                Headers = WireJson.Read<Dictionary<string, string>>(attempt.RequestHeaders),
                Body = Encoding.UTF8.GetString(row.Event.ToBody()),
            },
            Response = attempt.ResponseStatus is not { } status ? null : new AttemptAnswer
            {
                Status = status,
                Headers = WireJson.Read<Dictionary<string, string>>(attempt.ResponseHeaders!),
                Body = attempt.ResponseBody,
            },
            Error = attempt.Error,
        }));

    private sealed class DeliveryAndEvent
    {
        public required WebhookDelivery Delivery { get; init; }

        public required WebhookEvent Event { get; init; }
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Control;

/// <summary>Something that happened.</summary>
public sealed record EventResult
{
    public required Guid Id { get; init; }

    public required string Type { get; init; }

    /// <summary>The object it is about.</summary>
    public required Guid ObjectId { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>The body that subscribers get.</summary>
    [JsonFreeObject]
    public required JsonElement Body { get; init; }
}

internal static class EventEndpoints
{
    private const string Tag = "Webhooks";

    private static readonly IReadOnlyList<QueryParameter> Filters =
    [
        new("type", "string", "Only events of this type.", Values: WebhookEventType.Listing),
        new("object_id", "string", "Only events about this object.", "uuid"),
    ];

    public static void MapEvents(this IEndpointRouteBuilder control)
    {
        _ = control.MapGet("/webhooks/events", ListAsync).WithName("listEvents").WithTags(Tag)
            .WithSummary("Everything that happened").WithDescription("Oldest first, whether or not anybody subscribed to it.")
            .Takes([.. QueryParameter.Paging, .. Filters]).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = control.MapGet("/webhooks/events/await", AwaitAsync).WithName("awaitEvents").WithTags(Tag)
            .WithSummary("Wait until events exist")
            .WithDescription(
                "Waits in real time; answers 408 with what did arrive when it is not enough in time, and at once when the clock is frozen and "
                + "nothing that is due can bring an event.")
            .Takes([.. Filters, .. AwaitTerms.Parameters]).WithCallRole(CallRole.MayPassTime)
            .Refuses(StatusCodes.Status422UnprocessableEntity)
            .Produces<Paginated<EventResult>>().Produces<AwaitTimeout>(StatusCodes.Status408RequestTimeout);
    }

    private static async Task<Results<Ok<Paginated<EventResult>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        var filter = ReadFilter(reader);
        if (reader.Failure is { } failure)
            return failure;
        await using var db = world.OpenReader();
        var total = await filter(db).CountAsync(cancellationToken);
        var rows = await filter(db).OrderBy(row => row.Sequence).Skip(page.Offset).Take(page.PageSize).ToListAsync(cancellationToken);
        return TypedResults.Ok(Paginated<EventResult>.For(page, total, rows.ConvertAll(ToResult)));
    }

    private static async Task<IResult> AwaitAsync(
        HttpContext context, RunningWorld running, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var filter = ReadFilter(reader);
        var terms = AwaitTerms.Read(reader);
        if (reader.Failure is { } failure)
            return failure;

        var (events, lack) = await new Awaiting(running, terms, terms.Count == 1 ? "event" : "events", WorkKinds.Steps).UntilAsync(
            async () =>
            {
                await using var db = running.World.OpenReader();
                var rows = await filter(db).OrderBy(row => row.Sequence).Take(terms.Count).ToListAsync(cancellationToken);
                return rows.ConvertAll(ToResult);
            },
            lifetime.ApplicationStopping,
            cancellationToken);
        return lack is null
            ? TypedResults.Ok(Paginated<EventResult>.For(new PageRequest(terms.Count, 0), events.Count, events))
            : TypedResults.Json(
                new AwaitTimeout(lack, StatusCodes.Status408RequestTimeout, events), statusCode: StatusCodes.Status408RequestTimeout);
    }

    private static Func<EmulatorDbContext, IQueryable<WebhookEvent>> ReadFilter(QueryReader reader)
    {
        var type = reader.OneOfInAnyCase("type", WebhookEventType.Listing);
        var objectId = reader.Guid("object_id");
        return db => db.WebhookEvents.Where(row => (type == null || row.Type == type) && (objectId == null || row.ObjectId == objectId));
    }

    private static EventResult ToResult(WebhookEvent row) => new()
    {
        Id = row.Id,
        Type = row.Type,
        ObjectId = row.ObjectId,
        Created = row.Created,
        Body = JsonSerializer.Deserialize<JsonElement>(row.ToBody()),
    };
}

/// <summary>Not enough events in time.</summary>
/// <param name="Message">What was waited for.</param>
/// <param name="Status">408.</param>
/// <param name="Response">What did arrive.</param>
public sealed record AwaitTimeout(string Message, int Status, IReadOnlyList<EventResult> Response);

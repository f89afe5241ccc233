using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Carriers;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Control;

/// <summary>A carrier of the world.</summary>
public sealed record CarrierResult
{
    public required Guid Id { get; init; }

    public required string DisplayName { get; init; }

    /// <summary>How it behaves.</summary>
    public required CarrierBehavior Behavior { get; init; }

    /// <summary>About how many people it holds a record.</summary>
    public required int Records { get; init; }
}

/// <summary>The carriers of a world, their behavior and their records.</summary>
internal static class CarrierEndpoints
{
    private const string Tag = "Carriers";

    public static void MapCarriers(this IEndpointRouteBuilder control)
    {
        _ = control.MapGet("/carriers", ListAsync).WithName("listCarriers").WithTags(Tag).WithSummary("The carriers and how they behave")
            .Takes(QueryParameter.Paging).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = control.MapGet("/carriers/{carrier_id}/behavior", GetBehaviorAsync).WithName("getCarrierBehavior").WithTags(Tag)
            .WithSummary("How a carrier behaves").Refuses(StatusCodes.Status404NotFound);
        _ = control.MapPut("/carriers/{carrier_id}/behavior", PutBehaviorAsync).WithName("setCarrierBehavior").WithTags(Tag)
            .WithSummary("Change how a carrier behaves")
            .WithDescription("Applies to what it processes from now on. What it held back is processed now, by the new rules.")
            .Refuses(StatusCodes.Status404NotFound);
        _ = control.MapDelete("/carriers/{carrier_id}/behavior", DeleteBehaviorAsync).WithName("resetCarrierBehavior").WithTags(Tag)
            .WithSummary("Put a carrier's behavior back to the seed's").Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Paginated<CarrierResult>>, ApiErrorResult>> ListAsync(HttpContext context, World world, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        if (reader.Failure is { } failure)
            return failure;
        await using var db = world.OpenReader();
        var total = await db.Carriers.CountAsync(cancellationToken);
        var rows = await db.Carriers.OrderBy(carrier => carrier.DisplayName).ThenBy(carrier => carrier.Id).Skip(page.Offset).Take(page.PageSize)
            .Select(carrier => new { Carrier = carrier, Records = db.CarrierRecords.Count(record => record.CarrierId == carrier.Id) })
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(Paginated<CarrierResult>.For(page, total, rows.ConvertAll(row => new CarrierResult
        {
            Id = row.Carrier.Id,
            DisplayName = row.Carrier.DisplayName,
            Behavior = CarrierPace.BehaviorOf(row.Carrier),
            Records = row.Records,
        })));
    }

    private static async Task<Results<Ok<CarrierBehavior>, ApiErrorResult>> GetBehaviorAsync(
        [RouteId("carrier_id")] string carrierId, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return Guid.TryParse(carrierId, out var id) && await db.Carriers.FindAsync([id], cancellationToken) is { } carrier
            ? TypedResults.Ok(CarrierPace.BehaviorOf(carrier))
            : Missing(carrierId);
    }

    private static Task<Results<Ok<CarrierBehavior>, ApiErrorResult>> PutBehaviorAsync(
        [RouteId("carrier_id")] string carrierId, JsonBody<CarrierBehaviorBody> body, World world, CancellationToken cancellationToken) =>
        ChangeBehaviorAsync(carrierId, world, _ => JsonSerializer.Serialize(body.Value.ToBehavior(), WireJson.Options), cancellationToken);

    private static Task<Results<Ok<CarrierBehavior>, ApiErrorResult>> DeleteBehaviorAsync(
        [RouteId("carrier_id")] string carrierId, World world, CancellationToken cancellationToken) =>
        ChangeBehaviorAsync(carrierId, world, carrier => carrier.SeededBehavior, cancellationToken);

    private static async Task<Results<Ok<CarrierBehavior>, ApiErrorResult>> ChangeBehaviorAsync(
        string carrierId, World world, Func<Carrier, string?> change, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(carrierId, out var id))
            return Missing(carrierId);
        var changed = await world.WriteAsync(
            async session =>
            {
                if (await session.Db.Carriers.FindAsync(id) is not { } carrier)
                    return null;
                carrier.Behavior = change(carrier);
                await ReleaseHeldAsync(session, id);
                return carrier;
            },
            cancellationToken);
        return changed is null ? Missing(carrierId) : TypedResults.Ok(CarrierPace.BehaviorOf(changed));
    }

    private static async Task ReleaseHeldAsync(WorldSession session, Guid carrierId)
    {
        var held = await session.Db.ScheduledWork
            .Where(work => work.Kind == WorkKind.Process && work.DueAt == null
                && session.Db.MemberTransactions.Any(transaction => transaction.Id == work.SubjectId
                    && transaction.CarrierId == carrierId && transaction.Status == TransactionStatus.Processing))
            .OrderBy(work => work.Sequence).ToListAsync();
        foreach (var work in held)
        {
            _ = session.Db.ScheduledWork.Remove(work);
            session.Schedule(WorkKind.Process, work.SubjectId, session.Now);
        }
    }

    /// <summary>404: no such carrier.</summary>
    internal static ApiErrorResult Missing(string id) => ApiErrorResult.NotFound($"Carrier not found with UUID {id}");
}

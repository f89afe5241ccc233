using System.Linq.Expressions;
using System.Text.Json.Serialization;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Carriers;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.RoundTrips;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

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

/// <summary>Which held steps to release; what is absent does not narrow it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReleaseBody
{
    /// <summary>Only those of this snapshot.</summary>
    public string? SnapshotId { get; init; }

    /// <summary>Only those of this employee's family.</summary>
    public string? EmployeeId { get; init; }

    /// <summary>Only those of this transaction.</summary>
    public string? TransactionId { get; init; }

    /// <summary>Whether nothing narrows it; connections belong to no snapshot.</summary>
    internal bool NamesAll => SnapshotId is null && EmployeeId is null && TransactionId is null;

    internal bool Names(MemberTransaction transaction) =>
        Agrees(SnapshotId, transaction.SnapshotId) && Agrees(EmployeeId, transaction.EmployeeId) && Agrees(TransactionId, transaction.Id);

    private static bool Agrees(string? wanted, Guid actual) => wanted is null || Uuid.Parse(wanted) == actual;
}

/// <summary>What was released.</summary>
public sealed record ReleaseResult
{
    /// <summary>The steps that are due now, in the order in which they were held.</summary>
    public required IReadOnlyList<ReleasedStepResult> Released { get; init; }
}

/// <summary>A step that was released.</summary>
public sealed record ReleasedStepResult
{
    /// <summary>submit, process, confirm or connect.</summary>
    public required string Kind { get; init; }

    /// <summary>The transaction it is a step of; absent for connect.</summary>
    public Guid? TransactionId { get; init; }

    /// <summary>The group connection it is a step of; absent for all but connect.</summary>
    public Guid? GroupConnectionId { get; init; }
}

internal sealed class ReleaseBodyValidator : AbstractValidator<ReleaseBody>
{
    public ReleaseBodyValidator()
    {
        BeId(body => body.SnapshotId);
        BeId(body => body.EmployeeId);
        BeId(body => body.TransactionId);
    }

    private void BeId(Expression<Func<ReleaseBody, string?>> property) =>
        RuleFor(property).Must(text => text is null || Uuid.TryParse(text, out _)).WithMessage("must be a uuid");
}

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
        _ = control.MapPost("/carriers/{carrier_id}/release", ReleaseAsync).WithName("releaseCarrierWork").WithTags(Tag)
            .WithSummary("Let a carrier go on with what it holds back")
            .WithDescription(
                "Steps with the delay manual, and changes that a rule holds, become due now: they happen at once in realtime, with the "
                + "next advance or drain when frozen.")
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Paginated<CarrierResult>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        if (reader.Failure is { } failure)
            return failure;
        await using var db = world.OpenReader();
        var total = await db.Carriers.CountAsync(cancellationToken);
        var rows = await db.Carriers.OrderBy(carrier => carrier.DisplayName).ThenBy(carrier => carrier.Id).Skip(page.Offset)
            .Take(page.PageSize)
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
        [RouteId(Name = "carrier_id")] string carrierId, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return Uuid.TryParse(carrierId, out var id) && await db.Carriers.FindAsync([id], cancellationToken) is { } carrier
            ? TypedResults.Ok(CarrierPace.BehaviorOf(carrier))
            : Missing(carrierId);
    }

    private static Task<Results<Ok<CarrierBehavior>, ApiErrorResult>> PutBehaviorAsync(
        [RouteId(Name = "carrier_id")] string carrierId, JsonBody<CarrierBehaviorBody> body, World world,
        GroupSyncs syncs, CancellationToken cancellationToken) =>
        ChangeBehaviorAsync(carrierId, world, syncs, _ => WireJson.Write(body.Value.ToBehavior()), cancellationToken);

    private static Task<Results<Ok<CarrierBehavior>, ApiErrorResult>> DeleteBehaviorAsync(
        [RouteId(Name = "carrier_id")] string carrierId, World world, GroupSyncs syncs, CancellationToken cancellationToken) =>
        ChangeBehaviorAsync(carrierId, world, syncs, carrier => carrier.SeededBehavior, cancellationToken);

    private static async Task<Results<Ok<CarrierBehavior>, ApiErrorResult>> ChangeBehaviorAsync(
        string carrierId, World world, GroupSyncs syncs, Func<Carrier, string?> change, CancellationToken cancellationToken)
    {
        if (!Uuid.TryParse(carrierId, out var id))
            return Missing(carrierId);
        var changed = await world.WriteAsync(
            session =>
            {
                if (session.Rows.Find<Carrier>(id) is not { } carrier)
                    return null;
                var before = CarrierPace.BehaviorOf(carrier).Tier;
                carrier.Behavior = change(carrier);
                session.Rows.Update(carrier, nameof(Carrier.Behavior));
                SendFiles.Follow(session, syncs, id, before, CarrierPace.BehaviorOf(carrier).Tier);
                _ = HeldWork.Release(session, id, which: null, despiteRules: false);
                _ = HeldWork.ReleaseConnections(session, id);
                return carrier;
            },
            cancellationToken);
        return changed is null ? Missing(carrierId) : TypedResults.Ok(CarrierPace.BehaviorOf(changed));
    }

    private static Task<Results<Ok<ReleaseResult>, ApiErrorResult>> ReleaseAsync(
        [RouteId(Name = "carrier_id")] string carrierId, JsonBody<ReleaseBody>? body, World world, CancellationToken cancellationToken) =>
        world.WriteAsync<Results<Ok<ReleaseResult>, ApiErrorResult>>(
            session =>
            {
                if (!Uuid.TryParse(carrierId, out var id) || session.Rows.Find<Carrier>(id) is null)
                    return Missing(carrierId);
                var released = HeldWork.Release(session, id, transaction => body?.Value.Names(transaction) ?? true, despiteRules: true);
                var connections = body?.Value.NamesAll == false ? [] : HeldWork.ReleaseConnections(session, id);
                return TypedResults.Ok(new ReleaseResult
                {
                    Released =
                    [
                        .. released.Select(step => new ReleasedStepResult { Kind = step.Kind.LedgerName(), TransactionId = step.SubjectId }),
                        .. connections.Select(step => new ReleasedStepResult { Kind = step.Kind.LedgerName(), GroupConnectionId = step.SubjectId }),
                    ],
                });
            },
            cancellationToken);

    internal static ApiErrorResult Missing(string id) => ApiErrorResult.Unknown("Carrier", id);
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Control;

/// <summary>A step that waits at a carrier until somebody releases it.</summary>
public sealed record HeldStepResult
{
    /// <summary>submit, process, confirm or connect.</summary>
    public required string Kind { get; init; }

    public required Guid GroupId { get; init; }

    /// <summary>The transaction it is a step of; absent for connect.</summary>
    public Guid? TransactionId { get; init; }

    /// <summary>The snapshot that the transaction is of; absent for connect.</summary>
    public Guid? SnapshotId { get; init; }

    /// <summary>Whose family the transaction is about; absent for connect.</summary>
    public Guid? EmployeeId { get; init; }

    /// <summary>The group connection it is a step of; absent for all but connect.</summary>
    public Guid? GroupConnectionId { get; init; }
}

internal static class HeldStepEndpoints
{
    public static void MapHeldSteps(this IEndpointRouteBuilder control) =>
        _ = control.MapGet("/carriers/{carrier_id}/held", ListAsync).WithName("listHeldCarrierWork").WithTags("Carriers")
            .WithSummary("What a carrier holds back")
            .WithDescription("The steps that wait until somebody releases them, the first that came first: those with the delay manual, and changes that a rule holds.")
            .Takes(QueryParameter.Paging).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<Paginated<HeldStepResult>>, ApiErrorResult>> ListAsync(
        [RouteId(Name = "carrier_id")] string carrierId, HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = new QueryReader(context.Request.Query);
        var page = query.Paging();
        if (query.Failure is { } failure)
            return failure;
        await using var db = world.OpenReader();
        if (!Uuid.TryParse(carrierId, out var id) || !await db.Carriers.AnyAsync(carrier => carrier.Id == id, cancellationToken))
            return CarrierEndpoints.Missing(carrierId);
        var held = HeldAt(db, id);
        var total = await held.CountAsync(cancellationToken);
        var steps = await held.OrderBy(step => step.Sequence).Skip(page.Offset).Take(page.PageSize).ToListAsync(cancellationToken);
        return TypedResults.Ok(Paginated<HeldStepResult>.For(page, total, steps.ConvertAll(step => new HeldStepResult
        {
            Kind = step.Kind.LedgerName(),
            GroupId = step.GroupId,
            TransactionId = step.SnapshotId is null ? null : step.SubjectId,
            SnapshotId = step.SnapshotId,
            EmployeeId = step.EmployeeId,
            GroupConnectionId = step.SnapshotId is null ? step.SubjectId : null,
        })));
    }

    private static IQueryable<HeldStep> HeldAt(EmulatorDbContext db, Guid carrierId)
    {
        var held = db.ScheduledWork.Where(work => work.DueAt == null && work.SetAsideAt == null);
        var ofTransactions =
            from work in held
            join transaction in db.MemberTransactions on work.SubjectId equals transaction.Id
            where transaction.CarrierId == carrierId
                && (transaction.Status == TransactionStatus.Processing || transaction.Status == TransactionStatus.Completed)
            select new HeldStep
            {
                Sequence = work.Sequence,
                Kind = work.Kind,
                SubjectId = work.SubjectId,
                GroupId = transaction.GroupId,
                SnapshotId = transaction.SnapshotId,
                EmployeeId = transaction.EmployeeId,
            };
        var ofConnections =
            from work in held
            join connection in db.GroupConnections on work.SubjectId equals connection.Id
            where work.Kind == WorkKind.Connect && connection.CarrierId == carrierId
            select new HeldStep
            {
                Sequence = work.Sequence,
                Kind = work.Kind,
                SubjectId = work.SubjectId,
                GroupId = connection.GroupId,
                SnapshotId = null,
                EmployeeId = null,
            };
        return ofTransactions.Concat(ofConnections);
    }

    private sealed record HeldStep
    {
        public required long Sequence { get; init; }

        public required WorkKind Kind { get; init; }

        public required Guid SubjectId { get; init; }

        public required Guid GroupId { get; init; }

        public required Guid? SnapshotId { get; init; }

        public required Guid? EmployeeId { get; init; }
    }
}

using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots;

/// <summary>Noyo's member snapshots.</summary>
internal static class MemberSnapshotEndpoints
{
    public static IServiceCollection AddMemberSnapshots(this IServiceCollection services) => services.AddSingleton<SnapshotIntake>();

    public static void MapMemberSnapshots(this IEndpointRouteBuilder routes)
    {
        var snapshots = routes.MapGroup("/api/v1").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Documented).WithTags("Member Snapshot").RequireToken().OnWorld().OnlyKnownParameters().AddValidation();

        _ = snapshots.MapPost("/groups/{group_id}/member_snapshots", CreateAsync).WithName("createMemberSnapshot")
            .WithSummary("Create a Member Snapshot")
            .WithDescription("Takes in a family's coverages as they should be. Carriers then work on them in the world's time.")
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = snapshots.MapPost("/groups/{group_id}/member_snapshots/test", TestAsync).WithName("testCreateMemberSnapshot")
            .WithSummary("Test creating a member snapshot")
            .WithDescription("The answer that creating it would have; nothing is stored. Carriers can be taken as connected or not.")
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = snapshots.MapGet("/groups/{group_id}/member_snapshots", ListOfGroupAsync).WithName("getMemberSnapshotsForGroupList")
            .WithSummary("Get all Member Snapshots by Group").WithDescription("Newest first, without their contents.")
            .Takes(SnapshotListQuery.GroupParameters).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = snapshots.MapGet("/employees/{employee_id}/member_snapshots", ListOfEmployeeAsync).WithName("getMemberSnapshotsForEmployeeList")
            .WithSummary("Get all Member Snapshots by Employee").WithDescription("Newest first, without their contents.")
            .Takes(QueryParameter.Paging).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = snapshots.MapGet("/employees/{employee_id}/member_snapshot", CalculateAsync).WithName("getMemberSnapshotForEmployee").WithFidelity(Fidelity.Inferred)
            .WithSummary("Get a Member Snapshot by Employee")
            .WithDescription("The snapshot that states what Noyo has of the family now.")
            .Takes(SnapshotListQuery.CalculatedParameters).Refuses(StatusCodes.Status404NotFound);
        _ = snapshots.MapGet("/employees/{employee_id}/status", GetStatusAsync).WithName("getEmployeeStatus").WithFidelity(Fidelity.Inferred)
            .WithSummary("Get Employee Status").WithDescription("How the family stands with each of its carriers.")
            .Refuses(StatusCodes.Status404NotFound);
        _ = snapshots.MapGet("/member_snapshots", ListAsync).WithName("getMemberSnapshotsList")
            .WithSummary("Get all Member Snapshots").WithDescription("Newest first, without their contents.")
            .Takes(SnapshotListQuery.AllParameters).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = snapshots.MapGet("/member_snapshots/{snapshot_id}", Get).WithName("getMemberSnapshot")
            .WithSummary("Get a Member Snapshot").WithDescription("The snapshot as Noyo processed it, as it was received, and how far each carrier is.")
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<OutboundMemberSnapshot>, ApiErrorResult>> CreateAsync(
        [RouteId(Name = "group_id")] string groupId, JsonBody<InboundMemberSnapshot> body, World world, SnapshotIntake intake, CancellationToken cancellationToken)
    {
        if (!Uuid.TryParse(groupId, out var id))
            return MissingGroup(groupId);
        var (taken, refusal) = await world.WriteTogetherAsync(session => intake.TakeIn(session, id, body.Value, body.Bytes), cancellationToken);
        return taken is null
            ? refusal!.ToResult(body.Bytes)
            : TypedResults.Created($"/api/v1/member_snapshots/{taken.Snapshot.Id}", SnapshotQueries.ToContract(taken));
    }

    private static async Task<Results<Ok<OutboundTestMemberSnapshot>, ApiErrorResult>> TestAsync(
        [RouteId(Name = "group_id")] string groupId, JsonBody<InboundTestMemberSnapshot> body, World world, SnapshotIntake intake, CancellationToken cancellationToken)
    {
        if (!Uuid.TryParse(groupId, out var id))
            return MissingGroup(groupId);
        const string Root = "$.member_snapshot";
        var snapshot = body.Value.MemberSnapshot!;
        return await world.WriteAsync<Results<Ok<OutboundTestMemberSnapshot>, ApiErrorResult>>(
            session =>
            {
                session.Discard();
                var (created, refusal) = intake.TakeIn(session, id, snapshot, SnapshotPart(body.Bytes), body.Value.CarrierOverrides, Root);
                if (created is null)
                    return refusal!.ToResult(body.Bytes, Root);
                return TypedResults.Ok(new OutboundTestMemberSnapshot { MemberSnapshot = SnapshotQueries.ToContract(created), TraceIds = [session.NewId()] });
            },
            cancellationToken);
    }

    private static async Task<Results<Ok<InboundMemberSnapshot>, ApiErrorResult>> CalculateAsync(
        [RouteId(Name = "employee_id")] string employeeId, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return Uuid.TryParse(employeeId, out var id) && await EmployeeQueries.CalculateAsync(db, id, cancellationToken) is { } snapshot
            ? TypedResults.Ok(snapshot)
            : MissingEmployee(employeeId);
    }

    private static async Task<Results<Ok<EmployeeStatusResult>, ApiErrorResult>> GetStatusAsync(
        [RouteId(Name = "employee_id")] string employeeId, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return Uuid.TryParse(employeeId, out var id) && await SnapshotQueries.IsEmployeeAsync(db, id, cancellationToken)
            ? TypedResults.Ok(await EmployeeQueries.StatusAsync(db, id, cancellationToken))
            : MissingEmployee(employeeId);
    }

    private static async Task<Results<Ok<Paginated<OutboundSimplifiedMemberSnapshot>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = SnapshotListQuery.Read(context.Request.Query);
        await using var db = world.OpenReader();
        return query.Failure is { } failure ? failure : TypedResults.Ok(await SnapshotQueries.ListAsync(db, query, cancellationToken));
    }

    private static async Task<Results<Ok<Paginated<OutboundSimplifiedMemberSnapshot>>, ApiErrorResult>> ListOfGroupAsync(
        [RouteId(Name = "group_id")] string groupId, HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = SnapshotListQuery.Read(context.Request.Query);
        await using var db = world.OpenReader();
        if (!Uuid.TryParse(groupId, out var id) || await db.Groups.FindAsync([id], cancellationToken) is null)
            return MissingGroup(groupId);
        return query.Failure is { } failure
            ? failure
            : TypedResults.Ok(await SnapshotQueries.ListAsync(db, query with { GroupId = id }, cancellationToken));
    }

    private static async Task<Results<Ok<Paginated<OutboundSimplifiedMemberSnapshot>>, ApiErrorResult>> ListOfEmployeeAsync(
        [RouteId(Name = "employee_id")] string employeeId, HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = SnapshotListQuery.Read(context.Request.Query);
        await using var db = world.OpenReader();
        if (!Uuid.TryParse(employeeId, out var id) || !await SnapshotQueries.IsEmployeeAsync(db, id, cancellationToken))
            return MissingEmployee(employeeId);
        return query.Failure is { } failure
            ? failure
            : TypedResults.Ok(await SnapshotQueries.ListAsync(db, query with { EmployeeId = id }, cancellationToken));
    }

    private static Results<Ok<OutboundMemberSnapshot>, ApiErrorResult> Get([RouteId(Name = "snapshot_id")] string snapshotId, World world)
    {
        using var reader = world.OpenSqlReader();
        return Uuid.TryParse(snapshotId, out var id) && SnapshotQueries.Find(reader, id) is { } snapshot
            ? TypedResults.Ok(SnapshotQueries.ToContract(snapshot))
            : ApiErrorResult.Unknown("MemberSnapshot", snapshotId);
    }

    private static byte[] SnapshotPart(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        return Encoding.UTF8.GetBytes(document.RootElement.GetProperty("member_snapshot").GetRawText());
    }

    private static ApiErrorResult MissingEmployee(string id) => ApiErrorResult.Unknown("Employee", id);

    private static ApiErrorResult MissingGroup(string id) => ApiErrorResult.Unknown("Group", id);
}

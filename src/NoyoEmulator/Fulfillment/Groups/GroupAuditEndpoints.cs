using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>When a group was last compared with carriers (OpenAPI).</summary>
public sealed record LatestGroupAuditRequestResult
{
    public required Guid GroupId { get; init; }

    /// <summary>The carriers; none while the group was never compared.</summary>
    public required IReadOnlyList<Guid> CarrierIds { get; init; }

    /// <summary>Unix seconds; when the group was created, while it was never compared.</summary>
    public required long CompletedAt { get; init; }
}

/// <summary>Noyo's carrier syncs: those of all kinds that fetched a group's records from a carrier.</summary>
internal static class GroupAuditEndpoints
{
    public static void MapGroupAudits(this IEndpointRouteBuilder routes)
    {
        var audits = routes.MapGroup("/api/v1/groups/{group_id}/audit_requests").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).WithTags("Carrier Sync").RequireToken().OnWorld()
            .OnlyKnownParameters();
        _ = audits.MapGet("/latest", GetLatest).WithName("getLatestGroupAuditRequest").WithSummary("Get the latest sync of a group")
            .WithDescription("With every carrier whose records were fetched at that instant.")
            .Takes([new("carrier_id", "string", "Only syncs with this carrier.", "uuid")])
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = audits.MapGet("/list_latest", ListLatest).WithName("getLatestGroupAuditRequestList").WithSummary("Get the latest sync of a group with each carrier")
            .WithDescription("A bare array; of a group that was never synced, one entry without carriers.")
            .Takes([new("effective_date", "string", "Only syncs up to the end of this day; today if absent.", "date")])
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
    }

    private static Results<Ok<LatestGroupAuditRequestResult>, ApiErrorResult> GetLatest(
        [RouteId(Name = "group_id")] string groupId, HttpContext context, World world)
    {
        using var database = world.OpenSqlReader();
        database.Pin();
        if (Find(database, groupId) is not { } group)
            return ApiErrorResult.Unknown("Group", groupId);
        var reader = new QueryReader(context.Request.Query);
        var carrierId = reader.Guid("carrier_id");
        if (reader.Failure is { } failure)
            return failure;
        var audits = database.Where<GroupAudit>("group_id = ?", group.Id).FindAll(audit => carrierId is null || audit.CarrierId == carrierId);
        return TypedResults.Ok(audits.Count == 0 ? Never(group) : new LatestGroupAuditRequestResult
        {
            GroupId = group.Id,
            CarrierIds = [.. audits.Where(audit => audit.CompletedAt == audits.Max(other => other.CompletedAt)).Select(audit => audit.CarrierId).Order()],
            CompletedAt = audits.Max(audit => audit.CompletedAt).ToUnixTimeSeconds(),
        });
    }

    private static Results<Ok<IReadOnlyList<LatestGroupAuditRequestResult>>, ApiErrorResult> ListLatest(
        [RouteId(Name = "group_id")] string groupId, HttpContext context, World world)
    {
        using var database = world.OpenSqlReader();
        database.Pin();
        if (Find(database, groupId) is not { } group)
            return ApiErrorResult.Unknown("Group", groupId);
        var reader = new QueryReader(context.Request.Query);
        var day = reader.Date("effective_date") ?? DateOnly.FromDateTime(world.Clock.GetUtcNow().UtcDateTime);
        if (reader.Failure is { } failure)
            return failure;
        IReadOnlyList<LatestGroupAuditRequestResult> latest =
        [
            .. database.Where<GroupAudit>("group_id = ?", group.Id).Where(audit => DateOnly.FromDateTime(audit.CompletedAt.UtcDateTime) <= day)
                .GroupBy(audit => audit.CarrierId).OrderBy(carrier => carrier.Key)
                .Select(carrier => new LatestGroupAuditRequestResult
                {
                    GroupId = group.Id,
                    CarrierIds = [carrier.Key],
                    CompletedAt = carrier.Max(audit => audit.CompletedAt).ToUnixTimeSeconds(),
                }),
        ];
        return TypedResults.Ok(latest.Count == 0 ? [Never(group)] : latest);
    }

    private static Group? Find(SqlReader database, string groupId) =>
        Uuid.TryParse(groupId, out var id) && database.Where<Group>("id = ?", id) is [var group] ? group : null;

    private static LatestGroupAuditRequestResult Never(Group group) =>
        new() { GroupId = group.Id, CarrierIds = [], CompletedAt = group.Created.ToUnixTimeSeconds() };
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Accounts;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.Plans;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Pages;

/// <summary>Groups as Noyo's own pages read them.</summary>
internal static class UiGroupEndpoints
{
    public static void MapUiGroups(this IEndpointRouteBuilder routes)
    {
        var groups = routes.MapGroup("/ui/v1/groups").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).WithTags("Groups").RequireToken().OnWorld().OnlyKnownParameters();
        _ = groups.MapGet("", ListAsync).WithName("uiGetGroupList").WithSummary("Get all groups with what belongs to them")
            .WithDescription("Newest first.").Takes(GroupListQuery.UiParameters).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = groups.MapGet("/{group_id}", GetAsync).WithName("uiGetGroup").WithSummary("Get a group with what belongs to it")
            .WithDescription("As it is now.").Refuses(StatusCodes.Status404NotFound);
        _ = groups.MapGet("/{group_id}/carriers", ListCarriersAsync).WithName("uiGetGroupCarriers").WithSummary("Get the carriers of a group")
            .WithDescription("The ids of the carriers that the group has a connection to, in whatever status.")
            .Takes([new("disconnection_eligible", "boolean", "True: only carriers that the group can be disconnected from, whose connection is completed.")])
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        groups.MapUiGroupMappings();
    }

    private static async Task<Results<Ok<Paginated<UIGroupParentResult>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = GroupListQuery.Read(context.Request.Query, isUi: true);
        if (query.Failure is { } failure)
            return failure;
        await using var db = world.OpenReader();
        var (groups, total) = await query.ListAsync(db, cancellationToken);
        return TypedResults.Ok(Paginated<UIGroupParentResult>.For(query.Page, total, await WithPartsAsync(db, world, groups, cancellationToken)));
    }

    private static async Task<Results<Ok<UIGroupParentResult>, ApiErrorResult>> GetAsync(
        [RouteId(Name = "group_id")] string groupId, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return Uuid.TryParse(groupId, out var id) && await db.Groups.FirstOrDefaultAsync(group => group.Id == id, cancellationToken) is { } group
            ? TypedResults.Ok((await WithPartsAsync(db, world, [group], cancellationToken))[0])
            : ApiErrorResult.Unknown(GroupEndpoints.Kind, groupId);
    }

    private static async Task<Results<Ok<IReadOnlyList<string>>, ApiErrorResult>> ListCarriersAsync(
        [RouteId(Name = "group_id")] string groupId, HttpContext context, World world, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var isEligible = reader.Boolean("disconnection_eligible");
        await using var db = world.OpenReader();
        if (!Uuid.TryParse(groupId, out var id) || !await db.Groups.AnyAsync(group => group.Id == id, cancellationToken))
            return ApiErrorResult.Unknown(GroupEndpoints.Kind, groupId);
        if (reader.Failure is { } failure)
            return failure;
        var carriers = await db.GroupConnections
            .Where(connection => connection.GroupId == id && connection.DisconnectedOn == null
                && (isEligible != true || connection.Status == ConnectionStatus.Completed))
            .Select(connection => connection.CarrierId).Distinct().OrderBy(carrierId => carrierId).ToListAsync(cancellationToken);
        return TypedResults.Ok<IReadOnlyList<string>>(carriers.ConvertAll(carrier => $"{carrier:D}"));
    }

    private static async Task<IReadOnlyList<UIGroupParentResult>> WithPartsAsync(
        EmulatorDbContext db, World world, IReadOnlyList<Group> groups, CancellationToken cancellationToken)
    {
        var ids = groups.Select(group => group.Id).ToList();
        var today = DateOnly.FromDateTime(world.Clock.GetUtcNow().UtcDateTime);
        var locations = (await db.GroupLocations.Where(location => ids.Contains(location.GroupId))
            .OrderByDescending(location => location.Created).ThenByDescending(location => location.Id).ToListAsync(cancellationToken))
            .ToLookup(location => location.GroupId, LocationResult.Of);
        var configurations = (await db.GroupCarrierConfigurations
            .Where(row => ids.Contains(row.GroupId) && (row.EffectiveStartDate == null || row.EffectiveStartDate <= today))
            .OrderByDescending(row => row.Created).ThenByDescending(row => row.Id).ToListAsync(cancellationToken))
            .ToLookup(row => row.GroupId, PublicGroupCarrierConfigurationResult.Of);
        var enrollments = (await db.GroupEnrollments.Where(row => ids.Contains(row.GroupId))
            .OrderByDescending(row => row.Created).ThenByDescending(row => row.Id).ToListAsync(cancellationToken))
            .ToLookup(row => row.GroupId);
        var plans = (await db.Plans.Where(row => ids.Contains(row.GroupId))
            .OrderByDescending(row => row.Created).ThenByDescending(row => row.Id).ToListAsync(cancellationToken))
            .ToLookup(row => row.GroupId);
        return
        [
            .. groups.Select(group => new UIGroupParentResult
            {
                Group = UIGroupResultWithCustomIdentifiers.Of(group),
                Locations = [.. locations[group.Id]],
                GroupCarrierConfigurations = [.. configurations[group.Id]],
                GroupEnrollments = [.. enrollments[group.Id].Select(row => PlanResults.Of(row, today))],
                Plans = UIPlans.Of(plans[group.Id].Select(plan => PlanResults.Of(plan, EnrollmentOf(plan), today))),
            }),
        ];

        Guid EnrollmentOf(Plan plan) => enrollments[plan.GroupId]
            .First(row => row.CarrierId == plan.CarrierId && row.LineOfCoverage == plan.LineOfCoverage).Id;
    }
}

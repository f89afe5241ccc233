using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>The locations of groups.</summary>
internal static class LocationEndpoints
{
    /// <param name="groups">Where groups are mapped.</param>
    public static void MapLocations(this IEndpointRouteBuilder groups)
    {
        _ = groups.MapGet("/{group_id}/locations", ListAsync).WithName("getLocationList").WithSummary("Get all group locations")
            .WithDescription("Newest first. Only a seed makes locations.").Takes(QueryParameter.Paging)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = groups.MapGet("/{group_id}/locations/{location_id}", GetAsync).WithName("getLocation").WithSummary("Get a single group location")
            .WithDescription("As it is now.").Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Paginated<LocationResult>>, ApiErrorResult>> ListAsync(
        [RouteId(Name = "group_id")] string groupId, HttpContext context, World world, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        await using var db = world.OpenReader();
        if (!Uuid.TryParse(groupId, out var id) || !await db.Groups.AnyAsync(group => group.Id == id, cancellationToken))
            return ApiErrorResult.Unknown(GroupEndpoints.Kind, groupId);
        if (reader.Failure is { } failure)
            return failure;
        var all = db.GroupLocations.Where(location => location.GroupId == id);
        var locations = await all.OrderByDescending(location => location.Created).ThenByDescending(location => location.Id)
            .Skip(page.Offset).Take(page.PageSize).ToListAsync(cancellationToken);
        return TypedResults.Ok(Paginated<LocationResult>.For(page, await all.CountAsync(cancellationToken), locations.ConvertAll(LocationResult.Of)));
    }

    private static async Task<Results<Ok<LocationResult>, ApiErrorResult>> GetAsync(
        [RouteId(Name = "group_id")] string groupId, [RouteId(Name = "location_id")] string locationId, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        if (!Uuid.TryParse(groupId, out var group) || !await db.Groups.AnyAsync(row => row.Id == group, cancellationToken))
            return ApiErrorResult.Unknown(GroupEndpoints.Kind, groupId);
        return Uuid.TryParse(locationId, out var id)
            && await db.GroupLocations.FirstOrDefaultAsync(row => row.Id == id && row.GroupId == group, cancellationToken) is { } location
            ? TypedResults.Ok(LocationResult.Of(location))
            : ApiErrorResult.Unknown("Location", locationId);
    }
}

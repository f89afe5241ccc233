using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.Pages;

/// <summary>What Noyo's own pages read of a group to map the platform's words onto a carrier's.</summary>
internal static class UiGroupMappingEndpoints
{
    private static readonly QueryParameter Carrier = new("carrier_id", "string", "Only what concerns this carrier; all carriers if absent.", "uuid");

    /// <summary>Maps the reads.</summary>
    /// <param name="groups">Where groups are mapped.</param>
    public static void MapUiGroupMappings(this IEndpointRouteBuilder groups)
    {
        _ = groups.MapGet("/{group_id}/mappable_fields", ListMappableFields).WithName("uiGetGroupMappableFields")
            .WithSummary("Get the fields of a group that can be mapped")
            .WithDescription("For each line of coverage the group's plans at the carrier, then the settings of the carrier's configuration of the group.")
            .Takes([Carrier, AsOf.Parameter, .. QueryParameter.Paging])
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = groups.MapGet("/{group_id}/platform_mapping", GetMapping).WithName("uiGetGroupPlatformMapping")
            .WithSummary("Get what a group has to map")
            .WithDescription("The names of the group's plans by line, and by what its employees are divided. Nobody has to map them here, so there is no mapping in it.")
            .Takes([Carrier, AsOf.Parameter])
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = groups.MapGet("/{group_id}/platform_group_structure", GetStructure).WithName("UIGroupPlatformGroupStructureResult")
            .WithSummary("Get the plans of a group as the platform names them")
            .WithDescription("Those that the group offers, and those that a snapshot named beside them.")
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static Results<Ok<Paginated<UIGroupMappableFieldsResult>>, ApiErrorResult> ListMappableFields(
        [RouteId(Name = "group_id")] string groupId, HttpContext context, World world)
    {
        var query = new QueryReader(context.Request.Query);
        var page = query.Paging();
        var carrierId = query.Guid("carrier_id");
        var day = AsOf.Read(query, world);
        using var reader = world.OpenSqlReader();
        reader.Pin();
        if (MemberLookup.FindGroup(reader, groupId) is not { } group)
            return ApiErrorResult.Unknown(GroupEndpoints.Kind, groupId);
        if (query.Failure is { } failure)
            return failure;
        var fields = new PlatformStructures(reader).MappableFieldsOf(group.Id, carrierId, day);
        return TypedResults.Ok(Paginated<UIGroupMappableFieldsResult>.For(page, fields.Count, [.. fields.Skip(page.Offset).Take(page.PageSize)]));
    }

    private static Results<Ok<UIGroupPlatformMappingResult>, ApiErrorResult> GetMapping(
        [RouteId(Name = "group_id")] string groupId, HttpContext context, World world)
    {
        var query = new QueryReader(context.Request.Query);
        var carrierId = query.Guid("carrier_id");
        var day = AsOf.Read(query, world);
        using var reader = world.OpenSqlReader();
        reader.Pin();
        if (MemberLookup.FindGroup(reader, groupId) is not { } group)
            return ApiErrorResult.Unknown(GroupEndpoints.Kind, groupId);
        return query.Failure is { } failure ? failure : TypedResults.Ok(new PlatformStructures(reader).MappingOf(group, carrierId, day));
    }

    private static Results<Ok<UIGroupPlatformGroupStructureResult>, ApiErrorResult> GetStructure([RouteId(Name = "group_id")] string groupId, World world)
    {
        using var reader = world.OpenSqlReader();
        reader.Pin();
        return MemberLookup.FindGroup(reader, groupId) is { } group
            ? TypedResults.Ok(new PlatformStructures(reader).StructureOf(group))
            : ApiErrorResult.Unknown(GroupEndpoints.Kind, groupId);
    }
}

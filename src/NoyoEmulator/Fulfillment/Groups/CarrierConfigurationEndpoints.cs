using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>What Noyo holds of groups at carriers.</summary>
internal static class CarrierConfigurationEndpoints
{
    private static readonly QueryParameter[] Parameters =
        [new("effective_date", "string", "Only configurations that have begun by then; today if absent.", "date")];

    /// <param name="groups">Where groups are mapped.</param>
    public static void MapCarrierConfigurations(this IEndpointRouteBuilder groups)
    {
        _ = groups.MapGet("/{group_id}/carrier_configurations", ListAsync).WithName("getCarrierConfigurationByGroupList").WithFidelity(Fidelity.Inferred)
            .WithSummary("Get all group carrier configurations").WithDescription("All of them, newest first, without pages.").Takes(Parameters)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = groups.MapPut("/{group_id}/carrier_configurations/{group_carrier_configuration_id}/{version}", EditAsync)
            .WithName("editGroupConnectionConfigurationPublic").WithFidelity(Fidelity.Inferred).WithSummary("Edit a group carrier configuration")
            .WithDescription("Only its connection configuration; what is left out of that stays as it is.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<IReadOnlyList<PublicGroupCarrierConfigurationResult>>, ApiErrorResult>> ListAsync(
        [RouteId(Name = "group_id")] string groupId, HttpContext context, World world, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var date = reader.Date("effective_date") ?? DateOnly.FromDateTime(world.Clock.GetUtcNow().UtcDateTime);
        await using var db = world.OpenReader();
        if (!Uuid.TryParse(groupId, out var id) || !await db.Groups.AnyAsync(group => group.Id == id, cancellationToken))
            return ApiErrorResult.Unknown(GroupEndpoints.Kind, groupId);
        if (reader.Failure is { } failure)
            return failure;
        var configurations = await db.GroupCarrierConfigurations
            .Where(configuration => configuration.GroupId == id && (configuration.EffectiveStartDate == null || configuration.EffectiveStartDate <= date))
            .OrderByDescending(configuration => configuration.Created).ThenByDescending(configuration => configuration.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok<IReadOnlyList<PublicGroupCarrierConfigurationResult>>(configurations.ConvertAll(PublicGroupCarrierConfigurationResult.Of));
    }

    private static Task<Results<Created<PublicGroupCarrierConfigurationResult>, ApiErrorResult>> EditAsync(
        [RouteId(Name = "group_id")] string groupId, [RouteId(Name = "group_carrier_configuration_id")] string configurationId,
        [RouteId(Name = "version")] string version, JsonBody<PublicGroupCarrierConfigurationEditRequest> body, World world,
        CancellationToken cancellationToken) => world.WriteAsync<Results<Created<PublicGroupCarrierConfigurationResult>, ApiErrorResult>>(
        session =>
        {
            if (!Uuid.TryParse(groupId, out var group) || session.Rows.Find<Group>(group) is null)
                return ApiErrorResult.Unknown(GroupEndpoints.Kind, groupId);
            if (!Uuid.TryParse(configurationId, out var id) || session.Rows.Find<GroupCarrierConfiguration>(id) is not { } configuration
                || configuration.GroupId != group)
            {
                return ApiErrorResult.Unknown("GroupCarrierConfiguration", configurationId);
            }

            if (!Uuid.TryParse(version, out var known) || known != configuration.Version)
                return ApiErrorResult.StaleVersion(configuration.Version);
            if (body.Value.ConnectionConfiguration is { } stated)
                configuration.ConnectionConfiguration = GroupCarrierConfigurations.Merge(configuration.ConnectionConfiguration, stated);
            configuration.Version = session.NewId();
            configuration.Modified = session.Now;
            session.Rows.Update(configuration);
            session.AddHistory("carrier_configuration", configuration.Id, "connection configuration edited");
            return TypedResults.Created((string?)null, PublicGroupCarrierConfigurationResult.Of(configuration));
        },
        cancellationToken);
}

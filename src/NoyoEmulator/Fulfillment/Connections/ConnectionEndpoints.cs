using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Connections;

/// <summary>Noyo's group connections.</summary>
internal static class ConnectionEndpoints
{
    public static IServiceCollection AddGroupConnections(this IServiceCollection services) => services
        .AddSingleton<ConnectionProgress>()
        .AddSingleton<ConnectionRequests>()
        .AddSingleton<IWorkHandler, ConnectHandler>();

    public static void MapGroupConnections(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).WithTags("Group Connections").RequireToken().OnWorld().OnlyKnownParameters().AddValidation();
        _ = api.MapGet("/group_connections", ListAsync).WithName("getGroupConnectionRequestList").WithSummary("Get all Group Connections")
            .WithDescription("Newest first, unless told otherwise.").Takes(ConnectionListQuery.AllParameters).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = api.MapPost("/group_connections", CreateAsync).WithName("createGroupConnection").WithSummary("Connect a new group to a carrier")
            .WithDescription(
                "The group comes into being at once; the connection is created, then processing, and completed in the world's time, or wherever "
                + $"the carrier's behavior or a carrier_group_id such as {NamedOutcome.Prefix}action-required lets it come to rest.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
        _ = api.MapGet("/group_connections/{connection_id}", GetAsync).WithName("getGroupConnection").WithSummary("Get a Group Connection")
            .WithDescription("With its latest status.").Refuses(StatusCodes.Status404NotFound);
        _ = api.MapPut("/group_connections/{connection_id}/retry", RetryAsync).WithName("retryGroupConnectionWithExistingGroup")
            .WithSummary("Try a Group Connection again")
            .WithDescription("With what was corrected; what the platform was asked to do is taken for done.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
        _ = api.MapGet("/groups/{group_id}/group_connections", ListOfGroupAsync).WithName("getGroupConnectionRequestListByGroup")
            .WithSummary("Get all Group Connections by Group").WithDescription("Newest first, unless told otherwise.")
            .Takes(ConnectionListQuery.GroupParameters).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = api.MapPost("/groups/{group_id}/group_connections", CreateOfGroupAsync).WithName("createGroupConnectionWithExistingGroup")
            .WithSummary("Connect a group to a carrier").WithDescription("As for a new group. A group has one connection to a carrier that is not over.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);

        var ui = routes.MapGroup("/ui/v1/group_connections").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).WithTags("Ui Group Connections").RequireToken().OnWorld()
            .OnlyKnownParameters().AddValidation();
        // Noyo publishes the reads of one connection only; whoever browses from there looks for the list here.
        _ = ui.MapGet("", ListAsync).WithName("listGroupConnectionsOfUI").Takes(ConnectionListQuery.AllParameters).ExcludeFromDescription();
        _ = ui.MapGet("/{group_connection_id}", GetOfUIAsync).WithName("getUiGroupConnection").WithSummary("Get a Group Connection, as Noyo's app does")
            .WithDescription("With what the app keeps beside it.").Refuses(StatusCodes.Status404NotFound);
        _ = ui.MapPut("/{group_connection_id}/{version}", EditAsync).WithName("editGroupSetupRequestUI").WithSummary("Edit a Group Connection, as Noyo's app does")
            .WithDescription("A status is come to at once. A completed connection ends only with a disconnection.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<Paginated<GroupSetupRequestPublicResult>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = ConnectionListQuery.Read(context.Request.Query);
        await using var db = world.OpenReader();
        return query.Reader.Failure is { } failure ? failure : TypedResults.Ok(await query.ListAsync(db, cancellationToken));
    }

    private static async Task<Results<Ok<Paginated<GroupSetupRequestPublicResult>>, ApiErrorResult>> ListOfGroupAsync(
        [RouteId(Name = "group_id")] string groupId, HttpContext context, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        if (!Uuid.TryParse(groupId, out var id) || await db.Groups.FindAsync([id], cancellationToken) is null)
            return ApiErrorResult.Unknown("Group", groupId);
        var query = ConnectionListQuery.ReadOfGroup(context.Request.Query, id);
        return query.Reader.Failure is { } failure ? failure : TypedResults.Ok(await query.ListAsync(db, cancellationToken));
    }

    private static async Task<Results<Ok<GroupSetupRequestPublicResult>, ApiErrorResult>> GetAsync(
        [RouteId(Name = "connection_id")] string connectionId, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return await FindAsync(db, connectionId, cancellationToken) is var (connection, group)
            ? TypedResults.Ok(ConnectionMapping.ToPublic(connection, group))
            : ApiErrorResult.Unknown("GroupConnection", connectionId);
    }

    private static async Task<Results<Ok<GroupSetupRequestUIResult>, ApiErrorResult>> GetOfUIAsync(
        [RouteId(Name = "group_connection_id")] string connectionId, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return await FindAsync(db, connectionId, cancellationToken) is var (connection, group)
            ? TypedResults.Ok(ConnectionMapping.ToUI(connection, group))
            : ApiErrorResult.Unknown("GroupConnection", connectionId);
    }

    private static async Task<Results<Created<GroupSetupRequestPublicResult>, ApiErrorResult>> CreateAsync(
        JsonBody<GroupSetupRequestPublicAPICreateRequest> body, World world, ConnectionRequests requests, CancellationToken cancellationToken)
    {
        var written = await world.WriteAsync(session => requests.Create(session, body.Value), cancellationToken);
        return written.Refusal is { } refusal ? refusal : Created(ConnectionMapping.ToPublic(written.Connection!, written.Group!));
    }

    private static async Task<Results<Created<GroupSetupRequestResult>, ApiErrorResult>> CreateOfGroupAsync(
        [RouteId(Name = "group_id")] string groupId, JsonBody<GroupSetupRequestPublicAPINestedCreateRequest> body, World world,
        ConnectionRequests requests, CancellationToken cancellationToken)
    {
        var written = await world.WriteAsync(session => requests.Create(session, groupId, body.Value), cancellationToken);
        return written.Refusal is { } refusal ? refusal : Created(ConnectionMapping.ToResult(written.Connection!, written.Group!));
    }

    private static async Task<Results<Created<GroupSetupRequestPublicResult>, ApiErrorResult>> RetryAsync(
        [RouteId(Name = "connection_id")] string connectionId, JsonBody<GroupSetupRequestPublicAPIRetryRequest> body, World world,
        ConnectionRequests requests, CancellationToken cancellationToken)
    {
        var written = await world.WriteAsync(session => requests.Retry(session, connectionId, body.Value), cancellationToken);
        return written.Refusal is { } refusal ? refusal : Created(ConnectionMapping.ToPublic(written.Connection!, written.Group!));
    }

    private static async Task<Results<Ok<GroupSetupRequestUIResult>, ApiErrorResult>> EditAsync(
        [RouteId(Name = "group_connection_id")] string connectionId, [RouteId(Name = "version")] string version,
        JsonBody<GroupConnectionRequestEditUI> body, World world, ConnectionRequests requests, CancellationToken cancellationToken)
    {
        var written = await world.WriteAsync(
            session =>
            {
                if (!Uuid.TryParse(connectionId, out var id) || session.Rows.Find<GroupConnection>(id) is not { } connection)
                    return new WrittenConnection(null, null, ApiErrorResult.Unknown("GroupConnection", connectionId));
                if (!Uuid.TryParse(version, out var known) || known != connection.Version)
                    return new WrittenConnection(null, null, ApiErrorResult.StaleVersion(connection.Version));
                if (body.Value.SetupData is { } data)
                    connection.SetupData = WireJson.Write(data);
                connection.Version = session.NewId();
                connection.Modified = session.Now;
                session.Rows.Update(connection);
                return requests.Set(session, connection, body.Value.Status is { } status ? EnumName.Parse<ConnectionStatus>(status) : connection.Status);
            },
            cancellationToken);
        return written.Refusal is { } refusal ? refusal : TypedResults.Ok(ConnectionMapping.ToUI(written.Connection!, written.Group!));
    }

    private static Created<TResult> Created<TResult>(TResult result)
        where TResult : GroupSetupRequest =>
        TypedResults.Created($"/api/v1/group_connections/{result.Id}", result);

    private static async Task<(GroupConnection Connection, Group Group)?> FindAsync(EmulatorDbContext db, string id, CancellationToken cancellationToken) =>
        Uuid.TryParse(id, out var known) && await db.GroupConnections.FindAsync([known], cancellationToken) is { } connection
            ? (connection, (await db.Groups.FindAsync([connection.GroupId], cancellationToken))!)
            : null;
}

using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Disconnections;

/// <summary>Noyo's group disconnections.</summary>
internal static class DisconnectionEndpoints
{
    private const string Path = "/api/v1/group_disconnection_requests";

    public static IServiceCollection AddDisconnections(this IServiceCollection services) => services
        .AddSingleton<DisconnectionProgress>()
        .AddSingleton<DisconnectionRequests>()
        .AddSingleton<IWorkHandler, DisconnectHandler>();

    public static void MapDisconnections(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).WithTags("Group Disconnections").RequireToken().OnWorld().OnlyKnownParameters().AddValidation();
        _ = all.MapGet(Path, ListAsync).WithName("getGroupDisconnectionRequestList").WithSummary("Get all Group Disconnection Requests")
            .WithDescription("Newest first.").Takes(DisconnectionListQuery.AllParameters).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = all.MapPost(Path, CreateAsync).WithName("createNewGroupDisconnectionRequest").WithSummary("Ask to disconnect a group from a carrier")
            .WithDescription("From the beginning of the end date on, the carrier takes nothing new; what there is stays readable.")
            .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
        _ = all.MapGet(Path + "/{group_disconnection_request_id}", GetAsync).WithName("getGroupDisconnectionRequestById")
            .WithSummary("Get a Group Disconnection Request").WithDescription("Answered with 201, as Noyo's document declares it.")
            .Refuses(StatusCodes.Status404NotFound);
        _ = all.MapPut(Path + "/{group_disconnection_request_id}/confirm", ConfirmAsync).WithName("confirmGroupDisconnectionRequest")
            .WithSummary("Agree to a disconnection").WithDescription("With another end date, where one is stated.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
        _ = all.MapPut(Path + "/{group_disconnection_request_id}/reject", RejectAsync).WithName("rejectGroupDisconnectionRequest")
            .WithSummary("Turn a disconnection down").WithDescription("Until its end date has come.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        _ = all.MapPut(Path + "/{group_disconnection_request_id}/{version}", EditAsync).WithName("editGroupDisconnectionRequest")
            .WithSummary("Decide about a disconnection").WithDescription("Agrees with the status processing, turns it down with rejected.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
        _ = all.MapGet("/api/v1/groups/{group_id}/group_disconnection_requests", ListOfGroupAsync).WithName("getGroupDisconnectionRequestListByGroup")
            .WithSummary("Get all Group Disconnection Requests by Group").WithDescription("Newest first.")
            .Takes(QueryParameter.Paging).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = all.MapGet("/api/v1/{group_id}/group_disconnection_requests", ListOfGroupAsync).WithName("getGroupDisconnectionRequestListByGroupDeprecated")
            .WithSummary("Get all Group Disconnection Requests by Group, under the old path").WithDescription("Newest first.")
            .Takes(QueryParameter.Paging).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);

        const string OfUI = "/ui/v1/group_disconnection_requests";
        _ = all.MapGet(OfUI, ListOfUIAsync).WithName("getUIGroupDisconnectionRequestList")
            .WithSummary("Get all Group Disconnection Requests, as Noyo's app does").WithDescription("With their reasons, newest first.")
            .Takes(DisconnectionListQuery.UIParameters).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = all.MapGet(OfUI + "/{group_disconnection_request_id}", GetOfUIAsync).WithName("getUIGroupDisconnectionRequestById")
            .WithSummary("Get a Group Disconnection Request, as Noyo's app does")
            .WithDescription("With its reasons. Answered with 201, as Noyo's document declares it.").Refuses(StatusCodes.Status404NotFound);
        _ = all.MapPost(OfUI, CreateSeveralAsync).WithName("bulkCreateNewGroupDisconnectionRequests")
            .WithSummary("Ask to disconnect a group from several carriers").WithDescription("All of them, or none when one is refused.")
            .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<Paginated<GroupDisconnectionRequestResult>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = DisconnectionListQuery.Read(context.Request.Query);
        await using var db = world.OpenReader();
        return query.Reader.Failure is { } failure ? failure : TypedResults.Ok(await query.ListAsync(db, DisconnectionMapping.ToPublic, cancellationToken));
    }

    private static async Task<Results<Ok<Paginated<UIGroupDisconnectionRequestResult>>, ApiErrorResult>> ListOfUIAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = DisconnectionListQuery.ReadOfUI(context.Request.Query);
        await using var db = world.OpenReader();
        return query.Reader.Failure is { } failure ? failure : TypedResults.Ok(await query.ListAsync(db, DisconnectionMapping.ToUI, cancellationToken));
    }

    private static async Task<Results<Ok<Paginated<GroupDisconnectionRequestResult>>, ApiErrorResult>> ListOfGroupAsync(
        [RouteId(Name = "group_id")] string groupId, HttpContext context, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        if (!Uuid.TryParse(groupId, out var id) || await db.Groups.FindAsync([id], cancellationToken) is null)
            return ApiErrorResult.Unknown("Group", groupId);
        var query = DisconnectionListQuery.ReadOfGroup(context.Request.Query, id);
        return query.Reader.Failure is { } failure ? failure : TypedResults.Ok(await query.ListAsync(db, DisconnectionMapping.ToPublic, cancellationToken));
    }

    private static Task<Results<Created<GroupDisconnectionRequestResult>, ApiErrorResult>> GetAsync(
        [RouteId(Name = "group_disconnection_request_id")] string id, World world, CancellationToken cancellationToken) =>
        GetAsync(id, world, DisconnectionMapping.ToPublic, cancellationToken);

    private static Task<Results<Created<UIGroupDisconnectionRequestResult>, ApiErrorResult>> GetOfUIAsync(
        [RouteId(Name = "group_disconnection_request_id")] string id, World world, CancellationToken cancellationToken) =>
        GetAsync(id, world, DisconnectionMapping.ToUI, cancellationToken);

    private static async Task<Results<Created<TResult>, ApiErrorResult>> GetAsync<TResult>(
        string id, World world, Func<GroupDisconnection, Group, TResult> form, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return Uuid.TryParse(id, out var known) && await db.GroupDisconnections.FindAsync([known], cancellationToken) is { } found
            ? TypedResults.Created($"{Path}/{known}", form(found, (await db.Groups.FindAsync([found.GroupId], cancellationToken))!))
            : ApiErrorResult.Unknown("GroupDisconnectionRequest", id);
    }

    private static async Task<Results<Created<GroupDisconnectionRequestResult>, ApiErrorResult>> CreateAsync(
        JsonBody<GroupDisconnectionRequestPublicCreateRequest> body, World world, DisconnectionRequests requests, CancellationToken cancellationToken)
    {
        var asked = new AskedDisconnection(
            body.Value.GroupId!, Uuid.Parse(body.Value.CarrierId!), "$.carrier_id", IsoDate.Parse(body.Value.EffectiveEndDate!),
            DisconnectionSource.Platform, body.Value.Reason, body.Value.Context);
        var written = await world.WriteAsync(session => requests.Create(session, asked), cancellationToken);
        return written.Refusal is { } refusal
            ? refusal
            : TypedResults.Created($"{Path}/{written.Disconnection!.Id}", DisconnectionMapping.ToPublic(written.Disconnection, written.Group!));
    }

    private static async Task<Results<Created<GroupDisconnectionBulkRequestResult>, ApiErrorResult>> CreateSeveralAsync(
        JsonBody<GroupDisconnectionBulkRequestPublicCreateRequest> body, World world, DisconnectionRequests requests, CancellationToken cancellationToken)
    {
        var (written, refusal) = await world.WriteAsync<(List<UIGroupDisconnectionRequestResult>, ApiErrorResult?)>(
            session =>
            {
                var results = new List<UIGroupDisconnectionRequestResult>();
                foreach (var (i, carrierId) in body.Value.CarrierIds!.Index())
                {
                    var one = requests.Create(session, new AskedDisconnection(
                        body.Value.GroupId!, Uuid.Parse(carrierId), $"$.carrier_ids[{i}]", IsoDate.Parse(body.Value.EffectiveEndDate!),
                        DisconnectionSource.Platform, body.Value.Reason, body.Value.Context)
                    {
                        OverridesProtection = body.Value.ProtectedGroupOverride == true,
                    });
                    if (one.Refusal is not null)
                        return ([], one.Refusal);
                    results.Add(DisconnectionMapping.ToUI(one.Disconnection!, one.Group!));
                }

                return (results, null);
            },
            cancellationToken);
        return refusal is not null ? refusal : TypedResults.Created(Path, new GroupDisconnectionBulkRequestResult { Response = written });
    }

    private static async Task<Results<Ok<GroupDisconnectionRequestResult>, ApiErrorResult>> ConfirmAsync(
        [RouteId(Name = "group_disconnection_request_id")] string id, JsonBody<GroupDisconnectionRequestPublicConfirmRequest>? body, World world,
        DisconnectionRequests requests, CancellationToken cancellationToken)
    {
        DateOnly? end = body?.Value.EffectiveEndDate is { } text ? IsoDate.Parse(text) : null;
        return ToResult(await world.WriteAsync(session => requests.Confirm(session, id, end), cancellationToken));
    }

    private static async Task<Results<Ok<GroupDisconnectionRequestResult>, ApiErrorResult>> RejectAsync(
        [RouteId(Name = "group_disconnection_request_id")] string id, World world, CancellationToken cancellationToken) =>
        ToResult(await world.WriteAsync(session => DisconnectionRequests.Reject(session, id, reason: null, context: null), cancellationToken));

    private static async Task<Results<Ok<GroupDisconnectionRequestResult>, ApiErrorResult>> EditAsync(
        [RouteId(Name = "group_disconnection_request_id")] string id, [RouteId(Name = "version")] string version,
        JsonBody<GroupDisconnectionRequestPublicEditRequest> body, World world, DisconnectionRequests requests, CancellationToken cancellationToken) =>
        ToResult(await world.WriteAsync(session => requests.Edit(session, id, version, body.Value), cancellationToken));

    private static Results<Ok<GroupDisconnectionRequestResult>, ApiErrorResult> ToResult(WrittenDisconnection written) => written.Refusal is { } refusal
        ? refusal
        : TypedResults.Ok(DisconnectionMapping.ToPublic(written.Disconnection!, written.Group!));
}

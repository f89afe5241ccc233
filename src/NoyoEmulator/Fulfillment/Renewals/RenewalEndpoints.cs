using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Renewals;

/// <summary>Noyo's renewal decisions.</summary>
internal static class RenewalEndpoints
{
    private const string OfGroup = "/api/v1/groups/{group_id}/renewal_decisions";
    private const string Path = "/api/v1/renewal_decisions";
    private const string OfUI = "/ui/v1/renewal_decisions";

    public static IServiceCollection AddRenewals(this IServiceCollection services) => services.AddSingleton<IWorkHandler, RenewHandler>();

    public static void MapRenewals(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).WithTags("Renewal Decisions").RequireToken().OnWorld().OnlyKnownParameters().AddValidation();
        _ = all.MapGet(OfGroup, ListOfGroupAsync).WithName("getRenewalDecisionsByGroup").WithSummary("Get renewal decisions by group")
            .WithDescription("Newest first, all on one page.").Takes(RenewalListQuery.OfGroupParameters)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = all.MapPost(OfGroup, CreateAsync).WithName("createNewRenewalDecision").WithSummary("Create a new renewal decision")
            .WithDescription($"For a date from 30 days ago to 6 months ahead. It is submitted, and judged within 15 seconds of the world's time. {RenewalVerdicts.InWords}")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = all.MapGet(OfGroup + "/{renewal_decision_id}", GetAsync).WithName("getRenewalDecision").WithSummary("Get an existing renewal decision by id")
            .WithDescription("With the issues that keep it from being ready.").Refuses(StatusCodes.Status404NotFound);
        _ = all.MapGet(Path, ListAsync).WithName("getRenewalDecisions").WithSummary("Get renewal decisions")
            .WithDescription("Newest first, all on one page.").Takes(RenewalListQuery.AllParameters).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = all.MapPut(Path + "/{renewal_decision_id}/{version}", EditAsync).WithName("editRenewalDecision").WithSummary("Edit a renewal decision")
            .WithDescription("It is submitted again, and judged anew by its date.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
        _ = all.MapGet(OfUI, ListOfUIAsync).WithName("uiGetRenewalDecisions").WithSummary("Get renewal decisions for UI purposes")
            .WithDescription("With their groups, newest first, all on one page.").Takes(RenewalListQuery.UIParameters).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = all.MapGet(OfUI + "/counts", CountAsync).WithName("getRenewalDecisionCounts").WithSummary("Get counts of renewal decisions by various attributes")
            .WithDescription("With the filters of the list. Without attributes it is one number.")
            .Takes(RenewalListQuery.CountParameters).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = all.MapPut(OfUI + "/{renewal_decision_id}/{version}/done", FinishAsync).WithName("markRenewalDecisionDone").WithSummary("Mark a renewal decision as done")
            .WithDescription("Only one that is ready.").Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<Paginated<RenewalDecisionResult>>, ApiErrorResult>> ListOfGroupAsync(
        [RouteId(Name = "group_id")] string groupId, HttpContext context, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        if (!Uuid.TryParse(groupId, out var id) || await db.Groups.FindAsync([id], cancellationToken) is null)
            return ApiErrorResult.Unknown("Group", groupId);
        var query = RenewalListQuery.ReadOfGroup(context.Request.Query, id);
        return query.Failure is { } failure
            ? failure
            : TypedResults.Ok(await query.ListAsync(db, static (decision, _) => RenewalMapping.ToPublic(decision), cancellationToken));
    }

    private static async Task<Results<Created<RenewalDecisionResult>, ApiErrorResult>> CreateAsync(
        [RouteId(Name = "group_id")] string groupId, JsonBody<RenewalDecisionCreateRequest> body, World world, CancellationToken cancellationToken)
    {
        var written = await world.WriteAsync(session => RenewalRequests.Create(session, groupId, body.Value), cancellationToken);
        return written.Refusal is { } refusal
            ? refusal
            : TypedResults.Created($"/api/v1/groups/{groupId}/renewal_decisions/{written.Decision!.Id}", RenewalMapping.ToPublic(written.Decision));
    }

    private static async Task<Results<Ok<RenewalDecisionResult>, ApiErrorResult>> GetAsync(
        [RouteId(Name = "group_id")] string groupId, [RouteId(Name = "renewal_decision_id")] string id, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        if (!Uuid.TryParse(groupId, out var group) || await db.Groups.FindAsync([group], cancellationToken) is null)
            return ApiErrorResult.Unknown("Group", groupId);
        return Uuid.TryParse(id, out var known) && await db.RenewalDecisions.FindAsync([known], cancellationToken) is { } found && found.GroupId == group
            ? TypedResults.Ok(RenewalMapping.ToPublic(found))
            : ApiErrorResult.Unknown("RenewalDecision", id);
    }

    private static async Task<Results<Ok<Paginated<RenewalDecisionResult>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = RenewalListQuery.Read(context.Request.Query, isUI: false);
        await using var db = world.OpenReader();
        return query.Failure is { } failure
            ? failure
            : TypedResults.Ok(await query.ListAsync(db, static (decision, _) => RenewalMapping.ToPublic(decision), cancellationToken));
    }

    private static async Task<Results<Ok<Paginated<UIRenewalDecisionResponse>>, ApiErrorResult>> ListOfUIAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = RenewalListQuery.Read(context.Request.Query, isUI: true);
        await using var db = world.OpenReader();
        return query.Failure is { } failure ? failure : TypedResults.Ok(await query.ListAsync(db, RenewalMapping.ToUI, cancellationToken));
    }

    private static async Task<Results<Ok<RenewalDecisionCountsResult>, ApiErrorResult>> CountAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = RenewalListQuery.Read(context.Request.Query, isUI: true, isCount: true);
        await using var db = world.OpenReader();
        return query.Failure is { } failure ? failure : TypedResults.Ok(await query.CountAsync(db, cancellationToken));
    }

    private static async Task<Results<Ok<RenewalDecisionResult>, ApiErrorResult>> EditAsync(
        [RouteId(Name = "renewal_decision_id")] string id, [RouteId(Name = "version")] string version, JsonBody<RenewalDecisionEditRequest> body, World world,
        CancellationToken cancellationToken) =>
        ToResult(await world.WriteAsync(session => RenewalRequests.Edit(session, id, version, body.Value), cancellationToken));

    private static async Task<Results<Ok<RenewalDecisionResult>, ApiErrorResult>> FinishAsync(
        [RouteId(Name = "renewal_decision_id")] string id, [RouteId(Name = "version")] string version, World world, CancellationToken cancellationToken) =>
        ToResult(await world.WriteAsync(session => RenewalRequests.Finish(session, id, version), cancellationToken));

    private static Results<Ok<RenewalDecisionResult>, ApiErrorResult> ToResult(WrittenRenewal written) => written.Refusal is { } refusal
        ? refusal
        : TypedResults.Ok(RenewalMapping.ToPublic(written.Decision!));
}

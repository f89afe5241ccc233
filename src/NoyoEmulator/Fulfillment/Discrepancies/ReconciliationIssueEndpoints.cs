using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.Discrepancies;

/// <summary>Noyo's reconciliation issues: the discrepancies under another name.</summary>
internal static class ReconciliationIssueEndpoints
{
    private const string Kind = "ReconciliationIssue";
    private const string One = "/api/v1/reconciliation_issues/{reconciliation_issue_id}";

    public static void MapReconciliationIssues(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).RequireToken().OnWorld().OnlyKnownParameters().AddValidation();
        // Noyo's document spells the tag of these two so.
        var read = all.MapGroup("").WithTags("Reconcilation Issues");
        _ = read.MapGet("/api/v1/reconciliation_issues", ListAsync).WithName("getReconciliationIssuesList").WithSummary("List Reconciliation Issues")
            .WithDescription("The differences that became discrepancies, newest first.").Takes(DiscrepancyListQuery.IssueParameters)
            .Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = read.MapGet(One, GetAsync).WithName("getReconciliationIssue").WithSummary("Get Reconciliation Issue")
            .WithDescription("Under the id of the difference.").Refuses(StatusCodes.Status404NotFound);
        var issues = all.MapGroup("").WithTags("Reconciliation Issues");
        _ = issues.MapPut(One + "/ack", AcknowledgeAsync).WithName("acknowledgeReconciliationIssue").WithSummary("Acknowledge Reconciliation Issue")
            .WithDescription("Its status stays; a second time changes nothing.").Refuses(StatusCodes.Status404NotFound);
        _ = issues.MapPut(One + "/request_outcome", RequestAsync).WithName("requestReconciliationIssueOutcome").WithSummary("Request Reconciliation Issue Outcome")
            .WithDescription("It is kept, and the issue is processing; nothing is changed automatically.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
        _ = issues.MapGet(One + "/resolutions", ListResolutionsAsync).WithName("getReconciliationIssueResolutionsList")
            .WithSummary("Get a list of all reconciliation issue resolutions under a single reconciliation issue")
            .WithDescription("The outcomes that were asked for, newest first.")
            .Takes(QueryParameter.Paging).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<Paginated<ReconciliationIssuePublicResult>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = DiscrepancyListQuery.ReadOfIssues(context.Request.Query);
        if (query.Reader.Failure is { } failure)
            return failure;
        await using var db = world.OpenReader();
        return TypedResults.Ok(await query.ListAsync(db, DiscrepancyMapping.ToIssue, cancellationToken));
    }

    private static async Task<Results<Ok<ReconciliationIssuePublicResult>, ApiErrorResult>> GetAsync(
        [RouteId(Name = "reconciliation_issue_id")] string id, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return await DiscrepancyReading.FindAsync(db, id, cancellationToken) is { } found
            ? TypedResults.Ok(DiscrepancyMapping.ToIssue(found))
            : ApiErrorResult.Unknown(Kind, id);
    }

    private static async Task<Results<Ok<ReconciliationIssuePublicResult>, ApiErrorResult>> AcknowledgeAsync(
        [RouteId(Name = "reconciliation_issue_id")] string id, JsonBody<ReconciliationIssueAckRequest>? body, World world, CancellationToken cancellationToken)
    {
        _ = body;
        var answer = await world.WriteAsync(session => DiscrepancyRequests.Acknowledge(session, id, Kind), cancellationToken);
        return answer.Refusal is { } refusal ? refusal : TypedResults.Ok(DiscrepancyMapping.ToIssue(answer.Discrepancy!));
    }

    private static async Task<Results<Created<ReconciliationIssueResolutionResult>, ApiErrorResult>> RequestAsync(
        [RouteId(Name = "reconciliation_issue_id")] string id, JsonBody<ReconciliationIssueResolutionRequestOutcome> body, World world,
        CancellationToken cancellationToken)
    {
        var answer = await world.WriteAsync(session => DiscrepancyRequests.Request(session, id, Kind, body.Value), cancellationToken);
        return answer.Refusal is { } refusal
            ? refusal
            : TypedResults.Created($"/api/v1/reconciliation_issues/{id}/resolutions", DiscrepancyMapping.ToIssueResolution(answer.Step!));
    }

    private static async Task<Results<Ok<Paginated<ReconciliationIssueResolutionResult>>, ApiErrorResult>> ListResolutionsAsync(
        [RouteId(Name = "reconciliation_issue_id")] string id, HttpContext context, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        if (await DiscrepancyReading.FindAsync(db, id, cancellationToken) is not { } found)
            return ApiErrorResult.Unknown(Kind, id);
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        return reader.Failure is { } failure ? failure : TypedResults.Ok(
            await DiscrepancyReading.ListAsync(db, found.Difference.Id, isOfNotes: false, page, DiscrepancyMapping.ToIssueResolution, cancellationToken));
    }
}

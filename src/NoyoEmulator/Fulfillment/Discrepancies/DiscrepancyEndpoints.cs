using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Comparison;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Discrepancies;

/// <summary>Noyo's older discrepancies: the differences that became one, as they were seen before there was the Tracking API.</summary>
internal static class DiscrepancyEndpoints
{
    private const string Kind = "Discrepancy";
    private const string One = "/api/v1/discrepancies/{discrepancy_id}";

    public static void MapDiscrepancies(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).WithTags("Discrepancies").RequireToken().OnWorld().OnlyKnownParameters().AddValidation();
        _ = all.MapGet("/api/v1/discrepancies", ListAsync).WithName("getDiscrepancyList").WithSummary("List Discrepancies")
            .WithDescription("The differences that became discrepancies, newest first.").Takes(DiscrepancyListQuery.Parameters)
            .Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = all.MapGet(One, GetAsync).WithName("getDiscrepancy").WithSummary("Get Discrepancy")
            .WithDescription("Under the id of the difference.").Refuses(StatusCodes.Status404NotFound);
        _ = all.MapPut(One + "/ack", AcknowledgeAsync).WithName("acknowledgeDiscrepancy").WithSummary("Acknowledge Discrepancy")
            .WithDescription("Its status stays; a second time changes nothing.").Refuses(StatusCodes.Status404NotFound);
        _ = all.MapPut(One + "/request_outcome", RequestAsync).WithName("requestDiscrepancyOutcome").WithSummary("Request Discrepancy Outcome")
            .WithDescription("It is kept, and the discrepancy is processing; nothing is changed automatically.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
        _ = all.MapGet(One + "/resolutions", ListResolutionsAsync).WithName("getDiscrepancyResolutionsList")
            .WithSummary("Get a list of all discrepancy resolutions under a single discrepancy").WithDescription("The outcomes that were asked for, newest first.")
            .Takes(QueryParameter.Paging).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = all.MapGet(One + "/notes", ListNotesAsync).WithName("getDiscrepancyNotesList")
            .WithSummary("Get a list of all discrepancy notes under a single discrepancy").WithDescription("What was said with the outcomes that were asked for, newest first.")
            .Takes(QueryParameter.Paging).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = all.MapGet("/ui/v1/discrepancies", ListOfUIAsync).WithName("uiGetDiscrepancyList").WithSummary("List Discrepancies, as Noyo's app does")
            .WithDescription("Newest first, unless it is sorted.").Takes(DiscrepancyListQuery.UIParameters).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = all.MapGet("/ui/v1/discrepancies/{discrepancy_id}", GetAsync).WithName("uiGetDiscrepancy").WithSummary("Get Discrepancy, as Noyo's app does")
            .WithDescription("The same as the API's.").Refuses(StatusCodes.Status404NotFound);
        _ = all.MapGet("/ui/v1/employees/{employee_id}/discrepancies", ListOfEmployeeAsync).WithName("uiGetDiscrepanciesByEmployee")
            .WithSummary("List Discrepancies Related to an Employee").WithDescription("Those of the whole family and its enrollments, newest first.")
            .Takes(DiscrepancyListQuery.OfEmployeeParameters).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
    }

    private static Task<Results<Ok<Paginated<DiscrepancyPublicResult>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken) =>
        AnswerAsync(DiscrepancyListQuery.Read(context.Request.Query), world, cancellationToken);

    private static Task<Results<Ok<Paginated<DiscrepancyPublicResult>>, ApiErrorResult>> ListOfUIAsync(
        HttpContext context, World world, CancellationToken cancellationToken) =>
        AnswerAsync(DiscrepancyListQuery.ReadOfUI(context.Request.Query), world, cancellationToken);

    private static async Task<Results<Ok<Paginated<DiscrepancyPublicResult>>, ApiErrorResult>> ListOfEmployeeAsync(
        [RouteId(Name = "employee_id")] string id, HttpContext context, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return Uuid.TryParse(id, out var known) && await db.Members.FindAsync([known], cancellationToken) is { Type: MemberType.Employee }
            ? await AnswerAsync(DiscrepancyListQuery.ReadOfEmployee(context.Request.Query, known), world, cancellationToken)
            : ApiErrorResult.Unknown("Employee", id);
    }

    private static async Task<Results<Ok<Paginated<DiscrepancyPublicResult>>, ApiErrorResult>> AnswerAsync(
        DiscrepancyListQuery query, World world, CancellationToken cancellationToken)
    {
        if (query.Reader.Failure is { } failure)
            return failure;
        await using var db = world.OpenReader();
        return TypedResults.Ok(await query.ListAsync(db, DiscrepancyMapping.ToPublic, cancellationToken));
    }

    private static async Task<Results<Ok<DiscrepancyPublicResult>, ApiErrorResult>> GetAsync(
        [RouteId(Name = "discrepancy_id")] string id, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return await DiscrepancyReading.FindAsync(db, id, cancellationToken) is { } found
            ? TypedResults.Ok(DiscrepancyMapping.ToPublic(found))
            : ApiErrorResult.Unknown(Kind, id);
    }

    private static async Task<Results<Ok<DiscrepancyPublicResult>, ApiErrorResult>> AcknowledgeAsync(
        [RouteId(Name = "discrepancy_id")] string id, JsonBody<DiscrepancyAckRequest>? body, World world, CancellationToken cancellationToken)
    {
        _ = body;
        var answer = await world.WriteAsync(session => DiscrepancyRequests.Acknowledge(session, id, Kind), cancellationToken);
        return answer.Refusal is { } refusal ? refusal : TypedResults.Ok(DiscrepancyMapping.ToPublic(answer.Discrepancy!));
    }

    private static async Task<Results<Created<DiscrepancyResolutionResult>, ApiErrorResult>> RequestAsync(
        [RouteId(Name = "discrepancy_id")] string id, JsonBody<DiscrepancyResolutionRequestOutcome> body, World world, CancellationToken cancellationToken)
    {
        var answer = await world.WriteAsync(session => DiscrepancyRequests.Request(session, id, Kind, body.Value), cancellationToken);
        return answer.Refusal is { } refusal
            ? refusal
            : TypedResults.Created($"/api/v1/discrepancies/{id}/resolutions", DiscrepancyMapping.ToResolution(answer.Step!));
    }

    private static async Task<Results<Ok<Paginated<DiscrepancyResolutionResult>>, ApiErrorResult>> ListResolutionsAsync(
        [RouteId(Name = "discrepancy_id")] string id, HttpContext context, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        if (await DiscrepancyReading.FindAsync(db, id, cancellationToken) is not { } found)
            return ApiErrorResult.Unknown(Kind, id);
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        return reader.Failure is { } failure ? failure : TypedResults.Ok(
            await DiscrepancyReading.ListAsync(db, found.Difference.Id, isOfNotes: false, page, DiscrepancyMapping.ToResolution, cancellationToken));
    }

    private static async Task<Results<Ok<Paginated<DiscrepancyNoteResult>>, ApiErrorResult>> ListNotesAsync(
        [RouteId(Name = "discrepancy_id")] string id, HttpContext context, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        if (await DiscrepancyReading.FindAsync(db, id, cancellationToken) is not { } found)
            return ApiErrorResult.Unknown(Kind, id);
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        return reader.Failure is { } failure ? failure : TypedResults.Ok(
            await DiscrepancyReading.ListAsync(db, found.Difference.Id, isOfNotes: true, page, DiscrepancyMapping.ToNote, cancellationToken));
    }
}

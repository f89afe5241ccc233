using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.PartnerDocuments;

/// <summary>Noyo's partner documents, and where they come from.</summary>
internal static class PartnerDocumentEndpoints
{
    private const string Path = "/api/v1/partner_documents";
    private const string Sources = "/api/v1/partner_document_sources";

    public static void MapPartnerDocuments(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).RequireToken().OnWorld().OnlyKnownParameters().AddValidation();
        var documents = all.MapGroup("").WithTags("Partner Documents");
        _ = documents.MapGet(Path, ListAsync).WithName("getPartnerDocumentList").WithSummary("List Partner Documents")
            .WithDescription("Newest first, unless it is sorted; by pages or by offsets.").Takes(PartnerDocumentListQuery.Parameters)
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);
        _ = documents.MapPost(Path, CreateAsync).WithName("createPartnerDocument").WithSummary("Create a new partner document")
            .WithDescription("Where its file is stays as it is stated; nobody looks there.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = documents.MapGet(Path + "/{partner_document_id}", GetAsync).WithName("getPartnerDocument").WithSummary("Get Partner Document")
            .WithDescription("With what was read in it.").Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        _ = documents.MapGet(Path + "/{id}/status", ListStatusesAsync).WithName("getPartnerDocumentStatuses").WithSummary("Get statuses for a partner document")
            .WithDescription("One workflow, which is completed five seconds of the world's time after the document came.").Takes(QueryParameter.Paging)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = documents.MapPut(Path + "/{id}/{version}", EditAsync).WithName("editPartnerDocument").WithSummary("Edit an existing Partner Document")
            .WithDescription("What is absent stays.")
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
        _ = documents.MapDelete(Path + "/{id}/{version}", DeleteAsync).WithName("deletePartnerDocument").WithSummary("Delete a partner document")
            .WithDescription("Given its latest version.").Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        var sources = all.MapGroup("").WithTags("Partner Document Sources");
        _ = sources.MapGet(Sources, ListSourcesAsync).WithName("getPartnerDocumentSources").WithSummary("Get partner document sources")
            .WithDescription("Newest first, unless it is sorted. Only seeds make them.").Takes(PartnerDocumentSourceListQuery.Parameters)
            .Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = sources.MapGet(Sources + "/{source_id}", GetSourceAsync).WithName("getPartnerDocumentSource").WithSummary("Get a single partner document source")
            .WithDescription("With how its documents are recognized.").Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Paginated<PartnerDocumentPublicResult>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = PartnerDocumentListQuery.Read(context.Request.Query);
        await using var db = world.OpenReader();
        return query.Reader.Failure is { } failure ? failure : TypedResults.Ok(await query.ListAsync(db, cancellationToken));
    }

    private static async Task<Results<Created<PartnerDocumentPublicResult>, ApiErrorResult>> CreateAsync(
        JsonBody<PartnerDocumentPublicCreateRequest> body, World world, CancellationToken cancellationToken)
    {
        var written = await world.WriteAsync(session => PartnerDocumentRequests.Create(session, body.Value), cancellationToken);
        return written.Refusal is { } refusal
            ? refusal
            : TypedResults.Created($"{Path}/{written.Document!.Id}", PartnerDocumentMapping.ToPublic(written.Document));
    }

    private static async Task<Results<Ok<PartnerDocumentPublicResult>, ApiErrorResult>> GetAsync(
        [RouteId(Name = "partner_document_id")] string id, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return await FindAsync(db, id, cancellationToken) is { } found ? TypedResults.Ok(PartnerDocumentMapping.ToPublic(found)) : Missing(id);
    }

    private static async Task<Results<Ok<Paginated<WorkflowStatus>>, ApiErrorResult>> ListStatusesAsync(
        [RouteId(Name = "id")] string id, HttpContext context, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        if (await FindAsync(db, id, cancellationToken) is not { } found)
            return Missing(id);
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        return reader.Failure is { } failure ? failure : TypedResults.Ok(Paginated<WorkflowStatus>.For(
            page, 1, [.. new[] { PartnerDocumentMapping.ToStatus(found, world.Clock.GetUtcNow()) }.Skip(page.Offset)]));
    }

    private static async Task<Results<Ok<PartnerDocumentPublicResult>, ApiErrorResult>> EditAsync(
        [RouteId(Name = "id")] string id, [RouteId(Name = "version")] string version, JsonBody<PartnerDocumentPublicEditRequest> body, World world,
        CancellationToken cancellationToken)
    {
        var written = await world.WriteAsync(session => PartnerDocumentRequests.Edit(session, id, version, body.Value), cancellationToken);
        return written.Refusal is { } refusal ? refusal : TypedResults.Ok(PartnerDocumentMapping.ToPublic(written.Document!));
    }

    private static async Task<Results<NoContent, ApiErrorResult>> DeleteAsync(
        [RouteId(Name = "id")] string id, [RouteId(Name = "version")] string version, World world, CancellationToken cancellationToken) =>
        await world.WriteAsync(session => PartnerDocumentRequests.Delete(session, id, version), cancellationToken) is { } refusal
            ? refusal
            : TypedResults.NoContent();

    private static async Task<Results<Ok<Paginated<PartnerDocumentSourcePublicResult>>, ApiErrorResult>> ListSourcesAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = PartnerDocumentSourceListQuery.Read(context.Request.Query);
        await using var db = world.OpenReader();
        return query.Reader.Failure is { } failure ? failure : TypedResults.Ok(await query.ListAsync(db, cancellationToken));
    }

    private static async Task<Results<Ok<PartnerDocumentSourcePublicResult>, ApiErrorResult>> GetSourceAsync(
        [RouteId(Name = "source_id")] string id, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return Uuid.TryParse(id, out var known) && await db.PartnerDocumentSources.FindAsync([known], cancellationToken) is { } found
            ? TypedResults.Ok(PartnerDocumentMapping.ToPublic(found))
            : ApiErrorResult.Unknown("PartnerDocumentSource", id);
    }

    private static async Task<PartnerDocument?> FindAsync(EmulatorDbContext db, string id, CancellationToken cancellationToken) =>
        Uuid.TryParse(id, out var known) ? await db.PartnerDocuments.FindAsync([known], cancellationToken) : null;

    private static ApiErrorResult Missing(string id) => ApiErrorResult.Unknown("PartnerDocument", id);
}

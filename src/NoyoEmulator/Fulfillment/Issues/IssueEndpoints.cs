using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Issues;

/// <summary>Noyo's issues, and the persons they are about.</summary>
internal static class IssueEndpoints
{
    private const string Path = "/api/v1/issues";
    private const string OfUI = "/ui/v1/issues";

    public static IServiceCollection AddIssues(this IServiceCollection services) => services.AddSingleton<IWorkHandler, GuideHandler>();

    public static void MapIssues(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).RequireToken().OnWorld().OnlyKnownParameters().AddValidation();
        var issues = all.MapGroup("").WithTags("Issues");
        _ = issues.MapGet(Path, ListAsync).WithName("listIssues").WithSummary("List Issues")
            .WithDescription("Those that are visible from outside of Noyo, newest first.").Takes(IssueListQuery.AllParameters)
            .Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = issues.MapGet(Path + "/{issue_id}", GetAsync).WithName("getIssue").WithSummary("Get Issue")
            .WithDescription("One that is visible from outside of Noyo.").Refuses(StatusCodes.Status404NotFound);
        _ = issues.MapGet(OfUI, ListOfUIAsync).WithName("listIssuesUI").WithSummary("List Issues, as Noyo's app does")
            .WithDescription("Newest first.").Takes(IssueListQuery.UIParameters).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = issues.MapPost(OfUI, CreateAsync).WithName("createIssueUI").WithSummary("Create Issue")
            .WithDescription("By hand. Without a key it gets one; each key is there once.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
        _ = issues.MapGet(OfUI + "/{issue_id}", GetOfUIAsync).WithName("getIssueUI").WithSummary("Get Issue, as Noyo's app does")
            .WithDescription("With what helps against it, and whom it is about.").Refuses(StatusCodes.Status404NotFound);
        _ = issues.MapPut(OfUI + "/{issue_id}/guidance", RegenerateAsync).WithName("regenerateIssueGuidanceUI").WithSummary("Regenerate Issue Guidance")
            .WithDescription("A second later on the world's clock it says what helps against issues of its category.").Refuses(StatusCodes.Status404NotFound);
        _ = issues.MapPut(OfUI + "/{issue_id}/{version}", EditAsync).WithName("editIssueUI").WithSummary("Edit Issue")
            .WithDescription("What is absent stays.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
        _ = all.MapGroup("").WithTags("Issue Persons").MapGet("/ui/v1/issue_persons/{id}", GetPersonAsync).WithName("getIssuePersonUI").WithSummary("Get Issue Person")
            .WithDescription("The member whom an issue is about, as Noyo knows the member now.").Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Paginated<PublicIssueResult>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = IssueListQuery.Read(context.Request.Query);
        await using var db = world.OpenReader();
        return query.Reader.Failure is { } failure ? failure : TypedResults.Ok(await query.ListAsync(db, IssueMapping.ToPublic, cancellationToken));
    }

    private static async Task<Results<Ok<Paginated<IssueUIResult>>, ApiErrorResult>> ListOfUIAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = IssueListQuery.ReadOfUI(context.Request.Query);
        await using var db = world.OpenReader();
        return query.Reader.Failure is { } failure ? failure : TypedResults.Ok(await query.ListAsync(db, IssueMapping.ToUI, cancellationToken));
    }

    private static async Task<Results<Ok<PublicIssueResult>, ApiErrorResult>> GetAsync(
        [RouteId(Name = "issue_id")] string id, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return Uuid.TryParse(id, out var known) && await db.Issues.FindAsync([known], cancellationToken) is { IsExternal: true } found
            ? TypedResults.Ok(IssueMapping.ToPublic(found))
            : ApiErrorResult.Unknown("Issue", id);
    }

    private static async Task<Results<Ok<IssueUIResult>, ApiErrorResult>> GetOfUIAsync(
        [RouteId(Name = "issue_id")] string id, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return Uuid.TryParse(id, out var known) && await db.Issues.FindAsync([known], cancellationToken) is { } found
            ? TypedResults.Ok(IssueMapping.ToUI(found))
            : ApiErrorResult.Unknown("Issue", id);
    }

    private static async Task<Results<Created<IssueUIResult>, ApiErrorResult>> CreateAsync(
        JsonBody<IssueUICreateRequest> body, World world, CancellationToken cancellationToken)
    {
        var written = await world.WriteAsync(session => IssueRequests.Create(session, body.Value), cancellationToken);
        return written.Refusal is { } refusal ? refusal : TypedResults.Created($"{OfUI}/{written.Issue!.Id}", IssueMapping.ToUI(written.Issue));
    }

    private static async Task<Results<Ok<IssueUIResult>, ApiErrorResult>> EditAsync(
        [RouteId(Name = "issue_id")] string id, [RouteId(Name = "version")] string version, JsonBody<IssueUIEditRequest> body, World world,
        CancellationToken cancellationToken)
    {
        var written = await world.WriteAsync(session => IssueRequests.Edit(session, id, version, body.Value), cancellationToken);
        return written.Refusal is { } refusal ? refusal : TypedResults.Ok(IssueMapping.ToUI(written.Issue!));
    }

    private static async Task<Results<Accepted, ApiErrorResult>> RegenerateAsync(
        [RouteId(Name = "issue_id")] string id, World world, CancellationToken cancellationToken) =>
        await world.WriteAsync(session => IssueRequests.Regenerate(session, id), cancellationToken) is { } refusal
            ? refusal
            : TypedResults.Accepted($"{OfUI}/{id}");

    private static async Task<Results<Ok<IssuePersonUIResult>, ApiErrorResult>> GetPersonAsync(
        [RouteId(Name = "id")] string id, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        if (!Uuid.TryParse(id, out var known) || await db.Members.FindAsync([IssuePersonId.MemberOf(known)], cancellationToken) is not { } member)
            return ApiErrorResult.Unknown("IssuePerson", id);
        var group = (await db.Groups.FindAsync([member.GroupId], cancellationToken))!;
        var person = MemberResults.PersonOf(member);
        return TypedResults.Ok(new IssuePersonUIResult
        {
            Id = known,
            Version = member.Version,
            Created = member.Created.ToUnixTimeSeconds(),
            Modified = member.Modified.ToUnixTimeSeconds(),
            GroupId = member.GroupId,
            OrganizationId = group.OrganizationId,
            FirstName = person.FirstName,
            MiddleName = person.MiddleName,
            LastName = person.LastName,
            Suffix = person.Suffix,
            DateOfBirth = IsoDate.Format(member.DateOfBirth),
        });
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Fulfillment.MemberRequests.Contracts;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberRequests;

/// <summary>Noyo's member requests.</summary>
internal static class MemberRequestEndpoints
{
    public static IServiceCollection AddMemberRequests(this IServiceCollection services) => services
        .AddSingleton<RequestIntake>()
        .AddSingleton<IWorkHandler, TerminateHandler>();

    public static void MapMemberRequests(this IEndpointRouteBuilder routes)
    {
        var requests = routes.MapGroup("/api/v1").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).WithTags("Member Requests").RequireToken().OnWorld().OnlyKnownParameters().AddValidation();
        _ = requests.MapGet("/member_requests", ListAsync).WithName("getOrganizationMemberRequestList")
            .WithSummary("Get all Member Requests for Organization").WithDescription("Newest first.")
            .Takes(RequestListQuery.AllParameters).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = requests.MapGet("/member_requests/{request_id}", GetAsync).WithName("getMemberRequest")
            .WithSummary("Get a single Member Request").WithDescription("With how far it has come.").Refuses(StatusCodes.Status404NotFound);
        _ = requests.MapGet("/employees/{employee_id}/member_requests", ListOfEmployeeAsync).WithName("getEmployeeMemberRequestList")
            .WithSummary("Get all Member Requests for Employee").WithDescription("Newest first.")
            .Takes(QueryParameter.Paging).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);

        var kinds = requests.MapGroup("/employees/{employee_id}/member_requests");
        _ = kinds.MapPost("/demographic", DemographicAsync).WithName("demographicChangeMemberRequest")
            .WithSummary("Create a Demographic Change Member Request")
            .WithDescription("Changes what is known of members, at every carrier that the family has to do with.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = kinds.MapPost("/new_hire", NewHireAsync).WithName("newHireEnrollmentMemberRequest")
            .WithSummary("Create a New Hire Enrollment Member Request")
            .WithDescription("Enrolls an employee and dependents, from the day on which the plans' waiting periods are over.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = kinds.MapPost("/termination", TerminationAsync).WithName("terminationMemberRequest")
            .WithSummary("Create a Termination Member Request")
            .WithDescription("Ends all coverage by the policies of its plans, one transaction for each carrier; on the last day of work Noyo marks the employee.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = kinds.MapPost("/open_enrollment", OpenEnrollmentAsync).WithName("openEnrollmentMemberRequest")
            .WithSummary("Create a Open Enrollment Member Request")
            .WithDescription("Changes coverage from the stated day, the event's, or the group's renewal.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = kinds.MapPost("/qualifying_life_event", QualifyingLifeEventAsync).WithName("qualifyingLifeEventMemberRequest")
            .WithSummary("Create a Qualifying Life Event Member Request")
            .WithDescription("Changes coverage from the day of the event; what ends, ends the day before.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = kinds.MapPost("/enrollment_snapshot", EnrollmentSnapshotAsync).WithName("createEnrollmentSnapshotMemberRequest")
            .WithSummary("Create an Enrollment Snapshot Member Request")
            .WithDescription("All that a new hire takes: what was asked for before and is not in it is taken back.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = kinds.MapPost("/cobra_enrollment", CobraEnrollmentAsync).WithName("cobraEnrollmentMemberRequest")
            .WithSummary("Create a COBRA Enrollment Member Request")
            .WithDescription("Continues coverage from the day after it ends; with termination_info, the employment and all other coverage end too.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = kinds.MapPost("/cobra_termination", CobraTerminationAsync).WithName("cobraTerminationMemberRequest")
            .WithSummary("Create a COBRA Termination Member Request")
            .WithDescription("Ends all COBRA coverage with a day.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = kinds.MapPost("/cobra_open_enrollment", CobraOpenEnrollmentAsync).WithName("cobraOpenEnrollmentMemberRequest")
            .WithSummary("Create a COBRA Open Enrollment Member Request")
            .WithDescription("Changes COBRA coverage from the stated day, the event's, or the group's renewal.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = kinds.MapPost("/cobra_qualifying_life_event", CobraQualifyingLifeEventAsync).WithName("cobraQualifyingLifeEventMemberRequest")
            .WithSummary("Create a COBRA Qualifying Life Event Member Request")
            .WithDescription("Changes COBRA coverage from the day of the event; what ends, ends the day before.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
    }

    private static Task<Results<Created<MemberRequestResult>, ApiErrorResult>> DemographicAsync(
        [RouteId(Name = "employee_id")] string employeeId, JsonBody<MemberRequestDemographicChangeRequest> body, World world, RequestIntake intake, CancellationToken cancellationToken) =>
        CreateAsync(MemberRequestType.Demographic, employeeId, body, world, intake, cancellationToken);

    private static Task<Results<Created<MemberRequestResult>, ApiErrorResult>> NewHireAsync(
        [RouteId(Name = "employee_id")] string employeeId, JsonBody<MemberRequestNewHireEnrollmentRequest> body, World world, RequestIntake intake, CancellationToken cancellationToken) =>
        CreateAsync(MemberRequestType.NewHire, employeeId, body, world, intake, cancellationToken);

    private static Task<Results<Created<MemberRequestResult>, ApiErrorResult>> TerminationAsync(
        [RouteId(Name = "employee_id")] string employeeId, JsonBody<MemberRequestTerminationRequest> body, World world, RequestIntake intake, CancellationToken cancellationToken) =>
        CreateAsync(MemberRequestType.Termination, employeeId, body, world, intake, cancellationToken);

    private static Task<Results<Created<MemberRequestResult>, ApiErrorResult>> OpenEnrollmentAsync(
        [RouteId(Name = "employee_id")] string employeeId, JsonBody<MemberRequestOpenEnrollmentRequest> body, World world, RequestIntake intake, CancellationToken cancellationToken) =>
        CreateAsync(MemberRequestType.OpenEnrollment, employeeId, body, world, intake, cancellationToken);

    private static Task<Results<Created<MemberRequestResult>, ApiErrorResult>> QualifyingLifeEventAsync(
        [RouteId(Name = "employee_id")] string employeeId, JsonBody<MemberRequestQualifyingLifeEventRequest> body, World world, RequestIntake intake, CancellationToken cancellationToken) =>
        CreateAsync(MemberRequestType.QualifyingLifeEvent, employeeId, body, world, intake, cancellationToken);

    private static Task<Results<Created<MemberRequestResult>, ApiErrorResult>> EnrollmentSnapshotAsync(
        [RouteId(Name = "employee_id")] string employeeId, JsonBody<MemberRequestEnrollmentSnapshotRequest> body, World world, RequestIntake intake, CancellationToken cancellationToken) =>
        CreateAsync(MemberRequestType.EnrollmentSnapshot, employeeId, body, world, intake, cancellationToken);

    private static Task<Results<Created<MemberRequestResult>, ApiErrorResult>> CobraEnrollmentAsync(
        [RouteId(Name = "employee_id")] string employeeId, JsonBody<MemberRequestCOBRAEnrollmentRequest> body, World world, RequestIntake intake, CancellationToken cancellationToken) =>
        CreateAsync(MemberRequestType.CobraEnrollment, employeeId, body, world, intake, cancellationToken);

    private static Task<Results<Created<MemberRequestResult>, ApiErrorResult>> CobraTerminationAsync(
        [RouteId(Name = "employee_id")] string employeeId, JsonBody<MemberRequestCOBRATerminationRequest> body, World world, RequestIntake intake, CancellationToken cancellationToken) =>
        CreateAsync(MemberRequestType.CobraTermination, employeeId, body, world, intake, cancellationToken);

    private static Task<Results<Created<MemberRequestResult>, ApiErrorResult>> CobraOpenEnrollmentAsync(
        [RouteId(Name = "employee_id")] string employeeId, JsonBody<MemberRequestCOBRAOpenEnrollmentRequest> body, World world, RequestIntake intake, CancellationToken cancellationToken) =>
        CreateAsync(MemberRequestType.CobraOpenEnrollment, employeeId, body, world, intake, cancellationToken);

    private static Task<Results<Created<MemberRequestResult>, ApiErrorResult>> CobraQualifyingLifeEventAsync(
        [RouteId(Name = "employee_id")] string employeeId, JsonBody<MemberRequestCOBRAQualifyingLifeEventRequest> body, World world, RequestIntake intake, CancellationToken cancellationToken) =>
        CreateAsync(MemberRequestType.CobraQualifyingLifeEvent, employeeId, body, world, intake, cancellationToken);

    private static async Task<Results<Created<MemberRequestResult>, ApiErrorResult>> CreateAsync<TBody>(
        MemberRequestType type,
        string employeeId,
        JsonBody<TBody> body,
        World world,
        RequestIntake intake,
        CancellationToken cancellationToken)
        where TBody : class
    {
        if (!Uuid.TryParse(employeeId, out var id))
            return MissingEmployee(employeeId);
        var (request, refusal) = await world.WriteTogetherAsync(
            session => intake.TakeIn(session, type, id, body.Bytes, context => MemberRequestKind.Of(type).Decide(context, body.Value)), cancellationToken);
        if (request is null)
            return refusal!.ToResult(body.Bytes);
        await using var db = world.OpenReader();
        var known = await RequestQueries.FindAsync(db, request.Id, cancellationToken);
        return TypedResults.Created($"/api/v1/member_requests/{request.Id}", (await RequestQueries.ToResultsAsync(db, [known!], cancellationToken))[0]);
    }

    private static async Task<Results<Ok<Paginated<MemberRequestResult>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = RequestListQuery.Read(context.Request.Query);
        await using var db = world.OpenReader();
        return query.Failure is { } failure
            ? failure
            : TypedResults.Ok(await RequestQueries.PageAsync(
                db, query.In(db), query.Page, found => RequestQueries.ToResultsAsync(db, found, cancellationToken), cancellationToken));
    }

    private static async Task<Results<Ok<Paginated<MemberRequestResult>>, ApiErrorResult>> ListOfEmployeeAsync(
        [RouteId(Name = "employee_id")] string employeeId, HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = RequestListQuery.Read(context.Request.Query);
        await using var db = world.OpenReader();
        if (!Uuid.TryParse(employeeId, out var id) || !await SnapshotQueries.IsEmployeeAsync(db, id, cancellationToken))
            return MissingEmployee(employeeId);
        if (query.Failure is { } failure)
            return failure;
        query = query with { EmployeeId = id };
        return TypedResults.Ok(await RequestQueries.PageAsync(
            db, query.In(db), query.Page, found => RequestQueries.ToResultsAsync(db, found, cancellationToken), cancellationToken));
    }

    private static async Task<Results<Ok<MemberRequestResult>, ApiErrorResult>> GetAsync(
        [RouteId(Name = "request_id")] string requestId, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return Uuid.TryParse(requestId, out var id) && await RequestQueries.FindAsync(db, id, cancellationToken) is { } known
            ? TypedResults.Ok((await RequestQueries.ToResultsAsync(db, [known], cancellationToken))[0])
            : ApiErrorResult.Unknown("MemberRequest", requestId);
    }

    private static ApiErrorResult MissingEmployee(string id) => ApiErrorResult.Unknown("Employee", id);
}

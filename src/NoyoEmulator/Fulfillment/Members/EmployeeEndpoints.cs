using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Members.Contracts;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.Members;

/// <summary>Noyo's employees.</summary>
internal static class EmployeeEndpoints
{
    private const string Configuration = "Group Configuration";

    public static void MapMembers(this IEndpointRouteBuilder routes)
    {
        routes.MapEmployees();
        routes.MapDependents();
        routes.MapPeople();
    }

    private static void MapEmployees(this IEndpointRouteBuilder routes)
    {
        var employees = routes.MapGroup("/api/v1").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Documented).RequireToken().OnWorld().OnlyKnownParameters().AddValidation();
        _ = employees.MapGet("/employees", ListAsync).WithName("getEmployeeList").WithTags(Configuration)
            .WithSummary("Filter all employees").WithDescription("Those of all groups, newest first.")
            .Takes(EmployeeListQuery.AllParameters).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = employees.MapPost("/employees", CreateAsync).WithName("createEmployee").WithFidelity(Fidelity.Inferred).WithTags(Configuration)
            .WithSummary("Create a new Employee")
            .WithDescription("Without a snapshot: no carrier hears of it. A later snapshot can name the employee by the id.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
        _ = employees.MapGet("/employees/{employee_id}", Get).WithName("getEmployee").WithTags(Configuration)
            .WithSummary("Get a single Employee").WithDescription("As Noyo knows the employee now.").Refuses(StatusCodes.Status404NotFound);
        _ = employees.MapGet("/groups/{group_id}/employees", ListOfGroupAsync).WithName("getGroupEmployeeList").WithTags(Configuration)
            .WithSummary("Filter employees in a group").WithDescription("Newest first.")
            .Takes(EmployeeListQuery.GroupParameters).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = employees.MapGet("/groups/{group_id}/employees/{employee_id}", GetOfGroup).WithName("getGroupEmployee").WithTags("Employee")
            .WithSummary("Get a single Employee within a Group").WithDescription("By Noyo's id or by one of the platform's own.")
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Paginated<EmployeeResult>>, ApiErrorResult>> ListAsync(HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = EmployeeListQuery.Read(context.Request.Query);
        if (query.Failure is { } failure)
            return failure;
        await LargeLists.PrepareAsync(world, MemberIndexes.Table, query.Indexes, cancellationToken);
        using var reader = world.OpenSqlReader();
        reader.Pin();
        return TypedResults.Ok(query.Run(reader, MemberResults.ToEmployee));
    }

    private static async Task<Results<Ok<Paginated<EmployeeResult>>, ApiErrorResult>> ListOfGroupAsync(
        [RouteId(Name = "group_id")] string groupId, HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = EmployeeListQuery.Read(context.Request.Query);
        if (query.Failure is null)
            await LargeLists.PrepareAsync(world, MemberIndexes.Table, query.Indexes, cancellationToken);
        using var reader = world.OpenSqlReader();
        reader.Pin();
        if (MemberLookup.FindGroup(reader, groupId) is not { } group)
            return ApiErrorResult.Unknown("Group", groupId);
        return query.Failure is { } failure ? failure : TypedResults.Ok(query.InGroup(group.Id).Run(reader, MemberResults.ToEmployee));
    }

    private static Results<Ok<EmployeeResult>, ApiErrorResult> Get([RouteId(Name = "employee_id")] string employeeId, World world)
    {
        using var reader = world.OpenSqlReader();
        return MemberLookup.Find(reader, employeeId, MemberType.Employee) is { } employee
            ? TypedResults.Ok(MemberResults.ToEmployee(employee))
            : ApiErrorResult.Unknown("Employee", employeeId);
    }

    private static Results<Ok<EmployeeResult>, ApiErrorResult> GetOfGroup(
        [RouteId(Name = "group_id")] string groupId, [RouteId(Name = "employee_id", IsOfPlatformToo = true)] string employeeId, World world)
    {
        using var reader = world.OpenSqlReader();
        reader.Pin();
        if (MemberLookup.FindGroup(reader, groupId) is not { } group)
            return ApiErrorResult.Unknown("Group", groupId);
        return MemberLookup.FindInGroup(reader, group.Id, employeeId, MemberType.Employee) is { } employee
            ? TypedResults.Ok(MemberResults.ToEmployee(employee))
            : ApiErrorResult.Unknown("Employee", employeeId);
    }

    private static Task<Results<Created<EmployeeResult>, ApiErrorResult>> CreateAsync(
        JsonBody<EmployeeCreateRequest> body, World world, CancellationToken cancellationToken) =>
        world.WriteAsync<Results<Created<EmployeeResult>, ApiErrorResult>>(
            session =>
            {
                var (employee, refusal) = MemberCreation.Create(session, body.Value);
                return employee is null ? refusal! : TypedResults.Created($"/api/v1/employees/{employee.Id}", MemberResults.ToEmployee(employee));
            },
            cancellationToken);
}

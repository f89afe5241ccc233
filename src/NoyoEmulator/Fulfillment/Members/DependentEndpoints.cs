using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Members.Contracts;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.Members;

/// <summary>Noyo's dependents of employees.</summary>
internal static class DependentEndpoints
{
    /// <summary>What follows WHERE in the statement of a page of dependents.</summary>
    internal const string Condition = $"{DependentsOf} ORDER BY created DESC, id DESC LIMIT $page_size OFFSET $offset";

    private const string DependentsOf = "employee_id = $employee_id AND +type = 'dependent'";
    private const string Configuration = "Group Configuration";

    public static void MapDependents(this IEndpointRouteBuilder routes)
    {
        var dependents = routes.MapGroup("/api/v1").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Documented).RequireToken().OnWorld().OnlyKnownParameters().AddValidation();
        _ = dependents.MapGet("/dependents/{dependent_id}", Get).WithName("getDependent").WithTags(Configuration)
            .WithSummary("Get a single Dependent").WithDescription("As Noyo knows the dependent now.").Refuses(StatusCodes.Status404NotFound);
        _ = dependents.MapGet("/employees/{employee_id}/dependents", List).WithName("getDependentList").WithTags(Configuration)
            .WithSummary("List All Dependents").WithDescription("Those of an employee, newest first.")
            .Takes(QueryParameter.Paging).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = dependents.MapPost("/employees/{employee_id}/dependents", CreateAsync).WithName("createDependent").WithFidelity(Fidelity.Inferred).WithTags(Configuration)
            .WithSummary("Create a new Dependent")
            .WithDescription("Without a snapshot: no carrier hears of it. A later snapshot can name the dependent by the id.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
        _ = dependents.MapGet("/employees/{employee_id}/dependents/{dependent_id}", GetOfEmployee).WithName("getEmployeeDependent")
            .WithTags(Configuration).WithSummary("Get a single Dependent of Employee").WithDescription("As Noyo knows the dependent now.")
            .Refuses(StatusCodes.Status404NotFound);
        _ = dependents.MapGet("/groups/{group_id}/dependents/{dependent_id}", GetOfGroup).WithName("getGroupDependent").WithTags("Dependent")
            .WithSummary("Get a single Dependent by Group").WithDescription("By Noyo's id or by one of the platform's own.")
            .Refuses(StatusCodes.Status404NotFound);
        _ = dependents.MapGet("/groups/{group_id}/employees/{employee_id}/dependents", ListOfGroup).WithName("getGroupEmployeeDependentList")
            .WithTags(Configuration).WithSummary("List All Dependents by Employee and Group").WithDescription("Newest first.")
            .Takes(QueryParameter.Paging).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = dependents.MapGet("/groups/{group_id}/employees/{employee_id}/dependents/{dependent_id}", GetOfFamily)
            .WithName("getGroupEmployeeDependent").WithTags("Dependent").WithSummary("Get a single Dependent by Group and Employee")
            .WithDescription("Each by Noyo's id or by one of the platform's own.").Refuses(StatusCodes.Status404NotFound);
    }

    private static Results<Ok<DependentResult>, ApiErrorResult> Get([RouteId(Name = "dependent_id")] string dependentId, World world)
    {
        using var reader = world.OpenSqlReader();
        return Answer(MemberLookup.Find(reader, dependentId, MemberType.Dependent), dependentId);
    }

    private static Results<Ok<DependentResult>, ApiErrorResult> GetOfEmployee(
        [RouteId(Name = "employee_id")] string employeeId, [RouteId(Name = "dependent_id")] string dependentId, World world)
    {
        using var reader = world.OpenSqlReader();
        reader.Pin();
        if (MemberLookup.Find(reader, employeeId, MemberType.Employee) is not { } employee)
            return ApiErrorResult.Unknown("Employee", employeeId);
        return Answer(Of(employee, MemberLookup.Find(reader, dependentId, MemberType.Dependent)), dependentId);
    }

    private static Results<Ok<DependentResult>, ApiErrorResult> GetOfGroup(
        [RouteId(Name = "group_id")] string groupId, [RouteId(Name = "dependent_id", IsOfPlatformToo = true)] string dependentId, World world)
    {
        using var reader = world.OpenSqlReader();
        reader.Pin();
        return MemberLookup.FindGroup(reader, groupId) is { } group
            ? Answer(MemberLookup.FindInGroup(reader, group.Id, dependentId, MemberType.Dependent), dependentId)
            : ApiErrorResult.Unknown("Group", groupId);
    }

    private static Results<Ok<DependentResult>, ApiErrorResult> GetOfFamily(
        [RouteId(Name = "group_id")] string groupId, [RouteId(Name = "employee_id", IsOfPlatformToo = true)] string employeeId,
        [RouteId(Name = "dependent_id", IsOfPlatformToo = true)] string dependentId, World world)
    {
        using var reader = world.OpenSqlReader();
        reader.Pin();
        if (MemberLookup.FindGroup(reader, groupId) is not { } group)
            return ApiErrorResult.Unknown("Group", groupId);
        if (MemberLookup.FindInGroup(reader, group.Id, employeeId, MemberType.Employee) is not { } employee)
            return ApiErrorResult.Unknown("Employee", employeeId);
        return Answer(Of(employee, MemberLookup.FindInGroup(reader, group.Id, dependentId, MemberType.Dependent)), dependentId);
    }

    private static Results<Ok<Paginated<DependentResult>>, ApiErrorResult> List(
        [RouteId(Name = "employee_id")] string employeeId, HttpContext context, World world)
    {
        using var reader = world.OpenSqlReader();
        reader.Pin();
        return ListOf(reader, MemberLookup.Find(reader, employeeId, MemberType.Employee), employeeId, context);
    }

    private static Results<Ok<Paginated<DependentResult>>, ApiErrorResult> ListOfGroup(
        [RouteId(Name = "group_id")] string groupId, [RouteId(Name = "employee_id", IsOfPlatformToo = true)] string employeeId, HttpContext context,
        World world)
    {
        using var reader = world.OpenSqlReader();
        reader.Pin();
        return MemberLookup.FindGroup(reader, groupId) is { } group
            ? ListOf(reader, MemberLookup.FindInGroup(reader, group.Id, employeeId, MemberType.Employee), employeeId, context)
            : ApiErrorResult.Unknown("Group", groupId);
    }

    private static Results<Ok<Paginated<DependentResult>>, ApiErrorResult> ListOf(
        SqlReader reader, Member? employee, string employeeId, HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var page = query.Paging();
        if (employee is null)
            return ApiErrorResult.Unknown("Employee", employeeId);
        if (query.Failure is { } failure)
            return failure;
        var values = new SqlValues();
        values.Set("$employee_id", employee.Id);
        var total = (int)reader.Count($"SELECT COUNT(*) FROM members WHERE {DependentsOf}", values);
        var rows = reader.Where<Member>(Condition, employee.Id, page.PageSize, page.Offset);
        return TypedResults.Ok(Paginated<DependentResult>.For(page, total, rows.ConvertAll(MemberResults.ToDependent)));
    }

    private static Task<Results<Created<DependentResult>, ApiErrorResult>> CreateAsync(
        [RouteId(Name = "employee_id")] string employeeId, JsonBody<DependentCreateRequest> body, World world, CancellationToken cancellationToken) =>
        world.WriteAsync<Results<Created<DependentResult>, ApiErrorResult>>(
            session =>
            {
                var (dependent, refusal) = MemberCreation.Create(session, employeeId, body.Value);
                return dependent is null ? refusal! : TypedResults.Created($"/api/v1/dependents/{dependent.Id}", MemberResults.ToDependent(dependent));
            },
            cancellationToken);

    private static Member? Of(Member employee, Member? dependent) => dependent?.EmployeeId == employee.Id ? dependent : null;

    private static Results<Ok<DependentResult>, ApiErrorResult> Answer(Member? dependent, string id) =>
        dependent is null ? ApiErrorResult.Unknown("Dependent", id) : TypedResults.Ok(MemberResults.ToDependent(dependent));
}

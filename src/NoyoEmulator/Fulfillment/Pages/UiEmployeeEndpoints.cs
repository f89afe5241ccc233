using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.IndividualEnrollments;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Fulfillment.Members.Contracts;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.Pages;

/// <summary>An employee with what belongs to it, for user interfaces. Source: OpenAPI.</summary>
public sealed record UIEmployeeParentResult
{
    public required EmployeeResultWithoutSSN Employee { get; init; }

    public required GroupResult Group { get; init; }

    /// <summary>As the platform ordered them.</summary>
    public required IReadOnlyList<DependentResultWithoutSSN> Dependents { get; init; }

    /// <summary>The family's, as they are today, newest first.</summary>
    public required IReadOnlyList<PublicIndividualEnrollmentResultWithConfig> IndividualEnrollments { get; init; }
}

/// <summary>Employees for user interfaces: with what belongs to them, and without Social Security numbers.</summary>
internal static class UiEmployeeEndpoints
{
    public static void MapUiEmployees(this IEndpointRouteBuilder routes)
    {
        var employees = routes.MapGroup("/ui/v1").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).WithTags("Group Configuration").RequireToken().OnWorld().OnlyKnownParameters();
        _ = employees.MapGet("/employees", ListAsync).WithName("uiGetEmployeeList")
            .WithSummary("Get a list of all Employees").WithDescription("Those of all groups, newest first, each with group, dependents and enrollments.")
            .Takes(EmployeeListQuery.UiParameters).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = employees.MapGet("/employees/{employee_id}", Get).WithName("uiGetEmployee")
            .WithSummary("Get a single Employee").WithDescription("With group, dependents and enrollments.").Refuses(StatusCodes.Status404NotFound);
        _ = employees.MapGet("/groups/{group_id}/employees", ListOfGroupAsync).WithName("uiGetGroupEmployeeList")
            .WithSummary("Get a list of all Employees by Group").WithDescription("Newest first, each with dependents and enrollments.")
            .Takes(EmployeeListQuery.UiGroupParameters).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<Paginated<UIEmployeeParentResult>>, ApiErrorResult>> ListAsync(HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = EmployeeListQuery.Read(context.Request.Query);
        if (query.Failure is { } failure)
            return failure;
        await LargeLists.PrepareAsync(world, MemberIndexes.Table, query.Indexes, cancellationToken);
        using var reader = world.OpenSqlReader();
        reader.Pin();
        return TypedResults.Ok(query.Run(reader, employee => ToResult(world, reader, employee)));
    }

    private static async Task<Results<Ok<Paginated<UIEmployeeParentResult>>, ApiErrorResult>> ListOfGroupAsync(
        [RouteId(Name = "group_id")] string groupId, HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = EmployeeListQuery.Read(context.Request.Query);
        if (query.Failure is null)
            await LargeLists.PrepareAsync(world, MemberIndexes.Table, query.Indexes, cancellationToken);
        using var reader = world.OpenSqlReader();
        reader.Pin();
        if (MemberLookup.FindGroup(reader, groupId) is not { } group)
            return ApiErrorResult.Unknown("Group", groupId);
        return query.Failure is { } failure ? failure : TypedResults.Ok(query.InGroup(group.Id).Run(reader, employee => ToResult(world, reader, employee)));
    }

    private static Results<Ok<UIEmployeeParentResult>, ApiErrorResult> Get([RouteId(Name = "employee_id")] string employeeId, World world)
    {
        using var reader = world.OpenSqlReader();
        reader.Pin();
        return MemberLookup.Find(reader, employeeId, MemberType.Employee) is { } employee
            ? TypedResults.Ok(ToResult(world, reader, employee))
            : ApiErrorResult.Unknown("Employee", employeeId);
    }

    private static UIEmployeeParentResult ToResult(World world, SqlReader reader, Member employee) => new()
    {
        Employee = MemberResults.ToEmployeeWithoutSsn(employee),
        Group = GroupResult.Of(reader.Where<Group>("id = ?", employee.GroupId)[0]),
        Dependents = reader.Where<Member>("employee_id = ? AND +type = 'dependent' ORDER BY position, id", employee.Id)
            .ConvertAll(MemberResults.ToDependentWithoutSsn),
        IndividualEnrollments = reader.Where<IndividualEnrollment>("employee_id = ? ORDER BY created DESC, id DESC", employee.Id)
            .ConvertAll(new IndividualEnrollmentResults(reader, DateOnly.FromDateTime(world.Clock.GetUtcNow().UtcDateTime)).Of),
    };
}

using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Fulfillment.Plans;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;
using Page = NoyoEmulator.Http.Lists.Paginated<NoyoEmulator.Fulfillment.IndividualEnrollments.PublicIndividualEnrollmentResultWithConfig>;

namespace NoyoEmulator.Fulfillment.IndividualEnrollments;

/// <summary>Noyo's individual enrollments.</summary>
internal static class IndividualEnrollmentEndpoints
{
    private const string IncludeDependents = "include_dependents";

    private static readonly QueryParameter[] ListParameters = [AsOf.Parameter, .. QueryParameter.Paging];

    public static void MapIndividualEnrollments(this IEndpointRouteBuilder routes)
    {
        var enrollments = routes.MapGroup("/api/v1").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).WithTags("Individual Enrollments").RequireToken().OnWorld().OnlyKnownParameters();
        _ = enrollments.MapGet("/individual_enrollments/{individual_enrollment_id}", Get).WithName("getIndividualEnrollment")
            .WithSummary("Get a single Individual Enrollment").WithDescription("As it is today, or as of a day.")
            .Takes([AsOf.Parameter]).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = enrollments.MapGet("/employees/{employee_id}/individual_enrollments", ListOfEmployee).WithName("getIndividualEnrollmentByEmployeeList")
            .WithSummary("Get a list of all Individual Enrollments for an Employee").WithDescription("Newest first, of all lines and carriers.")
            .Takes([AsOf.Parameter, new(IncludeDependents, "string", "true: those of the dependents too.", Values: ["true", "false"]), .. QueryParameter.Paging])
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = enrollments.MapGet("/dependents/{dependent_id}/individual_enrollments", ListOfDependent).WithName("getIndividualEnrollmentByDependentList")
            .WithSummary("Get a list of all Individual Enrollments for a Dependent").WithDescription("Newest first, of all lines and carriers.")
            .Takes(ListParameters).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = enrollments.MapGet("/groups/{group_id}/individual_enrollments", ListOfGroupAsync).WithName("getIndividualEnrollmentByGroupList")
            .WithSummary("Get a list of all Individual Enrollments for a Group").WithDescription("Newest first, of all members.")
            .Takes(ListParameters).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = enrollments.MapGet("/group_enrollments/{group_enrollment_id}/individual_enrollments", ListOfGroupEnrollmentAsync).WithName("getIndividualEnrollmentList")
            .WithSummary("Get a list of all Individual Enrollments for a Group Enrollment").WithDescription("Newest first, of one line at one carrier.")
            .Takes(ListParameters).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
    }

    private static Results<Ok<PublicIndividualEnrollmentResultWithConfig>, ApiErrorResult> Get(
        [RouteId(Name = "individual_enrollment_id")] string individualEnrollmentId, HttpContext context, World world)
    {
        var query = new QueryReader(context.Request.Query);
        var day = AsOf.Read(query, world);
        using var reader = world.OpenSqlReader();
        reader.Pin();
        if (!Uuid.TryParse(individualEnrollmentId, out var id) || reader.Where<IndividualEnrollment>("id = ?", id) is not [var enrollment])
            return ApiErrorResult.Unknown("IndividualEnrollment", individualEnrollmentId);
        return query.Failure is { } failure ? failure : TypedResults.Ok(new IndividualEnrollmentResults(reader, day).Of(enrollment));
    }

    private static Results<Ok<Page>, ApiErrorResult> ListOfEmployee([RouteId(Name = "employee_id")] string employeeId, HttpContext context, World world)
    {
        var query = new QueryReader(context.Request.Query);
        var isFamily = query.Boolean(IncludeDependents) == true;
        return List(query, world, reader => FindMember(reader, employeeId, MemberType.Employee) switch
        {
            null => null,
            var employee => isFamily ? EnrollmentScope.OfFamily(employee.Id) : EnrollmentScope.OfMember(employee),
        }, ApiErrorResult.Unknown("Employee", employeeId));
    }

    private static Results<Ok<Page>, ApiErrorResult> ListOfDependent([RouteId(Name = "dependent_id")] string dependentId, HttpContext context, World world) => List(
        new QueryReader(context.Request.Query),
        world,
        reader => FindMember(reader, dependentId, MemberType.Dependent) is { } dependent ? EnrollmentScope.OfMember(dependent) : null,
        ApiErrorResult.Unknown("Dependent", dependentId));

    private static Task<Results<Ok<Page>, ApiErrorResult>> ListOfGroupAsync(
        [RouteId(Name = "group_id")] string groupId, HttpContext context, World world, CancellationToken cancellationToken) => ListOfManyAsync(
        new QueryReader(context.Request.Query),
        world,
        reader => Uuid.TryParse(groupId, out var id) && PlanQueries.IsGroup(reader, id) ? EnrollmentScope.OfGroup(id) : null,
        ApiErrorResult.Unknown("Group", groupId),
        cancellationToken);

    private static Task<Results<Ok<Page>, ApiErrorResult>> ListOfGroupEnrollmentAsync(
        [RouteId(Name = "group_enrollment_id")] string groupEnrollmentId, HttpContext context, World world, CancellationToken cancellationToken) => ListOfManyAsync(
        new QueryReader(context.Request.Query),
        world,
        reader => Uuid.TryParse(groupEnrollmentId, out var id) && PlanQueries.FindEnrollment(reader, id) is not null ? EnrollmentScope.OfGroupEnrollment(id) : null,
        ApiErrorResult.Unknown("GroupEnrollment", groupEnrollmentId),
        cancellationToken);

    private static async Task<Results<Ok<Page>, ApiErrorResult>> ListOfManyAsync(
        QueryReader query, World world, Func<SqlReader, EnrollmentScope?> find, ApiErrorResult missing, CancellationToken cancellationToken)
    {
        await LargeLists.PrepareAsync(world, EnrollmentScope.Table, [EnrollmentScope.Blocks.Index], cancellationToken);
        return List(query, world, find, missing);
    }

    private static Results<Ok<Page>, ApiErrorResult> List(QueryReader query, World world, Func<SqlReader, EnrollmentScope?> find, ApiErrorResult missing)
    {
        var page = query.Paging();
        var day = AsOf.Read(query, world);
        using var reader = world.OpenSqlReader();
        reader.Pin();
        if (find(reader) is not { } scope)
            return missing;
        if (query.Failure is { } failure)
            return failure;
        var results = new IndividualEnrollmentResults(reader, day);
        var (total, enrollments) = scope.Read(reader, page);
        return TypedResults.Ok(Page.For(page, total, enrollments.ConvertAll(results.Of)));
    }

    private static Member? FindMember(SqlReader reader, string memberId, MemberType type) =>
        Uuid.TryParse(memberId, out var id) && reader.Where<Member>("id = ?", id) is [var member] && member.Type == type ? member : null;
}

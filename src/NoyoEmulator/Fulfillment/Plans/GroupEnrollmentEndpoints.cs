using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Plans;

/// <summary>Noyo's group enrollments.</summary>
internal static class GroupEnrollmentEndpoints
{
    public static void MapGroupEnrollments(this IEndpointRouteBuilder routes)
    {
        var enrollments = routes.MapGroup("/api/v1").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).WithTags("Group Plans & Enrollment").RequireToken().OnWorld().OnlyKnownParameters();
        _ = enrollments.MapGet("/groups/{group_id}/group_enrollments", List).WithName("getGroupEnrollmentList")
            .WithSummary("Get a list of all Group Enrollments").WithDescription("One for each carrier and line that a group has, newest first.")
            .Takes(
            [
                AsOf.Parameter,
                new("status", "string", "Only group enrollments with this status on the day.", Values: EnumName.All<GroupEnrollmentStatus>()),
                .. QueryParameter.Paging,
            ])
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = enrollments.MapGet("/group_enrollments/{enrollment_id}", Get).WithName("getGroupEnrollment")
            .WithSummary("Get a single Group Enrollment").WithDescription("As it is today.").Refuses(StatusCodes.Status404NotFound);
        _ = enrollments.MapGet("/group_enrollments/{enrollment_id}/plans", ListPlans).WithName("getGroupEnrollmentPlanList")
            .WithSummary("Get a list of all Group Enrollment Plans").WithDescription("The plans of the line at the carrier as they are today, newest first; without an envelope.")
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static Results<Ok<Paginated<GroupEnrollmentPublicResult>>, ApiErrorResult> List(
        [RouteId(Name = "group_id")] string groupId, HttpContext context, World world)
    {
        var query = new QueryReader(context.Request.Query);
        var page = query.Paging();
        var status = query.OneOf("status", EnumName.All<GroupEnrollmentStatus>());
        var day = AsOf.Read(query, world);
        using var reader = world.OpenSqlReader();
        reader.Pin();
        if (!Uuid.TryParse(groupId, out var id) || !PlanQueries.IsGroup(reader, id))
            return ApiErrorResult.Unknown("Group", groupId);
        if (query.Failure is { } failure)
            return failure;
        List<GroupEnrollmentPublicResult> found =
        [
            .. PlanQueries.EnrollmentsOf(reader, id).Select(enrollment => PlanResults.Of(enrollment, day))
                .Where(enrollment => status is null || enrollment.Status == status),
        ];
        return TypedResults.Ok(Paginated<GroupEnrollmentPublicResult>.For(page, found.Count, [.. found.Skip(page.Offset).Take(page.PageSize)]));
    }

    private static Results<Ok<GroupEnrollmentPublicResult>, ApiErrorResult> Get([RouteId(Name = "enrollment_id")] string enrollmentId, World world)
    {
        using var reader = world.OpenSqlReader();
        return Find(reader, enrollmentId) is { } enrollment ? TypedResults.Ok(PlanResults.Of(enrollment, AsOf.Today(world))) : Missing(enrollmentId);
    }

    private static Results<Ok<IReadOnlyList<GroupPlanResult>>, ApiErrorResult> ListPlans([RouteId(Name = "enrollment_id")] string enrollmentId, World world)
    {
        using var reader = world.OpenSqlReader();
        reader.Pin();
        if (Find(reader, enrollmentId) is not { } enrollment)
            return Missing(enrollmentId);
        var today = AsOf.Today(world);
        IReadOnlyList<GroupPlanResult> plans = [.. PlanQueries.PlansOf(reader, enrollment).Select(plan => PlanResults.Of(plan, enrollment.Id, today))];
        return TypedResults.Ok(plans);
    }

    private static GroupEnrollment? Find(SqlReader reader, string enrollmentId) =>
        Uuid.TryParse(enrollmentId, out var id) ? PlanQueries.FindEnrollment(reader, id) : null;

    private static ApiErrorResult Missing(string id) => ApiErrorResult.Unknown("GroupEnrollment", id);
}

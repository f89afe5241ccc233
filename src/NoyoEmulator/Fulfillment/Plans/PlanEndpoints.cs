using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Plans;

/// <summary>Noyo's group plans and their rates.</summary>
internal static class PlanEndpoints
{
    private const string Tag = "Group Plans & Enrollment";

    public static void MapPlans(this IEndpointRouteBuilder routes)
    {
        var plans = routes.MapGroup("/api/v1").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).RequireToken().OnWorld().OnlyKnownParameters();
        _ = plans.MapGet("/groups/{group_id}/plans", List).WithName("getGroupPlanList").WithTags(Tag)
            .WithSummary("Get a list of all Group Plans")
            .WithDescription("The plans that a group offers, and those that a snapshot named beside them, newest first.")
            .Takes(
            [
                new("status", "string", "Only plans with this status on the day.", Values: EnumName.All<PlanStatus>()),
                new("line_of_coverage", "string", "Only plans of this line.", Values: MemberSnapshotVocabulary.LinesOfCoverage),
                new("carrier_id", "string", "Only plans of this carrier.", "uuid"),
                AsOf.Parameter,
                .. QueryParameter.Paging,
            ])
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = plans.MapGet("/plans/{plan_id}", Get).WithName("getGroupPlanById").WithTags(Tag)
            .WithSummary("Get a Group Plan by ID").WithDescription("Of a plan that several groups have, that of the group whose id comes first.")
            .Takes([AsOf.Parameter]).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = plans.MapGet("/groups/{group_id}/plan_rates", ListRates).WithName("getPlanRatesByGroupId").WithFidelity(Fidelity.Documented).WithTags("Plan Rates")
            .WithSummary("Get Plan Rates by Group ID").WithDescription("The rates of each plan that has any, all on one page.")
            .Refuses(StatusCodes.Status404NotFound);

        var pages = routes.MapGroup("/ui/v1").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).RequireToken().OnWorld().OnlyKnownParameters();
        _ = pages.MapGet("/groups/{group_id}/group_plans", ListForPage).WithName("uiGetGroupPlansList").WithTags("Groups")
            .WithSummary("Get a list of all Group Plans").WithDescription("What a page of Noyo's shows of a group's plans, newest first.")
            .Takes(QueryParameter.Paging).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
    }

    private static Results<Ok<Paginated<GroupPlanResult>>, ApiErrorResult> List([RouteId(Name = "group_id")] string groupId, HttpContext context, World world)
    {
        var query = new QueryReader(context.Request.Query);
        var page = query.Paging();
        var status = query.OneOf("status", EnumName.All<PlanStatus>());
        var line = query.OneOf("line_of_coverage", MemberSnapshotVocabulary.LinesOfCoverage);
        var carrierId = query.Guid("carrier_id");
        var day = AsOf.Read(query, world);
        using var reader = world.OpenSqlReader();
        reader.Pin();
        if (!Uuid.TryParse(groupId, out var id) || !PlanQueries.IsGroup(reader, id))
            return MissingGroup(groupId);
        if (query.Failure is { } failure)
            return failure;
        var (total, rows) = PlanQueries.Page(reader, page, new PlanFilter(id, day)
        {
            Status = status is null ? null : EnumName.Parse<PlanStatus>(status),
            LineOfCoverage = line,
            CarrierId = carrierId,
        });
        return TypedResults.Ok(Paginated<GroupPlanResult>.For(page, total, [.. rows.Select(row => PlanResults.Of(row.Plan, row.GroupEnrollmentId, day))]));
    }

    private static Results<Ok<SingleGroupPlanResult>, ApiErrorResult> Get([RouteId(Name = "plan_id")] string planId, HttpContext context, World world)
    {
        var query = new QueryReader(context.Request.Query);
        var day = AsOf.Read(query, world);
        using var reader = world.OpenSqlReader();
        reader.Pin();
        if (!Uuid.TryParse(planId, out var id) || PlanQueries.Find(reader, id) is not { } plan)
            return ApiErrorResult.Unknown("Plan", planId);
        if (query.Failure is { } failure)
            return failure;
        var enrollment = PlanQueries.EnrollmentsOf(reader, plan.GroupId)
            .First(enrollment => enrollment.CarrierId == plan.CarrierId && enrollment.LineOfCoverage == plan.LineOfCoverage);
        return TypedResults.Ok(new SingleGroupPlanResult { Plan = PlanResults.Of(plan, enrollment.Id, day) });
    }

    private static Results<Ok<Paginated<PlanRateByPlanResult>>, ApiErrorResult> ListRates([RouteId(Name = "group_id")] string groupId, World world)
    {
        using var reader = world.OpenSqlReader();
        reader.Pin();
        if (!Uuid.TryParse(groupId, out var id) || !PlanQueries.IsGroup(reader, id))
            return MissingGroup(groupId);
        var plans = PlanQueries.RatedPlansOf(reader, id);
        return TypedResults.Ok(Paginated<PlanRateByPlanResult>.For(PageRequest.Whole(plans.Count), plans.Count, [.. plans.Select(PlanResults.RatesOf)]));
    }

    private static Results<Ok<Paginated<UIGroupPlanResult>>, ApiErrorResult> ListForPage(
        [RouteId(Name = "group_id")] string groupId, HttpContext context, World world)
    {
        var query = new QueryReader(context.Request.Query);
        var page = query.Paging();
        using var reader = world.OpenSqlReader();
        reader.Pin();
        if (!Uuid.TryParse(groupId, out var id) || !PlanQueries.IsGroup(reader, id))
            return MissingGroup(groupId);
        if (query.Failure is { } failure)
            return failure;
        var (total, rows) = PlanQueries.Page(reader, page, new PlanFilter(id, AsOf.Today(world)));
        return TypedResults.Ok(Paginated<UIGroupPlanResult>.For(page, total, [.. rows.Select(row => PlanResults.ForPage(row.Plan, row.GroupEnrollmentId))]));
    }

    private static ApiErrorResult MissingGroup(string id) => ApiErrorResult.Unknown("Group", id);
}

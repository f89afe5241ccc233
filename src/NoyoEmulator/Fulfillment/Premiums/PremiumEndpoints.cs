using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Premiums;

/// <summary>Noyo's member premiums.</summary>
internal static class PremiumEndpoints
{
    public const string Operation = "getMemberPremiumsByEmployeeId";

    public static void MapPremiums(this IEndpointRouteBuilder routes)
    {
        var premiums = routes.MapGroup("/api/v1").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).WithTags("Member Premiums").RequireToken().OnWorld().OnlyKnownParameters();
        _ = premiums.MapGet("/employees/{employee_id}/premiums", List).WithName(Operation)
            .WithSummary("Get a list of all Member Premiums")
            .WithDescription("What is paid for a family on a day, one entry for each carrier and type, all on one page.")
            .Takes([AsOf.Parameter]).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
    }

    private static Results<Ok<Paginated<MemberPremiumResult>>, ApiErrorResult> List([RouteId(Name = "employee_id")] string employeeId, HttpContext context, World world)
    {
        var query = new QueryReader(context.Request.Query);
        var day = AsOf.Read(query, world);
        using var reader = world.OpenSqlReader();
        reader.Pin();
        if (!Uuid.TryParse(employeeId, out var id) || reader.Where<Member>("id = ?", id) is not [{ Type: MemberType.Employee }])
            return ApiErrorResult.Unknown("Employee", employeeId);
        if (query.Failure is { } failure)
            return failure;
        var premiums = MemberPremiums.Of(reader, id, day);
        return TypedResults.Ok(Paginated<MemberPremiumResult>.For(PageRequest.Whole(premiums.Count), premiums.Count, premiums));
    }
}

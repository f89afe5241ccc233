using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Accounts;
using NoyoEmulator.Comparison;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Tracking;

/// <summary>Noyo's differences.</summary>
internal static class DifferenceEndpoints
{
    /// <summary>Asks for the list as the guide prints it, on one request: <c>array</c>; or as the OpenAPI has it: <c>envelope</c>.</summary>
    public const string ListShapeHeader = "X-Emulator-Difference-List";

    public static void MapDifferences(this IEndpointRouteBuilder routes)
    {
        var differences = routes.MapGroup("/api/v1").InFamily(ApiFamily.Tracking).WithTags("Differences").RequireToken().OnWorld();

        _ = differences.MapGet("/differences", ListAsync).WithName("getDifferenceList")
            .WithSummary("Retrieves a list of differences")
            .WithDescription("What platform and carriers hold differently: pending changes and discrepancies, open and resolved.")
            .Takes(DifferenceListQuery.Parameters).Produces<Paginated<BasicDifferenceResult>>().Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = differences.MapGet("/employees/{employee_id}/differences", ListOfEmployeeAsync).WithName("getEmployeeDifferenceList")
            .WithSummary("Retrieves a list of differences for an employee").WithDescription("Of the employee's whole family.")
            .Takes(DifferenceListQuery.ScopedParameters).Produces<Paginated<BasicDifferenceResult>>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = differences.MapGet("/groups/{group_id}/differences", ListOfGroupAsync).WithName("getGroupDifferenceList")
            .WithSummary("Retrieves a list of differences for a group").WithDescription("Of all families of the group.")
            .Takes(DifferenceListQuery.ScopedParameters).Produces<Paginated<BasicDifferenceResult>>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = differences.MapGet("/member_transactions/{member_transaction_id}/differences", ListOfTransactionAsync).WithName("getMemberTransactionDifferenceList")
            .WithSummary("Retrieves a list of differences for a member transaction").WithDescription("Those that were seen as part of the transaction.")
            .Takes(DifferenceListQuery.ScopedParameters).Produces<Paginated<BasicDifferenceResult>>()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        differences.MapDifferenceUpdates();
        routes.MapDifferenceSummaries();
        _ = differences.MapGet("/differences/{difference_id}", GetAsync).WithName("getDifference")
            .WithSummary("Retrieves a single difference").WithDescription("With its sources: where and when it was seen.")
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static Task<IResult> ListAsync(HttpContext context, World world, NoyoOptions noyo, CancellationToken cancellationToken) =>
        ListScopedAsync(context, world, noyo, _ => Task.FromResult<Scope?>(new Scope(_ => true)), "", cancellationToken);

    private static Task<IResult> ListOfEmployeeAsync(
        [RouteId(Name = "employee_id")] string employeeId, HttpContext context, World world, NoyoOptions noyo, CancellationToken cancellationToken) =>
        ListScopedAsync(
            context,
            world,
            noyo,
            async db => Guid.TryParse(employeeId, out var id)
                && await db.Members.AnyAsync(member => member.Id == id && member.Type == MemberType.Employee, cancellationToken)
                    ? new Scope(difference => difference.EmployeeId == id)
                    : null,
            $"Employee not found with UUID {employeeId}",
            cancellationToken);

    private static Task<IResult> ListOfGroupAsync(
        [RouteId(Name = "group_id")] string groupId, HttpContext context, World world, NoyoOptions noyo, CancellationToken cancellationToken) =>
        ListScopedAsync(
            context,
            world,
            noyo,
            async db => Guid.TryParse(groupId, out var id) && await db.Groups.AnyAsync(group => group.Id == id, cancellationToken)
                ? new Scope(difference => difference.GroupId == id)
                : null,
            $"Group not found with UUID {groupId}",
            cancellationToken);

    private static Task<IResult> ListOfTransactionAsync(
        [RouteId(Name = "member_transaction_id")] string transactionId, HttpContext context, World world, NoyoOptions noyo, CancellationToken cancellationToken) =>
        ListScopedAsync(
            context,
            world,
            noyo,
            async db => Guid.TryParse(transactionId, out var id) && await db.MemberTransactions.AnyAsync(transaction => transaction.Id == id, cancellationToken)
                ? new Scope(difference => difference.Sources.Any(source => source.TransactionId == id))
                : null,
            $"MemberTransaction not found with UUID {transactionId}",
            cancellationToken);

    private static async Task<IResult> ListScopedAsync(
        HttpContext context, World world, NoyoOptions noyo, Func<EmulatorDbContext, Task<Scope?>> findScope, string missing, CancellationToken cancellationToken)
    {
        var query = DifferenceListQuery.Read(context.Request.Query);
        await using var db = world.OpenReader();
        if (await findScope(db) is not { } scope)
            return ApiErrorResult.NotFound(missing);
        if (query.Failure is { } failure)
            return failure;

        var matching = query.Matching(db).Where(scope.Includes);
        if (WantsArray(context, noyo))
        {
            // The guide prints the whole list; here it is one page like any other, and every item has its sources.
            var rows = await query.PageOf(matching).Include(difference => difference.Sources).AsSplitQuery().ToListAsync(cancellationToken);
            return TypedResults.Ok(rows.ConvertAll(DifferenceMapping.ToSingle));
        }

        var total = await matching.CountAsync(cancellationToken);
        var page = await query.PageOf(matching).ToListAsync(cancellationToken);
        return TypedResults.Ok(Paginated<BasicDifferenceResult>.For(query.Page, total, page.ConvertAll(DifferenceMapping.ToBasic)));
    }

    private static async Task<Results<Ok<PublicSingleDifferenceResult>, ApiErrorResult>> GetAsync(
        [RouteId(Name = "difference_id")] string differenceId, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return Guid.TryParse(differenceId, out var id)
            && await db.Differences.Include(candidate => candidate.Sources).SingleOrDefaultAsync(candidate => candidate.Id == id, cancellationToken) is { } difference
                ? TypedResults.Ok(DifferenceMapping.ToSingle(difference))
                : ApiErrorResult.NotFound($"Difference not found with UUID {differenceId}");
    }

    private static bool WantsArray(HttpContext context, NoyoOptions noyo) =>
        context.Request.Headers[ListShapeHeader].ToString() is { Length: > 0 } wanted
            ? string.Equals(wanted, EnumName.Of(DifferenceListShape.Array), StringComparison.OrdinalIgnoreCase)
            : noyo.DifferenceList == DifferenceListShape.Array;

    /// <summary>Which differences a list is about, before its filters.</summary>
    private sealed record Scope(Expression<Func<Difference, bool>> Includes);
}

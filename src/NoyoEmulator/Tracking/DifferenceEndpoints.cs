using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
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
        var differences = routes.MapGroup("/api/v1").InFamily(ApiFamily.Tracking).WithFidelity(Fidelity.Documented).WithTags("Differences").RequireToken().OnWorld().OnlyKnownParameters();

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
        _ = differences.MapGet("/differences/{difference_id}", Get).WithName("getDifference")
            .WithSummary("Retrieves a single difference").WithDescription("With its sources: where and when it was seen.")
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static Task<IResult> ListAsync(HttpContext context, World world, NoyoOptions noyo, CancellationToken cancellationToken) =>
        ListScopedAsync(context, world, noyo, scope: null, cancellationToken);

    private static Task<IResult> ListOfEmployeeAsync(
        [RouteId(Name = "employee_id")] string employeeId, HttpContext context, World world, NoyoOptions noyo, CancellationToken cancellationToken)
    {
        var scope = new Scope(
            employeeId, "Employee", "SELECT EXISTS (SELECT 1 FROM members WHERE id = $id AND type = 'employee')", static (filter, id) => filter.OfEmployee(id));
        return ListScopedAsync(context, world, noyo, scope, cancellationToken);
    }

    private static Task<IResult> ListOfGroupAsync(
        [RouteId(Name = "group_id")] string groupId, HttpContext context, World world, NoyoOptions noyo, CancellationToken cancellationToken)
    {
        var scope = new Scope(groupId, "Group", "SELECT EXISTS (SELECT 1 FROM groups WHERE id = $id)", static (filter, id) => filter.OfKind("group_id", "=", id));
        return ListScopedAsync(context, world, noyo, scope, cancellationToken);
    }

    private static Task<IResult> ListOfTransactionAsync(
        [RouteId(Name = "member_transaction_id")] string transactionId, HttpContext context, World world, NoyoOptions noyo, CancellationToken cancellationToken)
    {
        var scope = new Scope(
            transactionId, "MemberTransaction", "SELECT EXISTS (SELECT 1 FROM member_transactions WHERE id = $id)",
            static (filter, id) => filter.SeenIn("transaction_id", id));
        return ListScopedAsync(context, world, noyo, scope, cancellationToken);
    }

    private static async Task<IResult> ListScopedAsync(HttpContext context, World world, NoyoOptions noyo, Scope? scope, CancellationToken cancellationToken)
    {
        var query = DifferenceListQuery.Read(context.Request.Query);
        if (scope is not null)
        {
            if (!Uuid.TryParse(scope.Id, out var id) || !IsThere(world, scope.Existence, id))
                return ApiErrorResult.NotFound($"{scope.Name} not found with UUID {scope.Id}");
            scope.Limit(query.Filter, id);
        }

        // The guide prints the whole list as an array; here it is one page like any other.
        return query.Failure
            ?? (IResult)await DifferenceLists.ReadAsync(world, query, WantsArray(context, noyo), DifferenceForm.Of(noyo), cancellationToken);
    }

    private static bool IsThere(World world, string existence, Guid id)
    {
        var values = new SqlValues();
        values.Set("$id", id);
        using var reader = world.OpenSqlReader();
        return reader.Number(existence, values) > 0;
    }

    private static Results<Ok<PublicSingleDifferenceResult>, ApiErrorResult> Get(
        [RouteId(Name = "difference_id")] string differenceId, World world, NoyoOptions noyo)
    {
        using var reader = world.OpenSqlReader();
        reader.Pin();
        if (!Uuid.TryParse(differenceId, out var id) || reader.Where<Difference>("id = ?", id) is not [var difference])
            return ApiErrorResult.Unknown("Difference", differenceId);
        difference.Sources.AddRange(reader.Where<DifferenceSource>("difference_id = ?", id));
        return TypedResults.Ok(DifferenceMapping.ToSingle(difference, DifferenceForm.Of(noyo)));
    }

    private static bool WantsArray(HttpContext context, NoyoOptions noyo) =>
        context.Request.Headers[ListShapeHeader].ToString() is { Length: > 0 } wanted
            ? string.Equals(wanted, EnumName.Of(DifferenceListShape.Array), StringComparison.OrdinalIgnoreCase)
            : noyo.DifferenceList == DifferenceListShape.Array;

    /// <summary>What a list is limited to, apart from its filters.</summary>
    /// <param name="Id">Its id, as it was sent.</param>
    /// <param name="Name">What it is called where it is not found.</param>
    /// <param name="Existence">The statement that tells whether it is there.</param>
    /// <param name="Limit">Limits a filter to it.</param>
    private sealed record Scope(string Id, string Name, string Existence, Action<DifferenceFilter, Guid> Limit);
}

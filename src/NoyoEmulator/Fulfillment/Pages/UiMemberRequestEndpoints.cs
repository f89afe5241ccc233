using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Accounts;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.IndividualEnrollments;
using NoyoEmulator.Fulfillment.MemberRequests;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Fulfillment.Members.Contracts;
using NoyoEmulator.Fulfillment.Plans;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Pages;

/// <summary>A member request with what belongs to it, for user interfaces (OpenAPI).</summary>
public sealed record UIMemberRequestParentResult
{
    public required UIMemberRequestResult MemberRequest { get; init; }

    public required UIEmployeeResult Employee { get; init; }

    /// <summary>As the platform ordered them.</summary>
    public required IReadOnlyList<UIDependentResult> Dependents { get; init; }

    /// <summary>The family's, as they are today, newest first.</summary>
    public required IReadOnlyList<PublicIndividualEnrollmentResultWithConfig> IndividualEnrollments { get; init; }

    /// <summary>The group's plans by line of coverage, as they are today.</summary>
    public required UIPlans Plans { get; init; }

    /// <summary>How far each of its transactions has come, in the order of the request's transactions.</summary>
    public required IReadOnlyList<string> TransactionsStatusDetail { get; init; }
}

/// <summary>A member request for user interfaces (OpenAPI). Times are Unix seconds.</summary>
public sealed record UIMemberRequestResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    /// <summary>When every part of it was done; absent before.</summary>
    public long? Completed { get; init; }

    public required Guid GroupId { get; init; }

    public required string GroupName { get; init; }

    public required string RequestType { get; init; }

    /// <summary>processing, completed, failed or canceled.</summary>
    public required string Status { get; init; }

    /// <summary>What was asked for, as it was received.</summary>
    public required JsonObject Body { get; init; }

    /// <summary>What came of it.</summary>
    public required JsonObject Result { get; init; }
}

/// <summary>An employee by name (OpenAPI).</summary>
/// <param name="Id">The employee.</param>
/// <param name="Person">Who it is.</param>
/// <param name="Employment">The employment.</param>
public sealed record UIEmployeeResult(Guid Id, UIPersonResult Person, EmploymentResult Employment);

/// <summary>A dependent by name (OpenAPI).</summary>
/// <param name="Id">The dependent.</param>
/// <param name="Person">Who it is.</param>
public sealed record UIDependentResult(Guid Id, UIPersonResult Person);

/// <summary>A person by name (OpenAPI).</summary>
public sealed record UIPersonResult
{
    public required Guid Id { get; init; }

    public required string FirstName { get; init; }

    public string? MiddleName { get; init; }

    public required string LastName { get; init; }
}

/// <summary>Member requests as Noyo's own pages read them.</summary>
internal static class UiMemberRequestEndpoints
{
    public static void MapUiMemberRequests(this IEndpointRouteBuilder routes)
    {
        var requests = routes.MapGroup("/ui/v1").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).WithTags("Member Requests").RequireToken().OnWorld().OnlyKnownParameters();
        _ = requests.MapGet("/member_requests", ListAsync).WithName("uiGetMemberRequestList")
            .WithSummary("Get a list of all Member Requests").WithDescription("Newest first, unless told otherwise, each with its family and plans.")
            .Takes(RequestListQuery.UIParameters).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = requests.MapGet("/member_requests/{request_id}", GetAsync).WithName("uiGetMemberRequest")
            .WithSummary("Get a single Member Request").WithDescription("With its family and plans.").Refuses(StatusCodes.Status404NotFound);
        _ = requests.MapGet("/groups/{group_id}/member_requests", ListOfGroupAsync).WithName("uiGetGroupMemberRequestList")
            .WithSummary("Get a list of all Member Requests by Group").WithDescription("Newest first, unless told otherwise.")
            .Takes(RequestListQuery.UIGroupParameters).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = requests.MapGet("/employees/{employee_id}/member_requests", ListOfEmployeeAsync).WithName("uiGetEmployeeMemberRequestList")
            .WithSummary("Get a list of all Member Requests by Employee").WithDescription("Newest first.")
            .Takes(RequestListQuery.UIEmployeeParameters).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<Paginated<UIMemberRequestParentResult>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = RequestListQuery.Read(context.Request.Query);
        return query.Failure is { } failure ? failure : TypedResults.Ok(await PageAsync(world, query, cancellationToken));
    }

    private static async Task<Results<Ok<Paginated<UIMemberRequestParentResult>>, ApiErrorResult>> ListOfGroupAsync(
        [RouteId(Name = "group_id")] string groupId, HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = RequestListQuery.Read(context.Request.Query);
        using (var reader = world.OpenSqlReader())
        {
            if (MemberLookup.FindGroup(reader, groupId) is null)
                return ApiErrorResult.Unknown("Group", groupId);
        }

        return query.Failure is { } failure ? failure : TypedResults.Ok(await PageAsync(world, query with { GroupId = Uuid.Parse(groupId) }, cancellationToken));
    }

    private static async Task<Results<Ok<Paginated<UIMemberRequestParentResult>>, ApiErrorResult>> ListOfEmployeeAsync(
        [RouteId(Name = "employee_id")] string employeeId, HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = RequestListQuery.Read(context.Request.Query);
        using (var reader = world.OpenSqlReader())
        {
            if (MemberLookup.Find(reader, employeeId, MemberType.Employee) is null)
                return ApiErrorResult.Unknown("Employee", employeeId);
        }

        return query.Failure is { } failure ? failure : TypedResults.Ok(await PageAsync(world, query with { EmployeeId = Uuid.Parse(employeeId) }, cancellationToken));
    }

    private static async Task<Results<Ok<UIMemberRequestParentResult>, ApiErrorResult>> GetAsync(
        [RouteId(Name = "request_id")] string requestId, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return Uuid.TryParse(requestId, out var id) && await RequestQueries.FindAsync(db, id, cancellationToken) is { } known
            ? TypedResults.Ok((await WithPartsAsync(world, db, [known], cancellationToken))[0])
            : ApiErrorResult.Unknown("MemberRequest", requestId);
    }

    private static async Task<Paginated<UIMemberRequestParentResult>> PageAsync(World world, RequestListQuery query, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return await RequestQueries.PageAsync(db, query.In(db), query.Page, found => WithPartsAsync(world, db, found, cancellationToken), cancellationToken);
    }

    private static async Task<IReadOnlyList<UIMemberRequestParentResult>> WithPartsAsync(
        World world, EmulatorDbContext db, IReadOnlyList<KnownRequest> requests, CancellationToken cancellationToken)
    {
        var ids = requests.Select(known => known.Request.Id).ToList();
        var transactions = (await db.MemberTransactions.Where(transaction => ids.Contains(transaction.SnapshotId))
            .OrderBy(transaction => transaction.Created).ThenBy(transaction => transaction.Id).ToListAsync(cancellationToken))
            .ToLookup(transaction => transaction.SnapshotId);
        using var reader = world.OpenSqlReader();
        reader.Pin();
        var today = DateOnly.FromDateTime(world.Clock.GetUtcNow().UtcDateTime);
        var enrollments = new IndividualEnrollmentResults(reader, today);
        return [.. requests.Select(known => ToResult(reader, known, [.. transactions[known.Request.Id]], enrollments, today))];
    }

    private static UIMemberRequestParentResult ToResult(
        SqlReader reader, KnownRequest known, IReadOnlyList<Transactions.MemberTransaction> transactions, IndividualEnrollmentResults enrollments, DateOnly today)
    {
        var request = known.Request;
        var group = reader.Where<Group>("id = ?", request.GroupId)[0];
        var members = reader.Where<Member>("employee_id = ? ORDER BY position, id", request.EmployeeId);
        var groupEnrollments = PlanQueries.EnrollmentsOf(reader, group.Id).ToDictionary(enrollment => (enrollment.CarrierId, enrollment.LineOfCoverage), enrollment => enrollment.Id);
        return new UIMemberRequestParentResult
        {
            MemberRequest = new UIMemberRequestResult
            {
                Id = request.Id,
                Version = known.Change.Version,
                Created = request.Created.ToUnixTimeSeconds(),
                Modified = known.Change.Modified.ToUnixTimeSeconds(),
                Completed = RequestQueries.CompletedOf(known),
                GroupId = group.Id,
                GroupName = group.Name,
                RequestType = EnumName.Of(request.RequestType),
                Status = EnumName.Of(known.Status),
                Body = RequestQueries.BodyOf(known),
                Result = RequestQueries.ResultOf(known, transactions),
            },
            Employee = EmployeeOf(members.Find(member => member.Type == MemberType.Employee)!),
            Dependents = [.. members.Where(member => member.Type == MemberType.Dependent).Select(DependentOf)],
            IndividualEnrollments = reader.Where<Enrollments.IndividualEnrollment>("employee_id = ? ORDER BY created DESC, id DESC", request.EmployeeId).ConvertAll(enrollments.Of),
            Plans = UIPlans.Of(reader.Where<Plan>("group_id = ? ORDER BY created DESC, id DESC", group.Id)
                .Select(plan => PlanResults.Of(plan, groupEnrollments[(plan.CarrierId, plan.LineOfCoverage)], today))),
            TransactionsStatusDetail = [.. transactions.Select(transaction => EnumName.Of(transaction.StatusDetail))],
        };
    }

    private static UIEmployeeResult EmployeeOf(Member member)
    {
        var employee = MemberResults.ToEmployeeWithoutSsn(member);
        return new UIEmployeeResult(member.Id, PersonOf(member, employee.Person), employee.Employment);
    }

    private static UIDependentResult DependentOf(Member member)
    {
        var dependent = MemberResults.ToDependentWithoutSsn(member);
        return new UIDependentResult(member.Id, PersonOf(member, dependent.Person));
    }

    private static UIPersonResult PersonOf(Member member, PersonWithoutSSN person) => new()
    {
        Id = PersonId.Of(member.Id),
        FirstName = person.FirstName,
        MiddleName = person.MiddleName,
        LastName = person.LastName,
    };
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Accounts;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Transactions;

/// <summary>Noyo's member transactions.</summary>
internal static class TransactionEndpoints
{
    private const string Tag = "Member Transactions";
    private const string OfRequest = "/member_requests/{request_id}/member_transactions";

    private static readonly string[] DetailAttributes = ["status_detail", "event_created"];
    private static readonly string[] Directions = ["asc", "desc"];

    private static readonly QueryParameter WithUIBody =
        new("ui_body", "boolean", "True: with the body as indented text as well.");

    public static void MapTransactions(this IEndpointRouteBuilder routes)
    {
        var transactions = routes.MapGroup("/api/v1").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).RequireToken().OnWorld().OnlyKnownParameters();
        _ = transactions.MapGet("/member_transactions", ListAsync).WithName("getMemberTransactionsList").WithTags(Tag)
            .WithSummary("Get all Member Transactions").WithDescription("One for each snapshot or request and carrier, newest first.")
            .Takes(TransactionListQuery.AllParameters).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = transactions.MapGet("/member_transactions/{transaction_id}", Get).WithName("getMemberTransaction").WithTags(Tag)
            .WithSummary("Get a Member Transaction").WithDescription("With everything it has passed.").Refuses(StatusCodes.Status404NotFound);
        _ = transactions.MapGet("/member_transactions/{transaction_id}/case", GetCase).WithName("getMemberTransactionCase").WithTags(Tag)
            .WithSummary("Get a Case for a Member Transaction").WithDescription("Every transaction has one; nobody works on it.")
            .Refuses(StatusCodes.Status404NotFound);
        _ = transactions.MapGet(OfRequest, ListOfRequestAsync).WithName("getMemberTransactionsByMemberRequestList").WithTags(Tag)
            .WithSummary("Get all Member Transactions of a Member Request").WithDescription("Or of a snapshot, whose id takes the place of a request's. Newest first.")
            .Takes(QueryParameter.Paging).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = transactions.MapGet("/member_transactions/{transaction_id}/status_details", ListDetails).WithName("getStatusDetailList").WithFidelity(Fidelity.Documented).WithTags("Status Detail")
            .WithSummary("Get all status details of a Member Transaction").WithDescription("Oldest first, unless told otherwise.")
            .Takes(
            [
                .. QueryParameter.Paging,
                new("sort_by", "string", "The attribute to sort by; event_created if absent.", Values: DetailAttributes),
                new("sort_direction", "string", "asc if absent.", Values: Directions),
            ])
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = transactions.MapGet("/member_transactions/{transaction_id}/status_details/latest", GetLatestDetail).WithName("getLatestStatusDetail").WithFidelity(Fidelity.Documented).WithTags("Status Detail")
            .WithSummary("Get the latest status detail of a Member Transaction").WithDescription("How far it has come.").Refuses(StatusCodes.Status404NotFound);

        var pages = routes.MapGroup("/ui/v1").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).RequireToken().OnWorld().OnlyKnownParameters().WithTags(Tag);
        _ = pages.MapGet(OfRequest, ListOfRequestAsync).WithName("uiGetMemberTransactionsByMemberRequestList")
            .WithSummary("Get all Member Transactions of a Member Request, as Noyo's app does").WithDescription("Newest first.")
            .Takes([.. QueryParameter.Paging, WithUIBody]).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = pages.MapGet("/member_transactions/{transaction_id}", GetOfUI).WithName("uiGetMemberTransaction")
            .WithSummary("Get a Member Transaction, as Noyo's app does").WithDescription("With the snapshot that it is of.")
            .Takes([WithUIBody]).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = pages.MapGet("/member_transactions/public", ListOfUIAsync).WithName("uiGetMemberTransactionListPublic")
            .WithSummary("Get all Member Transactions, as Noyo's app does").WithDescription("With groups and labels, newest first.")
            .Takes(TransactionListQuery.UIParameters).Refuses(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<Paginated<MemberTransactionResult>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = TransactionListQuery.Read(context.Request.Query);
        if (query.Failure is { } failure)
            return failure;
        await using var db = world.OpenReader();
        return TypedResults.Ok(await PageAsync(db, query.In(db), query.Page, hasUIBody: false, cancellationToken));
    }

    private static async Task<Results<Ok<Paginated<MemberTransactionResult>>, ApiErrorResult>> ListOfRequestAsync(
        [RouteId(Name = "request_id")] string requestId, HttpContext context, World world, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        var hasUIBody = reader.Boolean(WithUIBody.Name) == true;
        await using var db = world.OpenReader();
        if (!Uuid.TryParse(requestId, out var id) || !await db.MemberSnapshotContents.AnyAsync(content => content.SnapshotId == id, cancellationToken))
            return ApiErrorResult.Unknown("MemberRequest", requestId);
        if (reader.Failure is { } failure)
            return failure;
        var matching = db.MemberTransactions.Where(transaction => transaction.SnapshotId == id)
            .OrderByDescending(transaction => transaction.Created).ThenByDescending(transaction => transaction.Id);
        return TypedResults.Ok(await PageAsync(db, matching, page, hasUIBody, cancellationToken));
    }

    private static async Task<Results<Ok<Paginated<MemberTransactionUIResult>>, ApiErrorResult>> ListOfUIAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = TransactionListQuery.ReadOfUI(context.Request.Query);
        if (query.Failure is { } failure)
            return failure;
        await using var db = world.OpenReader();
        var matching = query.In(db);
        var total = await matching.CountAsync(cancellationToken);
        var rows = await matching.Skip(query.Page.Offset).Take(query.Page.PageSize).ToListAsync(cancellationToken);
        return TypedResults.Ok(Paginated<MemberTransactionUIResult>.For(query.Page, total, await TransactionLabels.WithGroupsAsync(db, await ToResultsAsync(db, rows, hasUIBody: false, cancellationToken), rows, cancellationToken)));
    }

    private static Results<Ok<MemberTransactionResult>, ApiErrorResult> Get([RouteId(Name = "transaction_id")] string transactionId, World world)
    {
        using var reader = world.OpenSqlReader();
        reader.Pin();
        return Find(reader, transactionId) is { } transaction ? TypedResults.Ok(TransactionResults.Of(transaction, ContentOf(reader, transaction))) : Missing(transactionId);
    }

    private static Results<Ok<UIGetMemberTransactionResult>, ApiErrorResult> GetOfUI(
        [RouteId(Name = "transaction_id")] string transactionId, HttpContext context, World world)
    {
        var query = new QueryReader(context.Request.Query);
        var hasUIBody = query.Boolean(WithUIBody.Name) == true;
        using var reader = world.OpenSqlReader();
        reader.Pin();
        if (Find(reader, transactionId) is not { } transaction)
            return Missing(transactionId);
        if (query.Failure is { } failure)
            return failure;
        return TypedResults.Ok(new UIGetMemberTransactionResult
        {
            MemberTransaction = TransactionResults.Of(transaction, ContentOf(reader, transaction), hasUIBody),
            MemberSnapshotId = transaction.IsRequested ? null : transaction.SnapshotId,
        });
    }

    private static Results<Ok<CaseResultPublic>, ApiErrorResult> GetCase([RouteId(Name = "transaction_id")] string transactionId, World world)
    {
        using var reader = world.OpenSqlReader();
        return Find(reader, transactionId) is { } transaction ? TypedResults.Ok(TransactionResults.CaseOf(transaction)) : Missing(transactionId);
    }

    private static Results<Ok<Paginated<StatusDetailResult>>, ApiErrorResult> ListDetails(
        [RouteId(Name = "transaction_id")] string transactionId, HttpContext context, World world)
    {
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        var sortBy = reader.OneOf("sort_by", DetailAttributes);
        var isDescending = reader.OneOf("sort_direction", Directions) == "desc";
        using var database = world.OpenSqlReader();
        if (Find(database, transactionId) is not { } transaction)
            return Missing(transactionId);
        if (reader.Failure is { } failure)
            return failure;
        var details = Sorted(TransactionResults.Details(transaction), sortBy, isDescending);
        return TypedResults.Ok(Paginated<StatusDetailResult>.For(page, details.Count, [.. details.Skip(page.Offset).Take(page.PageSize)]));
    }

    private static Results<Ok<StatusDetailResult>, ApiErrorResult> GetLatestDetail([RouteId(Name = "transaction_id")] string transactionId, World world)
    {
        using var reader = world.OpenSqlReader();
        return Find(reader, transactionId) is { } transaction ? TypedResults.Ok(TransactionResults.Details(transaction)[^1]) : Missing(transactionId);
    }

    private static MemberTransaction? Find(SqlReader reader, string transactionId) =>
        Uuid.TryParse(transactionId, out var id) && reader.Where<MemberTransaction>("id = ?", id) is [var transaction] ? transaction : null;

    private static MemberSnapshotContent ContentOf(SqlReader reader, MemberTransaction transaction) =>
        reader.Where<MemberSnapshotContent>("snapshot_id = ?", transaction.SnapshotId).Single();

    private static async Task<Paginated<MemberTransactionResult>> PageAsync(
        EmulatorDbContext db, IQueryable<MemberTransaction> matching, PageRequest page, bool hasUIBody, CancellationToken cancellationToken)
    {
        var total = await matching.CountAsync(cancellationToken);
        var rows = await matching.Skip(page.Offset).Take(page.PageSize).ToListAsync(cancellationToken);
        return Paginated<MemberTransactionResult>.For(page, total, await ToResultsAsync(db, rows, hasUIBody, cancellationToken));
    }

    private static async Task<List<MemberTransactionResult>> ToResultsAsync(
        EmulatorDbContext db, List<MemberTransaction> transactions, bool hasUIBody, CancellationToken cancellationToken)
    {
        var ids = transactions.Select(transaction => transaction.SnapshotId).Distinct().ToList();
        var contents = await db.MemberSnapshotContents.Where(content => ids.Contains(content.SnapshotId)).ToDictionaryAsync(content => content.SnapshotId, cancellationToken);
        return transactions.ConvertAll(transaction => TransactionResults.Of(transaction, contents[transaction.SnapshotId], hasUIBody));
    }

    /// <summary>By an attribute; of equals, in the order in which they were passed, which is that of their times.</summary>
    private static List<StatusDetailResult> Sorted(List<StatusDetailResult> details, string? sortBy, bool isDescending)
    {
        List<StatusDetailResult> ascending = sortBy switch
        {
            "status_detail" => [.. details.OrderBy(detail => detail.StatusDetail, StringComparer.Ordinal)],
            _ => details,
        };
        if (isDescending)
            ascending.Reverse();
        return ascending;
    }

    private static ApiErrorResult Missing(string id) => ApiErrorResult.Unknown("MemberTransaction", id);
}

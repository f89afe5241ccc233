using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Accounts;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Transactions;

/// <summary>Noyo's member transactions.</summary>
internal static class TransactionEndpoints
{
    private static readonly string[] DetailAttributes = ["status_detail", "event_created"];
    private static readonly string[] Directions = ["asc", "desc"];

    public static void MapTransactions(this IEndpointRouteBuilder routes)
    {
        var transactions = routes.MapGroup("/api/v1/member_transactions").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).RequireToken().OnWorld().OnlyKnownParameters();
        _ = transactions.MapGet("", ListAsync).WithName("getMemberTransactionsList").WithTags("Member Transactions")
            .WithSummary("Get all Member Transactions").WithDescription("One for each snapshot and carrier, newest first.")
            .Takes(
            [
                .. QueryParameter.Paging,
                new("ids", "array", "Only these transactions.", "uuid"),
                new("carrier_ids", "array", "Only transactions of these carriers.", "uuid"),
                new("transaction_type", "array", "Only transactions of these types.", Values: TransactionTypes.All),
                new("transaction_min_date", "string", "Only transactions created on this date (2020-12-1) or at this RFC 1123 instant, or later."),
                new("transaction_max_date", "string", "Only transactions created on this date or at this instant, or earlier."),
                new("status_details", "array", "Only transactions that have passed one of these.", Values: EnumName.All<StatusDetail>()),
                new("current_status_detail", "boolean", "True: the filters by status detail look at the latest one only. False, or absent: at all that were passed."),
                new("status_detail_min_date", "string", "Only transactions that passed it (any, if none is named) on this date or at this instant, or later."),
                new("status_detail_max_date", "string", "Only transactions that passed it on this date or at this instant, or earlier."),
            ])
            .Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = transactions.MapGet("/{transaction_id}", Get).WithName("getMemberTransaction").WithTags("Member Transactions")
            .WithSummary("Get a Member Transaction").WithDescription("With everything it has passed.").Refuses(StatusCodes.Status404NotFound);
        _ = transactions.MapGet("/{transaction_id}/status_details", ListDetails).WithName("getStatusDetailList").WithFidelity(Fidelity.Documented).WithTags("Status Detail")
            .WithSummary("Get all status details of a Member Transaction").WithDescription("Oldest first, unless told otherwise.")
            .Takes(
            [
                .. QueryParameter.Paging,
                new("sort_by", "string", "The attribute to sort by; event_created if absent.", Values: DetailAttributes),
                new("sort_direction", "string", "asc if absent.", Values: Directions),
            ])
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = transactions.MapGet("/{transaction_id}/status_details/latest", GetLatestDetail).WithName("getLatestStatusDetail").WithFidelity(Fidelity.Documented).WithTags("Status Detail")
            .WithSummary("Get the latest status detail of a Member Transaction").WithDescription("How far it has come.").Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Paginated<MemberTransactionResult>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        var ids = reader.Guids("ids");
        var carriers = reader.Guids("carrier_ids");
        var types = reader.OneOfEach("transaction_type", TransactionTypes.All);
        var createdFrom = reader.Instant("transaction_min_date");
        var createdBefore = reader.InstantAfter("transaction_max_date");
        var passed = reader.Enums<StatusDetail>("status_details");
        var isLatestOnly = reader.Boolean("current_status_detail") == true;
        var passedFrom = reader.Instant("status_detail_min_date");
        var passedBefore = reader.InstantAfter("status_detail_max_date");
        if (reader.Failure is { } failure)
            return failure;

        await using var db = world.OpenReader();
        var matching = db.MemberTransactions.AsQueryable();
        if (ids.Count > 0)
            matching = matching.Where(transaction => ids.Contains(transaction.Id));
        if (carriers.Count > 0)
            matching = matching.Where(transaction => carriers.Contains(transaction.CarrierId));
        if (types.Count > 0)
            matching = matching.Where(transaction => types.Contains(transaction.TransactionType));
        if (createdFrom is not null)
            matching = matching.Where(transaction => transaction.Created >= createdFrom);
        if (createdBefore is not null)
            matching = matching.Where(transaction => transaction.Created < createdBefore);
        if (passed.Count > 0 || passedFrom is not null || passedBefore is not null)
        {
            bool Wants(StatusDetail detail) => passed.Count == 0 || passed.Contains(detail);
            var (noyoAccepted, carrierAccepted, carrierProcessing) = (Wants(StatusDetail.NoyoAccepted), Wants(StatusDetail.CarrierAccepted), Wants(StatusDetail.CarrierProcessing));
            var (carrierCompleted, noyoVerified) = (Wants(StatusDetail.CarrierCompleted), Wants(StatusDetail.NoyoVerified));
            var (from, before) = (passedFrom ?? DateTimeOffset.MinValue, passedBefore ?? DateTimeOffset.MaxValue);
            matching = matching.Where(transaction =>
                (noyoAccepted && transaction.NoyoAcceptedAt >= from && transaction.NoyoAcceptedAt < before
                    && (!isLatestOnly || transaction.StatusDetail == StatusDetail.NoyoAccepted))
                || (carrierAccepted && transaction.CarrierAcceptedAt >= from && transaction.CarrierAcceptedAt < before
                    && (!isLatestOnly || transaction.StatusDetail == StatusDetail.CarrierAccepted))
                || (carrierProcessing && transaction.CarrierProcessingAt >= from && transaction.CarrierProcessingAt < before
                    && (!isLatestOnly || transaction.StatusDetail == StatusDetail.CarrierProcessing))
                || (carrierCompleted && transaction.CarrierCompletedAt >= from && transaction.CarrierCompletedAt < before
                    && (!isLatestOnly || transaction.StatusDetail == StatusDetail.CarrierCompleted))
                || (noyoVerified && transaction.NoyoVerifiedAt >= from && transaction.NoyoVerifiedAt < before
                    && (!isLatestOnly || transaction.StatusDetail == StatusDetail.NoyoVerified)));
        }

        var total = await matching.CountAsync(cancellationToken);
        var rows = await matching
            .OrderByDescending(transaction => transaction.Created).ThenByDescending(transaction => transaction.Id)
            .Skip(page.Offset).Take(page.PageSize).ToListAsync(cancellationToken);
        var documents = await LoadDocumentsAsync(db, rows, cancellationToken);
        return TypedResults.Ok(Paginated<MemberTransactionResult>.For(page, total, rows.ConvertAll(row => ToResult(row, documents[row.SnapshotId]))));
    }

    private static Results<Ok<MemberTransactionResult>, ApiErrorResult> Get([RouteId(Name = "transaction_id")] string transactionId, World world)
    {
        using var reader = world.OpenSqlReader();
        reader.Pin();
        if (Find(reader, transactionId) is not { } transaction)
            return Missing(transactionId);
        var content = reader.Where<MemberSnapshotContent>("snapshot_id = ?", transaction.SnapshotId).Single();
        return TypedResults.Ok(ToResult(transaction, WireJson.Read<MemberSnapshotDB>(content.Document)));
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
        var details = Sorted(Details(transaction), sortBy, isDescending);
        return TypedResults.Ok(Paginated<StatusDetailResult>.For(page, details.Count, [.. details.Skip(page.Offset).Take(page.PageSize)]));
    }

    private static Results<Ok<StatusDetailResult>, ApiErrorResult> GetLatestDetail([RouteId(Name = "transaction_id")] string transactionId, World world)
    {
        using var reader = world.OpenSqlReader();
        return Find(reader, transactionId) is { } transaction ? TypedResults.Ok(Details(transaction)[^1]) : Missing(transactionId);
    }

    private static MemberTransaction? Find(SqlReader reader, string transactionId) =>
        Uuid.TryParse(transactionId, out var id) && reader.Where<MemberTransaction>("id = ?", id) is [var transaction] ? transaction : null;

    private static async Task<Dictionary<Guid, MemberSnapshotDB>> LoadDocumentsAsync(
        EmulatorDbContext db, IReadOnlyList<MemberTransaction> transactions, CancellationToken cancellationToken)
    {
        var ids = transactions.Select(transaction => transaction.SnapshotId).Distinct().ToList();
        return await db.MemberSnapshotContents.Where(content => ids.Contains(content.SnapshotId))
            .Select(content => new { content.SnapshotId, content.Document })
            .ToDictionaryAsync(
                content => content.SnapshotId,
                content => WireJson.Read<MemberSnapshotDB>(content.Document),
                cancellationToken);
    }

    private static MemberTransactionResult ToResult(MemberTransaction transaction, MemberSnapshotDB snapshot)
    {
        List<InboundMemberSnapshotCoverage> coverages =
            [.. (snapshot.Coverages ?? []).Where(coverage => Uuid.Parse(coverage.CarrierId!) == transaction.CarrierId)];
        var details = Details(transaction);
        return new MemberTransactionResult
        {
            Id = transaction.Id,
            Version = transaction.Version,
            Created = transaction.Created.ToUnixTimeSeconds(),
            Modified = transaction.Modified.ToUnixTimeSeconds(),
            CarrierId = transaction.CarrierId,
            EmployeeId = transaction.EmployeeId,
            MemberRequestId = transaction.SnapshotId,
            TransactionType = transaction.TransactionType,
            Status = EnumName.Of(transaction.Status),
            LinesOfCoverage = [.. coverages.Select(coverage => coverage.LineOfCoverage!).Distinct()],
            Body = new MemberTransactionBody { Coverages = coverages },
            Result = transaction.Error is { } error ? new JsonObject { ["error"] = error } : [],
            StatusDetails = details,
            Verified = transaction.NoyoVerifiedAt?.ToUnixTimeSeconds(),
        };
    }

    private static List<StatusDetailResult> Details(MemberTransaction transaction) =>
    [
        .. transaction.PassedDetails()
            .Select(passed => new StatusDetailResult { StatusDetail = EnumName.Of(passed.Detail), EventCreated = passed.At.ToUnixTimeSeconds() }),
    ];

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

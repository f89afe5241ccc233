using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Fulfillment.MemberRequests.Contracts;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberRequests;

/// <summary>A member request with how far it has come.</summary>
internal sealed record KnownRequest(MemberRequest Request, MemberSnapshot Change)
{
    /// <summary>processing until all of it is done; failed when every carrier refused; canceled when something newer took over (the last two inferred).</summary>
    public MemberRequestStatus Status => StatusOf(Change.Status);

    public static MemberRequestStatus StatusOf(SnapshotStatus status) => status switch
    {
        SnapshotStatus.Completed => MemberRequestStatus.Completed,
        SnapshotStatus.Canceled => MemberRequestStatus.Failed,
        SnapshotStatus.Replaced => MemberRequestStatus.Canceled,
        _ => MemberRequestStatus.Processing,
    };

    /// <summary>The statuses of changes that a request's status stands for.</summary>
    public static IReadOnlyList<SnapshotStatus> StatusesOf(IReadOnlyCollection<MemberRequestStatus> statuses) =>
        [.. Enum.GetValues<SnapshotStatus>().Where(status => statuses.Contains(StatusOf(status)))];
}

/// <summary>Reads member requests.</summary>
internal static class RequestQueries
{
    /// <summary>A request; null when there is none.</summary>
    public static async Task<KnownRequest?> FindAsync(EmulatorDbContext db, Guid id, CancellationToken cancellationToken) =>
        (await ReadAsync(db, db.MemberRequests.Where(request => request.Id == id), cancellationToken)).FirstOrDefault();

    /// <summary>One page of requests, in the order of the query.</summary>
    public static async Task<Paginated<TResult>> PageAsync<TResult>(
        EmulatorDbContext db,
        IQueryable<MemberRequest> matching,
        PageRequest page,
        Func<IReadOnlyList<KnownRequest>, Task<IReadOnlyList<TResult>>> toResults,
        CancellationToken cancellationToken)
    {
        var total = await matching.CountAsync(cancellationToken);
        var found = await ReadAsync(db, matching.Skip(page.Offset).Take(page.PageSize), cancellationToken);
        return Paginated<TResult>.For(page, total, await toResults(found));
    }

    /// <summary>Requests in Noyo's shape.</summary>
    public static async Task<IReadOnlyList<MemberRequestResult>> ToResultsAsync(
        EmulatorDbContext db, IReadOnlyList<KnownRequest> requests, CancellationToken cancellationToken)
    {
        var ids = requests.Select(known => known.Request.Id).ToList();
        var transactions = (await db.MemberTransactions.Where(transaction => ids.Contains(transaction.SnapshotId))
            .OrderBy(transaction => transaction.Created).ThenBy(transaction => transaction.Id).ToListAsync(cancellationToken))
            .ToLookup(transaction => transaction.SnapshotId);
        return [.. requests.Select(known => new MemberRequestResult
        {
            Id = known.Request.Id,
            Version = known.Change.Version,
            Created = known.Request.Created.ToUnixTimeSeconds(),
            Modified = known.Change.Modified.ToUnixTimeSeconds(),
            Completed = CompletedOf(known),
            EmployeeId = known.Request.EmployeeId,
            RequestType = EnumName.Of(known.Request.RequestType),
            Status = EnumName.Of(known.Status),
            Body = BodyOf(known),
            Result = ResultOf(known, transactions[known.Request.Id]),
            Transactions = [.. transactions[known.Request.Id].Select(transaction => transaction.Id)],
        })];
    }

    /// <summary>When all of a request was done; null for one that is not completed.</summary>
    public static long? CompletedOf(KnownRequest known) =>
        known.Status == MemberRequestStatus.Completed ? known.Change.Modified.ToUnixTimeSeconds() : null;

    /// <summary>The body of a request as it was received.</summary>
    public static JsonObject BodyOf(KnownRequest known) => JsonNode.Parse(known.Change.Content!.Inbound)!.AsObject();

    /// <summary>What came of a request.</summary>
    public static JsonObject ResultOf(KnownRequest known, IEnumerable<MemberTransaction> transactions) => known.Status switch
    {
        MemberRequestStatus.Completed when transactions.Max(transaction => transaction.LastDayOfCoverage) is { } day =>
            new JsonObject { ["last_day_of_coverage"] = IsoDate.Format(day) },
        MemberRequestStatus.Failed => new JsonObject
        {
            ["errors"] = new JsonArray([.. known.Change.Fulfillments.OrderBy(entry => entry.Position)
                .SelectMany(entry => WireJson.Read<string[]>(entry.Errors)).Select(error => (JsonNode)error)]),
        },
        _ => [],
    };

    private static async Task<List<KnownRequest>> ReadAsync(EmulatorDbContext db, IQueryable<MemberRequest> requests, CancellationToken cancellationToken)
    {
        var found = await requests.ToListAsync(cancellationToken);
        var ids = found.ConvertAll(request => request.Id);
        var changes = await db.MemberSnapshots.Where(snapshot => ids.Contains(snapshot.Id))
            .Include(snapshot => snapshot.Content).Include(snapshot => snapshot.Fulfillments).AsSplitQuery()
            .ToDictionaryAsync(snapshot => snapshot.Id, cancellationToken);
        return found.ConvertAll(request => new KnownRequest(request, changes[request.Id]));
    }
}

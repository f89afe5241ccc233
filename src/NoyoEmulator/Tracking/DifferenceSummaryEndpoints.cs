using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Accounts;
using NoyoEmulator.Comparison;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Tracking;

/// <summary>How many differences there are, by attributes (OpenAPI): each entry has the attributes and <c>count</c>.</summary>
public sealed record DifferenceCountsResult
{
    /// <summary>The most frequent first.</summary>
    public required IReadOnlyList<JsonObject> Response { get; init; }
}

/// <summary>Differences seen from afar: which transactions had any, and how many there are.</summary>
internal static class DifferenceSummaryEndpoints
{
    private static readonly string[] Attributes =
    [
        "organization_id", "group_id", "carrier_id", "employee_id", "object_id", "object_type", "impact_type", "impact_score",
        "difference_classification", "difference_type",
    ];

    public static void MapDifferenceSummaries(this IEndpointRouteBuilder routes)
    {
        var differences = routes.MapGroup("").InFamily(ApiFamily.Tracking).WithTags("Differences").RequireToken().OnWorld();
        _ = differences.MapGet("/api/v1/member_transactions", ListTransactionsAsync).WithName("getDifferenceTransactionIds")
            .WithSummary("Retrieves a list of transaction ids")
            .WithDescription("The transactions in which differences were found. Only below the tracking API's own base URL.")
            .Takes(
            [
                .. QueryParameter.Paging,
                new("difference_impact_score", "integer", "Only transactions with a difference of this impact score."),
                new("max_impact_score", "boolean", "True: only transactions of whose differences that score is the highest."),
                new("sort_by", "string", "Newest first if absent.", Values: ["created", "id"]),
                new("sort_direction", "string", "asc if absent.", Values: ["asc", "desc"]),
            ])
            .Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = differences.MapGet("/ui/v1/differences/counts", CountAsync).WithName("getDifferenceCounts")
            .WithSummary("Retrieves counts of differences, split by given attributes")
            .WithDescription("With the filters of the list. Without attributes it is one number.")
            .Takes([new("counts_by", "string", $"Attributes to count by, separated by commas: {string.Join(", ", Attributes)}."), .. DifferenceListQuery.FilterParameters])
            .Refuses(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<Paginated<Guid>>, ApiErrorResult>> ListTransactionsAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        var score = reader.Integer("difference_impact_score");
        var isHighest = reader.Boolean("max_impact_score") == true;
        var sortBy = reader.OneOf("sort_by", ["created", "id"]);
        var isDescending = reader.OneOf("sort_direction", ["asc", "desc"]) is { } direction ? direction == "desc" : sortBy is null;
        if (reader.Failure is { } failure)
            return failure;

        await using var db = world.OpenReader();
        var matching = db.MemberTransactions.Where(transaction => db.Differences.Any(difference =>
            (score == null || difference.ImpactScore == score) && difference.Sources.Any(source => source.TransactionId == transaction.Id)));
        if (score is not null && isHighest)
        {
            matching = matching.Where(transaction => !db.Differences.Any(difference =>
                difference.ImpactScore > score && difference.Sources.Any(source => source.TransactionId == transaction.Id)));
        }

        var ordered = (sortBy, isDescending) switch
        {
            ("id", true) => matching.OrderByDescending(transaction => transaction.Id),
            ("id", false) => matching.OrderBy(transaction => transaction.Id),
            (_, true) => matching.OrderByDescending(transaction => transaction.Created).ThenByDescending(transaction => transaction.Id),
            _ => matching.OrderBy(transaction => transaction.Created).ThenBy(transaction => transaction.Id),
        };
        var total = await matching.CountAsync(cancellationToken);
        var ids = await ordered.Skip(page.Offset).Take(page.PageSize).Select(transaction => transaction.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok(Paginated<Guid>.For(page, total, ids));
    }

    private static async Task<Results<Ok<DifferenceCountsResult>, ApiErrorResult>> CountAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var attributes = reader.Texts("counts_by").Distinct(StringComparer.Ordinal).ToList();
        if (attributes.Exists(attribute => !Attributes.Contains(attribute, StringComparer.Ordinal)))
            reader.Fail("counts_by", $"must be of: {string.Join(", ", Attributes)}");
        var query = DifferenceListQuery.Read(context.Request.Query);
        if ((reader.Failure ?? query.Failure) is { } failure)
            return failure;

        await using var db = world.OpenReader();
        var counts = await GroupAsync(query.Matching(db), attributes, cancellationToken);
        return TypedResults.Ok(new DifferenceCountsResult
        {
            Response = [.. counts.OrderByDescending(count => count.Count).ThenBy(count => count.Key.ToString(), StringComparer.Ordinal).Select(count => Entry(count, attributes))],
        });
    }

    /// <summary>Groups in the database, by what was asked for; what was not is null in every group.</summary>
    private static Task<List<Counted>> GroupAsync(IQueryable<Difference> matching, List<string> attributes, CancellationToken cancellationToken)
    {
        bool By(string attribute) => attributes.Contains(attribute);
        var (organization, group, carrier, employee, objectId) = (By("organization_id"), By("group_id"), By("carrier_id"), By("employee_id"), By("object_id"));
        var (objectType, score, classification, type) = (By("object_type"), By("impact_score"), By("difference_classification"), By("difference_type"));
        return matching
            .GroupBy(difference => new CountKey
            {
                OrganizationId = organization ? difference.OrganizationId : null,
                GroupId = group ? difference.GroupId : null,
                CarrierId = carrier ? difference.CarrierId : null,
                EmployeeId = employee ? difference.EmployeeId : null,
                ObjectId = objectId ? difference.ObjectId : null,
                ObjectType = objectType ? difference.ObjectType : null,
                ImpactScore = score ? difference.ImpactScore : null,
                Classification = classification ? difference.Classification : null,
                DifferenceType = type ? difference.DifferenceType : null,
            })
            .Select(counted => new Counted { Key = counted.Key, Count = counted.Count() })
            .ToListAsync(cancellationToken);
    }

    private static JsonObject Entry(Counted counted, List<string> attributes)
    {
        var entry = new JsonObject();
        foreach (var attribute in attributes)
        {
            entry[attribute] = attribute switch
            {
                "organization_id" => counted.Key.OrganizationId,
                "group_id" => counted.Key.GroupId,
                "carrier_id" => counted.Key.CarrierId,
                "employee_id" => counted.Key.EmployeeId,
                "object_id" => counted.Key.ObjectId,
                "object_type" => EnumName.Of(counted.Key.ObjectType!.Value),
                "impact_score" => counted.Key.ImpactScore,
                "difference_classification" => EnumName.Of(counted.Key.Classification!.Value),
                "difference_type" => counted.Key.DifferenceType,
                _ => null,
            };
        }

        entry["count"] = counted.Count;
        return entry;
    }

    private sealed record CountKey
    {
        public Guid? OrganizationId { get; init; }

        public Guid? GroupId { get; init; }

        public Guid? CarrierId { get; init; }

        public Guid? EmployeeId { get; init; }

        public Guid? ObjectId { get; init; }

        public ObjectType? ObjectType { get; init; }

        public int? ImpactScore { get; init; }

        public Classification? Classification { get; init; }

        public string? DifferenceType { get; init; }
    }

    private sealed class Counted
    {
        public required CountKey Key { get; init; }

        public required int Count { get; init; }
    }
}

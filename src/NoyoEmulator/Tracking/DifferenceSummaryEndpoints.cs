using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Accounts;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;

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
    private const string ImpactType = "impact_type";

    private static readonly string[] Attributes =
    [
        "organization_id", "group_id", "carrier_id", "employee_id", "object_id", "object_type", ImpactType, "impact_score",
        "difference_classification", "difference_type",
    ];

    public static void MapDifferenceSummaries(this IEndpointRouteBuilder routes)
    {
        var differences = routes.MapGroup("").InFamily(ApiFamily.Tracking).WithFidelity(Fidelity.Documented).WithTags("Differences").RequireToken().OnWorld().OnlyKnownParameters();
        _ = differences.MapGet("/api/v1/member_transactions", ListTransactionsAsync).WithName("getDifferenceTransactionIds").WithFidelity(Fidelity.Inferred)
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
        _ = differences.MapGet("/ui/v1/differences/counts", Count).WithName("getDifferenceCounts")
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

    private static Results<Ok<DifferenceCountsResult>, ApiErrorResult> Count(HttpContext context, World world)
    {
        var reader = new QueryReader(context.Request.Query);
        var attributes = reader.Texts("counts_by").Distinct(StringComparer.Ordinal).ToList();
        if (attributes.Exists(attribute => !Attributes.Contains(attribute, StringComparer.Ordinal)))
            reader.Fail("counts_by", $"must be one of: {string.Join(", ", Attributes)}");
        var query = DifferenceListQuery.Read(context.Request.Query);
        if ((reader.Failure ?? query.Failure) is { } failure)
            return failure;

        // Whatever the order of the attributes in an entry, entries are in one order.
        var columns = Attributes.Intersect(attributes, StringComparer.Ordinal).Where(attribute => attribute != ImpactType).ToList();
        var entries = new List<JsonObject>();
        using var database = world.OpenSqlReader();
        using var rows = database.Query(DifferenceStatements.Counts(query.Filter, [.. columns.Select(ColumnOf)]), query.Filter.Values);
        while (rows.Next())
        {
            var entry = new JsonObject();
            foreach (var attribute in attributes)
                entry[attribute] = attribute == ImpactType ? null : ValueOf(rows, columns.IndexOf(attribute), attribute);
            entry["count"] = rows.Number(columns.Count);
            entries.Add(entry);
        }

        return TypedResults.Ok(new DifferenceCountsResult { Response = entries });
    }

    private static string ColumnOf(string attribute) => attribute == "difference_classification" ? "classification" : attribute;

    private static JsonNode ValueOf(SqlRows rows, int column, string attribute) => attribute switch
    {
        "impact_score" => rows.Number(column),
        "object_type" or "difference_classification" or "difference_type" => Encoding.UTF8.GetString(rows.Text(column)),
        _ => rows.Id(column),
    };
}

using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Accounts;
using NoyoEmulator.Comparison;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Tracking;

/// <summary>Noyo's differences.</summary>
internal static class DifferenceEndpoints
{
    /// <summary>Asks for the list as the guide prints it, on one request: <c>array</c>; or as the OpenAPI has it: <c>envelope</c>.</summary>
    public const string ListShapeHeader = "X-Emulator-Difference-List";

    private static readonly JsonElement Null = JsonSerializer.SerializeToElement<object?>(null);

    public static void MapDifferences(this IEndpointRouteBuilder routes)
    {
        var differences = routes.MapGroup("/api/v1").InFamily(ApiFamily.Tracking).WithTags("Differences").RequireToken().OnWorld();

        _ = differences.MapGet("/differences", ListAsync).WithName("getDifferenceList")
            .WithSummary("Retrieves a list of differences")
            .WithDescription("What platform and carriers hold differently: pending changes and discrepancies, open and resolved.")
            .Takes(DifferenceListQuery.Parameters).Produces<Paginated<BasicDifferenceResult>>().Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = differences.MapGet("/differences/{difference_id}", GetAsync).WithName("getDifference")
            .WithSummary("Retrieves a single difference").WithDescription("With its sources: where and when it was seen.")
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(HttpContext context, World world, NoyoOptions noyo, CancellationToken cancellationToken)
    {
        var query = DifferenceListQuery.Read(context.Request.Query);
        if (query.Failure is { } failure)
            return failure;

        await using var db = world.OpenReader();
        var matching = query.Matching(db);
        if (WantsArray(context, noyo))
        {
            // The guide prints the whole list; here it is one page like any other, and every item has its sources.
            var rows = await query.PageOf(matching).Include(difference => difference.Sources).AsSplitQuery().ToListAsync(cancellationToken);
            return TypedResults.Ok(rows.ConvertAll(ToSingle));
        }

        var total = await matching.CountAsync(cancellationToken);
        var page = await query.PageOf(matching).ToListAsync(cancellationToken);
        return TypedResults.Ok(Paginated<BasicDifferenceResult>.For(query.Page, total, page.ConvertAll(ToBasic)));
    }

    private static async Task<Results<Ok<PublicSingleDifferenceResult>, ApiErrorResult>> GetAsync(
        [RouteId("difference_id")] string differenceId, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return Guid.TryParse(differenceId, out var id)
            && await db.Differences.Include(candidate => candidate.Sources).SingleOrDefaultAsync(candidate => candidate.Id == id, cancellationToken) is { } difference
                ? TypedResults.Ok(ToSingle(difference))
                : ApiErrorResult.NotFound($"Difference not found with UUID {differenceId}");
    }

    private static bool WantsArray(HttpContext context, NoyoOptions noyo) =>
        context.Request.Headers[ListShapeHeader].ToString() is { Length: > 0 } wanted
            ? string.Equals(wanted, WireName.Of(DifferenceListShape.Array), StringComparison.OrdinalIgnoreCase)
            : noyo.DifferenceList == DifferenceListShape.Array;

    private static BasicDifferenceResult ToBasic(Difference difference) => new()
    {
        Id = difference.Id,
        Version = difference.Version,
        Created = difference.Created.ToUnixTimeSeconds(),
        Modified = difference.Modified.ToUnixTimeSeconds(),
        OrganizationId = difference.OrganizationId,
        GroupId = difference.GroupId,
        CarrierId = difference.CarrierId,
        EmployeeId = difference.EmployeeId,
        ObjectType = WireName.Of(difference.ObjectType),
        ObjectId = difference.ObjectId,
        ImpactScore = difference.ImpactScore,
        DifferenceClassification = WireName.Of(difference.Classification),
        DifferenceType = difference.DifferenceType,
        Resolved = difference.Resolved?.ToUnixTimeSeconds(),
        ReplacedBy = difference.ReplacedById,
        IsDismissed = difference.IsDismissed,
        IsSuppressed = difference.IsSuppressed,
        DiscrepancyTime = difference.DiscrepancyTime?.ToUnixTimeSeconds(),
        Fields = JsonSerializer.Deserialize<List<FieldDifference>>(difference.Fields, WireJson.Options)!.ConvertAll(field => new DifferenceField
        {
            Key = field.Key,
            PlatformValue = Value(field.Key, field.PlatformValue),
            CarrierValue = Value(field.Key, field.CarrierValue),
        }),
    };

    private static PublicSingleDifferenceResult ToSingle(Difference difference) => new(ToBasic(difference))
    {
        Sources = [.. difference.Sources.OrderBy(source => source.Created).ThenBy(source => source.Id).Select(source => new DifferenceSourceResult
        {
            Id = source.Id,
            Version = source.Version,
            Created = source.Created.ToUnixTimeSeconds(),
            Modified = source.Modified.ToUnixTimeSeconds(),
            Stage = WireName.Of(source.Stage),
            ObjectType = source.TransactionId is null ? "carrier_sync" : "member_transaction",
            ObjectId = source.TransactionId ?? source.SyncedCarrierId!.Value,
            IsDiscrepancy = source.IsDiscrepancy,
            ResolvesDifference = source.ResolvesDifference,
            SuppressDiscrepancies = false,
            LastSeen = source.CarrierFetchTime.ToUnixTimeSeconds(),
            CarrierFetchTime = source.CarrierFetchTime.ToUnixTimeSeconds(),
            MemberSnapshotId = source.SnapshotId,
        })],
    };

    /// <summary>The guide prints an object for the key <c>object</c>; everything else is text.</summary>
    private static JsonElement? Value(string key, string? value)
    {
        if (value is null)
            return Null;
        return key == DifferenceCatalogue.ObjectKey ? JsonSerializer.Deserialize<JsonElement>(value) : JsonSerializer.SerializeToElement(value, WireJson.Options);
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Comparison;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Feeds;

/// <summary>Noyo's feeds and feed runs: the files that carriers get.</summary>
internal static class FeedEndpoints
{
    private const string Files = "/feed_files";

    public static void MapFeeds(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).RequireToken().OnWorld().OnlyKnownParameters();
        var feeds = all.MapGroup("").WithTags("Feeds");
        _ = feeds.MapGet("/api/v1/feeds", ListAsync).WithName("getFeedList").WithSummary("Get a list of feeds")
            .WithDescription("One for each carrier that takes files of groups; newest first.").Takes(FeedListQuery.Parameters)
            .Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = feeds.MapGet("/api/v1/feeds/{feed_id}", GetAsync).WithName("getFeed").WithSummary("Get a feed")
            .WithDescription("With the last file that went out, and the next one that is to go.").Refuses(StatusCodes.Status404NotFound);
        _ = all.MapGroup("").WithTags("Feed").MapGet("/ui/v1/feeds/{id}/runs", ListOfFeedAsync).WithName("uiGetFeedRuns").WithSummary("Get a list of Feed Runs")
            .WithDescription("The files of a feed, newest first.").Takes(QueryParameter.Paging)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        var runs = all.MapGroup("").WithTags("Feed Run");
        _ = runs.MapGet("/api/v1/feed_runs", ListRunsAsync).WithName("getFeedRunPublicList").WithSummary("Get a list of feed runs")
            .WithDescription("One for each file that went to a carrier; newest first.").Takes(FeedRunListQuery.Parameters)
            .Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = runs.MapGet("/api/v1/feed_runs/{feed_run_id}", GetRunAsync).WithName("getFeedRunPublic").WithSummary("Get a feed run")
            .WithDescription("With what is in its file.").Refuses(StatusCodes.Status404NotFound);
        var files = all.MapGroup("").WithTags("Feed Runs");
        _ = files.MapGet("/api/v1/feed/runs/{id}/file", GetFileUrlAsync).WithName("getFeedRunFile").WithSummary("Get a feed run file")
            .WithDescription("Where it can be read: with the same token.").Refuses(StatusCodes.Status404NotFound);
        _ = files.MapGet(Files + "/{feed_run_id}", GetFileAsync).WithName("readFeedFile").WithSummary("Read the file of a feed run")
            .WithDescription("What signed_url leads to. The form is the emulator's own: Noyo publishes none.").Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Paginated<PublicFeedResult>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = FeedListQuery.Read(context.Request.Query);
        await using var db = world.OpenReader();
        return query.Reader.Failure is { } failure ? failure : TypedResults.Ok(query.List(await Feed.AllAsync(db, cancellationToken)));
    }

    private static async Task<Results<Ok<PublicFeedResult>, ApiErrorResult>> GetAsync(
        [RouteId(Name = "feed_id")] string id, World world, CancellationToken cancellationToken) =>
        await FindAsync(id, world, cancellationToken) is { } feed ? TypedResults.Ok(feed.ToPublic()) : ApiErrorResult.Unknown("Feed", id);

    private static async Task<Results<Ok<Paginated<UIFeedRun>>, ApiErrorResult>> ListOfFeedAsync(
        [RouteId(Name = "id")] string id, HttpContext context, World world, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, world, cancellationToken) is not { } feed)
            return ApiErrorResult.Unknown("Feed", id);
        var query = FeedRunListQuery.ReadOfFeed(context.Request.Query, feed.Carrier.Id);
        await using var db = world.OpenReader();
        return query.Reader.Failure is { } failure ? failure : TypedResults.Ok(await query.ListAsync(db, FeedRunMapping.ToUI, cancellationToken));
    }

    private static async Task<Results<Ok<Paginated<PublicFeedRunResult>>, ApiErrorResult>> ListRunsAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = FeedRunListQuery.Read(context.Request.Query);
        await using var db = world.OpenReader();
        return query.Reader.Failure is { } failure ? failure : TypedResults.Ok(await query.ListAsync(db, FeedRunMapping.ToPublic, cancellationToken));
    }

    private static async Task<Results<Ok<PublicFeedRunResult>, ApiErrorResult>> GetRunAsync(
        [RouteId(Name = "feed_run_id")] string id, World world, CancellationToken cancellationToken) =>
        await FindRunAsync(id, world, cancellationToken) is { } run ? TypedResults.Ok(FeedRunMapping.ToPublic(run)) : ApiErrorResult.Unknown("FeedRun", id);

    private static async Task<Results<Ok<PublicFeedRunFileResult>, ApiErrorResult>> GetFileUrlAsync(
        [RouteId(Name = "id")] string id, HttpContext context, World world, CancellationToken cancellationToken) =>
        await FindRunAsync(id, world, cancellationToken) is { } run
            ? TypedResults.Ok(new PublicFeedRunFileResult
            {
                SignedUrl = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}{Files}/{run.Id:D}",
            })
            : ApiErrorResult.Unknown("FeedRun", id);

    private static async Task<Results<Ok<FeedFile>, ApiErrorResult>> GetFileAsync(
        [RouteId(Name = "feed_run_id")] string id, World world, CancellationToken cancellationToken) =>
        await FindRunAsync(id, world, cancellationToken) is { } run
            ? TypedResults.Ok(new FeedFile
            {
                Name = run.FileName,
                CarrierId = run.CarrierId,
                GroupId = run.GroupId,
                Sent = run.Created,
                Members = WireJson.Read<IReadOnlyList<MemberRecord>>(run.Content),
            })
            : ApiErrorResult.Unknown("FeedRun", id);

    private static async Task<Feed?> FindAsync(string id, World world, CancellationToken cancellationToken)
    {
        if (!Uuid.TryParse(id, out var known))
            return null;
        await using var db = world.OpenReader();
        return (await Feed.AllAsync(db, cancellationToken)).FirstOrDefault(feed => feed.Id == known);
    }

    private static async Task<FeedRun?> FindRunAsync(string id, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return Uuid.TryParse(id, out var known) ? await db.FeedRuns.FindAsync([known], cancellationToken) : null;
    }
}

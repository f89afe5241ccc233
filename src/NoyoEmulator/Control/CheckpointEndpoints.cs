using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Control;

/// <summary>A copy of a world that was put aside.</summary>
public sealed record CheckpointResult
{
    public required string Name { get; init; }

    /// <summary>The world it is a checkpoint of.</summary>
    public required string World { get; init; }

    /// <summary>When it was saved, in real time.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The size of its file in bytes.</summary>
    public required long Size { get; init; }
}

/// <summary>What happened in a world since a checkpoint.</summary>
public sealed record CheckpointChangesResult
{
    public required string World { get; init; }

    public required string Checkpoint { get; init; }

    /// <summary>The checkpoint that was compared in place of the world; absent where the world was.</summary>
    public string? ToCheckpoint { get; init; }

    /// <summary>The world's time when the checkpoint was saved.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The world's time, or that when the other checkpoint was saved.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>By kind; a kind to which nothing happened is not there.</summary>
    public required IReadOnlyList<KindOfChanges> Changes { get; init; }
}

/// <summary>What a restore leaves.</summary>
public sealed record RestoreResult
{
    public required string World { get; init; }

    public required string Checkpoint { get; init; }

    /// <summary>The world's time, which is that of the checkpoint.</summary>
    public required DateTimeOffset Now { get; init; }
}

internal static class CheckpointEndpoints
{
    private const string Tag = "Worlds";

    public static void MapCheckpoints(this IEndpointRouteBuilder control)
    {
        var checkpoints = control.MapGroup("/checkpoints").WithTags(Tag).WithCallRole(CallRole.NotMadeAgain);
        _ = checkpoints.MapGet("", List).WithName("listCheckpoints").WithSummary("The checkpoints of the world")
            .Takes(QueryParameter.Paging).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = checkpoints.MapPut("/{name}", SaveAsync).WithName("saveCheckpoint").WithSummary("Save the world under a name")
            .WithDescription("Data, clock, due work, queued deliveries and ids. One of that name is replaced.")
            .Produces<CheckpointResult>(StatusCodes.Status201Created).Refuses(StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
        _ = checkpoints.MapPost("/{name}/restore", RestoreAsync).WithName("restoreCheckpoint")
            .WithSummary("Put the world back to a checkpoint")
            .WithDescription("Deliveries that are being sent are broken off, and stay due only if they are in the checkpoint.")
            .Refuses(StatusCodes.Status404NotFound);
        _ = checkpoints.MapGet("/{name}", Get).WithName("getCheckpoint").WithSummary("A checkpoint of the world")
            .Refuses(StatusCodes.Status404NotFound);
        _ = checkpoints.MapGet("/{name}/file", Download).WithName("downloadCheckpoint")
            .WithSummary("Download a checkpoint as a SQLite database")
            .WithDescription("It holds everything in the world, personal data and the secrets of subscriptions included.")
            .Produces<byte[]>(StatusCodes.Status200OK, FileType).Refuses(StatusCodes.Status404NotFound);
        _ = checkpoints.MapGet("/{name}/changes", Changes).WithName("listCheckpointChanges")
            .WithSummary("What happened since a checkpoint, by kind")
            .WithDescription(
                "Compares the world, or another of its checkpoints, with the checkpoint: what was created, changed, resolved and deleted. Reads all of "
                + "both, so that it costs more the larger the world is.")
            .Takes(
            [
                new("ids", "integer", "How many ids of each sort to name, at most; 100 if absent."),
                new("to", "string", "Another checkpoint of the world, to be compared in place of the world as it is."),
            ])
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = checkpoints.MapDelete("/{name}", DeleteAsync).WithName("deleteCheckpoint").WithSummary("Forget a checkpoint")
            .Refuses(StatusCodes.Status404NotFound);
    }

    private const int DefaultIds = 100;
    private const int MostIds = 10_000;
    private const string FileType = "application/vnd.sqlite3";

    internal static ApiErrorResult Missing(RunningWorld running, string name)
    {
        var names = running.Folder.ListCheckpoints().Select(checkpoint => checkpoint.Name).ToList();
        return ApiErrorResult.NotFound(
            $"The world {running.World.Name} has no checkpoint named {name}"
            + (names.Count == 0 ? "" : $"; it has: {string.Join(", ", names)}"));
    }

    private static Results<Ok<Paginated<CheckpointResult>>, ApiErrorResult> List(HttpContext context, RunningWorld running)
    {
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        if (reader.Failure is { } failure)
            return failure;
        var all = running.Folder.ListCheckpoints();
        return TypedResults.Ok(Paginated<CheckpointResult>.For(
            page, all.Count, [.. all.Skip(page.Offset).Take(page.PageSize).Select(checkpoint => ToResult(running, checkpoint))]));
    }

    private static Results<Ok<CheckpointResult>, ApiErrorResult> Get(string name, RunningWorld running) =>
        running.Folder.FindCheckpoint(name) is { } checkpoint ? TypedResults.Ok(ToResult(running, checkpoint)) : Missing(running, name);

    private static async Task<Results<Ok<CheckpointResult>, Created<CheckpointResult>, ApiErrorResult>> SaveAsync(
        string name, RunningWorld running, EmulatorOptions options, CancellationToken cancellationToken)
    {
        if (!WorldName.IsValid(name))
            return ApiErrorResult.Unprocessable("name", $"name {WorldName.Rule}");
        try
        {
            var (saved, isNew) = await WorldCheckpoints.SaveAsync(running, name, options.MaxCheckpoints, cancellationToken);
            var result = ToResult(running, saved);
            return isNew ? TypedResults.Created($"{ControlEndpoints.Prefix}/checkpoints/{name}/file", result) : TypedResults.Ok(result);
        }
        catch (TooManyCheckpointsException exception)
        {
            return ApiErrorResult.Conflict(
                $"The world {running.World.Name} has {exception.Most} checkpoints, which is as many as it may have; delete one, or raise "
                + "Emulator:MaxCheckpoints");
        }
    }

    private static async Task<Results<Ok<RestoreResult>, ApiErrorResult>> RestoreAsync(
        string name, RunningWorld running, CancellationToken cancellationToken) =>
        await WorldCheckpoints.RestoreAsync(running, name, cancellationToken)
            ? TypedResults.Ok(new RestoreResult { World = running.World.Name, Checkpoint = running.Folder.FindCheckpoint(name)?.Name ?? name, Now = running.World.Clock.GetUtcNow() })
            : Missing(running, name);

    private static async Task<Results<NoContent, ApiErrorResult>> DeleteAsync(
        string name, RunningWorld running, CancellationToken cancellationToken) =>
        await WorldCheckpoints.DeleteAsync(running, name, cancellationToken) ? TypedResults.NoContent() : Missing(running, name);

    private static Results<Ok<CheckpointChangesResult>, ApiErrorResult> Changes(string name, HttpContext context, RunningWorld running)
    {
        var query = new QueryReader(context.Request.Query);
        var mostIds = query.Integer("ids", 0, MostIds) ?? DefaultIds;
        if (running.Folder.FindCheckpoint(name) is not { } checkpoint)
            return query.Failure ?? Missing(running, name);
        var target = query.OneOfInAnyCase("to", [.. running.Folder.ListCheckpoints().Select(other => other.Name)]);
        if (query.Failure is { } failure)
            return failure;
        using var before = WorldDatabase.ReadCopy(running.Folder.CheckpointFile(checkpoint.Name));
        using var now = target is null ? running.World.OpenSqlReader() : WorldDatabase.ReadCopy(running.Folder.CheckpointFile(target));
        // Deleted since the look.
        if (before is null || now is null)
            return Missing(running, before is null ? name : target!);
        before.Pin();
        now.Pin();
        return TypedResults.Ok(new CheckpointChangesResult
        {
            Checkpoint = checkpoint.Name,
            ToCheckpoint = target,
            World = running.World.Name,
            From = TimeOf(before),
            To = target is null ? running.World.Clock.GetUtcNow() : TimeOf(now),
            Changes = new CheckpointChanges(before, now, mostIds).Find(),
        });
    }

    private static DateTimeOffset TimeOf(SqlReader copy) => copy.Where<WorldState>("id = ?", WorldState.OnlyId)[0].WorldAnchor;

    private static Results<FileStreamHttpResult, ApiErrorResult> Download(string name, RunningWorld running)
    {
        if (running.Folder.FindCheckpoint(name) is not { } checkpoint)
            return Missing(running, name);
        try
        {
            var file = new FileStream(
                running.Folder.CheckpointFile(checkpoint.Name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return TypedResults.File(file, FileType, $"{running.World.Name}-{checkpoint.Name}.db");
        }
        catch (FileNotFoundException)
        {
            // Deleted since the look.
            return Missing(running, name);
        }
    }

    private static CheckpointResult ToResult(RunningWorld running, Checkpoint checkpoint) => new()
    {
        Name = checkpoint.Name,
        World = running.World.Name,
        CreatedAt = checkpoint.CreatedAt,
        Size = checkpoint.Size,
    };
}

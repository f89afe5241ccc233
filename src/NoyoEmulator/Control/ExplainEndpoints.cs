using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Journal;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Control;

/// <summary>What happened to an object.</summary>
public sealed record ExplainResult
{
    public required Guid Id { get; init; }

    /// <summary>member_snapshot, employee, dependent, member_transaction, difference, delivery or event.</summary>
    public required string Kind { get; init; }

    /// <summary>Everything on record about it and what came of it, oldest first.</summary>
    public required IReadOnlyList<ExplainedEntry> Entries { get; init; }
}

internal static class ExplainEndpoints
{
    public static void MapExplain(this IEndpointRouteBuilder control) =>
        control.MapGet("/explain/{id}", ExplainAsync).WithName("explain").WithTags("Explain")
            .WithSummary("Everything that happened to one object, in order")
            .WithDescription("The id of a member snapshot, employee, dependent, member transaction, difference, delivery or event.")
            .Refuses(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<ExplainResult>, ApiErrorResult>> ExplainAsync([RouteId(Name = "id")] string id, World world)
    {
        await using var db = world.OpenReader();
        return Guid.TryParse(id, out var known) && await new Explanation(db, world.Journal).OfAsync(known) is var (kind, entries)
            ? TypedResults.Ok(new ExplainResult { Id = known, Kind = kind, Entries = entries })
            : ApiErrorResult.NotFound(
                $"Nothing in the world {world.Name} has the id {id}; "
                + "give that of a snapshot, employee, dependent, transaction, difference, delivery or event");
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Journal;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Control;

/// <summary>What happened to an object.</summary>
public sealed record ExplainResult
{
    public required Guid Id { get; init; }

    /// <summary>
    /// member_snapshot, employee, dependent, individual_enrollment, member_transaction, difference, difference_source, event, delivery,
    /// subscription, group, carrier, plan, group_connection, organization, version, request or fault; of an id that nothing has but
    /// something names: reference, dry_run, answer or message.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>What it is, in words.</summary>
    public required string What { get; init; }

    /// <summary>Everything on record about it and what came of it, oldest first.</summary>
    public required IReadOnlyList<ExplainedEntry> Entries { get; init; }
}

internal static class ExplainEndpoints
{
    public static void MapExplain(this IEndpointRouteBuilder control) =>
        control.MapGet("/explain/{id}", ExplainAsync).WithName("explain").WithTags("Explain")
            .WithSummary("Everything that happened to one object, in order")
            .WithDescription("Any id that an answer has. What is of no object is told as that, such as the trace id of a dry run.")
            .Refuses(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<ExplainResult>, ApiErrorResult>> ExplainAsync([RouteId(Name = "id")] string id, World world)
    {
        if (!Uuid.TryParse(id, out var known) || Find(known, world) is not { } subject)
            return ApiErrorResult.NotFound($"Nothing in the world {world.Name} has the id {id}, and nothing names it; give any id that one of its answers has");
        await using var db = world.OpenReader();
        return TypedResults.Ok(new ExplainResult
        {
            Id = known,
            Kind = subject.Kind,
            What = subject.What,
            Entries = await new Explanation(db, world.Journal).OfAsync(known, subject),
        });
    }

    private static ExplainedSubject? Find(Guid id, World world)
    {
        using var reader = world.OpenSqlReader();
        reader.Pin();
        return new SubjectSearch(reader).Find(id) ?? new MentionSearch(reader, world).Find(id);
    }
}

using System.Globalization;
using System.Net.Mime;
using System.Text;
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
    /// member_snapshot, employee, dependent, person, individual_enrollment, member_transaction, difference, difference_source, event, delivery,
    /// subscription, group, carrier, plan, group_connection, organization, version, request or fault; of an id that nothing has but
    /// something names: reference, dry_run, answer or message.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>What it is, in words.</summary>
    public required string What { get; init; }

    /// <summary>Everything on record about it and what came of it, oldest first.</summary>
    public required IReadOnlyList<ExplainedEntry> Entries { get; init; }

    /// <summary>The same for people: a line for each entry.</summary>
    internal string ToText()
    {
        var text = new StringBuilder(What).Append("\n\n");
        var widest = Entries.Count == 0 ? 0 : Entries.Max(entry => entry.Kind.Length);
        foreach (var entry in Entries)
            _ = text.Append(CultureInfo.InvariantCulture, $"{entry.At:yyyy-MM-dd HH:mm:ss}  {entry.Kind.PadRight(widest)}  {entry.Summary}\n");
        return text.ToString();
    }
}

internal static class ExplainEndpoints
{
    public static void MapExplain(this IEndpointRouteBuilder control)
    {
        _ = control.MapGet("/explain/{id}", ExplainAsync).WithName("explain").WithTags("Explain")
            .WithSummary("Everything that happened to one object, in order")
            .WithDescription(
                "Any id that an answer has, or the word latest for the newest member snapshot. What is of no object is told as that, such as the "
                + "trace id of a dry run.")
            .Refuses(StatusCodes.Status404NotFound);
        _ = control.MapGet("/explain/{id}/text", ExplainAsTextAsync).WithName("explainAsText").WithTags("Explain")
            .WithSummary("The same in lines, to be read").WithDescription("One line for each entry, with the time on the world's clock.")
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Text.Plain)
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<ExplainResult>, ApiErrorResult>> ExplainAsync(
        [RouteId(Name = "id", AcceptsLatest = true)] string id, World world) =>
        await ResultOfAsync(id, world) is { } result ? TypedResults.Ok(result) : Missing(id, world);

    private static async Task<Results<ContentHttpResult, ApiErrorResult>> ExplainAsTextAsync(
        [RouteId(Name = "id", AcceptsLatest = true)] string id, World world) =>
        await ResultOfAsync(id, world) is { } result
            ? TypedResults.Text(result.ToText(), MediaTypeNames.Text.Plain, Encoding.UTF8)
            : Missing(id, world);

    private static async Task<ExplainResult?> ResultOfAsync(string id, World world)
    {
        if (Find(id, world) is not var (known, subject))
            return null;
        await using var db = world.OpenReader();
        return new ExplainResult
        {
            Id = known,
            Kind = subject.Kind,
            What = subject.What,
            Entries = await new Explanation(db, world.Journal).OfAsync(known, subject),
        };
    }

    private static ApiErrorResult Missing(string id, World world) => ApiErrorResult.NotFound(id == RouteId.Latest
        ? $"The world {world.Name} has no member snapshot yet: post one, or give any id that one of its answers has"
        : $"Nothing in the world {world.Name} has the id {id}, and nothing names it; give any id that one of its answers has");

    private static (Guid Id, ExplainedSubject Subject)? Find(string id, World world)
    {
        using var reader = world.OpenSqlReader();
        reader.Pin();
        var search = new SubjectSearch(reader);
        var known = id == RouteId.Latest ? search.NewestSnapshot() : Uuid.TryParse(id, out var given) ? given : (Guid?)null;
        return known is { } found && (search.Find(found) ?? new MentionSearch(reader, world).Find(found)) is { } subject ? (found, subject) : null;
    }
}

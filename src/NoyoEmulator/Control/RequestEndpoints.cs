using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Journal;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Control;

/// <summary>A request that was received. Personal values are masked.</summary>
public sealed record RequestResult
{
    public required Guid Id { get; init; }

    /// <summary>When it arrived, on the world's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it arrived, in real time.</summary>
    public required DateTimeOffset RealAt { get; init; }

    /// <summary>How long it took, in real time.</summary>
    public required double DurationMs { get; init; }

    public required string Method { get; init; }

    /// <summary>As it was sent, without the prefix of a world.</summary>
    public required string Path { get; init; }

    public string? Query { get; init; }

    /// <summary>The operation that was asked for; absent when there is none of that path and method.</summary>
    public string? OperationId { get; init; }

    /// <summary>Absent when the connection was closed without an answer.</summary>
    public int? Status { get; init; }

    /// <summary>Whether there is an operation of that path and method.</summary>
    public required bool Matched { get; init; }

    /// <summary>The route that is most like one that did not match.</summary>
    public string? Nearest { get; init; }

    /// <summary>The fault that it met, or the word prefer when it asked for its answer itself.</summary>
    public string? Fault { get; init; }

    public required MessageResult Request { get; init; }

    /// <summary>Absent when the connection was closed without an answer.</summary>
    public MessageResult? Response { get; init; }
}

/// <summary>Headers and body of a request or an answer.</summary>
public sealed record MessageResult
{
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>How many bytes the body had; absent where that is not known.</summary>
    public long? Length { get; init; }

    /// <summary>The JSON of the body; a text with its beginning where not all of it was kept; absent where it was no JSON.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>Only the beginning of the body was kept.</summary>
    public bool? Truncated { get; init; }
}

internal static class RequestEndpoints
{
    private const string Tag = "Requests";
    private const string All = "/requests";
    private const string Unmatched = All + "/unmatched";
    private const string One = All + "/{request_id}";
    private const int LeastStatus = 100;
    private const int MostStatus = 599;

    private static readonly IReadOnlyList<QueryParameter> Filters =
    [
        new("method", "string", "Only requests with this method."),
        new("path", "string", "Only requests for these paths: * stands for anything within a segment, ** for any number of segments."),
        new("status", "integer", "Only requests that were answered with this status."),
    ];

    private static readonly IReadOnlyList<QueryParameter> OperationFilters =
    [
        new("operation", "string", "Only requests for the operation with this id."),
        new("matched", "boolean", "Only requests for which there is an operation, or only those for which there is none."),
    ];

    public static void MapRequests(this IEndpointRouteBuilder control)
    {
        _ = control.MapGet(All, List).WithName("listRequests").WithTags(Tag).WithSummary("The latest requests to Noyo's APIs")
            .WithDescription(
                "Newest first, with headers and bodies. What is personal is masked when it is written down; tokens and keys too. Bodies "
                + "are kept up to 64 KB.")
            .Takes([.. QueryParameter.Paging, .. Filters, .. OperationFilters]).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = control.MapGet(Unmatched, ListUnmatched).WithName("listUnmatchedRequests").WithTags(Tag)
            .WithSummary("Requests that no operation answers, with the nearest route")
            .WithDescription("404, 405 and 501: a wrong path, a wrong method, or something of Noyo's that the emulator does not have.")
            .Takes([.. QueryParameter.Paging, .. Filters]).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = control.MapGet(One, Get).WithName("getRequest").WithTags(Tag).WithSummary("One request").Refuses(StatusCodes.Status404NotFound);
        _ = control.MapDelete(All, Clear).WithName("deleteRequests").WithTags(Tag).WithSummary("Forget all requests").WithCallRole(CallRole.NotMadeAgain);
    }

    private static Results<Ok<Paginated<RequestResult>>, ApiErrorResult> List(HttpContext context, World world, OperationIds operations)
    {
        var reader = new QueryReader(context.Request.Query);
        var given = reader.Text("operation");
        if (given is not null && operations.Problem(given) is { } problem)
            reader.Fail("operation", problem);
        var operation = operations.Find(given);
        var matched = reader.Boolean("matched");
        return Page(reader, world, entry => (operation is null || entry.Operation == operation)
            && (matched is null || entry.IsMatched == matched));
    }

    private static Results<Ok<Paginated<RequestResult>>, ApiErrorResult> ListUnmatched(HttpContext context, World world)
    {
        var reader = new QueryReader(context.Request.Query);
        return Page(reader, world, entry => !entry.IsMatched);
    }

    private static Results<Ok<Paginated<RequestResult>>, ApiErrorResult> Page(
        QueryReader reader, World world, Func<JournalEntry, bool> isWanted)
    {
        var page = reader.Paging();
        var method = reader.Text("method");
        var status = reader.Integer("status", LeastStatus, MostStatus);
        var path = reader.Text("path");
        if (!PathPattern.TryParse(path, out var pattern) && path is not null)
            reader.Fail("path", PathPattern.Rule);
        if (WorldInPath.IsIn(path))
            reader.Fail("path", $"must be without {WorldInPath.Form}: the journal is that of the world in which it is asked for");
        if (reader.Failure is { } failure)
            return failure;
        var found = world.Journal.NewestFirst
            .Where(entry => (method is null || string.Equals(entry.Method, method, StringComparison.OrdinalIgnoreCase))
                && (status is null || entry.Status == status)
                && (pattern is null || pattern.Matches(entry.Route, entry.Family))
                && isWanted(entry))
            .ToList();
        return TypedResults.Ok(
            Paginated<RequestResult>.For(page, found.Count, [.. found.Skip(page.Offset).Take(page.PageSize).Select(ToResult)]));
    }

    private static Results<Ok<RequestResult>, ApiErrorResult> Get(
        [RouteId(Name = "request_id", AcceptsLatest = true)] string requestId, World world) =>
        world.Journal.Find(requestId) is { } entry ? TypedResults.Ok(ToResult(entry)) : Missing(requestId);

    private static NoContent Clear(World world)
    {
        world.Journal.Clear();
        return TypedResults.NoContent();
    }

    private static RequestResult ToResult(JournalEntry entry) => new()
    {
        Id = entry.Id,
        At = entry.At,
        RealAt = entry.RealAt,
        DurationMs = Math.Round(entry.Duration.TotalMilliseconds, 3),
        Method = entry.Method,
        Path = entry.Path,
        Query = entry.Query,
        OperationId = entry.Operation,
        Status = entry.Status,
        Matched = entry.IsMatched,
        Nearest = entry.Nearest,
        Fault = entry.Fault,
        Request = ToResult(entry.Request),
        Response = entry.Response is null ? null : ToResult(entry.Response),
    };

    private static MessageResult ToResult(JournalMessage message) => new()
    {
        Headers = message.Headers,
        Length = message.Length,
        Body = message.Body switch
        {
            { Text: null } => null,
            { Text: var text, IsWhole: true } => JsonSerializer.Deserialize<JsonElement>(text),
            { Text: var text } => JsonSerializer.SerializeToElement(Encoding.UTF8.GetString(text)),
        },
        Truncated = message.Body is { Text: not null, IsWhole: false } ? true : null,
    };

    private static ApiErrorResult Missing(string id) => ApiErrorResult.NotFound(id == RouteId.Latest
        ? "There is no request in the journal: send one to one of Noyo's APIs"
        : $"Request not found with UUID {id}; the journal keeps the latest ones only");
}

using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Faults;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Control;

/// <summary>A fault, and what it has done.</summary>
public sealed record FaultResult : FaultTerms
{
    public required Guid Id { get; init; }

    /// <summary>On the world's clock.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>How many requests it has hit.</summary>
    [JsonPropertyOrder(1)]
    public required int Hits { get; init; }

    /// <summary>How many it will still hit; absent: any number.</summary>
    [JsonPropertyOrder(1)]
    public int? Remaining { get; init; }
}

internal static class FaultEndpoints
{
    private const string Tag = "Faults";
    private const string All = "/faults";
    private const string One = All + "/{fault_id}";

    public static void MapFaults(this IEndpointRouteBuilder control)
    {
        _ = control.MapPost(All, Create).WithName("createFault").WithTags(Tag).WithSummary("Let requests go wrong")
            .WithDescription(
                "Hits requests to Noyo's APIs, never the control plane or Swagger UI. The first fault in order of creation that matches "
                + "and can still hit does so; "
                + $"its id is in the answer's header `{FaultInjection.Header}`. "
                + "A request that is hit changes nothing in the world, unless the fault only delays, truncates or loses the answer. "
                + $"A single request can ask for a status itself, with the header `{RequestPreference.Header}: code=503`.")
            .Refuses(StatusCodes.Status409Conflict);
        _ = control.MapGet(All, List).WithName("listFaults").WithTags(Tag).WithSummary("The faults, and how often each has hit")
            .WithDescription("Oldest first, which is the order in which they are tried.").Takes(QueryParameter.Paging)
            .Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = control.MapDelete(All, Clear).WithName("deleteFaults").WithTags(Tag).WithSummary("Remove all faults");
        _ = control.MapGet(One, Get).WithName("getFault").WithTags(Tag).WithSummary("One fault").Refuses(StatusCodes.Status404NotFound);
        _ = control.MapDelete(One, Delete).WithName("deleteFault").WithTags(Tag).WithSummary("Remove a fault")
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static Results<Created<FaultResult>, ApiErrorResult> Create(JsonBody<FaultBody> body, World world, OperationIds operations) =>
        world.Faults.Add(body.Value.ToRule(operations), world.Clock.GetUtcNow()) is { } fault
            ? TypedResults.Created($"{ControlEndpoints.Prefix}{All}/{fault.Id}", ToResult(fault))
            : ApiErrorResult.Conflict($"There are {FaultList.MaxFaults} faults already; remove some first");

    private static Results<Ok<Paginated<FaultResult>>, ApiErrorResult> List(HttpContext context, World world)
    {
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        if (reader.Failure is { } failure)
            return failure;
        var all = world.Faults.All;
        return TypedResults.Ok(
            Paginated<FaultResult>.For(page, all.Count, [.. all.Skip(page.Offset).Take(page.PageSize).Select(ToResult)]));
    }

    private static NoContent Clear(World world)
    {
        world.Faults.Clear();
        return TypedResults.NoContent();
    }

    private static Results<Ok<FaultResult>, ApiErrorResult> Get(
        [RouteId(Name = "fault_id", AcceptsLatest = true)] string faultId, World world) =>
        world.Faults.Find(faultId) is { } fault ? TypedResults.Ok(ToResult(fault)) : Missing(faultId);

    private static Results<NoContent, ApiErrorResult> Delete(
        [RouteId(Name = "fault_id", AcceptsLatest = true)] string faultId, World world) =>
        world.Faults.Remove(faultId) ? TypedResults.NoContent() : Missing(faultId);

    private static FaultResult ToResult(Fault fault) => new()
    {
        Id = fault.Id,
        Created = fault.Created,
        Operation = fault.Rule.Operation,
        Path = fault.Rule.Path?.Text,
        Method = fault.Rule.Method,
        Status = fault.Rule.Status,
        Message = fault.Rule.Message,
        RetryAfter = Text(fault.Rule.RetryAfter),
        Delay = Text(fault.Rule.Delay),
        Abort = fault.Rule.Abort ? true : null,
        Truncate = fault.Rule.Truncate ? true : null,
        LoseAnswer = fault.Rule.LoseAnswer ? true : null,
        ExpiredToken = fault.Rule.ExpiredToken ? true : null,
        Times = fault.Rule.Times,
        Probability = fault.Rule.Probability,
        Seed = fault.Rule.Seed,
        Hits = fault.Hits,
        Remaining = fault.Remaining,
    };

    private static string? Text(TimeSpan? duration) => duration is { } value ? IsoDuration.Format(value) : null;

    private static ApiErrorResult Missing(string id) => ApiErrorResult.NotFound(id == RouteId.Latest
        ? $"There is no fault: make one with POST {ControlEndpoints.Prefix}{All}"
        : $"Fault not found with UUID {id}");
}

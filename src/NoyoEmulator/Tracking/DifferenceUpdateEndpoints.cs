using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using FluentValidation;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Tracking;

/// <summary>Who is to look at a difference (OpenAPI).</summary>
public sealed record UpdateDifferenceAssigneeRequest
{
    /// <summary>Any text; null takes the assignee away.</summary>
    [JsonNullable]
    public JsonElement AssigneeId { get; init; }
}

/// <summary>Who is to look at several differences (OpenAPI; that it has <c>ids</c> is inferred).</summary>
public sealed record BatchAssigneeUpdateRequest
{
    /// <summary>The differences.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>Any text; null takes the assignee away.</summary>
    [JsonNullable]
    public JsonElement AssigneeId { get; init; }
}

/// <summary>Several differences to dismiss or reopen (OpenAPI).</summary>
public sealed record BatchDismissalUpdateRequest
{
    /// <summary>The differences.</summary>
    public IReadOnlyList<string>? Ids { get; init; }
}

/// <summary>Which differences changed (OpenAPI).</summary>
public sealed record BatchDifferenceUpdateResponse
{
    /// <summary>Without those that were so already.</summary>
    public required IReadOnlyList<Guid> Ids { get; init; }
}

internal sealed class BatchAssigneeUpdateRequestValidator : AbstractValidator<BatchAssigneeUpdateRequest>
{
    public BatchAssigneeUpdateRequestValidator()
    {
        DifferenceIds.Check(RuleFor(body => body.Ids), RuleForEach(body => body.Ids));
        _ = RuleFor(body => body.AssigneeId).Custom(Assignees.Check);
    }
}

internal sealed class BatchDismissalUpdateRequestValidator : AbstractValidator<BatchDismissalUpdateRequest>
{
    public BatchDismissalUpdateRequestValidator() => DifferenceIds.Check(RuleFor(body => body.Ids), RuleForEach(body => body.Ids));
}

internal sealed class UpdateDifferenceAssigneeRequestValidator : AbstractValidator<UpdateDifferenceAssigneeRequest>
{
    public UpdateDifferenceAssigneeRequestValidator() => RuleFor(body => body.AssigneeId).Custom(Assignees.Check);
}

/// <summary>What an assignee must be like: there, and text or null.</summary>
internal static class Assignees
{
    public static void Check<T>(JsonElement assignee, ValidationContext<T> context)
    {
        if (assignee.ValueKind == JsonValueKind.Undefined)
            context.AddFailure("is required; null takes the assignee away");
        else if (assignee.ValueKind is not (JsonValueKind.Null or JsonValueKind.String))
            context.AddFailure("must be a string, or null");
    }

    public static string? Read(JsonElement assignee) => assignee.GetString();
}

/// <summary>What a list of differences to change must be like.</summary>
internal static class DifferenceIds
{
    public static void Check<T>(IRuleBuilder<T, IReadOnlyList<string>?> list, IRuleBuilder<T, string> item)
    {
        _ = list.NotEmpty().WithMessage("must be at least one id");
        _ = item.Must(id => Uuid.TryParse(id, out _)).WithMessage("must be a uuid");
    }
}

/// <summary>Dismissing, reopening and assigning differences. What is so already is left as it is, version included.</summary>
internal static class DifferenceUpdateEndpoints
{
    private const string Assigned = "assigned";
    private const string Dismissed = "dismissed";
    private const string Reopened = "reopened";

    public static void MapDifferenceUpdates(this IEndpointRouteBuilder routes)
    {
        var differences = routes.MapGroup("/differences").AddValidation();
        _ = differences.MapPut("/assign", BatchAssignAsync).WithName("batchAssignDifferences").WithFidelity(Fidelity.Inferred).WithSummary("Batch assign differences")
            .WithDescription("Answers the ids that changed. An unknown id changes nothing at all.").Refuses(StatusCodes.Status404NotFound);
        _ = differences.MapPut("/dismiss", BatchDismissAsync).WithName("batchDismissDifferences").WithFidelity(Fidelity.Inferred).WithSummary("Batch dismiss differences")
            .WithDescription("Answers the ids that changed. An unknown id changes nothing at all.").Refuses(StatusCodes.Status404NotFound);
        _ = differences.MapPut("/reopen", BatchReopenAsync).WithName("batchReopenDifferences").WithFidelity(Fidelity.Inferred).WithSummary("Batch reopen differences")
            .WithDescription("Answers the ids that changed. An unknown or resolved one changes nothing at all.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        _ = differences.MapPut("/{difference_id}/assign", AssignAsync).WithName("assignDifference").WithSummary("Assign a difference")
            .WithDescription("To anybody; null takes the assignee away.").Refuses(StatusCodes.Status404NotFound);
        _ = differences.MapPut("/{difference_id}/dismiss", DismissAsync).WithName("dismissDifference").WithSummary("Dismiss a difference")
            .WithDescription("It stays on record, marked as dismissed.").Refuses(StatusCodes.Status404NotFound);
        _ = differences.MapPut("/{difference_id}/reopen", ReopenAsync).WithName("reopenDifference").WithSummary("Reopen a difference")
            .WithDescription("Takes a dismissal back. A resolved difference cannot be reopened.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static Task<Results<Ok<BasicDifferenceResult>, ApiErrorResult>> AssignAsync(
        [RouteId(Name = "difference_id")] string differenceId, JsonBody<UpdateDifferenceAssigneeRequest> body, World world, NoyoOptions noyo, CancellationToken cancellationToken) =>
        UpdateOneAsync(world, noyo, differenceId, difference => Assign(difference, Assignees.Read(body.Value.AssigneeId)), Assigned, cancellationToken);

    private static Task<Results<Ok<BasicDifferenceResult>, ApiErrorResult>> DismissAsync(
        [RouteId(Name = "difference_id")] string differenceId, World world, NoyoOptions noyo, CancellationToken cancellationToken) =>
        UpdateOneAsync(world, noyo, differenceId, difference => SetDismissed(difference, true), Dismissed, cancellationToken);

    private static Task<Results<Ok<BasicDifferenceResult>, ApiErrorResult>> ReopenAsync(
        [RouteId(Name = "difference_id")] string differenceId, World world, NoyoOptions noyo, CancellationToken cancellationToken) =>
        UpdateOneAsync(world, noyo, differenceId, difference => SetDismissed(difference, false), Reopened, cancellationToken);

    private static Task<Results<Ok<BatchDifferenceUpdateResponse>, ApiErrorResult>> BatchAssignAsync(
        JsonBody<BatchAssigneeUpdateRequest> body, World world, CancellationToken cancellationToken) =>
        UpdateAllAsync(world, body.Value.Ids!, difference => Assign(difference, Assignees.Read(body.Value.AssigneeId)), Assigned, cancellationToken);

    private static Task<Results<Ok<BatchDifferenceUpdateResponse>, ApiErrorResult>> BatchDismissAsync(
        JsonBody<BatchDismissalUpdateRequest> body, World world, CancellationToken cancellationToken) =>
        UpdateAllAsync(world, body.Value.Ids!, difference => SetDismissed(difference, true), Dismissed, cancellationToken);

    private static Task<Results<Ok<BatchDifferenceUpdateResponse>, ApiErrorResult>> BatchReopenAsync(
        JsonBody<BatchDismissalUpdateRequest> body, World world, CancellationToken cancellationToken) =>
        UpdateAllAsync(world, body.Value.Ids!, difference => SetDismissed(difference, false), Reopened, cancellationToken);

    private static async Task<Results<Ok<BasicDifferenceResult>, ApiErrorResult>> UpdateOneAsync(
        World world, NoyoOptions noyo, string id, Func<Difference, bool> change, string done, CancellationToken cancellationToken)
    {
        if (!Uuid.TryParse(id, out var known))
            return ApiErrorResult.Unknown("Difference", id);
        var (differences, _, error) = await UpdateAsync(world, [known], change, done, cancellationToken);
        return error is null ? TypedResults.Ok(DifferenceMapping.ToBasic(differences[0], DifferenceForm.Of(noyo))) : error;
    }

    private static async Task<Results<Ok<BatchDifferenceUpdateResponse>, ApiErrorResult>> UpdateAllAsync(
        World world, IReadOnlyList<string> ids, Func<Difference, bool> change, string done, CancellationToken cancellationToken)
    {
        var (_, changed, error) = await UpdateAsync(world, [.. ids.Select(Uuid.Parse).Distinct()], change, done, cancellationToken);
        return error is null ? TypedResults.Ok(new BatchDifferenceUpdateResponse { Ids = changed }) : error;
    }

    private static Task<(List<Difference> Differences, IReadOnlyList<Guid> Changed, ApiErrorResult? Error)> UpdateAsync(
        World world, IReadOnlyList<Guid> ids, Func<Difference, bool> change, string done, CancellationToken cancellationToken) =>
        world.WriteAsync<(List<Difference>, IReadOnlyList<Guid>, ApiErrorResult?)>(
            session =>
            {
                var found = session.Rows.WhereIn<Difference>("id", ids);
                var missing = ids.Except(found.Select(difference => difference.Id)).ToList();
                if (missing.Count > 0)
                    return ([], [], ApiErrorResult.NotFound($"Difference not found with UUID {string.Join(", ", missing)}"));
                var resolved = found.Where(difference => done == Reopened && difference.Resolved is not null).Select(difference => difference.Id).ToList();
                if (resolved.Count > 0)
                    return ([], [], ApiErrorResult.Conflict($"A resolved difference cannot be reopened: {string.Join(", ", resolved)}"));

                var inOrder = ids.Select(id => found.Find(difference => difference.Id == id)!).ToList();
                var changed = inOrder.FindAll(difference => change(difference));
                foreach (var difference in changed)
                {
                    difference.Version = session.NewId();
                    difference.Modified = session.Now;
                    session.Rows.Update(
                        difference, nameof(Difference.Version), nameof(Difference.Modified), nameof(Difference.AssigneeId), nameof(Difference.IsDismissed));
                    session.AddHistory("difference", difference.Id, done);
                }

                return (inOrder, changed.ConvertAll(difference => difference.Id), null);
            },
            cancellationToken);

    private static bool Assign(Difference difference, string? assigneeId)
    {
        var isChanged = difference.AssigneeId != assigneeId;
        difference.AssigneeId = assigneeId;
        return isChanged;
    }

    private static bool SetDismissed(Difference difference, bool isDismissed)
    {
        var isChanged = difference.IsDismissed != isDismissed;
        difference.IsDismissed = isDismissed;
        return isChanged;
    }
}

using System.Text.Json.Serialization;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Control;

/// <summary>A step that failed and waits aside.</summary>
public sealed record StepSetAsideResult
{
    /// <summary>Its number, by which it is released.</summary>
    public required long Number { get; init; }

    /// <summary>submit, process, confirm, complete, sync, connect, disconnect or subscription_health.</summary>
    public required string Kind { get; init; }

    /// <summary>The transaction, snapshot, group connection or subscription it is about.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it failed, on the world's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What failed, without personal data.</summary>
    public required string Reason { get; init; }
}

/// <summary>Which steps are to be tried again.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReleaseStepsBody
{
    /// <summary>The number of one; absent: all.</summary>
    public long? Number { get; init; }
}

/// <summary>What is tried again.</summary>
/// <param name="Released">How many steps.</param>
public sealed record ReleaseStepsResult(int Released);

internal sealed class ReleaseStepsBodyValidator : AbstractValidator<ReleaseStepsBody>
{
    public ReleaseStepsBodyValidator() => RuleFor(body => body.Number).GreaterThan(0).WithMessage("must be greater than zero; leave it out for all");
}

/// <summary>The steps that failed for a reason that lies in what they work on.</summary>
internal static class StepEndpoints
{
    private const string Tag = "Clock";

    public static void MapSteps(this IEndpointRouteBuilder control)
    {
        _ = control.MapGet("/steps/set-aside", List).WithName("listStepsSetAside").WithTags(Tag)
            .WithSummary("The steps that failed and were set aside")
            .WithDescription(
                "A step that fails because of what it works on, such as a row that was edited by hand, is set aside, so that it holds up no "
                + "others. When the storage fails, nothing is set aside: it is tried again until the storage is well.")
            .Takes(QueryParameter.Paging).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = control.MapPost("/steps/release", ReleaseAsync).WithName("releaseSteps").WithTags(Tag)
            .WithSummary("Try steps again that were set aside").WithDescription("They are due now. What is still wrong sets them aside again.")
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static Results<Ok<Paginated<StepSetAsideResult>>, ApiErrorResult> List(HttpContext context, World world)
    {
        var query = new QueryReader(context.Request.Query);
        var page = query.Paging();
        if (query.Failure is { } failure)
            return failure;
        using var reader = world.OpenSqlReader();
        reader.Pin();
        var steps = reader.StepsSetAside(page.Offset, page.PageSize);
        return TypedResults.Ok(Paginated<StepSetAsideResult>.For(page, reader.StepsSetAside(), steps.ConvertAll(ToResult)));
    }

    private static async Task<Results<Ok<ReleaseStepsResult>, ApiErrorResult>> ReleaseAsync(
        JsonBody<ReleaseStepsBody>? body, World world, CancellationToken cancellationToken)
    {
        var number = body?.Value.Number;
        var released = await world.WriteAsync(session => StepsSetAside.Release(session, number), cancellationToken);
        world.CountStepsSetAside();
        return number is not null && released.Count == 0
            ? ApiErrorResult.NotFound($"No step with the number {number} is set aside")
            : TypedResults.Ok(new ReleaseStepsResult(released.Count));
    }

    private static StepSetAsideResult ToResult(ScheduledWork step) => new()
    {
        Number = step.Sequence,
        Kind = step.Kind.LedgerName(),
        Id = step.SubjectId,
        At = step.SetAsideAt!.Value,
        Reason = step.SetAsideReason!,
    };
}

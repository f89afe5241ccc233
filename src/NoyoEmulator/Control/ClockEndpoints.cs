using System.Text.Json.Serialization;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Control;

/// <summary>How a world's clock is to move.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ClockBody
{
    /// <summary>realtime or frozen; absent: as it is, or for a new world as configured.</summary>
    public string? Mode { get; init; }

    /// <summary>What time it is to be; absent: as it is.</summary>
    public string? Now { get; init; }

    /// <summary>World seconds per real second; absent: as it is.</summary>
    public decimal? Speed { get; init; }

    /// <summary>What GET tells beside these, and PUT takes back without a meaning.</summary>
    [JsonAnswerOnly]
    public string? NextDue { get; init; }

    /// <inheritdoc cref="NextDue"/>
    [JsonAnswerOnly]
    public int? Pending { get; init; }

    /// <inheritdoc cref="NextDue"/>
    [JsonAnswerOnly]
    public int? Held { get; init; }

    /// <inheritdoc cref="NextDue"/>
    [JsonAnswerOnly]
    public bool? AtEnd { get; init; }

    /// <summary>The same, as the beginning of a new clock.</summary>
    /// <param name="usual">The mode where none is given.</param>
    internal ClockStart ToStart(ClockMode usual) => new(
        Mode is null ? usual : EnumName.Parse<ClockMode>(Mode), (double)(Speed ?? 1), Now is not null
            && Instants.TryParse(Now, out var instant) ? instant : null);
}

/// <summary>A world's clock.</summary>
public sealed record ClockResult
{
    public required DateTimeOffset Now { get; init; }

    public required string Mode { get; init; }

    public required double Speed { get; init; }

    /// <summary>
    /// Whether the world has come to the end of its calendar, 9000-01-01, where it stands still until the clock is set back; absent:
    /// it has not.
    /// </summary>
    public bool? AtEnd { get; init; }

    /// <summary>When the next scheduled work falls due; null when nothing is scheduled.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>How much work is scheduled.</summary>
    public required int Pending { get; init; }

    /// <summary>How much more waits for somebody to let it go; absent: nothing does.</summary>
    public int? Held { get; init; }
}

/// <summary>How far to advance: exactly one of the three.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AdvanceBody
{
    /// <summary>By a duration, such as P2D or 3600 for an hour.</summary>
    public string? By { get; init; }

    /// <summary>To an instant.</summary>
    public string? To { get; init; }

    /// <summary>To the next due instant.</summary>
    public bool? Next { get; init; }
}

/// <summary>How long to wait for everything due to be done.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DrainBody
{
    /// <summary>A duration of real time; 30 seconds if absent.</summary>
    public string? Timeout { get; init; }
}

/// <summary>Nothing is due any more.</summary>
public sealed record DrainResult
{
    public required bool Idle { get; init; }

    /// <summary>When the next scheduled work falls due; null when nothing is scheduled.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>What is still to be done, by kind; none of it is due yet.</summary>
    public required IReadOnlyList<PendingWork> Pending { get; init; }
}

internal sealed class ClockBodyValidator : AbstractValidator<ClockBody>
{
    public ClockBodyValidator()
    {
        _ = RuleFor(body => body.Mode).Must(mode => mode is null || EnumName.TryParse<ClockMode>(mode, out _))
            .WithMessage("must be realtime or frozen");
        _ = RuleFor(body => body.Now).Must(text => text is null || Instants.TryParse(text, out _)).WithMessage(Instants.Rule);
        _ = RuleFor(body => body.Speed).Must(speed => speed is null or (> 0 and <= MaxSpeed))
            .WithMessage($"must be greater than 0 and at most {MaxSpeed}");
    }

    private const decimal MaxSpeed = 1_000_000;
}

internal sealed class AdvanceBodyValidator : AbstractValidator<AdvanceBody>
{
    public AdvanceBodyValidator()
    {
        _ = RuleFor(body => body).Must(body => (body.By is null ? 0 : 1) + (body.To is null ? 0 : 1) + (body.Next == true ? 1 : 0) == 1)
            .WithMessage("must have exactly one of by, to and next");
        _ = RuleFor(body => body.By).Custom((text, context) =>
        {
            if (text is not null && !SpokenDuration.TryParse(text, out _, out var error))
                context.AddFailure(error);
        });
        _ = RuleFor(body => body.To).Must(text => text is null || Instants.TryParse(text, out _)).WithMessage(Instants.Rule);
    }
}

internal sealed class DrainBodyValidator : AbstractValidator<DrainBody>
{
    public DrainBodyValidator() => RuleFor(body => body.Timeout).Custom((text, context) =>
    {
        if (text is not null && !SpokenDuration.TryParse(text, out _, out var error))
            context.AddFailure(error);
    });
}

/// <summary>What an advance needs beside its world.</summary>
internal sealed record AdvanceServices(IHostApplicationLifetime Lifetime, TimeProvider RealTime, ExceptionAnswers Failures);

internal static class ClockEndpoints
{
    private const string Tag = "Clock";

    private static readonly TimeSpan DefaultDrainTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestDrainTimeout = TimeSpan.FromMinutes(10);

    public static void MapClock(this IEndpointRouteBuilder control)
    {
        _ = control.MapGet("/clock", Get).WithName("getClock").WithTags(Tag).WithSummary("What time it is in the world");
        _ = control.MapPut("/clock", SetAsync).WithName("setClock").WithTags(Tag).WithSummary("Freeze the clock, let it run, or set it")
            .WithDescription("Setting the time runs nothing by itself; to run what falls due on the way, advance.");
        _ = control.MapPost("/clock/advance", AdvanceAsync).WithName("advanceClock").WithTags(Tag)
            .WithSummary("Let time pass, and everything happen that falls due on the way")
            .WithDescription(
                "Answers when all of it is done, webhook attempts included, with the ledger of what happened, and with what is still to be done and "
                + "when. A reset meanwhile breaks it off: 409. With Accept: text/event-stream it tells on the way how far it has come, ten times a "
                + "second at most: events named progress, whose data has from, now, to, done and known, and in the end one named result with what is answered "
                + "otherwise, or error with the refusal.")
            .Refuses(StatusCodes.Status409Conflict);
        _ = control.MapPost("/drain", DrainAsync).WithName("drain").WithTags(Tag).WithSummary("Run everything that is due now")
            .WithDescription(
                "Answers with what is still to be done, and when; a frozen clock has to be advanced for that. 408 with what is still due when it is "
                + "not done in time.").Refuses(StatusCodes.Status408RequestTimeout, StatusCodes.Status409Conflict);
    }

    private static Ok<ClockResult> Get(World world) => TypedResults.Ok(Read(world));

    private static async Task<Ok<ClockResult>> SetAsync(JsonBody<ClockBody> body, RunningWorld running, CancellationToken cancellationToken)
    {
        ClockMode? mode = body.Value.Mode is { } given ? EnumName.Parse<ClockMode>(given) : null;
        DateTimeOffset? now = body.Value.Now is { } text && Instants.TryParse(text, out var instant) ? instant : null;
        await running.Engine.WhileIdleAsync(
            () => running.World.SetClockAsync(
                clock => clock.With(mode ?? clock.State.Mode, (double?)body.Value.Speed ?? clock.State.Speed, now), cancellationToken),
            breakOff: false,
            cancellationToken);
        return TypedResults.Ok(Read(running.World));
    }

    private static async Task<Results<Ok<AdvanceLedger>, AdvanceEvents, ApiErrorResult>> AdvanceAsync(
        JsonBody<AdvanceBody> body, RunningWorld running, HttpContext context, AdvanceServices services, CancellationToken cancellationToken)
    {
        var stream = AdvanceStream.IsWantedBy(context.Request) ? new AdvanceStream(running.World, services.RealTime) : null;
        var advance = RunAsync(body.Value, running, services.Lifetime, stream is null ? null : stream.Tell, cancellationToken);
        if (stream is not null && await stream.HasBegunAsync(advance))
            return new AdvanceEvents(stream.ReadAsync(advance, Explain, CancellationToken.None));
        var (ledger, refusal) = await advance;
        return refusal is not null ? refusal : TypedResults.Ok(ledger);

        ApiErrorResult? Explain(Exception exception) => exception is OperationCanceledException
            ? running.Closing.IsCancellationRequested ? WorldSelection.SentAway(running.World) : null
            : services.Failures.To(context, running.World.Storage.Note(exception) ? running.World.Storage.Explain(exception) : exception);
    }

    private static async Task<(AdvanceLedger? Ledger, ApiErrorResult? Refusal)> RunAsync(
        AdvanceBody body, RunningWorld running, IHostApplicationLifetime lifetime, Action<AdvanceProgress>? tell, CancellationToken cancellationToken)
    {
        ApiErrorResult? refusal = null;
        AdvanceResult result;
        try
        {
            result = await running.Engine.AdvanceAsync(
                (now, nextDue) =>
                {
                    var (target, error) = Target(body, now, nextDue);
                    refusal = error;
                    return target;
                },
                tell,
                cancellationToken);
        }
        catch (AdvanceBrokenOffException)
        {
            return (null, BrokenOff(running.World, lifetime));
        }

        if (refusal is not null)
            return (null, refusal);
        var pending = PendingWork.In(running.World);
        var ledger = new AdvanceLedger
        {
            From = result.From,
            To = result.To,
            Fired = LedgerSubjects.Entries(running.World, result.Fired),
            NextDue = pending.NextDue(),
            Pending = pending,
        };
        return (ledger, null);
    }

    private static (DateTimeOffset? Target, ApiErrorResult? Error) Target(AdvanceBody body, DateTimeOffset now, DateTimeOffset? nextDue)
    {
        if (body.Next is not null)
            return (nextDue > now && nextDue <= Instants.Latest ? nextDue.Value : now, null);
        if (body.To is not null)
        {
            _ = Instants.TryParse(body.To, out var to);
            return to >= now
                ? (to, null)
                : (null, ApiErrorResult.Unprocessable(
                    "$.to", $"to lies in the past: it is {now:O} in this world, and time does not go back"));
        }

        _ = SpokenDuration.TryParse(body.By, out var by, out _);
        return by <= Instants.Latest - now
            ? (now + by, null)
            : (null, ApiErrorResult.Unprocessable("$.by", $"by goes too far: the calendar ends at {Instants.Latest:O}"));
    }

    private static async Task<Results<Ok<DrainResult>, ApiErrorResult>> DrainAsync(
        JsonBody<DrainBody>? body, RunningWorld running, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var timeout = body?.Value.Timeout is { } text && SpokenDuration.TryParse(text, out var given, out _) ? given : DefaultDrainTimeout;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout < LongestDrainTimeout ? timeout : LongestDrainTimeout);
        try
        {
            _ = await running.Engine.AdvanceAsync((now, _) => now, limit.Token);
            var pending = PendingWork.In(running.World);
            return TypedResults.Ok(new DrainResult { Idle = true, NextDue = pending.NextDue(), Pending = pending });
        }
        catch (AdvanceBrokenOffException)
        {
            return BrokenOff(running.World, lifetime);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ApiErrorResult.Of(StatusCodes.Status408RequestTimeout, await PendingAsync(running.World, cancellationToken));
        }
    }

    private static ApiErrorResult BrokenOff(World world, IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.IsCancellationRequested
        ? ApiErrorResult.Unavailable("The emulator is stopping; what was done until now is done, and the rest stays due")
        : ApiErrorResult.Conflict($"It was broken off: the world {world.Name} was put back while time passed");

    private static async Task<string> PendingAsync(World world, CancellationToken cancellationToken)
    {
        var now = world.Clock.GetUtcNow();
        await using var db = world.OpenReader();
        var due = await db.ScheduledWork.Where(work => work.DueAt <= now).GroupBy(work => work.Kind)
            .Select(group => new { Kind = group.Key, Count = group.Count() }).ToListAsync(cancellationToken);
        var counts = due.GroupBy(group => group.Kind.LedgerName(), (kind, groups) => $"{groups.Sum(group => group.Count)} {kind}");
        return $"Not idle in time; still due: {string.Join(", ", counts)}";
    }

    internal static ClockResult Read(World world)
    {
        using var reader = world.OpenSqlReader();
        var state = world.Clock.State;
        var now = world.Clock.GetUtcNow();
        return new ClockResult
        {
            Now = now,
            Mode = EnumName.Of(state.Mode),
            Speed = state.Speed,
            AtEnd = now >= EmulatorClock.End ? true : null,
            NextDue = reader.NextDue(DateTimeOffset.MinValue),
            Pending = reader.Pending(),
            Held = reader.Held() is > 0 and var held ? held : null,
        };
    }
}

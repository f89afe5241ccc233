using System.Text.Json.Serialization;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Inbox;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Control;

/// <summary>How an inbox is to answer.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record InboxBehaviorBody
{
    /// <summary>What it verifies signatures with, never read back; absent: it verifies nothing.</summary>
    public string? Secret { get; init; }

    /// <summary>What it answers, in turn, and the last one from then on; absent: 200.</summary>
    public IReadOnlyList<int>? Statuses { get; init; }

    /// <summary>How long it takes to answer, a duration of real time; absent: not at all.</summary>
    public string? Delay { get; init; }

    /// <summary>As it is read back: where it is true and no secret is given, the secret stays.</summary>
    public bool? Verifies { get; init; }
}

/// <summary>How an inbox answers.</summary>
public sealed record InboxBehaviorResult
{
    /// <summary>Whether it verifies signatures.</summary>
    public required bool Verifies { get; init; }

    public required IReadOnlyList<int> Statuses { get; init; }

    public required string Delay { get; init; }
}

/// <summary>Something that was sent to an inbox.</summary>
public sealed record InboxMessageResult
{
    /// <summary>From 1, in the order of arrival.</summary>
    public required long Number { get; init; }

    /// <summary>On the world's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>In real time.</summary>
    public required DateTimeOffset RealAt { get; init; }

    public required string Method { get; init; }

    /// <summary>Below the inbox.</summary>
    public required string Path { get; init; }

    public required string Query { get; init; }

    /// <summary>By lower-case name.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body as text, at most 64 KiB of it.</summary>
    public required string Body { get; init; }

    /// <summary>Whether the body was longer; absent: it was not.</summary>
    public bool? Truncated { get; init; }

    /// <summary>The event's type, where the body has one.</summary>
    public string? Type { get; init; }

    /// <summary>The event's id, where the body has one.</summary>
    public string? EventId { get; init; }

    /// <summary>The id of the event's object, where the body has one.</summary>
    public string? ObjectId { get; init; }

    /// <summary>valid, invalid, missing, or unchecked where the inbox has no secret.</summary>
    public required string Signature { get; init; }

    /// <summary>What it was answered with.</summary>
    public required int Status { get; init; }
}

/// <summary>Not enough messages in time.</summary>
/// <param name="Message">What was waited for.</param>
/// <param name="Status">408.</param>
/// <param name="Response">What did arrive.</param>
public sealed record InboxTimeout(string Message, int Status, IReadOnlyList<InboxMessageResult> Response);

internal sealed class InboxBehaviorBodyValidator : AbstractValidator<InboxBehaviorBody>
{
    private const int MaxStatuses = 1_000;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(10);

    public InboxBehaviorBodyValidator()
    {
        _ = RuleFor(body => body.Secret).Must(secret => secret is null || !string.IsNullOrWhiteSpace(secret))
            .WithMessage("must not be blank; leave it out to verify nothing");
        _ = RuleFor(body => body.Statuses).Must(statuses => statuses is null or { Count: > 0 and <= MaxStatuses })
            .WithMessage($"must have from 1 to {MaxStatuses} items; leave it out for 200");
        _ = RuleForEach(body => body.Statuses).InclusiveBetween(200, 599).WithMessage("must be from 200 to 599");
        _ = RuleFor(body => body.Delay).Custom((text, context) =>
        {
            if (text is null)
                return;
            if (!SpokenDuration.TryParse(text, out var delay, out var error))
                context.AddFailure(error);
            else if (delay > LongestDelay)
                context.AddFailure($"must be at most {IsoDuration.Format(LongestDelay)}");
        });
    }
}

internal static class InboxEndpoints
{
    private const string Tag = "Inbox";
    private const string One = "/inbox/{inbox_name}";

    /// <summary>Maps what senders reach: without the control key, which they do not have.</summary>
    public static void MapInboxReceivers(this IEndpointRouteBuilder open)
    {
        _ = open.MapPost(
                One,
                ([FromRoute(Name = "inbox_name")] string name, HttpContext context, World world) =>
                    InboxReception.TakeAsync(context, name, "", world))
            .OnWorld().WithCallRole(CallRole.NotMadeAgain).WithTags(Tag).WithName("sendToInbox").WithSummary("Send something to an inbox, as a subscription with this URL does")
            .WithDescription(
                "Any method, any body, and any path below it will do, except messages and behavior where they are taken. It answers as "
                + "it was told. Where there is a control key, only inboxes that somebody with the key has given a behavior, or subscribed, take "
                + "anything.")
            .Produces(StatusCodes.Status200OK).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        _ = open.Map(
                One + "/{**path}",
                async ([FromRoute(Name = "inbox_name")] string name, [FromRoute] string? path, HttpContext context, World world) => IsMistaken(context.Request.Method, path)
                    ? ApiErrorResult.NotFound(
                        $"An inbox has no /{path}; GET messages lists what came, GET messages/await waits for it, and PUT behavior says how the inbox answers")
                    : await InboxReception.TakeAsync(context, name, path is null ? "" : "/" + path, world))
            .OnWorld().WithCallRole(CallRole.NotMadeAgain).ExcludeFromDescription();
    }

    public static void MapInboxes(this IEndpointRouteBuilder control)
    {
        _ = control.MapPut(One + "/behavior", SetBehavior).WithTags(Tag).WithName("setInboxBehavior")
            .WithSummary("Tell an inbox how to answer")
            .WithDescription("What is left out is as it was in the beginning. The statuses begin anew.")
            .Refuses(StatusCodes.Status409Conflict);
        _ = control.MapGet(One + "/behavior", GetBehavior).WithTags(Tag).WithName("getInboxBehavior").WithSummary("How an inbox answers");
        _ = control.MapGet(One + "/messages", List).WithTags(Tag).WithName("listInboxMessages").WithSummary("What an inbox has received")
            .WithDescription("Oldest first; the latest thousand.").Takes([.. QueryParameter.Paging, TypeFilter, AfterFilter])
            .Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = control.MapGet(One + "/messages/await", AwaitAsync).WithTags(Tag).WithName("awaitInboxMessages")
            .WithSummary("Wait until an inbox has received messages")
            .WithDescription("Waits in real time; answers 408 with what did arrive when it is not enough in time.")
            .Takes([TypeFilter, AfterFilter, .. AwaitTerms.Parameters]).WithCallRole(CallRole.MayPassTime)
            .Refuses(StatusCodes.Status422UnprocessableEntity)
            .Produces<Paginated<InboxMessageResult>>().Produces<InboxTimeout>(StatusCodes.Status408RequestTimeout);
        _ = control.MapDelete(One + "/messages", Clear).WithTags(Tag).WithName("deleteInboxMessages").WithSummary("Empty an inbox");
    }

    /// <summary>Whether a request is one to the control plane with a slip in it, and no webhook, which is posted.</summary>
    private static bool IsMistaken(string method, string? path) =>
        !HttpMethods.IsPost(method) && path?.Split('/')[0] is { } first
        && (first.Equals("messages", StringComparison.OrdinalIgnoreCase) || first.Equals("behavior", StringComparison.OrdinalIgnoreCase));

    // Any text: a receiver may get types that nobody knows.
    private static QueryParameter TypeFilter { get; } = new("type", "string", "Only events of this type.");

    private static QueryParameter AfterFilter { get; } = new("after", "integer", "Only messages with a greater number.");

    private static Results<Ok<InboxBehaviorResult>, ApiErrorResult> SetBehavior(
        [FromRoute(Name = "inbox_name")] string name, JsonBody<InboxBehaviorBody> body, World world)
    {
        var behavior = new InboxBehavior(
            body.Value.Secret ?? (body.Value.Verifies == true ? world.Inboxes.BehaviorOf(name).Secret : null),
            body.Value.Statuses ?? InboxBehavior.Default.Statuses,
            SpokenDuration.TryParse(body.Value.Delay, out var delay, out _) ? delay : TimeSpan.Zero);
        return world.Inboxes.TrySetBehavior(name, behavior)
            ? TypedResults.Ok(ToResult(behavior))
            : ApiErrorResult.Conflict($"There are {InboxList.MaxInboxes} inboxes already; reset the world, or use another one");
    }

    private static Ok<InboxBehaviorResult> GetBehavior([FromRoute(Name = "inbox_name")] string name, World world) =>
        TypedResults.Ok(ToResult(world.Inboxes.BehaviorOf(name)));

    private static Results<Ok<Paginated<InboxMessageResult>>, ApiErrorResult> List(
        [FromRoute(Name = "inbox_name")] string name, HttpContext context, World world)
    {
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        var type = reader.Text(TypeFilter.Name);
        var after = reader.Integer(AfterFilter.Name, min: 0) ?? 0;
        if (reader.Failure is { } failure)
            return failure;
        var found = Find(world, name, type, after);
        return TypedResults.Ok(Paginated<InboxMessageResult>.For(page, found.Count, [.. found.Skip(page.Offset).Take(page.PageSize)]));
    }

    private static async Task<IResult> AwaitAsync(
        [FromRoute(Name = "inbox_name")] string name, HttpContext context, RunningWorld running, IHostApplicationLifetime lifetime,
        CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var type = reader.Text(TypeFilter.Name);
        var after = reader.Integer(AfterFilter.Name, min: 0) ?? 0;
        var terms = AwaitTerms.Read(reader);
        if (reader.Failure is { } failure)
            return failure;

        var world = running.World;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        limit.CancelAfter(terms.Timeout);
        while (true)
        {
            // Taken before the look, so that what comes after it ends the wait.
            var arrived = world.Inboxes.Arrived.Next;
            var found = Find(world, name, type, after);
            if (found.Count >= terms.Count)
                return TypedResults.Ok(Paginated<InboxMessageResult>.For(new PageRequest(terms.Count, 0), found.Count, [.. found.Take(terms.Count)]));
            if (await HasMoreToComeAsync(arrived))
                continue;
            var message = $"Waited {IsoDuration.Format(terms.Timeout)} for {terms.Count} messages; {found.Count} arrived"
                + (await InboxAdmission.IsSubscribedAsync(world, name, CancellationToken.None) ? "" : "; no subscription of this world sends to this inbox")
                + (world.Clock.State.Mode != ClockMode.Frozen ? ""
                    : terms.Advances ? "; the clock is frozen, and nothing more was due"
                    : "; the clock is frozen: what falls due later comes with POST /_emulator/clock/advance, or with advance=auto");
            return TypedResults.Json(
                new InboxTimeout(message, StatusCodes.Status408RequestTimeout, found), statusCode: StatusCodes.Status408RequestTimeout);
        }

        // False when the time is over, or nothing will come of waiting.
        async Task<bool> HasMoreToComeAsync(Task arrived)
        {
            try
            {
                if (await terms.PassAsync(running, limit.Token))
                    return true;
                if (terms.Advances && world.Clock.State.Mode == ClockMode.Frozen)
                    return false;
                await arrived.WaitAsync(limit.Token);
                return true;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    private static NoContent Clear([FromRoute(Name = "inbox_name")] string name, World world)
    {
        world.Inboxes.Clear(name);
        return TypedResults.NoContent();
    }

    private static List<InboxMessageResult> Find(World world, string name, string? type, int after) =>
        [.. world.Inboxes.Messages(name).Where(message => message.Number > after && (type is null || string.Equals(message.Type, type, StringComparison.OrdinalIgnoreCase))).Select(ToResult)];

    private static InboxBehaviorResult ToResult(InboxBehavior behavior) =>
        new() { Verifies = behavior.Secret is not null, Statuses = behavior.Statuses, Delay = IsoDuration.Format(behavior.Delay) };

    private static InboxMessageResult ToResult(InboxMessage message) => new()
    {
        Number = message.Number,
        At = message.At,
        RealAt = message.RealAt,
        Method = message.Method,
        Path = message.Path,
        Query = message.Query,
        Headers = message.Headers,
        Body = message.Body,
        Truncated = message.IsBodyComplete ? null : true,
        Type = message.Type,
        EventId = message.EventId,
        ObjectId = message.ObjectId,
        Signature = EnumName.Of(message.Signature),
        Status = message.Status,
    };
}

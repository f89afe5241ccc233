using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Journal;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Control;

/// <summary>Whether what was expected happened.</summary>
public sealed record VerifyResult
{
    /// <summary>Whether every expectation holds.</summary>
    public required bool Verified { get; init; }

    /// <summary>One for each expected request, in the same order.</summary>
    public required IReadOnlyList<RequestVerdict> Requests { get; init; }

    /// <summary>One for each expected webhook, in the same order.</summary>
    public required IReadOnlyList<WebhookVerdict> Webhooks { get; init; }
}

/// <summary>Whether an expectation holds.</summary>
public abstract record Verdict
{
    public required bool Verified { get; init; }

    /// <summary>What was expected, in words.</summary>
    public required string Expected { get; init; }

    /// <summary>How many there are.</summary>
    public required int Matched { get; init; }

    /// <summary>The ids of the newest of them, at most 20.</summary>
    public required IReadOnlyList<Guid> Ids { get; init; }
}

/// <summary>Whether an expected request was made.</summary>
public sealed record RequestVerdict : Verdict
{
    /// <summary>Where too few matched, the request that came closest; absent when there is no other.</summary>
    public ClosestRequest? Closest { get; init; }
}

/// <summary>Whether an expected event or delivery is there.</summary>
public sealed record WebhookVerdict : Verdict
{
    /// <summary>Where too few matched, the one that came closest; absent when there is no other.</summary>
    public ClosestWebhook? Closest { get; init; }
}

/// <summary>A request that is almost what was expected.</summary>
public sealed record ClosestRequest
{
    /// <summary>Its id in the journal.</summary>
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    public int? Status { get; init; }

    /// <summary>Why it did not match.</summary>
    public required IReadOnlyList<string> Mismatches { get; init; }
}

/// <summary>An event or delivery that is almost what was expected.</summary>
public sealed record ClosestWebhook
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    public required string Type { get; init; }

    public required Guid ObjectId { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Why it did not match.</summary>
    public required IReadOnlyList<string> Mismatches { get; init; }
}

/// <summary>Answers whether requests and webhooks happened as expected.</summary>
internal static class VerifyEndpoints
{
    private const string Tag = "Requests";
    private const int MaxIds = 20;
    private const int MaxMismatches = 20;

    public static void MapVerify(this IEndpointRouteBuilder control) =>
        _ = control.MapPost("/verify", AnswerAsync).WithName("verify").WithTags(Tag)
            .WithSummary("Whether requests and webhooks happened as expected")
            .WithDescription(
                "Always 200: the body says for each expectation how many there are, and where there are too few, what came closest and "
                + "why it did not match.").WithCallRole(CallRole.NotMadeAgain);

    private static async Task<Ok<VerifyResult>> AnswerAsync(
        JsonBody<VerifyBody> body, World world, OperationIds operations, CancellationToken cancellationToken)
    {
        var requests = VerifyRequests(body.Value.Requests ?? [], world.Journal.NewestFirst, operations);
        var webhooks = new List<WebhookVerdict>();
        await using var db = world.OpenReader();
        foreach (var expected in body.Value.Webhooks ?? [])
            webhooks.Add(await VerifyAsync(expected.Spelt(), db, cancellationToken));
        return TypedResults.Ok(new VerifyResult
        {
            Verified = requests.TrueForAll(verdict => verdict.Verified) && webhooks.TrueForAll(verdict => verdict.Verified),
            Requests = requests,
            Webhooks = webhooks,
        });
    }

    private static List<RequestVerdict> VerifyRequests(
        IReadOnlyList<ExpectedRequest> expected, IReadOnlyList<JournalEntry> entries, OperationIds operations)
    {
        var bodies = new Dictionary<Guid, JsonElement?>();
        return [.. expected.Select(request => Verify(request, request.ToExpectation(operations), entries, BodyOf))];

        JsonElement? BodyOf(JournalEntry entry)
        {
            if (!bodies.TryGetValue(entry.Id, out var body))
            {
                bodies[entry.Id] = body = entry.Request.Body is { IsWhole: true, Text: { } text }
                    ? JsonSerializer.Deserialize<JsonElement>(text)
                    : null;
            }

            return body;
        }
    }

    private static RequestVerdict Verify(
        ExpectedRequest request, RequestExpectation expectation, IReadOnlyList<JournalEntry> entries, Func<JournalEntry, JsonElement?> bodyOf)
    {
        var count = CountOf(request.Count, request.None);
        var compared = entries.Select(entry => expectation.Compare(entry, bodyOf)).ToList();
        var matches = compared.FindAll(comparison => comparison.IsMatch);
        var closest = matches.Count < count.AtLeast
            ? compared.Where(comparison => !comparison.IsMatch).MinBy(comparison => comparison.Distance)
            : null;
        return new RequestVerdict
        {
            Verified = count.Has(matches.Count),
            Expected = $"{count} {expectation.Words(count.IsOne)}",
            Matched = matches.Count,
            Ids = [.. matches.Take(MaxIds).Select(match => match.Entry.Id)],
            Closest = closest is null ? null : new ClosestRequest
            {
                Id = closest.Entry.Id,
                At = closest.Entry.At,
                Method = closest.Entry.Method,
                Path = closest.Entry.Path,
                Status = closest.Entry.Status,
                Mismatches = [.. closest.Mismatches.Take(MaxMismatches)],
            },
        };
    }

    private static async Task<WebhookVerdict> VerifyAsync(
        ExpectedWebhook expected, EmulatorDbContext db, CancellationToken cancellationToken)
    {
        var (type, objectId, subscriptionId) =
            (expected.Type, Uuid.ParseOptional(expected.ObjectId), Uuid.ParseOptional(expected.SubscriptionId));
        DeliveryStatus? status = expected.Status is null ? null : EnumName.Parse<DeliveryStatus>(expected.Status);
        var count = CountOf(expected.Count, expected.None);
        var all = expected.IsDelivery
            ? db.WebhookDeliveries.Join(
                db.WebhookEvents,
                delivery => delivery.EventId,
                webhookEvent => webhookEvent.Id,
                (delivery, webhookEvent) => new Candidate
                {
                    Sequence = delivery.Sequence,
                    Id = delivery.Id,
                    Type = webhookEvent.Type,
                    ObjectId = webhookEvent.ObjectId,
                    Created = delivery.Created,
                    Status = delivery.Status,
                    SubscriptionId = delivery.SubscriptionId,
                })
            : db.WebhookEvents.Select(webhookEvent => new Candidate
            {
                Sequence = webhookEvent.Sequence,
                Id = webhookEvent.Id,
                Type = webhookEvent.Type,
                ObjectId = webhookEvent.ObjectId,
                Created = webhookEvent.Created,
            });
        var matching = all.Where(row => (type == null || row.Type == type) && (objectId == null || row.ObjectId == objectId)
            && (status == null || row.Status == status) && (subscriptionId == null || row.SubscriptionId == subscriptionId));
        var matched = await matching.CountAsync(cancellationToken);
        var ids = await matching.OrderByDescending(row => row.Sequence).Take(MaxIds).Select(row => row.Id).ToListAsync(cancellationToken);

        // What is about the object is closer than what is of the type.
        var closest = matched >= count.AtLeast ? null : await all
            .Where(row => (type != null && row.Type != type) || (objectId != null && row.ObjectId != objectId)
                || (status != null && row.Status != status) || (subscriptionId != null && row.SubscriptionId != subscriptionId))
            .OrderBy(row => (objectId != null && row.ObjectId != objectId ? 4 : 0) + (type != null && row.Type != type ? 3 : 0)
                + (subscriptionId != null && row.SubscriptionId != subscriptionId ? 2 : 0)
                + (status != null && row.Status != status ? 1 : 0))
            .ThenByDescending(row => row.Sequence)
            .FirstOrDefaultAsync(cancellationToken);
        return new WebhookVerdict
        {
            Verified = count.Has(matched),
            Expected = $"{count} {Words(expected, count.IsOne)}",
            Matched = matched,
            Ids = ids,
            Closest = closest is null ? null : new ClosestWebhook
            {
                Id = closest.Id,
                Type = closest.Type,
                ObjectId = closest.ObjectId,
                Created = closest.Created,
                Mismatches = [.. Mismatches(expected, closest)],
            },
        };
    }

    private static IEnumerable<string> Mismatches(ExpectedWebhook expected, Candidate found)
    {
        if (expected.Type is not null && expected.Type != found.Type)
            yield return $"type is {found.Type}, not {expected.Type}";
        if (Uuid.ParseOptional(expected.ObjectId) is { } objectId && objectId != found.ObjectId)
            yield return $"object_id is {found.ObjectId}, not {objectId}";
        if (expected.Status is not null && found.Status is { } status && expected.Status != EnumName.Of(status))
            yield return $"status is {EnumName.Of(status)}, not {expected.Status}";
        if (Uuid.ParseOptional(expected.SubscriptionId) is { } subscriptionId && subscriptionId != found.SubscriptionId)
            yield return $"subscription_id is {found.SubscriptionId}, not {subscriptionId}";
    }

    private static string Words(ExpectedWebhook expected, bool isOne)
    {
        var about = expected.ObjectId is null ? "" : $" about {expected.ObjectId}";
        var to = expected.SubscriptionId is null ? "" : $" to {expected.SubscriptionId}";
        if (!expected.IsDelivery)
            return $"{expected.Type ?? (isOne ? "event" : "events")}{about}";
        var deliveries = string.Join(' ', new[] { expected.Status, isOne ? "delivery" : "deliveries" }.OfType<string>());
        return $"{deliveries} of {expected.Type ?? (isOne ? "an event" : "events")}{about}{to}";
    }

    private static ExpectedCount CountOf(JsonElement count, bool? none) =>
        none is true ? ExpectedCount.None : ExpectedCount.Read(count).Count!;

    /// <summary>An event, or a delivery of one.</summary>
    private sealed class Candidate
    {
        public required long Sequence { get; init; }

        public required Guid Id { get; init; }

        public required string Type { get; init; }

        public required Guid ObjectId { get; init; }

        public required DateTimeOffset Created { get; init; }

        public DeliveryStatus? Status { get; init; }

        public Guid? SubscriptionId { get; init; }
    }
}

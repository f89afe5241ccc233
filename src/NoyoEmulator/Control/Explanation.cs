using System.Text;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Journal;
using NoyoEmulator.Persistence;
using NoyoEmulator.Tracking;
using NoyoEmulator.Vocabulary;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Control;

/// <summary>One thing that happened to an object, or because of it.</summary>
public sealed record ExplainedEntry
{
    /// <summary>When, on the world's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When, in real time.</summary>
    public required DateTimeOffset RealAt { get; init; }

    /// <summary>
    /// request, snapshot, submit, process, confirm, complete, sync, difference, record, group, contact, carrier_configuration, organization_carrier,
    /// subscription_health, event or attempt.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>What it was about.</summary>
    public required Guid Id { get; init; }

    /// <summary>What came of it, in words.</summary>
    public required string Summary { get; init; }
}

/// <summary>Gathers what is on record about an object and all that came of it.</summary>
internal sealed class Explanation(EmulatorDbContext db, RequestJournal journal)
{
    /// <summary>At one instant, causes come before what they cause.</summary>
    private static readonly string[] CausesFirst =
        ["request", "snapshot", "record", "submit", "process", "confirm", "complete", "sync", "difference", "group", "contact", "carrier_configuration", "organization_carrier", "event", "attempt", "subscription_health"];

    private readonly List<ExplainedEntry> _entries = [];

    /// <summary>Everything about an object, oldest first.</summary>
    public async Task<IReadOnlyList<ExplainedEntry>> OfAsync(Guid id, ExplainedSubject subject)
    {
        AddRequests($"{id:D}");
        await AddSnapshotsAsync(subject);
        await AddHistoryAsync(subject);
        await AddDifferencesAsync(subject);
        await AddAttemptsAsync(await AddEventsAsync(subject));
        return [.. _entries.OrderBy(entry => entry.At).ThenBy(entry => entry.RealAt)
            .ThenBy(entry => Array.IndexOf(CausesFirst, entry.Kind))];
    }

    /// <summary>The requests that named it, or were answered with it.</summary>
    private void AddRequests(string id)
    {
        var bytes = Encoding.UTF8.GetBytes(id);
        bool IsIn(JournalMessage? message) => message?.Body.Text.AsSpan().IndexOf(bytes) >= 0;
        foreach (var request in journal.NewestFirst.Where(request => Names(request.Path, id) || Names(request.Query, id)
            || IsIn(request.Request) || IsIn(request.Response)
            || request.Fault == id || request.Id == Guid.Parse(id)))
        {
            Add(request.At, request.RealAt, "request", request.Id,
                $"{request.Method} {request.Path}{request.Query} "
                + (request.Status is { } status ? $"answered {status}" : "without an answer"));
        }
    }

    private static bool Names(string? text, string id) => text?.Contains(id, StringComparison.OrdinalIgnoreCase) == true;

    private async Task AddSnapshotsAsync(ExplainedSubject subject)
    {
        var snapshots = await db.MemberSnapshots.Where(snapshot => subject.Snapshots.Contains(snapshot.Id))
            .Select(snapshot => new
            {
                snapshot.Id,
                snapshot.Created,
                snapshot.RealAt,
                snapshot.EmployeeId,
                snapshot.GroupId,
                Carriers = snapshot.Fulfillments.Count,
            })
            .ToListAsync();
        foreach (var snapshot in snapshots)
        {
            Add(
                snapshot.Created,
                snapshot.RealAt,
                "snapshot",
                snapshot.Id,
                $"posted for employee {snapshot.EmployeeId} of group {snapshot.GroupId}, for {snapshot.Carriers} {(snapshot.Carriers == 1 ? "carrier" : "carriers")}");
        }
    }

    private async Task AddHistoryAsync(ExplainedSubject subject)
    {
        var subjects = subject.Subjects.Concat(subject.Differences).ToHashSet();
        foreach (var entry in await db.History.Where(entry => subjects.Contains(entry.SubjectId)).OrderBy(entry => entry.Sequence)
            .ToListAsync())
        {
            Add(entry.At, entry.RealAt, entry.Kind, entry.SubjectId, entry.Summary);
        }
    }

    private async Task AddDifferencesAsync(ExplainedSubject subject)
    {
        var sources = await (
            from source in db.DifferenceSources
            join difference in db.Differences on source.DifferenceId equals difference.Id
            where subject.Differences.Contains(difference.Id)
            select new
            {
                Source = source,
                difference.Created,
                difference.DifferenceType,
                difference.CarrierId,
                difference.ObjectType,
                difference.ObjectId,
            })
            .ToListAsync();
        foreach (var seen in sources)
        {
            var outcome = Outcome(seen.Source, isFirst: seen.Source.Created == seen.Created);
            Add(
                seen.Source.Created,
                seen.Source.RealAt,
                "difference",
                seen.Source.DifferenceId,
                $"{seen.DifferenceType} of {EnumName.Of(seen.ObjectType)} {seen.ObjectId} at carrier {seen.CarrierId}: "
                + $"{outcome} ({EnumName.Of(seen.Source.Stage)})");
        }
    }

    private static string Outcome(DifferenceSource source, bool isFirst) => source switch
    {
        { ResolvesDifference: true } => "resolved",
        { IsDiscrepancy: true } when isFirst => "found, and a discrepancy",
        { IsDiscrepancy: true } => "became a discrepancy",
        _ => isFirst ? "found" : "still there",
    };

    /// <summary>Adds the events, and gives the deliveries to tell of.</summary>
    private async Task<IReadOnlySet<Guid>> AddEventsAsync(ExplainedSubject subject)
    {
        var about = subject.Subjects.Concat(subject.Differences).ToHashSet();
        var events = await db.WebhookEvents
            .Where(webhookEvent => about.Contains(webhookEvent.ObjectId) || about.Contains(webhookEvent.Id)
                || db.WebhookDeliveries.Any(delivery => delivery.EventId == webhookEvent.Id && subject.Deliveries.Contains(delivery.Id)))
            .OrderBy(webhookEvent => webhookEvent.Sequence).ToListAsync();
        foreach (var webhookEvent in events)
            Add(webhookEvent.Created, webhookEvent.RealAt, "event", webhookEvent.Id, $"{webhookEvent.Type} about {webhookEvent.ObjectId}");

        // A delivery is explained by its own attempts, not by those to other receivers.
        if (subject.Deliveries.Count > 0)
            return subject.Deliveries;
        var ids = events.ConvertAll(webhookEvent => webhookEvent.Id);
        return await db.WebhookDeliveries.Where(delivery => ids.Contains(delivery.EventId)).Select(delivery => delivery.Id).ToHashSetAsync();
    }

    private async Task AddAttemptsAsync(IReadOnlySet<Guid> deliveries)
    {
        var attempts = await (
            from attempt in db.WebhookAttempts
            join delivery in db.WebhookDeliveries on attempt.DeliveryId equals delivery.Id
            join subscription in db.WebhookSubscriptions on delivery.SubscriptionId equals subscription.Id
            where deliveries.Contains(delivery.Id)
            orderby attempt.Number
            select new
            {
                attempt.DeliveryId,
                attempt.Number,
                attempt.StartedAt,
                attempt.RealAt,
                attempt.ResponseStatus,
                attempt.Error,
                subscription.Url,
            })
            .ToListAsync();
        foreach (var attempt in attempts)
        {
            var outcome = attempt.Error is null ? $"succeeded with {attempt.ResponseStatus}" : $"failed: {attempt.Error}";
            Add(attempt.StartedAt, attempt.RealAt, "attempt", attempt.DeliveryId,
                $"attempt {attempt.Number} to deliver to {ReceiverUrl.Shown(attempt.Url)} {outcome}");
        }
    }

    private void Add(DateTimeOffset at, DateTimeOffset realAt, string kind, Guid id, string summary) =>
        _entries.Add(new ExplainedEntry { At = at, RealAt = realAt, Kind = kind, Id = id, Summary = summary });
}

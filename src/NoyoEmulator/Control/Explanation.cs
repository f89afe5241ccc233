using System.Text;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Comparison;
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

    /// <summary>request, snapshot, submit, process, confirm, complete, difference, record, event or attempt.</summary>
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
        ["request", "snapshot", "record", "submit", "process", "confirm", "complete", "sync", "difference", "event", "attempt"];

    private readonly HashSet<Guid> _subjects = [];
    private readonly HashSet<Guid> _snapshots = [];
    private readonly HashSet<Guid> _differences = [];
    private readonly HashSet<Guid> _deliveries = [];
    private readonly List<ExplainedEntry> _entries = [];

    /// <summary>Everything about an object, oldest first; null when there is none with this id.</summary>
    public async Task<(string Kind, IReadOnlyList<ExplainedEntry> Entries)?> OfAsync(Guid id)
    {
        if (await FindAsync(id) is not { } kind)
            return null;
        AddRequests($"{id:D}");
        await AddSnapshotsAsync();
        await AddHistoryAsync();
        await AddDifferencesAsync();
        await AddEventsAsync();
        await AddAttemptsAsync();
        return (kind, [.. _entries.OrderBy(entry => entry.At).ThenBy(entry => entry.RealAt)
            .ThenBy(entry => Array.IndexOf(CausesFirst, entry.Kind))]);
    }

    /// <summary>What it is, with everything that belongs to it collected.</summary>
    private async Task<string?> FindAsync(Guid id)
    {
        _ = _subjects.Add(id);
        if (await db.MemberSnapshots.AnyAsync(snapshot => snapshot.Id == id))
            return await CollectAsync("member_snapshot", [id]);
        if (await db.Members.Where(member => member.Id == id).Select(member => new { member.Type }).SingleOrDefaultAsync() is { } member)
            return await CollectMemberAsync(id, member.Type);
        if (await db.MemberTransactions.AnyAsync(transaction => transaction.Id == id))
            return await CollectTransactionAsync(id);
        if (await db.Differences.AnyAsync(difference => difference.Id == id))
            return Collect("difference", _differences, id);
        if (await db.WebhookDeliveries.AnyAsync(delivery => delivery.Id == id))
            return Collect("delivery", _deliveries, id);
        if (await db.WebhookEvents.AnyAsync(webhookEvent => webhookEvent.Id == id))
            return await CollectEventAsync(id);
        return null;
    }

    private static string Collect(string kind, HashSet<Guid> ids, Guid id)
    {
        _ = ids.Add(id);
        return kind;
    }

    private async Task<string> CollectAsync(string kind, IReadOnlyCollection<Guid> snapshots)
    {
        _snapshots.UnionWith(snapshots);
        _subjects.UnionWith(snapshots);
        _subjects.UnionWith(
            await db.MemberTransactions.Where(transaction => snapshots.Contains(transaction.SnapshotId))
                .Select(transaction => transaction.Id).ToListAsync());
        _differences.UnionWith(
            await db.DifferenceSources.Where(source => source.SnapshotId != null && snapshots.Contains(source.SnapshotId.Value))
            .Select(source => source.DifferenceId).ToListAsync());
        return kind;
    }

    private async Task<string> CollectMemberAsync(Guid id, MemberType type)
    {
        if (type == MemberType.Employee)
        {
            _ = await CollectAsync(
                "employee", await db.MemberSnapshots.Where(snapshot => snapshot.EmployeeId == id).Select(snapshot => snapshot.Id)
                    .ToListAsync());
            _differences.UnionWith(
                await db.Differences.Where(difference => difference.EmployeeId == id).Select(difference => difference.Id).ToListAsync());
            return "employee";
        }

        var objects = await db.IndividualEnrollments.Where(enrollment => enrollment.IndividualId == id).Select(enrollment => enrollment.Id)
            .ToListAsync();
        objects.Add(id);
        _differences.UnionWith(
            await db.Differences.Where(difference => objects.Contains(difference.ObjectId)).Select(difference => difference.Id)
                .ToListAsync());
        return "dependent";
    }

    private async Task<string> CollectTransactionAsync(Guid id)
    {
        _snapshots.UnionWith(
            await db.MemberTransactions.Where(transaction => transaction.Id == id).Select(transaction => transaction.SnapshotId)
                .ToListAsync());
        _differences.UnionWith(
            await db.DifferenceSources.Where(source => source.TransactionId == id).Select(source => source.DifferenceId).ToListAsync());
        return "member_transaction";
    }

    private async Task<string> CollectEventAsync(Guid id)
    {
        _deliveries.UnionWith(
            await db.WebhookDeliveries.Where(delivery => delivery.EventId == id).Select(delivery => delivery.Id).ToListAsync());
        return "event";
    }

    /// <summary>The requests that named it, or were answered with it.</summary>
    private void AddRequests(string id)
    {
        var bytes = Encoding.UTF8.GetBytes(id);
        bool IsIn(JournalMessage? message) => message?.Body.Text.AsSpan().IndexOf(bytes) >= 0;
        foreach (var request in journal.NewestFirst.Where(request => Names(request.Path, id) || Names(request.Query, id)
            || IsIn(request.Request) || IsIn(request.Response)))
        {
            Add(request.At, request.RealAt, "request", request.Id,
                $"{request.Method} {request.Path}{request.Query} "
                + (request.Status is { } status ? $"answered {status}" : "without an answer"));
        }
    }

    private static bool Names(string? text, string id) => text?.Contains(id, StringComparison.OrdinalIgnoreCase) == true;

    private async Task AddSnapshotsAsync()
    {
        var snapshots = await db.MemberSnapshots.Where(snapshot => _snapshots.Contains(snapshot.Id))
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
                $"posted for employee {snapshot.EmployeeId} of group {snapshot.GroupId}, for {snapshot.Carriers} carriers");
        }
    }

    private async Task AddHistoryAsync()
    {
        _subjects.UnionWith(_differences);
        foreach (var entry in await db.History.Where(entry => _subjects.Contains(entry.SubjectId)).OrderBy(entry => entry.Sequence)
            .ToListAsync())
        {
            Add(entry.At, entry.RealAt, entry.Kind, entry.SubjectId, entry.Summary);
        }
    }

    private async Task AddDifferencesAsync()
    {
        var sources = await (
            from source in db.DifferenceSources
            join difference in db.Differences on source.DifferenceId equals difference.Id
            where _differences.Contains(difference.Id)
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

    private async Task AddEventsAsync()
    {
        var about = _subjects.Concat(_snapshots).ToHashSet();
        var events = await db.WebhookEvents
            .Where(webhookEvent => about.Contains(webhookEvent.ObjectId) || about.Contains(webhookEvent.Id)
                || db.WebhookDeliveries.Any(delivery => delivery.EventId == webhookEvent.Id && _deliveries.Contains(delivery.Id)))
            .OrderBy(webhookEvent => webhookEvent.Sequence).ToListAsync();
        foreach (var webhookEvent in events)
            Add(webhookEvent.Created, webhookEvent.RealAt, "event", webhookEvent.Id, $"{webhookEvent.Type} about {webhookEvent.ObjectId}");

        // A delivery is explained by its own attempts, not by those to other receivers.
        if (_deliveries.Count > 0)
            return;
        var ids = events.ConvertAll(webhookEvent => webhookEvent.Id);
        _deliveries.UnionWith(
            await db.WebhookDeliveries.Where(delivery => ids.Contains(delivery.EventId)).Select(delivery => delivery.Id).ToListAsync());
    }

    private async Task AddAttemptsAsync()
    {
        var attempts = await (
            from attempt in db.WebhookAttempts
            join delivery in db.WebhookDeliveries on attempt.DeliveryId equals delivery.Id
            join subscription in db.WebhookSubscriptions on delivery.SubscriptionId equals subscription.Id
            where _deliveries.Contains(delivery.Id)
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
                $"attempt {attempt.Number} to deliver to {ReceiverUrl.Masked(attempt.Url)} {outcome}");
        }
    }

    private void Add(DateTimeOffset at, DateTimeOffset realAt, string kind, Guid id, string summary) =>
        _entries.Add(new ExplainedEntry { At = at, RealAt = realAt, Kind = kind, Id = id, Summary = summary });
}

using System.Text;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Journal;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tracking;
using NoyoEmulator.Vocabulary;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Control;

/// <summary>Gathers what is on record about an object and all that came of it.</summary>
internal sealed class Explanation(EmulatorDbContext db, RequestJournal journal)
{
    /// <summary>At one instant, causes come before what they cause.</summary>
    private static readonly string[] CausesFirst =
    [
        "request", "snapshot", "record", "connect", "disconnect", "submit", "process", "confirm", "complete", "renew", "guide", "sync", "difference", "group", "group_connection",
        "group_disconnection", "renewal_decision", "issue", "partner_document", "contact", "carrier_configuration", "organization_carrier", "event", "attempt", "subscription_health",
    ];

    private readonly List<ToldEntry> _told = [];
    private readonly List<TransactionStep> _steps = [];
    private readonly Dictionary<Guid, ToldEntry> _successors = [];
    private readonly Dictionary<Guid, Guid> _replacements = [];

    /// <summary>Everything about an object, oldest first.</summary>
    public async Task<IReadOnlyList<ExplainedEntry>> OfAsync(Guid id, ExplainedSubject subject)
    {
        AddRequests($"{id:D}");
        await AddSnapshotsAsync(subject);
        var differences = await DifferencesAsync(subject);
        var sightings = await SightingsAsync(differences);
        await AddHistoryAsync(subject, differences, sightings);
        AddSightings(differences, sightings);
        await AddAttemptsAsync(await AddEventsAsync(subject));

        // What is stored has no more than microseconds.
        ToldEntry[] told =
        [
            .. _told.OrderBy(entry => InstantConverter.ToMicroseconds(entry.Entry.At)).ThenBy(entry => InstantConverter.ToMicroseconds(entry.Entry.RealAt))
                .ThenBy(entry => Array.IndexOf(CausesFirst, entry.Entry.Kind)),
        ];
        var causes = new ExplainedCauses(told, new SnapshotSteps(_steps), _successors, _replacements);
        return [.. told.Select((entry, place) => entry.Entry with { CausedBy = causes.Of(place) })];
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
            _told.Add(new ToldEntry(new ExplainedEntry
            {
                At = request.At,
                RealAt = request.RealAt,
                Kind = "request",
                Id = request.Id,
                Summary = $"{request.Method} {request.Path}{request.Query} "
                    + (request.Status is { } status ? $"answered {status}" : "without an answer"),
                Method = request.Method,
                Path = request.Path,
                ResponseStatus = request.Status,
            })
            {
                Request = request,
            });
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
                snapshot.ReplacedById,
                Carriers = snapshot.Fulfillments.Count,
            })
            .ToListAsync();
        foreach (var snapshot in snapshots)
        {
            if (snapshot.ReplacedById is { } newer)
                _replacements.Add(snapshot.Id, newer);
            Add(new ExplainedEntry
            {
                At = snapshot.Created,
                RealAt = snapshot.RealAt,
                Kind = "snapshot",
                Id = snapshot.Id,
                Summary = $"posted for employee {snapshot.EmployeeId} of group {snapshot.GroupId}, for {snapshot.Carriers} {(snapshot.Carriers == 1 ? "carrier" : "carriers")}",
                GroupId = snapshot.GroupId,
                EmployeeId = snapshot.EmployeeId,
            });
        }
    }

    /// <summary>What was done, and the steps that others of the snapshots' carriers took meanwhile, which are not told.</summary>
    private async Task AddHistoryAsync(ExplainedSubject subject, Dictionary<Guid, ToldDifference> differences, List<DifferenceSource> sightings)
    {
        var subjects = subject.Subjects.Concat(subject.Differences).ToHashSet();
        var transactions = await db.MemberTransactions.Where(transaction => subject.Subjects.Contains(transaction.SnapshotId)).ToDictionaryAsync(transaction => transaction.Id);
        var all = subjects.Concat(transactions.Keys).ToHashSet();
        var history = await db.History.Where(entry => all.Contains(entry.SubjectId)).OrderBy(entry => entry.Sequence).ToListAsync();
        foreach (var entry in history)
        {
            if (transactions.TryGetValue(entry.SubjectId, out var transaction))
                _steps.Add(new TransactionStep(entry.Kind, new Commit(entry.At, entry.RealAt), transaction, entry.Summary));
        }

        var told = history.FindAll(entry => subjects.Contains(entry.SubjectId));
        told.AddRange((await SyncsAsync(differences, sightings)).Where(sync => !subjects.Contains(sync.SubjectId)));
        var subjectsOf = await HistorySubjects.ReadAsync(db, told);
        foreach (var entry in told)
        {
            var about = entry.Kind == "difference" && differences.TryGetValue(entry.SubjectId, out var difference)
                ? new HistorySubject(difference.CarrierId, difference.GroupId, difference.EmployeeId) { DifferenceType = difference.DifferenceType }
                : transactions.TryGetValue(entry.SubjectId, out var transaction)
                    ? new HistorySubject(transaction.CarrierId, transaction.GroupId, transaction.EmployeeId) { SnapshotId = transaction.SnapshotId }
                    : subjectsOf.Of(entry);
            Add(new ExplainedEntry
            {
                At = entry.At,
                RealAt = entry.RealAt,
                Kind = entry.Kind,
                Id = entry.SubjectId,
                Summary = entry.Summary,
                CarrierId = about?.CarrierId,
                GroupId = about?.GroupId,
                EmployeeId = about?.EmployeeId,
                SnapshotId = about?.SnapshotId,
                SubscriptionId = about?.SubscriptionId,
                DifferenceType = about?.DifferenceType,
            });
        }
    }

    /// <summary>The syncs in which differences were seen.</summary>
    private async Task<IReadOnlyList<HistoryEntry>> SyncsAsync(Dictionary<Guid, ToldDifference> differences, List<DifferenceSource> sightings)
    {
        var seen = sightings.Where(sighting => sighting.SyncedCarrierId is not null && sighting.SnapshotId is null)
            .ToLookup(sighting => new Commit(sighting.Created, sighting.RealAt), sighting => differences[sighting.DifferenceId]);
        if (seen.Count == 0)
            return [];
        var (groups, carriers) = (seen.SelectMany(some => some).Select(some => some.GroupId).ToHashSet(), seen.SelectMany(some => some).Select(some => some.CarrierId).ToHashSet());
        var connections = await db.GroupConnections.Where(connection => groups.Contains(connection.GroupId) && carriers.Contains(connection.CarrierId))
            .ToDictionaryAsync(connection => connection.Id, connection => (connection.GroupId, connection.CarrierId));
        var (subjects, instants) = (connections.Keys.Concat(carriers).ToHashSet(), seen.Select(some => some.Key.At).ToHashSet());
        var syncs = await db.History.Where(entry => entry.Kind == "sync" && subjects.Contains(entry.SubjectId) && instants.Contains(entry.At))
            .OrderBy(entry => entry.Sequence).ToListAsync();
        return syncs.FindAll(sync => seen[new Commit(sync.At, sync.RealAt)].Any(difference => connections.TryGetValue(sync.SubjectId, out var connection)
            ? connection == (difference.GroupId, difference.CarrierId) : sync.SubjectId == difference.CarrierId));
    }

    private Task<Dictionary<Guid, ToldDifference>> DifferencesAsync(ExplainedSubject subject) => db.Differences
        .Where(difference => subject.Differences.Contains(difference.Id))
        .Select(difference => new ToldDifference
        {
            Id = difference.Id,
            Created = difference.Created,
            DifferenceType = difference.DifferenceType,
            CarrierId = difference.CarrierId,
            GroupId = difference.GroupId,
            EmployeeId = difference.EmployeeId,
            ObjectType = EnumName.Of(difference.ObjectType),
            ObjectId = difference.ObjectId,
            ReplacedById = difference.ReplacedById,
        })
        .ToDictionaryAsync(difference => difference.Id);

    /// <summary>When the differences were seen; and, to know what replaced them, when those were that did.</summary>
    private async Task<List<DifferenceSource>> SightingsAsync(Dictionary<Guid, ToldDifference> differences)
    {
        var ids = differences.Keys.ToHashSet();
        var successors = differences.Values.Where(difference => difference.ReplacedById is not null).ToDictionary(difference => difference.ReplacedById!.Value);
        var all = ids.Concat(successors.Keys).ToHashSet();
        var sightings = await db.DifferenceSources.Where(source => all.Contains(source.DifferenceId)).OrderBy(source => source.Id).ToListAsync();
        foreach (var first in sightings.Where(sighting => successors.ContainsKey(sighting.DifferenceId)).DistinctBy(sighting => sighting.DifferenceId))
        {
            var replaced = successors[first.DifferenceId];
            _successors.Add(replaced.Id, ToTold(first, replaced, isFirst: true));
        }

        return sightings.FindAll(sighting => ids.Contains(sighting.DifferenceId));
    }

    private void AddSightings(Dictionary<Guid, ToldDifference> differences, List<DifferenceSource> sightings)
    {
        var found = new HashSet<Guid>();
        foreach (var sighting in sightings)
        {
            var difference = differences[sighting.DifferenceId];
            _told.Add(ToTold(sighting, difference, isFirst: found.Add(difference.Id) && sighting.Created == difference.Created));
        }
    }

    private static ToldEntry ToTold(DifferenceSource sighting, ToldDifference difference, bool isFirst) => new(new ExplainedEntry
    {
        At = sighting.Created,
        RealAt = sighting.RealAt,
        Kind = "difference",
        Id = sighting.DifferenceId,
        Summary = $"{difference.DifferenceType} of {difference.ObjectType} {difference.ObjectId} at carrier {difference.CarrierId}: "
            + $"{InWords(sighting, isFirst)} ({EnumName.Of(sighting.Stage)})",
        CarrierId = difference.CarrierId,
        GroupId = difference.GroupId,
        EmployeeId = difference.EmployeeId,
        SnapshotId = sighting.SnapshotId,
        DifferenceType = difference.DifferenceType,
        Outcome = OutcomeOf(sighting, isFirst),
    })
    {
        Sighting = sighting,
        IsFirstSighting = isFirst,
    };

    private static string InWords(DifferenceSource source, bool isFirst) => source switch
    {
        { ResolvesDifference: true } => "resolved",
        { IsDiscrepancy: true } when isFirst => "found, and a discrepancy",
        { IsDiscrepancy: true } => "became a discrepancy",
        _ => isFirst ? "found" : "still there",
    };

    private static DifferenceOutcome OutcomeOf(DifferenceSource source, bool isFirst) => source switch
    {
        { ResolvesDifference: true } => DifferenceOutcome.Resolved,
        { IsDiscrepancy: true } => DifferenceOutcome.Discrepancy,
        _ => isFirst ? DifferenceOutcome.Found : DifferenceOutcome.StillThere,
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
        {
            Add(new ExplainedEntry
            {
                At = webhookEvent.Created,
                RealAt = webhookEvent.RealAt,
                Kind = "event",
                Id = webhookEvent.Id,
                Summary = $"{webhookEvent.Type} about {webhookEvent.ObjectId}",
                EventType = webhookEvent.Type,
                ObjectId = webhookEvent.ObjectId,
            });
        }

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
                delivery.EventId,
                delivery.SubscriptionId,
                subscription.Url,
            })
            .ToListAsync();
        foreach (var attempt in attempts)
        {
            var outcome = attempt.Error is null ? $"succeeded with {attempt.ResponseStatus}" : $"failed: {attempt.Error}";
            Add(new ExplainedEntry
            {
                At = attempt.StartedAt,
                RealAt = attempt.RealAt,
                Kind = "attempt",
                Id = attempt.DeliveryId,
                Summary = $"attempt {attempt.Number} to deliver to {ReceiverUrl.Shown(attempt.Url)} {outcome}",
                EventId = attempt.EventId,
                SubscriptionId = attempt.SubscriptionId,
                Attempt = attempt.Number,
                Status = EnumName.Of(attempt.Error is null ? DeliveryStatus.Succeeded : DeliveryStatus.Failed),
                ResponseStatus = attempt.ResponseStatus,
            });
        }
    }

    private void Add(ExplainedEntry entry) => _told.Add(new ToldEntry(entry));

    /// <summary>What is told of a difference.</summary>
    private sealed record ToldDifference
    {
        public required Guid Id { get; init; }

        public required DateTimeOffset Created { get; init; }

        public required string DifferenceType { get; init; }

        public required Guid CarrierId { get; init; }

        public required Guid GroupId { get; init; }

        public required Guid EmployeeId { get; init; }

        public required string ObjectType { get; init; }

        public required Guid ObjectId { get; init; }

        public required Guid? ReplacedById { get; init; }
    }
}

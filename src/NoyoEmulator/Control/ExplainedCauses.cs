using System.Text;
using System.Text.Json;
using NoyoEmulator.Journal;
using NoyoEmulator.Persistence;
using NoyoEmulator.Tracking;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Control;

/// <summary>
/// Finds which entry of a story brought about which: by what an entry says that it belongs to, and by what was committed together. Of what is not on
/// record, or could have been brought about by several, no cause is told.
/// </summary>
/// <param name="told">The entries, in order.</param>
/// <param name="steps">The steps of the snapshots, also those that are no part of the story.</param>
/// <param name="successors">The first sightings of differences that replaced others, by those.</param>
/// <param name="replacements">The snapshots that replaced others, by those.</param>
internal sealed class ExplainedCauses(
    IReadOnlyList<ToldEntry> told,
    SnapshotSteps steps,
    IReadOnlyDictionary<Guid, ToldEntry> successors,
    IReadOnlyDictionary<Guid, Guid> replacements)
{
    private const string CreateSnapshot = "createMemberSnapshot";

    // Changes of status that have an entry of their own beside their event.
    private static readonly string[] AnnouncedKinds = ["group", "group_connection", "group_disconnection"];

    private readonly ILookup<(string Kind, Guid Id), int> _places = told.Index().ToLookup(entry => (entry.Item.Entry.Kind, entry.Item.Entry.Id), entry => entry.Index);

    private readonly ILookup<Guid, int> _eventsAbout = told.Index().Where(entry => entry.Item.Entry.ObjectId is not null)
        .ToLookup(entry => entry.Item.Entry.ObjectId!.Value, entry => entry.Index);

    private readonly IReadOnlyList<int> _requests = PlacesOf(told, "request");

    private readonly IReadOnlyList<int> _syncs = PlacesOf(told, "sync");

    /// <summary>The place of the entry that brought one about; null where that is not known.</summary>
    public int? Of(int place) => Find(place) is { } cause && cause < place ? cause : null;

    private static IReadOnlyList<int> PlacesOf(IReadOnlyList<ToldEntry> told, string kind) =>
        [.. told.Index().Where(entry => entry.Item.Entry.Kind == kind).Select(entry => entry.Index)];

    private int? Find(int place)
    {
        var entry = told[place];
        var id = entry.Entry.Id;
        return entry.Entry.Kind switch
        {
            "snapshot" => PostingOf(id),
            "submit" => Last("snapshot", entry.Entry.SnapshotId, place),
            "process" => Last("submit", id, place),
            "confirm" => Later(Last("process", id, place), Last("confirm", id, place)),
            "complete" => Last("snapshot", id, place),
            "renew" => Later(Last("renewal_decision", id, place), Last("renew", id, place)),
            "difference" when entry.Sighting is { } sighting => SeenBy(sighting, entry),
            "event" => EventOf(place),
            "attempt" => Last("event", entry.Entry.EventId, place),
            "group_connection" or "group_disconnection" => At("connect", id, entry.Commit) ?? At("disconnect", id, entry.Commit) ?? ChangeOf(entry),
            "difference" or "group" or "contact" or "carrier_configuration" or "organization_carrier" or "employee" or "dependent" or "renewal_decision" or "issue" or "partner_document" => ChangeOf(entry),
            _ => null,
        };
    }

    private static int? Later(int? one, int? other) => one > other ? one : other ?? one;

    private int? Last(string kind, Guid? id, int before) =>
        id is { } known && _places[(kind, known)].Where(place => place < before).ToList() is [.., var last] ? last : null;

    private int? At(string kind, Guid id, Commit commit) =>
        _places[(kind, id)].Where(place => told[place].Commit == commit).ToList() is [.., var last] ? last : null;

    /// <summary>The request that was answered with a snapshot as created.</summary>
    private int? PostingOf(Guid snapshotId) => Only(place =>
        told[place].Request is { Operation: CreateSnapshot, Status: StatusCodes.Status201Created } request && IdIn(request.Response) == snapshotId);

    /// <summary>The one request that was under way when somebody changed an object, names it, and succeeded.</summary>
    private int? ChangeOf(ToldEntry entry)
    {
        var id = $"{entry.Entry.Id:D}";
        var bytes = Encoding.UTF8.GetBytes(id);
        var at = InstantConverter.ToMicroseconds(entry.Entry.RealAt);
        return Only(place => told[place].Request is { Status: >= StatusCodes.Status200OK and < StatusCodes.Status300MultipleChoices } request
            && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)
            && InstantConverter.ToMicroseconds(request.RealAt) <= at && at <= InstantConverter.ToMicroseconds(request.RealAt + request.Duration)
            && (request.Path.Contains(id, StringComparison.OrdinalIgnoreCase) || request.Request.Body.Text.AsSpan().IndexOf(bytes) >= 0
                || IdIn(request.Response) == entry.Entry.Id));
    }

    private int? Only(Predicate<int> isMeant) => _requests.Where(place => isMeant(place)).Take(2).ToList() is [var only] ? only : null;

    /// <summary>The id of the object that was answered with. Only the beginning of the body may be there.</summary>
    private static Guid? IdIn(JournalMessage? answer)
    {
        var reader = new Utf8JsonReader(answer?.Body.Text ?? [], isFinalBlock: false, state: default);
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.ValueTextEquals("id"u8))
                return reader.Read() && reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out var id) ? id : null;
        }

        return null;
    }

    /// <summary>The posting or the step in which a difference was seen.</summary>
    private int? SeenBy(DifferenceSource sighting, ToldEntry entry)
    {
        if (sighting.Stage == SourceStage.MemberSnapshotSentToNoyo && sighting.SnapshotId is { } snapshotId && At("snapshot", snapshotId, entry.Commit) is { } posted)
            return posted;
        return sighting.TransactionId is { } transactionId
            ? At("confirm", transactionId, entry.Commit) ?? At("submit", transactionId, entry.Commit)
            : SyncOf(sighting, entry);
    }

    private int? SyncOf(DifferenceSource sighting, ToldEntry entry) =>
        _syncs.Where(place => told[place].Commit == entry.Commit && told[place].Entry is var sync && sync.CarrierId == sighting.SyncedCarrierId
            && (sync.GroupId is null || sync.GroupId == entry.Entry.GroupId)).Take(2).ToList() is [var only] ? only : null;

    private int? EventOf(int place)
    {
        var entry = told[place];
        var about = entry.Entry.ObjectId!.Value;
        return entry.Entry.EventType switch
        {
            WebhookEventType.DifferenceCreated => Sighting(about, entry.Commit, sighting => sighting.IsFirstSighting),
            WebhookEventType.DifferenceDiscrepancy => Sighting(about, entry.Commit, sighting => sighting.Sighting!.IsDiscrepancy),
            WebhookEventType.DifferenceResolved => Sighting(about, entry.Commit, sighting => sighting.Sighting!.ResolvesDifference),
            // The difference itself was not seen: another one was, in its place.
            WebhookEventType.DifferenceReplaced => successors.GetValueOrDefault(about) is { } successor && successor.Commit == entry.Commit
                ? SeenBy(successor.Sighting!, successor) : null,
            WebhookEventType.MemberSnapshotStatusChange or WebhookEventType.CarrierFulfillmentStatusChange => ProgressOf(place, about, entry.Commit),
            _ => Paired(place, EventsAbout(about, entry.Commit), [.. ChangesOf(about, entry.Commit)]),
        };
    }

    private int? Sighting(Guid differenceId, Commit commit, Predicate<ToldEntry> isMeant) =>
        _places[("difference", differenceId)].Where(place => told[place] is { Sighting: not null } entry && entry.Commit == commit && isMeant(entry))
            .Take(2).ToList() is [var only] ? only : null;

    private List<int> EventsAbout(Guid id, Commit commit) => [.. _eventsAbout[id].Where(place => told[place].Commit == commit)];

    private IEnumerable<int> ChangesOf(Guid id, Commit commit) => AnnouncedKinds
        .SelectMany(kind => _places[(kind, id)]).Where(place => told[place].Commit == commit);

    /// <summary>What brought about that a snapshot, or a carrier's part of it, came to another status.</summary>
    private int? ProgressOf(int place, Guid snapshotId, Commit commit)
    {
        if ((At("snapshot", snapshotId, commit) ?? At("complete", snapshotId, commit)) is { } itself)
            return itself;
        if (replacements.TryGetValue(snapshotId, out var newer) && At("snapshot", newer, commit) is { } taken)
            return taken;

        // Each carrier that is done is announced, and the end of the snapshot right before the last of them.
        var ofCarriers = EventsAbout(snapshotId, commit).FindAll(other => told[other].Entry.EventType == WebhookEventType.CarrierFulfillmentStatusChange);
        var ofCarrier = ofCarriers.FindIndex(other => other >= place);
        if (told[place].Entry.EventType == WebhookEventType.MemberSnapshotStatusChange && IsBeginning(place, snapshotId, isFollowed: ofCarrier >= 0)
            && steps.FirstSubmit(snapshotId) is { } first && first.Commit == commit)
        {
            return PlaceOf(first);
        }

        var ending = steps.Ending(snapshotId, commit);
        return ofCarrier >= 0 && ending.Count == ofCarriers.Count ? PlaceOf(ending[ofCarrier]) : null;
    }

    /// <summary>Whether a change of status is that to processing, which not every world has.</summary>
    private bool IsBeginning(int place, Guid snapshotId, bool isFollowed)
    {
        var changes = _eventsAbout[snapshotId].Where(other => told[other].Entry.EventType == WebhookEventType.MemberSnapshotStatusChange).ToList();
        return !isFollowed || (changes.Count > 1 && changes[0] == place);
    }

    private int? PlaceOf(TransactionStep step) => At(step.Kind, step.Transaction.Id, step.Commit);

    private static int? Paired(int place, List<int> places, List<int> causes) => places.Count == causes.Count ? causes[places.IndexOf(place)] : null;
}

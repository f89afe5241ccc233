using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Carriers;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Feeds;

/// <summary>
/// The files of all groups that a carrier takes: it follows from the carrier, its connections and what went out. That a carrier has one feed is
/// inferred from the schema, where a feed has groups.
/// </summary>
internal sealed record Feed(Carrier Carrier, IReadOnlyList<GroupConnection> Connections, FeedRun? Latest, DateTimeOffset? Next)
{
    public const string Active = "active";
    public const string Retired = "retired";

    // A file goes out whenever there is something to send, and at the earliest the delay after it was stated.
    private const string AtAnySecond = "RRULE:FREQ=SECONDLY";
    private const string Midnight = "00:00";
    private const string Utc = "Etc/UTC";

    public Guid Id => FeedIds.FeedOf(Carrier.Id);

    public string Name => FeedLog.NameOf(Carrier, Carrier.Id);

    public DateTimeOffset Created => Connections.Count > 0 ? Connections.Min(connection => connection.Created) : Latest!.Created;

    public DateTimeOffset Modified => new[] { Created, Latest?.Created ?? Created, Connections.Select(connection => connection.Modified).DefaultIfEmpty(Created).Max() }.Max();

    public string Status => IsActive ? Active : Retired;

    /// <summary>Whether files wait until somebody releases them.</summary>
    public bool IsPaused => CarrierPace.BehaviorOf(Carrier).Delays?.Submit == CarrierDelays.Manual;

    /// <summary>Whether the carrier has not agreed to the files of any group yet.</summary>
    public bool IsTesting => IsActive && !Connections.Any(connection => connection.IsInUse);

    public IReadOnlyList<Guid> Groups => [.. Connections.Where(connection => !IsActive || !connection.IsOver).Select(connection => connection.GroupId).Distinct().Order()];

    private bool IsTakingFiles => CarrierPace.BehaviorOf(Carrier).Tier == CarrierTier.Send;

    private bool IsActive => IsTakingFiles && Connections.Any(connection => !connection.IsOver);

    /// <summary>The feeds of a world: of carriers that take files of groups, and of those that did.</summary>
    public static async Task<IReadOnlyList<Feed>> AllAsync(EmulatorDbContext db, CancellationToken cancellationToken)
    {
        var connections = (await db.GroupConnections.OrderBy(connection => connection.Created).ThenBy(connection => connection.Id).ToListAsync(cancellationToken))
            .ToLookup(connection => connection.CarrierId);
        var feeds = new List<Feed>();
        foreach (var carrier in await db.Carriers.OrderBy(carrier => carrier.Id).ToListAsync(cancellationToken))
        {
            var latest = await db.FeedRuns.Where(run => run.CarrierId == carrier.Id).OrderByDescending(run => run.Created).ThenByDescending(run => run.Id)
                .FirstOrDefaultAsync(cancellationToken);
            var feed = new Feed(carrier, [.. connections[carrier.Id]], latest, null);
            if (latest is not null || (feed.IsTakingFiles && feed.Connections.Count > 0))
                feeds.Add(feed with { Next = await NextAsync(db, carrier.Id, cancellationToken) });
        }

        return feeds;
    }

    public PublicFeedResult ToPublic()
    {
        var next = Next is { } at ? $"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss}+00:00" : null;
        return new PublicFeedResult
        {
            Id = Id,
            Version = Latest?.Version ?? Carrier.Version,
            Created = Created.ToUnixTimeSeconds(),
            Modified = Modified.ToUnixTimeSeconds(),
            CarrierId = Carrier.Id,
            GroupIds = Groups,
            LastTransmission = Latest is null ? null : new UIFeedsLastTransmissionResult
            {
                Id = FeedIds.TransmissionOf(Latest.Id),
                SentTimestamp = Latest.Created.ToUnixTimeSeconds(),
            },
            Name = Name,
            NextTransmission = next,
            Paused = IsPaused,
            Status = Status,
            Configuration = new PublicFeedConfiguration
            {
                Cadence = new Cadence
                {
                    StartDate = IsoDate.Format(DateOnly.FromDateTime(Created.UtcDateTime)),
                    EndDate = IsoDate.Format(IsActive ? DateOnly.MaxValue : Connections.Max(connection => connection.DisconnectedOn) ?? DateOnly.MaxValue),
                    NextTransmission = next,
                    Paused = IsPaused,
                    Rrule = AtAnySecond,
                    TimeOfDay = Midnight,
                    ZoneInfo = Utc,
                },
            },
        };
    }

    private static Task<DateTimeOffset?> NextAsync(EmulatorDbContext db, Guid carrierId, CancellationToken cancellationToken) =>
        db.MemberTransactions.Where(transaction => transaction.CarrierId == carrierId)
            .Join(db.ScheduledWork.Where(work => work.Kind == WorkKind.Submit && work.DueAt != null), transaction => transaction.Id, work => work.SubjectId, (_, work) => work)
            .OrderBy(work => work.DueAt).Select(work => work.DueAt).FirstOrDefaultAsync(cancellationToken);
}

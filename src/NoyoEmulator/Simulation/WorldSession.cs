using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>An event that the session's changes cause.</summary>
/// <param name="Type">The event type.</param>
/// <param name="ObjectId">The object it is about.</param>
internal sealed record RaisedEvent(string Type, Guid ObjectId);

/// <summary>Writes the events of a change, for those who want to hear of them, into the transaction of the change itself.</summary>
internal interface IEventOutbox
{
    /// <summary>Writes events in their order.</summary>
    void Write(WorldSession session, IReadOnlyList<RaisedEvent> events);
}

/// <summary>
/// One unit of change of a world: everything done through it is committed together, or not at all. Handed out by
/// <c>World.WriteAsync</c> to one caller at a time.
/// </summary>
internal sealed class WorldSession
{
    private readonly WorldDatabase _database;
    private readonly IdGenerator _ids;
    private readonly IEventOutbox _outbox;
    private readonly int _changesBefore;
    private List<RaisedEvent> _events = [];
    private DifferenceCounts? _counted;

    internal WorldSession(World world, WorldDatabase database, IdGenerator ids, IEventOutbox outbox)
    {
        World = world;
        Now = world.Clock.GetUtcNow();
        RealNow = world.Clock.RealNow;
        _database = database;
        _ids = ids;
        _outbox = outbox;
        _changesBefore = Rows.Changes;
    }

    /// <summary>The world being changed.</summary>
    public World World { get; }

    /// <summary>The world's rows: all that is written is written through this.</summary>
    public RowStore Rows => _database.Rows;

    /// <summary>The same rows for queries that statements are too simple for. It tracks nothing; what it deletes or updates, it does at once.</summary>
    public EmulatorDbContext Db => _database.Writer;

    /// <summary>The instant at which all of this happens.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>The day of it, in UTC.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    /// <summary>The real time of it, for those who look for something in logs.</summary>
    public DateTimeOffset RealNow { get; }

    /// <summary>A new id of the world.</summary>
    public Guid NewId() => _ids.NextId(Now);

    /// <summary>A whole number of seconds from 1 up to the most, by the world's own chance.</summary>
    public TimeSpan DelayUpTo(int mostSeconds) => TimeSpan.FromSeconds(1 + (int)(_ids.NextNumber() % (ulong)mostSeconds));

    /// <summary>Announces a change to the subscribers, once it is committed.</summary>
    public void Raise(string eventType, Guid objectId)
    {
        if (!World.IsSilent)
            _events.Add(new RaisedEvent(eventType, objectId));
    }

    /// <summary>Puts on record what was done to an object.</summary>
    /// <param name="kind">What kind of thing it was.</param>
    /// <param name="subjectId">The object.</param>
    /// <param name="summary">What came of it, in words, without personal data.</param>
    public void AddHistory(string kind, Guid subjectId, string summary) => Rows.Insert(
        new HistoryEntry { At = Now, RealAt = RealNow, Kind = kind, SubjectId = subjectId, Summary = summary });

    /// <summary>Says what the step under way made of differences, for the ledger.</summary>
    public void Count(DifferenceCounts differences) => _counted = differences;

    /// <summary>What was said of it since it was last asked; null for nothing.</summary>
    public DifferenceCounts? TakeCounted()
    {
        var counted = _counted;
        _counted = null;
        return counted;
    }

    /// <summary>Gives up: nothing that was done through the session is kept.</summary>
    public void Discard() => IsDiscarded = true;

    /// <summary>Schedules work.</summary>
    /// <param name="kind">What is to be done.</param>
    /// <param name="subjectId">What it is about.</param>
    /// <param name="dueAt">When; null to hold it until somebody releases it.</param>
    /// <param name="round">Which of several, from 1.</param>
    public void Schedule(WorkKind kind, Guid subjectId, DateTimeOffset? dueAt, int round = 1)
    {
        var work = new ScheduledWork { Kind = kind, SubjectId = subjectId, DueAt = dueAt, Round = round };
        Rows.Insert(work);
        if (dueAt is null)
            return;
        if (EarliestScheduled is null || dueAt < EarliestScheduled)
            EarliestScheduled = dueAt;
        Scheduled?.Invoke(work);
    }

    /// <summary>Set when nothing is to be kept.</summary>
    internal bool IsDiscarded { get; private set; }

    /// <summary>Whether anything is to be kept.</summary>
    internal bool HasChanges => !IsDiscarded && (_events.Count > 0 || Rows.Changes != _changesBefore);

    /// <summary>The instant that the world's clock is to stand at once all of this is committed; null to leave the clock alone.</summary>
    internal DateTimeOffset? ClockTarget { get; private set; }

    /// <summary>The earliest due instant of what was scheduled.</summary>
    internal DateTimeOffset? EarliestScheduled { get; private set; }

    /// <summary>Told of work that was scheduled and is not held.</summary>
    internal Action<ScheduledWork>? Scheduled { get; set; }

    /// <summary>Goes to a later instant: what follows happens then.</summary>
    internal void MoveTo(DateTimeOffset instant)
    {
        Now = instant;
        ClockTarget = instant;
    }

    /// <summary>Writes the events raised so far.</summary>
    internal void WriteEvents()
    {
        if (_events.Count == 0)
            return;
        var raised = _events;
        _events = [];
        _outbox.Write(this, raised);
    }
}

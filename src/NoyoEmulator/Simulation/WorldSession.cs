using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>An event that the session's changes cause.</summary>
/// <param name="Type">The event type.</param>
/// <param name="ObjectId">The object it is about.</param>
internal sealed record RaisedEvent(string Type, Guid ObjectId);

/// <summary>
/// One unit of change of a world: everything done through it is committed together, or not at all. Handed out by
/// <c>World.WriteAsync</c> to one caller at a time.
/// </summary>
internal sealed class WorldSession
{
    private readonly IdGenerator _ids;
    private readonly List<RaisedEvent> _events = [];

    internal WorldSession(World world, EmulatorDbContext db, IdGenerator ids)
    {
        World = world;
        Db = db;
        _ids = ids;
        Now = world.Clock.GetUtcNow();
        RealNow = world.Clock.RealNow;
    }

    /// <summary>The world being changed.</summary>
    public World World { get; }

    /// <summary>The world's database, tracking.</summary>
    public EmulatorDbContext Db { get; }

    /// <summary>The instant at which all of this happens.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The real time of it, for those who look for something in logs.</summary>
    public DateTimeOffset RealNow { get; }

    internal IReadOnlyList<RaisedEvent> Events => _events;

    /// <summary>Whether anything was changed yet.</summary>
    internal bool HasChanges => _events.Count > 0 || Db.ChangeTracker.HasChanges();

    /// <summary>A new id of the world.</summary>
    public Guid NewId() => _ids.NextId(Now);

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
    public void Note(string kind, Guid subjectId, string summary) => Db.History.Add(
        new HistoryEntry { At = Now, RealAt = RealNow, Kind = kind, SubjectId = subjectId, Summary = summary });

    /// <summary>Gives up: nothing that was done through the session is kept.</summary>
    public void Discard() => IsDiscarded = true;

    /// <summary>Schedules work.</summary>
    /// <param name="kind">What is to be done.</param>
    /// <param name="subjectId">What it is about.</param>
    /// <param name="dueAt">When; null to hold it until somebody releases it.</param>
    /// <param name="number">Which of several, from 1.</param>
    public void Schedule(WorkKind kind, Guid subjectId, DateTimeOffset? dueAt, int number = 1)
    {
        _ = Db.ScheduledWork.Add(new ScheduledWork { Kind = kind, SubjectId = subjectId, DueAt = dueAt, Number = number });
        if (dueAt is not null && (EarliestScheduled is null || dueAt < EarliestScheduled))
            EarliestScheduled = dueAt;
    }

    /// <summary>Set when nothing is to be kept.</summary>
    internal bool IsDiscarded { get; private set; }

    /// <summary>Set when a part of the changes was saved already.</summary>
    internal bool IsFlushed { get; set; }

    /// <summary>The earliest due instant of what was scheduled.</summary>
    internal DateTimeOffset? EarliestScheduled { get; private set; }

    internal void ClearEvents() => _events.Clear();
}

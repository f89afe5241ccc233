using System.Diagnostics.CodeAnalysis;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>
/// One isolated emulated Noyo: a database, a clock and a generator. Whatever changes it goes through
/// <c>WriteAsync</c> or <c>WriteTogetherAsync</c>, one at a time; whatever reads it opens a reader and sees committed state only.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Closed asynchronously; injection must not dispose it.")]
internal sealed class World
{
    /// <summary>Few enough that nobody waits long for the turn.</summary>
    private const int MostWritesTogether = 16;

    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly SharedWriteQueue _shared = new();
    private readonly IdGenerator _ids;
    private readonly IEventOutbox _outbox;
    private readonly Retention _retention;
    private readonly LogFolding _log;
    private long _engineSleepsUntil = DateTimeOffset.MaxValue.UtcTicks;

    internal World(string name, WorldDatabase database, EmulatorClock clock, IdGenerator ids, IEventOutbox outbox, Retention retention)
    {
        Name = name;
        Database = database;
        Clock = clock;
        _ids = ids;
        _outbox = outbox;
        _retention = retention;
        _log = new LogFolding(database, _writer);
    }

    /// <summary>What clients choose it by.</summary>
    public string Name { get; }

    /// <summary>While a world is seeded, nothing that happens in it is announced.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The world's time.</summary>
    public EmulatorClock Clock { get; }

    /// <summary>What slices keep in memory for the world.</summary>
    public required WorldFeatures Features { get; init; }

    /// <summary>Tells of every commit.</summary>
    public ChangeSignal Committed { get; } = new();

    /// <summary>Tells that work may have become due earlier than the engine expects.</summary>
    internal ChangeSignal WorkScheduled { get; } = new();

    /// <summary>Until when the engine sleeps; work that is due earlier wakes it.</summary>
    internal DateTimeOffset EngineSleepsUntil
    {
        get => new(Interlocked.Read(ref _engineSleepsUntil), TimeSpan.Zero);
        set => Interlocked.Exchange(ref _engineSleepsUntil, value.UtcTicks);
    }

    private WorldDatabase Database { get; }

    /// <summary>A context for reading committed state; dispose it.</summary>
    public EmulatorDbContext OpenReader() => Database.OpenReader();

    /// <summary>For reading committed state by prepared statements; dispose it.</summary>
    public SqlReader OpenSqlReader() => Database.OpenSqlReader();

    /// <summary>
    /// Runs <paramref name="work"/> alone and commits what it changed: state, events with their deliveries, scheduled work
    /// and the generator's position together. When it changes nothing, discards the session, or throws, the world is as it was before.
    /// </summary>
    /// <param name="work">The change. It is not interrupted once it runs.</param>
    /// <param name="cancellationToken">Gives up waiting for the turn.</param>
    public async Task<T> WriteAsync<T>(Func<WorldSession, T> work, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        Commit? commit = null;
        try
        {
            T? result = default;
            commit = WriteInTransaction(transaction => Run(session => result = work(session), transaction));
            return result!;
        }
        finally
        {
            _ = _writer.Release();
            if (commit is { IsMade: true })
                Announce(commit.EarliestScheduled);
        }
    }

    /// <summary>
    /// As <see cref="WriteAsync"/>, but commits the change together with others that wait, where any do: most of what a small
    /// change costs is its commit. Each is still made wholly or not at all, and is committed before its caller hears of it.
    /// </summary>
    /// <param name="work">The change. It may be run a second time, when one that it shared a transaction with failed; what the first run did is taken back.</param>
    /// <param name="cancellationToken">Gives up waiting for the turn.</param>
    public Task<T> WriteTogetherAsync<T>(Func<WorldSession, T> work, CancellationToken cancellationToken)
    {
        var write = new SharedWrite<T>(work, cancellationToken);
        if (_shared.Add(write))
            _ = WriteSharedAsync();
        return write.Done;
    }

    /// <summary>Adds an index that the schema does not have from the beginning, where it can be made. Nothing that the world holds changes.</summary>
    internal async Task TryCreateIndexAsync(string definition, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            Database.TryCreateIndex(definition);
            _log.BeginIfLong();
        }
        finally
        {
            _ = _writer.Release();
        }
    }

    /// <summary>Changes the clock and stores its state. The clock moves under the writer gate, so no session sees it move.</summary>
    internal async Task SetClockAsync(Action<EmulatorClock> change, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            change(Clock);
            StoreState(Clock.State);
        }
        finally
        {
            _writer.Release();
        }

        Announce(DateTimeOffset.MinValue);
    }

    /// <summary>
    /// Makes the world a copy of the one in a file: data, due work, deliveries, clock and generator. Readers see what was
    /// before or what is after.
    /// </summary>
    internal async Task ReplaceWithAsync(string file, WorldStart start, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            Database.CopyFrom(file);
            // Under the same turn: nobody may write to the fresh data at the old time.
            Begin(start);
            Features.Reset();
            _log.BeginIfLong();
        }
        finally
        {
            _writer.Release();
        }

        Announce(DateTimeOffset.MinValue);
    }

    /// <summary>Takes over the clock and the generator of a database that was copied, or begins with others.</summary>
    internal void Begin(WorldStart start)
    {
        var state = Database.ReadState();
        _ids.Restore(start.Seed ?? state.Seed, start.Seed is null ? state.SeedPosition : 0);
        if (start.Clock is { } clock)
            Clock.Start(clock);
        else
            Clock.Continue(state.Clock);
        StoreState(Clock.State);
    }

    /// <summary>Copies what is committed, with the clock as it stands, into a file.</summary>
    internal async Task CopyToAsync(string file, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            Clock.Continue(Clock.State with { WorldAnchor = Clock.GetUtcNow() });
            StoreState(Clock.State);
            Database.CopyTo(file);
        }
        finally
        {
            _writer.Release();
        }
    }

    internal async Task CloseAsync()
    {
        await _log.Ended;
        Database.Dispose();
        _writer.Dispose();
    }

    private void Announce(DateTimeOffset? earliestScheduled)
    {
        Committed.Notify();
        if (earliestScheduled < EngineSleepsUntil)
            WorkScheduled.Notify();
    }

    /// <summary>Makes the changes that wait to be made together, and lets others in between one transaction and the next.</summary>
    private async Task WriteSharedAsync()
    {
        await _writer.WaitAsync();
        var writes = _shared.Take(MostWritesTogether);
        Commit? commit = null;
        try
        {
            commit = writes.Count > 1 ? TryWriteTogether(writes) : null;
            if (commit is null)
                commit = WriteEachAlone(writes);
            else
                writes.ForEach(write => write.Complete());
        }
        finally
        {
            _ = _writer.Release();
            if (commit is { IsMade: true })
                Announce(commit.EarliestScheduled);
        }

        // Not here: the first of the callers whose changes were made waits for this to end.
        if (!_shared.TryEnd())
            _ = Task.Run(WriteSharedAsync);
    }

    /// <summary>Makes changes in one transaction.</summary>
    /// <returns>Null when one of them failed, or is not to be kept after all: then none of them is made.</returns>
    private Commit? TryWriteTogether(IReadOnlyList<SharedWrite> writes)
    {
        try
        {
            return WriteInTransaction(commit =>
            {
                foreach (var write in writes)
                {
                    var (position, changes) = (_ids.Position, Database.Rows.Changes);
                    if (Run(write.Run, commit))
                        continue;
                    if (Database.Rows.Changes != changes)
                        throw new InvalidOperationException("A change that is not to be kept stands among others.");
                    _ids.Rewind(position);
                }
            });
        }
        catch (Exception)
        {
            // Each is tried alone, and the one at fault fails again.
            return null;
        }
    }

    private Commit WriteEachAlone(IEnumerable<SharedWrite> writes)
    {
        var all = new Commit();
        foreach (var write in writes)
        {
            try
            {
                all.Include(WriteInTransaction(commit => Run(write.Run, commit)));
                write.Complete();
            }
            catch (Exception exception)
            {
                write.Fail(exception);
            }
        }

        return all;
    }

    /// <summary>Runs <paramref name="work"/> in a transaction, which is committed when something is to be kept.</summary>
    private Commit WriteInTransaction(Action<Commit> work)
    {
        var rows = Database.Rows;
        var position = _ids.Position;
        var commit = new Commit();
        rows.Begin();
        try
        {
            work(commit);
            if (commit.IsWanted)
            {
                StoreState(commit.ClockTarget is { } instant ? Clock.State with { WorldAnchor = instant } : Clock.State);
                rows.Commit();
                commit.IsMade = true;
                _log.BeginIfLong();
                if (commit.ClockTarget is { } reached)
                    Clock.Hold(reached);
            }

            return commit;
        }
        finally
        {
            if (!commit.IsMade)
            {
                rows.Rollback();
                _ids.Rewind(position);
            }
        }
    }

    /// <summary>Makes one change within the open transaction.</summary>
    /// <returns>Whether there is anything to keep of it.</returns>
    private bool Run(Action<WorldSession> work, Commit commit)
    {
        var rows = Database.Rows;
        var newest = _retention.Newest(rows);
        var session = new WorldSession(this, Database, _ids, _outbox);
        work(session);
        if (!session.HasChanges)
            return false;
        session.WriteEvents();
        // A seed is the same whatever the worlds made from it keep.
        if (!IsSilent)
            _retention.Trim(rows, newest);
        commit.Include(session);
        return true;
    }

    private void StoreState(ClockState clock) => Database.Rows.Update(new WorldState
    {
        Seed = _ids.Seed,
        SeedPosition = _ids.Position,
        ClockMode = clock.Mode,
        ClockSpeed = clock.Speed,
        WorldAnchor = clock.WorldAnchor,
        RealAnchor = clock.RealAnchor,
    });

    /// <summary>What the changes of a transaction come to.</summary>
    private sealed class Commit
    {
        /// <summary>Whether anything is to be kept.</summary>
        public bool IsWanted { get; private set; }

        /// <summary>Whether it is kept.</summary>
        public bool IsMade { get; set; }

        /// <summary>The earliest due instant of what was scheduled.</summary>
        public DateTimeOffset? EarliestScheduled { get; private set; }

        /// <summary>The instant that the clock is to stand at from then on; null to leave it alone.</summary>
        public DateTimeOffset? ClockTarget { get; private set; }

        public void Include(WorldSession session)
        {
            IsWanted = true;
            ClockTarget = session.ClockTarget ?? ClockTarget;
            IncludeScheduled(session.EarliestScheduled);
        }

        public void Include(Commit other)
        {
            IsMade |= other.IsMade;
            IncludeScheduled(other.EarliestScheduled);
        }

        private void IncludeScheduled(DateTimeOffset? instant)
        {
            if (EarliestScheduled is null || instant < EarliestScheduled)
                EarliestScheduled = instant;
        }
    }
}

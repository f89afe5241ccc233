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
    private long _latestPlace;

    internal World(string name, WorldDatabase database, EmulatorClock clock, IdGenerator ids, IEventOutbox outbox, Retention retention, ChangeFeed feed)
    {
        Name = name;
        Database = database;
        Clock = clock;
        Feed = feed;
        _ids = ids;
        _outbox = outbox;
        _retention = retention;
        _log = new LogFolding(database, _writer);
        Storage = new StorageHealth(System.IO.Path.GetDirectoryName(database.Path)!);
        database.Woken = () => Woken?.Invoke();
    }

    /// <summary>What clients choose it by.</summary>
    public string Name { get; }

    /// <summary>While a world is seeded, nothing that happens in it is announced.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The world's time.</summary>
    public EmulatorClock Clock { get; }

    /// <summary>Whether its storage is well.</summary>
    public StorageHealth Storage { get; }

    /// <summary>How many steps wait aside, because they failed for a reason that lies in what they work on.</summary>
    public int StepsSetAside { get; private set; }

    /// <summary>What slices keep in memory for the world.</summary>
    public required WorldFeatures Features { get; init; }

    /// <summary>Tells those who listen what happens in it.</summary>
    public ChangeFeed Feed { get; }

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

    /// <summary>Whether it has files open.</summary>
    internal bool IsAwake => Database.IsAwake;

    /// <summary>Told when it opens its files again after a rest.</summary>
    internal Action? Woken { get; set; }

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
    /// <exception cref="StorageException">It cannot be stored; nothing of it is.</exception>
    public async Task<T> WriteAsync<T>(Func<WorldSession, T> work, CancellationToken cancellationToken)
    {
        T? result = default;
        var inOrder = InOrder(work);
        var commit = await InTurnAsync(
            () => WriteInTransaction(transaction => Run(session => result = inOrder(session), transaction)), cancellationToken);
        if (commit.IsMade)
            Announce(commit.EarliestScheduled);
        return result!;
    }

    /// <summary>
    /// As <see cref="WriteAsync"/>, but commits the change together with others that wait, where any do: most of what a small
    /// change costs is its commit. Each is still made wholly or not at all, and is committed before its caller hears of it.
    /// </summary>
    /// <param name="work">The change. It may be run a second time, when one that it shared a transaction with failed; what the first run did is taken back.</param>
    /// <param name="cancellationToken">Gives up waiting for the turn.</param>
    public Task<T> WriteTogetherAsync<T>(Func<WorldSession, T> work, CancellationToken cancellationToken)
    {
        var write = new SharedWrite<T>(InOrder(work), cancellationToken);
        if (_shared.Add(write))
            _ = WriteSharedAsync();
        return write.Done;
    }

    /// <summary>Begins to listen to what happens from now on, or from where somebody left off; dispose of what it gives.</summary>
    public Task<FeedReader> ListenAsync(string? after, CancellationToken cancellationToken) =>
        InTurnAsync(() => Feed.Listen(after), cancellationToken);

    /// <summary>The next place among the changes of the world.</summary>
    public long NextPlace() => Interlocked.Increment(ref _latestPlace);

    /// <summary>Makes those of some indexes that are not there, where they can be made. Nothing that the world holds changes.</summary>
    internal Task TryCreateAsync(IReadOnlyList<LateIndex> indexes, CancellationToken cancellationToken) => InTurnAsync(
        () =>
        {
            foreach (var index in indexes)
                Database.TryCreate(index);
            _log.BeginIfLong();
        },
        cancellationToken);

    /// <summary>Sets the clock, once its new state is stored. It moves under the writer gate, so no session sees it move.</summary>
    internal async Task SetClockAsync(Func<EmulatorClock, ClockState> next, CancellationToken cancellationToken)
    {
        await InTurnAsync(
            () =>
            {
                var state = next(Clock);
                StoreState(state);
                Clock.Restore(state);
                Feed.Tell(UnstoredKinds.Clock, ChangeSort.Changed);
            },
            cancellationToken);
        Announce(DateTimeOffset.MinValue);
    }

    /// <summary>
    /// Makes the world a copy of the one in a file: data, due work, deliveries, clock and generator. Readers see what was
    /// before or what is after.
    /// </summary>
    internal async Task ReplaceWithAsync(string file, WorldStart start, CancellationToken cancellationToken)
    {
        await InTurnAsync(
            () =>
            {
                Database.CopyFrom(file);
                Storage.Renewed();
                Features.Reset();
                // Under the same turn: nobody may write to the fresh data at the old time.
                Begin(start);
                Feed.Replaced();
                _log.BeginIfLong();
            },
            cancellationToken);
        Announce(DateTimeOffset.MinValue);
    }

    /// <summary>Whether it is a copy of a seed whose clock was never set: the process ended at just that moment.</summary>
    internal bool HasNotBegun => Database.ReadState().WorldAnchor == default;

    /// <summary>Takes over the clock and the generator of a database that was copied, or begins with others.</summary>
    internal void Begin(WorldStart start)
    {
        var state = Database.ReadState();
        _ids.Restore(start.Seed ?? state.Seed, state.SeedPosition);
        Clock.Restore(start.Clock is { } clock ? Clock.Started(clock) : Clock.Continued(state.Clock));
        Features.Begin(new WorldBeginning(start, _ids.Seed, Clock.State));
        using (var reader = OpenSqlReader())
            Features.TakeUp(CarriedState.Read(reader));
        if (state.WorldAnchor == default)
            SeededPast.LayBefore(Database, Clock.GetUtcNow());
        CountStepsSetAside();
        // What cannot be stored now is stored with the next change.
        StoreState(Clock.State);
    }

    /// <summary>Copies what is committed, with the clock as it stands, into a file.</summary>
    internal Task CopyToAsync(string file, CancellationToken cancellationToken) => InTurnAsync(
        () =>
        {
            StoreState(Clock.Settled());
            Database.CopyTo(file, Features.Carry());
        },
        cancellationToken);

    /// <summary>Looks whether the storage is well again, where it was not.</summary>
    /// <param name="patience">How long to wait for the turn.</param>
    /// <returns>What is wrong with it; null when it is well.</returns>
    internal async Task<StorageFailure?> LookAtStorageAsync(TimeSpan patience)
    {
        if (Storage.Failure is null || !await _writer.WaitAsync(patience))
            return Storage.Failure;
        try
        {
            StoreState(Clock.State);
        }
        catch (Exception exception) when (Storage.Note(exception))
        {
            // Not yet.
        }
        finally
        {
            _ = _writer.Release();
        }

        return Storage.Failure;
    }

    /// <summary>Counts anew what is set aside, for those who ask how the world is.</summary>
    internal void CountStepsSetAside()
    {
        using var reader = OpenSqlReader();
        StepsSetAside = reader.StepsSetAside();
    }

    /// <summary>Gives back its files and most of its memory until it is used again. What slices keep in memory stays.</summary>
    internal async Task RestAsync(CancellationToken cancellationToken)
    {
        await _log.Ended;
        await InTurnAsync(Database.Rest, cancellationToken);
    }

    /// <summary>Closes one that could not be brought up.</summary>
    internal void Abandon() => Database.Dispose();

    internal async Task CloseAsync()
    {
        await _log.Ended;
        Features.Reset();
        Feed.Close();
        Database.Dispose();
        _writer.Dispose();
    }

    /// <summary>A change that tells its call, if that wants to know, where it stands among the others.</summary>
    private Func<WorldSession, T> InOrder<T>(Func<WorldSession, T> work) => CallOrder.Current is not { } order ? work : session =>
    {
        order.Place = NextPlace();
        return work(session);
    };

    private async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        var asked = Telemetry.BeginWait();
        await _writer.WaitAsync(cancellationToken);
        Telemetry.Waited(asked);
        try
        {
            return work();
        }
        catch (Exception exception) when (Storage.Note(exception))
        {
            throw Storage.Explain(exception);
        }
        finally
        {
            _ = _writer.Release();
        }
    }

    private Task<bool> InTurnAsync(Action work, CancellationToken cancellationToken) => InTurnAsync(
        () =>
        {
            work();
            return true;
        },
        cancellationToken);

    private void Announce(DateTimeOffset? earliestScheduled)
    {
        Committed.Notify();
        if (earliestScheduled < EngineSleepsUntil)
            WorkScheduled.Notify();
    }

    /// <summary>Makes the changes that wait to be made together, and lets others in between one transaction and the next.</summary>
    private async Task WriteSharedAsync()
    {
        var asked = Telemetry.BeginWait();
        await _writer.WaitAsync();
        Telemetry.Waited(asked);
        var commit = new Commit();
        try
        {
            commit = Write(_shared.Take(MostWritesTogether));
        }
        finally
        {
            _ = _writer.Release();
            if (commit.IsMade)
                Announce(commit.EarliestScheduled);
            // Not here: the first of the callers whose changes were made waits for this to end.
            if (!_shared.TryEnd())
                _ = Task.Run(WriteSharedAsync);
        }
    }

    /// <summary>Makes changes, together where that goes; their callers hear of it.</summary>
    private Commit Write(List<SharedWrite> writes)
    {
        if (writes.Count > 1)
        {
            try
            {
                var commit = WriteTogether(writes);
                writes.ForEach(write => write.Complete());
                return commit;
            }
            catch (Exception exception) when (Storage.Note(exception))
            {
                // None of them can be stored now, and none waits for the others to find that out.
                writes.ForEach(write => write.Fail(Storage.Explain(exception)));
                return new Commit();
            }
            catch (Exception)
            {
                // Each is tried alone, and the one at fault fails again.
            }
        }

        return WriteEachAlone(writes);
    }

    /// <summary>Makes changes in one transaction.</summary>
    /// <exception cref="Exception">One of them failed, or is not to be kept after all; none of them is made.</exception>
    private Commit WriteTogether(List<SharedWrite> writes) => WriteInTransaction(commit =>
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

    private Commit WriteEachAlone(List<SharedWrite> writes)
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
                write.Fail(Storage.Note(exception) ? Storage.Explain(exception) : exception);
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
        var watch = Feed.Watch();
        rows.Begin();
        rows.Watcher = watch;
        try
        {
            work(commit);
            if (commit.IsWanted)
            {
                StoreState(commit.ClockTarget is { } instant ? Clock.State with { WorldAnchor = instant } : Clock.State);
                rows.Commit();
                commit.IsMade = true;
                Storage.Stored();
                _log.BeginIfLong();
                var movesClock = commit.ClockTarget is { } target && target != Clock.GetUtcNow();
                if (commit.ClockTarget is { } reached)
                    Clock.Hold(reached);
                if (watch is not null)
                    Feed.Committed(watch, movesClock);
            }

            return commit;
        }
        finally
        {
            rows.Watcher = null;
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

    private void StoreState(ClockState clock)
    {
        Database.Rows.Update(new WorldState
        {
            Seed = _ids.Seed,
            SeedPosition = _ids.Position,
            ClockMode = clock.Mode,
            ClockSpeed = clock.Speed,
            WorldAnchor = clock.WorldAnchor,
            RealAnchor = clock.RealAnchor,
        });
        Storage.Stored();
    }

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

using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Faults;
using NoyoEmulator.Inbox;
using NoyoEmulator.Journal;
using NoyoEmulator.Persistence;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Simulation;

/// <summary>
/// One isolated emulated Noyo: a database, a clock and a generator. Whatever changes it goes through
/// <c>WriteAsync</c>, one at a time; whatever reads it opens a reader and sees committed state only.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Closed asynchronously; injection must not dispose it.")]
internal sealed class World
{
    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly IdGenerator _ids;
    private long _engineSleepsUntil = DateTimeOffset.MaxValue.UtcTicks;

    internal World(string name, WorldDatabase database, EmulatorClock clock, IdGenerator ids)
    {
        Name = name;
        Database = database;
        Clock = clock;
        _ids = ids;
    }

    /// <summary>What clients choose it by.</summary>
    public string Name { get; }

    /// <summary>While a world is seeded, nothing that happens in it is announced.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The world's time.</summary>
    public EmulatorClock Clock { get; }

    /// <summary>What goes wrong with requests.</summary>
    public FaultList Faults { get; } = new();

    /// <summary>The latest requests.</summary>
    public RequestJournal Journal { get; init; } = new(RequestJournal.DefaultCapacity);

    /// <summary>The receivers of webhooks inside the emulator.</summary>
    public InboxList Inboxes { get; } = new();

    /// <summary>Beats after every commit.</summary>
    public Pulse Committed { get; } = new();

    /// <summary>Beats when work may have become due earlier than the engine expects.</summary>
    internal Pulse WorkScheduled { get; } = new();

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
    public async Task<T> WriteAsync<T>(Func<WorldSession, Task<T>> work, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        var db = Database.Writer;
        var position = _ids.Position;
        var committed = false;
        DateTimeOffset? earliestScheduled = null;
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
            var session = new WorldSession(this, db, _ids);
            var result = await work(session);
            if (!session.IsDiscarded && (session.HasChanges || session.IsFlushed))
            {
                await SaveAsync(session);
                await StoreStateAsync(db);
                await transaction.CommitAsync(CancellationToken.None);
                committed = true;
                earliestScheduled = session.EarliestScheduled;
            }

            return result;
        }
        finally
        {
            db.ChangeTracker.Clear();
            if (!committed)
                _ids.Rewind(position);
            _writer.Release();
            if (committed)
                Announce(earliestScheduled);
        }
    }

    /// <summary>Saves what the session changed so far, still uncommitted, so that later queries of the session see it.</summary>
    internal static async Task FlushAsync(WorldSession session)
    {
        await SaveAsync(session);
        session.IsFlushed = true;
        session.Db.ChangeTracker.Clear();
    }

    /// <summary>Adds an index that the schema does not have from the beginning, where it can be made. Nothing that the world holds changes.</summary>
    internal async Task TryCreateIndexAsync(string definition, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            await Database.TryCreateIndexAsync(definition);
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>Changes the clock and stores its state. The clock moves under the writer gate, so no session sees it move.</summary>
    internal async Task SetClockAsync(Action<EmulatorClock> change, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            change(Clock);
            _ = await StoreStateAsync(Database.Writer);
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
    internal async Task BecomeAsync(string file, WorldStart start, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            Database.CopyFrom(file);
            // Under the same turn: nobody may write to the fresh data at the old time.
            await BeginAsync(start);
            Faults.Reset();
            Journal.Reset();
            Inboxes.Reset();
        }
        finally
        {
            _writer.Release();
        }

        Announce(DateTimeOffset.MinValue);
    }

    /// <summary>Takes over the clock and the generator of a database that was copied, or begins with others.</summary>
    internal async Task BeginAsync(WorldStart start)
    {
        var state = await Database.ReadStateAsync(CancellationToken.None);
        _ids.Restore(start.Seed ?? state.Seed, start.Seed is null ? state.SeedPosition : 0);
        if (start.Clock is { } clock)
            Clock.Start(clock);
        else
            Clock.Continue(state.Clock);
        _ = await StoreStateAsync(Database.Writer);
    }

    /// <summary>Copies what is committed, with the clock as it stands, into a file.</summary>
    internal async Task CopyToAsync(string file, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            Clock.Continue(Clock.State with { WorldAnchor = Clock.GetUtcNow() });
            _ = await StoreStateAsync(Database.Writer);
            Database.CopyTo(file);
        }
        finally
        {
            _writer.Release();
        }
    }

    internal async ValueTask CloseAsync()
    {
        await Database.DisposeAsync();
        _writer.Dispose();
    }

    private void Announce(DateTimeOffset? earliestScheduled)
    {
        Committed.Beat();
        if (earliestScheduled < EngineSleepsUntil)
            WorkScheduled.Beat();
    }

    private static async Task SaveAsync(WorldSession session)
    {
        await EventOutbox.WriteAsync(session);
        session.ClearEvents();
        _ = await session.Db.SaveChangesAsync(CancellationToken.None);
    }

    private Task<int> StoreStateAsync(EmulatorDbContext db)
    {
        var clock = Clock.State;
        return db.WorldState.ExecuteUpdateAsync(
            row => row
                .SetProperty(state => state.Seed, _ids.Seed)
                .SetProperty(state => state.SeedPosition, _ids.Position)
                .SetProperty(state => state.ClockMode, clock.Mode)
                .SetProperty(state => state.ClockSpeed, clock.Speed)
                .SetProperty(state => state.WorldAnchor, clock.WorldAnchor)
                .SetProperty(state => state.RealAnchor, clock.RealAnchor),
            CancellationToken.None);
    }
}

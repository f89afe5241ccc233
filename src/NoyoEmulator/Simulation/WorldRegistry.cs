using System.Collections.Concurrent;
using NoyoEmulator.Configuration;
using NoyoEmulator.Journal;
using NoyoEmulator.Persistence;
using NoyoEmulator.Seeding;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Simulation;

/// <summary>A world and what runs it.</summary>
internal sealed record RunningWorld(World World, WorldEngine Engine, Task Loop);

/// <summary>The worlds of this process, by name. <see cref="DefaultName"/> always exists.</summary>
internal sealed class WorldRegistry(
    EmulatorOptions options,
    IEnumerable<IWorkHandler> handlers,
    DeliveryAttempts attempts,
    SeedLoader seeds,
    TimeProvider realTime,
    ILoggerFactory loggers) : IDisposable
{
    /// <summary>The world of everybody who names no other.</summary>
    public const string DefaultName = "default";

    private readonly ConcurrentDictionary<string, RunningWorld> _worlds = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<WorkKind, IWorkHandler> _handlers = handlers.ToDictionary(handler => handler.Kind);
    private readonly Lock _closingLock = new();
    private DataFolder? _folder;
    private Task? _closing;

    /// <summary>The names of the worlds that exist.</summary>
    public IReadOnlyList<string> Names => [.. _worlds.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The world of a name; null when there is none.</summary>
    public RunningWorld? Find(string name) => _worlds.GetValueOrDefault(name);

    /// <summary>Why the registry cannot serve requests; null when it can.</summary>
    public string? NotReadyReason => _worlds.IsEmpty
        ? "the default world is not open yet"
        : _worlds.Values.Select(running => running.Engine.Failure).FirstOrDefault(failure => failure is not null);

    /// <summary>Opens the default world, seeding it where it is new, and starts its engine.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _folder = DataFolder.Open(options);
        var seed = await BuildSeedAsync(_folder.PathOf($"{DefaultName}.seed.db"), cancellationToken);
        var path = _folder.PathOf($"{DefaultName}.db");
        var isNew = !File.Exists(path) || new FileInfo(path).Length == 0;
        if (isNew)
            WorldDatabase.Copy(seed, path);

        var (database, _) = await WorldDatabase.OpenAsync(path, options.Storage == StorageMode.File, cancellationToken);
        var world = await OpenWorldAsync(DefaultName, database, seed, cancellationToken);
        if (isNew)
            await world.SetClockAsync(StartClock, cancellationToken);
        Start(world);
    }

    /// <summary>Puts a world back to its seed, with its clock as at the start.</summary>
    public Task ResetAsync(RunningWorld running, CancellationToken cancellationToken) =>
        running.Engine.WhileIdleAsync(() => running.World.ResetAsync(StartClock, cancellationToken), breakOff: true, cancellationToken);

    /// <summary>Stops the engines and closes the databases, once, however often and by however many it is asked for.</summary>
    public Task CloseAsync()
    {
        lock (_closingLock)
            return _closing ??= CloseAllAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        // Left open by a start that failed.
        _folder?.Dispose();
    }

    private async Task CloseAllAsync()
    {
        await _stopping.CancelAsync();
        foreach (var running in _worlds.Values)
        {
            await running.Loop;
            await CloseAsync(running);
        }

        _worlds.Clear();
        _folder?.Dispose();
        _folder = null;
    }

    private static async Task CloseAsync(RunningWorld running)
    {
        await running.Engine.EndAsync();
        running.Engine.Dispose();
        await running.World.CloseAsync();
    }

    private void StartClock(EmulatorClock clock) =>
        clock.Set(options.ClockMode, options.ClockSpeed, options.ClockNow ?? realTime.GetUtcNow());

    private void Start(World world)
    {
        var engine = NewEngine(world);
        _worlds[world.Name] = new RunningWorld(world, engine, Task.Run(() => engine.RunAsync(_stopping.Token), CancellationToken.None));
    }

    private WorldEngine NewEngine(World world)
    {
        var dispatcher = new WebhookDispatcher(world, attempts, loggers.CreateLogger<WebhookDispatcher>());
        return new WorldEngine(world, _handlers, dispatcher, loggers.CreateLogger<WorldEngine>());
    }

    private async Task<World> OpenWorldAsync(
        string name, WorldDatabase database, string? seedCopy, CancellationToken cancellationToken, bool isSilent = false)
    {
        var state = await database.ReadStateAsync(cancellationToken);
        var clock = new EmulatorClock(realTime);
        clock.Restore(state.Clock);
        return new World(name, database, clock, new IdGenerator(state.Seed, state.SeedPosition), seedCopy)
        {
            IsSilent = isSilent,
            Journal = new RequestJournal(options.JournalCapacity),
        };
    }

    /// <summary>
    /// Builds the database that new worlds are copies of and resets go back to, unless the one that is there was built from
    /// the same seed.
    /// </summary>
    private async Task<string> BuildSeedAsync(string path, CancellationToken cancellationToken)
    {
        var stamp = path + ".stamp";
        var seed = seeds.Load(options.SeedFile);
        if (File.Exists(path) && File.Exists(stamp) && await File.ReadAllTextAsync(stamp, cancellationToken) == seed.Fingerprint)
            return path;

        File.Delete(stamp);
        WorldDatabase.Delete(path);
        var (database, _) = await WorldDatabase.OpenAsync(path, durable: false, cancellationToken);
        await database.InitializeStateAsync(DefaultName, cancellationToken);
        var world = await OpenWorldAsync(DefaultName, database, seedCopy: null, cancellationToken, isSilent: true);
        var engine = NewEngine(world);
        try
        {
            await seeds.ApplyAsync(seed, world, engine, cancellationToken);
        }
        finally
        {
            engine.Dispose();
            await world.CloseAsync();
        }

        await File.WriteAllTextAsync(stamp, seed.Fingerprint, cancellationToken);
        return path;
    }
}

using NoyoEmulator.Configuration;
using NoyoEmulator.Journal;
using NoyoEmulator.Persistence;
using NoyoEmulator.Seeding;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Simulation;

/// <summary>Opens the databases of worlds, builds those of seeds, and makes the engines.</summary>
internal sealed class WorldFactory(
    EmulatorOptions options,
    IEnumerable<IWorkHandler> handlers,
    DeliveryAttempts attempts,
    SeedLoader seeds,
    TimeProvider realTime,
    ILoggerFactory loggers)
{
    private readonly Dictionary<WorkKind, IWorkHandler> _handlers = handlers.ToDictionary(handler => handler.Kind);

    /// <summary>The clock of a world that was given none.</summary>
    public ClockStart DefaultClock => new(options.ClockMode, options.ClockSpeed, options.ClockNow);

    /// <summary>Opens a world's database and takes up its clock where the process left it.</summary>
    public async Task<World> OpenAsync(string name, string file, CancellationToken cancellationToken)
    {
        var (database, _) = await WorldDatabase.OpenAsync(file, options.Storage == StorageMode.File, cancellationToken);
        return await OpenAsync(name, database, isSilent: false, cancellationToken);
    }

    /// <summary>An engine for a world.</summary>
    public WorldEngine NewEngine(World world)
    {
        var dispatcher = new WebhookDispatcher(world, attempts, loggers.CreateLogger<WebhookDispatcher>());
        return new WorldEngine(world, _handlers, dispatcher, realTime, loggers.CreateLogger<WorldEngine>());
    }

    /// <summary>
    /// Builds the database that new worlds are copies of and resets go back to, unless the one that is there was built from
    /// the same seed.
    /// </summary>
    public async Task PrepareSeedAsync(string file, CancellationToken cancellationToken)
    {
        var stamp = file + ".stamp";
        var seed = seeds.Load(options.SeedFile);
        if (File.Exists(file) && File.Exists(stamp) && await File.ReadAllTextAsync(stamp, cancellationToken) == seed.Fingerprint)
            return;
        File.Delete(stamp);
        await BuildAsync(seed, file, cancellationToken);
        await File.WriteAllTextAsync(stamp, seed.Fingerprint, cancellationToken);
    }

    /// <summary>Builds the database of a seed, in the place of one that is there.</summary>
    /// <exception cref="ConfigurationException">The parts of the seed do not fit together.</exception>
    public async Task BuildAsync(Seed seed, string file, CancellationToken cancellationToken)
    {
        WorldDatabase.Delete(file);
        var (database, _) = await WorldDatabase.OpenAsync(file, durable: false, cancellationToken);
        await database.InitializeStateAsync(WorldRegistry.DefaultName, cancellationToken);
        var world = await OpenAsync(WorldRegistry.DefaultName, database, isSilent: true, cancellationToken);
        using var engine = NewEngine(world);
        try
        {
            await seeds.ApplyAsync(seed, world, engine, cancellationToken);
        }
        finally
        {
            await world.CloseAsync();
        }

        WorldDatabase.Seal(file);
    }

    private async Task<World> OpenAsync(string name, WorldDatabase database, bool isSilent, CancellationToken cancellationToken)
    {
        var state = await database.ReadStateAsync(cancellationToken);
        var clock = new EmulatorClock(realTime);
        clock.Restore(state.Clock);
        return new World(name, database, clock, new IdGenerator(state.Seed, state.SeedPosition))
        {
            IsSilent = isSilent,
            Journal = new RequestJournal(options.JournalCapacity),
        };
    }
}

using NoyoEmulator.Configuration;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>Opens the databases of worlds, builds those of seeds, and makes the engines.</summary>
internal sealed class WorldFactory(
    EmulatorOptions options,
    IEnumerable<IWorkHandler> handlers,
    IEnumerable<WorldFeatureFactory> features,
    IEventOutbox outbox,
    OutboundWorkFactory outbound,
    IDefaultSeed seed,
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
    public WorldEngine NewEngine(World world) =>
        new(world, _handlers, outbound(world), realTime, loggers.CreateLogger<WorldEngine>());

    /// <summary>
    /// Provides the database that new worlds are copies of and resets go back to: the one that is there, or the one that came
    /// with the program, where it was made from the same seed; else it is built.
    /// </summary>
    public async Task PrepareSeedAsync(string file, CancellationToken cancellationToken)
    {
        var fingerprint = seed.Fingerprint;
        if (await IsOfAsync(fingerprint, file, cancellationToken))
            return;
        File.Delete(Stamp(file));
        if (await IsOfAsync(fingerprint, ShippedSeed, cancellationToken))
            await TakeOverAsync(ShippedSeed, file, cancellationToken);
        else
            await BuildAsync(seed.Load(), file, cancellationToken);
        await File.WriteAllTextAsync(Stamp(file), fingerprint, cancellationToken);
    }

    /// <summary>Builds the database of a seed, in the place of one that is there.</summary>
    /// <exception cref="ConfigurationException">The parts of the seed do not fit together.</exception>
    public async Task BuildAsync(IWorldSeed content, string file, CancellationToken cancellationToken)
    {
        WorldDatabase.Delete(file);
        var (database, _) = await WorldDatabase.OpenAsync(file, durable: false, cancellationToken);
        await database.InitializeStateAsync(WorldRegistry.DefaultName, cancellationToken);
        var world = await OpenAsync(WorldRegistry.DefaultName, database, isSilent: true, cancellationToken);
        using var engine = NewEngine(world);
        try
        {
            await content.FillAsync(world, engine, cancellationToken);
        }
        finally
        {
            await world.CloseAsync();
        }

        WorldDatabase.Seal(file);
    }

    private static string ShippedSeed => Path.Combine(AppContext.BaseDirectory, "seed.db");

    private static string Stamp(string file) => file + ".stamp";

    private static async Task<bool> IsOfAsync(string fingerprint, string file, CancellationToken cancellationToken) =>
        File.Exists(file) && File.Exists(Stamp(file)) && await File.ReadAllTextAsync(Stamp(file), cancellationToken) == fingerprint;

    /// <summary>Copies the content alone: programs may be installed read-only, data must not be.</summary>
    private static async Task TakeOverAsync(string shipped, string file, CancellationToken cancellationToken)
    {
        WorldDatabase.Delete(file);
        await using var source = File.OpenRead(shipped);
        await using var target = File.Create(file);
        await source.CopyToAsync(target, cancellationToken);
    }

    private async Task<World> OpenAsync(string name, WorldDatabase database, bool isSilent, CancellationToken cancellationToken)
    {
        var state = await database.ReadStateAsync(cancellationToken);
        var clock = new EmulatorClock(realTime);
        clock.Restore(state.Clock);
        return new World(name, database, clock, new IdGenerator(state.Seed, state.SeedPosition))
        {
            IsSilent = isSilent,
            Features = new WorldFeatures(features),
            Outbox = outbox,
        };
    }
}

using System.Text;
using NoyoEmulator.Configuration;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>Opens the databases of worlds, builds those of seeds, and makes the engines.</summary>
internal sealed class WorldFactory(
    EmulatorOptions options,
    IEnumerable<IWorkHandler> handlers,
    IEventOutbox outbox,
    Retention retention,
    DeliveriesFactory deliveries,
    IEnumerable<WorldFeatureFactory> features,
    IDefaultSeed defaultSeed,
    IToldRows toldRows,
    TimeProvider realTime,
    StorageLog storageLog,
    ILoggerFactory loggers)
{
    private readonly Dictionary<WorkKind, IWorkHandler> _handlers = handlers
        .SelectMany(handler => handler.Kinds, (handler, kind) => (handler, kind)).ToDictionary(pair => pair.kind, pair => pair.handler);

    /// <summary>The clock of a world that was given none.</summary>
    public ClockStart DefaultClock => new(options.ClockMode, options.ClockSpeed, options.ClockNow);

    /// <summary>Opens a world's database and takes up its clock where the process left it.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="file">The database.</param>
    /// <param name="check">Whether to look at all of it first, where that is configured.</param>
    public World Open(string name, string file, bool check = true)
    {
        var (database, _) = WorldDatabase.Open(file, options.Storage == StorageMode.File, check && options.CheckDatabases, options.LockTimeout);
        return Open(name, database, isSilent: false);
    }

    /// <summary>How long until something is to be done in a world that is not open; null for never. It is opened for the moment only.</summary>
    public TimeSpan? WakesIn(string file)
    {
        using var reader = WorldDatabase.Peek(file);
        var clock = new EmulatorClock(realTime);
        clock.Restore(reader.Where<WorldState>("id = ?", WorldState.OnlyId)[0].Clock);
        return reader.NextDue(DateTimeOffset.MinValue) is { } due ? clock.RealTimeUntil(due) : null;
    }

    /// <summary>An engine for a world.</summary>
    public WorldEngine NewEngine(World world)
    {
        var steps = new StepRunner(world, _handlers, loggers.CreateLogger<StepRunner>());
        return new WorldEngine(world, steps, deliveries(world), realTime, storageLog, loggers.CreateLogger<WorldEngine>());
    }

    /// <summary>
    /// Provides the database that new worlds are copies of and resets go back to: the one that is there, or the one that came
    /// with the program, where it was made from the same seed; else it is built.
    /// </summary>
    public async Task PrepareSeedAsync(string file, CancellationToken cancellationToken)
    {
        var fingerprint = defaultSeed.Fingerprint;
        if (IsOf(fingerprint, file))
            return;
        File.Delete(Stamp(file));
        if (IsOf(fingerprint, ShippedSeed))
            TakeOver(ShippedSeed, file);
        else
            await BuildAsync(defaultSeed.Load(), file, cancellationToken);
        PrivateFiles.Replace(Stamp(file), stream => stream.Write(Encoding.UTF8.GetBytes(fingerprint)));
    }

    /// <summary>Provides a database to ship with the program, which any user may run.</summary>
    public async Task PrepareShippedSeedAsync(string file, CancellationToken cancellationToken)
    {
        await PrepareSeedAsync(file, cancellationToken);
        PrivateFiles.Share(file);
        PrivateFiles.Share(Stamp(file));
    }

    /// <summary>Builds the database of a seed, in the place of one that is there.</summary>
    /// <exception cref="ConfigurationException">The parts of the seed do not fit together.</exception>
    public async Task BuildAsync(IWorldSeed seed, string file, CancellationToken cancellationToken)
    {
        WorldDatabase.Delete(file);
        var (database, _) = WorldDatabase.Open(file, durable: false);
        database.InitializeState(WorldRegistry.DefaultName);
        var world = Open(WorldRegistry.DefaultName, database, isSilent: true);
        using var engine = NewEngine(world);
        try
        {
            await seed.FillAsync(world, engine, cancellationToken);
            database.ForgetClock();
        }
        finally
        {
            await world.CloseAsync();
        }

        WorldDatabase.MakeSingleFile(file);
    }

    /// <summary>The database of the default data that came with the program, if one did.</summary>
    public static string ShippedSeed => Path.Combine(AppContext.BaseDirectory, "seed.db");

    private static string Stamp(string file) => file + ".stamp";

    private static bool IsOf(string fingerprint, string file) =>
        File.Exists(file) && File.Exists(Stamp(file)) && File.ReadAllText(Stamp(file)) == fingerprint;

    /// <summary>Copies the content alone: programs may be installed read-only, data must not be.</summary>
    private static void TakeOver(string shipped, string file)
    {
        WorldDatabase.Delete(file);
        PrivateFiles.Copy(shipped, file);
    }

    private World Open(string name, WorldDatabase database, bool isSilent)
    {
        var state = database.ReadState();
        var clock = new EmulatorClock(realTime);
        clock.Restore(state.Clock);
        var feed = new ChangeFeed(clock, realTime, toldRows);
        var own = new WorldFeatures(features);
        own.TellTo(feed);
        return new World(name, database, clock, new IdGenerator(state.Seed, state.SeedPosition), outbox, retention, feed)
        {
            IsSilent = isSilent,
            Features = own,
        };
    }
}

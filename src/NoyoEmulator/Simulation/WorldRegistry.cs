using System.Collections.Concurrent;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>What a new world is a copy of.</summary>
/// <param name="World">The world to copy.</param>
/// <param name="Checkpoint">A checkpoint of it to copy instead; null for the world as it is.</param>
internal sealed record WorldSource(RunningWorld World, string? Checkpoint);

/// <summary>The worlds of this process, by name. <see cref="DefaultName"/> always exists.</summary>
internal sealed class WorldRegistry(WorldFactory factory, Configuration.EmulatorOptions options, TimeProvider realTime) : IAsyncDisposable
{
    /// <summary>The world of everybody who names no other.</summary>
    public const string DefaultName = "default";

    private readonly ConcurrentDictionary<string, RunningWorld> _worlds = new(StringComparer.OrdinalIgnoreCase);

    // A name is taken from before its files appear until after they are gone.
    private readonly ConcurrentDictionary<string, byte> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _lock = new();
    private DataFolder? _folder;
    private Task? _opening;
    private Task? _closing;

    /// <summary>Tells that a world was created or deleted.</summary>
    public ChangeSignal Changed { get; } = new();

    /// <summary>The worlds that exist, by name.</summary>
    public IReadOnlyList<RunningWorld> Worlds =>
        [.. _worlds.Values.OrderBy(running => running.World.Name, StringComparer.OrdinalIgnoreCase)];

    public IReadOnlyList<string> Names => [.. Worlds.Select(running => running.World.Name)];

    /// <summary>Why the registry cannot serve requests; null when it can.</summary>
    public string? NotReadyReason => _worlds.IsEmpty
        ? "the default world is not open yet"
        : _worlds.Values.Select(running => running.Engine.Failure).FirstOrDefault(failure => failure is not null);

    private DataFolder Folder => _folder ?? throw new InvalidOperationException("The registry is not open.");

    private string SeedFile => Folder.PathOf("seed.db");

    public RunningWorld? Find(string name) => _worlds.GetValueOrDefault(name);

    /// <summary>
    /// Opens the worlds that are there, creating the default one where it is not, and starts their engines; once, however often
    /// it is called. It goes on beside its callers, who need not wait.
    /// </summary>
    public Task OpenAsync()
    {
        lock (_lock)
            return _opening ??= Task.Run(OpenAllAsync);
    }

    /// <summary>Creates a world and starts its engine.</summary>
    /// <param name="name">What it is to be called.</param>
    /// <param name="source">What it is a copy of; null for the seed.</param>
    /// <param name="start">Where its clock and its ids begin.</param>
    /// <param name="timeToLive">How long it may stay unused; null for ever.</param>
    /// <param name="cancellationToken">Gives up; nothing is left.</param>
    /// <returns>The world; null when the name is taken.</returns>
    /// <exception cref="CheckpointMissingException">The source has no such checkpoint.</exception>
    public async Task<RunningWorld?> CreateAsync(
        string name, WorldSource? source, WorldStart start, TimeSpan? timeToLive, CancellationToken cancellationToken)
    {
        if (!_taken.TryAdd(name, 0))
            return null;
        var folder = Folder.WorldFolder(name);
        try
        {
            folder.Create();
            await CopyAsync(source, folder, cancellationToken);
            var world = factory.Open(name, folder.Database);
            var registration = new WorldRegistration(realTime.GetUtcNow(), timeToLive, start);
            world.Begin(EffectiveStart(folder, registration));
            registration.Write(folder.Registration);
            return Start(world, folder, registration);
        }
        catch
        {
            folder.Delete();
            _ = _taken.TryRemove(name, out _);
            throw;
        }
    }

    /// <summary>Ends a world and removes its files.</summary>
    /// <returns>False when there is none of that name.</returns>
    public async Task<bool> DeleteAsync(string name)
    {
        if (!_worlds.TryRemove(name, out var running))
            return false;
        await running.CloseAsync(atOnce: true);
        running.Folder.Delete();
        _ = _taken.TryRemove(name, out _);
        Changed.Notify();
        return true;
    }

    /// <summary>Puts a world back to how it was created, with its clock and its ids as at the start.</summary>
    public Task ResetAsync(RunningWorld running, CancellationToken cancellationToken) => running.Engine.WhileIdleAsync(
        () => running.World.ReplaceWithAsync(
            OriginOf(running.Folder), EffectiveStart(running.Folder, running.Registration), cancellationToken),
        breakOff: true,
        cancellationToken);

    /// <summary>Makes a world begin anew with a seed of its own, to which resets go back from now on.</summary>
    /// <exception cref="Configuration.ConfigurationException">
    /// The parts of the seed do not fit together; the world is as it was.
    /// </exception>
    public async Task ReseedAsync(RunningWorld running, IWorldSeed seed, CancellationToken cancellationToken)
    {
        var draft = $"{running.Folder.Seed}.{IdGenerator.NewSeed()}";
        try
        {
            await factory.BuildAsync(seed, draft, cancellationToken);
            await running.Engine.WhileIdleAsync(
                async () =>
                {
                    File.Move(draft, running.Folder.Seed, overwrite: true);
                    File.Delete(running.Folder.Origin);
                    await running.World.ReplaceWithAsync(
                        running.Folder.Seed, EffectiveStart(running.Folder, running.Registration), CancellationToken.None);
                },
                breakOff: true,
                cancellationToken);
        }
        finally
        {
            WorldDatabase.Delete(draft);
        }
    }

    /// <summary>Puts a copy of the world aside, in the place of one of that name.</summary>
    /// <returns>The checkpoint, and whether there was none of that name before.</returns>
    public static async Task<(Checkpoint Saved, bool IsNew)> SaveCheckpointAsync(
        RunningWorld running, string name, CancellationToken cancellationToken)
    {
        (Checkpoint Saved, bool IsNew)? outcome = null;
        await running.Engine.BetweenStepsAsync(
            async () =>
            {
                var isNew = running.Folder.FindCheckpoint(name) is null;
                await running.World.CopyToAsync(running.Folder.CheckpointFile(name), cancellationToken);
                outcome = (running.Folder.FindCheckpoint(name)!, isNew);
            },
            cancellationToken);
        return outcome!.Value;
    }

    /// <summary>Makes a world what it was when a checkpoint was saved.</summary>
    /// <returns>False when there is no such checkpoint any more.</returns>
    public static async Task<bool> RestoreCheckpointAsync(RunningWorld running, string name, CancellationToken cancellationToken)
    {
        var exists = false;
        await running.Engine.WhileIdleAsync(
            async () =>
            {
                exists = running.Folder.FindCheckpoint(name) is not null;
                if (exists)
                    await running.World.ReplaceWithAsync(running.Folder.CheckpointFile(name), WorldStart.AsCopied, cancellationToken);
            },
            breakOff: true,
            cancellationToken);
        return exists;
    }

    /// <summary>Forgets a checkpoint.</summary>
    /// <returns>False when there is none of that name.</returns>
    public static async Task<bool> DeleteCheckpointAsync(RunningWorld running, string name, CancellationToken cancellationToken)
    {
        var exists = false;
        await running.Engine.BetweenStepsAsync(
            () =>
            {
                exists = running.Folder.FindCheckpoint(name) is not null;
                running.Folder.DeleteCheckpoint(name);
                return Task.CompletedTask;
            },
            cancellationToken);
        return exists;
    }

    /// <summary>Stops the engines and closes the databases, once, however often and by however many it is asked for.</summary>
    public Task CloseAsync()
    {
        lock (_lock)
            return _closing ??= CloseAllAsync();
    }

    /// <summary>Closes what a start that failed left open.</summary>
    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task OpenAllAsync()
    {
        _folder = DataFolder.Open(options);
        await factory.PrepareSeedAsync(SeedFile, CancellationToken.None);
        foreach (var name in Folder.WorldNames)
            Open(name);
        if (!_worlds.ContainsKey(DefaultName))
            _ = await CreateAsync(DefaultName, source: null, WorldStart.AsCopied, timeToLive: null, CancellationToken.None);
    }

    private async Task CloseAllAsync()
    {
        // Whether it failed is told to the one who starts the host.
        await (_opening ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_worlds.Values.Select(running => running.CloseAsync(atOnce: false)));
        _worlds.Clear();
        _folder?.Dispose();
        _folder = null;
    }

    private void Open(string name)
    {
        var folder = Folder.WorldFolder(name);
        var registration = WorldRegistration.Read(folder.Registration);
        if (registration is null && name != DefaultName)
        {
            // Left by a process that ended while it created or deleted the world.
            folder.Delete();
            return;
        }

        var isNew = registration is null;
        if (!File.Exists(folder.Database) || new FileInfo(folder.Database).Length == 0)
        {
            // A database that somebody deleted is a world that somebody wants anew.
            WorldDatabase.Copy(OriginOf(folder), folder.Database);
            isNew = true;
        }

        registration ??= new WorldRegistration(realTime.GetUtcNow(), TimeToLive: null, WorldStart.AsCopied);
        var world = factory.Open(name, folder.Database);
        if (isNew)
        {
            world.Begin(EffectiveStart(folder, registration));
            registration.Write(folder.Registration);
        }

        _ = _taken.TryAdd(name, 0);
        _ = Start(world, folder, registration);
    }

    private RunningWorld Start(World world, WorldFolder folder, WorldRegistration registration)
    {
        var running = new RunningWorld(world, factory.NewEngine(world), folder, registration, realTime);
        _worlds[world.Name] = running;
        Changed.Notify();
        return running;
    }

    private async Task CopyAsync(WorldSource? source, WorldFolder folder, CancellationToken cancellationToken)
    {
        if (source?.Checkpoint is { } checkpoint)
        {
            await source.World.Engine.BetweenStepsAsync(
                () =>
                {
                    if (source.World.Folder.FindCheckpoint(checkpoint) is null)
                        throw new CheckpointMissingException(checkpoint);
                    File.Copy(source.World.Folder.CheckpointFile(checkpoint), folder.Origin);
                    return Task.CompletedTask;
                },
                cancellationToken);
        }
        else if (source is not null)
        {
            await source.World.Engine.BetweenStepsAsync(
                () => source.World.World.CopyToAsync(folder.Origin, cancellationToken), cancellationToken);
        }

        WorldDatabase.Copy(OriginOf(folder), folder.Database);
    }

    private string OriginOf(WorldFolder folder) => File.Exists(folder.Origin) ? folder.Origin
        : File.Exists(folder.Seed) ? folder.Seed
        : SeedFile;

    /// <summary>A copy of the seed has no clock of its own to go on with; a copy of a world has.</summary>
    private WorldStart EffectiveStart(WorldFolder folder, WorldRegistration registration) => File.Exists(folder.Origin)
        ? registration.Start
        : registration.Start with { Clock = registration.Start.Clock ?? factory.DefaultClock };
}

/// <summary>A world has no checkpoint of that name.</summary>
internal sealed class CheckpointMissingException(string name) : Exception($"There is no checkpoint named {name}.");

using System.Collections.Concurrent;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>What a new world is a copy of.</summary>
/// <param name="World">The world to copy.</param>
/// <param name="Checkpoint">A checkpoint of it to copy instead; null for the world as it is.</param>
internal sealed record WorldSource(RunningWorld World, string? Checkpoint);

/// <summary>There are as many worlds as there may be.</summary>
internal sealed class TooManyWorldsException(int most) : Exception($"There are {most} worlds already.")
{
    public int Most => most;
}

/// <summary>Something about a world that its users should know.</summary>
/// <param name="World">The world.</param>
/// <param name="Reason">What it is, as a clause.</param>
/// <param name="IsBroken">Whether requests to the world fail because of it.</param>
internal sealed record WorldProblem(string World, string Reason, bool IsBroken);

/// <summary>
/// The worlds of this process, by name. <see cref="DefaultName"/> always exists. The others are opened when somebody asks for them,
/// and rest when nobody does.
/// </summary>
internal sealed partial class WorldRegistry(
    WorldFactory factory, Configuration.EmulatorOptions options, TimeProvider realTime, StorageLog storageLog, ILogger<WorldRegistry> logger) : IAsyncDisposable
{
    /// <summary>The world of everybody who names no other.</summary>
    public const string DefaultName = "default";

    /// <summary>When what failed is tried again.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, WorldSlot> _worlds = new(StringComparer.OrdinalIgnoreCase);

    // A name is taken from before its files appear until after they are gone. Those of folders that are no worlds' are never free.
    private readonly ConcurrentDictionary<string, byte> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private DataFolder? _folder;
    private Task? _opening;
    private Task? _closing;
    private Task _lookingWhenToWake = Task.CompletedTask;
    private volatile bool _hasLeftOvers;

    /// <summary>Tells that a world was created or deleted, or opened its files.</summary>
    public ChangeSignal Changed { get; } = new();

    /// <summary>The worlds that exist, by name.</summary>
    public IReadOnlyList<WorldSlot> Worlds => [.. _worlds.Values.OrderBy(slot => slot.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>How the clock of a world begins of which nothing else is said.</summary>
    public ClockStart DefaultClock => factory.DefaultClock;

    public IReadOnlyList<string> Names => [.. Worlds.Select(slot => slot.Name)];

    /// <summary>Why the registry cannot serve requests; null when it can.</summary>
    public string? NotReadyReason => _worlds.IsEmpty ? "the default world is not open yet" : null;

    /// <summary>How many worlds there may be.</summary>
    public int MaxWorlds { get; } = options.MaxWorlds ?? OpenFiles.WorldsFor(OpenFiles.ReadLimit());

    private DataFolder Folder => _folder ?? throw new InvalidOperationException("The registry is not open.");

    private string SeedFile => Folder.PathOf("seed.db");

    /// <summary>The world of a name, opened if it was not; null when there is none, or none that can be opened.</summary>
    public RunningWorld? Find(string name) => _worlds.GetValueOrDefault(name)?.Open();

    /// <summary>The place of the world of a name, which may be broken; null when there is none.</summary>
    public WorldSlot? FindSlot(string name) => _worlds.GetValueOrDefault(name);

    /// <summary>Why the world of a name cannot be opened; null where it can, or was not asked for.</summary>
    public string? WhyBroken(string name) => _worlds.GetValueOrDefault(name) is { Running: null, Broken: { } reason } ? reason : null;

    /// <summary>What is wrong with the worlds that were asked for, after another look.</summary>
    /// <param name="name">The one to look at; null for all.</param>
    public async Task<IReadOnlyList<WorldProblem>> ProblemsAsync(string? name)
    {
        var problems = new List<WorldProblem>();
        foreach (var slot in name is null ? Worlds : _worlds.GetValueOrDefault(name) is { } one ? [one] : [])
        {
            // One that could not be opened may be well by now.
            var running = slot.Broken is null && name is null ? slot.Running : slot.Open();
            if (running is null && slot.Broken is { } broken)
                problems.Add(new WorldProblem(slot.Name, broken, IsBroken: true));
            if (running is null || !running.TryPin())
                continue;
            try
            {
                if (await running.World.LookAtStorageAsync(ShortWait) is { } failure)
                    problems.Add(new WorldProblem(slot.Name, failure.Reason, IsBroken: true));
                if (running.Engine.Failure is { } stuck)
                    problems.Add(new WorldProblem(slot.Name, stuck, IsBroken: true));
                if (running.World.StepsSetAside is > 0 and var count)
                    problems.Add(new WorldProblem(slot.Name, $"{count} {(count == 1 ? "step is" : "steps are")} set aside", IsBroken: false));
            }
            finally
            {
                running.Unpin();
            }
        }

        return problems;
    }

    /// <summary>
    /// Finds the worlds that are there, creating the default one where it is not, and opens that one; once, however often it is
    /// called. It goes on beside its callers, who need not wait.
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
    /// <exception cref="TooManyWorldsException">There may be no more worlds.</exception>
    public async Task<RunningWorld?> CreateAsync(
        string name, WorldSource? source, WorldStart start, TimeSpan? timeToLive, CancellationToken cancellationToken)
    {
        var folder = Folder.WorldFolder(name);
        if (!_taken.TryAdd(name, 0))
            return null;
        if (_taken.Count > MaxWorlds || folder.Exists)
        {
            _ = _taken.TryRemove(name, out _);
            return folder.Exists ? null : throw new TooManyWorldsException(MaxWorlds);
        }

        try
        {
            folder.Create();
            var registration = WorldRegistration.New(realTime.GetUtcNow(), timeToLive, start);
            // It is flushed to the disk, for which nothing else need wait.
            var registered = Task.Run(() => registration.Write(folder.Registration), CancellationToken.None);
            RunningWorld running;
            try
            {
                await CopyAsync(source, folder, cancellationToken);
                running = OpenWorld(name, folder, registration, isNew: true);
            }
            finally
            {
                await registered.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await FinishAsync(running, folder, registered);
            Add(new WorldSlot(name, folder, registration, registration.CreatedAt, Open) { Running = running });
            return running;
        }
        catch
        {
            TryDelete(name, folder);
            throw;
        }
    }

    private static async Task FinishAsync(RunningWorld running, WorldFolder folder, Task registered)
    {
        try
        {
            await registered;
            folder.Finish();
        }
        catch
        {
            await running.CloseAsync(atOnce: true);
            throw;
        }
    }

    /// <summary>Ends a world and removes its files.</summary>
    /// <returns>False when there is none of that name.</returns>
    /// <exception cref="StorageException">It cannot be removed; it is there as before.</exception>
    public async Task<bool> DeleteAsync(string name)
    {
        if (!_worlds.TryRemove(name, out var slot))
            return false;
        try
        {
            if (slot.Retire() is { } running)
                await running.CloseAsync(atOnce: true);
            if (!slot.Folder.Delete())
                NoteLeftOvers(name);
        }
        catch (Exception exception)
        {
            slot.Return();
            _worlds[name] = slot;
            if (StorageFailure.Of(exception) is { } failure)
                throw new StorageException(failure, exception);
            throw;
        }

        _ = _taken.TryRemove(name, out _);
        Changed.Notify();
        return true;
    }

    /// <summary>Breaks off the advances that are under way, in all worlds.</summary>
    public void BreakOffAdvances()
    {
        foreach (var slot in _worlds.Values)
            slot.Running?.Engine.BreakOffAdvances(forGood: true);
    }

    /// <summary>Deletes what has expired, lets idle worlds rest and wakes those that have something to do.</summary>
    /// <returns>When there is more of that to do; null for not before something changes.</returns>
    public async Task<DateTimeOffset?> TendAsync(CancellationToken cancellationToken)
    {
        var now = realTime.GetUtcNow();
        DateTimeOffset? next = null;
        foreach (var slot in Worlds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (slot.ExpiresAt <= now)
            {
                next = Earlier(next, await TryExpireAsync(slot.Name, now));
                continue;
            }

            if (slot.WakesAt <= now)
                _ = slot.Open();
            if (slot.Running is { } running && running.RestsAt <= now)
                await running.RestAsync(cancellationToken);
            // One that was about to rest and could not is looked at again later.
            var restsAt = slot.Running?.RestsAt;
            next = Earlier(next, Earlier(slot.ExpiresAt, Earlier(slot.WakesAt, restsAt <= now ? now + RunningWorld.Patience : restsAt)));
        }

        if (_hasLeftOvers && _folder is { } folder)
        {
            _hasLeftOvers = !WorldFolder.TryRemoveLeftOvers(folder.Worlds);
            next = _hasLeftOvers ? Earlier(next, now + RetryInterval) : next;
        }

        return next;
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
        var registration = running.Registration;
        try
        {
            await factory.BuildAsync(seed, draft, cancellationToken);
            await running.Engine.WhileIdleAsync(
                async () =>
                {
                    await running.World.ReplaceWithAsync(
                        draft, registration.Start with { Clock = registration.Start.Clock ?? factory.DefaultClock }, CancellationToken.None);
                    File.Move(draft, running.Folder.Seed, overwrite: true);
                    File.Delete(running.Folder.Origin);
                },
                breakOff: true,
                cancellationToken);
        }
        finally
        {
            WorldDatabase.Delete(draft);
        }
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
        try
        {
            await FindWorldsAsync();
        }
        catch (Exception exception) when (exception is not WorldDatabaseException && StorageFailure.Of(exception, Folder.Path) is { } failure)
        {
            throw new WorldDatabaseException($"{Folder.Path} cannot be used: {failure.Reason}. {failure.Remedy}", exception) { Failure = failure };
        }
    }

    private async Task FindWorldsAsync()
    {
        _hasLeftOvers = true;
        await factory.PrepareSeedAsync(SeedFile, CancellationToken.None);
        foreach (var name in Folder.WorldNames)
            Discover(name);
        if (!_worlds.TryGetValue(DefaultName, out var slot))
        {
            _ = await CreateAsync(DefaultName, source: null, WorldStart.AsCopied, timeToLive: null, CancellationToken.None)
                ?? throw new WorldDatabaseException(
                    $"{Folder.WorldFolder(DefaultName).Path} is there, but is no world. Move it away, or name another Emulator:DataDirectory.");
        }
        else if (slot.Open() is null)
        {
            throw new WorldDatabaseException(slot.Broken!);
        }

        _lookingWhenToWake = Task.Run(LookWhenToWake);
    }

    private async Task CloseAllAsync()
    {
        // Whether it failed is told to the one who starts the host.
        await (_opening ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync();
        await _lookingWhenToWake;
        await Task.WhenAll(_worlds.Values.Select(slot => slot.Retire()).OfType<RunningWorld>().Select(CloseAsync));
        _worlds.Clear();
        _folder?.Dispose();
        _folder = null;
    }

    /// <summary>One world that cannot be closed keeps nobody from closing the others, nor the process from ending.</summary>
    private async Task CloseAsync(RunningWorld running)
    {
        try
        {
            await running.CloseAsync(atOnce: false);
        }
        catch (Exception exception)
        {
            Log.NotClosed(logger, running.World.Name, exception);
        }
    }

    /// <summary>Finds out what a folder below the data folder is. Nothing is deleted but what a creation left that never ended.</summary>
    private void Discover(string name)
    {
        var folder = Folder.WorldFolder(name);
        if (folder.IsUnfinished)
        {
            _ = _taken.TryAdd(name, 0);
            TryDelete(name, folder);
            return;
        }

        if (!folder.MayHoldWorld || !_taken.TryAdd(name, 0))
        {
            _ = _taken.TryAdd(name, 0);
            Log.NoWorld(logger, folder.Path);
            return;
        }

        var now = realTime.GetUtcNow();
        try
        {
            var registration = WorldRegistration.Read(folder.Registration);
            if (registration is null)
                Log.Unregistered(logger, name, folder.Registration);
            Add(new WorldSlot(name, folder, registration ?? Adopt(folder, now), now, Open));
        }
        catch (Exception exception) when (exception is WorldDatabaseException || StorageFailure.Of(exception) is not null)
        {
            // That of the default world ends the start, which tells it.
            if (name != DefaultName)
                Log.Broken(logger, name, exception.Message);
            Add(new WorldSlot(name, folder, WorldRegistration.New(now, timeToLive: null, WorldStart.AsCopied), now, OpenUnread));
        }
    }

    /// <summary>A world without a registration is kept; what is not known of it is as for the default world.</summary>
    private static WorldRegistration Adopt(WorldFolder folder, DateTimeOffset now)
    {
        var registration = WorldRegistration.New(now, timeToLive: null, WorldStart.AsCopied);
        registration.Write(folder.Registration);
        return registration;
    }

    private void Add(WorldSlot slot)
    {
        _worlds[slot.Name] = slot;
        Changed.Notify();
    }

    private RunningWorld Open(WorldSlot slot) => OpenWorld(slot.Name, slot.Folder, slot.Registration, isNew: false);

    /// <summary>Opens a world whose registration could not be read; by now it may be another one.</summary>
    private RunningWorld OpenUnread(WorldSlot slot) => OpenWorld(
        slot.Name, slot.Folder, WorldRegistration.Read(slot.Folder.Registration) ?? Adopt(slot.Folder, realTime.GetUtcNow()), isNew: false);

    private RunningWorld OpenWorld(string name, WorldFolder folder, WorldRegistration registration, bool isNew)
    {
        folder.Open();
        var file = new FileInfo(folder.Database);
        if (file is { Exists: true, Length: 0 })
        {
            throw new WorldDatabaseException(
                $"{folder.Database} is empty. Put a copy in its place, or delete the file to start over with the seed.");
        }

        if (!file.Exists)
        {
            // A database that somebody deleted is a world that somebody wants anew.
            Log.Anew(logger, name, folder.Database);
            WorldDatabase.Copy(OriginOf(folder), folder.Database);
            isNew = true;
        }

        // What was copied just now was looked at where it comes from.
        var world = factory.Open(name, folder.Database, check: !isNew);
        try
        {
            if (isNew || world.HasNotBegun)
                world.Begin(EffectiveStart(folder, registration));
            else
                world.CountStepsSetAside();
            world.Woken = Changed.Notify;
            return new RunningWorld(world, factory.NewEngine(world), folder, registration, realTime);
        }
        catch
        {
            world.Abandon();
            throw;
        }
    }

    /// <summary>Finds out, beside the start, in which of the worlds that nobody has asked for something is to be done as time passes.</summary>
    private void LookWhenToWake()
    {
        foreach (var slot in Worlds)
        {
            if (_stopping.IsCancellationRequested)
                return;
            try
            {
                if (slot.Running is null && File.Exists(slot.Folder.Database))
                    slot.WakesAt = realTime.GetUtcNow() + factory.WakesIn(slot.Folder.Database);
            }
            catch (Exception)
            {
                // Opened, it tells what is wrong with it.
                if (slot.Open() is null)
                    Log.Broken(logger, slot.Name, slot.Broken ?? "it is being deleted");
            }
        }

        Changed.Notify();
    }

    private async Task<DateTimeOffset?> TryExpireAsync(string name, DateTimeOffset now)
    {
        try
        {
            _ = await DeleteAsync(name);
            return null;
        }
        catch (StorageException exception)
        {
            storageLog.Report(exception.Failure, $"World {name}: its deletion");
            return now + RetryInterval;
        }
    }

    private void TryDelete(string name, WorldFolder folder)
    {
        try
        {
            if (!folder.Delete())
                NoteLeftOvers(name);
            _ = _taken.TryRemove(name, out _);
        }
        catch (Exception exception) when (StorageFailure.Of(exception) is { } failure)
        {
            // It is marked as unfinished, and goes with the next start.
            storageLog.Report(failure, $"World {name}: the removal of what is left of its creation");
        }
    }

    private void NoteLeftOvers(string name)
    {
        _hasLeftOvers = true;
        Log.LeftOvers(logger, name);
        Changed.Notify();
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one < other || other is null ? one : other;

    private async Task CopyAsync(WorldSource? source, WorldFolder folder, CancellationToken cancellationToken)
    {
        if (source?.Checkpoint is { } checkpoint)
        {
            await source.World.Engine.BetweenStepsAsync(
                () =>
                {
                    if (source.World.Folder.FindCheckpoint(checkpoint) is null)
                        throw new CheckpointMissingException(checkpoint);
                    PrivateFiles.Copy(source.World.Folder.CheckpointFile(checkpoint), folder.Origin);
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

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "World {World}: it could not be closed.")]
        public static partial void NotClosed(ILogger logger, string world, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "{Folder} is no world of the emulator's, and is left alone.")]
        public static partial void NoWorld(ILogger logger, string folder);

        [LoggerMessage(3, LogLevel.Warning, "World {World} is kept although {File} is missing; it never expires from now on.")]
        public static partial void Unregistered(ILogger logger, string world, string file);

        [LoggerMessage(4, LogLevel.Warning, "World {World} cannot be used: {Reason}")]
        public static partial void Broken(ILogger logger, string world, string reason);

        [LoggerMessage(5, LogLevel.Warning, "World {World}: {Database} is missing, and begins anew from the seed.")]
        public static partial void Anew(ILogger logger, string world, string database);

        [LoggerMessage(6, LogLevel.Warning, "World {World} is deleted; some of its files cannot be removed yet, which is tried again.")]
        public static partial void LeftOvers(ILogger logger, string world);
    }
}

using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>
/// The place of one world among others. The world is opened when somebody asks for it: until then it costs a name and a few dates,
/// so that a start takes the same time however many there are.
/// </summary>
/// <param name="name">What the world is called.</param>
/// <param name="folder">Its files.</param>
/// <param name="registration">How it was created.</param>
/// <param name="since">Since when it has been here, in real time.</param>
/// <param name="open">Opens the world.</param>
internal sealed class WorldSlot(string name, WorldFolder folder, WorldRegistration registration, DateTimeOffset since, Func<WorldSlot, RunningWorld> open)
{
    private readonly Lock _lock = new();
    private volatile RunningWorld? _running;
    private bool _isRetired;

    public string Name => name;

    public WorldFolder Folder => folder;

    public WorldRegistration Registration => registration;

    /// <summary>Tells the world from those that had or will have its name.</summary>
    public string Id => (_running?.Registration ?? registration).Id;

    /// <summary>The world, if it was asked for already.</summary>
    public RunningWorld? Running
    {
        get => _running;
        init => _running = value;
    }

    /// <summary>Why the world cannot be opened; null where that was not tried, or is so no longer.</summary>
    public string? Broken { get; private set; }

    /// <summary>When something is to be done in the world that nobody has asked for yet, in real time; null for never.</summary>
    public DateTimeOffset? WakesAt { get; set; }

    /// <summary>When the world is deleted unless somebody uses it, in real time; null for never.</summary>
    public DateTimeOffset? ExpiresAt => _running is { } running ? running.ExpiresAt : since + registration.TimeToLive;

    /// <summary>Opens the world, if it is not open; null where it cannot be, and <see cref="Broken"/> says why.</summary>
    public RunningWorld? Open()
    {
        if (_running is { } known)
            return known;
        lock (_lock)
        {
            if (_running is { } other)
                return other;
            if (_isRetired)
                return null;
            try
            {
                WakesAt = null;
                _running = open(this);
                Broken = null;
            }
            catch (Exception exception) when (exception is WorldDatabaseException || StorageFailure.Of(exception) is not null)
            {
                Broken = exception is WorldDatabaseException ? exception.Message : $"{folder.Path} cannot be used: {ReasonOf(StorageFailure.Of(exception)!)}";
            }

            return _running;
        }
    }

    /// <summary>Lets nobody open the world any more.</summary>
    /// <returns>The world, which is to be closed; null where it is not open.</returns>
    public RunningWorld? Retire()
    {
        lock (_lock)
        {
            _isRetired = true;
            return _running;
        }
    }

    /// <summary>Lets the world, which is closed, be opened again.</summary>
    public void Return()
    {
        lock (_lock)
        {
            _isRetired = false;
            _running = null;
        }
    }

    private static string ReasonOf(StorageFailure failure) => $"{failure.Reason}. {failure.Remedy}";
}

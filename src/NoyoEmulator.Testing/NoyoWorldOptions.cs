namespace NoyoEmulator.Testing;

/// <summary>How a world begins.</summary>
public sealed record NoyoWorldOptions
{
    /// <summary>What it is called: letters, digits, dots, hyphens and underscores. Default: a name that no other has.</summary>
    public string? Name { get; init; }

    /// <summary>What time it is in it. Default: the time of the world it copies, or the real time.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Whether its clock runs by itself. Default: false, it stands still until it is advanced.</summary>
    public bool IsRealtime { get; init; }

    /// <summary>Worlds with the same seed and the same time give the same ids to the same calls. Default: no other world gives its ids.</summary>
    public string? Seed { get; init; }

    /// <summary>The name of the world it is a copy of. Default: it begins with the emulator's data.</summary>
    public string? From { get; init; }

    /// <summary>A checkpoint of that world, in place of the world as it is.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>
    /// It is deleted when nobody has used it for this long in real time, so that a test run that is killed leaves none in an emulator that goes
    /// on; null for never. Default: one hour.
    /// </summary>
    public TimeSpan? TimeToLive { get; init; } = TimeSpan.FromHours(1);
}

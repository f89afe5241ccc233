using NoyoEmulator.Configuration;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Simulation;

/// <summary>How a clock begins.</summary>
/// <param name="Mode">Realtime or frozen.</param>
/// <param name="Speed">World seconds per real second in realtime mode.</param>
/// <param name="Now">The world's time; null for the real time of the moment.</param>
internal sealed record ClockStart(ClockMode Mode, double Speed, DateTimeOffset? Now);

/// <summary>Where a world that is a copy of a database begins, and to where a reset takes it.</summary>
/// <param name="Clock">Its clock; null to go on from the copy's.</param>
/// <param name="Seed">The seed of its ids; null to go on with the copy's.</param>
internal sealed record WorldStart(ClockStart? Clock, string? Seed)
{
    /// <summary>Where the copy left off.</summary>
    public static WorldStart AsCopied { get; } = new(Clock: null, Seed: null);
}

/// <summary>How a world was created; kept beside its database, for it is not a part of what a restore brings back.</summary>
/// <param name="CreatedAt">When, in real time.</param>
/// <param name="TimeToLive">How long it may stay unused, in real time, before it is deleted; null for ever.</param>
/// <param name="Start">Where it begins.</param>
internal sealed record WorldRegistration(DateTimeOffset CreatedAt, TimeSpan? TimeToLive, WorldStart Start)
{
    public static async Task<WorldRegistration?> ReadAsync(string file, CancellationToken cancellationToken) => File.Exists(file)
        ? WireJson.Read<WorldRegistration>(await File.ReadAllTextAsync(file, cancellationToken))
        : null;

    public Task WriteAsync(string file, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(file, WireJson.Write(this), cancellationToken);
}

using System.Text.Json;
using NoyoEmulator.Configuration;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

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
/// <param name="Id">Tells it from worlds that had or will have its name; its tokens carry it.</param>
/// <param name="CreatedAt">When, in real time.</param>
/// <param name="TimeToLive">How long it may stay unused, in real time, before it is deleted; null for ever.</param>
/// <param name="Start">Where it begins.</param>
/// <remarks>Written by hand: every start reads it, and a serializer would be most of what that start compiles.</remarks>
internal sealed record WorldRegistration(string Id, DateTimeOffset CreatedAt, TimeSpan? TimeToLive, WorldStart Start)
{
    /// <summary>One for a world that was created just now.</summary>
    public static WorldRegistration New(DateTimeOffset now, TimeSpan? timeToLive, WorldStart start) => new(IdGenerator.NewSeed(), now, timeToLive, start);

    /// <summary>Reads the file; null when there is none.</summary>
    /// <exception cref="WorldDatabaseException">It holds something else; the message says what to do.</exception>
    public static WorldRegistration? Read(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var root = document.RootElement;
            var start = root.GetProperty("start");
            var created = root.GetProperty("created_at").GetDateTimeOffset();
            return new WorldRegistration(
                // Before worlds had ids, nothing but their creation told them apart.
                Text(root, "id") ?? $"{created.UtcTicks}",
                created,
                Text(root, "time_to_live") is { } life && IsoDuration.TryParse(life, out var duration, out _) ? duration : null,
                new WorldStart(start.TryGetProperty("clock", out var clock) ? ReadClock(clock) : null, Text(start, "seed")));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new WorldDatabaseException(
                $"{file} cannot be read. Delete it to keep what is in the world; its time to live, and the clock and ids that it was created with, are lost.",
                exception);
        }
    }

    /// <summary>Writes the file, wholly or not at all.</summary>
    public void Write(string file) => PrivateFiles.Replace(file, Write);

    private void Write(Stream stream)
    {
        using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartObject();
        writer.WriteString("id", Id);
        writer.WriteString("created_at", CreatedAt);
        if (TimeToLive is { } life)
            writer.WriteString("time_to_live", IsoDuration.Format(life));
        writer.WriteStartObject("start");
        if (Start.Clock is { } clock)
        {
            writer.WriteStartObject("clock");
            writer.WriteString("mode", EnumName.Of(clock.Mode));
            writer.WriteNumber("speed", clock.Speed);
            if (clock.Now is { } now)
                writer.WriteString("now", now);
            writer.WriteEndObject();
        }

        if (Start.Seed is { } seed)
            writer.WriteString("seed", seed);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static ClockStart ReadClock(JsonElement clock) => new(
        EnumName.Parse<ClockMode>(clock.GetProperty("mode").GetString()!),
        clock.GetProperty("speed").GetDouble(),
        clock.TryGetProperty("now", out var now) ? now.GetDateTimeOffset() : null);

    private static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value.GetString() : null;
}

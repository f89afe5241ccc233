using System.Globalization;

namespace NoyoEmulator.Configuration;

/// <summary>One key that the emulator reads, with all there is to know about it.</summary>
internal sealed record ConfigurationKey
{
    /// <summary>The whole key, parts separated by colons.</summary>
    public required string Name { get; init; }

    /// <summary>What may be written there, as the documentation puts it.</summary>
    public required string Values { get; init; }

    /// <summary>What the key does, in one sentence without its full stop.</summary>
    public required string Meaning { get; init; }

    /// <summary>Whether the value must never be shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether the value may also be given as a list, one child key for each element.</summary>
    public bool IsList { get; init; }

    /// <summary>Takes the key's value out of a configuration, as text that could be written there; null when unset.</summary>
    public required Func<EmulatorConfiguration, string?> Show { get; init; }

    /// <summary>Puts a text into a configuration.</summary>
    public required Func<EmulatorConfiguration, string, ConfigurationReading> Apply { get; init; }

    /// <summary>The value when the key is not given; null when there is none.</summary>
    public string? Default => Show(EmulatorConfiguration.Default);

    /// <summary>Whether a whole key is that of one element of this key's list.</summary>
    public bool IsElement(string key) =>
        IsList
        && key.StartsWith(Name + ':', StringComparison.OrdinalIgnoreCase)
        && int.TryParse(key.AsSpan(Name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
}

/// <summary>What reading one value came to: the new configuration, or what is wrong with the value.</summary>
/// <param name="Configuration">The configuration with the value in place; null when the value is refused.</param>
/// <param name="Problem">The end of a sentence whose subject is the value, "must be …"; null when the value is good.</param>
internal readonly record struct ConfigurationReading(EmulatorConfiguration? Configuration, string? Problem)
{
    public static ConfigurationReading Good(EmulatorConfiguration configuration) => new(configuration, Problem: null);

    public static ConfigurationReading Bad(string problem) => new(Configuration: null, problem);
}

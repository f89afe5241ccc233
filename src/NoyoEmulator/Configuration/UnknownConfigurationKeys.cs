using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Configuration;

/// <summary>Finds keys below the emulator's sections that it does not know, most often misspelled ones.</summary>
internal static class UnknownConfigurationKeys
{
    private static readonly string[] Sections = [EmulatorOptions.SectionName, NoyoOptions.SectionName, WebhookOptions.SectionName];

    /// <summary>One sentence for each unknown key. Values are never shown: an unknown key may be a misspelled secret.</summary>
    public static IEnumerable<string> Find(IConfiguration configuration) =>
        from section in Sections
        from entry in configuration.GetSection(section).AsEnumerable()
        where entry.Value is not null && !IsSection(entry.Key) && !IsKnown(entry.Key) && !IsEmptyParent(entry)
        orderby entry.Key
        select $"{entry.Key} is not a known key; the nearest is {Nearest(entry.Key)}.";

    // A section's own name can be an unrelated environment variable of the machine.
    private static bool IsSection(string key) => Sections.Contains(key, StringComparer.OrdinalIgnoreCase);

    // Some hosts hand on the names of sections as keys without a value.
    private static bool IsEmptyParent(KeyValuePair<string, string?> entry) =>
        entry.Value is "" && ConfigurationKeys.All.Any(known => IsAbove(entry.Key, known.Name));

    private static bool IsKnown(string key) =>
        ConfigurationKeys.All.Any(known =>
            string.Equals(known.Name, key, StringComparison.OrdinalIgnoreCase) || known.IsElement(key));

    // A key in the wrong section, or without its middle part, is found by its last part.
    private static string Nearest(string key) =>
        ConfigurationKeys.All
            .Select(known => known.Name)
            .MinBy(known => IsAbove(known, key) || IsAbove(key, known)
                ? 0
                : Math.Min(EditDistance.Between(key, known), EditDistance.Between(LastPart(key), LastPart(known)) + 1))!;

    private static bool IsAbove(string upper, string lower) => lower.StartsWith(upper + ':', StringComparison.OrdinalIgnoreCase);

    private static string LastPart(string key) => key[(key.LastIndexOf(':') + 1)..];
}

namespace NoyoEmulator.Configuration;

/// <summary>The whole configuration in effect.</summary>
internal sealed record EmulatorConfiguration(EmulatorOptions Emulator, NoyoOptions Noyo, WebhookOptions Webhooks)
{
    private const string Mask = "***";

    /// <summary>The configuration when no key is given.</summary>
    public static EmulatorConfiguration Default { get; } = new(new EmulatorOptions(), new NoyoOptions(), new WebhookOptions());

    /// <summary>Reads and checks the three sections.</summary>
    /// <exception cref="ConfigurationException">A key is unknown or a value is refused; the message names all of them.</exception>
    public static EmulatorConfiguration Read(IConfiguration configuration)
    {
        var effective = Default;
        var problems = new List<string>();
        foreach (var key in ConfigurationKeys.All)
        {
            if (!TryGetText(configuration.GetSection(key.Name), key, problems, out var text))
                continue;

            var reading = key.Apply(effective, text);
            effective = reading.Configuration ?? effective;
            if (reading.Problem is not null)
                problems.Add($"{Subject(key, text)} {reading.Problem}.");
        }

        problems.AddRange(UnknownConfigurationKeys.Find(configuration));
        return problems.Count == 0 ? effective : throw new ConfigurationException(string.Join(' ', problems));
    }

    /// <summary>Every known key with the value in effect, in the order of the documentation; null when unset, secrets masked.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Describe() =>
    [
        .. ConfigurationKeys.All.Select(key =>
        {
            var value = key.Show(this);
            return KeyValuePair.Create(key.Name, key.IsSecret && value is not null ? Mask : value);
        }),
    ];

    private static bool TryGetText(IConfigurationSection section, ConfigurationKey key, List<string> problems, out string text)
    {
        text = section.Value ?? "";
        if (!key.IsList)
            return !string.IsNullOrWhiteSpace(text);

        var elements = section.GetChildren().Where(child => key.IsElement(child.Path)).Select(child => child.Value ?? "").ToArray();
        // Some hosts hand on the name of a list as a key without a value.
        if (elements.Length > 0 && !string.IsNullOrEmpty(section.Value))
        {
            problems.Add($"{key.Name} is given both as one text and as a list; give one of them.");
            return false;
        }

        if (elements.Length > 0)
            text = string.Join(',', elements);
        return elements.Length > 0 || section.Value is not null;
    }

    private static string Subject(ConfigurationKey key, string text) =>
        key.IsSecret ? $"{key.Name} cannot be used; it" : $"{key.Name} is {Quote(text)}; it";

    private static string Quote(string text)
    {
        const int longest = 100;
        var shown = text.Length > longest ? string.Concat(text.AsSpan(0, longest), "…") : text;
        return $"\"{string.Concat(shown.Select(c => char.IsControl(c) ? ' ' : c))}\"";
    }
}

using System.Globalization;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Configuration;

/// <summary>The kinds of keys, by the values that they take: how each is shown, and how a text is read or refused.</summary>
internal static class ConfigurationKeyKinds
{
    private const string DurationValues = "a duration";
    private const int MaxCount = 100_000;
    private const string Yes = "true";
    private const string No = "false";

    public static ConfigurationKey Text(
        string name,
        string values,
        string meaning,
        Func<EmulatorConfiguration, string?> get,
        Func<EmulatorConfiguration, string, EmulatorConfiguration> set,
        Func<string, string?>? check = null) => new()
        {
            Name = name,
            Values = values,
            Meaning = meaning,
            Show = get,
            Apply = (configuration, text) => check?.Invoke(text) is { } problem
                ? ConfigurationReading.Bad(problem)
                : ConfigurationReading.Good(set(configuration, text)),
        };

    /// <summary>A list that is empty by default.</summary>
    public static ConfigurationKey List(
        string name,
        string values,
        string meaning,
        Func<EmulatorConfiguration, IReadOnlyList<string>> get,
        Func<EmulatorConfiguration, IReadOnlyList<string>, EmulatorConfiguration> set,
        Func<string, string?> read,
        string problem) => new()
        {
            Name = name,
            Values = values,
            Meaning = meaning,
            IsList = true,
            Show = c => get(c) is [] ? null : string.Join(',', get(c)),
            Apply = (configuration, text) =>
            {
                if (string.IsNullOrWhiteSpace(text))
                    return ConfigurationReading.Good(configuration);
                var elements = Array.ConvertAll(text.Split(','), element => read(element.Trim()));
                return Array.TrueForAll(elements, element => element is not null)
                    ? ConfigurationReading.Good(set(configuration, elements!))
                    : ConfigurationReading.Bad(problem);
            },
        };

    public static ConfigurationKey Choice<T>(
        string name, string meaning, Func<EmulatorConfiguration, T> get, Func<EmulatorConfiguration, T, EmulatorConfiguration> set)
        where T : struct, Enum => OneOf(
            name,
            meaning,
            EnumName.All<T>(),
            c => EnumName.Of(get(c)),
            (configuration, text) => set(configuration, EnumName.Parse<T>(text)));

    public static ConfigurationKey Flag(
        string name, string meaning, Func<EmulatorConfiguration, bool> get, Func<EmulatorConfiguration, bool, EmulatorConfiguration> set) => OneOf(
            name,
            meaning,
            [No, Yes],
            c => get(c) ? Yes : No,
            (configuration, text) => set(configuration, text == Yes));

    public static ConfigurationKey Count(
        string name,
        string meaning,
        Func<EmulatorConfiguration, int?> get,
        Func<EmulatorConfiguration, int, EmulatorConfiguration> set,
        int least,
        int most = MaxCount) => new()
        {
            Name = name,
            Values = $"a whole number from {least} to {most}",
            Meaning = meaning,
            Show = c => get(c)?.ToString(CultureInfo.InvariantCulture),
            Apply = (configuration, text) =>
                int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least && count <= most
                    ? ConfigurationReading.Good(set(configuration, count))
                    : ConfigurationReading.Bad($"must be a whole number from {least} to {most}"),
        };

    public static ConfigurationKey OneOf(
        string name,
        string meaning,
        IReadOnlyList<string> choices,
        Func<EmulatorConfiguration, string> get,
        Func<EmulatorConfiguration, string, EmulatorConfiguration> set) => new()
        {
            Name = name,
            Values = string.Join(", ", choices),
            Meaning = meaning,
            Show = get,
            Apply = (configuration, text) => choices.FirstOrDefault(choice => string.Equals(choice, text.Trim(), StringComparison.OrdinalIgnoreCase)) is { } chosen
                ? ConfigurationReading.Good(set(configuration, chosen))
                : ConfigurationReading.Bad($"must be one of {string.Join(", ", choices)}"),
        };

    public static ConfigurationKey Duration(
        string name,
        string meaning,
        Func<EmulatorConfiguration, TimeSpan> get,
        Func<EmulatorConfiguration, TimeSpan, EmulatorConfiguration> set,
        TimeSpan longest) => new()
        {
            Name = name,
            Values = DurationValues,
            Meaning = meaning,
            Show = c => IsoDuration.Format(get(c)),
            Apply = (configuration, text) =>
            {
                if (!SpokenDuration.TryParse(text, out var value, out var error))
                    return ConfigurationReading.Bad(error);
                return value > TimeSpan.Zero && value <= longest
                    ? ConfigurationReading.Good(set(configuration, value))
                    : ConfigurationReading.Bad($"must be longer than zero and at most {IsoDuration.Format(longest)}");
            },
        };
}

using NoyoEmulator.Journal.Repro;

namespace NoyoEmulator.Seeding;

/// <summary>The values of the default data that would be personal, were its people not invented. Whoever names them means those.</summary>
internal sealed class BuiltInValues
{
    private readonly Lazy<HashSet<string>> _values = new(Collect);

    /// <summary>Whether a value is one of them, however it is written.</summary>
    public bool Contain(string value) => _values.Value.Contains(Plain(value));

    private static HashSet<string> Collect()
    {
        var values = new HashSet<string>(StringComparer.Ordinal);
        BodyDisguise.Collect(SeedLoader.ReadDefault(), value => _ = values.Add(Plain(value)));
        return values;
    }

    private static string Plain(string value) => string.Concat(value.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}

using System.Collections;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace NoyoEmulator.Vocabulary;

/// <summary>The values a field may take, in the order they are published in. Case matters where Noyo is spoken to.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is a vocabulary first and a list second.")]
internal sealed class AllowedValues(params string[] values) : IReadOnlyList<string>
{
    private readonly FrozenSet<string> _set = values.ToFrozenSet(StringComparer.Ordinal);

    public int Count => values.Length;

    /// <summary>The values as a person lists them.</summary>
    public string Listing { get; } = string.Join(", ", values);

    public string this[int index] => values[index];

    public bool Contains(string value) => _set.Contains(value);

    /// <summary>The value that is meant, whatever the case of its letters; null when there is none.</summary>
    public string? Find(string? value) => Array.Find(values, known => string.Equals(known, value, StringComparison.OrdinalIgnoreCase));

    public IEnumerator<string> GetEnumerator() => values.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

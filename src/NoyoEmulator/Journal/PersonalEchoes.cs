using System.Text;

namespace NoyoEmulator.Journal;

/// <summary>Personal values that a request held, so that a refusal that repeats one of them can be masked too.</summary>
internal sealed class PersonalEchoes(bool isCollecting)
{
    // Bounds what a hostile body can cost; no family has so many values.
    private const int MaxValues = 1_000;

    private readonly HashSet<string> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether anybody will ask: only refusals repeat what they refuse.</summary>
    public bool IsCollecting => isCollecting;

    public void Add(string value)
    {
        if (isCollecting && _values.Count < MaxValues && value.Length > 0 && value != PersonalFields.Mask)
            _ = _values.Add(value);
    }

    /// <summary>Whether it is worth looking for a value in a text.</summary>
    public bool CanBeIn(ReadOnlySpan<byte> text) => _values.Count > 0 && !text.IsEmpty;

    /// <summary>The text without the values that were remembered; null when it has none of them.</summary>
    public string? MaskIn(string text)
    {
        var masked = text;
        foreach (var value in _values)
            masked = Without(masked, value);
        return ReferenceEquals(masked, text) ? null : masked;
    }

    private static string Without(string text, string value)
    {
        StringBuilder? result = null;
        var copied = 0;
        for (var place = IndexOf(text, value, 0); place >= 0; place = IndexOf(text, value, place + value.Length))
        {
            result = (result ?? new StringBuilder()).Append(text, copied, place - copied).Append(PersonalFields.Mask);
            copied = place + value.Length;
        }

        return result?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }

    // Whole words only: a name of one letter is in every sentence.
    private static int IndexOf(string text, string value, int start)
    {
        for (var place = start; (place = text.IndexOf(value, place, StringComparison.OrdinalIgnoreCase)) >= 0; place++)
        {
            var end = place + value.Length;
            if ((place == 0 || !char.IsLetterOrDigit(text[place - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
                return place;
        }

        return -1;
    }
}

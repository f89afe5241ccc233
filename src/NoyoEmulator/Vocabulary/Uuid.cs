using System.Diagnostics.CodeAnalysis;

namespace NoyoEmulator.Vocabulary;

/// <summary>Ids as text, in the canonical form only: 36 characters, in either case.</summary>
internal static class Uuid
{
    private const int Length = 36;

    public static bool TryParse([NotNullWhen(true)] string? text, out Guid id)
    {
        id = Guid.Empty;
        return text is { Length: Length } && IsCanonical(text) && Guid.TryParseExact(text, "D", out id);
    }

    /// <exception cref="FormatException">The text is no id: it should have been validated.</exception>
    public static Guid Parse(string text) => Guid.ParseExact(text, "D");

    /// <exception cref="FormatException">There is a text, and it is no id: it should have been validated.</exception>
    public static Guid? ParseOptional(string? text) => text is null ? null : Parse(text);

    // Guid's own parser also takes signs and 0x inside the groups.
    private static bool IsCanonical(string text)
    {
        for (var i = 0; i < Length; i++)
        {
            var fits = i is 8 or 13 or 18 or 23 ? text[i] == '-' : char.IsAsciiHexDigit(text[i]);
            if (!fits)
                return false;
        }

        return true;
    }
}

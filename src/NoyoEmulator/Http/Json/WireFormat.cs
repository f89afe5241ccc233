using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NoyoEmulator.Http.Json;

/// <summary>How values that JSON and query strings carry as text are written: dates and ids.</summary>
internal static class WireFormat
{
    private const int UuidLength = 36;
    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>Reads a date that exists, in the form YYYY-MM-DD.</summary>
    public static bool TryDate([NotNullWhen(true)] string? text, out DateOnly date) =>
        DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>Reads a date that validation has already accepted.</summary>
    public static DateOnly Date(string text) => DateOnly.ParseExact(text, DateFormat, CultureInfo.InvariantCulture);

    /// <summary>Writes a date.</summary>
    public static string Text(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads an id in its canonical form: 36 characters, in either case.</summary>
    public static bool TryUuid([NotNullWhen(true)] string? text, out Guid id)
    {
        id = Guid.Empty;
        return text is { Length: UuidLength } && IsCanonical(text) && Guid.TryParseExact(text, "D", out id);
    }

    /// <summary>Reads an id that validation has already accepted.</summary>
    public static Guid Uuid(string text) => Guid.ParseExact(text, "D");

    // Guid's own parser also takes signs and 0x inside the groups.
    private static bool IsCanonical(string text)
    {
        for (var i = 0; i < UuidLength; i++)
        {
            var fits = i is 8 or 13 or 18 or 23 ? text[i] == '-' : char.IsAsciiHexDigit(text[i]);
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }
}

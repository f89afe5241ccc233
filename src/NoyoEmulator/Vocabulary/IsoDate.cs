using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NoyoEmulator.Vocabulary;

/// <summary>Dates as text: YYYY-MM-DD.</summary>
internal static class IsoDate
{
    private const string Notation = "yyyy-MM-dd";

    public static bool TryParse([NotNullWhen(true)] string? text, out DateOnly date) =>
        DateOnly.TryParseExact(text, Notation, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <exception cref="FormatException">The text is no date: it should have been validated.</exception>
    public static DateOnly Parse(string text) => DateOnly.ParseExact(text, Notation, CultureInfo.InvariantCulture);

    public static string Format(DateOnly date) => date.ToString(Notation, CultureInfo.InvariantCulture);
}

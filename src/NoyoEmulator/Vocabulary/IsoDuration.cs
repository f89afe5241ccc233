using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Xml;

namespace NoyoEmulator.Vocabulary;

/// <summary>
/// Reads and writes durations. Read are ISO 8601 (<c>PT10S</c>, <c>P7D</c>) and .NET's constant format
/// (<c>[d.]hh:mm:ss[.fffffff]</c>); written is ISO 8601. Zero is a duration, a negative one is refused.
/// </summary>
internal static class IsoDuration
{
    /// <summary>What is wrong with a text that is no duration.</summary>
    public const string Expected = "must be a duration such as PT10S, P7D or 00:00:10";

    /// <summary>Reads a duration.</summary>
    /// <param name="text">The text to read.</param>
    /// <param name="value">The duration, or zero when the text is refused.</param>
    /// <param name="error">What is wrong, as the end of a sentence whose subject is the text: "must be …".</param>
    /// <returns>Whether the text is a duration.</returns>
    public static bool TryParse(string? text, out TimeSpan value, [NotNullWhen(false)] out string? error)
    {
        value = TimeSpan.Zero;
        var trimmed = text.AsSpan().Trim();
        error = trimmed.TrimStart('-').StartsWith('P') ? ParseIso(trimmed, out var parsed) : ParseConstant(trimmed, out parsed);
        if (error is null && parsed < TimeSpan.Zero)
            error = "must not be negative";
        if (error is not null)
            return false;

        value = parsed;
        return true;
    }

    /// <summary>Writes a duration as ISO 8601, days being its largest unit.</summary>
    public static string Format(TimeSpan value) => XmlConvert.ToString(value);

    private static string? ParseIso(ReadOnlySpan<char> text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        var time = text.IndexOf('T');
        var date = time < 0 ? text : text[..time];
        if (date.Contains('W'))
            return "must not use weeks; write days (P14D for two weeks)";
        if (date.ContainsAny('Y', 'M'))
            return "must not use years or months, whose length varies; write days (P30D)";

        try
        {
            value = XmlConvert.ToTimeSpan(text.ToString());
            return null;
        }
        catch (FormatException)
        {
            return Expected;
        }
        catch (OverflowException)
        {
            return "is longer than a duration can be";
        }
    }

    // The lenient formats are not used: they read "10" as ten days and "24:00:00" as twenty-four.
    private static string? ParseConstant(ReadOnlySpan<char> text, out TimeSpan value) =>
        TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out value) && text.Contains(':') ? null : Expected;
}

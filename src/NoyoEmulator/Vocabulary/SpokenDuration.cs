using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NoyoEmulator.Vocabulary;

/// <summary>
/// Reads durations as people write them to the control plane: what <see cref="IsoDuration"/> reads; numbers with units (<c>2d</c>,
/// <c>200ms</c>, <c>1h30m</c>), which are ms, s, m, h, d and w, or words in their place (<c>2 days</c>, <c>1 week 10 seconds</c>); or a bare
/// number of seconds. Case does not matter, nor do blanks between the parts.
/// </summary>
internal static class SpokenDuration
{
    private const string Expected = "must be a duration such as PT10S, P7D, 00:00:10, 90s, 2d, 1h30m, or a number of seconds";

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private static readonly (string[] Names, TimeSpan Length)[] Units =
    [
        (["ms", "millisecond", "milliseconds"], TimeSpan.FromMilliseconds(1)),
        (["s", "sec", "secs", "second", "seconds"], TimeSpan.FromSeconds(1)),
        (["m", "min", "mins", "minute", "minutes"], TimeSpan.FromMinutes(1)),
        (["h", "hr", "hrs", "hour", "hours"], TimeSpan.FromHours(1)),
        (["d", "day", "days"], TimeSpan.FromDays(1)),
        (["w", "week", "weeks"], TimeSpan.FromDays(7)),
    ];

    /// <inheritdoc cref="IsoDuration.TryParse"/>
    public static bool TryParse(string? text, out TimeSpan value, [NotNullWhen(false)] out string? error)
    {
        var trimmed = (text ?? "").Trim();
        var isNegative = trimmed is ['-', ..];
        if (TicksOf(isNegative ? trimmed.AsSpan(1) : trimmed) is { } ticks)
        {
            value = TimeSpan.Zero;
            error = isNegative && ticks > 0 ? "must not be negative"
                : ticks > TimeSpan.MaxValue.Ticks ? "is longer than a duration can be"
                : null;
            if (error is not null)
                return false;
            value = TimeSpan.FromTicks((long)ticks);
            return true;
        }

        if (IsoDuration.TryParse(trimmed, out value, out error))
            return true;
        error = error.Replace(IsoDuration.Expected, Expected, StringComparison.Ordinal);
        return false;
    }

    /// <summary>The sum of numbers with units, or a number of seconds; null for anything else.</summary>
    private static decimal? TicksOf(ReadOnlySpan<char> text)
    {
        decimal sum = 0;
        for (var isFirst = true; ; isFirst = false)
        {
            if (NumberAt(ref text) is not { } number)
                return null;
            text = text.TrimStart();
            var letters = text.IndexOfAnyExceptInRange('A', 'z') is >= 0 and var end ? end : text.Length;
            if (LengthOf(text[..letters], isBare: isFirst && text.IsEmpty) is not { } length)
                return null;

            // More than any duration stays so, and never becomes more than a decimal can be.
            sum += number > TimeSpan.MaxValue.Ticks / length.Ticks ? TimeSpan.MaxValue.Ticks + 1m : number * length.Ticks;
            text = text[letters..].TrimStart();
            if (text.IsEmpty)
                return sum;
        }
    }

    private static decimal? NumberAt(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept(NumberCharacters);
        var number = end < 0 ? text : text[..end];
        text = text[number.Length..];
        return decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private static TimeSpan? LengthOf(ReadOnlySpan<char> unit, bool isBare)
    {
        if (isBare)
            return TimeSpan.FromSeconds(1);
        foreach (var (names, length) in Units)
        {
            foreach (var name in names)
            {
                if (unit.Equals(name, StringComparison.OrdinalIgnoreCase))
                    return length;
            }
        }

        return null;
    }
}

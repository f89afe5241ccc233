using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NoyoEmulator.Vocabulary;

/// <summary>
/// Reads durations as people write them to the control plane: what <see cref="IsoDuration"/> reads, a number with a unit
/// (<c>2d</c>, <c>3h</c>, <c>5m</c>, <c>90s</c>, <c>200ms</c>), or a bare number of seconds.
/// </summary>
internal static class SpokenDuration
{
    private const string Expected = "must be a duration such as PT10S, P7D, 00:00:10, 90s, 2d, or a number of seconds";

    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
        ("", TimeSpan.FromSeconds(1)),
    ];

    /// <inheritdoc cref="IsoDuration.TryParse"/>
    public static bool TryParse(string? text, out TimeSpan value, [NotNullWhen(false)] out string? error)
    {
        var trimmed = (text ?? "").Trim();
        foreach (var (unit, length) in Units)
        {
            if (trimmed.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && decimal.TryParse(trimmed.AsSpan()[..^unit.Length].TrimEnd(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                return TryMultiply(number, length, out value, out error);
            }
        }

        if (IsoDuration.TryParse(trimmed, out value, out error))
            return true;
        error = error.Replace(IsoDuration.Expected, Expected, StringComparison.Ordinal);
        return false;
    }

    private static bool TryMultiply(decimal number, TimeSpan length, out TimeSpan value, [NotNullWhen(false)] out string? error)
    {
        value = TimeSpan.Zero;
        error = number < 0 ? "must not be negative"
            : number > TimeSpan.MaxValue.Ticks / length.Ticks ? "is longer than a duration can be"
            : null;
        if (error is not null)
            return false;
        value = TimeSpan.FromTicks((long)(number * length.Ticks));
        return true;
    }
}

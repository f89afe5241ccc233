using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Carriers;

/// <summary>The date that a carrier records in place of the start date it was sent.</summary>
internal static class StartDateEffect
{
    /// <summary>The name of the rule that coverage begins with the month after the one asked for.</summary>
    public const string FirstOfNextMonth = "first_of_next_month";

    private static readonly DateOnly LatestMovable = new(9980, 12, 31);

    /// <summary>The spelling in which an effect that a person wrote is kept; null when it is none.</summary>
    public static string? Meant(string text)
    {
        var known = string.Equals(text, FirstOfNextMonth, StringComparison.OrdinalIgnoreCase) ? FirstOfNextMonth : text;
        return TryParse(known, out _) ? known : null;
    }

    /// <summary>Reads an effect: <c>first_of_next_month</c>, <c>+P10D</c> or a date.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Func<DateOnly, DateOnly>? effect)
    {
        effect = null;
        if (text == FirstOfNextMonth)
        {
            effect = start => new DateOnly(start.Year, start.Month, 1).AddMonths(1);
        }
        else if (text.StartsWith('+') && SpokenDuration.TryParse(text[1..], out var shift, out _) && shift.Ticks % TimeSpan.TicksPerDay == 0
            && shift.Days <= 3660)
        {
            effect = start => start.AddDays(shift.Days);
        }
        else if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            effect = _ => date;
        }

        if (effect is not { } move)
            return false;
        // Beyond this the calendar ends; such dates mean "never" and are left alone.
        effect = start => start > LatestMovable ? start : move(start);
        return true;
    }
}

namespace NoyoEmulator.Fulfillment.MemberRequests;

/// <summary>Arithmetic with days that ends at the ends of the calendar.</summary>
internal static class CalendarDays
{
    public static DateOnly DayBefore(DateOnly day) => day == DateOnly.MinValue ? day : day.AddDays(-1);

    public static DateOnly DayAfter(DateOnly day) => day == DateOnly.MaxValue ? day : day.AddDays(1);

    public static DateOnly LastOfMonth(DateOnly day) => new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));

    public static DateOnly FirstOfNextMonth(DateOnly day) => DayAfter(LastOfMonth(day));

    /// <summary>The next day of a month that has a number, after a day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="isDayItself">Whether the day itself counts.</param>
    /// <param name="numbers">The numbers, in order; each is one that every month has.</param>
    public static DateOnly Next(DateOnly day, bool isDayItself, params int[] numbers)
    {
        var found = Array.Find(numbers, number => number > day.Day || (isDayItself && number == day.Day));
        return found > 0 ? new DateOnly(day.Year, day.Month, found) : Later(FirstOfNextMonth(day), numbers[0] - 1);
    }

    public static DateOnly Later(DateOnly day, long days) =>
        days > DateOnly.MaxValue.DayNumber - day.DayNumber ? DateOnly.MaxValue : DateOnly.FromDayNumber(day.DayNumber + (int)days);

    public static DateOnly MonthsLater(DateOnly day, long months) =>
        months > (DateOnly.MaxValue.Year - day.Year) * 12L + 12 - day.Month ? DateOnly.MaxValue : day.AddMonths((int)months);

    /// <summary>A number of days from Monday to Friday later.</summary>
    public static DateOnly BusinessDaysLater(DateOnly day, long days)
    {
        const int InAWeek = 5;
        var later = Later(day, days / InAWeek * 7);
        for (var left = days % InAWeek; left > 0 && later < DateOnly.MaxValue;)
        {
            later = DayAfter(later);
            if (later.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                left--;
        }

        return later;
    }
}

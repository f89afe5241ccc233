using System.Runtime.InteropServices;

namespace NoyoEmulator.Tracking;

/// <summary>A part of a day whose differences are counted one by one.</summary>
/// <param name="After">Microseconds; not included.</param>
/// <param name="Before">Microseconds; not included.</param>
/// <param name="IsTakenAway">Whether they were counted with their day, but are outside of the range.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CountedSpan(long After, long Before, bool IsTakenAway);

/// <summary>
/// The differences created between two instants, as whole numbers of difference_days and what is left of the days that the bounds
/// cut through. A bound that is the beginning of a day cuts through none.
/// </summary>
internal sealed class CreationRange
{
    private const long DayMicroseconds = 86_400_000_000;

    private readonly List<CountedSpan> _spans = [];

    /// <param name="after">Microseconds; not included.</param>
    /// <param name="before">Microseconds; not included.</param>
    public CreationRange(long? after, long? before)
    {
        if (after >= before)
            return;
        if (after is not null && before is not null && NumberOf(after.Value) == NumberOf(before.Value))
        {
            _spans.Add(new CountedSpan(after.Value, before.Value, IsTakenAway: false));
            return;
        }

        FromNumber = after is null ? long.MinValue : FirstAfter(after.Value);
        ToNumber = before is null ? long.MaxValue : LastBefore(before.Value);
    }

    /// <summary>The first whole number of the range, and the last; none where the last comes before the first.</summary>
    public long FromNumber { get; }

    public long ToNumber { get; } = -1;

    public IReadOnlyList<CountedSpan> Spans => _spans;

    /// <summary>
    /// The number under which differences of an instant are counted: even for the very first instant of a day, odd for the rest of
    /// it, so that a day is an exact bound whether or not it is included itself.
    /// </summary>
    public static long NumberOf(long microseconds) => (2 * (microseconds / DayMicroseconds)) + (microseconds % DayMicroseconds > 0 ? 1 : 0);

    /// <summary>The same in SQL.</summary>
    public static string NumberIn(string instant) => $"2 * ({instant} / {DayMicroseconds}) + ({instant} % {DayMicroseconds} > 0)";

    // Of a day that is cut through, the shorter part is counted.
    private long FirstAfter(long instant)
    {
        var number = NumberOf(instant);
        var time = instant % DayMicroseconds;
        if (time == 0)
            return number + 1;
        var start = instant - time;
        if (time >= DayMicroseconds / 2)
        {
            _spans.Add(new CountedSpan(instant, start + DayMicroseconds, IsTakenAway: false));
            return number + 1;
        }

        _spans.Add(new CountedSpan(start, instant + 1, IsTakenAway: true));
        return number;
    }

    private long LastBefore(long instant)
    {
        var number = NumberOf(instant);
        var time = instant % DayMicroseconds;
        if (time == 0)
            return number - 1;
        var start = instant - time;
        if (time < DayMicroseconds / 2)
        {
            _spans.Add(new CountedSpan(start, instant, IsTakenAway: false));
            return number - 1;
        }

        _spans.Add(new CountedSpan(instant - 1, start + DayMicroseconds, IsTakenAway: true));
        return number;
    }
}

using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tracking;

namespace NoyoEmulator.Tests.Tracking;

/// <summary>What is between two instants, counted by days.</summary>
public sealed class CreationRangeTests
{
    private const long Hour = 3_600_000_000;
    private const long Day = 24 * Hour;

    [Fact]
    public void Days_and_what_is_left_of_them_are_what_lies_between_two_instants()
    {
        // Close to the bounds of days, where mistakes would be.
        long[] instants = [.. from day in Enumerable.Range(10, 4) from offset in (long[])[0, 1, Hour, (Day / 2) - 1, Day / 2, (Day / 2) + 1, Day - 1] select (day * Day) + offset];
        long?[] bounds = [null, .. instants];
        foreach (var after in bounds)
        {
            foreach (var before in bounds)
            {
                var range = new CreationRange(after, before);
                var expected = instants.Count(instant => (after is null || instant > after) && (before is null || instant < before));
                var counted = instants.Count(instant => CreationRange.NumberOf(instant) >= range.FromNumber && CreationRange.NumberOf(instant) <= range.ToNumber)
                    + range.Spans.Sum(span => (span.IsTakenAway ? -1 : 1) * instants.Count(instant => instant > span.After && instant < span.Before));
                counted.ShouldBe(expected, $"{after} {before}");
            }
        }
    }

    [Fact]
    public void A_bound_that_is_a_day_needs_nothing_to_be_counted_one_by_one()
    {
        new CreationRange(10 * Day, 20 * Day).Spans.ShouldBeEmpty();
        new CreationRange(10 * Day, before: null).Spans.ShouldBeEmpty();
        new CreationRange(after: null, 20 * Day).Spans.ShouldBeEmpty();
    }

    [Fact]
    public void Of_a_day_that_a_bound_cuts_through_no_more_than_half_is_counted_one_by_one()
    {
        var dice = new Dice(1);
        for (var round = 0; round < 100; round++)
        {
            var after = (10 * Day) + dice.Next(int.MaxValue) % Day;
            var before = (12 * Day) + dice.Next(int.MaxValue) * 40L % Day;
            new CreationRange(after, before).Spans.ShouldAllBe(span => span.Before - span.After <= (Day / 2) + 1);
        }
    }
}

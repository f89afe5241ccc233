using NoyoEmulator.Configuration;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Tests.Webhooks;

public sealed class RetryScheduleTests
{
    private static readonly WebhookOptions Options = new();

    [Fact]
    public void The_fifteenth_retry_falls_exactly_72_hours_after_the_first_attempt()
    {
        var elapsed = TimeSpan.Zero;
        var retries = 0;
        while (RetrySchedule.GapAfter(Options, retries + 1) is { } gap)
        {
            elapsed += gap;
            retries++;
        }

        retries.ShouldBe(15);
        elapsed.ShouldBe(TimeSpan.FromHours(72));
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 30)]
    [InlineData(3, 120)]
    [InlineData(10, 21_600)]
    [InlineData(11, 41_909)]
    [InlineData(15, 41_909)]
    public void Each_failed_attempt_has_its_gap(int attempt, int seconds) =>
        RetrySchedule.GapAfter(Options, attempt).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(16)]
    [InlineData(int.MaxValue)]
    public void Nothing_follows_the_last_retry(int attempt) => RetrySchedule.GapAfter(Options, attempt).ShouldBeNull();

    [Fact]
    public void Without_gaps_there_are_no_retries() => RetrySchedule.GapAfter(Options with { RetryGaps = [] }, 1).ShouldBeNull();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Attempts_are_counted_from_one(int attempt) =>
        Should.Throw<ArgumentOutOfRangeException>(() => RetrySchedule.GapAfter(Options, attempt));
}

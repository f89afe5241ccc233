using NoyoEmulator.Carriers;
using NoyoEmulator.Configuration;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Tests.Carriers;

public sealed class RoundTripProfileTests
{
    [Theory]
    [InlineData("default", new[] { 6, 8, 10 })]
    [InlineData("production", new[] { 182, 400, 515 })]
    public void A_named_profile_confirms_at_its_published_seconds_after_creation(string timing, int[] seconds)
    {
        var profile = RoundTripProfile.Of(EnumName.Parse<RoundTripTiming>(timing));

        var at = profile.Submit + profile.Process;
        var confirmations = Enumerable.Range(1, profile.Confirmations).Select(number => at += profile.GapBefore(number));

        confirmations.ShouldBe(seconds.Select(second => TimeSpan.FromSeconds(second)));
    }

    [Fact]
    public void Every_step_of_every_profile_takes_time()
    {
        foreach (var profile in Enum.GetValues<RoundTripTiming>().Select(RoundTripProfile.Of))
        {
            profile.Submit.ShouldBeGreaterThan(TimeSpan.Zero);
            profile.Process.ShouldBeGreaterThan(TimeSpan.Zero);
            profile.ConfirmGaps.ShouldAllBe(gap => gap > TimeSpan.Zero);
        }
    }

    [Fact]
    public void The_last_gap_repeats() => RoundTripProfile.Production.GapBefore(7).ShouldBe(TimeSpan.FromSeconds(115));
}

using NoyoEmulator.Carriers;

namespace NoyoEmulator.Tests.Carriers;

public sealed class RoundTripProfileTests
{
    [Theory]
    [InlineData("default", new[] { 6, 8, 10 })]
    [InlineData("production", new[] { 182, 400, 515 })]
    public void A_named_profile_confirms_at_its_published_seconds_after_creation(string name, int[] seconds)
    {
        var profile = RoundTripProfile.Find(name).ShouldNotBeNull();

        var at = profile.Submit + profile.Process;
        var confirmations = Enumerable.Range(1, profile.Confirmations).Select(number => at += profile.GapBefore(number));

        confirmations.ShouldBe(seconds.Select(second => TimeSpan.FromSeconds(second)));
    }

    [Fact]
    public void Every_step_of_every_profile_takes_time()
    {
        foreach (var profile in RoundTripProfile.All)
        {
            profile.Submit.ShouldBeGreaterThan(TimeSpan.Zero);
            profile.Process.ShouldBeGreaterThan(TimeSpan.Zero);
            profile.ConfirmGaps.ShouldAllBe(gap => gap > TimeSpan.Zero);
        }
    }

    [Fact]
    public void The_last_gap_repeats() => RoundTripProfile.Production.GapBefore(7).ShouldBe(TimeSpan.FromSeconds(115));

    [Fact]
    public void An_unknown_name_finds_nothing() => RoundTripProfile.Find("slow").ShouldBeNull();
}

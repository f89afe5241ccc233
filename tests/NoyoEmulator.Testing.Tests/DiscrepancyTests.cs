namespace NoyoEmulator.Testing.Tests;

/// <summary>The first test that somebody writes, as the README has it.</summary>
public sealed class DiscrepancyTests
{
    [Fact]
    public async Task This_carrier_starts_vision_on_the_first_of_a_month()
    {
        await using var noyo = await NoyoWorld.CreateAsync(now: "2024-08-20T12:00:00Z");

        var snapshot = await noyo.PostSnapshotAsync(new("a1b6fe36-ccc5-41e3-bcc0-e6488d7e031e"), NoyoJson.FromFile("guide-enroll-dependent.json"));
        await noyo.AdvanceAsync(TimeSpan.FromDays(2));

        var difference = Assert.Single(await noyo.OpenDifferencesAsync(snapshot.Id));
        Assert.Equal("ie_effective_start_date: 2024-08-22 here, 2024-09-01 at the carrier", $"{difference}");
    }
}

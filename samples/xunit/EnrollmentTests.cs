namespace NoyoTests;

/// <summary>The class has a world of its own, and each test finds it as it was in the beginning.</summary>
public sealed class EnrollmentTests(NoyoFixture noyo) : NoyoTest(noyo)
{
    private static readonly Guid Group = new("a1b6fe36-ccc5-41e3-bcc0-e6488d7e031e");
    private static readonly Guid Carrier = new("2d370e0e-fd73-45e0-8828-796d2cacaeef");
    private static readonly NoyoJson Enrollment = NoyoJson.FromFile("guide-enroll-dependent.json");
    private static readonly TimeSpan TwoDays = TimeSpan.FromDays(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task This_carrier_starts_vision_on_the_first_of_a_month()
    {
        var snapshot = await World.PostSnapshotAsync(Group, Enrollment, Token);
        await World.AdvanceAsync(TwoDays, Token);

        var difference = Assert.Single(await World.OpenDifferencesAsync(snapshot.Id, Token));
        Assert.Equal("ie_effective_start_date: 2024-08-22 here, 2024-09-01 at the carrier", difference.ToString());
    }

    [Fact]
    public async Task A_carrier_can_reject_a_change()
    {
        await World.Carrier(Carrier).RejectAsync("Dependent is not eligible", cancellationToken: Token);

        var snapshot = await World.PostSnapshotAsync(Group, Enrollment, Token);
        await World.AdvanceAsync(TwoDays, Token);

        Assert.Equal("canceled", (await World.SnapshotAsync(snapshot.Id, Token)).Status);
        Assert.Equal("missing_ie", Assert.Single(await World.OpenDifferencesAsync(snapshot.Id, Token)).Type);
    }

    [Fact]
    public async Task A_request_that_fails_can_be_sent_again()
    {
        await World.AddFaultAsync(new NoyoFault { Operation = "createMemberSnapshot", Status = 503, Times = 1 }, Token);

        await Assert.ThrowsAsync<NoyoEmulatorException>(() => World.PostSnapshotAsync(Group, Enrollment, Token));
        await World.PostSnapshotAsync(Group, Enrollment, Token);
    }
}

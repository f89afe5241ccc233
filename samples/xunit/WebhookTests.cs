namespace NoyoTests;

public sealed class WebhookTests(NoyoFixture noyo) : NoyoTest(noyo)
{
    private static readonly Guid Group = new("a1b6fe36-ccc5-41e3-bcc0-e6488d7e031e");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_webhook_tells_of_the_discrepancy()
    {
        var webhooks = await World.ReceiveWebhooksAsync(["difference.discrepancy"], Token);

        var snapshot = await World.PostSnapshotAsync(Group, NoyoJson.FromFile("guide-enroll-dependent.json"), Token);
        await World.AdvanceAsync(TimeSpan.FromDays(2), Token);

        var webhook = await webhooks.WaitForAsync("difference.discrepancy", cancellationToken: Token);
        Assert.Equal(Assert.Single(await World.OpenDifferencesAsync(snapshot.Id, Token)).Id, webhook.ObjectId);
    }
}

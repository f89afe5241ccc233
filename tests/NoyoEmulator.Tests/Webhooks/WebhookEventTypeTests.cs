using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Tests.Webhooks;

public sealed class WebhookEventTypeTests
{
    [Fact]
    public void The_catalogue_holds_the_twelve_known_keys() => WebhookEventType.All.Order(StringComparer.Ordinal).ShouldBe(
    [
        "difference.created",
        "difference.discrepancy",
        "difference.replaced",
        "difference.resolved",
        "group.created",
        "group_connection_request.created",
        "group_connection_request.status_change",
        "group_disconnection_request.created",
        "group_disconnection_request.status_change",
        "member_snapshot.status_change",
        "member_snapshot_carrier_fulfillment_status.status_change",
        "test.hello_world",
    ]);

    [Theory]
    [InlineData("difference.created", true)]
    [InlineData("Difference.Created", false)]
    [InlineData("difference", false)]
    [InlineData("", false)]
    public void A_key_is_known_exactly_as_written(string type, bool known) => WebhookEventType.IsKnown(type).ShouldBe(known);
}

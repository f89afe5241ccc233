using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Control;

/// <summary>Waiting that takes a frozen clock along.</summary>
public sealed class AwaitTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Events = "/_emulator/webhooks/events/await";

    [Fact]
    public async Task Time_passes_from_due_instant_to_due_instant_until_the_event_is_there_and_no_further()
    {
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));
        _ = await App.AdvanceAsync("PT2S");
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(2).Enroll(Offer.Medical, "2024-01-01"));

        var found = await App.GetAsync($"{Events}?type=member_snapshot.status_change&object_id={snapshot.Id()}&advance=auto");

        var happened = found["response"]!.AsArray().ShouldHaveSingleItem()!;
        (await App.ClockAsync()).Text("now").ShouldBe(happened.Text("created"));
        (await App.GetSnapshotAsync(snapshot.Id())).Text("status").ShouldBe("completed");
        (await App.ClockAsync())["next_due"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_wait_that_nothing_can_end_answers_once_nothing_more_is_due()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));

        var lacking = await App.RefusedAsync(
            HttpStatusCode.RequestTimeout, HttpMethod.Get, $"{Events}?type=group_connection_request.created&advance=AUTO&timeout=PT5M");

        lacking.Text("message").ShouldStartWith("Of 1 event, 0 arrived. Nothing that is due brings more, and the clock is frozen with nothing scheduled");
        (await App.ClockAsync())["next_due"].ShouldBeNull();
        (await App.ClockAsync()).Text("now").ShouldStartWith("2024-08-20T12:00:06");
    }

    [Fact]
    public async Task Messages_and_deliveries_are_waited_for_in_the_same_way()
    {
        await using var app = new EmulatorApp();
        _ = await app.DoAsync(HttpMethod.Post, "/_emulator/webhooks/subscriptions", JsonNode.Parse("""{"inbox": "orders", "secret": "0123456789abcdef"}"""));
        var snapshot = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-01-01"));

        var messages = await app.GetAsync("/_emulator/inbox/orders/messages/await?type=member_snapshot.status_change&advance=auto");
        messages["response"]!.AsArray().ShouldHaveSingleItem()!.ToText().ShouldContain(snapshot.Id());
        var deliveries = await app.GetAsync($"/_emulator/webhooks/deliveries/await?status=succeeded&type=member_snapshot.status_change&advance=auto");
        deliveries.Total().ShouldBe(1);

        var lacking = await app.RefusedAsync(HttpStatusCode.RequestTimeout, HttpMethod.Get, "/_emulator/inbox/orders/messages/await?count=50&advance=auto&timeout=PT5M");
        lacking.Text("message").ShouldEndWith("the clock is frozen, and nothing more was due");
    }

    [Fact]
    public async Task Only_auto_lets_time_pass()
    {
        var refused = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Events}?advance=yes");

        refused.Text("message").ShouldBe("advance must be one of: auto");
    }
}

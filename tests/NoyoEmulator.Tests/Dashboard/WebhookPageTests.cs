using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NoyoEmulator.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>Subscriptions, deliveries, inboxes and the gauntlet.</summary>
public sealed partial class WebhookPageTests(Browsing browsing) : DashboardTests(browsing)
{
    private const string Secret = "s3cret";

    [Fact]
    public async Task A_subscription_is_made_and_tested_and_its_delivery_checked_and_resent()
    {
        await GoAsync("webhooks");
        await Expect(Body.Heading("Nobody is subscribed")).ToBeVisibleAsync();
        await Body.Field("URL, or the name of an inbox").FillAsync("hooks");
        await Body.Field("Secret").FillAsync(Secret);
        await Body.Field("Name").FillAsync("Orders");
        await Body.Button("Subscribe").ClickAsync();
        await Body.Region("Subscriptions").Link("Orders").ClickAsync();
        await Expect(Body.Heading("Orders")).ToBeVisibleAsync();

        await Body.Button("Send a test").ClickAsync();
        await Expect(Said).ToContainTextAsync("test.hello_world is on its way");
        await DrainAsync();
        await Page.Locator("main").Link("Deliveries").Last.ClickAsync();
        var row = Body.Table("Deliveries").Row("test.hello_world");
        await Expect(row).ToContainTextAsync("succeeded");
        await Expect(row).ToContainTextAsync("1 attempt");
        await row.Link("test.hello_world").ClickAsync();

        var delivery = Body.Region("The delivery");
        await Expect(delivery.Heading("Attempt 1: succeeded")).ToBeVisibleAsync();
        await Expect(delivery.GetByLabel("Headers sent")).ToContainTextAsync("x-noyo-signature");
        await Expect(delivery.Region("Body sent in attempt 1")).ToContainTextAsync("\"type\": \"test.hello_world\"");
        await delivery.GetByText("Check the signature").ClickAsync();
        await delivery.Field("Secret").FillAsync("another");
        await delivery.Button("Check").ClickAsync();
        await Expect(delivery.GetByRole(AriaRole.Status)).ToContainTextAsync("invalid no digest was made with this secret");
        await delivery.Field("Secret").FillAsync(Secret);
        await delivery.Button("Check").ClickAsync();
        await Expect(delivery.GetByRole(AriaRole.Status)).ToContainTextAsync("valid made with this secret, over timestamp and body");

        await delivery.Button("Resend").ClickAsync();
        await Expect(Said).ToContainTextAsync("It is sent again");
        await DrainAsync();
        await Expect(delivery.Heading("Attempt 2: succeeded")).ToBeVisibleAsync();
        await Expect(row).ToContainTextAsync("2 attempts");
        // The secret that was tried went nowhere.
        Visitor.Requests.ShouldNotContain(request => request.Contains("another", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_receiver_that_fails_is_seen_and_made_good_and_what_it_missed_is_recovered()
    {
        await SubscribeAsync();
        await GoAsync("inboxes/hooks");
        await Expect(Body.Heading("Inbox hooks")).ToBeVisibleAsync();
        await Body.GetByText("How it answers").ClickAsync();
        await Body.Field("Secret").FillAsync(Secret);
        await Body.Field("Statuses in turn").FillAsync("500");
        await Body.Button("Set").ClickAsync();
        await Expect(Page.Locator("main")).ToContainTextAsync("It verifies signatures. It answers 500.");

        _ = await World.TestSubscriptionAsync("latest");
        _ = await World.AdvanceAsync("P10D");
        var subscription = (await World.SubscriptionAsync("latest")).Id();
        await GoAsync($"webhooks/{subscription}");
        await Expect(Page.Locator("main")).ToContainTextAsync("Nothing has succeeded since 2024-08-20 12:00:00");
        await GoAsync("deliveries?status=failed");
        await Body.Table("Deliveries").Link("test.hello_world").ClickAsync();
        await Expect(Body.Region("The delivery").Heading("Attempt 1: failed")).ToBeVisibleAsync();
        await Expect(Body.Region("The delivery").Heading("Answered 500").First).ToBeVisibleAsync();

        _ = await World.DoAsync(HttpMethod.Put, "/_emulator/inbox/hooks/behavior", new JsonObject { ["secret"] = Secret });
        await GoAsync($"webhooks/{subscription}");
        await Body.Button("Make it active again").ClickAsync();
        await Expect(Said).ToContainTextAsync("It is active again");
        await Body.Button("Recover what failed").ClickAsync();
        await Expect(Said).ToContainTextAsync("1 sent again");
        await DrainAsync();
        (await World.DeliveriesAsync()).ShouldHaveSingleItem().Text("status").ShouldBe("succeeded");

        await Body.Link("Its inbox").ClickAsync();
        var message = Body.Table("Messages").Row("200");
        await Expect(message).ToContainTextAsync("valid");
        await message.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(Body.Region("The message")).ToContainTextAsync("signature valid answered 200");
        await Expect(Body.Region("The message").Region("Body")).ToContainTextAsync("test.hello_world");
    }

    [Fact]
    public async Task Events_and_deliveries_appear_as_time_passes()
    {
        await SubscribeAsync();
        await GoAsync("events");
        await Expect(Body.Heading("No events")).ToBeVisibleAsync();

        _ = await World.PostGuideAsync();
        _ = await World.AdvanceAsync("P2D");

        var rows = Body.Table("Events").Locator(".body").GetByRole(AriaRole.Row);
        await Expect(rows).ToHaveCountAsync((await World.EventTypesAsync()).Count);
        await rows.Filter(new LocatorFilterOptions { HasText = "difference.resolved" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(Body.Region("The event").Heading("difference.resolved")).ToBeVisibleAsync();
        await Expect(Body.Region("The event")).ToContainTextAsync("attempt 1");
        _ = await Body.Choice("Type").SelectOptionAsync("difference.created");
        await Expect(rows).ToHaveCountAsync((await World.EventTypesAsync()).Count(type => type == "difference.created"));
    }

    [Fact]
    public async Task A_receiver_is_put_through_the_gauntlet()
    {
        _ = await World.DoAsync(HttpMethod.Put, "/_emulator/inbox/trial/behavior", new JsonObject { ["secret"] = Secret });
        await GoAsync("gauntlet");
        await Body.Field("Where the receiver listens").FillAsync(new Uri(Root, $"/w/{Name}/_emulator/inbox/trial").AbsoluteUri);
        await Body.Field("The secret that it verifies with").FillAsync(Secret);

        await Body.Button("Run it").ClickAsync();

        await Expect(Body.GetByRole(AriaRole.Heading, new LocatorGetByRoleOptions { NameRegex = Score })).ToBeVisibleAsync();
        await Expect(Body.Item("plain event")).ToContainTextAsync("pass");
        await Expect(Body.Item("altered body")).ToBeVisibleAsync();
    }

    private Task<JsonNode> SubscribeAsync() => World.DoAsync(
        HttpMethod.Post, "/_emulator/webhooks/subscriptions", new JsonObject { ["inbox"] = "hooks", ["secret"] = Secret });

    private async Task DrainAsync()
    {
        await Body.Button("drain: do everything that is due now").ClickAsync();
        await Expect(Said).ToContainTextAsync("Nothing is due");
    }

    [GeneratedRegex("^[0-9]+ of 100 ", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Score { get; }
}

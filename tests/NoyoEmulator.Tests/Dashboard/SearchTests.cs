using System.Text.Json.Nodes;
using Microsoft.Playwright;
using NoyoEmulator.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>Where an id or a name leads.</summary>
public sealed class SearchTests(Browsing browsing) : DashboardTests(browsing)
{
    [Fact]
    public async Task Every_id_leads_to_what_it_is_of()
    {
        var subscription = (await World.DoAsync(HttpMethod.Post, "/_emulator/webhooks/subscriptions", new JsonObject { ["inbox"] = "hooks", ["secret"] = "s3cret" })).Id();
        var snapshot = (await World.PostGuideAsync()).Id();
        _ = await World.AdvanceAsync("P2D");
        var difference = (await World.DifferencesAsync($"member_snapshot_id={snapshot}&is_open=true"))[0].Id();
        var given = (await World.GetAsync("/_emulator/webhooks/events?page_size=1"))["response"]![0]!.Id();
        var delivery = (await World.DeliveriesAsync())[0].Id();
        var request = (await World.GetAsync("/_emulator/requests"))["response"]!.AsArray().First(one => one!.Text("method") == "POST")!.Id();
        var transaction = (await World.GetAsync($"/_emulator/explain/{snapshot}"))["entries"]!.AsArray().First(entry => entry!.Text("kind") == "submit")!.Id();
        await GoAsync("worlds");

        foreach (var (id, place, title) in new[]
        {
            (snapshot, "snapshots", "Opal Cornwall's family"), (Defaults.GuideEmployee, "families", "Opal Cornwall's family"), (difference, "differences", "ie_effective_start_date"),
            (given, "events", "difference.created"), (delivery, "deliveries", "difference.created"), (subscription, "webhooks", "inbox hooks"),
            (request, "requests", $"POST /api/v1/groups/{Defaults.GuideGroup}/member_snapshots"), (Defaults.ShiftingCarrier, "carriers", "Lantern Vision"),
            (transaction, "find", "transaction"), (Defaults.GuideGroup, "find", "group"),
        })
        {
            await SearchAsync(id);
            var heading = Page.Locator("main").GetByRole(AriaRole.Heading, new LocatorGetByRoleOptions { Level = 1 });
            await Expect(heading).ToContainTextAsync(title);
            Visitor.Place.ShouldBe($"{Name}/{place}/{id}");
        }
    }

    [Fact]
    public async Task A_name_leads_to_the_families_of_that_name()
    {
        _ = await World.PostGuideAsync();
        await GoAsync("worlds");

        await SearchAsync("cornw");

        await Expect(Body.Table("Member snapshots").Row("Cornwall, Opal")).ToBeVisibleAsync();
        await Expect(Body.Table("Member snapshots")).ToHaveAttributeAsync("aria-rowcount", "2");
        Visitor.Place.ShouldBe($"{Name}/snapshots?search=cornw");
        // Back leads to where one was, not to what led on.
        _ = await Page.GoBackAsync();
        await Expect(Body.Heading("Worlds")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_nowhere_is_said_to_be()
    {
        Visitor.AnnounceRefusals(404);
        await GoAsync("worlds");

        await SearchAsync("12345678-0000-4000-8000-000000000000");
        await Expect(Body.GetByRole(AriaRole.Alert)).ToContainTextAsync("12345678-0000-4000-8000-000000000000");
        await SearchAsync("nobody of this name");
        await Expect(Body.Heading("No snapshot is like that")).ToBeVisibleAsync();
        await GoAsync("find/%E0%A4%A");
        await Expect(Body.Heading("No snapshot is like that")).ToBeVisibleAsync();
        foreach (var place in new[] { "snapshots/nonsense", "families/nonsense", "differences/nonsense", "webhooks/nonsense", "events/nonsense", "deliveries/nonsense", "requests/nonsense", "carriers/nonsense" })
        {
            Visitor.AnnounceRefusals(422);
            await GoAsync(place);
            await Expect(Body.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
        }
    }

    private async Task SearchAsync(string text)
    {
        await Body.Field("Search any id, or a name").FillAsync(text);
        await Page.Keyboard.PressAsync("Enter");
    }
}

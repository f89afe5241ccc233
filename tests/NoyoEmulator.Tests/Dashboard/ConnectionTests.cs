using static Microsoft.Playwright.Assertions;

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>A page that hears of nothing for a while, and of a world that is another.</summary>
public sealed class ConnectionTests(Browsing browsing) : DashboardTests(browsing)
{
    [Fact]
    public async Task Without_a_connection_the_page_says_so_and_shows_what_it_missed_when_there_is_one_again()
    {
        Visitor.Announce("net::ERR_FAILED");
        await Page.RouteAsync("**/_emulator/stream*", route => route.AbortAsync());
        await GoAsync("snapshots");
        await Expect(Page.Locator(".connection")).ToHaveTextAsync("not connected, trying again");
        await Expect(Body.Table("Member snapshots").Row("Rivera")).ToBeVisibleAsync();

        _ = await World.PostGuideAsync();
        await Page.UnrouteAsync("**/_emulator/stream*");

        await Expect(Page.Locator(".connection")).ToHaveTextAsync("live");
        await Expect(Body.Table("Member snapshots").Row("Cornwall, Opal")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_world_that_is_reset_is_shown_as_it_is_then()
    {
        _ = await World.PostGuideAsync();
        await GoAsync("snapshots");
        await Expect(Body.Table("Member snapshots").Row("Cornwall, Opal")).ToBeVisibleAsync();
        await Expect(Page.Locator(".connection")).ToHaveTextAsync("live");

        _ = await World.ResetAsync();

        await Expect(Body.Table("Member snapshots").Row("Cornwall, Opal")).ToHaveCountAsync(0);
        _ = await World.PostGuideAsync();
        await Expect(Body.Table("Member snapshots").Row("Cornwall, Opal")).ToBeVisibleAsync();
    }
}

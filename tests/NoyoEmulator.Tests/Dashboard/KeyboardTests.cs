using static Microsoft.Playwright.Assertions;

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>The page without a mouse.</summary>
public sealed class KeyboardTests(Browsing browsing) : DashboardTests(browsing)
{
    [Fact]
    public async Task A_snapshot_is_found_and_opened_by_keys_alone()
    {
        await GoAsync("snapshots");
        var rows = Body.Table("Member snapshots").Locator(".body .row");
        await Expect(rows.First).ToBeVisibleAsync();
        (await Page.EvaluateAsync<string>("() => document.querySelector('a[href], button, input, select').textContent")).ShouldBe("To the content");

        await Body.Link("To the content").FocusAsync();
        await Expect(Body.Link("To the content")).ToBeInViewportAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.Locator("main")).ToBeFocusedAsync();
        // The filters, the list itself, and the first of it.
        foreach (var _ in Enumerable.Range(0, 5))
            await Page.Keyboard.PressAsync("Tab");
        await Expect(rows.Nth(0).Locator("a.whole")).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("ArrowDown");
        await Expect(rows.Nth(1).Locator("a.whole")).ToBeFocusedAsync();
        await Expect(rows.Nth(1)).ToHaveCSSAsync("outline-style", "solid");
        await Page.Keyboard.PressAsync("ArrowUp");
        await Expect(rows.Nth(0).Locator("a.whole")).ToBeFocusedAsync();
        var wanted = (await rows.Nth(0).Locator("a.whole").GetAttributeAsync("href"))!;
        await Page.Keyboard.PressAsync("Enter");

        await Expect(Body.Heading("Platform and carriers now")).ToBeVisibleAsync();
        Visitor.Place.ShouldBe(wanted[2..]);
        await Page.Keyboard.PressAsync("Control+k");
        await Expect(Body.Field("Search any id, or a name")).ToBeFocusedAsync();
    }
}

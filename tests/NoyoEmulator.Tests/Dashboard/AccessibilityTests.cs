using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>Every view, for those who see it and those who do not, on large and on small screens.</summary>
public abstract class AccessibilityTests(Browsing browsing) : DashboardTests(browsing)
{
    private const int Wide = 1280;
    private const int Narrow = 400;

    // Adds up what moved without anybody having done something.
    private const string WatchShifts = """
        globalThis.shifts = [];
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) {
            globalThis.shifts.push({ value: entry.value, of: entry.sources.map(({ node }) => node?.parentElement?.className + ' > ' + (node?.className || node?.nodeName)).join(', ') });
          }
        }).observe({ type: 'layout-shift', buffered: true });
        """;

    private static readonly AxeRunOptions Everything = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
        ResultTypes = [ResultType.Violations],
    };

    /// <summary>What depends on colors and on where things are; everything else is the same on every screen.</summary>
    private static readonly AxeRunOptions OfLooks = new()
    {
        RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable"] },
        ResultTypes = [ResultType.Violations],
    };

    /// <summary>
    /// Looks at places in both themes, one on a wide screen and the other on a narrow one: colors are the same whatever the width, and places are
    /// where they are whatever the color. On the narrow one, where there is least room, each is come to anew, and must not jump as it fills; on the wide
    /// one they are walked to.
    /// </summary>
    protected async Task InspectAsync(IEnumerable<(string Place, string Shows)> places, bool isDark)
    {
        var width = isDark ? Narrow : Wide;
        await Page.AddInitScriptAsync(WatchShifts);
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
        await Page.SetViewportSizeAsync(width, 800);
        List<string> problems = [];
        foreach (var (place, shows) in places)
        {
            await (isDark || Page.Url == "about:blank" ? GoAsync(place) : WalkAsync(place));
            await Expect(Page.Locator("main").GetByText(shows).And(Page.Locator(":visible")).First).ToBeVisibleAsync();
            await Expect(Page.Locator("main .waiting")).ToHaveCountAsync(0);
            await Expect(Page.Locator(".connection")).ToHaveTextAsync("live");
            var result = await Page.RunAxe(isDark ? OfLooks : Everything);
            problems.AddRange(result.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{place}: {violation.Id}, {violation.Help}: {node.Html}")));
            if (await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") is var wide && wide > width)
                problems.Add($"{place}: it is {wide} pixels wide");
            var shifts = isDark ? await Page.EvaluateAsync<string>("() => globalThis.shifts.reduce((sum, { value }) => sum + value, 0) < 0.1 ? '' : JSON.stringify(globalThis.shifts)") : "";
            if (shifts.Length > 0)
                problems.Add($"{place}: it jumps: {shifts}");
        }

        problems.ShouldBeEmpty();
    }
}

/// <summary>Views that have something to show.</summary>
public sealed class FullViewTests(Browsing browsing) : AccessibilityTests(browsing)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_view_with_data_is_accessible_fits_the_screen_and_does_not_jump(bool isDark) =>
        await InspectAsync(await Furnished.FillAsync(World), isDark);
}

/// <summary>Views that have nothing to show.</summary>
public sealed class EmptyViewTests(Browsing browsing) : AccessibilityTests(browsing)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_empty_view_is_accessible_fits_the_screen_and_does_not_jump(bool isDark)
    {
        await Furnished.EmptyAsync(World);

        await InspectAsync(Furnished.EmptyPlaces, isDark);
    }
}

using Deque.AxeCore.Commons;
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

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private static readonly object Everything = new
    {
        type = "tag",
        values = new[] { "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice" },
    };

    /// <summary>What depends on colors and on where things are; everything else is the same on every screen.</summary>
    private static readonly object OfLooks = new
    {
        type = "rule",
        values = new[] { "color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable" },
    };

    /// <summary>
    /// Looks at places on a wide or a narrow screen, in both themes. On the narrow one, where there is least room, the first place of each view is come to
    /// anew, and must not jump as it fills; the others are walked to.
    /// </summary>
    protected async Task InspectAsync(IEnumerable<(string Place, string Shows)> places, bool isNarrow)
    {
        var width = isNarrow ? Narrow : Wide;
        await Page.AddInitScriptAsync(WatchShifts);
        await Page.SetViewportSizeAsync(width, 800);
        List<string> problems = [];
        HashSet<string> views = [];
        foreach (var (place, shows) in places)
        {
            await ColorAsync(ColorScheme.Light);
            var isAnew = isNarrow ? views.Add(place.Split('/', '?')[0]) : Page.Url == "about:blank";
            await (isAnew ? GoAsync(place) : WalkAsync(place));
            await Expect(Page.Locator("main").GetByText(shows).And(Page.Locator(":visible")).First).ToBeVisibleAsync();
            await Expect(Page.Locator("main .waiting")).ToHaveCountAsync(0);
            await Expect(Page.Locator(".connection")).ToHaveTextAsync("live");
            if (await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") is var wide && wide > width)
                problems.Add($"{place}: it is {wide} pixels wide");
            var shifts = isAnew ? await Page.EvaluateAsync<string>("() => globalThis.shifts.reduce((sum, { value }) => sum + value, 0) < 0.1 ? '' : JSON.stringify(globalThis.shifts)") : "";
            if (shifts.Length > 0)
                problems.Add($"{place}: it jumps: {shifts}");
            problems.AddRange((await FindAsync(isNarrow ? OfLooks : Everything)).Select(problem => $"{place}, light: {problem}"));
            await ColorAsync(ColorScheme.Dark);
            problems.AddRange((await FindAsync(OfLooks)).Select(problem => $"{place}, dark: {problem}"));
        }

        problems.ShouldBeEmpty();
    }

    private Task ColorAsync(ColorScheme scheme) =>
        Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });

    /// <summary>What axe finds on the page. It is brought there once for each time that the page is loaded: it is larger than the page.</summary>
    private async Task<string[]> FindAsync(object rules)
    {
        if (!await Page.EvaluateAsync<bool>("() => 'axe' in globalThis"))
            _ = await Page.EvaluateAsync(Axe);
        return await Page.EvaluateAsync<string[]>(
            """
            async (runOnly) => (await axe.run(document, { runOnly, resultTypes: ['violations'], preload: false })).violations
              .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}, ${help}: ${html}`))
            """, rules);
    }
}

/// <summary>Views that have something to show.</summary>
public sealed class FullViewTests(Browsing browsing) : AccessibilityTests(browsing)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_view_with_data_is_accessible_fits_the_screen_and_does_not_jump(bool isNarrow) =>
        await InspectAsync(await Furnished.FillAsync(World), isNarrow);
}

/// <summary>Views that have nothing to show.</summary>
public sealed class EmptyViewTests(Browsing browsing) : AccessibilityTests(browsing)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_empty_view_is_accessible_fits_the_screen_and_does_not_jump(bool isNarrow)
    {
        await Furnished.EmptyAsync(World);

        await InspectAsync(Furnished.EmptyPlaces, isNarrow);
    }
}

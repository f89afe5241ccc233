using Microsoft.Playwright;
using NoyoEmulator.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>Makes the images of the documentation; run by <c>scripts/make-screenshots</c> alone.</summary>
public sealed class ImageTests(Browsing browsing)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "images");

    [Fact(Explicit = true)]
    public async Task Images_of_a_world_in_which_the_guide_was_followed()
    {
        await using var app = EmulatorApp.OnSocket();
        var places = await Furnished.FillAsync(app);
        await using var visitor = await browsing.VisitAsync(app.Client.BaseAddress!);
        string PlaceOf(string begin) => places.First(place => place.Place.StartsWith(begin, StringComparison.Ordinal)).Place;

        await TakeAsync("snapshot", PlaceOf("snapshots/"));
        await TakeAsync("family", PlaceOf("families/"));
        await TakeAsync("differences", PlaceOf("differences/"));
        await TakeAsync("webhooks", PlaceOf("deliveries/"));
        await TakeAsync("requests", PlaceOf("requests/"));
        await TakeAsync("carriers", PlaceOf("carriers/"));
        await TakeAsync("worlds", "worlds");
        await visitor.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await TakeAsync("dark", PlaceOf("snapshots/"));
        await visitor.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await visitor.Page.SetViewportSizeAsync(400, 800);
        await TakeAsync("narrow", PlaceOf("snapshots/"));

        async Task TakeAsync(string name, string place)
        {
            await visitor.GoAsync($"default/{place}");
            await Expect(visitor.Page.Locator("main").GetByText(places.First(one => one.Place == place).Shows).And(visitor.Page.Locator(":visible")).First).ToBeVisibleAsync();
            await Expect(visitor.Page.Locator("main .waiting")).ToHaveCountAsync(0);
            await Expect(visitor.Page.Locator(".connection")).ToHaveTextAsync("live");
            _ = await visitor.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, $"{name}.png") });
        }
    }
}

using Microsoft.Playwright;
using NoyoEmulator.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>The page where the emulator asks who one is.</summary>
public sealed class ControlKeyPageTests(Browsing browsing)
{
    [Fact]
    public async Task The_page_asks_for_the_control_key_once_for_each_tab()
    {
        await using var app = EmulatorApp.OnSocket(("Emulator:ControlKey", "key-1"), ("Emulator:Authentication", "strict"));
        await using var visitor = await browsing.VisitAsync(app.Client.BaseAddress!);
        visitor.AnnounceRefusals(401);
        await visitor.GoAsync("default/snapshots");

        await visitor.Body.Field("Control key").FillAsync("another");
        await visitor.Body.Button("Open").ClickAsync();
        await Expect(visitor.Body.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is not the control key");
        await Expect(visitor.Body.Field("Control key")).ToHaveValueAsync("another");
        await visitor.Body.Field("Control key").FillAsync("key-1");
        await visitor.Body.Button("Open").ClickAsync();

        await Expect(visitor.Body.Table("Member snapshots").Row("Rivera")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator(".connection")).ToHaveTextAsync("live");
        _ = await visitor.Page.ReloadAsync();
        await Expect(visitor.Body.Table("Member snapshots").Row("Rivera")).ToBeVisibleAsync();
        // Noyo's paths want a token that the emulator gave out.
        await visitor.Body.Link("Differences").ClickAsync();
        await Expect(visitor.Body.Table("Differences").Row("ie_effective_start_date").First).ToBeVisibleAsync();

        await using var other = await browsing.VisitAsync(app.Client.BaseAddress!);
        other.AnnounceRefusals(401);
        await other.GoAsync("default/snapshots");
        await Expect(other.Body.Field("Control key")).ToBeVisibleAsync();
        await Expect(other.Body.Table("Member snapshots")).ToHaveCountAsync(0);
    }
}

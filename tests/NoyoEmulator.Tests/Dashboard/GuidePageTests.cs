using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>The guide, by the page alone.</summary>
public sealed class GuidePageTests(Browsing browsing) : DashboardTests(browsing)
{
    [Fact]
    public async Task The_guide_can_be_walked_from_the_page_alone()
    {
        _ = await World.DoAsync(HttpMethod.Put, "/_emulator/clock", new JsonObject { ["mode"] = "realtime" });
        await GoAsync("snapshots");
        _ = await Page.EvaluateAsync("() => { globalThis.isSamePage = true; }");

        await Body.Button("Freeze the clock at 20 August 2024").ClickAsync();
        await Expect(Said).ToContainTextAsync("It is noon on 20 August 2024, and stays so");
        await Expect(Body.Region("The world's clock")).ToContainTextAsync("2024-08-20 12:00:00");
        await Body.Button("Post the guide's example").ClickAsync();
        var story = Body.Region("The snapshot");
        await Expect(story.Heading("Opal Cornwall's family")).ToBeVisibleAsync();
        var row = Body.Table("Member snapshots").Row("Cornwall, Opal");
        await Expect(row).ToHaveCountAsync(1);
        await Expect(row).Not.ToContainTextAsync("completed");

        var ledger = Body.Region("What the advance did");
        foreach (var day in new[] { "2024-08-20 12:00:00 to 2024-08-21 12:00:00", "2024-08-21 12:00:00 to 2024-08-22 12:00:00" })
        {
            await Body.Button("+1 d: advance by one day").ClickAsync();
            await Expect(ledger.GetByRole(AriaRole.Heading)).ToContainTextAsync(day);
            var steps = ledger.GetByRole(AriaRole.Listitem);
            await Expect(steps).Not.ToHaveCountAsync(0);
            foreach (var step in await steps.AllAsync())
                (await step.GetByRole(AriaRole.Link).First.GetAttributeAsync("href"))!.ShouldStartWith($"#/{Name}/");
        }

        await Expect(row).ToContainTextAsync("completed");
        foreach (var kind in new[] { "submit", "process", "confirm" })
            await Expect(story.Locator($".step[data-kind={kind}]").First).ToBeVisibleAsync();
        await Expect(story.Locator(".step").Link("missing_ie").First).ToBeVisibleAsync();
        var leads = story.Locator(".step[data-kind=confirm]").Link("ie_effective_start_date").First;
        await Expect(leads).ToBeVisibleAsync();
        (await Page.EvaluateAsync<bool>("() => globalThis.isSamePage === true")).ShouldBeTrue();

        await leads.ClickAsync();
        var difference = Body.Region("The difference");
        await Expect(difference.Heading("ie_effective_start_date")).ToBeVisibleAsync();
        await Expect(difference.Region("Fields")).ToContainTextAsync("2024-08-22");
        await Expect(difference.Region("Fields")).ToContainTextAsync("2024-09-01");
        await Expect(difference).ToContainTextAsync("discrepancy");
    }
}

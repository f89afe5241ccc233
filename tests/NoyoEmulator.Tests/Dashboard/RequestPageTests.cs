using System.Net;
using Microsoft.Playwright;
using NoyoEmulator.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>The journal, and faults.</summary>
public sealed class RequestPageTests(Browsing browsing) : DashboardTests(browsing)
{
    private const string Differences = "/tracking/api/v1/differences";

    [Fact]
    public async Task A_request_from_outside_appears_as_it_comes_and_can_be_sent_again()
    {
        await GoAsync("requests");
        await Expect(Body.Heading("No requests")).ToBeVisibleAsync();

        _ = await World.PostGuideAsync();
        _ = await World.GetAsync($"{Differences}?is_open=true");

        var journal = Body.Table("Requests");
        await Expect(journal.Row($"GET {Differences}?is_open=true")).ToContainTextAsync("getDifferenceList");
        await journal.Row("POST").GetByRole(AriaRole.Link).ClickAsync();
        var request = Body.Region("The request");
        var copy = request.Region("Copy as curl");
        await Expect(copy).ToContainTextAsync("curl -i -X POST 'http://");
        await Expect(copy).ToContainTextAsync("/member_snapshots'");
        await Expect(copy).ToContainTextAsync($"X-Emulator-World: {Name}");
        await Expect(request.Region("Body of the request")).ToContainTextAsync("current_open");
        await Expect(request.Region("Body of the answer 201")).ToContainTextAsync("\"status\": \"processing\"");
    }

    [Fact]
    public async Task What_nothing_answers_is_shown_with_the_nearest_route()
    {
        await GoAsync("requests");
        await Body.Link("Unmatched").ClickAsync();
        await Expect(Body.Heading("Every request was answered by an operation")).ToBeVisibleAsync();

        _ = await World.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/tracking/api/v1/diferences");

        await Body.Table("Requests").Row("GET /tracking/api/v1/diferences").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(Body.Region("The request")).ToContainTextAsync("The nearest route is");
        await Expect(Body.Region("The request").Locator("code").First).ToContainTextAsync("/api/v1/differences");
    }

    [Fact]
    public async Task A_fault_is_switched_on_met_from_outside_and_switched_off()
    {
        await GoAsync("faults");
        var fault = Body.GetByRole(AriaRole.Switch, new LocatorGetByRoleOptions { Name = "Differences are unavailable" });
        await Expect(fault).Not.ToBeCheckedAsync();

        await fault.ClickAsync();
        await Expect(fault).ToBeCheckedAsync();
        _ = await World.RefusedAsync(HttpStatusCode.ServiceUnavailable, HttpMethod.Get, Differences);
        await Expect(Body.Item("Differences are unavailable")).ToContainTextAsync("1 hit");
        // The page itself is not met by it.
        await Body.Link("Differences").ClickAsync();
        await Expect(Body.Table("Differences").GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
        await GoAsync("faults");
        await Expect(Body.Item("Differences are unavailable")).ToContainTextAsync("1 hit");

        await fault.ClickAsync();
        await Expect(fault).Not.ToBeCheckedAsync();
        _ = await World.GetAsync(Differences);
        await Expect(Body.Item("Differences are unavailable")).Not.ToContainTextAsync("hit");
    }

    [Fact]
    public async Task What_the_page_reads_is_not_in_the_journal()
    {
        _ = await World.PostGuideAsync();
        var before = (await World.GetAsync("/_emulator/requests")).Total();

        foreach (var (place, shown) in new[] { ("snapshots", "Cornwall, Opal"), ("differences", "missing_ie"), ($"families/{Defaults.GuideEmployee}", "Opal"), ("requests", "POST") })
        {
            await GoAsync(place);
            await Expect(Page.Locator("main").GetByText(shown).And(Page.Locator(":visible")).First).ToBeVisibleAsync();
        }

        (await World.GetAsync("/_emulator/requests")).Total().ShouldBe(before);
        (await World.GetAsync("/_emulator/requests/unmatched")).Total().ShouldBe(0);
    }
}

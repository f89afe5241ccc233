using System.Text.Json.Nodes;
using Microsoft.Playwright;
using NoyoEmulator.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>The list of differences, and what one does about them.</summary>
public sealed class DifferencePageTests(Browsing browsing) : DashboardTests(browsing)
{
    private ILocator Rows => Body.Table("Differences").Locator(".body").GetByRole(AriaRole.Row);

    private ILocator Filters => Body.GetByRole(AriaRole.Form, new LocatorGetByRoleOptions { Name = "Filter differences" });

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _ = await World.PostGuideAsync();
        _ = await World.AdvanceAsync("P2D");
    }

    [Fact]
    public async Task Filters_are_in_the_address_and_who_comes_to_it_sees_the_same()
    {
        var open = (await World.DifferencesAsync("is_open=true&type=ie_effective_start_date")).Count;
        await GoAsync("differences");
        await ShowsAsync((await World.DifferencesAsync("")).Count);

        _ = await Filters.Choice("Type").SelectOptionAsync("ie_effective_start_date");
        _ = await Filters.Choice("Open").SelectOptionAsync("yes");

        await ShowsAsync(open);
        Visitor.Place.ShouldBe($"{Name}/differences?type=ie_effective_start_date&is_open=true");
        var shown = await Rows.AllInnerTextsAsync();
        _ = await Page.ReloadAsync();
        await ShowsAsync(open);
        await Expect(Rows).ToHaveTextAsync(shown, new LocatorAssertionsToHaveTextOptions { UseInnerText = true });
        await Expect(Filters.Choice("Type")).ToHaveValueAsync("ie_effective_start_date");
        await Expect(Filters.Choice("Open")).ToHaveValueAsync("true");

        _ = await Filters.Choice("Type").SelectOptionAsync("ie_cobra");
        await Expect(Body.Heading("No difference is like that")).ToBeVisibleAsync();
        await Body.Button("Show all").ClickAsync();
        await ShowsAsync((await World.DifferencesAsync("")).Count);
        Visitor.Place.ShouldBe($"{Name}/differences");
    }

    [Fact]
    public async Task One_is_dismissed_assigned_and_reopened()
    {
        await GoAsync($"differences?is_open=true&employee_id={Defaults.GuideEmployee}");
        await Rows.GetByRole(AriaRole.Link).First.ClickAsync();
        var difference = Body.Region("The difference");
        await Expect(difference.Heading("ie_effective_start_date")).ToBeVisibleAsync();

        await difference.Button("Dismiss").ClickAsync();
        await Expect(difference.Button("Reopen")).ToBeVisibleAsync();
        await Expect(Rows).ToContainTextAsync(["dismissed"]);
        (await DifferenceAsync())["is_dismissed"]!.GetValue<bool>().ShouldBeTrue();

        await difference.Field("Assign to").FillAsync("robin");
        await difference.Button("Assign").ClickAsync();
        await Expect(Said).ToContainTextAsync("Assigned");
        await Expect(difference).ToContainTextAsync("now robin");
        (await DifferenceAsync()).Text("assignee_id").ShouldBe("robin");

        await difference.Button("Reopen").ClickAsync();
        await Expect(difference.Button("Dismiss")).ToBeVisibleAsync();
        (await DifferenceAsync())["is_dismissed"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task Several_are_dismissed_at_once_and_reopened()
    {
        var open = await World.DifferencesAsync("is_open=true");
        open.Count.ShouldBeGreaterThan(2);
        await GoAsync("differences?is_open=true");
        var bulk = Body.GetByRole(AriaRole.Group, new LocatorGetByRoleOptions { Name = "Chosen differences" });
        await Expect(bulk.Button("Dismiss")).ToBeDisabledAsync();

        await Rows.Nth(0).GetByRole(AriaRole.Checkbox).CheckAsync();
        await Rows.Nth(1).GetByRole(AriaRole.Checkbox).CheckAsync();
        await Expect(bulk).ToContainTextAsync($"2 of {open.Count}");
        await bulk.Button("Dismiss").ClickAsync();

        await Expect(Said).ToContainTextAsync("2 dismissed");
        await Expect(Rows.Filter(new LocatorFilterOptions { HasText = "dismissed" })).ToHaveCountAsync(2);
        (await World.DifferencesAsync("is_dismissed=true")).Count.ShouldBe(2);
        await bulk.Button("Reopen").ClickAsync();
        await Expect(Said).ToContainTextAsync("2 reopened");
        await Expect(Rows.Filter(new LocatorFilterOptions { HasText = "dismissed" })).ToHaveCountAsync(0);
        (await World.DifferencesAsync("is_dismissed=true")).ShouldBeEmpty();
        await bulk.Button("Choose none").ClickAsync();
        await Expect(bulk.Button("Dismiss")).ToBeDisabledAsync();
    }

    /// <summary>Only the rows in sight are drawn; the table says how many there are, and one for the headings.</summary>
    private Task ShowsAsync(int count) => Expect(Body.Table("Differences")).ToHaveAttributeAsync("aria-rowcount", $"{count + 1}");

    private async Task<JsonNode> DifferenceAsync()
    {
        var open = await World.GetAsync($"/tracking/api/v1/employees/{Defaults.GuideEmployee}/differences?is_open=true");
        return await World.GetAsync($"/tracking/api/v1/differences/{open["response"]!.AsArray().ShouldHaveSingleItem()!.Id()}");
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NoyoEmulator.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>A family, as the platform states it and as its carriers hold it.</summary>
public sealed partial class FamilyPageTests(Browsing browsing) : DashboardTests(browsing)
{
    private const string Record = $"/_emulator/carriers/{Defaults.ShiftingCarrier}/records/{Defaults.Jade}";

    [Fact]
    public async Task A_carriers_record_is_edited_in_place_into_agreement_and_into_a_discrepancy_again()
    {
        _ = await World.PostGuideAsync();
        _ = await World.AdvanceAsync("P2D");
        await GoAsync($"families/{Defaults.GuideEmployee}");
        await Expect(Body.Heading("Opal Cornwall's family")).ToBeVisibleAsync();
        var jade = Body.Region("Jade Cornwall, side by side");
        var row = jade.Row("effective start date");
        await Expect(row.Link("≠ ie_effective_start_date, discrepancy")).ToBeVisibleAsync();

        await EditAsync(row, "2024-08-22");
        await Expect(jade.Region("Merge patch")).ToContainTextAsync("\"effective_start_date\": \"2024-08-22\"");
        (await StartAsync()).ShouldBe("2024-09-01");
        await row.Button("Send and compare").ClickAsync();

        await Expect(Said).ToContainTextAsync("Lantern Vision has it, and was compared: 0 new, 0 raised, 1 resolved");
        await Expect(row.GetByRole(AriaRole.Link)).ToHaveCountAsync(0);
        await Expect(row.Locator(".differs")).ToHaveCountAsync(0);
        (await StartAsync()).ShouldBe("2024-08-22");
        (await OpenAsync()).ShouldBeEmpty();

        await EditAsync(row, "2024-10-01");
        await row.Button("Send and compare").ClickAsync();

        await Expect(Said).ToContainTextAsync("1 new");
        await Expect(row.Locator(".differs")).ToContainTextAsync("2024-10-01");
        var mark = row.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { NameRegex = StartDate });
        var id = (await OpenAsync()).ShouldHaveSingleItem()!.Id();
        await Expect(mark).ToHaveAttributeAsync("href", $"#/{Name}/differences/{id}");
        await mark.ClickAsync();
        await Expect(Body.Region("The difference").Region("Fields")).ToContainTextAsync("2024-10-01");
    }

    [Fact]
    public async Task Who_begins_to_edit_can_type_at_once_and_think_better_of_it()
    {
        _ = await World.PostGuideAsync();
        _ = await World.AdvanceAsync("P2D");
        await GoAsync($"families/{Defaults.GuideEmployee}");
        var row = Body.Region("Jade Cornwall, side by side").Row("effective start date");

        await row.Button("Edit effective start date at Lantern Vision").ClickAsync();
        await Expect(row.Field("effective start date at Lantern Vision")).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("Escape");

        await Expect(row.Button("Edit effective start date at Lantern Vision")).ToBeVisibleAsync();
        (await StartAsync()).ShouldBe("2024-09-01");
    }

    private static async Task EditAsync(ILocator row, string date)
    {
        await row.Button("Edit effective start date at Lantern Vision").ClickAsync();
        await row.Field("effective start date at Lantern Vision").FillAsync(date);
    }

    private async Task<JsonArray> OpenAsync() =>
        (await World.GetAsync($"/tracking/api/v1/employees/{Defaults.GuideEmployee}/differences?is_open=true"))["response"]!.AsArray();

    private async Task<string> StartAsync() => (await World.GetAsync(Record))["enrollments"]![0]!.Text("effective_start_date");

    [GeneratedRegex("^≠ ie_effective_start_date", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex StartDate { get; }
}

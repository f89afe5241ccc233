using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NoyoEmulator.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>What a carrier makes of what it is sent.</summary>
public sealed partial class CarrierPageTests(Browsing browsing) : DashboardTests(browsing)
{
    [Fact]
    public async Task A_known_behavior_is_chosen_shown_as_JSON_and_saved()
    {
        await GoAsync("carriers");
        await Body.Link("Harbor Mutual").ClickAsync();
        var detail = Body.Region("The carrier");
        await Expect(detail.Heading("Harbor Mutual")).ToBeVisibleAsync();
        _ = await detail.Field("Begin with a known behavior").SelectOptionAsync("wrong_volume");
        var document = detail.Field("The same as JSON");
        await Expect(document).ToHaveValueAsync(Volume);
        (await BehaviorAsync())["rules"]!.AsArray().ShouldBeEmpty();

        await detail.Button("Save").ClickAsync();

        await Expect(Said).ToContainTextAsync("The carrier behaves so from now on");
        var rule = (await BehaviorAsync())["rules"]!.AsArray().ShouldHaveSingleItem()!;
        var wanted = JsonNode.Parse(await document.InputValueAsync())!["rules"]![0]!;
        rule["effect"]!["set"]!.ToJsonString().ShouldBe(wanted["effect"]!["set"]!.ToJsonString());
        await Expect(Body.Item("Harbor Mutual")).ToContainTextAsync("1 rule");

        await detail.Button("Back to the seed's").ClickAsync();
        await Expect(Said).ToContainTextAsync("As the seed has it");
        (await BehaviorAsync())["rules"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rule_written_in_the_form_is_the_one_in_the_JSON()
    {
        await GoAsync($"carriers/{Defaults.AcceptingCarrier}");
        var detail = Body.Region("The carrier");
        await detail.Button("Add a rule").ClickAsync();
        _ = await detail.Field("The carrier").SelectOptionAsync("reject");
        await detail.Field("How").FillAsync("Not covered; Call us");
        await detail.Field("How many times").FillAsync("2");
        _ = await detail.Field("Only where").SelectOptionAsync("line_of_coverage");

        JsonNode.Parse(await detail.Field("The same as JSON").InputValueAsync())!["rules"]!.ToJsonString().ShouldBe(
            """[{"match":{"line_of_coverage":"dental"},"times":2,"effect":{"reject":{"errors":["Not covered","Call us"]}}}]""");
        await detail.Field("The same as JSON").FillAsync("""{"tier": "send", "rules": []}""");
        await Expect(detail.Field("Tier")).ToHaveValueAsync("send");
        await Expect(detail.Field("How many times")).ToHaveCountAsync(0);
        await detail.Field("The same as JSON").FillAsync("{");
        await Expect(detail.Button("Save")).ToBeDisabledAsync();
    }

    [Fact]
    public async Task What_a_carrier_holds_back_is_released()
    {
        await GoAsync($"carriers/{Defaults.ShiftingCarrier}");
        var detail = Body.Region("The carrier");
        _ = await detail.Field("Begin with a known behavior").SelectOptionAsync("hold");
        await detail.Button("Save").ClickAsync();
        await Expect(Said).ToContainTextAsync("The carrier behaves so from now on");
        await Expect(detail).ToContainTextAsync("It holds nothing back.");
        var snapshot = (await World.PostGuideAsync()).Id();

        _ = await World.AdvanceAsync("P1D");
        await Expect(detail).ToContainTextAsync("process of Opal Cornwall's snapshot, Cedar Maps");
        await detail.Button("Release all 1").ClickAsync();

        await Expect(Said).ToContainTextAsync("1 released");
        await Expect(detail).ToContainTextAsync("It holds nothing back.");
        _ = await World.AdvanceAsync("P1D");
        (await World.GetSnapshotAsync(snapshot)).Text("status").ShouldBe("completed");
    }

    [GeneratedRegex("\"volume\": 1", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Volume { get; }

    private Task<JsonNode> BehaviorAsync() => World.GetAsync($"/_emulator/carriers/{Defaults.AcceptingCarrier}/behavior");
}

using System.Text.Json.Nodes;
using System.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>A list of more than anybody reads.</summary>
public sealed class LongListTests(Browsing browsing) : DashboardTests(browsing)
{
    private const int Many = 100_000;

    [Fact]
    public async Task Of_100_000_differences_only_those_in_sight_are_read_and_drawn()
    {
        var one = (await World.DifferencesAsync(""))[0];
        await Page.RouteAsync("**/tracking/api/v1/differences?*", route => AnswerAsync(route, one));
        await GoAsync("differences");
        var list = Body.Table("Differences").Locator(".body");
        await Expect(list.Locator("[data-index='0'] a.whole")).ToBeVisibleAsync();
        await Expect(Body.GetByRole(AriaRole.Group, new LocatorGetByRoleOptions { Name = "Chosen differences" })).ToContainTextAsync("100,000");
        var before = Reads();

        await list.FocusAsync();
        await Page.Keyboard.PressAsync("End");

        await Expect(list.Locator("[data-index='99999'] a.whole")).ToBeInViewportAsync();
        (await list.GetByRole(AriaRole.Row).CountAsync()).ShouldBeLessThan(100);
        (Reads() - before).ShouldBeLessThanOrEqualTo(4);
        await Page.Keyboard.PressAsync("Home");
        await Expect(list.Locator("[data-index='0'] a.whole")).ToBeInViewportAsync();
    }

    private int Reads() => Visitor.Requests.Count(request => request.Contains("/tracking/api/v1/differences?", StringComparison.Ordinal));

    private static Task AnswerAsync(IRoute route, JsonNode one)
    {
        var query = HttpUtility.ParseQueryString(new Uri(route.Request.Url).Query);
        var (size, offset) = (int.Parse(query["page_size"]!), int.Parse(query["offset"]!));
        var rows = Enumerable.Range(offset, Math.Min(size, Many - offset)).Select(number =>
        {
            var row = one.DeepClone();
            row["id"] = $"00000000-0000-4000-8000-{number:d12}";
            return row;
        });
        return route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "application/json",
            Body = new JsonObject { ["meta"] = new JsonObject { ["total_records"] = Many }, ["response"] = new JsonArray([.. rows]) }.ToJsonString(),
        });
    }
}

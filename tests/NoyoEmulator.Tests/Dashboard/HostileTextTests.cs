using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>Whatever others wrote is text, and does nothing.</summary>
public sealed class HostileTextTests(Browsing browsing) : DashboardTests(browsing)
{
    private const string Image = "<img src=x onerror=alert(1)>";
    private const string Script = "\"><script>alert(1)</script>${7*7}";
    private const string Link = "javascript:alert(1)";

    private static readonly string Long = string.Concat(Enumerable.Repeat("WWWWWWWWWW", 20));
    private static readonly string Turned = "\u202Edlrow\u202C 🦖 &lt;b&gt;";

    [Fact]
    public async Task Texts_that_would_be_markup_or_code_are_shown_as_they_are_in_every_view()
    {
        var places = await WriteAsync();

        List<string> tooWide = [];
        foreach (var width in new[] { 1280, 400 })
        {
            await Page.SetViewportSizeAsync(width, 800);
            foreach (var (place, shows) in places)
            {
                await GoAsync(place);
                await Expect(Page.Locator("main")).ToContainTextAsync(shows);
                await Expect(Page.Locator("main .waiting")).ToHaveCountAsync(0);
                await Expect(Page.Locator("#app :is(img, script, iframe, object, embed, svg, b:has(script))")).ToHaveCountAsync(0);
                await Expect(Page.Locator("#app a[href^='javascript:' i]")).ToHaveCountAsync(0);
                if (await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") is var wide && wide > width)
                    tooWide.Add($"{place} is {wide} wide on {width}");
            }
        }

        tooWide.ShouldBeEmpty();
    }

    private async Task<IReadOnlyList<(string Place, string Shows)>> WriteAsync()
    {
        var seed = PlanSeed.Of([PlanSeed.Plan(1, "dental")]);
        seed["carriers"]![0]!["display_name"] = Image;
        seed["carriers"]![1]!["display_name"] = Long;
        seed["groups"]![0]!["name"] = Script + Long;
        _ = await World.DoAsync(HttpMethod.Put, "/_emulator/seed", seed);
        _ = await World.BehaveAsync(Defaults.AcceptingCarrier, JsonNode.Parse("""{"match": {}, "effect": {"set": {"person.last_name": "<svg onload=alert(2)>"}}}""")!.AsObject());
        var subscription = (await World.DoAsync(HttpMethod.Post, "/_emulator/webhooks/subscriptions", new JsonObject { ["inbox"] = "hooks", ["secret"] = "s3cret", ["name"] = Image })).Id();
        var body = FamilyBody.Of(1, dependents: 1).Enroll(PlanSeed.Offer(1, "dental"), "2024-09-01")
            .With("employee.person.first_name", Image).With("employee.person.last_name", Script).With("employee.person.middle_name", Turned)
            .With("employee.person.home_address.street_one", Long).With("employee.person.home_address.city", Link);
        var posted = await World.PostSnapshotAsync(PlanSeed.Group, body);
        var (snapshot, employee) = (posted.Id(), posted.Text("employee_id"));
        _ = await World.AdvanceAsync("P2D");
        _ = await World.GetAsync($"/tracking/api/v1/differences?type={Uri.EscapeDataString(Image)}");
        _ = await World.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/tracking/api/v1/{Uri.EscapeDataString(Image)}");
        var difference = (await World.DifferencesAsync($"member_snapshot_id={snapshot}&type=name"))[0].Id();
        _ = await World.DoAsync(HttpMethod.Put, $"/tracking/api/v1/differences/{difference}/assign", new JsonObject { ["assignee_id"] = Image });
        return
        [
            ("snapshots", Image), ($"snapshots/{snapshot}", Script), ($"snapshots/{snapshot}/document", Link), ($"snapshots/{snapshot}/transactions", Image), ($"families/{employee}", Image),
            ("differences", Image), ($"differences/{difference}", "<svg onload=alert(2)>"), ("webhooks", Image), ($"webhooks/{subscription}", Image), ("deliveries", Image),
            ("requests", "onerror"), ("requests?matched=false", "onerror"), ("carriers", Image), ($"carriers/{Defaults.AcceptingCarrier}", "<svg onload=alert(2)>"),
            ($"find/{PlanSeed.Group}", "group"), ($"snapshots?search={Uri.EscapeDataString(Image)}", Image), ($"inboxes/{Uri.EscapeDataString(Image)}", Image),
        ];
    }
}

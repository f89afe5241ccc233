using Microsoft.Playwright;
using NoyoEmulator.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>Worlds and their checkpoints.</summary>
public sealed class WorldPageTests(Browsing browsing) : DashboardTests(browsing)
{
    private ILocator Creation => Page.Locator("details.create");

    [Fact]
    public async Task A_world_is_created_forked_and_deleted_when_one_says_twice_that_it_is_meant()
    {
        var (made, fork) = ($"{Name}-made", $"{Name}-fork");
        await GoAsync("worlds");
        await Creation.GetByText("Create a world, or fork one").ClickAsync();
        await Creation.Field("Name").FillAsync(made);
        await Creation.Field("Freeze its clock at").FillAsync("2024-01-02T03:04:05Z");
        await Creation.Button("Create").ClickAsync();
        await Expect(Body.Region("The world's clock")).ToContainTextAsync("2024-01-02 03:04:05");
        Visitor.Place.ShouldBe($"{made}/snapshots");
        await Body.Button("Post the guide's example").ClickAsync();
        await Expect(Body.Heading("Opal Cornwall's family")).ToBeVisibleAsync();

        await Body.Link("Worlds").ClickAsync();
        await Creation.GetByText("Create a world, or fork one").ClickAsync();
        await Creation.Field("Name").FillAsync(fork);
        _ = await Creation.Field("A copy of").SelectOptionAsync(made);
        await Creation.Button("Create").ClickAsync();
        await Expect(Body.Table("Member snapshots").Row("Cornwall, Opal")).ToBeVisibleAsync();
        Visitor.Place.ShouldBe($"{fork}/snapshots");

        await Body.Link("Worlds").ClickAsync();
        foreach (var world in new[] { made, fork })
        {
            await RowOf(world).Button("Delete").ClickAsync();
            await RowOf(world).Button("No").ClickAsync();
            await Expect(RowOf(world).Button("Delete")).ToBeVisibleAsync();
            await RowOf(world).Button("Delete").ClickAsync();
            await RowOf(world).Button("Yes, delete").ClickAsync();
            await Expect(Said).ToContainTextAsync($"{world} is deleted");
            await Expect(RowOf(world)).ToHaveCountAsync(0);
        }

        // Who is in a world that is deleted comes to the default one.
        Visitor.Place.ShouldBe("default/worlds");
        await Expect(RowOf("default").Button("Delete")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Two_checkpoints_are_compared_and_the_world_goes_back_to_one()
    {
        await GoAsync("worlds");
        await SaveAsync("before");
        _ = await World.PostGuideAsync();
        _ = await World.AdvanceAsync("P2D");
        await SaveAsync("after");

        _ = await Body.Field("Compare").SelectOptionAsync("before");
        _ = await Body.Field("with").SelectOptionAsync("after");
        await Body.Button("Compare").ClickAsync();
        var changes = Body.Region("Changes");
        await Expect(changes.GetByRole(AriaRole.Heading)).ToHaveTextAsync("From before (2024-08-20 12:00:00) to after (2024-08-22 12:00:00)");
        await Expect(changes.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "member snapshot" })).ToContainTextAsync("1 …");
        _ = await Body.Field("Compare").SelectOptionAsync("after");
        await Body.Button("Compare").ClickAsync();
        await Expect(changes).ToContainTextAsync("They are the same.");

        await RowOf("before").Button("Restore").ClickAsync();
        await Expect(Said).ToContainTextAsync($"{Name} is back at 2024-08-20 12:00:00");
        await Expect(Body.Region("The world's clock")).ToContainTextAsync("2024-08-20 12:00:00");
        (await World.GetAsync("/_emulator/snapshots?search=Cornwall")).Total().ShouldBe(0);

        await RowOf("after").Button("Delete").ClickAsync();
        await RowOf("after").Button("Yes, delete").ClickAsync();
        await Expect(RowOf("after")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_checkpoint_is_downloaded_as_a_file()
    {
        await GoAsync("worlds");
        await SaveAsync("before");

        var download = await Page.RunAndWaitForDownloadAsync(() => RowOf("before").Button("Download").ClickAsync());

        download.SuggestedFilename.ShouldBe("before.db");
        await using var file = await download.CreateReadStreamAsync();
        var begin = new byte[15];
        await file.ReadExactlyAsync(begin, TestContext.Current.CancellationToken);
        System.Text.Encoding.ASCII.GetString(begin).ShouldBe("SQLite format 3");
    }

    [Fact]
    public async Task The_choice_of_worlds_leads_to_the_same_view_of_another()
    {
        await GoAsync("differences");
        await Expect(Body.Table("Differences").GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();

        _ = await Body.Field("World").SelectOptionAsync("default");

        await Expect(Page).ToHaveTitleAsync("Differences · default · NoyoEmulator");
        Visitor.Place.ShouldBe("default/differences");
    }

    private ILocator RowOf(string name) => Page.Locator("main").GetByRole(AriaRole.Row)
        .Filter(new LocatorFilterOptions { Has = Page.GetByRole(AriaRole.Rowheader, new PageGetByRoleOptions { Name = name, Exact = true }) });

    private async Task SaveAsync(string name)
    {
        var form = Page.Locator("form").Filter(new LocatorFilterOptions { Has = Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save a checkpoint" }) });
        await form.Field("Name").FillAsync(name);
        await form.Button("Save a checkpoint").ClickAsync();
        await Expect(RowOf(name)).ToBeVisibleAsync();
    }
}

using System.Text.Json.Nodes;
using Microsoft.Playwright;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>Tests of the dashboard in a browser: each has a world of its own, and somebody who looks at it.</summary>
public abstract class DashboardTests(Browsing browsing) : IAsyncLifetime
{
    /// <summary>The browser, for those who want a second window.</summary>
    protected Browsing Browsing { get; } = browsing;

    /// <summary>The name of the test's world.</summary>
    protected string Name { get; } = browsing.NextName();

    /// <summary>The world as its clients see it, to do from outside what the page is to show.</summary>
    protected EmulatorApp World { get; private set; } = null!;

    /// <summary>Who looks at it.</summary>
    protected Visitor Visitor { get; private set; } = null!;

    protected IPage Page => Visitor.Page;

    protected ILocator Body => Visitor.Body;

    /// <summary>What the page says in its corner of what was done.</summary>
    protected ILocator Said => Page.Locator(".said");

    /// <summary>The emulator's address.</summary>
    protected Uri Root => Browsing.Emulator.Client.BaseAddress!;

    public virtual async ValueTask InitializeAsync()
    {
        // Without a browser there is nothing to begin with.
        Visitor = await Browsing.VisitAsync(Root);
        World = await Browsing.Emulator.CreateWorldAsync(Name, new JsonObject { ["seed"] = "dashboard" });
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Visitor is not null)
            await Visitor.DisposeAsync();
        if (World is not null)
            _ = await Browsing.Emulator.DoAsync(HttpMethod.Delete, $"/_emulator/worlds/{Name}");
    }

    /// <summary>Comes to a place in the test's world: a view, and what of it.</summary>
    protected Task GoAsync(string place) => Visitor.GoAsync($"{Name}/{place}");

    /// <summary>Goes to a place in the test's world from where one is, as a link does.</summary>
    protected Task WalkAsync(string place) => Page.EvaluateAsync("place => { location.hash = place; }", $"#/{Name}/{place}");
}

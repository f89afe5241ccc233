using Microsoft.Playwright;

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>Finds things as people do who see a page, or hear it: by what they are and what they are called.</summary>
internal static class Locators
{
    public static ILocator Button(this ILocator within, string name) => within.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name, Exact = true });

    public static ILocator Link(this ILocator within, string name) => within.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = name, Exact = true });

    public static ILocator Region(this ILocator within, string name) => within.GetByRole(AriaRole.Region, new LocatorGetByRoleOptions { Name = name, Exact = true });

    public static ILocator Table(this ILocator within, string name) => within.GetByRole(AriaRole.Table, new LocatorGetByRoleOptions { Name = name, Exact = true });

    public static ILocator Heading(this ILocator within, string name) => within.GetByRole(AriaRole.Heading, new LocatorGetByRoleOptions { Name = name, Exact = true });

    public static ILocator Field(this ILocator within, string label) => within.GetByLabel(label, new LocatorGetByLabelOptions { Exact = true });

    public static ILocator Choice(this ILocator within, string name) => within.GetByRole(AriaRole.Combobox, new LocatorGetByRoleOptions { Name = name, Exact = true });

    /// <summary>The row of a table that says something.</summary>
    public static ILocator Row(this ILocator within, string text) => within.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = text });

    /// <summary>The item of a list that says something.</summary>
    public static ILocator Item(this ILocator within, string text) => within.GetByRole(AriaRole.Listitem).Filter(new LocatorFilterOptions { HasText = text });
}

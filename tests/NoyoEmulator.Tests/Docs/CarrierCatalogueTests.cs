using System.Text.RegularExpressions;
using NoyoEmulator.Carriers;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Docs;

public sealed partial class CarrierCatalogueTests
{
    [Fact]
    public void The_page_about_carriers_lists_the_catalogue_of_named_behaviors_in_its_words()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "carriers.md"));

        Row().Matches(page.Split("\n## ")[1]).Select(row => (row.Groups["name"].Value, row.Groups["description"].Value))
            .ShouldBe(NamedBehavior.All.Select(named => (named.Name, named.Description)));
    }

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| (?<description>.*) \|$", RegexOptions.Multiline
        | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Row();
}

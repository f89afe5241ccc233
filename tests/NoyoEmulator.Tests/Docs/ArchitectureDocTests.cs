using System.Text.RegularExpressions;
using NoyoEmulator.Persistence;
using NoyoEmulator.Tests.Architecture;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Docs;

/// <summary>The document about the architecture names what there is.</summary>
public sealed partial class ArchitectureDocTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));

    [Fact]
    public void It_has_the_folders_in_the_order_that_is_tested() =>
        FoldersOf().ShouldBe(FolderTests.Lines.Select(line => string.Join(", ", line)));

    [Fact]
    public void The_types_in_its_diagrams_are_there()
    {
        var types = typeof(EmulatorDbContext).Assembly.GetTypes().Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        var named = Bold().Matches(Document).Select(name => name.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList();

        named.Count.ShouldBeGreaterThan(10);
        named.Where(name => !types.Contains(name)).ShouldBeEmpty();
    }

    private static IEnumerable<string> FoldersOf() =>
        Row().Matches(Document.Split("\n## Folders\n")[1]).Select(row => row.Groups["folders"].Value.Replace("`", "", StringComparison.Ordinal));

    [GeneratedRegex(@"^\| (?<folders>`\w+`(, `\w+`)*) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Row();

    [GeneratedRegex(@"<b>(?<name>\w+)</b>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Bold();
}

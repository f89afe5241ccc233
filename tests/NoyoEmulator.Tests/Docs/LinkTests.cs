using System.Text.RegularExpressions;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Docs;

/// <summary>What the documents lead to is there.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Every_link_within_the_repository_leads_to_a_file_and_a_heading_of_it()
    {
        string[] documents =
        [
            .. Directory.EnumerateFiles(Repository.Root, "*.md"),
            Path.Combine(Repository.Root, "samples", "README.md"),
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories),
        ];

        var links = documents.SelectMany(document => Link().Matches(File.ReadAllText(document)).Select(link => (document, link))).ToList();

        links.Count.ShouldBeGreaterThan(50);
        links.Where(found => !Leads(found.document, found.link)).Select(found => $"{Path.GetFileName(found.document)}: {found.link.Value}").ShouldBeEmpty();
    }

    private static bool Leads(string document, Match link)
    {
        var file = link.Groups["path"].Value is { Length: > 0 } path ? Path.GetFullPath(path, Path.GetDirectoryName(document)!) : document;
        if (link.Groups["heading"].Value is not { Length: > 0 } heading)
            return Path.Exists(file);
        return File.Exists(file) && Heading().Matches(File.ReadAllText(file)).Any(found => Anchor(found.Groups["text"].Value) == heading);
    }

    /// <summary>What a heading is called in a link to it.</summary>
    private static string Anchor(string heading) =>
        string.Concat(heading.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_').Select(c => c == ' ' ? '-' : c));

    [GeneratedRegex(@"\]\((?!https?:)(?<path>[^)#\s]*)(#(?<heading>[^)\s]+))?\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Heading();
}

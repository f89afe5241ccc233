using System.Text.RegularExpressions;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Docs;

/// <summary>
/// The examples of the documents do what the documents say. Each section is worked through from its top, against a fresh emulator
/// whose clock is frozen at <see cref="EmulatorApp.Start"/>; every block of commands must be one that <see cref="CurlCommand"/>
/// understands.
/// </summary>
public sealed partial class DocumentExampleTests
{
    /// <summary>Its emulator sends webhooks to itself, and so needs an address of its own.</summary>
    private const string WithReceivers = "webhooks.md";

    private static readonly string[] Documents = ["control-plane.md", "carriers.md", "troubleshooting.md", WithReceivers];

    public static TheoryData<string, string> Sections =>
        new(Documents.SelectMany(
            document =>
                SectionsOf(document).Where(section => Example.AllIn(section.Text).Count > 0).Select(section => (document, section.Title))));

    [Theory]
    [MemberData(nameof(Sections))]
    public async Task Every_example_answers_as_it_is_written(string document, string title)
    {
        await using var app = document == WithReceivers ? EmulatorApp.OnSocket() : new EmulatorApp();
        using var client = app.AnonymousClient();
        if (document != WithReceivers)
            client.BaseAddress = new Uri(Example.Server);

        await new ExampleRun(client).PlayAsync(Example.AllIn(SectionsOf(document).Single(section => section.Title == title).Text));
    }

    private static IEnumerable<(string Title, string Text)> SectionsOf(string document)
    {
        var path = Path.Combine(Repository.Root, "docs", document);
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        return Section().Matches(text).Select(match => (match.Groups["title"].Value, match.Groups["text"].Value));
    }

    [GeneratedRegex(@"^## (?<title>.*)\n(?<text>(?s:.*?))(?=^## |\z)", RegexOptions.Multiline
        | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Section();
}

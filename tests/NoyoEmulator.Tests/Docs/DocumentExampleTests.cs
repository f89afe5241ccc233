using System.Globalization;
using System.Text.Json.Nodes;
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
    private const string Server = "http://localhost:8080";

    /// <summary>Its emulator sends webhooks to itself, and so needs an address of its own.</summary>
    private const string WithReceivers = "webhooks.md";

    private static readonly string[] Documents = ["control-plane.md", "carriers.md", WithReceivers];

    public static TheoryData<string, string> Sections =>
        new(Documents.SelectMany(
            document =>
                SectionsOf(document).Where(section => Commands().IsMatch(section.Text)).Select(section => (document, section.Title))));

    [Theory]
    [MemberData(nameof(Sections))]
    public async Task Every_example_answers_as_it_is_written(string document, string title)
    {
        await using var app = document == WithReceivers ? EmulatorApp.OnSocket() : new EmulatorApp();
        using var client = app.AnonymousClient();
        var server = document == WithReceivers ? client.BaseAddress!.ToString().TrimEnd('/') : Server;
        client.BaseAddress = new Uri(server);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);

        var blocks = Block().Matches(SectionsOf(document).Single(section => section.Title == title).Text);
        for (var i = 0; i < blocks.Count; i++)
        {
            if (blocks[i].Groups["language"].Value != "sh")
                continue;
            var commands = CommandsOf(blocks[i].Groups["text"].Value);
            for (var n = 0; n < commands.Count; n++)
            {
                await RunAsync(client, server, commands[n], variables, n == commands.Count - 1
                    && i + 1 < blocks.Count ? blocks[i + 1] : null);
            }
        }
    }

    private static async Task RunAsync(HttpClient client, string server, string text, Dictionary<string, string> variables, Match? next)
    {
        var command = CurlCommand.Parse(text, variables);
        command = command with { Body = command.Body?.Replace(Server, server, StringComparison.Ordinal) };
        using var request = command.ToRequest();
        if (next?.Groups["language"].Value == "text")
        {
            next.Groups["text"].Value.ShouldStartWith("curl: (");
            _ = await Should.ThrowAsync<Exception>(() => ReadAsync(client, request), text);
            return;
        }

        var (response, answer) = await ReadAsync(client, request);
        using (response)
        {
            var expected = next is null ? null : ExpectedAnswer.Parse(next.Groups["language"].Value, next.Groups["text"].Value);
            if (!command.MayFail)
                (expected ?? new ExpectedAnswer(null, [], null)).ShouldFit(response, answer);
        }

        if (command.Keeps is var (name, path))
            variables[name] = ValueAt(JsonNode.Parse(answer)!, path);
    }

    private static async Task<(HttpResponseMessage Response, string Text)> ReadAsync(HttpClient client, HttpRequestMessage request)
    {
        var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static string ValueAt(JsonNode answer, string path) => PathStep().Matches(path).Aggregate(
        (JsonNode?)answer, (node, step) =>
            step.Groups["index"] is { Success: true } index
                ? node?[int.Parse(index.Value, CultureInfo.InvariantCulture)]
                : node?[step.Groups["name"].Value])
        .ShouldNotBeNull(path).ToString();

    // Backslashes at the end of a line join it with the next one, as in a shell; a quoted text may go on over lines.
    private static List<string> CommandsOf(string block)
    {
        var commands = new List<string>();
        foreach (var line in block.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (commands.Count > 0 && commands[^1].Count(character => character == '\'') % 2 == 1)
                commands[^1] += "\n" + line;
            else
                commands.Add(line);
        }

        return commands;
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

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>(?s:.*?))^```$", RegexOptions.Multiline
        | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Block();

    [GeneratedRegex("^```sh$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Commands();

    [GeneratedRegex(@"\.(?<name>\w+)|\[(?<index>\d+)\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PathStep();
}

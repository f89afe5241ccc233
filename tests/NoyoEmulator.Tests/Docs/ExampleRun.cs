using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NoyoEmulator.Tests.Docs;

/// <summary>Types the examples of a document, as somebody who reads it from its top.</summary>
internal sealed partial class ExampleRun(HttpClient client)
{
    private readonly string _server = client.BaseAddress!.ToString().TrimEnd('/');
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    /// <summary>Runs all commands; fails where an answer is not as it is shown.</summary>
    public async Task PlayAsync(IEnumerable<Example> examples)
    {
        foreach (var (commands, answer) in examples)
        {
            for (var n = 0; n < commands.Count; n++)
                await RunAsync(commands[n], n == commands.Count - 1 ? answer : null);
        }
    }

    private async Task RunAsync(string text, (string Language, string Text)? shown)
    {
        var command = CurlCommand.Parse(text, _variables);
        command = command with { Body = command.Body?.Replace(Example.Server, _server, StringComparison.Ordinal) };
        using var request = command.ToRequest();
        if (shown is ("text", var message) && message.StartsWith("curl: (", StringComparison.Ordinal))
        {
            _ = await Should.ThrowAsync<Exception>(() => ReadAsync(request), text);
            return;
        }

        var (response, answer) = await ReadAsync(request);
        using (response)
        {
            var expected = shown is var (language, block) ? ExpectedAnswer.Parse(language, block) : null;
            if (!command.MayFail)
                (expected ?? ExpectedAnswer.Any).ShouldFit(response, answer);
        }

        if (command.Keeps is var (name, path))
            _variables[name] = ValueAt(JsonNode.Parse(answer)!, path);
    }

    private async Task<(HttpResponseMessage Response, string Text)> ReadAsync(HttpRequestMessage request)
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

    [GeneratedRegex(@"\.(?<name>\w+)|\[(?<index>\d+)\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PathStep();
}

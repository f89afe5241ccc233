using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Docs;

/// <summary>
/// One command of an example: <c>curl</c> with the options that examples need, or <c>NAME=$(curl … | jq -r .path)</c>, which keeps a
/// value for the commands after it. What it does not understand it refuses, so that no example is passed over.
/// </summary>
internal sealed partial record CurlCommand
{
    private const string Server = "http://localhost:8080";

    public required HttpMethod Method { get; init; }

    public required string Path { get; init; }

    public required IReadOnlyList<(string Name, string Value)> Headers { get; init; }

    public string? Body { get; init; }

    /// <summary>The variable that is set, and the dotted path of its value in the answer.</summary>
    public (string Name, string Path)? Keeps { get; init; }

    /// <summary>The answer is thrown away, whatever it is.</summary>
    public bool MayFail { get; init; }

    /// <summary>Reads a command in which backslashes have been joined; <c>$NAME</c> and <c>${NAME}</c> are replaced.</summary>
    public static CurlCommand Parse(string command, IReadOnlyDictionary<string, string> variables)
    {
        (string Name, string Path)? keeps = null;
        if (Assignment().Match(command) is { Success: true } assignment)
        {
            keeps = (assignment.Groups["name"].Value, assignment.Groups["path"].Value);
            command = assignment.Groups["curl"].Value;
        }

        var words = new Queue<string>(Words(command, variables));
        words.TryDequeue(out var program).ShouldBeTrue();
        program.ShouldBe("curl", $"An example can only be a curl command, which this is not: {command}");
        HttpMethod? method = null;
        var mayFail = false;
        string? url = null;
        string? body = null;
        var headers = new List<(string, string)>();
        while (words.TryDequeue(out var word))
        {
            switch (word)
            {
                case "-s" or "-S" or "-sS" or "-i" or "-si":
                    break;
                case "-o":
                    words.Dequeue().ShouldBe("/dev/null");
                    mayFail = true;
                    break;
                case "-X":
                    method = new HttpMethod(words.Dequeue());
                    break;
                case "-H":
                    var header = words.Dequeue().Split(':', 2, StringSplitOptions.TrimEntries);
                    headers.Add((header[0], header[1]));
                    break;
                case "-u":
                    headers.Add(("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(words.Dequeue()))}"));
                    break;
                case "-d" or "--data":
                    body = Data(words.Dequeue());
                    break;
                default:
                    word.ShouldStartWith(
                        Server, Case.Sensitive, $"Not an option that examples may have, nor a URL of the emulator: {word} in {command}");
                    url = word[Server.Length..];
                    break;
            }
        }

        return new CurlCommand
        {
            Method = method ?? (body is null ? HttpMethod.Get : HttpMethod.Post),
            Path = url.ShouldNotBeNull($"No URL: {command}"),
            Headers = headers,
            Body = body,
            Keeps = keeps,
            MayFail = mayFail,
        };
    }

    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(Method, Path);
        if (Body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
        // As curl does.
        if (Body is not null && !Headers.Any(header => header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
            request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        foreach (var (name, value) in Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content!.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue(name);
        }

        return request;
    }

    private static string Data(string argument) =>
        argument.StartsWith('@') ? File.ReadAllText(System.IO.Path.Combine(Repository.Root, argument[1..])) : argument;

    private static List<string> Words(string command, IReadOnlyDictionary<string, string> variables)
    {
        var words = new List<string>();
        foreach (Match match in Word().Matches(command))
        {
            var word = new StringBuilder();
            foreach (Capture part in match.Groups["part"].Captures)
                _ = word.Append(part.Value is ['\'', .. var literal, '\''] ? literal : Substitute(part.Value.Trim('"'), variables));
            words.Add(word.ToString());
        }

        return words;
    }

    private static string Substitute(string text, IReadOnlyDictionary<string, string> variables) => Variable().Replace(
        text, match =>
            variables.TryGetValue(match.Groups["name"].Value, out var value)
                ? value
                : throw new ShouldAssertException($"{match.Value} was not set before."));

    [GeneratedRegex(@"^(?<name>[A-Z_]+)=\$\((?<curl>curl .*) \| jq -r '?(?<path>(\.\w+|\.?\[\d+\])+)'?\)$", RegexOptions.Singleline
        | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Assignment();

    [GeneratedRegex("""(?<part>'[^']*'|"[^"]*"|[^\s'"]+)+""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\$\{?(?<name>[A-Z_]+)\}?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Variable();
}

using System.Text.RegularExpressions;

namespace NoyoEmulator.Tests.Docs;

/// <summary>A block of commands in a document, and the block that shows the last one's answer, if it is shown.</summary>
/// <param name="Commands">One command each, lines that go on joined.</param>
/// <param name="Answer">The language and text of the block that follows.</param>
internal sealed partial record Example(IReadOnlyList<string> Commands, (string Language, string Text)? Answer)
{
    /// <summary>Where the documents say that the emulator is.</summary>
    public const string Server = "http://localhost:8080";

    // What starts and stops things is tried by hand and by scripts.
    private static readonly string[] OtherPrograms = ["dotnet ", "docker "];

    /// <summary>The examples of a text, in order.</summary>
    public static IReadOnlyList<Example> AllIn(string text)
    {
        var blocks = Block().Matches(text).Select(block => (Language: block.Groups["language"].Value, Text: block.Groups["text"].Value)).ToList();
        var examples = new List<Example>();
        for (var i = 0; i < blocks.Count; i++)
        {
            if (blocks[i].Language == "sh" && !OtherPrograms.Any(program => blocks[i].Text.StartsWith(program, StringComparison.Ordinal)))
                examples.Add(new Example(CommandsOf(blocks[i].Text), i + 1 < blocks.Count && blocks[i + 1].Language != "sh" ? blocks[i + 1] : null));
        }

        return examples;
    }

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

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>(?s:.*?))^```$", RegexOptions.Multiline
        | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Block();
}

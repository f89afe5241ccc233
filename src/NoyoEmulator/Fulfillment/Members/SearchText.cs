namespace NoyoEmulator.Fulfillment.Members;

/// <summary>
/// Names as they are stored to be found, and as they are looked for: without outer spaces, in lower case by the rules of no language,
/// so that also Renée is found in capitals.
/// </summary>
internal static class SearchText
{
    /// <summary>A name, or a part of one.</summary>
    public static string Of(string? text) => (text ?? "").Trim().ToLowerInvariant()
        // SQLite ends a text there.
        .Replace('\0', '\uFFFD');

    /// <summary>The parts of a name that there are, with a space between them.</summary>
    public static string Joined(params ReadOnlySpan<string?> parts)
    {
        var name = "";
        foreach (var part in parts)
        {
            if (Of(part) is { Length: > 0 } text)
                name = name.Length == 0 ? text : $"{name} {text}";
        }

        return name;
    }

    /// <summary>What LIKE, with a backslash that escapes, finds names by that have some words in this order; any character is plain.</summary>
    public static string Pattern(IEnumerable<string> words) => $"%{string.Join('%', words.Select(Literal))}%";

    /// <summary>The words of a name.</summary>
    public static string[] WordsOf(string? name) => Of(name).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static string Literal(string word) => word.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");
}

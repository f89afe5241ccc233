using System.Text;

namespace NoyoEmulator.Fulfillment.Members;

/// <summary>
/// What is asked of <see cref="MemberIndexes.Names"/>, in its own language: there a name has a space before and after it, and is found by any
/// three characters or more that follow each other in it. More may be found than is meant, never less.
/// </summary>
internal static class NameParts
{
    private const int Shortest = 3;

    // So much of a part finds few enough; each character costs a look.
    private const int Longest = 32;

    private const int Most = 8;

    /// <summary>Names that have some parts, in any order; null where all of these are too short.</summary>
    public static string? Containing(IEnumerable<string> parts)
    {
        var phrases = parts.Where(IsLong).Take(Most).Select(Phrase).ToList();
        return phrases.Count == 0 ? null : string.Join(" AND ", phrases);
    }

    /// <summary>
    /// Names in which a word is one of those asked for, begins with it or is its beginning, of two letters at least; null where that cannot be
    /// asked. What is asked for may have spaces in it.
    /// </summary>
    public static string? Alike(IReadOnlyCollection<string> asked)
    {
        var phrases = new List<string>();
        foreach (var word in asked)
        {
            var isWhole = word.Length == 1;
            if (!isWhole && !IsLong($" {word}"))
                return null;
            phrases.Add(Phrase(isWhole ? $" {word} " : $" {word}"));
            for (var length = 2; length < Math.Min(word.Length, Longest); length++)
            {
                if (!char.IsHighSurrogate(word[length - 1]))
                    phrases.Add(Phrase($" {word[..length]} "));
            }
        }

        return phrases.Count == 0 ? null : string.Join(" OR ", phrases.Distinct(StringComparer.Ordinal));
    }

    private static bool IsLong(string part) => part.EnumerateRunes().Take(Shortest).Count() == Shortest;

    private static string Phrase(string part)
    {
        var phrase = new StringBuilder("\"");
        foreach (var rune in part.EnumerateRunes().Take(Longest))
            _ = rune.Value == '"' ? phrase.Append("\"\"") : phrase.Append(rune);
        return phrase.Append('"').ToString();
    }
}

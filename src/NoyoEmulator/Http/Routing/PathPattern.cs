using System.Diagnostics.CodeAnalysis;

namespace NoyoEmulator.Http.Routing;

/// <summary>
/// A path with gaps: <c>*</c> stands for anything within a segment, <c>**</c> for any number of segments, and <c>{name}</c> for one
/// segment, so that the paths of the OpenAPI documents are patterns too. Case does not matter.
/// </summary>
internal sealed class PathPattern
{
    /// <summary>What a pattern must be like, as a predicate.</summary>
    public const string Rule =
        "must be a path such as /api/v1/differences/*, without a query; * stands for anything within a segment, ** for any number of "
        + "segments";

    private const int MaxLength = 500;

    private readonly string[] _segments;

    private PathPattern(string text)
    {
        Text = text;
        _segments = text.Trim('/').Split('/');
    }

    public string Text { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PathPattern? pattern)
    {
        pattern = text is ['/', ..] or "**" && text.Length <= MaxLength && !text.Contains('?')
            && !text.Contains('#') ? new PathPattern(text) : null;
        return pattern is not null;
    }

    /// <summary>A path of the OpenAPI documents without the names of its parameters, which do not tell one path from another.</summary>
    public static string ShapeOf(string template) =>
        string.Join('/', template.Trim('/').Split('/').Select(segment => segment is ['{', .., '}'] ? "{}" : segment.ToLowerInvariant()));

    /// <summary>Whether a path fits, with the prefix of its API or without it.</summary>
    public bool Matches(string path, ApiFamily? family) =>
        Fits(_segments, path.Trim('/').Split('/')) || (family is not null && FitsBelow(family.Value, path));

    private bool FitsBelow(ApiFamily family, string path) =>
        FitsSegment(_segments[0], family.ToString()) && Fits(_segments.AsSpan(1), path.Trim('/').Split('/'));

    private static bool Fits(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
    {
        while (pattern.Length > 0 && pattern[0] != "**")
        {
            if (path.Length == 0 || !FitsSegment(pattern[0], path[0]))
                return false;
            pattern = pattern[1..];
            path = path[1..];
        }

        if (pattern.Length == 0)
            return path.Length == 0;
        for (var skipped = 0; skipped <= path.Length; skipped++)
        {
            if (Fits(pattern[1..], path[skipped..]))
                return true;
        }

        return false;
    }

    private static bool FitsSegment(string pattern, string segment)
    {
        if (pattern is ['{', .., '}'] or "*")
            return segment.Length > 0;

        // Each piece as early as possible leaves the most for those after it; the last one must be at the end.
        var pieces = pattern.Split('*');
        if (pieces.Length == 1)
            return string.Equals(pattern, segment, StringComparison.OrdinalIgnoreCase);
        if (!segment.StartsWith(pieces[0], StringComparison.OrdinalIgnoreCase))
            return false;
        var place = pieces[0].Length;
        foreach (var piece in pieces[1..^1])
        {
            var found = segment.IndexOf(piece, place, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
                return false;
            place = found + piece.Length;
        }

        return segment.Length - place >= pieces[^1].Length && segment.EndsWith(pieces[^1], StringComparison.OrdinalIgnoreCase);
    }
}

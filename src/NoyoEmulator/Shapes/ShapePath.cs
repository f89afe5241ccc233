namespace NoyoEmulator.Shapes;

/// <summary>The parts of a path: ids with the word before each, the version behind an id, and the word at the end.</summary>
internal sealed class ShapePath
{
    public ShapePath(string template)
    {
        var segments = template.Trim('/').Split('/');
        var ids = new List<PathId>();
        var isBehindId = false;
        for (var i = 0; i < segments.Length; i++)
        {
            var name = ParameterOf(segments[i]);
            if (name is not null && IsId(name))
                ids.Add(new PathId(i > 0 && ParameterOf(segments[i - 1]) is null && !IsRoot(segments[i - 1]) ? Singular(segments[i - 1]) : WithoutId(name), name));
            if (name is not null && isBehindId && IsVersion(name))
                Version = name;
            isBehindId = name is not null && IsId(name);
        }

        Ids = ids;
        Tail = ParameterOf(segments[^1]) is null ? Singular(segments[^1]) : null;
        EndsWithSubject = ids.Count > 0 && (isBehindId || (Version is not null && ParameterOf(segments[^1]) == Version));
    }

    /// <summary>All ids, in their order.</summary>
    public IReadOnlyList<PathId> Ids { get; }

    /// <summary>The word at the end, in the singular; null where a parameter stands there.</summary>
    public string? Tail { get; }

    /// <summary>The version behind an id.</summary>
    public string? Version { get; }

    /// <summary>The object whose id ends the path, but for a version; null where something else does.</summary>
    public PathId? Subject => EndsWithSubject ? Ids[^1] : null;

    /// <summary>The objects of the other ids.</summary>
    public IReadOnlyList<PathId> Owners => EndsWithSubject ? [.. Ids.SkipLast(1)] : Ids;

    private bool EndsWithSubject { get; }

    /// <summary>A word of paths in the singular, well enough to tell one from another.</summary>
    public static string Singular(string word)
    {
        if (word.EndsWith("ies", StringComparison.Ordinal))
            return word[..^3] + "y";
        return word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) && !word.EndsWith("us", StringComparison.Ordinal) ? word[..^1] : word;
    }

    /// <summary>The name of a parameter; null for a word.</summary>
    public static string? ParameterOf(string segment) => segment is ['{', .. var name, '}'] ? name : null;

    private static bool IsId(string name) => name == "id" || name.EndsWith("_id", StringComparison.Ordinal);

    private static bool IsVersion(string name) => name == "version" || name.EndsWith("_version", StringComparison.Ordinal);

    private static string WithoutId(string name) => name == "id" ? name : name[..^"_id".Length];

    // api/v1: what stands before all paths says nothing of an id.
    private static bool IsRoot(string segment) => segment is ['v', >= '0' and <= '9', ..];
}

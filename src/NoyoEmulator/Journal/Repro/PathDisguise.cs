namespace NoyoEmulator.Journal.Repro;

/// <summary>Disguises what is personal in a path and its query.</summary>
internal static class PathDisguise
{
    /// <summary>The path with other people in it.</summary>
    /// <param name="path">Path and query.</param>
    /// <param name="names">Segments that may be somebody's name, decoded; null for none.</param>
    /// <param name="disguise">Gives the others.</param>
    public static string Apply(string path, IReadOnlyCollection<string>? names, Disguise disguise)
    {
        var query = path.IndexOf('?', StringComparison.Ordinal) is >= 0 and var start ? start : path.Length;
        var segments = path[..query].Split('/').Select(segment => Segment(segment, names, disguise));
        var parameters = path[query..].TrimStart('?').Split('&').Select(parameter => Parameter(parameter, disguise));
        return string.Join('/', segments) + (query < path.Length ? $"?{string.Join('&', parameters)}" : "");
    }

    private static string Segment(string segment, IReadOnlyCollection<string>? names, Disguise disguise) =>
        Uri.UnescapeDataString(segment) is var text && (names?.Contains(text) is true || PersonalFields.LooksPersonal(text)) ? Uri.EscapeDataString(disguise.Of(text)) : segment;

    private static string Parameter(string parameter, Disguise disguise)
    {
        var end = parameter.IndexOf('=', StringComparison.Ordinal);
        if (end < 0)
            return parameter;
        var (name, value) = (Decoded(parameter[..end]), Decoded(parameter[(end + 1)..]));
        return PersonalFields.IsPersonal(name) || PersonalFields.LooksPersonal(value)
            ? $"{parameter[..end]}={Uri.EscapeDataString(disguise.Of(value))}"
            : parameter;
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

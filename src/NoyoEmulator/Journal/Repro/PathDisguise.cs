namespace NoyoEmulator.Journal.Repro;

/// <summary>Disguises what is personal in a path and its query.</summary>
internal static class PathDisguise
{
    /// <summary>The path with other people in it.</summary>
    public static string Apply(string path, Disguise disguise)
    {
        var query = path.IndexOf('?', StringComparison.Ordinal) is >= 0 and var start ? start : path.Length;
        var segments = path[..query].Split('/').Select(segment => Segment(segment, disguise));
        var parameters = path[query..].TrimStart('?').Split('&').Select(parameter => Parameter(parameter, disguise));
        return string.Join('/', segments) + (query < path.Length ? $"?{string.Join('&', parameters)}" : "");
    }

    private static string Segment(string segment, Disguise disguise) =>
        Decoded(segment) is var text && PersonalFields.LooksPersonal(text) ? Uri.EscapeDataString(disguise.Of(text)) : segment;

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

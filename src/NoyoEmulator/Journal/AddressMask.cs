using Microsoft.AspNetCore.Routing.Patterns;
using NoyoEmulator.Http.Routing;

namespace NoyoEmulator.Journal;

/// <summary>Masks what is personal in paths, query strings and headers.</summary>
internal static class AddressMask
{
    private static readonly HashSet<string> SecretHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Emulator-Key", "X-Api-Key",
    };

    /// <summary>
    /// A path, each segment of which may be personal. Where a route has a place for an id, everything else may; elsewhere a mistake must
    /// still be seen.
    /// </summary>
    public static string Path(string path, RoutePattern? route, PersonalEchoes echoes)
    {
        if (route is null)
        {
            return PersonalFields.LooksPersonal(path)
                ? string.Join('/', path.Split('/').Select(segment => PersonalFields.LooksPersonal(segment) ? PersonalFields.Mask : segment))
                : path;
        }

        var masked = LoggedPath.Of(route, path);
        if (echoes.IsCollecting && masked.Contains(PersonalFields.Mask, StringComparison.Ordinal))
        {
            foreach (var (segment, _) in path.Split('/').Zip(masked.Split('/')).Where(pair => pair.Second == PersonalFields.Mask))
                echoes.Add(segment);
        }

        return masked;
    }

    /// <summary>A query string with its question mark; null when there is none.</summary>
    public static string? Query(string? query, PersonalEchoes echoes)
    {
        if (query is not ['?', _, ..])
            return null;
        return "?" + string.Join('&', query[1..].Split('&').Select(parameter => Parameter(parameter, echoes)));
    }

    /// <summary>The headers by name, without secrets.</summary>
    public static IReadOnlyDictionary<string, string> Headers(IHeaderDictionary headers)
    {
        var kept = new Dictionary<string, string>(headers.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in headers)
        {
            var value = values.ToString();
            kept[name] = SecretHeaders.Contains(name) || PersonalFields.IsPersonal(name)
                || PersonalFields.LooksPersonal(value) ? PersonalFields.Mask : WithoutQuery(name, value);
        }

        return kept;
    }

    private static string Parameter(string parameter, PersonalEchoes echoes)
    {
        var end = parameter.IndexOf('=', StringComparison.Ordinal);
        var name = Decoded(end < 0 ? parameter : parameter[..end]);
        var value = end < 0 ? "" : Decoded(parameter[(end + 1)..]);
        if (PersonalFields.LooksPersonal(name))
            return PersonalFields.Mask;
        if (value.Length == 0 || !(PersonalFields.IsPersonal(name) || PersonalFields.LooksPersonal(value)))
            return parameter;
        echoes.Add(value);
        return $"{parameter[..end]}={PersonalFields.Mask}";
    }

    private static string WithoutQuery(string name, string value) =>
        string.Equals(name, "Referer", StringComparison.OrdinalIgnoreCase)
            && value.IndexOf('?', StringComparison.Ordinal) is >= 0 and var end ? value[..end] : value;

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

using System.Net;

namespace NoyoEmulator.Configuration;

/// <summary>Reads hosts and origins into the one form in which they are compared.</summary>
internal static class AllowedNames
{
    private const string AnyHost = "*";
    private const string Below = "*.";

    /// <summary>A host in lower case, without brackets and without a full stop at its end; null for what is none.</summary>
    public static string? ReadHost(string text)
    {
        if (text == AnyHost)
            return text;
        if (IPAddress.TryParse(text, out var address))
            return address.ToString();
        var name = text.TrimEnd('.').ToLowerInvariant();
        var known = name.StartsWith(Below, StringComparison.Ordinal) ? name[Below.Length..] : name;
        return Uri.CheckHostName(known) == UriHostNameType.Dns ? name : null;
    }

    /// <summary>An origin as browsers write it; null for what is none.</summary>
    public static string? ReadOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri is { PathAndQuery: "/", UserInfo: "", Fragment: "", Host.Length: > 0 }
            ? $"{uri.Scheme}://{(uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost)}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}"
            : null;
}

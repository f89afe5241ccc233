using System.Globalization;
using System.Net;
using NoyoEmulator.Configuration;

namespace NoyoEmulator.Hosting;

/// <summary>
/// Where the server is to listen. What cannot be meant is refused before the server sees it: it would take half of it for something
/// else, and listen on every interface at port 80.
/// </summary>
internal static class ListenAddresses
{
    /// <summary>Where it listens if nothing is configured.</summary>
    public const string Default = "http://localhost:8080";

    private const string HttpPorts = "http_ports";
    private const string HttpsPorts = "https_ports";
    private const string EndpointsSection = "Kestrel:Endpoints";
    private const string UnixPrefix = "unix:";

    private const string Expected = "an address is http://127.0.0.1:8080, http://*:8080 for all interfaces, or http://unix:/run/noyo.sock";

    /// <summary>Looks at what is configured, and sees to the default where nothing is.</summary>
    /// <exception cref="ConfigurationException">The server could not listen as configured; the message says why.</exception>
    public static void UseListenAddresses(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls)
        {
            Check("ASPNETCORE_URLS (or --urls)", urls, ProblemOfUrl);
            return;
        }

        string?[] ports = [configuration[HttpPorts], configuration[HttpsPorts]];
        if (ports[0] is { Length: > 0 } plain)
            Check("ASPNETCORE_HTTP_PORTS", plain, ProblemOfPort);
        if (ports[1] is { Length: > 0 } secure)
            Check("ASPNETCORE_HTTPS_PORTS", secure, ProblemOfPort);
        if (Array.TrueForAll(ports, string.IsNullOrEmpty) && !configuration.GetSection(EndpointsSection).Exists())
            _ = builder.WebHost.UseUrls(Default);
    }

    /// <summary>What is wrong with an address to listen on, as the end of a sentence; null when nothing is.</summary>
    internal static string? ProblemOfUrl(string url)
    {
        var scheme = url.Split("://")[0];
        if (!url.Contains("://", StringComparison.Ordinal) || scheme is not ("http" or "https"))
            return $"which is no address: {Expected}";
        var place = url[(scheme.Length + 3)..];
        if (place.StartsWith(UnixPrefix, StringComparison.Ordinal))
            return ProblemOfSocket(place[UnixPrefix.Length..]);
        place = place.TrimEnd('/');
        if (place.Contains('/', StringComparison.Ordinal))
            return "which has a path: the server listens at the root";
        var (host, port) = Split(place);
        if (port is not null && ProblemOfPort(port) is { } problem)
            return problem;
        if (!IsHost(host))
            return $"which has an invalid host: {Expected}";
        return host == "localhost" && port == "0"
            ? "which has no port: for any free one, name http://127.0.0.1:0"
            : null;
    }

    /// <summary>What is wrong with a port to listen on, as the end of a sentence; null when nothing is.</summary>
    internal static string? ProblemOfPort(string port) => ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        ? null
        : "which has an invalid port: a port is a whole number from 0 to 65535, and a semicolon separates several";

    private static string? ProblemOfSocket(string path)
    {
        if (!Path.IsPathRooted(path))
            return "whose socket is no absolute path";
        if (!Directory.Exists(Path.GetDirectoryName(path)))
            return "whose socket is in a folder that does not exist";
        return File.Exists(path)
            ? "whose socket is there already: another process listens on it, or one that was killed left it behind; then remove the file"
            : null;
    }

    private static (string Host, string? Port) Split(string place)
    {
        var colon = place.LastIndexOf(':');
        return colon < 0 || place.EndsWith(']') ? (place, null) : (place[..colon], place[(colon + 1)..]);
    }

    // A name stands for all interfaces; what ends in digits is meant to be an address.
    private static bool IsHost(string host) => host is "*" or "+"
        || (host.StartsWith('[') ? host.EndsWith(']') && IPAddress.TryParse(host, out _)
            : char.IsAsciiDigit(host.LastOrDefault()) && host.Contains('.', StringComparison.Ordinal) ? IPAddress.TryParse(host, out _)
            : Uri.CheckHostName(host) == UriHostNameType.Dns);

    private static void Check(string name, string text, Func<string, string?> problemOf)
    {
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length == 0)
            throw new ConfigurationException($"{name} is \"{text}\", which names no address: {Expected}.");
        foreach (var part in parts)
        {
            if (problemOf(part) is { } problem)
                throw new ConfigurationException($"{name} has \"{part}\", {problem}.");
        }
    }
}
